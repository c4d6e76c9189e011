"""What is due, the time limits of a case and the calendar, in a real browser."""

import datetime
import re
import uuid
from collections.abc import Callable

import httpx
import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

from customhouse.coordination.entries import ItemFound, Said
from customhouse.languages.catalogues import LANGUAGES
from customhouse.operations import cases, clocks
from customhouse.operations.context import Context
from customhouse.web.visitor import LANGUAGE_COOKIE
from tests.people import Person, person
from tests.web.access import barriers

NARROW = {"width": 360, "height": 700}
DAY = datetime.timedelta(days=1)


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.fixture
def amina(context: Context) -> Person:
    return person(context, "officer")


@pytest.fixture
def case(context: Context, amina: Person) -> uuid.UUID:
    number = f"C-{uuid.uuid4().hex[:8]}"
    return cases.open_case(context, amina.actor, number=number, title="Drums at gate 4")


def started(context: Context, who: Person, key: uuid.UUID, left: int) -> None:
    clocks.start(
        context,
        who.actor,
        key,
        cases.get(context, who.actor, key).last.sequence,
        limit="basel-9-2-return",
        began_on=context.today() - DAY * 40,
        agreed=context.today() + DAY * left,
        because="agreed by letter",
    )


def test_what_is_due_is_filtered(
    visit: Callable[..., Page], context: Context, amina: Person, case: uuid.UUID
) -> None:
    for left in (30, -3, 0):
        started(context, amina, case, left)
    other = person(context, "officer", "supervisor")
    theirs = cases.open_case(context, other.actor, number="X-77", title="Not yours")
    started(context, other, theirs, -5)
    page = visit("/due", amina)
    assert barriers(page) == []
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(3)
    expect(rows.first).to_contain_text("ended 3 days ago")
    expect(rows.nth(1)).to_contain_text("0 days left")
    expect(page.get_by_text("X-77")).to_have_count(0)
    expect(page.get_by_role("link", name="Due", exact=True)).to_have_attribute(
        "aria-current", "page"
    )
    page.get_by_role("link", name="Overdue, or due in 7 days").click()
    expect(rows).to_have_count(2)
    page.get_by_role("link", name="Overdue", exact=True).click()
    expect(rows).to_have_count(1)
    page.goto("/due?show=nonsense")
    expect(rows).to_have_count(3)


def test_a_clock_is_started_and_stopped_on_its_page(
    visit: Callable[..., Page], context: Context, case: uuid.UUID, amina: Person
) -> None:
    page = visit(f"/cases/{case}/clocks", amina)
    expect(page.get_by_text("No time limit was started in this case.")).to_be_visible()
    page.get_by_text("Start a time limit").click()
    page.get_by_label("Time limit", exact=True).select_option("basel-8-return")
    page.get_by_label("First day").fill("2025-03-02")
    page.get_by_label("State whose days off count").fill("XQ")
    page.get_by_role("button", name="Start the clock").click()
    expect(page.get_by_role("alert")).to_contain_text("no list knows this country")
    assert barriers(page) == []
    expect(page.get_by_label("First day")).to_have_value("2025-03-02")
    page.get_by_label("State whose days off count").fill("DE")
    page.get_by_role("button", name="Start the clock").click()
    row = page.locator("tbody tr")
    expect(row).to_contain_text("May 31, 2025")
    expect(row).to_contain_text("Jun 2, 2025 (DEU)")
    expect(row).to_contain_text("Overdue")
    assert barriers(page) == []
    page.get_by_text("Stop it").click()
    page.get_by_label("Why it is stopped").fill("the drums left")
    page.get_by_role("button", name="Stop the clock").click()
    expect(row).to_contain_text("Stopped")
    expect(row).to_contain_text("the drums left")
    assert cases.get(context, amina.actor, case).state == "open"


def test_who_wrote_at_the_same_time_loses_nothing(
    visit: Callable[..., Page], context: Context, case: uuid.UUID, amina: Person
) -> None:
    page = visit(f"/cases/{case}/clocks?limit=basel-8-return", amina)
    cases.tell(context, amina.actor, case, 1, [Said(text="Look at seal 7.", language="en")])
    page.get_by_label("Why, or who agreed").fill("told by phone")
    with page.expect_response(lambda answer: answer.request.method == "POST") as told:
        page.get_by_role("button", name="Start the clock").click()
    assert told.value.status == 409
    expect(page.get_by_role("alert")).to_contain_text("Look at seal 7.")
    expect(page.get_by_label("Why, or who agreed")).to_have_value("told by phone")
    assert barriers(page) == []
    page.get_by_role("button", name="Start the clock").click()
    expect(page.locator("tbody tr")).to_contain_text("told by phone")


