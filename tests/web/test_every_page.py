"""What holds for every page: each one is listed here, and a new page that is not fails a test.

Looked at as people use them: at the width of a phone, in Arabic from right to left, with a
keyboard, with other means of reading (axe-core), and over a slow line.
"""

import uuid
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from customhouse.accounts.permissions import ROLES
from customhouse.coordination.entries import ContainerSeen
from customhouse.declarations.read import read_declarations
from customhouse.languages.catalogues import LANGUAGES
from customhouse.operations import cases, screenings
from customhouse.operations.context import Context
from customhouse.web.site import PAGES
from tests.people import Person, organisation, person
from tests.web.access import barriers

HEAVIEST = 150_000
"""Bytes over the line on a first visit, everything a page loads included."""

LEAVE_OUT = {
    "/sign-in/oidc": "leads to another service",
    "/sign-in/oidc/callback": "comes back from it",
    "/account/second-factor/app": "shown within a sign-in, in test_second_factor",
    "/sign-in/code": "shown within a sign-in, in test_second_factor",
    "/account/second-factor/remove": "needs a factor, in test_second_factor",
    "/account/recovery-codes": "needs a factor, in test_second_factor",
    "/screenings/{key}/invitations/confirm": "needs an answer, in test_people",
    "/cases/{key}/files/{sha256}": "a file to save, in test_cases",
    "/cases/{key}/files/{sha256}/image": "a photograph, in test_cases",
    "/cases/{key}/files/{sha256}/small": "a photograph, in test_cases",
    "/cases/{key}/scenario": "needs a closed case, in test_insight",
    "/calendar/{name}": "a file for a calendar program, in test_due",
    "/cases/{key}/papers/{number:int}": "needs a draft, in test_papers",
    "/cases/{key}/papers/{number:int}/sign": "needs a draft, in test_papers",
    "/cases/{key}/questions/{referral}": "needs a question, in test_referrals",
    "/questions/{key}": "needs a question, in test_referrals",
    "/questions/{key}/files/{sha256}": "a file to save, in test_referrals",
    "/guest/{token}": "needs a link, in test_referrals",
    "/guest/{token}/files/{sha256}": "a file to save, in test_referrals",
    "/cases/{key}/exchange/confirm": "needs a case, in test_exchange",
    "/setup": "for an installation without accounts, in test_sign_in",
}
FILES = (".json", ".pdf", ".svg", ".csv", ".js", ".webmanifest")
NO_PAGES = (*FILES, "/offline/mark", "/dashboard/{name}")

EXAMPLES = {
    "/": "/",
    "/account": "/account",
    "/account/keys": "/account/keys",
    "/account/password/{token}": "/account/password/none",
    "/account/second-factor": "/account/second-factor",
    "/api": "/api",
    "/audit": "/audit",
    "/cases": "/cases",
    "/cases/import": "/cases/import",
    "/cases/new": "/cases/new?screening={screening}",
    "/cases/{key}": "/cases/{case}",
    "/cases/{key}/add/{kind}": "/cases/{case}/add/container",
    "/cases/{key}/clocks": "/cases/{case}/clocks",
    "/cases/{key}/entries/{number:int}/correct": "/cases/{case}/entries/3/correct",
    "/cases/{key}/exchange": "/cases/{case}/exchange",
    "/cases/{key}/move/{name}": "/cases/{case}/move/inspect",
    "/cases/{key}/papers": "/cases/{case}/papers",
    "/cases/{key}/papers/new": "/cases/{case}/papers/new?form=basel_notification",
    "/cases/{key}/questions": "/cases/{case}/questions",
    "/cases/{key}/questions/new": "/cases/{case}/questions/new",
    "/cases/{key}/rescreen": "/cases/{case}/rescreen",
    "/cases/{key}/say": "/cases/{case}/say",
    "/cases/{key}/screening": "/cases/{case}/screening",
    "/countries": "/countries",
    "/countries/{iso3}": "/countries/KEN",
    "/dashboard": "/dashboard",
    "/due": "/due",
    "/history": "/history",
    "/hs": "/hs",
    "/hs/{code}": "/hs/380859",
    "/insight": "/insight",
    "/insight/indicators": "/insight/indicators",
    "/insight/network": "/insight/network",
    "/invited": "/invited",
    "/lookup": "/lookup?q=lindan",
    "/map": "/map",
    "/offline": "/offline",
    "/organisations": "/organisations",
    "/people": "/people",
    "/questions": "/questions",
    "/people/{key}": "/people/{person}",
    "/provisions": "/provisions",
    "/provisions/{convention}": "/provisions/basel",
    "/provisions/{convention}/{place}": "/provisions/basel/art-6-1",
    "/scan": "/scan",
    "/screen": "/screen",
    "/screenings": "/screenings?ids={screening}",
    "/screenings/{key}": "/screenings/{screening}",
    "/screenings/{key}/invitations": "/screenings/{screening}/invitations",
    "/searches": "/searches",
    "/sign-in": "/sign-in",
    "/substances": "/substances",
    "/substances/{convention}": "/substances/stockholm",
    "/substances/{convention}/{key}": "/substances/stockholm/lindane",
    "/terms": "/terms",
    "/terms/{name}": "/terms/prior informed consent",
    "/wastes": "/wastes",
    "/wastes/{code}": "/wastes/A1181",
}
FOR_NOBODY = {"/sign-in", "/account/password/{token}"}


