"""Clocks of cases on both databases: start, stop, what is due, and what a passed end changes."""

import datetime
import uuid
from collections.abc import Iterator

import pytest

from customhouse.coordination.clocks import ANSWER
from customhouse.coordination.entries import Answered, Asked
from customhouse.operations import calendar_feed, cases, clocks
from customhouse.operations.cases import append, current
from customhouse.operations.clocks import ClockError
from customhouse.operations.context import Context
from customhouse.operations.screenings import NotFoundError
from customhouse.store import audit, users
from customhouse.store.cases import ConflictError
from tests.operations.stores import Clock
from tests.people import Person, organisation, person

DAY = datetime.timedelta(days=1)
RETURN = "basel-9-2-return"


@pytest.fixture
def amina(each: Context) -> Person:
    return person(each, "officer")


@pytest.fixture
def case(each: Context, amina: Person) -> uuid.UUID:
    return new_case(each, amina)


@pytest.fixture(autouse=True)
def now_again(clock: Clock) -> Iterator[None]:
    yield
    clock.ahead = datetime.timedelta()


def new_case(context: Context, who: Person) -> uuid.UUID:
    number = f"C-{uuid.uuid4().hex[:8]}"
    return cases.open_case(context, who.actor, number=number, title="Drums at gate 4")


def started(
    context: Context, who: Person, key: uuid.UUID, *, left: int | None = None, limit: str = RETURN
) -> str:
    """The name of a clock that was started, with so many days left."""
    seen = cases.get(context, who.actor, key).last.sequence
    agreed = None if left is None else context.today() + DAY * left
    clocks.start(
        context,
        who.actor,
        key,
        seen,
        limit=limit,
        began_on=context.today() - DAY * 40,
        agreed=agreed,
        because="agreed by letter" if agreed else "",
    )
    return cases.get(context, who.actor, key).running_clocks[-1][1].clock


def test_a_clock_is_started_shown_and_stopped(
    each: Context, amina: Person, case: uuid.UUID
) -> None:
    today = each.today()
    clocks.start(each, amina.actor, case, 1, limit=RETURN, began_on=today, iso3="de")
    [shown] = clocks.of_case(each, amina.actor, case)
    assert (shown.clock.ends_on, shown.days_left) == (today + DAY * 30, 30)
    assert (shown.state, shown.iso3, shown.known) == ("running", "DEU", True)
    assert shown.works_on is not None and shown.works_on >= today + DAY * 30
    clocks.stop(each, amina.actor, case, 2, RETURN, "the drums left the port")
    [shown] = clocks.of_case(each, amina.actor, case)
    assert (shown.state, shown.clock.reason) == ("stopped", "the drums left the port")
    assert clocks.due(each, amina.actor) == []
    with each.store.reading() as connection:
        told = [e.action for e in audit.latest(connection) if e.subject == f"case:{case}"]
    assert told.count("case.entry") == 2


def test_the_state_of_the_case_counts_unless_another_is_named(
    each: Context, amina: Person, case: uuid.UUID
) -> None:
    christmas = datetime.date(2024, 12, 20)
    clocks.start(each, amina.actor, case, 1, limit=ANSWER, began_on=christmas)
    clocks.start(each, amina.actor, case, 2, limit=ANSWER, began_on=christmas, iso3="SA")
    by_state = {one.iso3: one.clock for one in clocks.of_case(each, amina.actor, case)}
    assert by_state["KEN"].ends_on == datetime.date(2025, 1, 8)
    assert by_state["SAU"].ends_on == datetime.date(2025, 1, 2)
    assert by_state["SAU"].clock == "answer-2"


def test_a_limit_without_an_end_never_ends(
    each: Context, amina: Person, case: uuid.UUID, clock: Clock
) -> None:
    started(each, amina, case, limit="basel-6-2-import")
    clock.ahead = DAY * 3000
    [shown] = clocks.due(each, amina.actor)
    assert (shown.line.ends_on, shown.state, shown.days_left) == (None, "running", None)
    assert clocks.due(each, amina.actor, each.today()) == []


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("limit", {"limit": "basel-99"}),
        ("began_on", {"began_on": datetime.date(1980, 1, 1)}),
        ("began_on", {"began_on": datetime.date(2200, 1, 1)}),
        ("iso3", {"iso3": "XQ"}),
        ("agreed", {"agreed": datetime.date(2025, 3, 1), "because": "they said so"}),
        ("agreed", {"agreed": datetime.date(2090, 3, 1), "because": "they said so"}),
        ("because", {"agreed": datetime.date(2025, 5, 1)}),
        ("because", {"because": "a" * 3000}),
    ],
)
def test_what_cannot_be_started(
    each: Context, amina: Person, case: uuid.UUID, field: str, given: dict[str, object]
) -> None:
    values = {"limit": RETURN, "began_on": datetime.date(2025, 3, 2)} | given
    with pytest.raises(ClockError) as raised:
        clocks.start(each, amina.actor, case, 1, **values)  # type: ignore[arg-type]
    assert raised.value.field == field
    assert clocks.of_case(each, amina.actor, case) == []


