"""The fields of the form, called as errors and questions call them: `items[2].net_mass_kg`.

Items go by their number, other lists by their place from 0, so that a message of a reader or a
question of an assessment leads to its field without a table between them.
"""

import re
from collections.abc import Iterable, Mapping

import msgspec

ITEM_LISTS = ("cas", "un", "waste_codes", "smiles")
"""Fields of an item that hold several, written into one field of the form."""

ITEM_TEXTS = ("description", "hs_code", "hs_edition", "purpose", "currency")
ITEM_NUMBERS = ("net_mass_kg", "gross_mass_kg", "packages", "value")
DOCUMENT_TEXTS = ("type", "reference", "issuer", "issued_on", "valid_until")
INGREDIENT_TEXTS = ("name", "cas", "unit")

_ITEM = re.compile(r"items\[(\d{1,9})\]\.")
_DOCUMENT = re.compile(r"documents\[(\d{1,9})\]\.")
_INGREDIENT = re.compile(r"items\[(\d{1,9})\]\.formulation\.ingredients\[(\d{1,9})\]\.")
_FACT = re.compile(r"items\[(\d{1,9})\]\.facts\.(.+)")
_ONE_OF_SEVERAL = re.compile(rf"(.*\.(?:{'|'.join(ITEM_LISTS)}|covers_items))\[\d+\]")
_PLACE = re.compile(r"\[\d+\]")
_WHOLE_LISTS = {"items": "items[{first}].description", "documents": "documents[0].type"}

Typed = Mapping[str, str]
"""What stands in the fields of the form, by name."""


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """Which fields a form has: its items by number, and how many of each list."""

    items: tuple[int, ...]
    documents: int
    ingredients: Mapping[int, int]
    facts: Mapping[int, tuple[str, ...]]


def shape(typed: Typed) -> Shape:
    """The shape that the names of the fields tell; an item at least."""
    items: dict[int, None] = {}
    ingredients: dict[int, int] = {}
    facts: dict[int, dict[str, None]] = {}
    documents = 0
    for name in typed:
        if found := _ITEM.match(name):
            items[int(found[1])] = None
        if found := _INGREDIENT.match(name):
            number, place = int(found[1]), int(found[2])
            ingredients[number] = max(ingredients.get(number, 0), place + 1)
        elif found := _FACT.fullmatch(name):
            facts.setdefault(int(found[1]), {})[found[2]] = None
        elif found := _DOCUMENT.match(name):
            documents = max(documents, int(found[1]) + 1)
    return Shape(
        items=tuple(items) or (1,),
        documents=documents,
        ingredients=ingredients,
        facts={number: tuple(names) for number, names in facts.items()},
    )


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A field of the form: its `name`, its item if it is of one, and `key` to its label."""

    name: str
    item: int | None
    key: str


def place(field: str, items: Iterable[int] = (1,)) -> Place:
    """The field of the form that a reader's error or an assessment's question is about."""
    name = _WHOLE_LISTS.get(field, field).format(first=next(iter(items), 1))
    if several := _ONE_OF_SEVERAL.fullmatch(name):
        name = several[1]
    item = _ITEM.match(field)
    key = field[item.end() :] if item else field
    return Place(
        name=name,
        item=int(item[1]) if item else None,
        key=key if key.startswith("facts.") else _PLACE.sub("", key),
    )
