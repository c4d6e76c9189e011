"""Counts in SQL are those of counting one by one, within scope, on both databases."""

import datetime
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import pytest

from customhouse.accounts.actor import Actor, DeniedError
from customhouse.operations.context import Context
from customhouse.operations.dashboard import SpanError, dashboard
from customhouse.reference.pack import load_shipped
from customhouse.screening.finding import OUTCOMES, Outcome
from customhouse.store import statistics
from customhouse.store.engine import Store
from customhouse.store.statistics import Count, OnDay, Route, Scope
from tests.people import organisation, person
from tests.store.kept_screenings import keep

NOW = datetime.datetime(2026, 3, 31, 12, tzinfo=datetime.UTC)
REFS = ("stockholm:lindane", "basel:A1180", "rotterdam:ddt")
PROVISIONS = ("basel:art-6-1", "rotterdam:art-12-1", "stockholm:art-3-2-b")
STATES = ("KEN", "GHA", "DEU", "")


class Row(msgspec.Struct, frozen=True):
    """What was kept, to be counted one by one."""

    actor: Actor
    at: datetime.datetime
    outcome: Outcome
    refs: tuple[str, ...]
    provisions: tuple[str, ...]
    route: tuple[str, str]


class Kept(msgspec.Struct, frozen=True):
    """A store with random rows of four people in three organisations of two States."""

    context: Context
    people: dict[str, Actor]
    rows: Sequence[Row]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def kept(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Kept]:
    folder: Path = tmp_path_factory.mktemp("statistics")
    url = f"sqlite:///{folder / 'a.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
    store = Store(url)
    store.migrate()
    context = Context(load_shipped(), store, clock=lambda: NOW)
    port, lake, abroad = organisation(context), organisation(context), organisation(context, "GHA")
    people = {
        "officer": person(context, "officer", at=port).actor,
        "supervisor": person(context, "supervisor", at=port).actor,
        "elsewhere": person(context, "supervisor", at=lake).actor,
        "auditor": person(context, "auditor", at=lake).actor,
        "abroad": person(context, "supervisor", "officer", at=abroad).actor,
    }
    dice = random.Random(7)  # noqa: S311
    rows = []
    with store.writing() as connection:
        for _ in range(300):
            row = Row(
                actor=people[dice.choice(("officer", "supervisor", "elsewhere", "abroad"))],
                at=NOW - datetime.timedelta(minutes=dice.randrange(40 * 24 * 60)),
                outcome=dice.choice(OUTCOMES),
                refs=tuple(dice.sample(REFS, dice.randrange(3))),
                provisions=tuple(dice.sample(PROVISIONS, dice.randrange(1, 4))),
                route=(dice.choice(STATES), dice.choice(STATES)),
            )
            keep(
                connection,
                row.actor,
                row.at,
                outcome=row.outcome,
                refs=row.refs,
                provisions=row.provisions,
                route=row.route,
            )
            rows.append(row)
    yield Kept(context, people, rows)
    store.close()


FIRST, LAST = datetime.date(2026, 3, 2), datetime.date(2026, 3, 30)


def _seen(kept: Kept, who: str) -> list[Row]:
    """The rows of the span that the person may see, decided anew by who they are."""
    actor = kept.people[who]
    return [
        row
        for row in kept.rows
        if FIRST <= row.at.date() <= LAST
        and (
            (who == "auditor" and row.actor.iso3 == actor.iso3)
            or (who != "auditor" and row.actor.organisation_id == actor.organisation_id)
        )
    ]


