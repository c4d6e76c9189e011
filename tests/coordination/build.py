"""Cases in memory, entry by entry, and entries of every kind as hypothesis makes them up."""

import datetime
import typing
import uuid
from collections.abc import Collection
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from customhouse.accounts.actor import Actor
from customhouse.accounts.permissions import Role
from customhouse.coordination import moves
from customhouse.coordination.case import Case, case_of
from customhouse.coordination.entries import (
    FIRST,
    AnyBody,
    Asked,
    Author,
    ClockStarted,
    ClockStopped,
    Corrected,
    CostEntered,
    Drafted,
    Entry,
    Fact,
    ItemFound,
    Moved,
    Opened,
    Question,
    Said,
    Screened,
    Signed,
    Translated,
    sealed,
)
from customhouse.coordination.following import may_follow

NOON = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)
KINDS: tuple[type[Any], ...] = typing.get_args(AnyBody)
FACTS: tuple[type[Any], ...] = typing.get_args(Fact)
ORGANISATION = uuid.UUID(int=7)

DRUMS = ItemFound(description="drums of used oil", mass_kg=Decimal("180.5"))
CLEAR = Screened(screening=uuid.UUID(int=1), outcome="release")
UNCLEAR = Screened(
    screening=uuid.UUID(int=2), outcome="hold", missing=("basel:art-6-1",), because=(1,)
)
AGAIN = Screened(screening=uuid.UUID(int=3), outcome="release", because=(1,))


def actor(number: int, *roles: Role, organisation_id: uuid.UUID = ORGANISATION) -> Actor:
    """A person known by a number."""
    return Actor(
        user_id=uuid.UUID(int=number),
        organisation_id=organisation_id,
        iso3="KEN",
        name=f"Person {number}",
        roles=frozenset(roles),
        via="session",
    )


def author(by: Actor) -> Author:
    return Author(
        via="account",
        name=by.name,
        iso3=by.iso3,
        user_id=by.user_id,
        organisation_id=by.organisation_id,
    )


AMINA, BARAKA = actor(1, "officer", "supervisor"), actor(2, "officer", "supervisor")


def put(case: Case, *bodies: AnyBody, by: Actor = AMINA) -> Case:
    """The case with more entries, unasked whether they can follow."""
    for body in bodies:
        last = case.last
        entry = Entry(
            case=case.id,
            sequence=last.sequence + 1,
            at=last.at + datetime.timedelta(minutes=1),
            by=author(by),
            body=body,
            previous=last.hash,
        )
        case = case_of([*case.entries, sealed(entry)])
    return case


def tell(case: Case, *bodies: AnyBody, by: Actor = AMINA) -> Case:
    """The case with more entries. Raises `CaseError` for one that cannot follow."""
    for body in bodies:
        may_follow(case, body)
        case = put(case, body, by=by)
    return case


def opened(*bodies: AnyBody) -> Case:
    """A case that was just opened, with these entries after the opening."""
    first = Entry(
        case=uuid.UUID(int=99),
        sequence=1,
        at=NOON,
        by=author(AMINA),
        body=Opened(number="MSA/26/1", title="Drums"),
        previous=FIRST,
    )
    return tell(case_of([sealed(first)]), *bodies)


def moved(
    case: Case, name: str, by: Actor, reason: str = "seen", evidence: Collection[int] = ()
) -> Case:
    """The case after a move. Raises `MoveError`."""
    numbers = tuple(evidence)
    made = moves.check(name, case, by, reason, numbers)
    return put(case, Moved(move=name, to=made.to, reason=reason, evidence=numbers), by=by)


def asked(
    number: int, shared: tuple[int, ...] = (), question: Question = "is_it_controlled"
) -> Asked:
    """A question, known by a number."""
    return Asked(
        referral=uuid.UUID(int=number),
        to="competent_authority",
        name="NEMA",
        iso3="KEN",
        question=question,
        text="Is this yours?",
        language="en",
        shared=shared,
    )


_BESIDE = Said | Translated | Drafted | Signed | ClockStarted | ClockStopped | CostEntered


def releases_hold(case: Case) -> int:
    """Hold each release in the entries to the rules, told here once more; how many there are."""
    made = [(entry, entry.body) for entry in case.entries if isinstance(entry.body, Moved)]
    count = 0
    for place, (entry, confirmed) in enumerate(made):
        if confirmed.to != "released":
            continue
        count += 1
        before, proposed = made[place - 1]
        assert (proposed.move, confirmed.move) == ("propose_release", "confirm_release")
        assert None not in (before.by.user_id, entry.by.user_id)
        assert before.by.user_id != entry.by.user_id
        assert proposed.reason.strip() and confirmed.reason.strip() and proposed.evidence
        for between in case.entries[before.sequence : entry.sequence - 1]:
            told = between.body
            if isinstance(told, Corrected):
                told = case.entries[told.of - 1].body
            assert isinstance(told, _BESIDE)
        then = case_of(case.entries[: entry.sequence])
        assert then.screened and not then.screened.missing and not then.open_questions
    return count


_LEAVES: dict[Any, st.SearchStrategy[Any]] = {
    Decimal: st.decimals(allow_nan=False),
    datetime.datetime: st.datetimes(timezones=st.none() | st.timezones()),
    str | float | bool: st.text() | st.floats(allow_nan=False, allow_infinity=False)
    | st.integers(-(2**60), 2**60) | st.booleans(),
}  # fmt: skip


def bodies_of(kind: type[Any]) -> st.SearchStrategy[Any]:
    """Any body of a kind, each field any value of its type."""
    return _filled(kind)


def _filled(kind: type[Any]) -> st.SearchStrategy[Any]:
    fields = {name: _values(hint) for name, hint in typing.get_type_hints(kind).items()}
    return st.fixed_dictionaries(fields).map(lambda values: kind(**values))


def _values(hint: Any) -> st.SearchStrategy[Any]:
    if hint in _LEAVES:
        return _LEAVES[hint]
    arguments = typing.get_args(hint)
    if typing.get_origin(hint) is dict:
        return st.dictionaries(st.text(), _values(arguments[1]), max_size=3)
    if set(FACTS) <= set(arguments):
        return st.none() | st.one_of([_filled(kind) for kind in FACTS])
    if type(None) in arguments:
        return st.none() | _values(arguments[0])
    return st.from_type(hint)


BODIES: st.SearchStrategy[AnyBody] = st.one_of([bodies_of(kind) for kind in KINDS])
"""Any body of any kind."""
