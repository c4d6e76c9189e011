"""The log of the law's days, on the packs as they are shipped."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from customhouse.desk import Desk
from customhouse.reference import records as r
from customhouse.reference.changes import LawChange, changes_between, undated
from customhouse.reference.library import View
from customhouse.reference.pack import LAYERS, OPTIONAL, in_effect, load_shipped

FIRST, LAST = date(1980, 1, 1), date(2060, 12, 31)
DAYS = st.dates(FIRST, LAST)


@pytest.fixture(scope="module")
def log(desk: Desk) -> tuple[LawChange, ...]:
    return changes_between(desk.library.packs, FIRST, LAST)


@settings(max_examples=60, deadline=None)
@given(st.tuples(DAYS, DAYS, DAYS).map(sorted))
def test_spans_that_meet_add_up(desk: Desk, days: list[date]) -> None:
    a, b, c = days
    packs = desk.library.packs
    whole = changes_between(packs, a, c)
    assert changes_between(packs, a, b) + changes_between(packs, b, c) == whole
    assert all(a < change.day <= c for change in whole)
    assert list(whole) == sorted(whole, key=lambda change: change.day)


def test_a_span_of_no_days_and_one_that_runs_backwards_are_empty(desk: Desk) -> None:
    packs = desk.library.packs
    assert changes_between(packs, date(2025, 1, 1), date(2025, 1, 1)) == ()
    assert changes_between(packs, date(2026, 1, 1), date(2024, 1, 1)) == ()


def test_the_whole_of_time_is_no_error(desk: Desk, log: tuple[LawChange, ...]) -> None:
    assert changes_between(desk.library.packs, date.min, date.max) == log


def _countries(desk: Desk, members: tuple[str, ...]) -> list[r.Country]:
    every = {row.iso3: row for pack in desk.library.packs for row in pack.rows(r.Country)}
    return [c for c in every.values() if c.iso3 in members or set(c.groups) & set(members)]


def _agreement(desk: Desk, view: View, row: r.Agreement) -> bool:
    pairs = [
        (one, other)
        for one in _countries(desk, row.exporters)[:3]
        for other in _countries(desk, row.importers)[:3]
    ]
    return any(row in view.agreements(*pair) for pair in pairs)


def _bound(desk: Desk, view: View, row: r.AmendmentAcceptance) -> bool:
    listed = [
        s
        for pack in desk.library.packs
        for s in pack.rows(r.Substance)
        if s.decision.startswith(row.decision)
    ]
    if not listed:  # a decision on uses alone: no rule asks who is bound by it
        return in_effect(row, view.as_of)
    return all(view.amendment_standing(row.iso3, s) == "party" for s in listed)


VIEWS: dict[str, Callable[[Desk, View, Any], object]] = {
    "listing_adopted": lambda _d, view, row: view.listing(row),
    "listing_in_force": lambda _d, view, row: view.listing(row),
    "listing_ended": lambda _d, view, row: view.listing(row),
    "waste_code_begins": lambda _d, view, row: view.waste_code(row.code) == row,
    "waste_code_ends": lambda _d, view, row: view.waste_code(row.code) == row,
    "exemption_expired": lambda _d, view, row: row in view.exemptions(row.substance_id),
    "party_joins": lambda _d, view, row: view.standing(row.convention, row.iso3),
    "amendment_accepted": _bound,
    "import_ban_begins": lambda _d, view, row: row in view.import_bans(row.iso3),
    "import_ban_ends": lambda _d, view, row: row in view.import_bans(row.iso3),
    "import_response": lambda _d, view, row: (
        view.import_response(row.iso3, row.substance_id) == row
    ),
    "agreement_begins": _agreement,
    "agreement_ends": _agreement,
    "ban_amendment": lambda _d, view, row: view.ban_amendment(row.iso3) == row,
    "annex_vii": lambda _d, view, row: view.annex_vii(row.iso3) == row,
    "threshold": lambda _d, view, row: row in view.thresholds(row.substance_id, row.kind),
}
"""What the view says of a row, by the kind of change that a date of it makes."""


def test_every_change_turns_the_view_over_on_its_day(
    desk: Desk, log: tuple[LawChange, ...]
) -> None:
    rows = {
        row.row: row for pack in desk.library.packs for rows in pack.tables.values() for row in rows
    }
    assert len(log) > 1000
    still = [
        change
        for change in log
        if VIEWS[change.kind](
            desk, desk.library.view(change.day - timedelta(days=1)), rows[change.row]
        )
        == VIEWS[change.kind](desk, desk.library.view(change.day), rows[change.row])
    ]
    assert still == []


@pytest.mark.parametrize(
    ("day", "kind", "words"),
    [
        (date(2010, 8, 26), "listing_in_force", "Lindane"),
        (date(2015, 8, 27), "exemption_expired", "(last day 2015-08-26)"),
        (date(2025, 1, 1), "waste_code_ends", "A1180"),
        (date(2025, 1, 1), "waste_code_begins", "Waste code Y49"),
        (date(2025, 5, 9), "listing_adopted", "The day from which it binds is not recorded."),
        (date(2021, 1, 1), "import_ban_begins", "China prohibits the import of waste"),
        (date(2021, 7, 11), "import_ban_ends", "Türkiye"),
        (date(2019, 12, 5), "ban_amendment", "Albania"),
        (date(2023, 8, 29), "party_joins", "San Marino becomes a Party to the Basel Convention."),
        (date(2024, 6, 21), "import_response", "Terbufos"),
    ],
)
def test_days_that_a_person_knows(
    log: tuple[LawChange, ...], day: date, kind: str, words: str
) -> None:
    assert any(c.day == day and c.kind == kind and words in c.words for c in log)


def test_a_code_that_ends_names_those_in_its_place(log: tuple[LawChange, ...]) -> None:
    (ended,) = [c for c in log if c.kind == "waste_code_ends" and c.refs == ("basel:A1180",)]
    assert ended.words.endswith("In its place: A1181 and Y49.")


def test_rows_without_a_date_are_counted_and_not_told(
    desk: Desk, log: tuple[LawChange, ...]
) -> None:
    gaps = undated(desk.library.packs)
    waiting = [
        s for pack in desk.library.packs for s in pack.rows(r.Substance) if s.in_force_from is None
    ]
    assert gaps["listing_in_force"] == len(waiting) > 0
    refs = {f"{s.convention}:{s.substance_id}" for s in waiting}
    assert not [c for c in log if c.kind == "listing_in_force" and refs & set(c.refs)]
    assert "listing_ended" not in gaps
    assert undated(desk.library.packs, "stockholm")["listing_in_force"] <= len(waiting)


def test_every_sentence_is_one_and_names_no_row(log: tuple[LawChange, ...]) -> None:
    for change in log:
        assert change.words[0].isupper() or change.words[0].isdigit(), change
        assert change.words.endswith("."), change
        assert "None" not in change.words and ".csv" not in change.words, change
        assert change.refs or change.states, change


def test_layers_and_optional_treaties_are_in_the_log(log: tuple[LawChange, ...]) -> None:
    packs = load_shipped(LAYERS, OPTIONAL)
    rows = {row.row: row for pack in packs for rows in pack.tables.values() for row in rows}
    every = changes_between(packs, FIRST, LAST)
    more = [change for change in every if change not in log]
    assert {"export_ban_begins", "national_rule_begins"} <= {change.kind for change in more}
    for change in more:
        if change.kind not in ("listing_adopted", "amendment_accepted"):
            day_before = change.day - timedelta(days=1)
            row = rows[change.row]
            assert in_effect(row, change.day) != in_effect(row, day_before), change
        assert "None" not in change.words and change.words.endswith("."), change
