"""From what stands in the form to a declaration, or to what is wrong at which field."""

import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from customhouse.declarations.declaration import Declaration, DeclarationError
from customhouse.declarations.digits import read_number
from customhouse.declarations.facts import FACTS
from customhouse.declarations.read import ReadResult, read_declarations
from customhouse.reference.country_names import CountryNames
from customhouse.web.screening.field_names import (
    DOCUMENT_TEXTS,
    INGREDIENT_TEXTS,
    ITEM_LISTS,
    ITEM_NUMBERS,
    ITEM_TEXTS,
    Place,
    Shape,
    Typed,
    place,
    shape,
)

_SEVERAL = re.compile(r"[;,\s]+")
_STEP = re.compile(r"\.?([^.\[\]]+)|\[(\d+)\]")
_COUNTRIES = ("country_of_export", "country_of_destination")
MOST_TRANSIT = 20
_MOST_FAULTS = 50


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong at a field, and how to mend it, in English."""

    place: Place
    problem: str
    remedy: str


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """The declaration of a form, or its faults: never both."""

    declaration: Declaration | None = None
    notes: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


def read_form(typed: Typed, countries: CountryNames) -> Reading:
    """Read the fields with the reader of JSON, so that a form says what a file would say.

    Every fault is told, not only the first: a field that is refused is left out and the rest
    read again.
    """
    form = shape(typed)
    raw = _loose(typed, form, countries)
    faults = list(_unknown_countries(typed, countries))
    for _ in range(_MOST_FAULTS):
        try:
            read = _read(raw)
        except DeclarationError as error:
            faults.append(
                Fault(
                    place=place(error.field, form.items),
                    problem=error.problem,
                    remedy=error.remedy,
                )
            )
            if not _left_out(raw, error.field):
                break
        else:
            if not faults:
                return Reading(declaration=read.declarations[0], notes=read.notes)
            break
    return Reading(faults=tuple(faults))


def without_blanks(typed: Typed) -> dict[str, str]:
    """The fields without documents and items in which nothing stands, the rest in their order.

    One item stays, so that there is something to fill in.
    """
    form = shape(typed)
    kept = [k for k in range(form.documents) if _is_filled(typed, f"documents[{k}].")]
    items = [n for n in form.items if _is_filled(typed, f"items[{n}].")] or [form.items[0]]
    moved = {f"documents[{old}].": f"documents[{new}]." for new, old in enumerate(kept)}
    result = {}
    for name, value in typed.items():
        start = name[: name.find(".") + 1]
        if start.startswith("documents["):
            if start in moved:
                result[moved[start] + name.removeprefix(start)] = value
        elif not start.startswith("items[") or any(start == f"items[{n}]." for n in items):
            result[name] = value
    return result


def _is_filled(typed: Typed, start: str) -> bool:
    return any(value.strip() for name, value in typed.items() if name.startswith(start))


def _read(raw: dict[str, Any]) -> ReadResult:
    return read_declarations(json.dumps(raw).encode(), "form.json")


def _loose(typed: Typed, form: Shape, countries: CountryNames) -> dict[str, Any]:
    """The contract's shape, its values as they were typed."""
    raw: dict[str, Any] = {name: typed.get(name, "") for name in ("id", "date", "regime")}
    for name in _COUNTRIES:
        raw[name] = _country(typed, name, countries)
    raw["transit_countries"] = [
        _country(typed, f"transit_countries[{k}]", countries) for k in range(MOST_TRANSIT)
    ]
    for name in ("exporter", "consignee"):
        raw[name] = {part: typed.get(f"{name}.{part}", "") for part in ("name", "id")}
    raw["items"] = [_item(typed, n, form) for n in form.items if _is_filled(typed, f"items[{n}].")]
    raw["documents"] = [_document(typed, f"documents[{k}].") for k in range(form.documents)]
    return raw


def _country(typed: Typed, name: str, countries: CountryNames) -> str:
    text = typed.get(name, "")
    return countries.iso3(text) or text


