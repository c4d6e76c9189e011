"""From a case with an export of plastic waste to a signed movement document, in a browser."""

import re
import uuid
from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Page, expect

from customhouse.coordination.entries import PartyNamed, Signed
from customhouse.operations import cases, papers, screenings
from customhouse.operations.context import Context
from customhouse.web.visitor import SESSION_COOKIE
from tests.people import Person, organisation, person
from tests.screening.build import declare
from tests.web.access import barriers

Visit = Callable[..., Page]
MOVEMENT = "basel_movement_document"


@pytest.fixture
def officer(context: Context) -> Person:
    return person(context, "officer")


@pytest.fixture
def plastic(context: Context, officer: Person) -> uuid.UUID:
    declaration = declare(
        regime="export",
        country_of_export="DE",
        country_of_destination="GH",
        description="<b>mixed</b> plastic waste",
        waste_codes=("Y48", "R3"),
        net_mass_kg=24000.0,
    )
    (answer,) = screenings.screen(context, officer.actor, [declaration])
    return cases.open_case(
        context,
        officer.actor,
        number=uuid.uuid4().hex[:8],
        title="Bales",
        screening=answer.id,
        told=[PartyNamed(role="exporter", name="Alt GmbH\u202e", iso3="DEU")],
    )


def kept(context: Context, by: Person, case: uuid.UUID, form: str = MOVEMENT) -> int:
    paper = papers.begin(context, by.actor, case, form)
    texts = {key: field.text for key, field in paper.fields.items()}
    texts |= {box.id: "seen" for box in paper.gaps}
    seen = paper.case.last.sequence
    return papers.keep(context, by.actor, case, seen, form, texts).sequence


def test_an_export_of_plastic_gets_its_movement_document(
    visit: Visit, context: Context, officer: Person, plastic: uuid.UUID
) -> None:
    page = visit(f"/cases/{plastic}/papers", officer)
    assert barriers(page) == []
    page.get_by_label("Form").select_option(MOVEMENT)
    page.get_by_role("button", name="Fill it from the case").click()
    expect(page.get_by_label("11 Quantity")).to_have_value("24000 kg")
    expect(page.get_by_label("7b States")).to_have_value("Germany (DEU) – Ghana (GHA)")
    expect(page.locator("#about-quantity")).to_contain_text("items[0].net_mass_kg")
    expect(page.locator("#about-exporter")).to_contain_text("entry 3 of the case")
    gaps = page.locator(".gaps li")
    expect(gaps.first).to_contain_text("Generators")
    assert barriers(page) == []
    page.get_by_label("11 Quantity").fill("26000 kg")
    page.get_by_role("button", name="Keep as a draft").click()
    expect(page.get_by_text("Draft, not signed.")).to_be_visible()
    differing = page.get_by_role("row", name=re.compile("Mass"))
    expect(differing).to_contain_text("26000 kg")
    expect(differing).to_contain_text("24000 kg")
    expect(page.get_by_role("link", name="Go on to sign")).to_have_count(0)
    assert barriers(page) == []
    for name in [box.get_attribute("href") or "" for box in page.locator(".gaps a").all()]:
        page.locator(name).fill("seen on the paper\nof the carrier")
    page.get_by_label("11 Quantity").fill("24000 kg")
    page.get_by_role("button", name="Keep as a draft").click()
    expect(page.get_by_text("No needed box is empty.")).to_be_visible()
    expect(page.get_by_label("2 Generators")).to_have_value("seen on the paper\nof the carrier")
    page.get_by_role("link", name="Go on to sign").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign this paper for Ghana?")
    assert barriers(page) == []
    page.get_by_role("button", name="Yes, sign it for Ghana").click()
    expect(page.locator(".standing")).to_contain_text("Signed by Amina Okoth")
    expect(page.locator(".standing")).to_contain_text("Ghana")
    [(_, signed)] = cases.get(context, officer.actor, plastic).every(Signed)
    assert (signed.iso3, signed.draft) == ("GHA", 5)
    page.goto(f"/cases/{plastic}/papers")
    expect(page.get_by_role("row", name=re.compile("signed by Amina Okoth"))).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("replaced by entry 5"))).to_be_visible()