def test_the_desk_proposes_and_a_person_starts(
    visit: Callable[..., Page], context: Context
) -> None:
    chief = person(context, "officer", "supervisor")
    key = cases.open_case(context, chief.actor, number="C-back", title="Drums")
    drums = [_drums()]
    cases.tell(context, chief.actor, key, 1, drums)
    for seen, (name, evidence) in enumerate(
        [("inspect", ()), ("hold", ()), ("order_take_back", (2,))], start=2
    ):
        cases.move(context, chief.actor, key, seen, name, "illegal traffic", evidence)
    page = visit(f"/cases/{key}/clocks", chief)
    page.get_by_role("link", name="The State of export sees that the waste is taken back").click()
    assert cases.get(context, chief.actor, key).running_clocks == []
    expect(page.get_by_label("Time limit", exact=True)).to_have_value("basel-9-2-return")
    page.get_by_role("button", name="Start the clock").click()
    expect(page.locator("tbody tr")).to_contain_text("30 days left")
    expect(page.get_by_text("Time limits that may run")).to_have_count(0)


def _drums() -> ItemFound:
    return ItemFound(description="drums of used oil")


def test_who_may_not_see_the_case_finds_nothing(
    visit: Callable[..., Page], context: Context, case: uuid.UUID, amina: Person
) -> None:
    started(context, amina, case, 3)
    page = visit(f"/cases/{case}/clocks", "officer", "supervisor", "authority")
    assert "Drums" not in page.content()
    expect(page.get_by_role("heading", level=1)).to_contain_text("not yours to see")
    page = visit("/due", "learner")
    expect(page.get_by_text("Your account may not do this.")).to_be_visible()
    auditor = visit(f"/cases/{case}/clocks", "auditor")
    expect(auditor.locator("tbody tr")).to_have_count(1)
    expect(auditor.get_by_text("Start a time limit")).to_have_count(0)
    expect(auditor.get_by_text("Stop it")).to_have_count(0)


def test_a_calendar_program_reads_the_limits(
    visit: Callable[..., Page], context: Context, case: uuid.UUID, amina: Person
) -> None:
    number = cases.get(context, amina.actor, case).number
    started(context, amina, case, 3)
    page = visit("/due", amina)
    page.get_by_role("button", name="Make an address").click()
    address = page.locator("code.address").inner_text()
    assert barriers(page) == []
    page.goto("/due")
    assert address not in page.content()
    answer = httpx.get(address)
    assert answer.headers["content-type"].startswith("text/calendar")
    [event] = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event.decoded("dtstart") == context.today() + DAY * 3
    assert event.decoded("dtend") == context.today() + DAY * 4
    title = "The State of export sees that the waste is taken back"
    assert event["summary"] == f"{number} – {title}"
    assert set(event) == {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "CLASS", "TRANSP"}
    assert "Drums" not in answer.text and str(case) not in answer.text
    tag = answer.headers["etag"]
    again = httpx.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    started(context, amina, case, 9)
    changed = httpx.get(address, headers={"If-None-Match": tag})
    assert changed.status_code == 200 and changed.headers["etag"] != tag
    assert len(Calendar.from_ical(changed.content).walk("VEVENT")) == 2
    assert httpx.get(address.removesuffix(".ics")).status_code == 404
    page.get_by_role("button", name="Close the address").click()
    expect(page.get_by_role("button", name="Make an address")).to_be_visible()
    assert httpx.get(address).status_code == 404


def test_the_pages_are_narrow_and_arabic(
    visit: Callable[..., Page], context: Context, site: str, case: uuid.UUID, amina: Person
) -> None:
    assert "ar" in LANGUAGES
    started(context, amina, case, -1)
    started(context, amina, case, 4)
    for path in ("/due", f"/cases/{case}/clocks?limit=answer"):
        page = visit(path, amina, viewport=NARROW)
        assert fits(page), path
        assert barriers(page) == [], path
        page.context.add_cookies([{"name": LANGUAGE_COOKIE, "value": "ar", "url": site}])
        page.goto(path)
        assert page.locator("html").get_attribute("dir") == "rtl"
        assert fits(page), path
        assert barriers(page) == [], path


def test_the_page_of_the_case_has_its_time_limits(
    visit: Callable[..., Page], context: Context, case: uuid.UUID, amina: Person
) -> None:
    started(context, amina, case, 4)
    page = visit(f"/cases/{case}", amina, viewport=NARROW)
    part = page.get_by_role("region", name="Time limits", exact=True)
    expect(part.locator("tbody tr")).to_contain_text("4 days left")
    part.get_by_text("Stop it").click()
    part.get_by_label("Why it is stopped").fill("the drums left")
    part.get_by_role("button", name="Stop the clock").click()
    expect(page.locator("tbody tr")).to_contain_text("the drums left")


def test_without_a_script_the_pages_work(
    visit: Callable[..., Page], case: uuid.UUID, amina: Person
) -> None:
    page = visit(f"/cases/{case}/clocks?limit=answer", amina, java_script_enabled=False)
    page.get_by_role("button", name="Start the clock").click()
    expect(page.locator("tbody tr")).to_contain_text(re.compile("An answer is awaited"))
