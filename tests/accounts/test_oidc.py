"""What of a sign-in service is believed."""

import base64
import datetime
import hashlib
import hmac
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from customhouse.accounts import oidc
from customhouse.accounts.oidc import Endpoints, OidcError, Service

NOW = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.UTC)
SERVICE = Service(
    issuer="https://sign-in.example.org",
    client_id="desk",
    client_secret="hush",  # noqa: S106
    redirect_uri="https://desk.example.org/sign-in/oidc/callback",
)
DOCUMENT = Endpoints(
    issuer=SERVICE.issuer,
    authorization_endpoint=f"{SERVICE.issuer}/authorize",
    token_endpoint=f"{SERVICE.issuer}/token",
    jwks_uri=f"{SERVICE.issuer}/keys",
)
KEY = RSAKey.generate_key(2048, parameters={"kid": "one"})
KEYS: Mapping[str, Any] = dict(KeySet([KEY]).as_dict(private=False))
SHARED = b'{"alg":"HS256","kid":"one"}'
UNSIGNED = b'{"alg":"none","kid":"one"}'
CLAIMS: Mapping[str, Any] = {
    "iss": SERVICE.issuer,
    "aud": SERVICE.client_id,
    "sub": "4711",
    "iat": int(NOW.timestamp()),
    "exp": int(NOW.timestamp()) + 300,
    "nonce": "n",
}


def token(key: RSAKey = KEY, **changes: Any) -> str:
    told = {name: value for name, value in {**CLAIMS, **changes}.items() if value is not None}
    return jwt.encode({"alg": "RS256", "kid": "one"}, told, key)


def base64url(told: bytes) -> str:
    return base64.urlsafe_b64encode(told).rstrip(b"=").decode()


def test_a_good_token_is_believed() -> None:
    assert oidc.claims(SERVICE, token(), KEYS, "n", NOW)["sub"] == "4711"
    several = token(aud=["desk", "other"], azp="desk")
    assert oidc.claims(SERVICE, several, KEYS, "n", NOW)["sub"] == "4711"


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://other.example.org"},
        {"iss": None},
        {"aud": "another"},
        {"aud": None},
        {"aud": ["desk", "other"]},
        {"azp": "other"},
        {"exp": int(NOW.timestamp()) - 61},
        {"exp": None},
        {"iat": int(NOW.timestamp()) + 3600},
        {"nbf": int(NOW.timestamp()) + 3600},
        {"nonce": "m"},
        {"nonce": None},
        {"sub": None},
    ],
)
def test_a_token_of_others_or_of_another_time_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(OidcError):
        oidc.claims(SERVICE, token(**changes), KEYS, "n", NOW)


def test_a_signature_of_another_key_is_refused() -> None:
    other = RSAKey.generate_key(2048, parameters={"kid": "one"})
    with pytest.raises(OidcError):
        oidc.claims(SERVICE, token(other), KEYS, "n", NOW)


def test_no_signature_and_one_by_a_shared_secret_are_refused() -> None:
    body = token().split(".")[1]
    signed = f"{base64url(SHARED)}.{body}"
    mac = hmac.digest(KEY.as_pem(private=False), signed.encode(), "sha256")
    unsigned = f"{base64url(UNSIGNED)}.{body}."
    for forged in (f"{signed}.{base64url(mac)}", unsigned, "", "a.b.c"):
        with pytest.raises(OidcError):
            oidc.claims(SERVICE, forged, KEYS, "n", NOW)


def test_a_document_of_another_issuer_or_without_https_is_refused() -> None:
    def read(**changes: str) -> Endpoints:
        document = msgspec.structs.replace(DOCUMENT, **changes)
        return oidc.endpoints(SERVICE, msgspec.json.encode(document))

    assert read() == DOCUMENT
    for bad in (
        {"issuer": "https://other.example.org"},
        {"token_endpoint": "http://sign-in.example.org/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": ""},
    ):
        with pytest.raises(OidcError):
            read(**bad)
    with pytest.raises(OidcError):
        oidc.endpoints(SERVICE, b"<html>")


def test_the_browser_is_sent_with_a_proof_of_who_will_fetch_the_token() -> None:
    flight = oidc.new_flight("/screen")
    asked = parse_qs(urlsplit(oidc.authorization_url(SERVICE, DOCUMENT, flight)).query)
    digest = hashlib.sha256(flight.verifier.encode()).digest()
    assert asked["code_challenge"] == [base64url(digest)]
    assert asked["code_challenge_method"] == ["S256"]
    assert (asked["state"], asked["nonce"]) == ([flight.state], [flight.nonce])
    assert flight.verifier not in str(asked)


def test_an_address_counts_only_when_the_service_has_verified_it() -> None:
    def email(**told: Any) -> str:
        return oidc.identity(SERVICE, {"sub": "4711", **told}).email

    assert email(email="amina@example.org", email_verified=True) == "amina@example.org"
    assert email(email="amina@example.org") == ""
    assert email(email="amina@example.org", email_verified="true") == ""
    assert email(email_verified=True) == ""
    with pytest.raises(OidcError):
        oidc.identity(SERVICE, {"sub": 4711})
