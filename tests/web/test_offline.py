"""The desk without a network: what the browser keeps, of whom, and how it is searched."""

import gzip
import re
from collections.abc import Callable

import httpx
import msgspec
import pytest
from playwright.sync_api import Page, expect

from customhouse.declarations.declaration import Declaration, Item
from customhouse.operations import screenings
from customhouse.operations.context import Context
from customhouse.search.kinds import KINDS
from customhouse.search.words import words
from customhouse.web.offline.index import LOOK_CLOSER, SETTLES, Thing, offline_index
from tests.people import PASSWORD, Person, person
from tests.web.access import barriers

Visit = Callable[..., Page]

_STORED = """async ([cache, path]) => Boolean(await (await caches.open(cache)).match(path))"""


def _wait(page: Page, expression: str, argument: object = None) -> None:
    """Wait for what the worker does beside the page; the page may be on its way to another."""
    for _ in range(100):
        if page.evaluate(expression, argument):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"it never came to {expression} with {argument}")


def _wait_stored(page: Page, cache: str, path: str) -> None:
    _wait(page, _STORED, [cache, path])


def _ready(page: Page, *paths: str) -> None:
    """Wait until the worker has put away what is needed without a network."""
    _wait(page, "() => navigator.serviceWorker.controller !== null")
    for path in ("/offline", "/offline/words.json", *paths):
        _wait_stored(page, "shell-1", path)


def _screening(context: Context, who: Person) -> str:
    declaration = Declaration(id="MRN-OFF-1", items=(Item(description="lindane 25 kg"),))
    answer = screenings.screen(context, who.actor, [declaration])[0]
    return f"/screenings/{answer.id}"


def _things(context: Context) -> list[Thing]:
    index = offline_index(context.packs, context.desk.index, context.today())
    raw = msgspec.json.decode(index.content, type=dict[str, msgspec.Raw])
    return msgspec.json.decode(raw["things"], type=list[Thing])


def test_the_index_has_all_that_the_search_knows(context: Context) -> None:
    things = _things(context)
    assert {thing.ref for thing in things} == {ref for ref, _ in context.search.texts()}
    told = {
        (thing.ref, text)
        for thing in things
        for text in (
            thing.title, thing.detail, *thing.names, *thing.weak, *(n[1] for n in thing.numbers)
        )
    }  # fmt: skip
    lindane = {text for ref, text in context.search.texts() if ref == "stockholm:lindane"}
    assert ("stockholm:lindane", "CAS 58-89-9") in told
    about = {("stockholm:lindane", text) for text in lindane if "hexachlorocyclohexane" in text}
    assert about
    assert about <= told


def test_the_index_tells_weak_names_and_how_far_numbers_settle(context: Context) -> None:
    by_ref = {thing.ref: thing for thing in _things(context) if KINDS[thing.kind] == "entry"}
    pcb = by_ref["stockholm:pcb"]
    assert "pcb" in {"".join(words(name)) for name in pcb.weak}
    lindane = by_ref["stockholm:lindane"]
    assert ("58899", "CAS 58-89-9", SETTLES) in lindane.numbers
    assert any(settles == LOOK_CLOSER for *_, settles in lindane.numbers)
    assert "Lindane" not in lindane.weak
    assert "Belt" in by_ref["rotterdam:chlordane"].weak


