from datetime import date, timedelta

import pytest

from customhouse.desk import Desk
from customhouse.reference.library import Listing, Standing
from customhouse.reference.records import Convention, Substance
from tests.screening.build import outcome_of
from tests.screening.stockholm_rows import endosulfan

A_DAY = timedelta(days=1)


def entry(desk: Desk, convention: Convention, substance_id: str) -> Substance:
    found = desk.library.substance(convention, substance_id)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("convention", "substance", "day", "expected"),
    [
        ("stockholm", "methoxychlor", date(2023, 5, 11), "not_adopted"),
        ("stockholm", "methoxychlor", date(2023, 5, 12), "pending"),
        ("stockholm", "methoxychlor", date(2025, 2, 25), "pending"),
        ("stockholm", "methoxychlor", date(2025, 2, 26), "in_force"),
        ("stockholm", "aldrin", date(2004, 5, 16), "pending"),
        ("stockholm", "aldrin", date(2004, 5, 17), "in_force"),
        ("stockholm", "chlorpyrifos", date(2025, 5, 8), "not_adopted"),
        ("stockholm", "chlorpyrifos", date(2099, 1, 1), "pending"),
        ("rotterdam", "carbosulfan", date(2025, 10, 21), "pending"),
        ("rotterdam", "carbosulfan", date(2025, 10, 22), "in_force"),
    ],
)
def test_where_a_listing_stands(
    desk: Desk, convention: Convention, substance: str, day: date, expected: Listing
) -> None:
    view = desk.library.view(day)
    assert view.listing(entry(desk, convention, substance)) == expected
    assert view.speaks_of(f"{convention}:{substance}") is (expected != "not_adopted")


def test_the_same_goods_on_four_days(desk: Desk) -> None:
    item = {"description": "Methoxychlor technical", "cas": ("72-43-5",), "hs_code": "2909.30"}
    outcomes = [
        outcome_of(desk, **endosulfan(**item, date=day))
        for day in (date(2023, 5, 11), date(2023, 5, 12), date(2025, 2, 25), date(2025, 2, 26))
    ]
    assert outcomes == ["release", "refer", "refer", "refuse"]


def test_another_day_may_be_asked_for(desk: Desk) -> None:
    item = {"description": "Methoxychlor technical", "cas": ("72-43-5",), "hs_code": "2909.30"}
    assert outcome_of(desk, as_of=date(2023, 5, 11), **endosulfan(**item)) == "release"


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("A1180", None, date(2024, 12, 31)),
        ("B1110", None, date(2024, 12, 31)),
        ("B4030", None, date(2024, 12, 31)),
        ("A1181", date(2025, 1, 1), None),
        ("Y49", date(2025, 1, 1), None),
        ("B3010", None, date(2020, 12, 31)),
        ("B3011", date(2021, 1, 1), None),
        ("Y48", date(2021, 1, 1), None),
        ("A3210", date(2021, 1, 1), None),
    ],
)
def test_the_days_of_a_code(desk: Desk, code: str, first: date | None, last: date | None) -> None:
    def holds(day: date) -> bool:
        return desk.library.view(day).waste_code(code) is not None

    assert holds(first or last or date.max)
    if first:
        assert not holds(first - A_DAY)
        assert holds(date(2030, 1, 1))
    if last:
        assert not holds(last + A_DAY)
        assert holds(date(2015, 1, 1))
    assert desk.library.view(date(1990, 1, 1)).waste_code_history(code)


def test_no_such_code(desk: Desk) -> None:
    assert desk.library.view(date(2025, 1, 1)).waste_code_history("Z99") == ()


@pytest.mark.parametrize(
    ("convention", "state", "day", "expected"),
    [
        ("basel", "DEU", date(2025, 1, 1), "party"),
        ("basel", "USA", date(2025, 1, 1), "non-party"),
        ("basel", "HTI", date(2025, 1, 1), "non-party"),
        ("basel", "GRL", date(2025, 1, 1), "unknown"),
        ("basel", "SMR", date(2023, 8, 28), "non-party"),
        ("basel", "SMR", date(2023, 8, 29), "party"),
        ("rotterdam", "VUT", date(2019, 1, 13), "non-party"),
        ("rotterdam", "VUT", date(2019, 1, 14), "party"),
        ("stockholm", "ITA", date(2022, 12, 27), "non-party"),
        ("stockholm", "ITA", date(2022, 12, 28), "party"),
        ("stockholm", "USA", date(2025, 1, 1), "non-party"),
    ],
)
def test_who_is_a_party(
    desk: Desk, convention: Convention, state: str, day: date, expected: Standing
) -> None:
    assert desk.library.view(day).standing(convention, state) == expected


