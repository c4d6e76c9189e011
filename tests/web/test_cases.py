"""Cases in a real browser: opened from an assessment, told, moved by two persons, closed."""

import io
import uuid
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from customhouse.coordination import moves
from customhouse.coordination.entries import CostEntered, SampleTaken
from customhouse.http.settings import Settings
from customhouse.operations import cases, files, screenings
from customhouse.operations.context import Context
from customhouse.operations.files import About
from customhouse.server.app import build
from customhouse.store.organisations import Organisation
from customhouse.web import pages
from tests.people import Person, organisation, person
from tests.screening.build import declare
from tests.servers import address, listening, serving
from tests.web.access import barriers

Visit = Callable[..., Page]
TEMPLATES = Path(pages.__file__).with_name("templates") / "cases"
NARROW = {"viewport": {"width": 360, "height": 740}}


@pytest.fixture
def home(context: Context) -> Organisation:
    return organisation(context)


@pytest.fixture
def officer(context: Context, home: Organisation) -> Person:
    return person(context, "officer", at=home)


@pytest.fixture
def supervisor(context: Context, home: Organisation) -> Person:
    return person(context, "supervisor", at=home)


def photo() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (800, 600), "teal").save(written, "JPEG")
    return written.getvalue()


def opened(context: Context, keeper: Person, title: str = "Drums without labels") -> uuid.UUID:
    number = f"C-{uuid.uuid4().hex[:8]}"
    return cases.open_case(context, keeper.actor, number=number, title=title)


def screened(context: Context, keeper: Person) -> str:
    declaration = declare(id=f"KE-{uuid.uuid4().hex[:6]}", description="cotton T-shirts")
    [kept] = screenings.screen(context, keeper.actor, [declaration])
    return str(kept.id)