def _unknown_countries(typed: Typed, countries: CountryNames) -> Iterator[Fault]:
    names = (*_COUNTRIES, *(f"transit_countries[{k}]" for k in range(MOST_TRANSIT)))
    for name in names:
        text = typed.get(name, "").strip()
        if text and countries.iso3(text) is None:
            yield Fault(
                place=place(name),
                problem="no list knows this country",
                remedy="Choose it from the list, or write its code of two or three letters.",
            )


def _item(typed: Typed, number: int, form: Shape) -> dict[str, Any]:
    at = f"items[{number}]."
    raw: dict[str, Any] = {"number": number}
    raw |= {name: typed.get(at + name, "") for name in ITEM_TEXTS}
    raw |= {name: _several(typed.get(at + name, "")) for name in ITEM_LISTS}
    raw |= {name: _number(typed.get(at + name, "")) for name in ITEM_NUMBERS}
    raw["is_waste"] = _yes_or_no(typed.get(at + "is_waste", ""))
    ingredients = [
        _ingredient(typed, f"{at}formulation.ingredients[{k}].")
        for k in range(form.ingredients.get(number, 0))
    ]
    kind = typed.get(f"{at}formulation.type", "")
    if kind.strip() or any(any(map(str, one.values())) for one in ingredients):
        raw["formulation"] = {"type": kind, "ingredients": ingredients}
    raw["facts"] = {
        name: _fact(name, typed[f"{at}facts.{name}"]) for name in form.facts.get(number, ())
    }
    return raw


def _ingredient(typed: Typed, at: str) -> dict[str, Any]:
    texts = {name: typed.get(at + name, "") for name in INGREDIENT_TEXTS}
    return texts | {"strength": _number(typed.get(at + "strength", ""))}


def _document(typed: Typed, at: str) -> dict[str, Any]:
    raw: dict[str, Any] = {name: typed.get(at + name, "") for name in DOCUMENT_TEXTS}
    raw["covers_items"] = [_number(one) for one in _several(typed.get(at + "covers_items", ""))]
    return raw


def _several(text: str) -> list[str]:
    return [one for one in _SEVERAL.split(text) if one]


def _number(text: str) -> int | float | str:
    """The number of a text; the text itself, for the reader to refuse, when it is none."""
    try:
        return read_number(text)
    except ValueError:
        return text.strip()


def _yes_or_no(text: str) -> bool | str:
    return {"true": True, "false": False}.get(text.strip().lower(), text)


def _fact(name: str, text: str) -> Any:
    """A fact in the kind that it is of; one that no rule knows as it most likely is meant."""
    kind = FACTS.get(name)
    if kind in ("number", "whole number"):
        return _number(text)
    if kind is not None:
        return _yes_or_no(text)
    if text.lstrip()[:1] in ("{", "["):
        try:
            return json.loads(text)
        except ValueError:
            return text
    said = _yes_or_no(text)
    return said if isinstance(said, bool) else _number(text)


def _left_out(raw: dict[str, Any], field: str) -> bool:
    """Take the value at a field away; whether there was one."""
    steps: list[str | int] = [found[1] or int(found[2]) for found in _STEP.finditer(field)]
    if steps[:1] == ["items"] and len(steps) > 1:
        numbers = [item["number"] for item in raw["items"]]
        steps[1] = numbers.index(steps[1]) if steps[1] in numbers else -1
    at: Any = raw
    for step in steps[:-1]:
        at = _inside(at, step)
    if not steps or steps == ["items"] or _inside(at, steps[-1]) is None:
        return False
    at[steps[-1]] = None
    return True


def _inside(holder: Any, step: str | int) -> Any:
    """What a holder has at a step; `None` when it has nothing there."""
    if isinstance(holder, dict):
        return holder.get(step)
    fits = isinstance(holder, list) and isinstance(step, int) and 0 <= step < len(holder)
    return holder[step] if fits else None
