"""The look-up and the page of each thing: reached by links alone, plain, and safe."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote, unquote, urljoin, urlsplit

import httpx
import pytest
from lxml import html
from playwright.sync_api import Page, expect

from customhouse.desk import Desk
from customhouse.dossiers.customs_code import customs_titles
from customhouse.dossiers.rows import rows_of
from customhouse.reference.records import Country, GlossaryTerm, Substance, WasteCode
from tests.web.access import barriers

Visit = Callable[..., Page]

OWN = ("/lookup", "/substances", "/wastes", "/hs", "/countries", "/provisions", "/terms")
ONE_OF_EACH = (
    "/substances/stockholm/dicofol",
    "/substances/rotterdam/phosphamidon",
    "/wastes/B4030",
    "/hs/252410",
    "/countries/NOR",
    "/provisions/stockholm/art-3-2",
    "/terms/PIC",
)
LISTS = (
    "/lookup",
    "/substances/stockholm",
    "/wastes",
    "/hs",
    "/hs?chapter=29",
    "/countries",
    "/provisions",
    "/terms",
)
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'; DROP TABLE users; --",
    "\u202edetsil ton",
    "\x00",
    "%00%ff",
    "((((((((a",
    "{{ 7 * 7 }}",
    "a" * 5000,
)


@pytest.fixture
def client(site: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site, timeout=60, headers={"accept-language": "en"}) as client:
        yield client


def parsed(text: str) -> Any:
    """The page as a tree."""
    return html.fromstring(text)


def links(text: str, address: str) -> set[str]:
    """The paths of this area's pages that a page leads to."""
    found = (urlsplit(urljoin(address, a)) for a in parsed(text).xpath("//main//a/@href"))
    return {
        one.path + (f"?{one.query}" if one.query else "")
        for one in found
        if any(one.path == own or one.path.startswith(own + "/") for own in OWN)
    }


def test_links_alone_lead_to_every_thing_in_the_packs(client: httpx.Client, desk: Desk) -> None:
    seen, front = {"/lookup"}, ["/lookup"]
    wrong: dict[str, int] = {}
    with ThreadPoolExecutor(4) as pool:
        while front:
            answers = list(pool.map(client.get, front))
            wrong |= {a.url.path: a.status_code for a in answers if a.status_code != 200}
            front = sorted(set().union(*(links(a.text, str(a.url)) for a in answers)) - seen)
            seen |= set(front)
    assert wrong == {}
    things = {unquote(path) for path in seen}
    rows = rows_of(desk.library)
    wanted = {f"/substances/{s.convention}/{s.substance_id}" for s in rows.all(Substance)}
    wanted |= {f"/wastes/{code.code}" for code in rows.all(WasteCode)}
    wanted |= {f"/hs/{code}" for code in customs_titles(desk.library)}
    wanted |= {f"/countries/{one.iso3}" for one in rows.all(Country)}
    wanted |= {"/provisions/" + rule.provision.replace(":", "/") for rule in rows.rules()}
    wanted |= {f"/terms/{one.term}" for one in rows.all(GlossaryTerm) if one.lang == "en"}
    assert len(wanted) > 1500
    assert wanted - things == set()


@pytest.mark.parametrize("path", ONE_OF_EACH)
def test_a_page_says_in_words_where_each_fact_is_from(client: httpx.Client, path: str) -> None:
    tree = parsed(client.get(path).text)
    assert len(tree.xpath("//h1")) == 1
    assert tree.xpath("//section[@class='know']//li")
    documents = {
        k.text_content() for k in tree.xpath("//table[caption='Sources']//th[@scope='row']")
    }
    cells = tree.xpath("//td[@class='source']")
    if "provisions" not in path:
        assert cells
    for cell in cells:
        keys = cell.xpath("bdi")[0].text_content().split(";")
        assert {key.strip() for key in keys} <= documents
        assert cell.xpath("span")[0].text_content().strip() in {
            "read in the source named",
            "general knowledge, to be confirmed",
            "doubtful, check before you rely on it",
        }
        assert "@" in cell.xpath("code")[0].text_content()


