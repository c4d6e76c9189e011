"""All names, numbers and codes in one compact text, for a browser that has no network."""

import datetime
import hashlib
from collections.abc import Sequence

import msgspec

from customhouse.identify.index import Index
from customhouse.reference.pack import Pack
from customhouse.search.document import EXACT, GROUP, Document
from customhouse.search.kinds import KINDS
from customhouse.search.law import countries, provisions, terms
from customhouse.search.listed import listed

SETTLES, COVERS_MORE, LOOK_CLOSER = range(3)
"""How far a number or a whole name settles that this entry is meant."""


class OfflineIndex(msgspec.Struct, frozen=True):
    """The text as it is sent, and a mark that changes with what it says of the law."""

    content: bytes
    etag: str


class Thing(msgspec.Struct, frozen=True, array_like=True):
    """One thing that can be found. `kind` is its place in `KINDS`.

    `names` are those beside the title; `weak` those that mean other things too. A number is
    what is shown of it, and how far it settles the matter.
    """

    kind: int
    ref: str
    title: str
    conventions: tuple[str, ...]
    detail: str
    names: list[str]
    weak: list[str]
    numbers: list[tuple[str, str, int]]


class _Whole(msgspec.Struct, frozen=True, kw_only=True):
    made: datetime.date
    packs: dict[str, str]
    kinds: tuple[str, ...]
    things: list[Thing]


def offline_index(packs: Sequence[Pack], index: Index, made: datetime.date) -> OfflineIndex:
    """The index of these packs, made on a day; the mark does not depend on the day.

    `index` is the desk's own: it knows which names are weak.
    """
    documents = (*listed(packs), *provisions(packs), *terms(packs), *countries(packs))
    whole = _Whole(
        made=made,
        packs={pack.name: pack.version for pack in packs},
        kinds=KINDS,
        things=[_thing(document, index) for document in documents],
    )
    lasting = msgspec.json.encode([whole.packs, whole.things])
    mark = hashlib.sha256(lasting).hexdigest()[:20]
    return OfflineIndex(content=msgspec.json.encode(whole), etag=f'"{mark}"')


def _thing(document: Document, index: Index) -> Thing:
    names, weak = [], []
    for name in document.names:
        if _is_weak(name, document, index):
            weak.append(name)
        elif name != document.title:
            names.append(name)
    return Thing(
        kind=KINDS.index(document.kind),
        ref=document.ref,
        title=document.title,
        conventions=document.conventions,
        detail=document.detail,
        names=names,
        weak=weak,
        numbers=[
            (key, number.shown, _settling(number.score)) for key, number in document.numbers.items()
        ],
    )


def _is_weak(name: str, document: Document, index: Index) -> bool:
    """Whether a name that the desk reads in declarations does not settle this entry there."""
    pattern = index.names.named(name) if document.kind in ("entry", "code") else None
    if pattern is None:
        return False
    meanings = (*pattern.chemicals, *pattern.wastes)
    return not any(one.listing.ref == document.ref and not one.weak for one in meanings)


def _settling(score: float) -> int:
    return SETTLES if score >= EXACT else COVERS_MORE if score >= GROUP else LOOK_CLOSER