def test_from_an_assessment_to_a_closed_case_by_two_persons(
    visit: Visit, context: Context, officer: Person, supervisor: Person
) -> None:
    page = visit(f"/screenings/{screened(context, officer)}", officer)
    page.get_by_role("link", name="Open a case").click()
    expect(page.get_by_label("Title")).to_have_value("cotton T-shirts")
    assert barriers(page) == []
    page.get_by_role("button", name="Open the case").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("cotton T-shirts")
    expect(page.get_by_role("region", name="Latest screening")).to_contain_text("lacks no fact")
    address = page.url

    page.get_by_role("link", name="Add a photograph or document").click()
    page.get_by_label("File", exact=False).set_input_files(
        {"name": "drums.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    page.get_by_label("What it shows").fill("Bales in the container")
    assert barriers(page) == []
    page.get_by_role("button", name="Add to the case").click()
    picture = page.get_by_role("img", name="Bales in the container")
    picture.scroll_into_view_if_needed()
    expect(picture).to_be_visible()
    page.wait_for_function("document.querySelector('.files img').naturalWidth === 320")
    expect(page.get_by_text("Not scanned for viruses")).to_be_visible()

    page.get_by_role("link", name="Propose to release").click()
    expect(page.get_by_text("A release takes two persons")).to_be_visible()
    page.get_by_label("Reason").fill("The goods are as declared.")
    page.get_by_role("button", name="Propose to release").click()
    expect(page.get_by_text("Tick at least one entry")).to_be_visible()
    expect(page.get_by_label("Reason")).to_have_value("The goods are as declared.")
    assert barriers(page) == []
    page.get_by_role("group", name="Evidence").get_by_role("checkbox").last.check()
    page.get_by_role("button", name="Propose to release").click()
    expect(page.locator("header.case")).to_contain_text("to be confirmed by another person")
    expect(page.get_by_role("link", name="Confirm the release")).to_have_count(0)
    page.goto(f"{address}/move/confirm_release")
    expect(page.get_by_role("alert")).to_contain_text("not by you")

    second = visit(address, supervisor)
    second.get_by_role("link", name="Confirm the release").click()
    assert barriers(second) == []
    second.get_by_label("Reason").fill("I have seen the photograph.")
    second.get_by_role("button", name="Confirm the release").click()
    expect(second.locator("header.case")).to_contain_text("Released")
    second.get_by_role("link", name="Close the case").click()
    second.get_by_label("Reason").fill("The goods have left.")
    second.get_by_role("button", name="Close the case").click()
    expect(second.locator("header.case")).to_contain_text("Closed")
    expect(second.get_by_text("The chain holds")).to_be_visible()
    assert barriers(second) == []
    case = cases.get(context, officer.actor, uuid.UUID(address.rpartition("/")[2]))
    assert case.state == "closed"
    assert [e.by.user_id for e in case.entries[-3:]] == [
        officer.user.id,
        supervisor.user.id,
        supervisor.user.id,
    ]


def test_who_proposed_a_release_cannot_confirm_it(
    visit: Visit, context: Context, supervisor: Person
) -> None:
    key = cases.open_case(
        context,
        supervisor.actor,
        number=uuid.uuid4().hex[:10],
        title="Shirts",
        screening=uuid.UUID(screened(context, supervisor)),
    )
    cases.move(context, supervisor.actor, key, 2, "propose_release", "As declared.", (2,))
    page = visit(f"/cases/{key}/move/confirm_release", supervisor)
    expect(page.get_by_role("alert")).to_contain_text("Another person must do this")
    page.get_by_label("Reason").fill("Sure.")
    page.get_by_role("button", name="Confirm the release").click()
    expect(page.get_by_role("alert")).to_contain_text("Another person must do this")
    assert cases.get(context, supervisor.actor, key).state == "release_proposed"


def test_what_somebody_else_wrote_is_shown_and_nothing_typed_is_lost(
    visit: Visit, context: Context, officer: Person, supervisor: Person
) -> None:
    key = opened(context, officer)
    page = visit(f"/cases/{key}/say", officer)
    page.get_by_role("textbox", name="Message").fill("The seal looks new to me.")
    page.get_by_label(supervisor.user.name, exact=True).check()
    cost = CostEntered(
        cost="storage",
        amount=Decimal("120.50"),
        currency="KES",
        day=context.today(),
        payer="Importer",
    )
    cases.tell(context, supervisor.actor, key, 1, [cost])
    with page.expect_response("**/say") as answer:
        page.get_by_role("button", name="Add to the case").click()
    assert answer.value.status == 409
    expect(page.get_by_role("alert")).to_contain_text("Cost: 120.5 KES")
    expect(page.get_by_role("textbox", name="Message")).to_have_value("The seal looks new to me.")
    expect(page.get_by_label(supervisor.user.name, exact=True)).to_be_checked()
    assert barriers(page) == []
    page.get_by_role("button", name="Add to the case").click()
    expect(page.get_by_role("region", name="Messages")).to_contain_text("The seal looks new to me.")
    assert [
        e.body.__struct_config__.tag for e in cases.get(context, officer.actor, key).entries
    ] == [
        "opened",
        "cost",
        "said",
    ]


def test_a_correction_stands_beside_what_it_corrects(
    visit: Visit, context: Context, officer: Person
) -> None:
    key = opened(context, officer)
    page = visit(f"/cases/{key}/add/cost", officer)
    assert barriers(page) == []
    page.get_by_label("Amount").fill("1,250")
    page.get_by_label("Currency").fill("kes")
    page.get_by_label("Day").fill("2026-01-31")
    page.get_by_label("Who pays").fill("Importer")
    page.get_by_role("button", name="Add to the case").click()
    expect(page.get_by_text("Write a number with a point")).to_be_visible()
    assert barriers(page) == []
    page.get_by_label("Amount").fill("1250")
    page.get_by_role("button", name="Add to the case").click()
    costs = page.get_by_role("table", name="In all, after corrections")
    expect(costs).to_contain_text("1,250 KES")
    page.get_by_role("link", name="Correct entry 2").click()
    assert barriers(page) == []
    page.get_by_label("Amount").fill("1300.25")
    page.get_by_role("button", name="Write the correction").click()
    page.get_by_label("Why it is corrected").fill("The invoice says more.")
    page.get_by_role("button", name="Write the correction").click()
    expect(costs).to_contain_text("1,300.25 KES")
    expect(
        page.get_by_role("table", name="Each cost").locator("del").filter(has_text="1,250")
    ).to_be_visible()
    expect(page.get_by_role("region", name="All entries")).to_contain_text("The invoice says more.")
    assert barriers(page) == []
    page.get_by_role("link", name="Correct entry 2").click()
    page.get_by_label("Why it is corrected").fill("It belongs to another case.")
    page.get_by_label("Take it back").check()
    page.get_by_role("button", name="Write the correction").click()
    expect(page.get_by_text("Taken back: it counts no more.")).to_be_visible()
    expect(costs).to_have_count(0)
    expect(page.locator("del").filter(has_text="1,300.25")).to_be_visible()


def test_a_sample_passes_from_hand_to_hand_to_a_result(
    visit: Visit, context: Context, officer: Person
) -> None:
    key = opened(context, officer)
    page = visit(f"/cases/{key}/add/sample", officer)
    for label, words in (
        ("Number of the sample", "S-1"),
        ("What it was taken of", "Drum 4"),
        ("Taken by", "Amina Okoth"),
        ("Taken at", "2026-03-01T09:30"),
        ("Number of the seal", "K 77"),
    ):
        page.get_by_label(label).fill(words)
    page.get_by_role("button", name="Add to the case").click()
    page.get_by_role("link", name="A sample changes hands").click()
    page.get_by_label("Given by").fill("Peter Otieno")
    page.get_by_label("Taken over by").fill("Laboratory")
    page.get_by_label("When it changed hands").fill("2026-03-01T11:00")
    page.get_by_label("Is the seal intact?").select_option("No")
    page.get_by_role("button", name="Add to the case").click()
    chain = page.get_by_role("region", name="Sample S-1")
    expect(chain).to_contain_text("The seal was not intact.")
    expect(chain).to_contain_text("the chain has a gap")
    page.get_by_role("link", name="Tell of a laboratory's result").click()
    assert barriers(page) == []
    page.get_by_label("Laboratory", exact=False).first.fill("Government Chemist")
    page.get_by_label("Method").fill("EN 15308")
    page.get_by_label("What was found").fill("PCB at 63 mg/kg")
    page.get_by_label("Reported on").fill("2026-03-09")
    page.get_by_label("Chlorine by mass").fill("120")
    page.get_by_label("PCB found by analysis").fill("63")
    page.get_by_role("button", name="Add to the case").click()
    expect(page.get_by_text("This cannot be")).to_be_visible()
    page.get_by_label("Chlorine by mass").fill("")
    page.get_by_role("button", name="Add to the case").click()
    steps = chain.get_by_role("listitem")
    expect(steps).to_have_count(3)
    expect(steps.last).to_contain_text("PCB found by analysis, mg/kg")
    assert barriers(page) == []
    entry = cases.get(context, officer.actor, key).last
    assert getattr(entry.body, "facts", None) == {"pcb_mg_kg": 63.0}


def test_cases_and_files_of_others_are_not_there(
    visit: Visit, context: Context, officer: Person
) -> None:
    key = opened(context, officer)
    added = files.add(context, officer.actor, key, 1, About(role="photo", name="a.jpg"), photo())
    sha256 = getattr(added.body, "sha256", "")
    ours = visit(f"/cases/{key}", officer).request
    saved = ours.get(f"/cases/{key}/files/{sha256}")
    assert saved.status == 200 and saved.body() == photo()
    assert saved.headers["content-disposition"].startswith("attachment")
    assert saved.headers["x-content-type-options"] == "nosniff"
    assert saved.headers["content-security-policy"].startswith("sandbox")
    assert ours.get(f"/cases/{opened(context, officer)}/files/{sha256}").status == 404

    auditor = visit("/cases", person(context, "auditor", at=organisation(context))).request
    assert auditor.get(f"/cases/{key}").status == 200
    assert auditor.get(f"/cases/{key}/files/{sha256}").status == 200
    assert auditor.get(f"/cases/{key}/say").status == 403
    for iso3 in ("KEN", "GHA"):
        other = person(context, "officer", "supervisor", at=organisation(context, iso3))
        foreign = visit("/cases", other)
        expect(foreign.get_by_text("Nothing found that is yours to see.")).to_be_visible()
        for path in (
            "",
            f"/files/{sha256}",
            f"/files/{sha256}/image",
            f"/files/{sha256}/small",
            "/say",
            "/add/cost",
            "/entries/2/correct",
            "/move/hold",
        ):
            assert foreign.request.get(f"/cases/{key}{path}").status == 404, path


def test_the_page_says_why_a_file_is_not_taken(
    visit: Visit, context: Context, officer: Person, tmp_path: Path
) -> None:
    scanner = tmp_path / "scanner"
    scanner.write_text("#!/bin/sh\ngrep -q EICAR && echo 'Eicar FOUND' && exit 1\nexit 0\n")
    scanner.chmod(0o755)
    key = opened(context, officer)
    page = visit("/cases", officer)
    listener = listening()
    settings = Settings(
        public_url=address(listener), factor_required=False, scan_command=str(scanner)
    )
    with serving(build(context, settings), listener) as url:
        page.goto(f"{url}/cases/{key}/add/file")
        page.get_by_label("What it shows").fill("The drums")
        for name, content, why in (
            ("drums.jpg", b"MZ\x90\x00" + bytes(90), "whatever its name says"),
            ("drums.jpg", photo()[:300], "cannot be read"),
            ("drums.txt", b"a" * (files.LARGEST_FILE + 1), "too large"),
            ("drums.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "can run something"),
            ("drums.txt", b"X5O!P%@AP-EICAR-", "Eicar FOUND"),
        ):
            sent = {"name": name, "mimeType": "image/jpeg", "buffer": content}
            page.locator("#sent-file").set_input_files(sent)  # type: ignore[arg-type]
            page.get_by_role("button", name="Add to the case").click()
            expect(page.get_by_role("alert")).to_contain_text(why)
            expect(page.get_by_label("What it shows")).to_have_value("The drums")
        assert barriers(page) == []
        page.locator("#sent-file").set_input_files(
            {"name": "note.html", "mimeType": "text/html", "buffer": b"Seen by me"}
        )
        page.get_by_role("button", name="Add to the case").click()
        expect(page.get_by_text("The virus scanner found nothing.")).to_be_visible()
        with page.expect_download() as saved:
            page.get_by_role("link", name="Save note.html.txt").click()
        assert saved.value.path().read_bytes() == b"Seen by me"
    assert len(cases.get(context, officer.actor, key).entries) == 2


def test_the_list_is_filtered_and_has_pages(
    visit: Visit, context: Context, officer: Person
) -> None:
    keys = [opened(context, officer, f"Drums of lot {number}") for number in range(27)]
    cases.move(context, officer.actor, keys[3], 1, "hold", "To be inspected.")
    page = visit("/cases", officer)
    expect(page.get_by_role("row")).to_have_count(26)
    assert barriers(page) == []
    page.get_by_role("link", name="Older").click()
    expect(page.get_by_role("row")).to_have_count(3)
    page.get_by_role("link", name="To the newest").click()
    page.get_by_label("Goods held").check()
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("row")).to_have_count(2)
    expect(page.get_by_role("table")).to_contain_text("Drums of lot 3")
    page.get_by_label("Words of the title").fill("tulips")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("Nothing found")).to_be_visible()


@pytest.mark.parametrize("locale", ["en", "ar"])
def test_pages_fit_a_phone_without_a_script(
    visit: Visit, context: Context, officer: Person, locale: str
) -> None:
    key = opened(context, officer)
    sample = SampleTaken(
        sample="S-1", of="Drum", taken_by="Amina", taken_at=context.now(), seal="K 77"
    )
    cases.tell(context, officer.actor, key, 1, [sample])
    files.add(context, officer.actor, key, 2, About(role="photo", name="a.jpg"), photo())
    page = visit("/cases", officer, locale=locale, **NARROW)
    kinds = ("party", "item", "container", "sample", "custody", "result", "cost", "file")
    for path in (
        "/cases",
        "/cases/new",
        f"/cases/{key}",
        f"/cases/{key}/say",
        f"/cases/{key}/move/hold",
        f"/cases/{key}/entries/2/correct",
        f"/cases/{key}/entries/3/correct",
        *(f"/cases/{key}/add/{kind}" for kind in kinds),
    ):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        assert page.locator("h1").count() == 1
        assert page.locator("html").get_attribute("dir") == ("rtl" if locale == "ar" else "ltr")
        assert barriers(page) == [], path
    plain = visit(f"/cases/{key}/move/hold", officer, java_script_enabled=False)
    plain.get_by_label("Reason").fill("To be inspected.")
    plain.get_by_role("button", name="Hold the goods").click()
    expect(plain.locator("header.case")).to_contain_text("Goods held")


def test_every_move_state_and_need_has_words() -> None:
    words = (TEMPLATES / "words.html").read_text("utf-8")
    needs = {need for move in moves.moves().values() for need in move.needs}
    missing = [
        one for one in (*moves.moves(), *moves.STATES, *needs) if f'"{one}": _(' not in words
    ]
    assert missing == []
