"""Screen a declaration in a real browser: typed, pasted and as a file, and read the answer."""

import re
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from customhouse.declarations.read import read_declarations
from customhouse.operations import screenings
from customhouse.operations.context import Context
from customhouse.store.screenings import Filter
from customhouse.web.visitor import LANGUAGE_COOKIE
from tests.people import Person, organisation, person
from tests.web.access import barriers

Visit = Callable[..., Page]

MOST_BYTES = 150_000
"""Bytes that a first visit may transfer; the line is slow where this is used."""

LINDANE = """{"date": "2024-03-01", "regime": "import", "country_of_export": "IN",
"country_of_destination": "KE",
"items": [{"description": "Lindane technical, 25 kg drums", "cas": ["58-89-9"]}]}"""


def _kept(context: Context, who: Person, data: bytes) -> str:
    """The id of a screening that this person made of a file with one declaration."""
    read = read_declarations(data, "")
    return str(screenings.screen(context, who.actor, read.declarations, notes=read.notes)[0].id)


def _count(context: Context, who: Person) -> int:
    return len(screenings.history(context, who.actor, Filter(), limit=100)[0])


@pytest.mark.parametrize("script", [True, False])
def test_a_declaration_is_typed_and_screened(visit: Visit, context: Context, script: bool) -> None:
    officer = person(context, "officer")
    page = visit("/screen", officer, java_script_enabled=script)
    page.get_by_label("Regime").select_option("export")
    page.get_by_label("Country of export").fill("Germany")
    page.get_by_label("Country of destination").fill("gh")
    page.get_by_label("Description of the goods").fill("Methyl-parathion 50 EC")
    page.get_by_role("button", name="Add another item").click()
    second = page.get_by_role("group", name="Item 2", exact=True)
    second.get_by_label("Description of the goods").fill("baled plastic film")
    second.get_by_label("Basel waste codes").fill("Y48")
    second.get_by_label("Is it waste?").select_option("Yes")
    page.get_by_label("Type of document").select_option("contract")
    page.get_by_role("button", name="Add another document").click()
    expect(page.get_by_label("Description of the goods").first).to_have_value(
        "Methyl-parathion 50 EC"
    )
    expect(page.get_by_label("Type of document").first).to_have_value("contract")
    page.get_by_role("button", name="Screen", exact=True).last.click()
    page.wait_for_url(re.compile("/screenings/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Hold")
    expect(page.locator("mark").first).to_have_text("Methyl-parathion")
    expect(page.get_by_text("Germany")).to_be_visible()
    expect(page.get_by_role("heading", name="Item 2")).to_be_visible()
    assert _count(context, officer) == 1


def test_every_fault_is_told_at_its_field_and_nothing_is_lost(
    visit: Visit, context: Context
) -> None:
    officer = person(context, "officer")
    page = visit("/screen", officer)
    page.get_by_label("Country of export").fill("Atlantis")
    page.get_by_label("Description of the goods").fill("solvent")
    page.get_by_label("Net mass (kg)").fill("12 tons")
    page.get_by_role("button", name="Screen", exact=True).last.click()
    told = page.get_by_role("alert")
    expect(told).to_contain_text("Country of export: no list knows this country")
    expect(told).to_contain_text("Item 1: Net mass (kg)")
    mass = page.get_by_label("Net mass (kg)")
    expect(mass).to_have_attribute("aria-invalid", "true")
    expect(mass).to_have_accessible_description(re.compile("not a number"))
    expect(mass).to_have_value("12 tons")
    expect(page.get_by_label("Description of the goods")).to_have_value("solvent")
    assert barriers(page) == []
    told.get_by_role("link", name="Item 1: Net mass (kg)").click()
    expect(mass).to_be_focused()
    assert _count(context, officer) == 0


def test_a_form_without_goods_is_sent_back(visit: Visit) -> None:
    page = visit("/screen", "officer")
    page.get_by_role("button", name="Screen", exact=True).last.click()
    expect(page.get_by_role("alert")).to_contain_text("there are no items")
    expect(page.get_by_label("Description of the goods")).to_be_focused()


def test_a_text_is_pasted(visit: Visit) -> None:
    page = visit("/screen", "officer")
    page.get_by_label("Declaration as JSON").fill('{"items": [{"net_mass_kg": -5}]}')
    page.get_by_role("button", name="Screen the text").click()
    expect(page.get_by_role("alert")).to_contain_text("Field items[1].net_mass_kg.")
    expect(page.get_by_label("Declaration as JSON")).to_have_value(re.compile("-5"))
    page.get_by_label("Declaration as JSON").fill(LINDANE)
    page.get_by_role("button", name="Screen the text").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hold")


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("ewaste.json", "Refuse"),
        ("lawful_scrap.json", "Release"),
        ("plastic_export.json", "Hold"),
        ("sad_import_lindane.xml", "Hold"),
    ],
)
def test_a_file_is_handed_over(visit: Visit, examples: Path, name: str, outcome: str) -> None:
    page = visit("/screen", "officer", java_script_enabled=False)
    page.get_by_label("File of one or several").set_input_files(examples / name)
    page.get_by_role("button", name="Screen the file").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(outcome)