def test_the_index_is_small_and_sent_once(site: str) -> None:
    first = httpx.get(f"{site}/offline/index.json")
    assert len(gzip.compress(first.content)) < 400_000
    assert first.headers["content-encoding"] == "gzip"
    again = httpx.get(
        f"{site}/offline/index.json", headers={"If-None-Match": first.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    assert first.json()["packs"]["basel"]


def test_the_worker_and_the_manifest_are_served_from_the_root(site: str) -> None:
    worker = httpx.get(f"{site}/service-worker.js")
    assert worker.headers["content-type"].startswith("text/javascript")
    assert worker.headers["cache-control"] == "no-cache"
    manifest = httpx.get(f"{site}/manifest.webmanifest").json()
    assert (manifest["start_url"], manifest["display"]) == ("/", "minimal-ui")
    assert httpx.get(f"{site}{manifest['icons'][0]['src']}").status_code == 200


def test_the_mark_is_one_of_a_person(site: str, context: Context) -> None:
    def mark(*who: Person) -> str:
        cookies = {"customhouse": who[0].token} if who else None
        told: str = httpx.get(f"{site}/offline/mark", cookies=cookies).json()["mark"]
        return told

    one, other = person(context, "officer"), person(context, "officer")
    assert mark() == ""
    assert mark(one) == mark(one)
    assert mark(one) != mark(other)


def test_names_are_folded_as_the_server_folds_them(visit: Visit, context: Context) -> None:
    page = visit("/offline", service_workers="allow")
    names = sorted({n for thing in _things(context) for n in (thing.title, *thing.names)})
    names += [
        "αHCH",
        "Ørsted  ŁÓDŹ-ß",
        "\u0661\u0662\u06f3",
        "Ａ１１８１",
        "ال‌نفايات",
        "ＬＩＮＤＡＮＥ",
    ]
    folded = page.evaluate("names => names.map(words)", names)
    wrong = [(n, f, words(n)) for n, f in zip(names, folded, strict=True) if f != words(n)]
    assert wrong == []


def test_without_a_network_things_are_looked_up_in_the_browser(visit: Visit) -> None:
    page = visit("/", "officer", service_workers="allow")
    _ready(page, "/offline/index.json")
    page.context.set_offline(True)
    page.goto("/lookup?q=58-89-9")
    expect(page.get_by_role("heading", level=1)).to_have_text("Look up without a network")
    expect(page.locator("#data")).to_contain_text("no screening")
    expect(page.locator("#data")).to_contain_text("basel 2026.1")
    first = page.locator("#results li").first
    expect(first).to_contain_text("CAS 58-89-9")
    expect(first).to_contain_text("stands for this entry alone")
    assert barriers(page) == []
    for query, shown in [
        ("LINDÁNE", "stands for this entry alone"),
        ("gamma hch", "Lindane"),
        ("lindnae", "Spelt much like"),
        ("a1181", "Basel"),
        ("Кения", "Kenya"),
    ]:
        page.get_by_role("searchbox").fill(query)
        page.get_by_role("button", name="Look up").click()
        expect(page.locator("#results li").first).to_contain_text(shown)
    page.get_by_role("searchbox").fill("zzzzqqqq")
    page.get_by_role("button", name="Look up").click()
    expect(page.locator("#count")).to_contain_text("Nothing of the stored data fits")
    page.goto("/substances/stockholm/lindane")
    expect(page.locator("#results a").first).to_have_attribute(
        "href", "/substances/stockholm/lindane"
    )


def test_a_stored_assessment_tells_its_age_and_goes_at_sign_out(
    visit: Visit, context: Context
) -> None:
    officer = person(context, "officer")
    path = _screening(context, officer)
    page = visit(path, officer, service_workers="allow")
    heading = page.get_by_role("heading", level=1).inner_text()
    _ready(page)
    _wait_stored(page, "pages-1", path)
    page.context.set_offline(True)
    page.goto(path)
    expect(page.locator("main > p.stored")).to_contain_text("Stored copy of ")
    expect(page.locator("main > p.stored")).to_contain_text("ago")
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    assert page.locator("body").evaluate("b => getComputedStyle(b).marginTop") == "0px"
    page.goto(_screening(context, officer))
    expect(page.get_by_role("heading", level=1)).to_have_text("Look up without a network")
    page.context.set_offline(False)
    page.goto("/")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("banner").get_by_role("link", name="Sign in")).to_be_visible()
    _ready(page)
    page.context.set_offline(True)
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_have_text("Look up without a network")
    expect(page.get_by_text(heading)).to_have_count(0)


def test_another_person_does_not_open_what_was_stored(visit: Visit, context: Context) -> None:
    one = person(context, "officer")
    other = person(context, "officer", password=PASSWORD)
    page = visit("/", one, service_workers="allow")
    _ready(page)
    _wait_stored(page, "pages-1", "/")
    assert page.evaluate("caches.open('pages-1').then(c => c.keys()).then(k => k.length)") == 1
    page.evaluate("() => caches.open('pages-1').then(c => c.put('/kept-of-one', new Response('')))")
    page.context.clear_cookies(name="customhouse")
    page.goto("/sign-in")
    page.get_by_label("Sign-in name").fill(other.user.login)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    _wait_stored(page, "pages-1", "/")
    assert page.evaluate(_STORED, ["pages-1", "/kept-of-one"]) is False


def test_pages_of_accounts_are_never_stored(visit: Visit) -> None:
    page = visit("/", "officer", "administrator", "auditor", service_workers="allow")
    _ready(page, "/offline/index.json")
    _wait_stored(page, "pages-1", "/")
    for path in ("/account", "/people", "/audit", "/?q=1"):
        page.goto(path)
    page.goto("/")
    page.wait_for_timeout(300)
    stored = page.evaluate(
        """async () => {
        const found = [];
        for (const name of await caches.keys())
          for (const request of await (await caches.open(name)).keys()) found.push(request.url);
        return found;
        }"""
    )
    paths = {re.sub(r"^https?://[^/]+", "", url).partition("?v=")[0] for url in stored}
    assert "/" in paths
    pages = {path for path in paths if not path.startswith("/static/")}
    assert pages == {"/", "/offline", "/offline/words.json", "/offline/index.json", "/state"}


def test_a_look_up_page_brings_the_index_to_a_reader_who_is_not_signed_in(visit: Visit) -> None:
    page = visit("/lookup", service_workers="allow")
    _ready(page, "/offline/index.json")


def test_the_offline_page_follows_the_language_chosen(visit: Visit) -> None:
    page = visit("/", service_workers="allow")
    _ready(page)
    page.locator("#language").select_option("ru")
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    _wait(
        page,
        """async () => (await (await (await caches.open("shell-1")).match("/offline")).text())
        .includes('lang="ru"')""",
    )


def test_the_start_page_opens_stored_and_an_unknown_one_leads_to_the_look_up(visit: Visit) -> None:
    page = visit("/", locale="fr-FR", service_workers="allow")
    _ready(page)
    _wait_stored(page, "pages-1", "/")
    assert page.evaluate(_STORED, ["shell-1", "/offline/index.json"]) is False
    page.context.set_offline(True)
    page.goto("/")
    expect(page.locator("main > p.stored")).to_be_visible()
    assert barriers(page) == []
    page.goto("/nothing/here")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("#q")).to_be_visible()


@pytest.mark.parametrize("locale", ["en", "ar"])
def test_the_offline_page_has_no_barriers(visit: Visit, locale: str) -> None:
    page = visit(
        "/offline", locale=locale, viewport={"width": 360, "height": 740}, service_workers="allow"
    )
    expect(page.locator("#data")).to_contain_text("2026.1")
    page.locator("#q").fill("lindane")
    page.locator("form#offline button").click()
    expect(page.locator("#results li").first).to_be_visible()
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_offline_page_leads_on_without_a_script(visit: Visit) -> None:
    page = visit("/offline", java_script_enabled=False, service_workers="allow")
    expect(page.locator("form#offline")).to_have_attribute("action", "/lookup")
    expect(page.locator("noscript")).to_be_visible()
