"""Whatever people do with cases through the operations, in any order, the rules of a case hold."""

import uuid
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from customhouse.accounts.actor import Actor, DeniedError
from customhouse.coordination import moves
from customhouse.coordination.case import Case, CaseError, case_of
from customhouse.coordination.entries import (
    FIRST,
    AnyBody,
    Corrected,
    Drafted,
    Entry,
    Moved,
    Screened,
    decode,
    first_broken,
)
from customhouse.coordination.following import may_follow
from customhouse.coordination.moves import MoveError
from customhouse.operations import cases
from customhouse.operations.context import Context
from customhouse.operations.screenings import NotFoundError
from customhouse.store import audit
from customhouse.store.cases import CaseFilter, ConflictError
from customhouse.store.tables import case_entries
from customhouse.store.tables import cases as case_rows
from tests.coordination.build import (
    AGAIN,
    DRUMS,
    UNCLEAR,
    asked,
    releases_hold,
)
from tests.coordination.test_case import (
    CLOCK,
    COST,
    PASSED,
    RESULT,
    SAID,
    SAMPLE,
    STOP,
    answer,
    take_back,
)
from tests.people import organisation, person
from tests.store.kept_screenings import keep

TOLD = (DRUMS, SAID, COST, SAMPLE, PASSED, RESULT)
WRITTEN = (
    asked(1),
    answer(1),
    answer(1, "unknown"),
    take_back(1),
    asked(2),
    answer(2, "denied"),
    CLOCK,
    STOP,
    UNCLEAR,
    AGAIN,
    Drafted(document="notice", form="notice", fields={"1": "KEN"}),
    Moved(move="confirm_release", to="released", reason="by the back door"),
    Screened(screening=uuid.UUID(int=8), outcome="release"),
)
WHO = (
    "officer",
    "another officer",
    "supervisor",
    "another supervisor",
    "authority",
    "auditor",
    "learner",
    "neighbour",
    "auditor of the State",
    "abroad",
)
MEMBERS = ("officer", "another officer", "supervisor", "another supervisor", "authority")
READERS = (*MEMBERS, "auditor", "auditor of the State")
WRITERS = (*MEMBERS, "neighbour", "abroad")

ACTORS = st.sampled_from(WHO) | st.sampled_from(MEMBERS)
BEHIND = st.sampled_from((0, 0, 0, 0, 1, 2, -1))
"""How many entries somebody has not seen; below 0 for a number that is not there yet."""


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """A release as somebody tries it: `by` proposes, `then` confirms; `made` when it succeeds."""

    by: str = "officer"
    then: str = "supervisor"
    before: tuple[AnyBody, ...] = ()
    between: tuple[AnyBody, ...] = ()
    reasons: tuple[str, str] = ("clear", "clear")
    rests: bool = True
    made: bool = False


ATTEMPTS = (
    Attempt(made=True),
    Attempt(by="supervisor", then="another supervisor", between=(SAID, COST), made=True),
    Attempt(by="supervisor"),
    Attempt(by="authority"),
    Attempt(then="another officer"),
    Attempt(then="neighbour"),
    Attempt(rests=False),
    Attempt(reasons=("", "clear")),
    Attempt(reasons=("clear", " ")),
    Attempt(before=(UNCLEAR,)),
    Attempt(before=(asked(1),)),
    Attempt(before=(asked(1), answer(1)), made=True),
    *(Attempt(between=(body,)) for body in (DRUMS, UNCLEAR, AGAIN, asked(1))),
    Attempt(before=(DRUMS,), between=(Corrected(of=3, reason="misread"),)),
    Attempt(between=(asked(1), answer(1))),
)


class Told(msgspec.Struct):
    """What the test knows of a case: the bytes of its entries as they were first read."""

    key: uuid.UUID
    records: list[bytes]

    @property
    def case(self) -> Case:
        return case_of([decode(record) for record in self.records])


