"""All that the packs hold on a listed chemical."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

import msgspec

from customhouse.dossiers.customs_fact import CustomsFact, customs_facts
from customhouse.dossiers.rows import Rows, once, own_first, rows_of
from customhouse.reference.hs import HsCodes
from customhouse.reference.library import Library, Listing, View
from customhouse.reference.records import (
    Article,
    Exemption,
    Formulation,
    Identifier,
    ImportResponse,
    NationalDefinition,
    NearMiss,
    Rule,
    Substance,
    Synonym,
    Threshold,
)

_ON_TRADE: dict[str, tuple[str, ...]] = {
    "stockholm": ("art-3-1", "art-3-2", "art-3-5", "art-6-1"),
    "rotterdam": ("art-10", "art-11", "art-12", "art-13"),
}
"""Where a convention says what import and export of its chemicals need."""


class ListedOn(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of a convention, and where it stands on the day of the dossier.

    `national` is an entry of a layer without days of its own: what the State asks for it has
    them, in the `national` rows of the dossier.
    """

    substance: Substance
    status: Listing | Literal["national"]

    @property
    def ref(self) -> str:
        """The reference, `stockholm:lindane`."""
        return f"{self.substance.convention}:{self.substance.substance_id}"


class ExemptionOn(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the exemptions; `open` on the day: not known to have ended."""

    exemption: Exemption
    open: bool


class SubstanceDossier(msgspec.Struct, frozen=True, kw_only=True):
    """A listed entry as of a day.

    `listed` is the entry asked for, `elsewhere` the same chemical in other conventions and
    layers. `identifiers` are all but customs codes. Names and numbers of the entry's own pack
    come first, and of equal ones the first is kept. `exemptions` is empty both where none was
    ever listed and where the convention knows none; `no_exemption` are the rows that say so.
    `responses` are each State's latest on the day, and `response_counts` counts them.
    """

    ref: str
    as_of: date
    listed: ListedOn
    elsewhere: tuple[ListedOn, ...]
    names: tuple[Synonym, ...]
    identifiers: tuple[Identifier, ...]
    customs_codes: tuple[CustomsFact, ...]
    exemptions: tuple[ExemptionOn, ...]
    no_exemption: tuple[Exemption, ...]
    thresholds: tuple[Threshold, ...]
    formulations: tuple[Formulation, ...]
    responses: tuple[ImportResponse, ...]
    response_counts: dict[str, int]
    look_alikes: tuple[NearMiss, ...]
    products: tuple[Article, ...]
    national: tuple[NationalDefinition, ...]
    rules: tuple[Rule, ...]

    @property
    def structures(self) -> tuple[str, ...]:
        """Its structures as SMILES."""
        return tuple(one.value for one in self.identifiers if one.scheme == "SMILES")


def substance(
    library: Library, codes: HsCodes, convention: str, substance_id: str, as_of: date
) -> SubstanceDossier | None:
    """The dossier of an entry; `None` for one that no pack has."""
    entry = library.substance(convention, substance_id)
    if entry is None:
        return None
    rows = rows_of(library)
    view = library.view(as_of)
    listings = tuple(
        listed_on(view, one) for one in rows.of(Substance, "substance_id", substance_id)
    )
    exemptions = rows.of(Exemption, "substance_id", substance_id)
    responses = _latest(rows.of(ImportResponse, "substance_id", substance_id), view)
    names = own_first(rows.of(Synonym, "substance_id", substance_id), convention)
    numbers = own_first(rows.of(Identifier, "substance_id", substance_id), convention)
    ref = f"{convention}:{substance_id}"
    return SubstanceDossier(
        ref=ref,
        as_of=as_of,
        listed=listed_on(view, entry),
        elsewhere=tuple(one for one in listings if one.ref != ref),
        names=once(names, "name", "lang"),
        identifiers=once(
            (one for one in numbers if not one.scheme.startswith("HS")), "scheme", "value"
        ),
        customs_codes=customs_facts(
            rows, (one for found in codes.codes_of(ref).values() for one in found)
        ),
        exemptions=tuple(
            ExemptionOn(exemption=one, open=one.expires is None or as_of <= one.expires)
            for one in exemptions
            if one.kind != "none"
        ),
        no_exemption=tuple(one for one in exemptions if one.kind == "none"),
        thresholds=rows.of(Threshold, "substance_id", substance_id),
        formulations=rows.of(Formulation, "substance_id", substance_id),
        responses=responses,
        response_counts=dict(Counter(one.decision for one in responses).most_common()),
        look_alikes=rows.of(NearMiss, "resembles", substance_id),
        products=rows.of(Article, "substance_id", substance_id),
        national=rows.of(NationalDefinition, "ref", substance_id),
        rules=_rules(rows, entry, names),
    )


def listed_on(view: View, entry: Substance) -> ListedOn:
    """An entry with where it stands on the day of a view."""
    undated = entry.in_force_from is None and entry.adopted_on is None
    if undated and entry.convention in view.library.national.names:
        return ListedOn(substance=entry, status="national")
    return ListedOn(substance=entry, status=view.listing(entry))


def name_in(names: Sequence[Synonym], language: str) -> str:
    """What it is called in a language: a common name that stands for it alone; empty if none."""
    own = [one for one in names if one.lang == language and one.strength == "strong"]
    own.sort(key=lambda one: one.kind not in ("common", "waste"))
    return own[0].name if own else ""


def _latest(rows: Iterable[ImportResponse], view: View) -> tuple[ImportResponse, ...]:
    asked = dict.fromkeys((row.iso3, row.substance_id) for row in rows)
    found = (view.import_response(iso3, substance_id) for iso3, substance_id in asked)
    return tuple(sorted(filter(None, found), key=lambda row: row.iso3))


def _rules(rows: Rows, entry: Substance, names: Iterable[Synonym]) -> tuple[Rule, ...]:
    """The rules of its annex, those on trade in what the convention lists, and those naming it.

    A treaty of few rules, as the optional ones are, has all of them told.
    """
    annexes = {f"{entry.convention}:annex-{annex.lower()}" for annex in entry.annex}
    trade = tuple(f"{entry.convention}:{place}" for place in _ON_TRADE.get(entry.convention, ()))
    strong = {one.name for one in names if one.strength == "strong" and one.lang == "en"}
    named = re.compile(
        rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted({entry.name, *strong})))})(?!\w)", re.I
    )
    return tuple(
        rule
        for rule in rows.rules()
        if rule.provision in annexes
        or any(rule.provision == one or rule.provision.startswith(f"{one}-") for one in trade)
        or (rule.convention == entry.convention and not trade)
        or named.search(f"{rule.title} {rule.applies_when}")
    )
