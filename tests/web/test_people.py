"""Administration in a real browser: people, organisations, invitations, the audit log."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from customhouse.accounts.permissions import Role
from customhouse.operations import screenings
from customhouse.operations.context import Context
from customhouse.store import one_time_links, sessions, users
from tests.people import Person, organisation, person
from tests.screening.build import declare
from tests.web.access import barriers

Visit = Callable[..., Page]
NARROW = {"viewport": {"width": 360, "height": 740}}


def screening_of(context: Context, keeper: Person) -> str:
    one = declare(id="KE-2025-7", description="used lead-acid batteries")
    (kept,) = screenings.screen(context, keeper.actor, [one])
    return str(kept.id)


def test_a_person_gets_an_account_and_a_link(visit: Visit, context: Context) -> None:
    home = organisation(context)
    page = visit("/people", person(context, "administrator", at=home))
    assert barriers(page) == []
    page.get_by_label("Name", exact=False).first.fill("Joseph Mwangi")
    login = f"{home.id.hex[:8]}@example.org"
    page.get_by_label("Sign-in name").fill(login)
    page.get_by_label("Supervisor", exact=True).check()
    page.get_by_role("button", name="Add", exact=True).click()
    link = page.get_by_label("Link").input_value()
    assert barriers(page) == []
    token = link.rpartition("/account/password/")[2]
    with context.store.reading() as connection:
        user = users.by_login(connection, login)
        assert user is not None and user.password_hash is None
        assert user.roles == {"officer", "supervisor"} and user.organisation_id == home.id
        found = one_time_links.find(connection, "password", token, context.now())
        assert found is not None and found.user_id == user.id
    page.goto("/people")
    expect(page.get_by_role("row", name="Joseph Mwangi")).to_contain_text("Supervisor")


def test_what_is_wrong_is_told_and_what_was_typed_stays(visit: Visit, context: Context) -> None:
    home = organisation(context)
    taken = person(context, "officer", at=home).user.login
    page = visit("/people", person(context, "administrator", at=home))
    page.get_by_label("Name", exact=False).first.fill("Joseph Mwangi")
    page.get_by_label("Sign-in name").fill(taken)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("this sign-in name is taken")).to_be_visible()
    assert page.get_by_label("Sign-in name").input_value() == taken
    page.get_by_label("Officer", exact=True).uncheck()
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("at least one role")).to_be_visible()
    assert barriers(page) == []


def test_an_account_is_closed_and_opened_again(visit: Visit, context: Context) -> None:
    home = organisation(context)
    other = person(context, "officer", at=home)
    page = visit(f"/people/{other.user.id}", person(context, "administrator", at=home))
    assert barriers(page) == []
    page.get_by_role("button", name="Close the account").click()
    expect(page.get_by_role("heading", name="Open the account again")).to_be_visible()
    with context.store.reading() as connection:
        assert sessions.find(connection, other.token, context.now()) is None
    page.get_by_role("button", name="Open the account again").click()
    page.get_by_label("Authority", exact=True).check()
    page.get_by_role("button", name="Change the roles").click()
    expect(page.get_by_label("Authority", exact=True)).to_be_checked()
    with context.store.reading() as connection:
        user = users.get(connection, other.user.id)
    assert user is not None and user.active and user.roles == {"officer", "authority"}


def test_lost_second_factors_are_taken_away(visit: Visit, context: Context) -> None:
    home = organisation(context)
    other = person(context, "auditor", at=home)
    with context.store.writing() as connection:
        users.change(connection, other.user.id, totp_secret="A" * 32)
    page = visit(f"/people/{other.user.id}", person(context, "administrator", at=home))
    page.get_by_role("button", name="Take away the second factors").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Amina Okoth")
    with context.store.reading() as connection:
        user = users.get(connection, other.user.id)
        assert user is not None and user.totp_secret is None
        assert sessions.find(connection, other.token, context.now()) is None


def test_nobody_takes_away_their_own_administration(visit: Visit, context: Context) -> None:
    own = person(context, "administrator", "officer")
    page = visit(f"/people/{own.user.id}", own)
    expect(page.get_by_role("button", name="Close the account")).to_have_count(0)
    page.get_by_label("Administrator", exact=True).uncheck()
    page.get_by_role("button", name="Change the roles").click()
    expect(page.get_by_role("alert")).to_contain_text("your own administrator role")
    expect(page.get_by_label("Administrator", exact=True)).to_be_checked()
    assert barriers(page) == []


def test_an_organisation_of_any_state_is_added(visit: Visit, context: Context) -> None:
    host = organisation(context, hosts=True)
    page = visit("/organisations", person(context, "administrator", at=host), locale="fr")
    assert barriers(page) == []
    name = f"Douane {host.id.hex[:8]}"
    page.locator("#name").fill(name)
    page.locator("#iso3").select_option(label="Royaume-Uni")
    page.locator("form[action='/organisations'] button").click()
    page.wait_for_url("**/people?organisation=*")
    expect(page.get_by_role("table")).to_contain_text(name)


def test_another_organisation_does_not_exist_for_a_guest(visit: Visit, context: Context) -> None:
    other = person(context, "officer")
    own = person(context, "administrator")
    page = visit("/organisations", own)
    expect(page.get_by_role("table").get_by_role("row")).to_have_count(2)
    expect(page.get_by_role("button", name="Add")).to_have_count(0)
    for path in (f"/people/{other.user.id}", f"/people?organisation={other.user.organisation_id}"):
        answer = page.goto(path)
        assert answer is not None and answer.status == 404
    answer = page.goto("/people?organisation=not-an-id")
    assert answer is not None and answer.status == 404


def test_a_screening_is_shown_to_another_state_by_a_person(visit: Visit, context: Context) -> None:
    host, guest = organisation(context, "KEN"), organisation(context, "GHA")
    keeper = person(context, "supervisor", at=host)
    invited = person(context, "authority", at=guest)
    key = screening_of(context, keeper)
    page = visit(f"/screenings/{key}/invitations", keeper)
    assert barriers(page) == []
    page.get_by_label("Organisation").select_option(label=f"Ghana: {guest.name}")
    page.get_by_label("For how many days").fill("91")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("it must be 1 to 90 days")).to_be_visible()
    page.get_by_label("Organisation").select_option(label=f"Ghana: {guest.name}")
    page.get_by_label("For how many days").fill("3")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("another State, Ghana")
    assert barriers(page) == []
    theirs = visit("/invited", invited)
    expect(theirs.get_by_text("No invitation holds")).to_be_visible()
    page.get_by_role("button", name="Yes, show it to Ghana").click()
    expect(page.get_by_role("row", name=guest.name)).to_contain_text("sees the screening")
    theirs.reload()
    expect(theirs.get_by_role("link", name="KE-2025-7")).to_be_visible()
    assert barriers(theirs) == []
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_role("row", name=guest.name)).to_contain_text("withdrawn")
    assert barriers(page) == []
    theirs.reload()
    expect(theirs.get_by_text("No invitation holds")).to_be_visible()


def test_the_audit_log_is_read_and_checked(visit: Visit, context: Context) -> None:
    home = organisation(context, "ISL")
    keeper = person(context, "officer", at=home)
    for _ in range(51):
        screening_of(context, keeper)
    page = visit("/audit", person(context, "auditor", at=home))
    expect(page.get_by_role("row")).to_have_count(51)
    expect(page.get_by_role("row").nth(1)).to_contain_text("Amina Okoth")
    assert barriers(page) == []
    page.get_by_role("link", name="Older rows").click()
    expect(page.get_by_role("row")).to_have_count(2)
    page.get_by_role("link", name="The newest rows").click()
    page.get_by_role("link", name="Check all seals").click()
    expect(page.get_by_role("status")).to_contain_text("hold")
    assert barriers(page) == []


@pytest.mark.parametrize("locale", ["en", "ar"])
def test_pages_fit_a_narrow_window(visit: Visit, context: Context, locale: str) -> None:
    roles: tuple[Role, ...] = ("administrator", "supervisor", "auditor")
    home = organisation(context, hosts=True)
    organisation(context, "GHA")
    own = person(context, *roles, at=home)
    key = screening_of(context, own)
    page = visit("/people", own, locale=locale, **NARROW)
    for path in (
        "/people",
        f"/people/{own.user.id}",
        "/organisations",
        f"/screenings/{key}/invitations",
        "/invited",
        "/audit?check=yes",
    ):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        assert page.locator("html").get_attribute("dir") == ("rtl" if locale == "ar" else "ltr")
        assert barriers(page) == []


@pytest.mark.parametrize("path", ["/people", "/organisations", "/audit", "/invited"])
def test_pages_are_closed_to_those_without_the_role(visit: Visit, path: str) -> None:
    page = visit("/", "learner")
    answer = page.goto(path)
    assert answer is not None and answer.status == 403
