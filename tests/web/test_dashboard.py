"""The dashboard: charts with their tables, links to the history, files."""

import csv
import datetime
import io
import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from customhouse.operations.context import Context
from tests.people import Person, person
from tests.store.kept_screenings import keep
from tests.web.access import barriers

Visit = Callable[..., Page]


def _with_a_week(context: Context) -> Person:
    """A supervisor with 3 refusals and 1 release on each of the last 7 days."""
    one = person(context, "supervisor")
    with context.store.writing() as connection:
        for days in range(7):
            at = context.now() - datetime.timedelta(days=days)
            for n in range(4):
                keep(
                    connection,
                    one.actor,
                    at,
                    outcome="release" if n == 3 else "refuse",
                    refs=["stockholm:lindane"] if n == 0 else [],
                    provisions=["basel:art-6-1"],
                    requires=["contract"],
                    route=("DEU", "GHA") if n else ("KEN", ""),
                )
    return one


def test_the_numbers_add_up_and_lead_to_the_history(visit: Visit, context: Context) -> None:
    page = visit("/dashboard", _with_a_week(context), java_script_enabled=False)
    expect(page.get_by_text("28 screenings that you may see.")).to_be_visible()
    expect(page.get_by_text("All together: 28. The most: 4")).to_be_visible()
    outcomes = page.get_by_role("region", name="By outcome").get_by_role("row")
    assert [re.sub(r"\s+", " ", text).strip() for text in outcomes.all_inner_texts()][1:] == [
        "Release 7 25 %",
        "Request documents 0 0 %",
        "Refer 0 0 %",
        "Hold 0 0 %",
        "Refuse 21 75 %",
    ]
    for name, told in {
        "Listed entries most often found": "stockholm:lindane",
        "Provisions most often in question": "Basel Convention, Article 6(1)",
        "Routes most often declared": "From Germany to Ghana",
        "Asked for most often, in the newest 28 screenings": "contract",
    }.items():
        expect(page.get_by_role("region", name=name, exact=True).first).to_contain_text(told)
    drawn = page.locator("svg.columns a")
    expect(drawn).to_have_count(14)
    page.get_by_role("link", name="Refuse", exact=True).click()
    expect(page.locator("tbody tr")).to_have_count(21)
    page.go_back()
    page.get_by_text("The numbers of this chart").click()
    page.get_by_role("table", name="Screenings by days").get_by_role("link").last.click()
    expect(page.locator("tbody tr")).to_have_count(3)


def test_it_has_no_barriers_and_fits_a_phone_also_from_right_to_left(
    visit: Visit, context: Context
) -> None:
    someone = _with_a_week(context)
    page = visit("/dashboard", someone)
    assert barriers(page) == []
    expect(page.locator("svg.columns a")).to_have_count(14)
    left = [one["x"] for one in _boxes(page)]
    page = visit("/dashboard", someone, locale="ar", viewport={"width": 360, "height": 740})
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    right = [one["x"] for one in _boxes(page)]
    assert left == sorted(left)
    assert right == sorted(right, reverse=True)


def _boxes(page: Page) -> list[dict[str, float]]:
    return [box for one in page.locator("svg.columns a").all() if (box := one.bounding_box())]  # type: ignore[misc]


def test_days_that_make_no_span_are_told(visit: Visit, context: Context) -> None:
    page = visit("/dashboard?first=2026-02-30", _with_a_week(context))
    expect(page.get_by_label("First day")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("28 screenings that you may see.")).to_be_visible()
    page.goto("/dashboard?first=2020-01-01&last=2020-12-31")
    expect(page.get_by_text("0 screenings that you may see.")).to_be_visible()
    expect(page.get_by_text("Nothing in these days.").first).to_be_visible()
    assert barriers(page) == []


def test_each_table_can_be_taken_away(visit: Visit, context: Context) -> None:
    page = visit("/dashboard", _with_a_week(context))
    files = page.get_by_role("link", name="as a file").all()
    assert len(files) == 7
    sums = {}
    for link in files:
        path = link.get_attribute("href") or ""
        answer = page.request.get(path)
        assert answer.status == 200
        lines = list(csv.reader(io.StringIO(answer.body().decode("utf-8-sig"))))
        sums[path.split("/")[-1].split("?")[0]] = lines[1:]
    assert sums["routes.csv"] == [["DEU", "GHA", "21"], ["KEN", "", "7"]]
    assert sums["outcomes.csv"][-1] == ["refuse", "21", "0.75"]
    assert sum(int(cell) for line in sums["days.csv"] for cell in line[2:]) == 28
    assert page.request.get("/dashboard/other.csv").status == 404
    assert page.request.get("/dashboard/days.csv?first=x").status == 400


def test_it_is_for_those_who_may(visit: Visit) -> None:
    assert visit("/dashboard", "officer").request.get("/dashboard").status == 403
    assert visit("/dashboard").url.endswith("/sign-in?to=/dashboard")
