"""From loose data in the shape of the contract to a `Declaration`, with every field checked.

Each format's reader brings its file into the contract's shape (objects, lists, texts,
numbers); this module alone decides what a field may hold. The shape is read off the records
themselves, so a field added there is read here.
"""

import math
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NoReturn

import msgspec
from msgspec import inspect

from customhouse.declarations.declaration import Declaration, DeclarationError
from customhouse.declarations.facts import out_of_range, unread
from customhouse.declarations.source import Limits
from customhouse.declarations.wording import Notes, clean, hides_characters, show, suggestion

Path = tuple[str | int, ...]
Place = Callable[[Path, str], tuple[str, int | None]]
"""From a path and its name in the contract to the name to show and the line, if known."""

_SHAPE = inspect.type_info(Declaration)
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_RANGES = {
    "number": (1, 10**9, "Number the items from 1."),
    "covers_items": (1, 10**9, "Give the numbers of the items that the document covers."),
    "packages": (0, 10**9, "Give the number of packages, 0 or more."),
    "net_mass_kg": (0, 10**12, "Give the mass in kilograms, 0 or more."),
    "gross_mass_kg": (0, 10**12, "Give the mass in kilograms, 0 or more."),
    "strength": (0, 10**4, "Give the strength in % by mass, or in g/l."),
    "value": (-(10**15), 10**15, "Give the value of the item in its currency."),
}


def to_declaration(
    raw: object, notes: Notes, limits: Limits, place: Place, at: Path = ()
) -> Declaration:
    """The declaration that loose data describe.

    A missing field, `null` and empty text are the same: unknown. What is not a field is
    noted and left out. Raises `DeclarationError` naming the field for anything that cannot
    be meant: a wrong type, an unknown code, an impossible date, a negative mass, no items.
    """
    return _Reader(notes, limits, place, at).declaration(raw)


