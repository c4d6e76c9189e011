"""What cases teach, in a real browser: numbers, hit rates, the network, and scenarios."""

import csv
import io
import json
import re
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from customhouse.coordination import entries, insight, moves
from customhouse.coordination.indicators import KINDS
from customhouse.coordination.network import Link
from customhouse.operations.context import Context
from customhouse.web.insight import labels
from customhouse.web.insight.picture import MOST, SIZE, picture
from tests.operations.closed_cases import CARRIER, EXPORTER, chief, closed, opened
from tests.people import Person, organisation
from tests.web.access import barriers

Visit = Callable[..., Page]
PHONE = {"locale": "ar", "viewport": {"width": 360, "height": 740}}


@pytest.fixture(scope="module")
def office(context: Context) -> Person:
    """A supervisor with 20 closed cases and 6 open ones."""
    one = chief(context, organisation(context, "UGA"))
    for _ in range(20):
        closed(context, one)
    for _ in range(6):
        opened(context, one)
    return one


def rows(page: Page, name: str) -> list[str]:
    found = page.get_by_role("region", name=name, exact=True).get_by_role("row")
    return [" ".join(text.split()) for text in found.all_inner_texts()][1:]


def test_numbers_are_shown_and_small_ones_are_not(visit: Visit, office: Person) -> None:
    page = visit("/dashboard", office, java_script_enabled=False)
    page.get_by_role("link", name="Cases in numbers").click()
    states = rows(page, "By state")
    assert "Closed 20" in states
    assert "Open 6" in states
    assert "Seized <5" in states
    assert states[-1] == "All 26"
    assert any("lindane" in row and row.endswith(" 26") for row in rows(page, "By listed entry"))
    expect(page.get_by_role("region", name="Time to answer")).to_contain_text("fewer than 5")
    assert EXPORTER not in page.content()
    expect(page.get_by_text("Nothing in the cases.")).to_have_count(1)


def test_files_say_what_the_pages_say(visit: Visit, office: Person) -> None:
    page = visit("/insight", office)
    answer = page.request.get("/insight/statistics.csv")
    lines = list(csv.reader(io.StringIO(answer.body().decode("utf-8-sig"))))
    assert ["state", "closed", "cases", "20"] in lines
    assert ["state", "total", "cases", "26"] in lines
    assert ["state", "seized", "cases", "<5"] in lines
    answer = page.request.get("/insight/indicators.csv")
    lines = list(csv.reader(io.StringIO(answer.body().decode("utf-8-sig"))))
    assert ["standing", "identified", "20", "20", "1.0", "0.8389", "1.0"] in lines
    made = json.loads(page.request.get("/insight/indicators.json").body())
    assert made["status"].startswith("draft")
    assert {one["kind"] for one in made["rates"]} >= {"standing", "provision", "outcome"}


def test_hit_rates_have_their_interval(visit: Visit, office: Person) -> None:
    page = visit("/insight/indicators", office)
    assert rows(page, "How sure the identity was") == [
        "A listed entry is identified 20 20 100 % 83.9 % to 100 %"
    ]
    nobody = visit("/insight/indicators", "supervisor")
    expect(nobody.get_by_text("No closed case yet.")).to_be_visible()
    assert barriers(nobody) == []


def test_the_network_is_a_table_with_a_drawing(visit: Visit, office: Person) -> None:
    page = visit("/insight/network", office)
    links = rows(page, "Links")
    assert any("26" in row and EXPORTER in row and "Rift Farm Stores" in row for row in links)
    drawing = page.locator("svg.network")
    expect(drawing).to_have_attribute("aria-hidden", "true")
    expect(drawing.locator(".chord")).to_have_count(len(links))
    assert len(links) == 6
    assert any(CARRIER in row and "carrier" in row for row in rows(page, "Parties"))
    expect(page.get_by_role("region", name="New traders with controlled goods")).to_contain_text(
        EXPORTER
    )
    page.get_by_role("region", name="Links").get_by_role("link", name="Case").first.click()
    expect(page).to_have_url(re.compile("/cases/"))


def test_the_network_is_no_file_and_for_the_office_alone(visit: Visit) -> None:
    page = visit("/insight/network", "officer")
    expect(page.get_by_text("No case names a party.")).to_be_visible()
    assert barriers(page) == []
    assert page.request.get("/insight/network.csv").status == 404
    assert page.request.get("/insight").status == 403
    assert visit("/insight", "auditor").request.get("/insight/network").status == 403


