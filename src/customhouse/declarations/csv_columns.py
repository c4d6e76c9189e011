"""The columns of a CSV file of declarations, and what one cell of each may hold."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from customhouse.declarations.digits import read_number
from customhouse.declarations.facts import FACTS

DECLARATION_COLUMNS = {
    "declaration_id": ("id",),
    "date": ("date",),
    "regime": ("regime",),
    "country_of_export": ("country_of_export",),
    "country_of_destination": ("country_of_destination",),
    "transit_countries": ("transit_countries",),
    "exporter_name": ("exporter", "name"),
    "exporter_id": ("exporter", "id"),
    "consignee_name": ("consignee", "name"),
    "consignee_id": ("consignee", "id"),
}
"""Columns about the whole declaration, and where their value goes."""

ITEM_COLUMNS = {
    "item_number": ("number",),
    "description": ("description",),
    "hs_code": ("hs_code",),
    "hs_edition": ("hs_edition",),
    "cas": ("cas",),
    "un": ("un",),
    "waste_codes": ("waste_codes",),
    "smiles": ("smiles",),
    "is_waste": ("is_waste",),
    "purpose": ("purpose",),
    "formulation_type": ("formulation", "type"),
    "net_mass_kg": ("net_mass_kg",),
    "gross_mass_kg": ("gross_mass_kg",),
    "packages": ("packages",),
    "value": ("value",),
    "currency": ("currency",),
}
"""Columns about one item, and where their value goes."""

INGREDIENT_COLUMNS = {
    "ingredient_name": "name",
    "ingredient_cas": "cas",
    "ingredient_strength": "strength",
    "ingredient_unit": "unit",
}
"""Columns whose parts between semicolons are those of the first, second, ... ingredient."""

DOCUMENTS = "documents"
FACT = "facts."
COLUMNS = frozenset((*DECLARATION_COLUMNS, *ITEM_COLUMNS, *INGREDIENT_COLUMNS, DOCUMENTS))
"""Every column but those of facts."""

_OTHER_NAMES = {"id": "declaration_id", "number": "item_number", "item": "item_number"}
_YES = {"true", "yes", "y", "1"}
_NO = {"false", "no", "n", "0"}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def column_name(header: str) -> str:
    """The name of a column as headers write it: any case, with spaces or hyphens."""
    name = re.sub(r"[\s-]+", "_", header.strip().lower())
    return _OTHER_NAMES.get(name, name)


def is_known(name: str) -> bool:
    """Whether the column is read."""
    return name in COLUMNS or (name.startswith(FACT) and len(name) > len(FACT))


def cell_value(column: str, cell: str, *, decimal_comma: bool) -> Any:
    """A cell in the contract's type. Raises `ValueError` with the reason when it has none."""
    if column.startswith(FACT):
        return _fact(column.removeprefix(FACT), cell, decimal_comma)
    read = _TYPES.get(column)
    return cell if read is None else read(cell, decimal_comma)


def document(text: str) -> dict[str, Any]:
    """A document written `type:reference:valid_until`; the reference may hold colons."""
    kind, _, rest = text.partition(":")
    reference, colon, last = rest.rpartition(":")
    if _DATE.fullmatch(last.strip()):
        return {"type": kind, "reference": reference, "valid_until": last}
    return {"type": kind, "reference": reference + colon + last}


def parts(cell: str) -> list[str]:
    """The parts of a cell between semicolons, empty ones kept in their place."""
    return [part.strip() for part in cell.split(";")]


def _several(cell: str, _: bool) -> list[str]:
    return [part for part in parts(cell) if part]


def _yes_or_no(cell: str, _: bool) -> bool:
    word = cell.strip().lower()
    if word not in _YES | _NO:
        raise ValueError("is neither true nor false")
    return word in _YES


def _fact(name: str, cell: str, decimal_comma: bool) -> bool | int | float | str:
    kind = FACTS.get(name)
    if kind == "true or false":
        return _yes_or_no(cell, decimal_comma)
    if kind in ("number", "whole number"):
        return read_number(cell, decimal_comma)
    word = cell.strip().lower()
    if word in ("true", "false"):
        return word == "true"
    try:
        return read_number(cell, decimal_comma) if kind is None else cell
    except ValueError:
        return cell


_TYPES: Mapping[str, Callable[[str, bool], Any]] = {
    "transit_countries": _several,
    "item_number": read_number,
    "cas": _several,
    "un": _several,
    "waste_codes": _several,
    "smiles": _several,
    "is_waste": _yes_or_no,
    "ingredient_strength": read_number,
    "net_mass_kg": read_number,
    "gross_mass_kg": read_number,
    "packages": read_number,
    "value": read_number,
}