@pytest.mark.parametrize("who", ["supervisor", "elsewhere", "auditor", "abroad"])
def test_the_counts_are_those_of_counting_one_by_one(kept: Kept, who: str) -> None:
    rows = _seen(kept, who)
    assert len(rows) > 20
    scope = Scope(actor=kept.people[who], now=NOW, first=FIRST, last=LAST)
    with kept.context.store.reading() as connection:
        days = statistics.by_day(connection, scope)
        refs = statistics.by_ref(connection, scope, 10)
        provisions = statistics.by_provision(connection, scope, 10)
        routes = statistics.by_route(connection, scope)
        homes = statistics.by_organisation(connection, scope)
        records = list(statistics.newest_records(connection, scope, 1000))
    assert sorted(days, key=lambda d: (d.day, d.outcome)) == [
        OnDay(day, outcome, number)
        for (day, outcome), number in sorted(
            Counter((row.at.date(), row.outcome) for row in rows).items()
        )
    ]
    assert refs == _ranked(Counter(ref for row in rows for ref in row.refs))
    told = Counter(one for row in rows for one in row.provisions)
    told["basel:art-1"] = sum(bool(row.refs) for row in rows)
    assert provisions == _ranked(told)
    assert sorted(routes, key=str) == sorted(
        (
            Route(origin or None, destination or None, number)
            for (origin, destination), number in Counter(row.route for row in rows).items()
        ),
        key=str,
    )
    assert [one.number for one in routes] == sorted((r.number for r in routes), reverse=True)
    assert sorted(one.number for one in homes) == sorted(
        Counter(row.actor.organisation_id for row in rows).values()
    )
    assert len(records) == len(rows)


def _ranked(counts: Counter[str]) -> list[Count]:
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [Count(key, number) for key, number in ranked if number]


def test_a_dashboard_adds_up(kept: Kept) -> None:
    told = dashboard(kept.context, kept.people["auditor"], FIRST, LAST)
    rows = _seen(kept, "auditor")
    assert told.total == len(rows) == sum(bucket.total for bucket in told.buckets)
    assert told.outcomes == {name: sum(r.outcome == name for r in rows) for name in OUTCOMES}
    assert sum(told.share(one) for one in OUTCOMES) == pytest.approx(1)
    assert len(told.buckets) == (LAST - FIRST).days + 1


@pytest.mark.parametrize("days", [61, 62, 100, 739, 740, 1500])
def test_columns_cover_a_longer_span_without_gap(kept: Kept, days: int) -> None:
    first = LAST - datetime.timedelta(days=days)
    told = dashboard(kept.context, kept.people["auditor"], first, LAST)
    assert (told.buckets[0].first, told.buckets[-1].last) == (first, LAST)
    for before, after in zip(told.buckets, told.buckets[1:], strict=False):
        assert after.first == before.last + datetime.timedelta(days=1)
    assert sum(bucket.total for bucket in told.buckets) == told.total
    assert len(told.buckets) <= 110


def test_another_states_rows_are_never_counted(kept: Kept) -> None:
    whole = [dashboard(kept.context, kept.people[who], None, LAST) for who in ("auditor", "abroad")]
    own, foreign = ({one.key for one in told.organisations} for told in whole)
    assert own and foreign and own.isdisjoint(foreign)


def test_an_officer_has_no_dashboard(kept: Kept) -> None:
    with pytest.raises(DeniedError):
        dashboard(kept.context, kept.people["officer"], None, None)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (LAST, FIRST),
        (datetime.date(1990, 1, 1), LAST),
        (datetime.date(9999, 1, 1), datetime.date.max),
    ],
)
def test_days_that_make_no_span_are_told(
    kept: Kept, first: datetime.date, last: datetime.date
) -> None:
    with pytest.raises(SpanError):
        dashboard(kept.context, kept.people["auditor"], first, last)


def test_what_is_asked_for_is_counted_once_a_screening(kept: Kept) -> None:
    actor = person(kept.context, "supervisor").actor
    with kept.context.store.writing() as connection:
        for papers in (("contract", "analysis"), ("contract",)):
            keep(connection, actor, NOW, provisions=PROVISIONS, requires=papers)
    told = dashboard(kept.context, actor, None, None)
    assert told.papers == (Count("contract", 2), Count("analysis", 1))
