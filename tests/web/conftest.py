"""A real server, and a real Chromium that looks at it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from customhouse.accounts.permissions import Role
from customhouse.http.settings import Settings
from customhouse.operations.context import Context
from customhouse.server.app import build
from customhouse.web.visitor import SESSION_COOKIE
from tests.people import Person, person
from tests.servers import address, listening, serving

CHROMIUM = "/usr/bin/chromium"
_QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def site(context: Context) -> Iterator[str]:
    """The address of a running server."""
    listener = listening()
    settings = Settings(
        public_url=address(listener), factor_required=False, sign_ins_a_minute=100_000
    )
    with serving(build(context, settings), listener) as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=_QUIET)
        yield chromium
        chromium.close()


Visit = Callable[..., Page]


@pytest.fixture
def visit(site: str, browser: Browser, context: Context) -> Iterator[Visit]:
    """Opens a page: `visit("/screen", "officer")`, by a new person with these roles, or by a
    `Person`; by nobody when none is given. Further arguments are those of a browser context; the
    service worker is let in by `service_workers="allow"` only.

    A script error on a page fails the test.
    """
    opened = []
    errors: list[str] = []

    def go(path: str, *who: Role | Person, **options: object) -> Page:
        options.setdefault("service_workers", "block")
        window = browser.new_context(base_url=site, **options)  # type: ignore[arg-type]
        opened.append(window)
        if who:
            first = who[0]
            one = first if isinstance(first, Person) else person(context, *who)  # type: ignore[arg-type]
            window.add_cookies([{"name": SESSION_COOKIE, "value": one.token, "url": site}])
        page = window.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on(
            "console",
            lambda told: errors.append(told.text) if "Content Security" in told.text else None,
        )
        page.goto(path)
        return page

    yield go
    for window in opened:
        window.close()
    assert errors == []


@pytest.fixture
def examples() -> Path:
    """The folder of shipped declarations."""
    return Path(__file__).parents[2] / "examples"
