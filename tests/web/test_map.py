"""The map of Parties, and the table that says the same."""

import datetime
import gzip
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from customhouse.desk import Desk
from customhouse.operations.parties import relations
from customhouse.web.map.pages import CONVENTIONS
from customhouse.web.map.world import world
from tests.web.access import barriers

Visit = Callable[..., Page]
DAY = datetime.date(2026, 1, 1)


@pytest.mark.parametrize("convention", CONVENTIONS)
def test_every_state_is_on_the_map_once(desk: Desk, convention: str) -> None:
    areas = [area.iso3 for area in world().areas if area.iso3]
    drawn = areas + [dot.iso3 for dot in world().dots]
    assert len(drawn) == len(set(drawn))
    states = {state.iso3 for state in relations(desk.library, convention, DAY)}
    assert states - set(drawn) == {"EUE"}
    assert all(desk.library.country(iso3) for iso3 in drawn)


def test_the_map_is_small_and_within_its_frame() -> None:
    shapes = world()
    assert all(re.fullmatch(r"(M\d+ \d+l[-\d ]+z)*", area.d) for area in shapes.areas)
    starts = [
        (int(x), int(y)) for area in shapes.areas for x, y in re.findall(r"M(\d+) (\d+)", area.d)
    ]
    places = [*starts, *((dot.x, dot.y) for dot in shapes.dots)]
    assert all(0 <= x <= shapes.width and 0 <= y <= shapes.height for x, y in places)
    paths = "".join(area.d for area in shapes.areas).encode()
    assert len(paths) < 70_000
    assert len(gzip.compress(paths)) < 30_000


@pytest.mark.parametrize(
    ("convention", "iso3", "day", "relation"),
    [
        ("basel", "USA", DAY, "signatory"),
        ("basel", "AGO", datetime.date(2017, 5, 6), "not_yet"),
        ("basel", "AGO", datetime.date(2017, 5, 7), "party"),
        ("stockholm", "AFG", DAY, "party"),
    ],
)
def test_the_relation_is_that_of_the_day(
    desk: Desk, convention: str, iso3: str, day: datetime.date, relation: str
) -> None:
    found = {state.iso3: state for state in relations(desk.library, convention, day)}
    assert found[iso3].relation == relation


def test_map_table_and_counts_agree(visit: Visit, desk: Desk) -> None:
    page = visit("/map?convention=rotterdam&as_of=2026-01-01", java_script_enabled=False)
    states = relations(desk.library, "rotterdam", DAY)
    parties = sum(state.relation == "party" for state in states)
    assert any(state.iso3 == "EUE" and state.relation == "party" for state in states)
    expect(page.locator("svg.world a:has(.land.party)")).to_have_count(parties - 1)
    expect(page.get_by_role("row", name=re.compile("^Party"))).to_have_text(
        re.compile(f"{parties}")
    )
    expect(page.locator("#states ~ .scroll tbody tr")).to_have_count(len(states))
    kenya = page.locator("svg.world a[href='/countries/KEN'] title")
    assert kenya.text_content() == "Kenya: Party"
    page.get_by_role("link", name="Standing").click()
    standings = page.locator("#states ~ .scroll tbody td:nth-child(2)").all_inner_texts()
    order = ["Party", "Not yet in force", "Signed, not bound", "Not a Party"]
    assert [order.index(text.strip()) for text in standings] == sorted(
        order.index(text.strip()) for text in standings
    )
    page.get_by_role("link", name="Stockholm Convention").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Parties to the Stockholm Convention on Jan 1, 2026"
    )


def test_it_has_no_barriers_and_fits_a_phone_also_in_arabic(visit: Visit) -> None:
    page = visit("/map")
    assert barriers(page) == []
    page = visit("/map", locale="ar", viewport={"width": 360, "height": 740})
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    expect(page.locator("svg.world a").first).to_be_attached()


def test_a_day_that_cannot_be_read_is_told_at_the_field(visit: Visit) -> None:
    page = visit("/map?convention=atlantis&as_of=soon")
    expect(page.get_by_label("As of the day")).to_have_accessible_description(
        "This is no day: write it as 2026-01-31. Today is shown."
    )
    expect(page.get_by_role("heading", level=1)).to_contain_text("Basel Convention")
