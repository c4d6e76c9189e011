"""Facts and messages as a program tells them: held to what the pages ask of what is typed."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar

import msgspec

from customhouse.accounts.actor import Actor
from customhouse.api.cases_records import MOST_TOLD, Message, Told
from customhouse.api.problems import ProblemError
from customhouse.coordination.case import Case
from customhouse.coordination.entries import Fact, FileAdded, Said, SampleTaken
from customhouse.coordination.facts.forms import FactForm, form_of
from customhouse.coordination.facts.typed import LONGEST_PROSE, Known, read, shown
from customhouse.declarations.facts import FACTS
from customhouse.languages.catalogues import LANGUAGES
from customhouse.operations import case_view
from customhouse.operations.context import Context
from customhouse.reference.country_names import countries_in

F = TypeVar("F", bound=Fact)

_FURTHEST = 20
"""Places before or after the point beyond which a number is none of a case."""


def right_entries(
    context: Context, actor: Actor, case: Case, told: Sequence[Told]
) -> list[Fact | Said]:
    """What is told, as it is written. Raises `ProblemError` that names the first wrong field."""
    if not 1 <= len(told) <= MOST_TOLD:
        raise _wrong("entries", f"Send 1 to {MOST_TOLD} entries at once.")
    samples = [taken.sample for _, taken in case.every(SampleTaken)]
    right: list[Fact | Said] = []
    for number, body in enumerate(told, start=1):
        field = f"entries[{number}]"
        if isinstance(body, Message):
            right.append(_said(context, actor, body, field))
        else:
            right.append(_right(body, _known(context, case, samples), field))
        if isinstance(body, SampleTaken):
            samples.append(body.sample.strip())
    return right


def right_correction(context: Context, case: Case, of: int, body: Fact | None) -> Fact | None:
    """The fact that stands in the place of another, which keeps what no form lets be changed.

    Raises `ProblemError`. Whether there is such a fact to correct is for the case to say.
    """
    old = case.standing.get(of)
    if body is None or type(old) is not type(body):
        return body
    form = form_of(body)
    kept = set(body.__struct_fields__) - {field.name for field in form.fields} - {"facts"}
    for name in sorted(kept | set(form.fixed)):
        if getattr(body, name) != getattr(old, name):
            raise _wrong(
                f"body.{name}", "This stays as it was. Take the entry back and tell it anew."
            )
    samples = [taken.sample for _, taken in case.every(SampleTaken)]
    return _right(body, _known(context, case, samples), "body", without=form.fixed)


def no_stray(raw: object, record: msgspec.Struct, field: str) -> None:
    """Raise `ProblemError` for a field of the JSON object that the record does not have."""
    known = {one.encode_name for one in msgspec.structs.fields(record)}
    stray = set(raw) - known - {"kind"} if isinstance(raw, dict) else set()
    if stray:
        raise _wrong(f"{field}.{min(stray)}", "There is no such field.")


def prose(text: str, field: str) -> str:
    """Words of a person, not too many. Raises `ProblemError`."""
    if "\0" in text:
        raise _wrong(field, "A sign in it cannot be kept.")
    if len(text) > LONGEST_PROSE:
        raise _wrong(field, f"Write at most {LONGEST_PROSE} characters.")
    return text.strip()


def _said(context: Context, actor: Actor, message: Message, field: str) -> Said:
    text = prose(message.text, f"{field}.text")
    if not text:
        raise _wrong(f"{field}.text", "Write something.")
    if message.language not in LANGUAGES:
        raise _wrong(f"{field}.language", f"Use one of these: {', '.join(LANGUAGES)}.")
    colleagues = {one.id for one in case_view.colleagues(context, actor)}
    if not colleagues.issuperset(message.mentions):
        raise _wrong(f"{field}.mentions", "Mention other people of your organisation only.")
    return Said(text=text, language=message.language, mentions=message.mentions)


def _right(fact: F, known: Known, place: str, without: Collection[str] = ()) -> F:
    form = form_of(fact)
    moments = _moments(fact, form, place)
    facts: Mapping[str, object] = getattr(fact, "facts", {})
    for name in sorted(facts.keys() - FACTS.keys()):
        raise _wrong(f"{place}.facts.{name}", "No rule asks for this fact.")
    _no_monsters(fact, place)
    plain = msgspec.structs.replace(fact, **moments)
    countries = {f.name: getattr(fact, f.name) for f in form.fields if f.sort == "country"}
    told = read(form, shown(plain, form, known.countries) | countries, known, without)
    for name, fault in told.faults.items():
        raise _wrong(f"{place}.{name.replace('fact.', 'facts.', 1)}", fault)
    values: dict[str, Any] = {**told.values, **moments}
    if len(values.get("refs", ())) != len(getattr(fact, "refs", ())):
        raise _wrong(f"{place}.refs", "Write at most 50, each as stockholm:lindane.")
    if facts:
        values["facts"] = {
            name: told.values["facts"].get(name, value) if isinstance(value, str) else value
            for name, value in facts.items()
        }
    return msgspec.structs.replace(fact, **values)


def _moments(fact: Fact, form: FactForm, place: str) -> dict[str, datetime.datetime]:
    found = {}
    for field in form.fields:
        moment = getattr(fact, field.name)
        if isinstance(moment, datetime.datetime):
            try:
                found[field.name] = moment.astimezone(datetime.UTC)
            except OverflowError:
                moment = moment.replace(tzinfo=None)
            if moment.tzinfo is None:
                raise _wrong(f"{place}.{field.name}", "Write it as 2026-01-31T14:30:00Z.")
    return found


def _no_monsters(fact: Fact, place: str) -> None:
    """Refuse numbers that would fill the memory when written out, and signs that no text has."""
    for name in fact.__struct_fields__:
        value = getattr(fact, name)
        if isinstance(value, Decimal) and not (
            value.is_finite() and abs(value.adjusted()) <= _FURTHEST
        ):
            raise _wrong(f"{place}.{name}", "Write a number as 1250.50.")
        if isinstance(value, str) and "\0" in value:
            raise _wrong(f"{place}.{name}", "A sign in it cannot be kept.")


def _known(context: Context, case: Case, samples: Collection[str]) -> Known:
    return Known(
        countries=countries_in(context.desk.library, "en"),
        samples=samples,
        files={added.sha256: added.name for _, added in case.every(FileAdded)},
    )


def _wrong(field: str, detail: str) -> ProblemError:
    return ProblemError(
        "bad-value", detail, field=field,
        remedy="Compare it with the description in /api/v1/openapi.json.",
    )  # fmt: skip
