"""From a declaration to the form that says the same, so that it can be corrected."""

import json
from collections.abc import Callable, Iterator

from customhouse.declarations.declaration import Declaration, Document, Item

MOST_ITEMS = 100
"""Items that the form holds; a declaration with more is corrected in its file."""


def filled(declaration: Declaration, country: Callable[[str], str]) -> dict[str, str]:
    """The fields of the form by name. `country` gives the name for a code."""
    return dict(_fields(declaration, country))


def _fields(declaration: Declaration, country: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    yield "id", declaration.id
    yield "date", str(declaration.date or "")
    yield "regime", declaration.regime or ""
    yield "country_of_export", country(declaration.country_of_export)
    yield "country_of_destination", country(declaration.country_of_destination)
    for place, code in enumerate(declaration.transit_countries):
        yield f"transit_countries[{place}]", country(code)
    for name in ("exporter", "consignee"):
        trader = getattr(declaration, name)
        yield f"{name}.name", trader.name
        yield f"{name}.id", trader.id
    for item in declaration.items:
        for name, value in _item(item):
            yield f"items[{item.number}].{name}", value
    for place, document in enumerate(declaration.documents):
        for name, value in _document(document):
            yield f"documents[{place}].{name}", value


def _item(item: Item) -> Iterator[tuple[str, str]]:
    for name in ("description", "hs_code", "hs_edition", "purpose", "currency"):
        yield name, getattr(item, name)
    for name in ("cas", "un", "waste_codes", "smiles"):
        yield name, "; ".join(getattr(item, name))
    for name in ("net_mass_kg", "gross_mass_kg", "packages", "value"):
        yield name, _number(getattr(item, name))
    yield "is_waste", "" if item.is_waste is None else _yes_or_no(item.is_waste)
    if item.formulation is not None:
        yield "formulation.type", item.formulation.type
        for place, one in enumerate(item.formulation.ingredients):
            at = f"formulation.ingredients[{place}]"
            yield f"{at}.name", one.name
            yield f"{at}.cas", one.cas
            yield f"{at}.strength", _number(one.strength)
            yield f"{at}.unit", one.unit
    for name, value in item.facts.items():
        yield f"facts.{name}", _fact(value)


def _document(document: Document) -> Iterator[tuple[str, str]]:
    yield "type", document.type
    yield "reference", document.reference
    yield "issuer", document.issuer
    yield "issued_on", str(document.issued_on or "")
    yield "valid_until", str(document.valid_until or "")
    yield "covers_items", ", ".join(map(str, document.covers_items))


def _fact(value: object) -> str:
    if isinstance(value, bool):
        return _yes_or_no(value)
    if isinstance(value, int | float):
        return _number(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.15g}"


def _yes_or_no(value: bool) -> str:
    return "true" if value else "false"
