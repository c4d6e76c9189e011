"""Questions to others in a real browser: asked, answered by link or account, screened again."""

from collections.abc import Callable

import httpx
from playwright.sync_api import Page, expect

from customhouse.coordination.entries import Answered, Asked, FileAdded, Said, Screened
from customhouse.operations import guests, referrals
from customhouse.operations.context import Context
from customhouse.operations.guests import Guest
from tests.operations.scenes import CONSENT, Scene, asking, scene
from tests.people import organisation, person
from tests.web.access import barriers

Visit = Callable[..., Page]
PHONE = {"locale": "ar", "viewport": {"width": 360, "height": 640}}


LETTER = b"A letter of the authority.\n"


def attach(guest: Page, content: bytes) -> None:
    guest.get_by_label("A file, if you have one").set_input_files(
        {"name": "letter.txt", "mimeType": "text/plain", "buffer": content}
    )
    guest.get_by_role("button", name="Send the answer").click()


def fits(page: Page) -> None:
    """Right to left, no wider than a phone, and without barriers."""
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert barriers(page) == []


def guest_link(on: Scene) -> str:
    sent = referrals.ask(
        on.context, on.officer.actor, on.key, on.seen, asking(), confirmed_iso3="GHA"
    )
    return f"/guest/{sent.token}"


def test_another_state_is_asked_by_link_answers_and_the_case_is_screened_again(
    visit: Visit, context: Context
) -> None:
    on = scene(context)
    on.tell(Said(text="Not for Ghana", language="en"))
    page = visit(f"/cases/{on.key}/questions", on.officer)
    assert barriers(page) == []
    page.get_by_role("link", name="Ask the other side about paper 2").click()
    assert barriers(page) == []
    expect(page.get_by_label("Its reference")).to_have_value(CONSENT)
    expect(page.get_by_text("The packs hold no contacts")).to_be_visible()
    page.get_by_label("Name of the office").fill("Environmental Protection Authority")
    page.get_by_label("Its State").select_option(label="Ghana")
    page.get_by_label("In your words").fill("Did you give this consent?")
    page.get_by_label("Party: Mombasa Metals").check()
    page.get_by_label("Days until it closes").fill("61")
    page.locator("form[action$='/questions']").evaluate("form => form.noValidate = true")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("it must be 1 to 60 days")).to_be_visible()
    assert barriers(page) == []
    page.get_by_label("Days until it closes").fill("10")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Send this to another State, Ghana?")
    assert on.case().every(Asked) == []
    assert barriers(page) == []
    page.get_by_role("button", name="Yes, send it to Ghana").click()
    assert barriers(page) == []
    link = page.get_by_label("Link").input_value()
    assert link.startswith("http://127.0.0.1")
    assert on.asked().shared == (3,)

    guest = visit(link)
    expect(guest.get_by_role("heading", level=1)).to_have_text(
        "A question to Environmental Protection Authority"
    )
    expect(guest.get_by_text("Mombasa Metals")).to_be_visible()
    expect(guest.get_by_text("Not for Ghana")).to_have_count(0)
    expect(guest.locator("script")).to_have_count(0)
    assert barriers(guest) == []
    guest.get_by_label("Denied").check()
    guest.get_by_label("In your words").fill("We gave no such consent.")
    guest.get_by_label("Your name and office").first.fill("Kofi Mensah")
    attach(guest, b"MZ\x90\x00")
    expect(guest.get_by_text("files of this kind are not taken")).to_be_visible()
    assert barriers(guest) == []
    expect(guest.get_by_label("In your words")).to_have_value("We gave no such consent.")
    attach(guest, LETTER)
    expect(guest.get_by_role("status")).to_contain_text("Your answer was received")
    assert guest.get_by_role("button", name="Send the answer").count() == 0
    assert guest.context.cookies() == []
    guest.get_by_label("Message").first.fill("Call us.")
    guest.get_by_label("Your name and office").fill("Kofi Mensah")
    guest.get_by_role("button", name="Send the message").click()
    expect(guest.get_by_text("Call us.")).to_be_visible()

    page.goto(f"/cases/{on.key}/questions/{on.asked().referral}")
    expect(page.get_by_text("We gave no such consent.", exact=True).first).to_be_visible()
    assert barriers(page) == []
    with page.expect_download() as letter:
        page.get_by_role("link", name="Save the file of the answer").click()
    assert letter.value.path().read_bytes() == LETTER
    page.get_by_role("link", name="Screen again with what is known now").click()
    expect(page.get_by_role("row", name=CONSENT)).to_contain_text("It is left out")
    assert barriers(page) == []
    assert len(on.case().every(Screened)) == 1
    page.get_by_role("button", name="Screen again so").click()
    page.wait_for_url(f"**/cases/{on.key}")
    latest = on.case().screened
    assert latest is not None
    assert latest.outcome == "hold"
    expect(page.get_by_text("Answered: Denied")).to_be_visible()


