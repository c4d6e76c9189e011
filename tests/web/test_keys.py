"""API keys and the API's description, in a real browser."""

import re
from collections.abc import Callable

import httpx
from playwright.sync_api import Page, expect

from customhouse.languages.catalogues import LANGUAGES
from customhouse.web.visitor import LANGUAGE_COOKIE
from tests.web.access import barriers

NARROW = {"width": 360, "height": 700}


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_a_key_is_made_shown_once_and_revoked(visit: Callable[..., Page], site: str) -> None:
    page = visit("/account/keys", "officer")
    assert barriers(page) == []
    expect(page.get_by_text("There is none yet.")).to_be_visible()
    page.get_by_label("Name of the program").fill("night batch")
    page.get_by_label("Days that it holds").fill("500")
    page.get_by_role("button", name="Make the key").click()
    expect(page.get_by_text("1 to 365 days")).to_be_visible()
    assert barriers(page) == []
    page.get_by_label("Days that it holds").fill("30")
    page.get_by_role("button", name="Make the key").click()
    key = page.locator("code.key").inner_text()
    assert barriers(page) == []
    header = {"Authorization": f"Bearer {key}"}
    assert httpx.get(f"{site}/api/v1/me", headers=header).status_code == 200
    page.goto("/account/keys")
    assert key not in page.content()
    page.get_by_role("button", name="Revoke the key of night batch").click()
    expect(page.get_by_text(re.compile("Revoked on"))).to_be_visible()
    assert httpx.get(f"{site}/api/v1/me", headers=header).status_code == 401


def test_a_learner_has_no_keys(visit: Callable[..., Page]) -> None:
    page = visit("/account/keys", "learner")
    expect(page.get_by_text("Your account may not do this.")).to_be_visible()


def test_the_pages_are_narrow_and_arabic(visit: Callable[..., Page], site: str) -> None:
    assert "ar" in LANGUAGES
    for path in ("/account/keys", "/api"):
        page = visit(path, "officer", viewport=NARROW)
        assert fits(page), path
        page.context.add_cookies([{"name": LANGUAGE_COOKIE, "value": "ar", "url": site}])
        page.goto(path)
        assert page.locator("html").get_attribute("dir") == "rtl"
        assert fits(page), path
        assert barriers(page) == [], path


def test_the_api_is_described_to_everybody(visit: Callable[..., Page]) -> None:
    page = visit("/api")
    assert barriers(page) == []
    page.get_by_role("link", name="POST /api/v1/screenings", exact=True).click()
    expect(page.get_by_role("heading", name="Screen and keep")).to_be_in_viewport()
