"""A closed case as a training scenario: made, read by a person, signed off.

A scenario is made from the case whenever it is looked at, always the same. What was signed off
is known by its hash: one that comes out differently later is a draft again.
"""

import datetime
import hashlib
import hmac
import uuid
from collections.abc import Mapping

import msgspec
from sqlalchemy import Connection

from customhouse.accounts.actor import Actor
from customhouse.coordination import scenario as scenarios
from customhouse.coordination.case import Case
from customhouse.coordination.entries import AnyBody, Asked, CaseError, Drafted, Entry, Signed
from customhouse.coordination.scenario import Scenario
from customhouse.coordination.told import Told
from customhouse.declarations.declaration import Declaration
from customhouse.operations.alike import alike
from customhouse.operations.cases import append, author_of, current
from customhouse.operations.context import Context
from customhouse.operations.screenings import NotFoundError
from customhouse.saved.record import SavedScreening
from customhouse.screening.finding import Assessment
from customhouse.store import audit, cases, insight
from customhouse.store.secret import signing_key

DOCUMENT = "training_scenario"
_TRIES = 16
_LEAST_DAYS = 30
_MOST_DAYS = 500
_LATER = 1 << 40
"""The bit of a number that moves dates forward and not back."""


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """A scenario to be read.

    `hash` is that of the draft; `agrees` tells that screening it again gives what is expected;
    `signed` is the entry by which it was signed off.
    """

    case: Case
    scenario: Scenario
    hash: str
    agrees: bool
    other_countries: bool
    signed: Entry | None

    @property
    def file(self) -> bytes:
        """The scenario as it can be passed on."""
        return scenarios.encode(self.scenario)


class ChangedError(Exception):
    """The scenario is not the one that was read; nothing was signed."""


def scenario(
    context: Context, actor: Actor, key: uuid.UUID, *, other_countries: bool = False
) -> Prepared:
    """The scenario of a closed case of the actor's own organisation.

    With `other_countries` States of the same standing are in place of those of the case. Raises
    `DeniedError`, `NotFoundError`, and `CaseError` for a case that makes none.
    """
    actor.require("cases.exchange")
    secret = signing_key(context.store)
    with context.store.reading() as connection:
        case = _own(connection, actor, cases.get(connection, actor, key))
        told = insight.one(connection, actor, context.now(), case)
    return _prepare(context, secret, told, other_countries)


def sign_off(
    context: Context,
    actor: Actor,
    key: uuid.UUID,
    seen: int,
    read: str,
    *,
    other_countries: bool = False,
) -> Entry:
    """Sign off the scenario whose hash is `read`: a person has read it and takes responsibility.

    Raises `ChangedError`, `ConflictError`, and what `scenario` raises.
    """
    actor.require("cases.exchange")
    secret = signing_key(context.store)
    with context.store.writing() as connection:
        case = current(connection, actor, key, seen)
        told = insight.one(connection, actor, context.now(), case)
        made = _prepare(context, secret, told, other_countries)
        if made.hash != read:
            raise ChangedError
        if made.signed is not None:
            return made.signed
        by = author_of(connection, actor)
        bodies: list[AnyBody] = [
            Drafted(document=DOCUMENT, form=scenarios.FORMAT, fields={}, sha256=made.hash),
            Signed(draft=case.last.sequence + 1, name=by.name, office=by.organisation),
        ]
        entry = append(context, connection, actor, case, bodies)[-1]
        audit.record(connection, actor, context.now(), "scenario.signed", f"case:{key}")
    return entry


def _own(connection: Connection, actor: Actor, case: Case | None) -> Case:
    if case is None or cases.owner(connection, case.id) != actor.organisation_id:
        raise NotFoundError
    return case


def _prepare(context: Context, secret: str, told: Told, other_countries: bool) -> Prepared:
    saved = told.first
    if told.case.is_copy:
        raise CaseError("this is a copy of a case of another installation")
    if saved is None:
        raise CaseError("nothing was screened in this case")
    made, agrees = _made(context, secret, told.case, saved, other_countries)
    draft = hashlib.sha256(scenarios.encode(made)).hexdigest()
    signed = _signature(told.case, draft)
    if signed is not None:
        made = msgspec.structs.replace(made, status=scenarios.REVIEWED)
    return Prepared(
        case=told.case,
        scenario=made,
        hash=draft,
        agrees=agrees,
        other_countries=other_countries,
        signed=signed,
    )


def _made(
    context: Context, secret: str, case: Case, saved: SavedScreening, other_countries: bool
) -> tuple[Scenario, bool]:
    """The first of several that gives the same answer again; the first when none does."""
    expected = _answer(saved.assessment)
    codes = _codes(context, case, saved.declaration)

    def make(number: int) -> Scenario:
        days = _LEAST_DAYS + number % (_MOST_DAYS - _LEAST_DAYS)
        return scenarios.scenario_of(
            case,
            saved.declaration,
            saved.assessment,
            shift=datetime.timedelta(days=days if number & _LATER else -days),
            countries=_others(context, saved, codes, number) if other_countries else codes,
        )

    numbers = _numbers(secret, case.id)
    for number in numbers:
        one = make(number)
        if _answer(context.desk.screen(one.declaration, one.expected.as_of)) == expected:
            return one, True
    return make(numbers[0]), False


def _numbers(secret: str, case: uuid.UUID) -> list[int]:
    """Numbers that are always the same for a case, and that nobody knows without the secret."""
    texts = (f"scenario:{case}:{n}".encode() for n in range(_TRIES))
    return [int.from_bytes(hmac.digest(secret.encode(), text, "sha256")[:8]) for text in texts]


def _answer(assessment: Assessment) -> tuple[str, set[tuple[int, str, str, str, str]]]:
    return assessment.outcome, {
        (item.number, f.provision, f.applies, f.outcome, f.subject)
        for item in assessment.items
        for f in item.findings
        if f.applies != "no"
    }


def _codes(context: Context, case: Case, declaration: Declaration) -> dict[str, str]:
    """Every code of a country that the case has, as itself."""
    told = [declaration.country_of_export, declaration.country_of_destination]
    told += declaration.transit_countries
    told += (paper.issuer for paper in declaration.documents)
    told += (asked.iso3 for _, asked in case.every(Asked))
    codes = {code.strip() for code in told}
    return {code: code for code in sorted(codes) if code and context.desk.library.country(code)}


def _others(
    context: Context, saved: SavedScreening, codes: Mapping[str, str], number: int
) -> Mapping[str, str]:
    return {**codes, **alike(context.desk.library.view(saved.assessment.as_of), codes, number)}


def _signature(case: Case, draft: str) -> Entry | None:
    drafts = {n for n, b in case.every(Drafted) if b.document == DOCUMENT and b.sha256 == draft}
    signed = [n for n, b in case.every(Signed) if b.draft in drafts]
    return case.entry(signed[-1]) if signed else None