class People(msgspec.Struct, frozen=True):
    """Everybody, by who they are, and a screening of the officer in which nothing is unknown."""

    actors: dict[str, Actor]
    screening: uuid.UUID


def people(context: Context) -> People:
    home, beside = organisation(context, "KEN"), organisation(context, "KEN", "authority")
    far = organisation(context, "GHA")
    actors = {
        who: person(context, *roles, at=at).actor  # type: ignore[arg-type]
        for who, roles, at in (
            ("officer", ["officer"], home),
            ("another officer", ["officer"], home),
            ("supervisor", ["supervisor"], home),
            ("another supervisor", ["supervisor", "officer"], home),
            ("authority", ["authority"], home),
            ("auditor", ["auditor"], home),
            ("learner", ["learner", "trainer", "administrator"], home),
            ("neighbour", ["supervisor", "authority"], beside),
            ("auditor of the State", ["auditor"], beside),
            ("abroad", ["supervisor", "officer", "auditor"], far),
        )
    }
    with context.store.writing() as connection:
        screening = keep(connection, actors["officer"], context.now(), outcome="release")
    return People(actors, screening)


class Cases(RuleBasedStateMachine):
    """Cases of one organisation, and people who may and may not touch them."""

    context: Context
    everybody: People
    conflicts = 0

    @initialize()
    def begin(self) -> None:
        self.told: list[Told] = []
        self.open_one("officer", True)

    @rule(who=ACTORS, screened=st.booleans())
    def open_one(self, who: str, screened: bool) -> None:
        """Only those at a desk open cases, from a screening only those who see it."""
        may_see = who in ("officer", "supervisor", "another supervisor", "authority")
        expected = self.denied(who) or (NotFoundError if screened and not may_see else None)
        made = self.attempt(
            expected,
            lambda: cases.open_case(
                self.context,
                self.everybody.actors[who],
                number=uuid.uuid4().hex[:12],
                title="Drums",
                screening=self.everybody.screening if screened else None,
            ),
        )
        if made is not None and who in MEMBERS:
            self.told.append(Told(made, self.records(made)))

    @rule(who=ACTORS, pick=st.integers(0, 9))
    def look(self, who: str, pick: int) -> None:
        told = self.pick(pick)
        expected = None if who in READERS else NotFoundError
        actor = self.everybody.actors[who]
        found = self.attempt(expected, lambda: cases.get(self.context, actor, told.key))
        assert found is None or found == told.case
        lines, _ = cases.history(self.context, actor, CaseFilter(), limit=1000)
        own = {one.key for one in self.told}
        assert {line.id for line in lines} & own == (own if who in READERS else set())

    @rule(
        who=ACTORS,
        pick=st.integers(0, 9),
        behind=BEHIND,
        bodies=st.lists(st.sampled_from(TOLD), min_size=1, max_size=3),
    )
    def tell(self, who: str, pick: int, behind: int, bodies: list[AnyBody]) -> None:
        told, actor = self.pick(pick), self.everybody.actors[who]
        seen = len(told.records) - behind
        self.written(
            told,
            self.barred(who, told, behind) or self.cannot_follow(told, bodies),
            len(bodies),
            lambda: cases.tell(self.context, actor, told.key, seen, bodies),  # type: ignore[arg-type]
            seen,
        )

    @rule(pick=st.integers(0, 9), body=st.sampled_from(WRITTEN))
    def tell_what_is_not_told(self, pick: int, body: AnyBody) -> None:
        """Screenings, moves and answers do not come in as facts."""
        told, actor = self.pick(pick), self.everybody.actors["supervisor"]
        wrong: Any = [DRUMS, body]
        self.attempt(
            CaseError,
            lambda: cases.tell(self.context, actor, told.key, len(told.records), wrong),
        )

    @rule(
        who=ACTORS,
        pick=st.integers(0, 9),
        behind=BEHIND,
        of=st.integers(0, 12),
        body=st.sampled_from((None, DRUMS, COST, SAMPLE)),
        reason=st.sampled_from(("misread", "misread", " ")),
    )
    def correct(self, who: str, pick: int, behind: int, of: int, body: Any, reason: str) -> None:
        told, actor = self.pick(pick), self.everybody.actors[who]
        seen = len(told.records) - behind
        correction = Corrected(of=of, reason=reason, body=body)
        self.written(
            told,
            self.barred(who, told, behind) or self.cannot_follow(told, [correction]),
            1,
            lambda: cases.correct(self.context, actor, told.key, seen, correction),
            seen,
        )

    @rule(pick=st.integers(0, 9), who=ACTORS, behind=BEHIND, body=st.sampled_from(WRITTEN))
    def append(self, pick: int, who: str, behind: int, body: AnyBody) -> None:
        """As the operations of questions, clocks, papers and screenings do it."""
        told, actor = self.pick(pick), self.everybody.actors[who]
        seen = len(told.records) - behind

        def add() -> None:
            actor.require("cases.write")
            with self.context.store.writing() as connection:
                case = cases.current(connection, actor, told.key, seen)
                cases.append(self.context, connection, actor, case, [body])

        expected = self.barred(who, told, behind) or self.cannot_follow(told, [body])
        self.written(told, expected, 1, add, seen)

    @rule(
        who=ACTORS,
        pick=st.integers(0, 9),
        behind=BEHIND,
        name=st.sampled_from(sorted(moves.moves())),
        reason=st.sampled_from(("seen", "seen", "")),
        evidence=st.lists(st.integers(0, 6), max_size=2).map(tuple),
    )
    def move(
        self,
        who: str,
        pick: int,
        behind: int,
        name: str,
        reason: str,
        evidence: tuple[int, ...],
    ) -> None:
        self.try_move(self.pick(pick), who, behind, name, reason, evidence)

    @rule(attempt=st.sampled_from(ATTEMPTS))
    def release(self, attempt: Attempt) -> None:
        """Straight to a release, with one thing amiss or none: each of the rules is met here."""
        self.open_one("officer", True)
        told = self.told[-1]
        for body in attempt.before:
            self.append(-1, "officer", 0, body)
        evidence = tuple(told.case.evidence) if attempt.rests else ()
        self.try_move(told, attempt.by, 0, "propose_release", attempt.reasons[0], evidence)
        for body in attempt.between:
            self.append(-1, "officer", 0, body)
        self.try_move(told, attempt.then, 0, "confirm_release", attempt.reasons[1], ())
        assert (told.case.state == "released") is attempt.made

    def try_move(
        self,
        told: Told,
        who: str,
        behind: int,
        name: str,
        reason: str,
        evidence: tuple[int, ...],
    ) -> None:
        actor, case = self.everybody.actors[who], told.case
        expected = self.barred(who, told, behind)
        if expected is None:
            try:
                moves.check(name, case, actor, reason, evidence)
            except MoveError:
                expected = MoveError
        seen = len(told.records) - behind
        self.written(
            told,
            expected,
            1,
            lambda: cases.move(self.context, actor, told.key, seen, name, reason, evidence),
            seen,
        )

    def barred(self, who: str, told: Told, behind: int) -> type[Exception] | None:
        """What keeps somebody from adding at all: the role, whose case it is, then conflicts."""
        if behind and who in MEMBERS:
            return ConflictError
        return self.denied(who) or (None if who in MEMBERS else NotFoundError)

    def denied(self, who: str) -> type[Exception] | None:
        return None if who in WRITERS else DeniedError

    def cannot_follow(self, told: Told, bodies: Sequence[AnyBody]) -> type[Exception] | None:
        case = told.case
        for body in bodies:
            try:
                may_follow(case, body)
            except CaseError:
                return CaseError
            new = msgspec.structs.replace(
                case.last, sequence=case.last.sequence + 1, body=body, previous=case.last.hash
            )
            case = case_of([*case.entries, new])
        return None

    def written(
        self,
        told: Told,
        expected: type[Exception] | None,
        more: int,
        call: Callable[[], object],
        seen: int,
    ) -> None:
        """Do it, and take note of the entries that are there afterwards, and of no others."""
        self.attempt(expected, call, told, seen)
        now = self.records(told.key)
        assert len(now) == len(told.records) + (0 if expected else more)
        assert now[: len(told.records)] == told.records
        told.records = now

    def attempt(
        self,
        expected: type[Exception] | None,
        call: Callable[[], Any],
        told: Told | None = None,
        seen: int = 0,
    ) -> Any:
        """What the call gives; `None` when it raises what is expected, having changed nothing."""
        before = self.whole()
        try:
            given = call()
        except Exception as error:
            if type(error) is not expected:
                raise
            assert self.whole() == before
            if isinstance(error, ConflictError) and told is not None:
                Cases.conflicts += 1
                unseen = [decode(record) for record in told.records[max(seen, 0) :]]
                assert list(error.since) == unseen
            return None
        assert expected is None
        return given

    def whole(self) -> list[tuple[Any, ...]]:
        """All that tells of the cases: their rows, and where the audit log ends."""
        keys = [told.key for told in self.told]
        with self.context.store.reading() as connection:
            rows = connection.execute(
                select(case_rows).where(case_rows.c.id.in_(keys)).order_by(case_rows.c.id)
            ).all()
            return [*(tuple(row) for row in rows), audit.last(connection)]

    def records(self, key: uuid.UUID) -> list[bytes]:
        with self.context.store.reading() as connection:
            found = connection.execute(
                select(case_entries.c.record)
                .where(case_entries.c.case_id == key)
                .order_by(case_entries.c.sequence)
            )
            return [bytes(record) for record in found.scalars()]

    def pick(self, number: int) -> Told:
        return self.told[number % len(self.told)]

    @invariant()
    def nothing_is_ever_changed(self) -> None:
        for told in self.told:
            assert self.records(told.key) == told.records

    @invariant()
    def the_row_of_a_list_is_what_the_entries_come_to(self) -> None:
        for told in self.told:
            case = told.case
            with self.context.store.reading() as connection:
                row = connection.execute(select(case_rows).where(case_rows.c.id == told.key)).one()
            assert row.state == case.state
            assert row.outcome == (case.screened.outcome if case.screened else None)
            assert (row.number, row.title) == (case.number, case.title)
            assert (row.last_sequence, row.last_hash) == (case.last.sequence, case.last.hash)
            assert (row.opened_at, row.changed_at) == (case.entries[0].at, case.last.at)

    @invariant()
    def the_chain_holds(self) -> None:
        for told in self.told:
            entries: tuple[Entry, ...] = told.case.entries
            assert first_broken(entries) is None and entries[0].previous == FIRST

    @invariant()
    def no_release_without_two_persons(self) -> None:
        for told in self.told:
            case = told.case
            count = releases_hold(case)
            assert count or case.state != "released"
            members = {self.everybody.actors[who].user_id for who in MEMBERS}
            assert {entry.by.user_id for entry in case.entries} <= members


def test_the_rules_of_a_case_hold_whatever_is_done(context: Context) -> None:
    Cases.context, Cases.everybody = context, people(context)
    Cases.conflicts = 0
    run_state_machine_as_test(
        Cases, settings=settings(max_examples=25, stateful_step_count=30, deadline=None)
    )
    assert Cases.conflicts
    with context.store.reading() as connection:
        assert audit.first_broken(connection) is None


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_a_release_is_made_only_when_nothing_is_amiss(context: Context, attempt: Attempt) -> None:
    Cases.context, Cases.everybody = context, people(context)
    run = Cases()
    run.begin()
    run.release(attempt)
    run.no_release_without_two_persons()