def test_several_declarations_lead_to_a_list(visit: Visit, examples: Path) -> None:
    page = visit("/screen", "officer")
    page.get_by_label("File of one or several").set_input_files(examples / "pesticide_lines.csv")
    page.get_by_role("button", name="Screen the file").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 declarations were screened")
    expect(page.get_by_role("row")).to_contain_text(["Declaration", "Hold", "Refer"])
    assert barriers(page) == []
    page.get_by_role("link", name="CN-PE-0907").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Refer")


def test_a_missing_fact_is_answered_and_changes_the_answer(visit: Visit, context: Context) -> None:
    officer = person(context, "officer")
    key = _kept(context, officer, LINDANE.encode())
    page = visit(f"/screenings/{key}", officer)
    expect(page.get_by_role("heading", level=1)).to_have_text("Hold")
    page.get_by_role("link", name=re.compile("Answer this.*Item 1: Purpose")).click()
    purpose = page.get_by_label("Purpose")
    expect(purpose).to_be_focused()
    expect(purpose).to_have_accessible_description(re.compile("This is asked for"))
    expect(page.get_by_label("Country of destination")).to_have_value("Kenya")
    purpose.select_option("pesticide")
    page.get_by_role("button", name="Screen", exact=True).last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Refuse")
    assert _count(context, officer) == 2


def test_a_declaration_comes_back_from_the_form_as_it_was(
    visit: Visit, context: Context, examples: Path
) -> None:
    officer = person(context, "officer")
    data = (examples / "ewaste.json").read_bytes()
    key = _kept(context, officer, data)
    page = visit(f"/screen?from={key}", officer)
    expect(page.get_by_label("The used equipment was tested").first).to_have_value("false")
    page.get_by_role("button", name="Screen", exact=True).last.click()
    page.wait_for_url(re.compile("/screenings/"))
    assert key not in page.url
    again = page.request.get(f"{page.url}/declaration.json").json()
    first = page.request.get(f"/screenings/{key}/declaration.json").json()
    assert (again["country_of_export"], again["transit_countries"]) == ("GBR", ["MAR"])
    same = ("id", "date", "regime", "exporter", "items", "documents")
    assert {name: again[name] for name in same} == {name: first[name] for name in same}


def test_a_fact_is_added_by_its_name(visit: Visit) -> None:
    page = visit("/screen", "officer")
    page.get_by_label("Description of the goods").fill("used transformers")
    page.get_by_text("More about item 1").click()
    page.get_by_label("Another fact about item 1").select_option("pcb_mg_kg")
    page.get_by_role("button", name="Add this fact").click()
    fact = page.get_by_label("PCB found by analysis")
    expect(fact).to_be_focused()
    fact.fill("2000000")
    page.get_by_role("button", name="Screen", exact=True).last.click()
    expect(page.get_by_role("alert")).to_contain_text("PCB found by analysis, mg/kg")
    page.get_by_label("PCB found by analysis").fill("600")
    page.get_by_role("button", name="Screen", exact=True).last.click()
    expect(page.locator("dt", has_text="PCB found").first).to_be_visible()


def test_a_double_click_keeps_one_screening(visit: Visit, context: Context) -> None:
    officer = person(context, "officer")
    page = visit("/screen", officer, java_script_enabled=False)
    form: dict[str, str | float | bool] = {
        field.get_attribute("name") or "": field.get_attribute("value") or ""
        for field in page.locator("#typed input[type=hidden]").all()
    }
    form |= {"do": "screen", "items[1].description": "sodium chloride"}
    sent = [page.request.post("/screen", form=form, max_redirects=0) for _ in range(2)]
    assert [one.status for one in sent] == [303, 303]
    assert sent[0].headers["location"] == sent[1].headers["location"]
    form["items[1].description"] = "lindane"
    other = page.request.post("/screen", form=form, max_redirects=0)
    assert other.headers["location"] != sent[0].headers["location"]
    assert _count(context, officer) == 2