@pytest.mark.parametrize(
    ("state", "substance", "day", "expected"),
    [
        ("KEN", "uv328", date(2025, 6, 1), "party"),
        ("ARG", "aldrin", date(2025, 6, 1), "party"),
        ("ARG", "lindane", date(2012, 2, 6), "non-party"),
        ("ARG", "lindane", date(2012, 2, 7), "party"),
        ("ARG", "endosulfan", date(2016, 5, 25), "non-party"),
        ("ARG", "endosulfan", date(2016, 5, 26), "party"),
        ("ARG", "uv328", date(2025, 6, 1), "unknown"),
        ("IND", "uv328", date(2025, 6, 1), "unknown"),
        ("USA", "uv328", date(2025, 6, 1), "non-party"),
    ],
)
def test_who_is_bound_by_a_later_listing(
    desk: Desk, state: str, substance: str, day: date, expected: Standing
) -> None:
    listed = entry(desk, "stockholm", substance)
    assert desk.library.view(day).amendment_standing(state, listed) == expected


@pytest.mark.parametrize(
    ("state", "day", "expected"),
    [
        ("DEU", date(2019, 12, 5), "bound"),
        ("DEU", date(2019, 12, 4), None),
        ("AUS", date(2025, 6, 1), "not_bound"),
        ("ISL", date(2025, 6, 1), None),
        ("BRA", date(2023, 6, 19), None),
        ("BRA", date(2023, 6, 20), "bound"),
    ],
)
def test_who_is_bound_by_the_ban_amendment(
    desk: Desk, state: str, day: date, expected: str | None
) -> None:
    """No record is not the same as not bound."""
    row = desk.library.view(day).ban_amendment(state)
    assert (row.status if row else None) == expected


@pytest.mark.parametrize(
    ("state", "day", "expected"),
    [
        ("DEU", date(2019, 12, 5), True),
        ("COL", date(2020, 4, 27), False),
        ("COL", date(2020, 4, 28), True),
        ("KEN", date(2025, 6, 1), False),
    ],
)
def test_the_states_of_annex_vii(desk: Desk, state: str, day: date, expected: bool) -> None:
    assert (desk.library.view(day).annex_vii(state) is not None) is expected


def test_a_response_counts_from_its_day(desk: Desk) -> None:
    day = date(2013, 6, 12)
    assert desk.library.view(day - A_DAY).import_response("ALB", "edb") is None
    response = desk.library.view(day).import_response("ALB", "edb")
    assert response is not None
    assert response.decision == "no_consent"


def test_an_exemption_ends_after_its_last_day(desk: Desk) -> None:
    last = date(2009, 5, 17)
    assert desk.library.view(last).exemptions("mirex")
    assert not desk.library.view(last + A_DAY).exemptions("mirex")
    assert desk.library.view(last + A_DAY).exemption_rows("mirex")


def test_a_row_that_says_none_is_no_exemption(desk: Desk) -> None:
    assert desk.library.view(date(2025, 6, 1)).exemption_rows("endrin")
    assert not desk.library.view(date(2025, 6, 1)).exemptions("endrin")


def test_a_ban_on_imports_counts_from_its_day(desk: Desk) -> None:
    assert not desk.library.view(date(2020, 12, 31)).import_bans("CHN")
    assert desk.library.view(date(2021, 1, 1)).import_bans("CHN")


def test_limits_in_force_lowest_first(desk: Desk) -> None:
    kind = "waste_lower_limit"
    assert not desk.library.view(date(2023, 6, 9)).thresholds("decabde", kind)
    later = desk.library.view(date(2028, 1, 1)).thresholds("decabde", kind)
    assert [limit.value for limit in later] == [200, 350, 500]


def test_views_are_kept(desk: Desk) -> None:
    assert desk.library.view(date(2025, 6, 1)) is desk.library.view(date(2025, 6, 1))
