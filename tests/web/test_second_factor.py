"""Second factors and sign-in by a service, in a real browser on a server that asks for them.

The server is reached as localhost: browsers allow passkeys there without HTTPS.
"""

import datetime
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import httpx
import pyotp
import pytest
from oidc_provider_mock import run_server_in_thread
from playwright.sync_api import Browser, Page, expect

from customhouse.http.settings import Settings
from customhouse.operations.context import Context
from customhouse.server.app import build
from customhouse.store import one_time_links, users
from customhouse.web.visitor import SESSION_COOKIE
from tests.people import PASSWORD, Person, person
from tests.servers import listening, serving
from tests.web.access import barriers

PHONE = {"width": 360, "height": 740}
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    """The address of a running sign-in service."""
    with run_server_in_thread(port=0, require_nonce=True) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(scope="module")
def strict_site(context: Context, service: str) -> Iterator[str]:
    """A server that asks for second factors, and knows the service."""
    listener = listening()
    url = f"http://localhost:{listener.getsockname()[1]}"
    settings = Settings(
        public_url=url,
        factor_required=True,
        sign_ins_a_minute=1000,
        oidc_issuer=service,
        oidc_client_id="desk",
        oidc_client_secret="hush",  # noqa: S106
        oidc_name="Ministry of Finance",
    )
    with serving(build(context, settings), listener):
        yield url


@pytest.fixture
def open_page(browser: Browser, strict_site: str) -> Iterator[Open]:
    """Opens a page of that server, signed in when a person is given."""
    windows = []
    errors: list[str] = []

    def go(path: str, who: Person | None = None, **options: object) -> Page:
        window = browser.new_context(base_url=strict_site, **options)  # type: ignore[arg-type]
        windows.append(window)
        if who:
            window.add_cookies([{"name": SESSION_COOKIE, "value": who.token, "url": strict_site}])
        page = window.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on(
            "console",
            lambda told: errors.append(told.text) if "Content Security" in told.text else None,
        )
        page.goto(path)
        return page

    yield go
    for window in windows:
        window.close()
    assert errors == []


def sign_in(page: Page, who: Person) -> None:
    page.get_by_label("Sign-in name").fill(who.user.login)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def cookie(page: Page) -> str:
    return next(one["value"] for one in page.context.cookies() if one["name"] == SESSION_COOKIE)


def fits(page: Page) -> bool:
    """Whether nothing of the page lies beside the window."""
    wide: bool = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return not wide


def path(page: Page) -> str:
    return urlsplit(page.url).path


def test_a_supervisor_is_led_to_set_up_an_app_and_signs_in_with_it(
    open_page: Open, context: Context
) -> None:
    who = person(context, "supervisor", password=PASSWORD)
    page = open_page("/account", viewport=PHONE)
    sign_in(page, who)
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up a second factor")
    assert barriers(page) == []
    assert fits(page)
    for closed in ("/account", "/sign-in/code", "/history"):
        page.goto(closed)
        assert path(page) == "/sign-in", f"{closed} was opened by a half-open sign-in"
    page.goto("/account/second-factor?to=/account")
    page.get_by_role("button", name="Set up an app").click()
    assert barriers(page) == []
    assert fits(page)
    picture = page.get_by_role("img", name="QR code")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
    secret = page.locator("code.secret").inner_text().replace(" ", "")
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("This code is wrong")).to_be_visible()
    assert page.locator("code.secret").inner_text().replace(" ", "") == secret
    page.get_by_label("Code").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Confirm").click()
    codes = page.locator(".codes code").all_inner_texts()
    assert len(codes) == 10
    assert barriers(page) == []
    assert fits(page)
    page.get_by_role("link", name="go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    expect(page.get_by_text("10 recovery codes are left")).to_be_visible()

    page.get_by_role("banner").get_by_role("button", name="Sign out").click()
    page.goto("/sign-in?to=/account")
    sign_in(page, who)
    expect(page.get_by_role("heading", level=1)).to_have_text("One more step")
    assert barriers(page) == []
    assert fits(page)
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("not right")
    half = cookie(page)
    page.get_by_label("Code").fill(codes[0])
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("9 recovery codes are left")).to_be_visible()
    assert path(page) == "/account"
    assert cookie(page) != half
    old = httpx.get(page.url, cookies={SESSION_COOKIE: half})
    assert old.headers["location"].startswith("/sign-in?")