def test_the_day_changes_what_holds(client: httpx.Client) -> None:
    def know(path: str) -> str:
        tree = parsed(client.get(path).text)
        return " ".join(tree.xpath("//section[@class='know']")[0].text_content().split())

    assert "in force since Aug 26, 2010" in know("/substances/stockholm/lindane")
    assert "not yet" in know("/substances/stockholm/lindane?as_of=2001-01-01")
    assert "ended" in know("/wastes/A1180?as_of=2025-01-01")
    assert "ended" not in know("/wastes/A1180?as_of=2024-12-31")
    assert "Not a Party to the Basel" in know("/countries/KEN?as_of=1995-01-01")
    assert "not in Annex VII" in know("/countries/KEN?as_of=2019-12-05")
    assert "Annex VII" not in know("/countries/KEN?as_of=2019-12-04")
    page = client.get("/countries/KEN?as_of=yesterday").text
    assert "is not a day" in page
    dated = client.get("/substances/stockholm/lindane?as_of=2015-05-05").text
    assert "/provisions/stockholm/annex-a?as_of=2015-05-05" in dated


@pytest.mark.parametrize(
    "path",
    ["/substances/stockholm/none", "/substances/none", "/substances/none/lindane", "/wastes/A9999",
     "/hs/none", "/hs/" + "9" * 300, "/countries/QQQ", "/provisions/basel/art-99",
     "/provisions/none", "/terms/no such", "/terms/<script>alert(1)<%2Fscript>"],
)  # fmt: skip
def test_what_nobody_knows_is_not_found(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "<script>alert" not in answer.text


def test_an_unknown_thing_leads_back_to_the_look_up(client: httpx.Client) -> None:
    assert 'href="/lookup?q=A9999"' in client.get("/wastes/A9999").text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_only_words(client: httpx.Client, text: str) -> None:
    for field in ("q", "structure", "as_of", "kind", "convention", "number"):
        answer = client.get("/lookup", params={"q": "lindane", field: text})
        assert answer.status_code == 200, field
        tree = parsed(answer.text)
        assert tree.xpath("//main//script | //main//img[@onerror]") == []
    assert client.get(f"/wastes/{quote(text[:200], safe='')}").status_code in (400, 404)


def test_what_was_asked_is_shown_as_it_was_written(client: httpx.Client) -> None:
    for text in ("{{ 7 * 7 }}", "<script>alert(1)</script>"):
        tree = parsed(client.get("/lookup", params={"q": text}).text)
        assert tree.xpath("//title")[0].text_content().startswith(text)
        assert tree.xpath("//input[@id='q']")[0].value == text


def test_facets_count_what_another_choice_would_give(client: httpx.Client) -> None:
    def results(**asked: str | list[str]) -> tuple[int, Counter[str]]:
        tree = parsed(client.get("/lookup", params=asked).text)
        told = tree.xpath("//*[@id='count']")[0].text_content()
        boxes = tree.xpath("//input[@type='checkbox']")
        counts = {b.get("value"): b.getparent().text_content().split("(")[1][:-1] for b in boxes}
        return int(told.split()[0].replace("One", "1")), Counter(
            {k: int(n) for k, n in counts.items()}
        )

    total, counts = results(q="lindane")
    assert sum(counts[kind] for kind in ("entry", "code", "near_miss", "provision", "term",
                                         "product", "country")) == total  # fmt: skip
    some, _ = results(q="lindane", kind="entry")
    assert some == counts["entry"] < total
    both, _ = results(q="lindane", kind=["entry", "near_miss"])
    assert both == counts["entry"] + counts["near_miss"]
    of_one, _ = results(q="lindane", convention="stockholm")
    assert of_one == counts["stockholm"]


def test_pages_of_results_hold_each_result_once(client: httpx.Client) -> None:
    path = "/lookup?q=waste"
    found: list[str] = []
    while path:
        tree = parsed(client.get(path).text)
        found += tree.xpath("//ol[contains(@class,'results')]/li/h2//a/@href")
        path = next(iter(tree.xpath("//a[@rel='next']/@href")), "")
        total = int(tree.xpath("//*[@id='count']")[0].text_content().split()[0])
    assert len(found) == total > 40
    last = client.get("/lookup?q=waste&number=99999999999999999999").text
    assert 'rel="prev"' in last


def test_a_structure_is_looked_up(client: httpx.Client) -> None:
    lindane = "ClC1C(Cl)C(Cl)C(Cl)C(Cl)C1Cl"
    answer = client.get("/lookup", params={"structure": lindane}).text
    assert "By structure" in answer and "/substances/stockholm/" in answer
    assert "cannot be read" in client.get("/lookup", params={"structure": "C1CC"}).text
    assert "No listed entry" in client.get("/lookup", params={"structure": "CCO"}).text


def test_from_a_misspelt_name_to_the_law_to_a_country_and_back(visit: Visit) -> None:
    page = visit("/lookup")
    page.get_by_label("Name, number, code, provision or country").press_sequentially("endosulfane")
    first = page.locator(".results .found a").first
    expect(first).to_be_visible()
    expect(page).to_have_url("/lookup?q=endosulfane&structure=&as_of=")
    page.get_by_role("link", name="Endosulfan").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("endosulfan")
    page.get_by_role("link", name="Stockholm Convention, Article 3(2)").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Article 3(2)")
    page.get_by_role("link", name="Parties").last.click()
    page.get_by_role("link", name="Kenya").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kenya")
    for _ in range(4):
        page.go_back()
    expect(page.locator(".results .found a").first).to_be_visible()


def test_a_facet_is_chosen_with_the_mouse(visit: Visit) -> None:
    page = visit("/lookup?q=lindane")
    expect(page.locator(".results li").get_by_text("Products").first).to_be_visible()
    wanted = int(page.locator("label", has_text="Chemicals").inner_text().split("(")[1][:-1])
    page.get_by_label("Chemicals").check()
    expect(page.locator(".results li")).to_have_count(wanted)
    expect(page.get_by_role("status")).to_have_text(f"{wanted} results.")
    expect(page.get_by_label("Chemicals")).to_be_checked()
    assert "kind=entry" in page.url


def test_everything_works_without_a_script(visit: Visit) -> None:
    page = visit("/lookup", java_script_enabled=False)
    page.get_by_label("Name, number, code, provision or country").fill("lindane")
    page.get_by_role("button", name="Look up").click()
    page.get_by_label("Chemicals").check()
    page.get_by_role("button", name="Show these only").click()
    expect(page.get_by_label("Chemicals")).to_be_checked()
    expect(page.locator(".results li").get_by_text("Products")).to_have_count(0)
    page.get_by_role("link", name="Lindane").first.click()
    page.get_by_label("The law of the day").fill("1990-01-01")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".know")).to_contain_text("not yet")


def test_who_may_keep_searches_is_offered_it(visit: Visit) -> None:
    page = visit("/lookup?q=lindane&kind=entry", "officer")
    form = page.locator("form[action='/searches']")
    expect(form.get_by_role("button", name="Keep this search")).to_be_visible()
    assert form.locator("[name=query]").input_value() == "q=lindane&kind=entry"
    assert visit("/lookup?q=lindane").get_by_text("Keep this search").count() == 0


@pytest.mark.parametrize("path", [*ONE_OF_EACH, *LISTS, "/lookup?q=lindane&structure=CCO"])
def test_nothing_bars_a_reader(visit: Visit, path: str) -> None:
    page = visit(path)
    assert barriers(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    if path in ("/countries/NOR", "/lookup?q=lindane&structure=CCO"):
        assert barriers(page) == []


def test_arabic_is_written_from_the_right_and_names_things(visit: Visit) -> None:
    page = visit("/countries/KEN", locale="ar")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.get_by_role("heading", level=1)).to_have_text("كينيا")
    assert barriers(page) == []
    page.goto("/substances/stockholm/dicofol")
    expect(page.get_by_role("heading", level=1)).to_have_text("ديكوفول")
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert barriers(page) == []
