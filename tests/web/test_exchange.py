"""A question goes from one server to another and its answer comes back, in Chromium, by files."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from customhouse.operations.context import Context
from customhouse.publishing.home import HOME
from customhouse.publishing.peers import Peers
from customhouse.web.visitor import SESSION_COOKIE
from tests.operations.offices import Office, asked_case, office, trust
from tests.operations.stores import Clock, context_on
from tests.web.access import barriers

Visit = Callable[..., Page]


@pytest.fixture
def kenya(context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office of the first server, which looks for its key in a home folder of its own."""
    monkeypatch.setenv(HOME, str(tmp_path / "kenya"))
    return office(context, tmp_path / "kenya", "KEN")


class Far:
    """Another server, in a process of its own, with another database and another home folder."""

    def __init__(self, url: str, here: Office):
        self.url = url
        self.office = here


@pytest.fixture
def ghana(kenya: Office, tmp_path: Path) -> Iterator[Far]:
    database = f"sqlite:///{tmp_path / 'ghana.db'}"
    with context_on(database, Clock()) as context:
        here = office(context, tmp_path / "ghana", "GHA")
        trust(kenya, here)
        command = Path(sys.executable).with_name("customhouse")
        serving = subprocess.Popen(
            [command, "serve", "--port", "0", "--database", database],
            env=os.environ | {HOME: str(tmp_path / "ghana"), "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert serving.stdout is not None
            told = serving.stdout.readline()
            assert told.startswith("customhouse serves "), told
            yield Far(told.split()[-1], here)
        finally:
            serving.terminate()
            serving.wait(30)


@pytest.fixture
def visit_ghana(ghana: Far, browser: Browser) -> Iterator[Visit]:
    window = browser.new_context(base_url=ghana.url, service_workers="block")
    cookie = {"name": SESSION_COOKIE, "value": ghana.office.chief.token, "url": ghana.url}
    window.add_cookies([cookie])  # type: ignore[list-item]
    page = window.new_page()

    def go(path: str) -> Page:
        page.goto(path)
        return page

    yield go
    window.close()


def saved(page: Page, folder: Path, name: str) -> Path:
    """Press the button of the confirmation and keep the file."""
    with page.expect_download() as download:
        page.locator("main button.main").click()
    target = folder / name
    download.value.save_as(target)
    assert download.value.suggested_filename.endswith(".casebundle")
    return target


def taken_in(page: Page, file: Path) -> None:
    page.set_input_files("#bundle", file)
    page.get_by_role("button", name="Check it and take it in").click()


def test_a_question_and_its_answer(
    visit: Visit, visit_ghana: Visit, kenya: Office, ghana: Far, tmp_path: Path
) -> None:
    case, asked = asked_case(kenya)
    page = visit(f"/cases/{case.key}", kenya.chief)
    page.get_by_role("link", name="Sent and taken in").click()
    assert barriers(page) == []
    page.select_option("#question", str(asked.referral))
    page.get_by_role("button", name="Go on").click()
    assert page.locator("h1").inner_text() == "Send this to Ghana?"
    assert page.locator("tbody th").all_inner_texts() == ["1", "3", "4", "5"]
    assert barriers(page) == []
    question = saved(page, tmp_path, "question.casebundle")
    again = saved(page, tmp_path, "again.casebundle")
    assert question.read_bytes() == again.read_bytes()

    far = visit_ghana("/cases/import")
    assert barriers(far) == []
    taken_in(far, question)
    expect(far.locator("[role=status]")).to_contain_text("4 entries were new")
    assert barriers(far) == []
    taken_in(far, again)
    expect(far.locator("[role=status]")).to_contain_text("Nothing new was in the file")
    far.get_by_role("link", name="Open the case").click()
    expect(far.locator("main")).to_contain_text("copy of a case")
    expect(far.locator("main")).to_contain_text("The chain holds")
    assert barriers(far) == []
    far.get_by_role("link", name="Sent and taken in").click()
    assert barriers(far) == []
    far.fill("#number", "GH-26-7")
    far.get_by_role("button", name="Open a case for the answer").click()
    assert barriers(far) == []
    far.select_option("#verdict", "denied")
    far.fill("#text", "We never gave this consent.")
    far.get_by_role("button", name="Add to the case").click()
    far.get_by_role("button", name="Go on").click()
    assert far.locator("h1").inner_text() == "Send this to Kenya?"
    answer = saved(far, tmp_path, "answer.casebundle")

    page.goto("/cases/import")
    taken_in(page, answer)
    expect(page.locator("[role=status]")).to_contain_text("1 entry was new")
    page.get_by_role("link", name="Open the case").click()
    expect(page.locator("main")).to_contain_text("We never gave this consent.")
    expect(page.locator("main")).to_contain_text(ghana.office.chief.user.name)
    assert case.answered().verdict == "denied"


def test_a_file_of_a_stranger_is_refused_in_words(
    visit: Visit, kenya: Office, tmp_path: Path
) -> None:
    stranger = office(kenya.context, tmp_path / "stranger", "UGA")
    case, _ = asked_case(stranger)
    bad = tmp_path / "bad.casebundle"
    bad.write_bytes(stranger.send(case.key, "KEN"))
    page = visit("/cases/import", kenya.chief)
    taken_in(page, bad)
    alert = page.get_by_role("alert").inner_text()
    assert "Nothing was taken in." in alert
    assert "not trusted here" in alert
    assert barriers(page) == []


def test_on_a_phone_in_arabic(visit: Visit, kenya: Office) -> None:
    case, asked = asked_case(kenya)
    kenya.send(case.key, "GHA", asked.referral)
    for path in (
        f"/cases/{case.key}/exchange",
        f"/cases/{case.key}/exchange/confirm?question={asked.referral}",
        f"/cases/{case.key}/exchange/confirm?to=GHA",
    ):
        page = visit(path, kenya.chief, locale="ar", viewport={"width": 360, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert barriers(page) == []


def test_who_may_not_and_what_is_missing(visit: Visit, kenya: Office) -> None:
    case, asked = asked_case(kenya)
    assert "may not do this" in visit("/cases/import", "officer").locator("h1").inner_text()
    page = visit(f"/cases/{case.key}/exchange", "supervisor")
    expect(page.locator("h1")).to_contain_text("There is no such page")
    page = visit(f"/cases/{case.key}/exchange/confirm", kenya.chief)
    assert "not said to which State" in page.get_by_role("alert").inner_text()
    assert barriers(page) == []
    Peers(Path(os.environ[HOME])).secret.unlink()
    page.goto(f"/cases/{case.key}/exchange/confirm?question={asked.referral}")
    page.locator("main button.main").click()
    assert "has no key to seal with yet" in page.get_by_role("alert").inner_text()