def test_an_organisation_with_accounts_answers_on_its_own_page(
    visit: Visit, context: Context
) -> None:
    on = scene(context)
    abroad = organisation(context, "GHA", "authority")
    sent = referrals.ask(
        context, on.officer.actor, on.key, on.seen,
        asking(organisation=abroad.id), confirmed_iso3="GHA",
    )  # fmt: skip
    page = visit("/questions", person(context, "authority", at=abroad))
    assert barriers(page) == []
    page.get_by_role("link", name="Is this consent yours").click()
    assert barriers(page) == []
    page.get_by_label("Which words").select_option(index=0)
    page.get_by_label("Language of the translation").fill("fr")
    page.get_by_label("Translation", exact=False).last.fill("Avez-vous donné ce consentement ?")
    page.get_by_role("button", name="Add the translation").click()
    expect(page.locator("[lang=fr]", has_text="Avez-vous")).to_be_visible()
    page.get_by_label("Confirmed", exact=True).check()
    page.get_by_label("In your words").fill("Yes, it is ours.")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_role("status")).to_contain_text("answered")
    assert on.answered().verdict == "confirmed"
    page.goto(f"/cases/{on.key}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("no such page")
    stranger = visit(f"/questions/{sent.referral}", "authority")
    expect(stranger.get_by_role("heading", level=1)).to_contain_text("no such page")


def test_messages_go_on_and_a_conflict_keeps_what_was_typed(visit: Visit, context: Context) -> None:
    on = scene(context)
    person(context, "officer", at=on.host)
    guest_link(on)
    page = visit(f"/cases/{on.key}/questions/{on.asked().referral}", on.officer)
    on.tell(Said(text="Meanwhile", language="en"))
    page.get_by_role("textbox", name="Message").fill("Any news?")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Send to Ghana").first.click()
    expect(page.get_by_role("alert")).to_contain_text("Meanwhile")
    expect(page.get_by_role("textbox", name="Message")).to_have_value("Any news?")
    expect(page.get_by_role("checkbox")).to_be_checked()
    assert barriers(page) == []
    page.get_by_role("button", name="Send to Ghana").first.click()
    expect(page.locator(".said", has_text="Any news?")).to_be_visible()
    page.get_by_label("Why").fill("Wrong office")
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("Taken back on")).to_be_visible()
    assert page.get_by_role("button", name="Send to Ghana").count() == 0


def test_the_pages_fit_a_phone_in_arabic(visit: Visit, context: Context) -> None:
    on, mate = scene(context), organisation(context, "GHA", "authority")
    again = scene(context, host=on.host)
    path = guest_link(on)
    fits(visit(path, **PHONE))
    fits(visit("/guest/none", **PHONE))
    token = path.removeprefix("/guest/")
    guests.answer(
        context, Guest(token=token, name="Kofi"), verdict="denied", text="No.", language="en"
    )
    fits(visit(path, **PHONE))
    sent = referrals.ask(
        context, on.officer.actor, on.key, on.seen,
        asking(organisation=mate.id), confirmed_iso3="GHA",
    )  # fmt: skip
    page = visit(f"/cases/{on.key}/questions", on.officer, **PHONE)
    fits(page)
    for place in ("questions/new?paper=1", f"questions/{on.asked().referral}", "rescreen"):
        page.goto(f"/cases/{on.key}/{place}")
        fits(page)
    page.goto(f"/cases/{again.key}/questions/new")
    fits(page)
    page.locator("#name").fill("EPA")
    page.locator("#iso3").select_option("GHA")
    page.locator("#text").fill("?")
    page.locator("main button.main").click()
    fits(page)
    page.locator("main button.main").click()
    expect(page.locator("#link")).to_be_visible()
    fits(page)
    asked = visit("/questions", person(context, "authority", at=mate), **PHONE)
    fits(asked)
    asked.goto(f"/questions/{sent.referral}")
    fits(asked)


def test_a_link_keeps_to_itself(site: str, context: Context) -> None:
    on = scene(context)
    [number] = on.tell(
        FileAdded(
            role="document", sha256="0" * 64, name="a.pdf", media_type="application/pdf", size=1
        )
    )
    path = guest_link(on)
    with httpx.Client(base_url=site) as client:
        answer = client.get(path)
        assert answer.status_code == 200
        assert "set-cookie" not in answer.headers
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "noindex" in answer.headers["x-robots-tag"]
        closed = client.get("/guest/forged.0000")
        assert closed.status_code == 404
        assert "set-cookie" not in closed.headers
        for door in ("messages", "answer"):
            sent = client.post(f"/guest/forged.0000/{door}", data={"name": "x"})
            assert sent.status_code == 404
            assert "set-cookie" not in sent.headers
        assert client.get(f"{path}/files/{'0' * 64}").status_code == 404
        form = {"verdict": "denied", "text": "No", "words_language": "en", "name": "Kofi"}
        assert client.post(f"{path}/answer", data=form).status_code == 303
        again = client.post(f"{path}/answer", data=form | {"verdict": "confirmed"})
        assert again.status_code == 422
    assert number not in on.asked().shared
    assert [body.verdict for _, body in on.case().every(Answered)] == ["denied"]
