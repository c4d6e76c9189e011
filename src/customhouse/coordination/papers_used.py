"""Papers that were shown before: the same reference in another consignment, or past its end."""

import datetime
import unicodedata
import uuid
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from customhouse.declarations.declaration import Document

Reuse = Literal["reused", "ended", "used_also"]
"""`reused`: one movement document for two consignments; `ended`: no longer valid on the day;
`used_also`: shown elsewhere too, which a consent or a permit for several movements may be."""

ONE_MOVEMENT = frozenset({"basel_movement_document"})
"""Types of paper that go with one consignment only."""

_LONGEST = 200


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """A paper shown in a case. `consignment` is the declaration that it was shown with."""

    type: str
    reference: str
    issuer: str = ""
    valid_until: datetime.date | None = None
    consignment: str = ""


class Use(msgspec.Struct, frozen=True, kw_only=True):
    """A paper as it was shown elsewhere, in full; for one's own organisation only.

    `path` is the page of the case or the screening, `trader` the exporter as declared.
    """

    type: str
    reference: str
    consignment: str
    organisation_id: uuid.UUID
    organisation: str
    iso3: str
    at: datetime.datetime
    path: str
    trader: str = ""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What may be told of a use: in full, or only when and by which organisation."""

    at: datetime.datetime
    organisation: str
    use: Use | None = None


class Flag(msgspec.Struct, frozen=True, kw_only=True):
    """What a person should look at before a paper is trusted."""

    paper: Paper
    reuse: Reuse
    told: tuple[Told, ...] = ()


def plain_reference(reference: str) -> str:
    """A reference without what people write differently: case, spaces, dashes, full-width signs.

    Letters and digits of every script stay.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", reference).casefold())
    return "".join(_digit(sign) for sign in folded if sign.isalnum())[:_LONGEST]


def _digit(sign: str) -> str:
    return str(unicodedata.decimal(sign)) if sign.isdecimal() else sign


def is_paper(document: Document, paper: Paper) -> bool:
    """Whether a declared document is the paper; an issuer that is not told rules nothing out."""
    return (
        document.type == paper.type
        and plain_reference(document.reference) == plain_reference(paper.reference)
        and (not paper.issuer or document.issuer == paper.issuer)
    )


def flags(
    papers: Iterable[Paper],
    uses: Sequence[Use],
    day: datetime.date,
    organisation_id: uuid.UUID,
    iso3: str,
) -> list[Flag]:
    """What to look at among the papers of a case, told to somebody of an organisation.

    A use with the same declaration in the same organisation is the same consignment. What
    another State's organisations showed is not told at all.
    """
    found: list[Flag] = []
    for paper in papers:
        plain = plain_reference(paper.reference)
        told = tuple(
            _told(use, organisation_id)
            for use in uses
            if plain
            and (use.type, use.reference) == (paper.type, plain)
            and use.iso3 == iso3
            and not _same_consignment(paper, use, organisation_id)
        )
        if told:
            kind: Reuse = "reused" if paper.type in ONE_MOVEMENT else "used_also"
            found.append(Flag(paper=paper, reuse=kind, told=told))
        if paper.valid_until is not None and paper.valid_until < day:
            found.append(Flag(paper=paper, reuse="ended"))
    return found


def _same_consignment(paper: Paper, use: Use, organisation_id: uuid.UUID) -> bool:
    return (
        use.organisation_id == organisation_id
        and bool(paper.consignment)
        and paper.consignment == use.consignment
    )


def _told(use: Use, organisation_id: uuid.UUID) -> Told:
    own = use.organisation_id == organisation_id
    return Told(at=use.at, organisation=use.organisation, use=use if own else None)
