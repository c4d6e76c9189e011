"""Find what was screened again, page through it, take it away and keep the search."""

import csv
import datetime
import io
import re
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from customhouse.operations import saved_searches
from customhouse.operations.context import Context
from customhouse.operations.saved_searches import MOST, SearchError, normalised
from customhouse.operations.screenings import NotFoundError
from customhouse.store.screenings import Place
from customhouse.web.history_filter import place, written
from customhouse.web.spreadsheet import harmless
from tests.people import Person, person
from tests.store.kept_screenings import keep
from tests.web.access import barriers

Visit = Callable[..., Page]


def _with_thirty(context: Context) -> Person:
    """An officer with 30 screenings a minute apart, the last refused and about lindane."""
    one = person(context, "officer")
    now = context.now()
    with context.store.writing() as connection:
        for n in range(30):
            keep(
                connection,
                one.actor,
                now - datetime.timedelta(minutes=n + 1),
                name=f"D-{n:02}",
                outcome="refuse" if n == 29 else "release",
                refs=["stockholm:lindane"] if n == 29 else [],
                words="Old drums" if n == 29 else "Bicycles",
                route=("DEU", "GHA") if n == 29 else ("KEN", "GHA"),
            )
    return one


def test_pages_filters_and_keeps(visit: Visit, context: Context) -> None:
    officer = _with_thirty(context)
    page = visit("/history", officer, java_script_enabled=False)
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(25)
    expect(rows.first).to_contain_text("D-00")
    page.get_by_role("link", name="Older").click()
    expect(rows).to_have_count(5)
    expect(rows.last).to_contain_text("D-29")
    page.get_by_role("link", name="To the newest").click()
    expect(rows).to_have_count(25)

    page.get_by_label("Words of the goods").fill("DRUMS")
    page.get_by_label("Country").fill("DE")
    page.get_by_label("Listed entry").fill("stockholm:lindane")
    page.get_by_label("Refuse").check()
    page.get_by_role("button", name="Show").click()
    expect(rows).to_have_count(1)
    expect(rows.get_by_role("link")).to_have_attribute("href", re.compile("^/screenings/"))
    page.get_by_label("Name of the search").fill("Lindane from Germany")
    page.get_by_role("button", name="Keep this search").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kept searches")
    page.get_by_role("link", name="Lindane from Germany").click()
    expect(rows).to_have_count(1)
    page.goto("/history")
    page.get_by_role("link", name="Lindane from Germany").click()
    expect(rows).to_have_count(1)
    page.get_by_role("link", name="All kept searches").click()
    page.get_by_role("button", name="Delete the search Lindane from Germany").click()
    expect(page.get_by_text("You keep no search.")).to_be_visible()


def test_the_pages_have_no_barriers_and_fit_a_phone(visit: Visit, context: Context) -> None:
    officer = _with_thirty(context)
    saved_searches.keep(context, officer.actor, name="Holds", place="history", query="outcome=hold")
    narrow = {"width": 360, "height": 740}
    page = visit("/history?outcome=release", officer, locale="ar", viewport=narrow)
    assert page.locator("html").get_attribute("dir") == "rtl"
    for path in ("/history?outcome=release", "/history?first=soon&country=Atlantis", "/searches"):
        page.goto(path)
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        expect(page.locator("form.filter, caption").first).to_be_visible()


def test_a_field_that_cannot_be_read_is_told_at_the_field(visit: Visit, context: Context) -> None:
    page = visit("/history?first=soon&country=Atlantis", _with_thirty(context))
    expect(page.get_by_label("First day")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Country")).to_have_accessible_description(
        "Its code, as KE or KEN. No list knows this country. Write its code, as KE or KEN."
    )
    expect(page.locator("tbody tr")).to_have_count(0)
    answer = page.request.get("/history?after=nonsense")
    assert answer.status == 400


def test_nobody_elses_is_listed(visit: Visit, context: Context) -> None:
    _with_thirty(context)
    page = visit("/history?words=drums", "officer")
    expect(page.get_by_text("Nothing found that is yours to see.")).to_be_visible()
    assert visit("/history", "administrator").request.get("/history").status == 403


def test_the_file_holds_the_filtered_list_and_no_formula(visit: Visit, context: Context) -> None:
    officer = _with_thirty(context)
    with context.store.writing() as connection:
        keep(connection, officer.actor, context.now(), name='=HYPERLINK("x")', words="bait")
    page = visit("/history", officer)
    answer = page.request.get("/history.csv?outcome=refuse&outcome=hold")
    assert "attachment" in answer.headers["content-disposition"]
    lines = list(csv.DictReader(io.StringIO(answer.body().decode("utf-8-sig"))))
    assert [line["declaration_id"] for line in lines] == ['\'=HYPERLINK("x")', "D-29"]
    assert page.request.get("/history.csv?first=soon").status == 400


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\ta", "  =1", "\r=1"])
def test_what_a_spreadsheet_would_run_is_text(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert harmless("plain") == "plain"
    assert harmless(-1) == -1


def test_a_place_is_read_as_it_was_written(context: Context) -> None:
    here = Place(context.now(), uuid.uuid4())
    assert place(written(here)) == here
    for text in ("", "x", "ü", "AAAA", written(here)[:-4], written(here) + "AAAA"):
        with pytest.raises(ValueError, match="no place"):
            place(text)


def test_a_query_is_written_in_one_way() -> None:
    assert normalised("?words=+a++b&country=&after=xyz&words=a++b&first=") == "words=a++b"
    assert normalised("_csrf_token=1&outcome=hold&outcome=refuse") == "outcome=hold&outcome=refuse"
    with pytest.raises(SearchError):
        normalised("&".join("a=1" for _ in range(101)))


def test_searches_are_few_named_and_ones_own(context: Context) -> None:
    one, other = person(context, "officer").actor, person(context, "officer").actor
    for field, told in {
        "name": {"name": " ", "place": "history", "query": "words=a"},
        "place": {"name": "a", "place": "https:", "query": "words=a"},
        "query": {"name": "a", "place": "lookup", "query": "q="},
    }.items():
        with pytest.raises(SearchError) as raised:
            saved_searches.keep(context, one, **told)
        assert raised.value.field == field
    with pytest.raises(SearchError, match="2000"):
        saved_searches.keep(context, one, name="a", place="lookup", query="q=" + "a" * 2000)
    kept = [
        saved_searches.keep(context, one, name=f"S {n:02}", place="lookup", query=f"q={n}")
        for n in range(MOST)
    ]
    with pytest.raises(SearchError, match="delete one"):
        saved_searches.keep(context, one, name="more", place="lookup", query="q=more")
    assert saved_searches.kept(context, one) == kept
    assert saved_searches.kept(context, one, "history") == []
    assert saved_searches.kept(context, other) == []
    with pytest.raises(NotFoundError):
        saved_searches.forget(context, other, kept[0].id)
    saved_searches.forget(context, one, kept[0].id)
    assert saved_searches.kept(context, one) == kept[1:]
