"""National layers: a State's own law beside the conventions (Basel Art. 3, 4(1), 13).

A pack that is named as a State (its ISO 3166 alpha-2 code in small letters) or as a group of
States (`eu`) is the layer of that State or group. Layers only ever add findings, so the tables
that settle what a convention asks are not among those that a layer may have: a State that has
given consent or taken an exemption is recorded in the pack of the convention.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from customhouse.reference.pack import Pack, in_effect
from customhouse.reference.records import (
    Contact,
    Country,
    ExportBan,
    GenericTerm,
    GlossaryTerm,
    HsHint,
    Identifier,
    ImportBan,
    NationalDefinition,
    NearMiss,
    Record,
    Rule,
    Substance,
    Synonym,
    Threshold,
)

R = TypeVar("R", bound=Record)

LAYER_TABLES: tuple[type[Record], ...] = (
    Contact,
    ExportBan,
    GenericTerm,
    GlossaryTerm,
    HsHint,
    Identifier,
    ImportBan,
    NationalDefinition,
    NearMiss,
    Substance,
    Synonym,
    Threshold,
)
"""The tables that a layer may have."""

CONTROL = "control"
"""The kind of a threshold from which on a chemical is under a layer's law."""


def layer_names(packs: Sequence[Pack]) -> frozenset[str]:
    """The names of the packs that are layers, by the countries and groups that packs know."""
    countries = [country for pack in packs for country in pack.rows(Country)]
    states = {country.iso2.lower() for country in countries}
    states |= {group.lower() for country in countries for group in country.groups}
    return frozenset(pack.name for pack in packs if pack.name in states)


def pack_of(record: Record) -> str:
    """The name of the pack that a row was read from."""
    return record.row.partition("@")[0]


class NationalLaw:
    """The layers, indexed once. Holds no date; a row is asked for its own."""

    def __init__(self, layers: Sequence[Pack]):
        self.names = frozenset(pack.name for pack in layers)
        self.sources = {pack.name: pack.sources for pack in layers}
        self._export_bans = _by_state(layers, ExportBan)
        self._import_bans = _by_state(layers, ImportBan)
        self._definitions = _by_state(layers, NationalDefinition)
        self.limits: dict[tuple[str, str], Threshold] = {
            (pack.name, limit.substance_id): limit
            for pack in layers
            for limit in pack.rows(Threshold)
            if limit.kind == CONTROL
        }
        self._rules = {
            (pack.name, rule.provision): rule for pack in reversed(layers) for rule in pack.rules
        }
        self._rules_of_source = {
            (pack.name, rule.source): rule
            for pack in layers
            for rule in reversed(pack.rules)
            if rule.outcome == "refuse"
        }

    def export_bans(self, country: Country, day: date) -> tuple[ExportBan, ...]:
        """The bans on exporting waste of a State and its groups that hold on a day."""
        return _holding(self._export_bans, country, day)

    def import_bans(self, country: Country, day: date) -> tuple[ImportBan, ...]:
        """The bans on importing waste of a State and its groups that hold on a day."""
        return _holding(self._import_bans, country, day)

    def definitions(self, country: Country, day: date) -> tuple[NationalDefinition, ...]:
        """What a State and its groups control by their own law on a day."""
        return _holding(self._definitions, country, day)

    def rule_of(self, row: ExportBan | NationalDefinition | ImportBan) -> Rule:
        """The rule of the layer that a row puts into force.

        That of the row's provision; an import ban has none and takes the layer's first rule of
        refusal that rests on the same document. Raises `KeyError` where there is no such rule,
        which verification finds.
        """
        if isinstance(row, ImportBan):
            return self._rules_of_source[pack_of(row), row.source]
        return self._rules[pack_of(row), row.provision]

    def law_of(self, row: Record) -> str:
        """The document that a row rests on, as the layer's SOURCES.md names it."""
        first = row.source.split(";")[0].strip()
        return self.sources[pack_of(row)].get(first, first)


def _holding(rows: dict[str, tuple[R, ...]], country: Country, day: date) -> tuple[R, ...]:
    """The rows of a State and of the groups it belongs to that hold on a day."""
    states = (country.iso3, *country.groups)
    return tuple(row for state in states for row in rows.get(state, ()) if in_effect(row, day))


def _by_state(layers: Sequence[Pack], kind: type[R]) -> dict[str, tuple[R, ...]]:
    rows: defaultdict[str, list[R]] = defaultdict(list)
    for pack in layers:
        for row in pack.rows(kind):
            rows[row.iso3].append(row)  # type: ignore[attr-defined]
    return {state: tuple(found) for state, found in rows.items()}