@pytest.mark.parametrize("locale", ["ar", "en"])
def test_the_pages_fit_a_telephone(
    visit: Visit, context: Context, officer: Person, plastic: uuid.UUID, locale: str
) -> None:
    number = kept(context, officer, plastic)
    page = visit(
        f"/cases/{plastic}/papers",
        officer,
        locale=locale,
        viewport={"width": 360, "height": 740},
        color_scheme="dark",
    )
    for place in ("", "/new?form=illegal_traffic_report", f"/{number}", f"/{number}/sign"):
        page.goto(f"/cases/{plastic}/papers{place}")
        assert page.locator("h1").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, place
        assert barriers(page) == [], place
        assert "\u202e" not in page.content()
    way = "rtl" if locale == "ar" else "ltr"
    expect(page.locator("html")).to_have_attribute("dir", way)


def test_a_report_for_another_state_is_not_signed_by_an_officer(
    visit: Visit, context: Context, officer: Person, plastic: uuid.UUID
) -> None:
    number = kept(context, officer, plastic, "illegal_traffic_report")
    page = visit(f"/cases/{plastic}/papers/{number}", officer)
    expect(page.get_by_text("a supervisor or an authority signs it")).to_be_visible()
    page.goto(f"/cases/{plastic}/papers/{number}/sign")
    expect(page.get_by_role("button", name="Yes, sign it")).to_have_count(0)


def test_what_was_typed_stays_when_somebody_else_was_first(
    visit: Visit, context: Context, officer: Person, plastic: uuid.UUID
) -> None:
    page = visit(f"/cases/{plastic}/papers/new?form={MOVEMENT}", officer)
    seen = cases.get(context, officer.actor, plastic).last.sequence
    cases.tell(context, officer.actor, plastic, seen, [PartyNamed(role="carrier", name="Hapag")])
    page.get_by_label("7a Means of transport").fill("by sea")
    page.get_by_role("button", name="Keep as a draft").click()
    expect(page.get_by_role("alert")).to_contain_text("entry 4 of the case")
    expect(page.get_by_label("7a Means of transport")).to_have_value("by sea")
    assert barriers(page) == []
    page.get_by_role("button", name="Keep as a draft").click()
    expect(page.get_by_text("Draft, not signed.")).to_be_visible()


def test_a_paper_is_taken_away_as_files_and_by_nobody_else(
    site: str, context: Context, officer: Person, plastic: uuid.UUID
) -> None:
    number = kept(context, officer, plastic)
    address = f"{site}/cases/{plastic}/papers/{number}"

    def take(name: str, who: Person) -> httpx.Response:
        return httpx.get(f"{address}/{name}", cookies={SESSION_COOKIE: who.token})

    assert take("paper.pdf", officer).content.startswith(b"%PDF-")
    told = take("paper.json", officer).json()
    quantity = next(box for box in told["boxes"] if box["id"] == "quantity")
    assert quantity["text"] == "24000 kg"
    assert quantity["sources"] == ["declaration:items[0].net_mass_kg"]
    assert (told["signed"], told["state"], told["official"]) == (None, "GHA", False)
    table = take("paper.csv", officer).text
    assert "11,quantity,Quantity by weight or volume" in table
    stranger = person(context, "supervisor", at=organisation(context, "GHA"))
    for name in ("paper.pdf", "paper.json", "paper.csv", ""):
        assert take(name, stranger).status_code == 404
    auditor = person(context, "auditor", at=organisation(context, "KEN"))
    assert take("", auditor).status_code == 200
    assert take("sign", auditor).status_code == 403
    assert (
        httpx.get(
            f"{address}/../new?form={MOVEMENT}", cookies={SESSION_COOKIE: auditor.token}
        ).status_code
        == 403
    )
