"""The six languages: which one a reader gets, and how the page is laid out in it."""

from collections.abc import Callable

import httpx
import pytest
from babel import Locale
from playwright.sync_api import Page, expect

from customhouse.languages.catalogues import LANGUAGES, choose

Visit = Callable[..., Page]

_TO_LEFT = {"ar"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_tells_its_language_and_direction(visit: Visit, language: str) -> None:
    page = visit("/sign-in?to=/history", locale=language)
    html = page.locator("html")
    expect(html).to_have_attribute("lang", language)
    way = "rtl" if language in _TO_LEFT else "ltr"
    expect(html).to_have_attribute("dir", way)
    assert html.evaluate("element => getComputedStyle(element).direction") == way
    skip = page.locator("a.brand").bounding_box()
    assert skip is not None
    in_right_half = skip["x"] > page.evaluate("innerWidth") / 2
    assert in_right_half == (language in _TO_LEFT)
    assert page.locator("#language").input_value() == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_switch_needs_no_script_and_keeps_page_and_query(visit: Visit, language: str) -> None:
    page = visit("/sign-in?to=%2Fhistory%3Fq%3Da", locale="de", java_script_enabled=False)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator("#language").select_option(language)
    page.locator("form.language button").click()
    expect(page.locator("html")).to_have_attribute("lang", language)
    assert page.url.endswith("/sign-in?to=%2Fhistory%3Fq%3Da")
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", language)


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("ru", "ru"),
        ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("pt-BR, fr;q=0.5", "fr"),
        ("zh-Hans-CN", "zh"),
        ("ar-EG", "ar"),
        ("de-AT,de;q=0.9", "en"),
        ("", "en"),
        ("*;q=0.1, %%%", "en"),
    ],
)
def test_the_language_of_the_browser_is_honoured(site: str, accepted: str, language: str) -> None:
    told = httpx.get(f"{site}/sign-in", headers={"Accept-Language": accepted}).text
    assert f'<html lang="{language}"' in told


def test_the_one_chosen_comes_before_that_of_the_browser(site: str) -> None:
    told = httpx.get(
        f"{site}/sign-in", headers={"Accept-Language": "fr"}, cookies={"language": "es"}
    ).text
    assert '<html lang="es"' in told
    assert choose("xx", "fr") == "fr"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_is_called_as_its_speakers_do(language: str) -> None:
    own = Locale.parse(language).display_name
    assert own is not None
    assert LANGUAGES[language].casefold() == own.casefold()