class _Reader:
    def __init__(self, notes: Notes, limits: Limits, place: Place, at: Path):
        self._notes = notes
        self._limits = limits
        self._place = place
        self._at = at
        self._numbers: list[int] = []

    def declaration(self, raw: object) -> Declaration:
        if isinstance(raw, dict) and isinstance(raw.get("items"), list):
            self._number_items(raw["items"])
        fields = self._value(_SHAPE, raw, self._at)
        if not fields.get("items"):
            self._refuse(
                (*self._at, "items"), "there are no items", "Declare at least one item of goods."
            )
        for item, number in zip(fields["items"], self._numbers, strict=True):
            item["number"] = number
        for index, document in enumerate(fields.get("documents", ())):
            for number in sorted(set(document.get("covers_items", ())) - set(self._numbers)):
                path = (*self._at, "documents", index, "covers_items")
                self._note(path, f"names item {number}, which is not declared")
        return msgspec.convert(fields, Declaration)

    def _number_items(self, items: list[Any]) -> None:
        """Each item's number, by its place where none is given."""
        for index, item in enumerate(items):
            given = item.get("number") if isinstance(item, dict) else None
            whole = isinstance(given, int | float) and not isinstance(given, bool)
            fits = whole and 1 <= given <= 10**9 and given == int(given)  # type: ignore[operator,arg-type]
            self._numbers.append(int(given) if fits else index + 1)  # type: ignore[arg-type]
        seen: set[int] = set()
        for index, number in enumerate(self._numbers):
            if number in seen:
                self._refuse(
                    (*self._at, "items", index, "number"),
                    f"two items have the number {number}",
                    "Give every item its own number, or none at all.",
                )
            seen.add(number)

    def _value(self, shape: inspect.Type, raw: Any, path: Path) -> Any:
        match shape:
            case inspect.UnionType():
                member = next(t for t in shape.types if not isinstance(t, inspect.NoneType))
                return self._value(member, raw, path)
            case inspect.StructType():
                return self._struct(shape, raw, path)
            case inspect.VarTupleType():
                return self._list(shape.item_type, raw, path)
            case inspect.DictType():
                return self._facts(raw, path)
            case inspect.StrType():
                return self._text(raw, path)
            case inspect.LiteralType():
                return self._choice(shape.values, raw, path)
            case inspect.BoolType():
                if not isinstance(raw, bool):
                    self._wrong_type(raw, path, "true or false", "Write it without quotes.")
                return raw
            case inspect.DateType():
                return self._date(raw, path)
            case inspect.IntType():
                return self._number(raw, path, whole=True)
            case _:
                return self._number(raw, path, whole=False)

    def _struct(self, shape: inspect.StructType, raw: Any, path: Path) -> dict[str, Any]:
        if not isinstance(raw, dict):
            self._wrong_type(raw, path, "an object", "See docs/declaration.md for its fields.")
        known = {field.name: field.type for field in shape.fields}
        fields = {}
        for name, value in raw.items():
            if name not in known:
                self._unknown(name, known, path)
            elif not _is_missing(value):
                fields[name] = self._value(known[name], value, (*path, name))
        if fields.get("unit") == "%" and fields.get("strength", 0) > 100:
            self._refuse(
                (*path, "strength"),
                f"is {show(fields['strength'])} %, which is more than the whole",
                _RANGES["strength"][2],
            )
        return fields

    def _unknown(self, name: str, known: Mapping[str, Any], path: Path) -> None:
        if self._notes.full:
            self._notes.add(name)
            return
        guess = suggestion(name, known)
        self._note((*path, clean(name[:80])), f"is not a field of a declaration: not read{guess}")

    def _list(self, shape: inspect.Type, raw: Any, path: Path) -> tuple[Any, ...]:
        if isinstance(shape, inspect.StrType | inspect.IntType) and isinstance(raw, str | int):
            raw = [raw]
        if not isinstance(raw, list):
            self._wrong_type(raw, path, "a list", "Write it in square brackets.")
        return tuple(
            self._value(shape, value, (*path, index))
            for index, value in enumerate(raw)
            if not _is_missing(value) or isinstance(shape, inspect.StructType)
        )

    def _text(self, raw: Any, path: Path) -> str:
        if isinstance(raw, int) and not isinstance(raw, bool) and "un" in path[-2:]:
            return f"{raw:04d}"
        if not isinstance(raw, str):
            self._wrong_type(raw, path, "text", "Write it in quotes.")
        if len(raw) > self._limits.text_chars:
            most = self._limits.text_chars
            self._refuse(path, f"is longer than {most:,} characters", "Shorten the text.")
        if hides_characters(raw):
            self._note(path, "had control or invisible characters: taken out")
        return clean(raw)

    def _choice(self, values: tuple[Any, ...], raw: Any, path: Path) -> str:
        text = str(raw) if isinstance(raw, int) and not isinstance(raw, bool) else raw
        if not isinstance(text, str):
            self._wrong_type(raw, path, "text", "Write it in quotes.")
        chosen = clean(text).lower()
        if chosen not in values:
            known = [value for value in values if value]
            self._refuse(
                path,
                f"is {show(text)}, which is not one of {', '.join(known)}{suggestion(text, known)}",
                "Use one of these words, or leave the field out.",
            )
        return chosen

    def _date(self, raw: Any, path: Path) -> date:
        remedy = "Write a day of the calendar as YYYY-MM-DD."
        if not isinstance(raw, str):
            self._wrong_type(raw, path, "a date", remedy)
        if not _ISO_DATE.fullmatch(raw.strip()):
            self._refuse(path, f"is {show(raw)}, which is not a date", remedy)
        try:
            return date.fromisoformat(raw.strip())
        except ValueError:
            self._refuse(path, f"is {show(raw)}, a day that does not exist", remedy)

    def _number(self, raw: Any, path: Path, *, whole: bool) -> int | float:
        kind = "a whole number" if whole else "a number"
        if isinstance(raw, bool) or not isinstance(raw, int | float):
            self._wrong_type(raw, path, kind, "Write it in digits, without quotes or unit.")
        self._bounded(raw, path)
        if whole and raw != int(raw):
            self._refuse(path, f"is {show(raw)}, not {kind}", "Correct the number.")
        name = next(step for step in reversed(path) if isinstance(step, str))
        least, most, remedy = _RANGES[name]
        if not least <= raw <= most:
            bound = f"less than {least}" if raw < least else f"more than {most:,}"
            self._refuse(path, f"is {show(raw)}, which is {bound}", remedy)
        return int(raw) if whole else float(raw)

    def _bounded(self, number: int | float, path: Path) -> None:
        if abs(number) > 10**15 or not math.isfinite(number):
            self._refuse(path, "is beyond every real quantity", "Correct the number.")

    def _facts(self, raw: Any, path: Path) -> dict[str, Any]:
        if not isinstance(raw, dict):
            self._wrong_type(raw, path, "an object", 'Write {"name of the fact": value}.')
        facts = {}
        for key, value in raw.items():
            name = self._text(key, path)
            if _is_missing(value):
                continue
            at = (*path, name)
            facts[name] = self._loose(value, at)
            untrue = out_of_range(name, facts[name])
            if untrue:
                self._refuse(at, untrue, "Correct the fact, or leave it out.")
            reason = "" if self._notes.full else unread(name, facts[name])
            if reason:
                self._note(at, reason)
        return facts

    def _loose(self, value: Any, path: Path) -> Any:
        """A fact's value: any JSON, with its texts cleaned and its numbers finite."""
        match value:
            case str():
                return self._text(value, path)
            case int() | float():
                self._bounded(value, path)
            case list():
                return [self._loose(one, path) for one in value]
            case dict():
                return {self._text(key, path): self._loose(v, path) for key, v in value.items()}
        return value

    def _name(self, path: Path) -> str:
        """The name of a field. Items go by their number, other lists count from 0."""
        name = ""
        inside = len(self._at)
        for depth, step in enumerate(path):
            if isinstance(step, str):
                name += f".{step}" if name else step
            elif depth == inside + 1 and path[inside] == "items" and step < len(self._numbers):
                name += f"[{self._numbers[step]}]"
            else:
                name += f"[{step}]"
        return name

    def _note(self, path: Path, text: str) -> None:
        self._notes.add(f"{self._name(path)} {text}")

    def _wrong_type(self, raw: object, path: Path, wanted: str, remedy: str) -> NoReturn:
        self._refuse(path, f"is {_kind(raw)}, not {wanted}", remedy)

    def _refuse(self, path: Path, problem: str, remedy: str) -> NoReturn:
        field, line = self._place(path, self._name(path))
        raise DeclarationError(problem, remedy=remedy, field=field, line=line)


def _is_missing(value: object) -> bool:
    return value is None or (isinstance(value, str) and not clean(value))


def _kind(raw: object) -> str:
    match raw:
        case bool():
            return "true or false"
        case int() | float():
            return f"the number {show(raw)}"
        case str():
            return f"the text {show(raw)}"
        case list():
            return "a list"
        case dict():
            return "an object"
    return "null"
