"""Checks of national layers alone: what makes a pack the law of one State and no other."""

from collections.abc import Callable, Sequence

from customhouse.reference.layers import LAYER_TABLES, NationalLaw
from customhouse.reference.pack import Pack
from customhouse.reference.records import (
    Country,
    ExportBan,
    ImportBan,
    NationalDefinition,
    Substance,
    Threshold,
)
from customhouse.reference.tables import TABLES, PackProblem
from customhouse.reference.values import Problems, at


def check_tables(pack: Pack, countries: Sequence[Country]) -> Problems:
    """A layer has no table that would settle what a convention asks."""
    for file, kind in TABLES.items():
        if kind in pack.tables and kind not in LAYER_TABLES:
            yield PackProblem(
                file=f"{pack.label}/{file}",
                line=0,
                problem="a national layer has no such table",
                remedy="record the fact in the pack of its convention",
            )


def check_convention(pack: Pack, countries: Sequence[Country]) -> Problems:
    """Listings, limits and rules of a layer carry its name as their convention."""
    listed = [(s.row, s.convention) for s in pack.rows(Substance)]
    listed += [(t.row, t.convention) for t in pack.rows(Threshold)]
    listed += [(rule.row, rule.convention) for rule in pack.rules]
    for row, convention in listed:
        if convention != pack.name:
            yield at(
                row,
                f"convention {convention!r} in the layer {pack.name!r}",
                f"write {pack.name}",
            )


def check_state(pack: Pack, countries: Sequence[Country]) -> Problems:
    """A layer holds the law of its own State, or of its group and the States in it."""
    own = {c.iso3 for c in countries if c.iso2.lower() == pack.name}
    for country in countries:
        for group in country.groups:
            if group.lower() == pack.name:
                own |= {group, country.iso3}
    for row in _measures(pack):
        if row.iso3 not in own:
            yield at(
                row.row,
                f"{row.iso3!r} is not the State or group of the layer {pack.name!r}",
                "a layer holds the law of one State; put the row into the layer of its own",
            )


def check_definitions(pack: Pack, countries: Sequence[Country]) -> Problems:
    """A chemical that a layer controls is a substance of the layer, so that it can be found."""
    listed = {substance.substance_id for substance in pack.rows(Substance)}
    for definition in pack.rows(NationalDefinition):
        if definition.ref not in listed and not definition.ref[:1].isupper():
            yield at(
                definition.row,
                f"ref {definition.ref!r} is no substance of this layer",
                "add it to the layer's substances.csv, also where a convention lists it",
            )


def check_rules(pack: Pack, countries: Sequence[Country]) -> Problems:
    """Every ban and definition has a rule in the layer that says what follows."""
    law = NationalLaw((pack,))
    for row in _measures(pack):
        try:
            law.rule_of(row)
        except KeyError:
            yield at(
                row.row,
                f"no rule of refusal in procedure.json has source {row.source!r}"
                if isinstance(row, ImportBan)
                else f"no rule in procedure.json has provision {row.provision!r}",
                "add the rule, or correct the row",
            )


def _measures(pack: Pack) -> tuple[ExportBan | ImportBan | NationalDefinition, ...]:
    return (*pack.rows(ExportBan), *pack.rows(ImportBan), *pack.rows(NationalDefinition))


LAYER_CHECKS: tuple[Callable[[Pack, Sequence[Country]], Problems], ...] = (
    check_tables,
    check_convention,
    check_state,
    check_definitions,
    check_rules,
)
"""Every check that only a national layer has to pass."""