def test_nobody_of_another_organisation_sees_it(visit: Visit, context: Context) -> None:
    home = organisation(context)
    officer = person(context, "officer", at=home)
    key = _kept(context, officer, LINDANE.encode())
    stranger = visit("/screen", "officer", "supervisor")
    paths = ("", "/report.pdf", "/declaration.json", "/assessment.json")
    for path in paths:
        assert stranger.request.get(f"/screenings/{key}{path}").status == 404
    assert stranger.request.get(f"/screen?from={key}").status == 404
    assert stranger.request.get(f"/screenings?ids={key}").status == 404
    chief = visit(f"/screenings/{key}", person(context, "supervisor", at=home))
    assert [chief.request.get(f"/screenings/{key}{p}").status for p in paths] == [200] * 4
    expect(chief.get_by_role("link", name="Invite another authority")).to_be_visible()
    assert chief.request.get("/screenings/none").status == 404


def test_one_who_may_not_screen_is_told(visit: Visit) -> None:
    page = visit("/screen", "administrator")
    expect(page.get_by_role("heading", level=1)).to_contain_text("may not do this")


def test_what_a_trader_wrote_is_text(visit: Visit, context: Context) -> None:
    officer = person(context, "officer")
    told = b'{"id": "<b>1</b>", "items": [{"description": "<img src=x onerror=alert(1)> lindane"}]}'
    page = visit(f"/screenings/{_kept(context, officer, told)}", officer)
    expect(page.locator(".declared")).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator(".declared img").count() == 0


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_telephone_and_a_screen_reader_find_their_way(
    visit: Visit, context: Context, examples: Path, language: str
) -> None:
    officer = person(context, "officer")
    key = _kept(context, officer, (examples / "ewaste.json").read_bytes())
    page = visit("/screen", officer, viewport={"width": 360, "height": 740})
    cookie = {"name": LANGUAGE_COOKIE, "value": language, "url": page.url}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    for path in ("/screen", f"/screen?from={key}", f"/screenings/{key}"):
        page.goto(path)
        direction = "rtl" if language == "ar" else "ltr"
        assert page.evaluate("getComputedStyle(document.body).direction") == direction
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert barriers(page) == []


def test_the_form_is_filled_in_with_keys_alone(visit: Visit) -> None:
    page = visit("/screen", "officer")
    keys = page.keyboard
    expect(page.get_by_label("Regime")).to_be_focused()
    keys.type("Imp")
    keys.press("Tab")
    keys.type("03012024")
    for _ in range(6):
        if page.evaluate("document.activeElement.name") == "country_of_export":
            break
        keys.press("Tab")
    keys.type("India")
    keys.press("Tab")
    keys.type("Kenya")
    keys.press("Tab")
    keys.press("Tab")
    keys.type("Lindane technical")
    keys.press("Tab")
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hold")
    expect(page.locator("dd", has_text="Import").first).to_be_visible()
    expect(page.get_by_text("India")).to_be_visible()


def test_pages_are_light_and_one_drawing_shows_the_structure(
    visit: Visit, context: Context, examples: Path
) -> None:
    officer = person(context, "officer")
    sad = _kept(context, officer, (examples / "sad_import_lindane.xml").read_bytes())
    waste = _kept(context, officer, (examples / "ewaste.json").read_bytes())
    for path in ("/screen", f"/screenings/{sad}", f"/screenings/{waste}"):
        page = visit("/sign-out-is-no-page", officer)
        network = page.context.new_cdp_session(page)
        network.send("Network.enable")
        network.send("Network.setCacheDisabled", {"cacheDisabled": True})
        sizes: list[float] = []
        network.on("Network.loadingFinished", lambda e, s=sizes: s.append(e["encodedDataLength"]))
        page.goto(path, wait_until="networkidle")
        assert 10_000 < sum(sizes) < MOST_BYTES, path
        if path.endswith(sad):
            drawing = page.get_by_role("img", name=re.compile("Structure of"))
            drawing.scroll_into_view_if_needed()
            expect(drawing).to_have_js_property("complete", True)
            assert drawing.evaluate("image => image.naturalWidth") == 260
        if path.endswith(waste):
            page.emulate_media(media="print")
            assert page.get_by_role("banner").is_hidden()
            assert page.get_by_role("link", name="Report (PDF)").is_hidden()


@pytest.mark.parametrize(
    "smiles",
    [
        "",
        "not a structure",
        "C" * 900,
        "C" * 1001,
        "[" * 200,
        "C1CC1" * 60,
        "C1CC1" * 49,
        "%00",
        "中",
    ],
)
def test_what_cannot_be_drawn_is_a_dash(site: str, smiles: str) -> None:
    told = httpx.get(f"{site}/structures/drawing.svg", params={"smiles": smiles})
    assert told.status_code == 404
    assert told.headers["content-type"].startswith("image/svg+xml")
    assert "sandbox" in told.headers["content-security-policy"]


def test_what_is_drawn_stands_alone(site: str) -> None:
    told = httpx.get(f"{site}/structures/drawing.svg", params={"smiles": "c1ccccc1Cl"})
    assert told.status_code == 200
    assert "bond-0" in told.text
    assert told.headers["content-security-policy"].startswith("default-src 'none'")