def _paths() -> Iterator[str]:
    for handler in PAGES:
        if "GET" in handler.http_methods:
            yield from (path.replace(":str", "") for path in handler.paths)


def test_every_page_is_looked_at() -> None:
    pages = {path for path in _paths() if not path.endswith(NO_PAGES)}
    assert pages == EXAMPLES.keys() | LEAVE_OUT.keys()


@pytest.fixture(scope="module")
def everybody(context: Context) -> Person:
    """Somebody with every role, in the organisation that runs the installation."""
    return person(context, *ROLES, at=organisation(context, "KEN", hosts=True))


@pytest.fixture(scope="module")
def screening(context: Context, everybody: Person) -> str:
    read = read_declarations(
        b'{"id": "T-1", "regime": "export", "country_of_export": "DE", '
        b'"country_of_destination": "GH", "items": [{"description": "lindane powder"}]}',
        "one.json",
    )
    [answer] = screenings.screen(context, everybody.actor, read.declarations, notes=read.notes)
    return str(answer.id)


@pytest.fixture(scope="module")
def case(context: Context, everybody: Person, screening: str) -> str:
    """A case with a fact in its third entry, the first two being its opening and screening."""
    key = cases.open_case(
        context,
        everybody.actor,
        number="MOM-1",
        title="Lindane powder",
        screening=uuid.UUID(screening),
    )
    cases.tell(context, everybody.actor, key, 2, [ContainerSeen(number="MSCU4417205", seal="KE-8")])
    return str(key)


@pytest.fixture
def visit_page(
    visit: Callable[..., Page], everybody: Person, screening: str, case: str
) -> Callable[..., Page]:
    def go(path: str, **options: object) -> Page:
        address = EXAMPLES[path].format(screening=screening, person=everybody.user.id, case=case)
        who = () if path in FOR_NOBODY else (everybody,)
        return visit(address, *who, **options)

    return go


@pytest.mark.parametrize("path", sorted(EXAMPLES))
def test_page_on_a_phone_in_arabic(path: str, visit_page: Callable[..., Page]) -> None:
    page = visit_page(path, locale="ar", viewport={"width": 360, "height": 640})
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert barriers(page) == []


@pytest.mark.parametrize("path", sorted(EXAMPLES))
def test_page_at_a_desk_with_the_keyboard(path: str, visit_page: Callable[..., Page]) -> None:
    page = visit_page(path, color_scheme="dark")
    assert page.locator("h1").count() == 1
    assert barriers(page) == []
    page.locator("body").press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip" or path == "/screen"
    reached = page.evaluate(_UNREACHABLE)
    assert reached == []


_UNREACHABLE = """() => [...document.querySelectorAll("a[href], button, input, select, textarea")]
  .filter((one) => one.tabIndex < 0 && one.type !== "hidden" && !one.disabled)
  .filter((one) => !one.closest("[aria-hidden=true]"))
  .map((one) => one.outerHTML.slice(0, 100))"""


@pytest.mark.parametrize("path", sorted(EXAMPLES))
def test_first_visit_is_light(
    path: str, site: str, browser: Browser, visit_page: Callable[..., Page]
) -> None:
    page = visit_page(path)
    page.wait_for_load_state("networkidle")
    page.route("**/offline/index.json*", lambda route: route.abort())
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: list[float] = []  # the index for use without a network comes later, and is told of
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.reload(wait_until="networkidle")
    assert 1_000 < sum(sizes) < HEAVIEST


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one not in ("en", "ar")])
def test_main_pages_in_the_other_languages(language: str, visit_page: Callable[..., Page]) -> None:
    for path in ("/", "/screen", "/screenings/{key}", "/lookup"):
        page = visit_page(path, locale=language, viewport={"width": 360, "height": 640})
        assert page.locator("html").get_attribute("lang") == language
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert barriers(page) == []