def test_a_clock_is_stopped_once_and_for_a_reason(
    each: Context, amina: Person, case: uuid.UUID
) -> None:
    name = started(each, amina, case)
    for given, reason in ((name, " … "), ("basel-8-return", "done")):
        with pytest.raises(ClockError):
            clocks.stop(each, amina.actor, case, 2, given, reason)
    clocks.stop(each, amina.actor, case, 2, name, "done")
    with pytest.raises(ClockError):
        clocks.stop(each, amina.actor, case, 3, name, "done again")


def test_who_did_not_see_the_last_entry_is_told(
    each: Context, amina: Person, case: uuid.UUID
) -> None:
    started(each, amina, case)
    with pytest.raises(ConflictError) as raised:
        clocks.start(each, amina.actor, case, 1, limit=RETURN, began_on=each.today())
    assert [entry.sequence for entry in raised.value.since] == [2]


def test_a_question_is_a_clock_that_its_answer_stops(
    each: Context, amina: Person, case: uuid.UUID
) -> None:
    referral, by = uuid.uuid4(), each.today() + DAY * 5
    question = Asked(
        referral=referral,
        to="competent_authority",
        name="NEMA",
        iso3="KEN",
        question="is_it_controlled",
        text="Is it waste?",
        language="en",
        answer_by=by,
    )
    answer = Answered(referral=referral, verdict="unknown", text="We look.", language="en")
    with each.store.writing() as connection:
        append(each, connection, amina.actor, current(connection, amina.actor, case, 1), [question])
    [shown] = clocks.due(each, amina.actor)
    assert (shown.line.ends_on, shown.line.limit, shown.state) == (by, ANSWER, "due_soon")
    with pytest.raises(ClockError):
        clocks.stop(each, amina.actor, case, 2, shown.line.clock, "no need")
    with each.store.writing() as connection:
        append(each, connection, amina.actor, current(connection, amina.actor, case, 2), [answer])
    assert clocks.due(each, amina.actor) == []


def test_what_is_due_begins_with_what_is_overdue(each: Context, amina: Person) -> None:
    for left in (3, -2, 20):
        started(each, amina, new_case(each, amina), left=left)
    started(each, amina, new_case(each, amina), limit="basel-6-2-import")
    found = [one.days_left for one in clocks.due(each, amina.actor)]
    assert found == [-2, 3, 20, None]
    week = clocks.due(each, amina.actor, each.today() + DAY * 7)
    assert [one.state for one in week] == ["overdue", "due_soon"]


def test_a_passed_end_changes_nothing_in_the_case(
    each: Context, amina: Person, case: uuid.UUID, clock: Clock
) -> None:
    started(each, amina, case, left=3)
    before = cases.get(each, amina.actor, case)
    clock.ahead = DAY * 400
    assert clocks.due(each, amina.actor)[0].state == "overdue"
    clocks.of_case(each, amina.actor, case)
    after = cases.get(each, amina.actor, case)
    assert after == before
    assert after.state == "open"


def test_clocks_of_others_are_out_of_sight(each: Context, amina: Person, case: uuid.UUID) -> None:
    name = started(each, amina, case, left=1)
    stranger = person(each, "officer", "supervisor", "authority")
    learner = person(each, "learner")
    abroad = person(each, "auditor", at=organisation(each, "GHA"))
    for other in (stranger, learner, abroad):
        assert clocks.due(each, other.actor) == []
        with pytest.raises(NotFoundError):
            clocks.of_case(each, other.actor, case)
        with pytest.raises(NotFoundError):
            clocks.suggestions(each, other.actor, case)
    with pytest.raises(NotFoundError):
        clocks.stop(each, stranger.actor, case, 2, name, "mine now")
    auditor = person(each, "auditor", at=organisation(each, "KEN"))
    assert case in {one.line.case_id for one in clocks.due(each, auditor.actor)}


def test_a_calendar_address_shows_what_its_owner_may_see(each: Context, amina: Person) -> None:
    started(each, amina, new_case(each, amina), left=4)
    started(each, amina, new_case(each, amina), limit="basel-6-2-import")
    first = calendar_feed.make(each, amina.actor)
    feed = calendar_feed.read(each, first)
    assert [event.ends_on for event in feed.events] == [each.today() + DAY * 4]
    second = calendar_feed.make(each, amina.actor)
    with pytest.raises(NotFoundError):
        calendar_feed.read(each, first)
    with each.store.writing() as connection:
        users.change(connection, amina.user.id, active=False)
    with pytest.raises(NotFoundError):
        calendar_feed.read(each, second)
    with each.store.writing() as connection:
        users.change(connection, amina.user.id, active=True, roles=frozenset({"learner"}))
    assert calendar_feed.read(each, second).events == ()
    calendar_feed.revoke(each, amina.actor)
    assert not calendar_feed.there_is(each, amina.actor)
    with pytest.raises(NotFoundError):
        calendar_feed.read(each, second)