def test_a_passkey_is_set_up_signs_in_and_is_removed(open_page: Open, context: Context) -> None:
    who = person(context, "officer", password=PASSWORD)
    page = open_page("/account/second-factor?to=/account", who)
    authenticator(page)
    page.get_by_label("What you call this passkey").fill("key on my ring")
    page.get_by_role("button", name="Set up a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")
    page.get_by_role("link", name="go on").click()
    expect(page.get_by_text("key on my ring")).to_be_visible()
    assert barriers(page) == []

    page.get_by_role("button", name="Sign out").click()
    page.goto("/sign-in?to=/account")
    sign_in(page, who)
    assert path(page) == "/sign-in/code"
    assert barriers(page) == []
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("last used")).to_be_visible()

    page.get_by_role("link", name="Remove the passkey key on my ring").click()
    assert barriers(page) == []
    page.get_by_label("Your password").fill("quite another one")
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("It is wrong")).to_be_visible()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("status")).to_contain_text("removed")
    expect(page.get_by_text("key on my ring")).to_have_count(0)


def authenticator(page: Page) -> None:
    """A security key that the browser holds, made by its own tools for that."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "usb",
                "hasResidentKey": False,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def test_the_passkey_of_another_opens_nothing(open_page: Open, context: Context) -> None:
    thief, owner = (person(context, "officer", password=PASSWORD) for _ in range(2))
    page = open_page("/account/second-factor", thief)
    authenticator(page)
    page.get_by_role("button", name="Set up a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")
    own = open_page("/account/second-factor", owner)
    authenticator(own)
    own.get_by_role("button", name="Set up a passkey").click()
    expect(own.get_by_role("heading", level=1)).to_have_text("Your recovery codes")

    page.context.clear_cookies()
    page.goto("/sign-in?to=/account")
    sign_in(page, owner)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("did not answer")
    assert path(page) == "/sign-in/code"


def test_the_account_page(open_page: Open, context: Context) -> None:
    who = person(context, "officer", "trainer", password=PASSWORD)
    other = open_page("/account", who)
    page = open_page("/account", who, viewport=PHONE)
    assert barriers(page) == []
    assert fits(page)
    expect(page.get_by_text("Trainer")).to_be_visible()
    expect(page.get_by_role("link", name="API keys")).to_have_attribute("href", "/account/keys")

    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_label("New password").fill("short")
    page.get_by_role("button", name="Change the password").click()
    expect(page.get_by_text("It must have at least 12")).to_be_visible()
    assert barriers(page) == []
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_label("New password").fill("four brown owls asleep")
    page.get_by_role("button", name="Change the password").click()
    expect(page.get_by_role("status")).to_contain_text("changed")
    other.goto("/account")
    assert path(other) == "/sign-in"

    before = cookie(page)
    page.get_by_role("button", name="End all other sign-ins").click()
    expect(page.get_by_role("status")).to_contain_text("ended")
    assert cookie(page) != before
    page.get_by_label("Show pages in").select_option("ar")
    page.locator("form[action='/account/language'] button").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert barriers(page) == []
    assert fits(page)
    with context.store.reading() as connection:
        kept = users.get(connection, who.user.id)
    assert kept is not None
    assert kept.language == "ar"


def test_the_pages_in_arabic_on_a_phone(open_page: Open, context: Context) -> None:
    page = open_page("/sign-in", viewport=PHONE, locale="ar")
    assert barriers(page) == []
    assert fits(page)
    who = person(context, "officer", password=PASSWORD)
    page = open_page("/account/second-factor", who, viewport=PHONE, locale="ar")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert barriers(page) == []
    assert fits(page)
    page.locator("form[action='/account/second-factor/app'] button").click()
    secret = page.locator("code.secret").inner_text().replace(" ", "")
    assert barriers(page) == []
    assert fits(page)
    page.locator("#code").fill(pyotp.TOTP(secret).now())
    page.locator("form[action='/account/second-factor/app/code'] button").click()
    expect(page.locator(".codes code")).to_have_count(10)
    assert barriers(page) == []
    assert fits(page)
    page.goto("/account/recovery-codes")
    assert barriers(page) == []
    assert fits(page)
    page.locator("#password").fill(PASSWORD)
    page.locator("form[action='/account/recovery-codes'] button").click()
    expect(page.locator(".codes code")).to_have_count(10)


def test_a_link_lets_its_owner_choose_a_password_once(open_page: Open, context: Context) -> None:
    who = person(context, "officer")
    with context.store.writing() as connection:
        expires = context.now() + datetime.timedelta(days=1)
        token = one_time_links.make(connection, "password", who.user.id, expires)
    page = open_page(f"/account/password/{token}", viewport=PHONE)
    assert barriers(page) == []
    assert fits(page)
    page.get_by_label("New password").fill(who.user.login)
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_text("It must not hold your name")).to_be_visible()
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_role("status")).to_contain_text("Your password is set")
    sign_in(page, who)
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.goto(f"/account/password/{token}")
    expect(page.get_by_role("alert")).to_contain_text("has been used or has run out")
    assert barriers(page) == []


def test_the_service_signs_in_by_a_verified_address_and_then_by_its_own_name(
    open_page: Open, context: Context, service: str
) -> None:
    who = person(context, "officer", password=PASSWORD)
    subject = f"s-{who.user.id}"
    tell(service, subject, email=who.user.login.upper(), email_verified=True)
    page = open_page("/sign-in?to=/account")
    assert barriers(page) == []
    by_service(page, subject)
    expect(page.get_by_text(who.user.login)).to_be_visible()
    assert path(page) == "/account"

    page.context.clear_cookies()
    tell(service, subject, email="moved@example.org", email_verified=True)
    page.goto("/sign-in?to=/account")
    by_service(page, subject)
    expect(page.get_by_text(who.user.login)).to_be_visible()

    page.context.clear_cookies()
    tell(service, "impostor", email=who.user.login, email_verified=True)
    page.goto("/sign-in")
    by_service(page, "impostor")
    expect(page.get_by_role("alert")).to_contain_text("no account here is yours")


def test_the_service_opens_nothing_for_those_without_an_account(
    open_page: Open, context: Context, service: str
) -> None:
    who = person(context, "officer")
    closed = person(context, "officer")
    with context.store.writing() as connection:
        users.change(connection, closed.user.id, active=False)
        before = users.count(connection)
    tell(service, "unverified", email=who.user.login, email_verified=False)
    tell(service, "closed", email=closed.user.login, email_verified=True)
    tell(service, "stranger", email="stranger@example.org", email_verified=True)
    page = open_page("/sign-in")
    for subject in ("unverified", "closed", "stranger"):
        page.goto("/sign-in")
        by_service(page, subject)
        expect(page.get_by_role("alert")).to_contain_text("no account here is yours")
        assert barriers(page) == []
    page.goto("/sign-in")
    page.get_by_role("link", name="Ministry of Finance").click()
    page.get_by_role("button", name="Deny").click()
    expect(page.get_by_role("alert")).to_contain_text("did not sign you in")
    with context.store.reading() as connection:
        assert users.count(connection) == before


def test_an_answer_that_this_browser_did_not_ask_for_is_refused(
    open_page: Open, context: Context, service: str
) -> None:
    who = person(context, "officer")
    tell(service, f"s-{who.user.id}", email=who.user.login, email_verified=True)
    page = open_page("/sign-in")
    landed = []
    page.on("request", lambda request: landed.append(request.url))
    by_service(page, f"s-{who.user.id}")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    back = next(url for url in landed if "/sign-in/oidc/callback" in url)
    stranger = open_page(back)
    expect(stranger.get_by_role("alert")).to_contain_text("begun too long ago")
    page.goto(back)
    expect(page.get_by_role("alert")).to_contain_text("begun too long ago")


def test_the_service_stands_in_for_a_second_factor_only_when_it_asked_for_one(
    open_page: Open, context: Context, service: str
) -> None:
    who = person(context, "supervisor")
    subject = f"s-{who.user.id}"
    tell(service, subject, email=who.user.login, email_verified=True)
    page = open_page("/sign-in?to=/account")
    by_service(page, subject)
    assert path(page) == "/account/second-factor"

    tell(service, subject, email=who.user.login, email_verified=True, amr=["pwd", "mfa"])
    page.goto("/sign-in?to=/account")
    by_service(page, subject)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")


def tell(service: str, subject: str, **claims: object) -> None:
    """Have the service know somebody."""
    httpx.put(f"{service}/users/{subject}", json=claims).raise_for_status()


def by_service(page: Page, subject: str) -> None:
    page.get_by_role("link", name="Sign in by Ministry of Finance").click()
    page.get_by_placeholder("sub").fill(subject)
    page.get_by_role("button", name="Authorize").click()
