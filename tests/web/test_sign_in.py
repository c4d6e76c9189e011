"""Set up, sign in, sign out, in a real browser on a server of its own."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from customhouse.http.settings import Settings
from customhouse.operations.accounts import setup_token
from customhouse.operations.context import Context
from customhouse.server.app import build
from customhouse.store.engine import Store
from tests.people import PASSWORD, person
from tests.servers import address, listening, serving
from tests.web.access import barriers


def test_the_first_start_leads_to_an_account(
    browser: Browser, context: Context, tmp_path: Path
) -> None:
    store = Store(f"sqlite:///{tmp_path / 'new.db'}")
    store.migrate()
    fresh = Context(context.packs, store)
    token = setup_token(fresh)
    listener = listening()
    settings = Settings(public_url=address(listener), factor_required=False)
    with serving(build(fresh, settings), listener) as url:
        page = browser.new_page(base_url=url)
        page.goto(f"/setup?token={token}")
        assert barriers(page) == []
        page.get_by_label("Your organisation").fill("Kenya Revenue Authority")
        page.get_by_label("Country").fill("KE")
        page.get_by_label("Your name").fill("Amina Okoth")
        page.get_by_label("Sign-in name").fill("amina@example.org")
        page.get_by_label("Password").fill("amina")
        page.get_by_role("button", name="Set up").click()
        expect(page.get_by_text("it must have 12")).to_be_visible()
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Set up").click()
        expect(page.get_by_role("link", name="Amina Okoth")).to_be_visible()
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("banner").get_by_role("link", name="Sign in")).to_be_visible()
        page.goto(f"/setup?token={token}")
        page.get_by_label("Your organisation").fill("Another")
        page.close()
    assert setup_token(fresh) is None
    store.close()


def test_a_wrong_password_opens_nothing(visit: Callable[..., Page], context: Context) -> None:
    login = person(context, "officer", password=PASSWORD).user.login
    page = visit("/sign-in")
    assert barriers(page) == []
    page.get_by_label("Sign-in name").fill(login)
    page.get_by_label("Password").fill("quite another one")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("wrong")
    assert barriers(page) == []
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
