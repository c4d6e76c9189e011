"""What was typed into the form of a fact, read; and a fact as it stands in its form."""

import datetime
import re
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any

import msgspec

from customhouse.coordination.entries import Fact
from customhouse.coordination.facts.forms import FactForm, Field
from customhouse.declarations.facts import FACTS, out_of_range
from customhouse.languages.catalogues import N_
from customhouse.reference.country_names import CountryNames

LONGEST_TEXT = 300
LONGEST_PROSE = 5000

_WHOLE = re.compile(r"\d{1,9}")
_AMOUNT = re.compile(r"\d{1,15}(\.\d{1,6})?")
_CURRENCY = re.compile(r"[A-Z]{3}")
_REF = re.compile(r"[a-z]{2,20}:[A-Za-z0-9._-]{1,80}")
_MOST_REFS = 50


class FieldError(ValueError):
    """A field that cannot be read; its text is for the person who typed it."""


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What fields may name: countries, samples of the case, and its files by hash and name."""

    countries: CountryNames
    samples: Collection[str] = ()
    files: Mapping[str, str] = {}


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """The values of a fact by field, and what is wrong by field; a fact only without faults."""

    values: Mapping[str, Any]
    faults: Mapping[str, str]


def read(
    form: FactForm, typed: Mapping[str, str], known: Known, without: Collection[str] = ()
) -> Read:
    """Read a form, but for the fields `without`."""
    values: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for field in form.fields:
        if field.name in without:
            continue
        try:
            values[field.name] = _value(field, form, typed.get(field.name, "").strip(), known)
        except FieldError as error:
            faults[field.name] = str(error)
    if form.kind == "result":
        values["facts"] = _facts(typed, faults)
    return Read(values=values, faults=faults)


def _value(field: Field, form: FactForm, text: str, known: Known) -> Any:
    if not text:
        if field.required:
            raise FieldError(N_("Fill this in."))
        return _default(form, field.name)
    if len(text) > (LONGEST_PROSE if field.sort == "long" else LONGEST_TEXT):
        raise FieldError(N_("This is too long."))
    match field.sort:
        case "choice":
            return _one_of(text, [value for value, _ in field.choices])
        case "sample":
            return _one_of(text, known.samples)
        case "case_file":
            return _one_of(text, known.files)
        case "yes_no":
            return _one_of(text, ("true", "false")) == "true"
        case "whole":
            return int(_like(_WHOLE, text, N_("Write a whole number.")))
        case "amount":
            return _amount(text)
        case "currency":
            return _like(_CURRENCY, text.upper(), N_("Write a code of three letters, as USD."))
        case "country":
            return _country(text, known.countries)
        case "refs":
            return _refs(text)
        case "day":
            return _day(text)
        case "moment":
            return _moment(text)
        case _:
            return text


def _default(form: FactForm, name: str) -> Any:
    for field in msgspec.structs.fields(form.fact):
        if field.name == name and field.default is not msgspec.NODEFAULT:
            return field.default
    return ""


def _one_of(text: str, allowed: Iterable[str]) -> str:
    if text not in allowed:
        raise FieldError(N_("Choose one of the list."))
    return text


def _like(pattern: re.Pattern[str], text: str, problem: str) -> str:
    if not pattern.fullmatch(text):
        raise FieldError(problem)
    return text


def _amount(text: str) -> Decimal:
    amount = Decimal(_like(_AMOUNT, text, N_("Write a number with a point: 1250.50.")))
    if amount <= 0:
        raise FieldError(N_("Write a number that is more than 0."))
    return amount


def _country(text: str, countries: CountryNames) -> str:
    found = countries.iso3(text)
    if found is None:
        raise FieldError(N_("No list knows this country. Write its code, as KE or KEN."))
    return found


def _refs(text: str) -> tuple[str, ...]:
    refs = text.replace(",", " ").split()[:_MOST_REFS]
    for ref in refs:
        _like(_REF, ref, N_("Write it as stockholm:lindane or basel:A1180."))
    return tuple(refs)


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise FieldError(N_("This is no day: write it as 2026-01-31.")) from None


def _moment(text: str) -> datetime.datetime:
    try:
        moment = datetime.datetime.fromisoformat(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=datetime.UTC)
        return moment.astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        raise FieldError(N_("Write day and time as 2026-01-31 14:30.")) from None


def _facts(typed: Mapping[str, str], faults: dict[str, str]) -> dict[str, str | float | bool]:
    facts: dict[str, str | float | bool] = {}
    for name, kind in FACTS.items():
        text = typed.get(f"fact.{name}", "").strip()
        if not text:
            continue
        try:
            value = _fact(kind, text)
            if out_of_range(name, value):
                raise FieldError(N_("This cannot be: look at the number and its unit."))
            facts[name] = value
        except FieldError as error:
            faults[f"fact.{name}"] = str(error)
    return facts


def _fact(kind: str, text: str) -> str | float | bool:
    if len(text) > LONGEST_TEXT:
        raise FieldError(N_("This is too long."))
    if kind == "true or false":
        return _one_of(text, ("true", "false")) == "true"
    if kind == "whole number":
        return int(_like(_WHOLE, text, N_("Write a whole number.")))
    if kind == "number":
        return float(_like(_AMOUNT, text, N_("Write a number with a point: 1250.50.")))
    return text


def shown(fact: Fact, form: FactForm, countries: CountryNames) -> dict[str, str]:
    """A fact as it stands in its form, to be corrected there."""
    told = {field.name: _text(getattr(fact, field.name), field, countries) for field in form.fields}
    facts: Mapping[str, object] = getattr(fact, "facts", {})
    return told | {f"fact.{name}": _plain(value) for name, value in facts.items()}


def _text(value: Any, field: Field, countries: CountryNames) -> str:
    if field.sort == "country":
        return countries.name(value) if value else ""
    if field.sort == "refs":
        return " ".join(value)
    if field.sort == "moment":
        moment: datetime.datetime = value
        return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M")
    return _plain(value)


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
