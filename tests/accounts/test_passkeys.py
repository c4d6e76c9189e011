"""Where passkeys can be, and answers that are none. Real ones are made in a browser's test."""

import json

import pytest

from customhouse.accounts import passkeys
from customhouse.accounts.passkeys import PasskeyError, Site


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "https://desk.example.org",
            Site(host="desk.example.org", origin="https://desk.example.org"),
        ),
        (
            "https://desk.example.org:8443",
            Site(host="desk.example.org", origin="https://desk.example.org:8443"),
        ),
        (
            "https://DESK.example.org:443/",
            Site(host="desk.example.org", origin="https://desk.example.org"),
        ),
        ("http://localhost:8000", Site(host="localhost", origin="http://localhost:8000")),
        ("http://127.0.0.1:8000", None),
        ("https://192.0.2.7", None),
        ("https://[2001:db8::1]", None),
        ("http://desk.example.org", None),
    ],
)
def test_passkeys_need_a_name_and_https(url: str, expected: Site | None) -> None:
    assert passkeys.site(url) == expected


def test_what_is_asked_names_the_site_and_the_passkeys_known() -> None:
    site = passkeys.site("https://desk.example.org")
    assert site is not None
    asked = passkeys.ask_to_register(site, b"\x01" * 16, "amina@example.org", "Amina", [b"old"])
    options = json.loads(asked.options)
    assert options["rp"]["id"] == "desk.example.org"
    assert [one["id"] for one in options["excludeCredentials"]] == ["b2xk"]
    signing = passkeys.ask_to_sign(site, [b"old"])
    assert [one["id"] for one in json.loads(signing.options)["allowCredentials"]] == ["b2xk"]
    assert signing.challenge != asked.challenge


NAMED = '{"rawId": "b2xk"}'


@pytest.mark.parametrize("answer", ["", "{}", "[]", "null", "1", '{"rawId": 1}', NAMED])
def test_what_no_browser_sends_is_refused(answer: str) -> None:
    site = Site(host="localhost", origin="http://localhost")
    with pytest.raises(PasskeyError):
        passkeys.registered(site, b"challenge", answer)
    with pytest.raises(PasskeyError):
        passkeys.signed(site, b"challenge", answer, public_key=b"", sign_count=0)
    if answer != NAMED:
        with pytest.raises(PasskeyError):
            passkeys.signed_by(answer)