def test_a_scenario_is_read_signed_off_and_taken_away(visit: Visit, context: Context) -> None:
    office = chief(context)
    key = closed(context, office)
    page = visit(f"/cases/{key}/scenario", office, java_script_enabled=False)
    expect(page.get_by_text("Draft: not reviewed.")).to_be_visible()
    steps = rows(page, "What was done, and what followed")
    assert len(steps) == 3
    assert steps[1].endswith("Seize the goods Seized")
    assert EXPORTER not in page.locator("main").inner_text()
    draft = json.loads(page.request.get(f"/cases/{key}/scenario.json").body())
    assert draft["status"] == "draft: not reviewed"
    page.get_by_role("button", name="Sign off").click()
    expect(page.get_by_text("say first that you have read all of it")).to_be_visible()
    page.get_by_label("I have read all of it").check()
    page.get_by_role("button", name="Sign off").click()
    expect(page.get_by_text("Reviewed and signed off by Amina Okoth")).to_be_visible()
    expect(page.get_by_role("button", name="Sign off")).to_have_count(0)
    signed = json.loads(page.request.get(f"/cases/{key}/scenario.json").body())
    assert signed == draft | {"status": "reviewed"}
    page.get_by_label("Countries").select_option("other")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("Draft: not reviewed.")).to_be_visible()
    expect(page.get_by_text("Kenya")).to_have_count(0)


def test_a_case_that_changed_meanwhile_is_not_signed_off(visit: Visit, context: Context) -> None:
    office = chief(context)
    key = closed(context, office)
    page = visit(f"/cases/{key}/scenario", office)
    page.locator("[name=seen]").evaluate("one => one.value = '5'")
    page.get_by_label("I have read all of it").check()
    page.get_by_role("button", name="Sign off").click()
    expect(page.get_by_text("the case has changed")).to_be_visible()
    assert barriers(page) == []


def test_an_open_case_makes_no_scenario(visit: Visit, context: Context) -> None:
    office = chief(context)
    key = opened(context, office)
    page = visit(f"/cases/{key}/scenario", office)
    expect(page.get_by_text("Only a closed case")).to_be_visible()
    assert barriers(page) == []
    assert page.request.get(f"/cases/{key}/scenario.json").status == 404
    stranger = visit("/insight/network", "supervisor")
    assert stranger.request.get(f"/cases/{key}/scenario").status == 404
    assert visit("/", "officer").request.get(f"/cases/{key}/scenario").status == 403


@pytest.mark.parametrize("path", ["/insight", "/insight/indicators", "/insight/network", "case"])
def test_pages_fit_a_phone_in_arabic_and_have_no_barriers(
    visit: Visit, context: Context, office: Person, path: str
) -> None:
    who = office
    if path == "case":
        who = chief(context)
        path = f"/cases/{closed(context, who)}/scenario"
    page = visit(path, who, **PHONE)
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert barriers(page) == []
    page.emulate_media(color_scheme="dark")
    assert barriers(page) == []


def test_the_drawing_has_the_strongest_links_within_its_frame() -> None:
    links = [
        Link(kind="partners", a=n, b=n + 1 if n % 3 else "KEN", cases=100 - n, newest=uuid.uuid4())
        for n in range(60)
    ]
    drawing = picture(links)
    assert [chord.link for chord in drawing.chords] == links[:MOST]
    assert len({(dot.x, dot.y) for dot in drawing.dots}) == len(drawing.dots)
    for dot in drawing.dots:
        assert all(0 < at < SIZE for at in (dot.x, dot.y, dot.label_x, dot.label_y))
    assert picture([]).dots == ()


def test_every_token_has_its_words() -> None:
    def tokens(hint: object) -> set[str]:
        return set(hint.__args__)  # type: ignore[attr-defined]

    assert set(labels.STATES) == set(moves.STATES)
    assert set(labels.QUESTIONS) == {insight.ANY_QUESTION, *tokens(entries.Question)}
    assert set(labels.ADDRESSEES) == tokens(entries.Addressee)
    assert set(labels.VERDICTS) == {"", *tokens(entries.Verdict)}
    assert set(labels.COSTS) == tokens(entries.CostKind)
    assert set(labels.ROLES) == tokens(entries.PartyRole)
    assert set(labels.INDICATORS) == set(KINDS)
