"""Sign-in by an organisation's own service: OpenID Connect, authorization code flow with PKCE.

Pure: what to send and what to believe. `operations.sign_in_service` does the asking.
"""

import base64
import datetime
import hashlib
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

import msgspec
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

_ALGORITHMS = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "EdDSA",
    "Ed25519",
)
"""Signatures with a public key only: a shared secret proves nothing about who signed."""
_LEEWAY = 60
"""Seconds that the clocks may differ."""
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class OidcError(ValueError):
    """What a sign-in service said cannot be believed; the message says why, for the log."""


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """A sign-in service, how this server is known to it, and where it sends people back to."""

    issuer: str
    client_id: str
    client_secret: str
    redirect_uri: str


class Endpoints(msgspec.Struct, frozen=True, kw_only=True):
    """What of a discovery document is needed (OpenID Connect Discovery 1.0, section 3)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str = ""
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)


class Flight(msgspec.Struct, frozen=True, kw_only=True):
    """What the browser keeps between being sent away and coming back."""

    state: str
    nonce: str
    verifier: str
    to: str


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody as the service knows them.

    `email` is empty unless the service has verified it; `several_factors` is whether the
    service says that it asked for more than a password (`amr` holds `mfa`, RFC 8176).
    """

    issuer: str
    subject: str
    email: str = ""
    several_factors: bool = False


def safe_address(url: str) -> bool:
    """Whether secrets may be sent there: HTTPS, or this machine itself."""
    address = urlsplit(url)
    return bool(address.hostname) and (
        address.scheme == "https" or (address.scheme == "http" and address.hostname in _LOOPBACK)
    )


def endpoints(service: Service, document: bytes) -> Endpoints:
    """Read a discovery document. Raises `OidcError` for another issuer's, or an unsafe one."""
    try:
        found = msgspec.json.decode(document, type=Endpoints)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise OidcError(f"the discovery document cannot be read: {error}") from error
    if found.issuer != service.issuer:
        raise OidcError(f"the discovery document is of {found.issuer}, not of {service.issuer}")
    for url in (found.authorization_endpoint, found.token_endpoint, found.jwks_uri):
        if not safe_address(url):
            raise OidcError(f"{url} is not reached by HTTPS")
    return found


def new_flight(to: str) -> Flight:
    """Fresh secrets for one sign-in; `to` is the page to go on to."""
    return Flight(
        state=secrets.token_urlsafe(32),
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(48),
        to=to,
    )


def authorization_url(service: Service, found: Endpoints, flight: Flight) -> str:
    """Where the browser is sent to sign in."""
    challenge = base64.urlsafe_b64encode(hashlib.sha256(flight.verifier.encode()).digest())
    asked = {
        "response_type": "code",
        "client_id": service.client_id,
        "redirect_uri": service.redirect_uri,
        "scope": "openid email",
        "state": flight.state,
        "nonce": flight.nonce,
        "code_challenge": challenge.rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    joint = "&" if urlsplit(found.authorization_endpoint).query else "?"
    return f"{found.authorization_endpoint}{joint}{urlencode(asked)}"


def claims(
    service: Service, id_token: str, keys: Mapping[str, Any], nonce: str, now: datetime.datetime
) -> dict[str, Any]:
    """What an ID token says, once its signature, issuer, audience, time and nonce hold.

    Raises `OidcError`.
    """
    registry = jwt.JWTClaimsRegistry(
        now=int(now.timestamp()),
        leeway=_LEEWAY,
        iss={"essential": True, "value": service.issuer},
        aud={"essential": True, "value": service.client_id},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": nonce},
    )
    try:
        key_set = KeySet.import_key_set(dict(keys))  # type: ignore[arg-type]
        token = jwt.decode(id_token, key_set, algorithms=list(_ALGORITHMS))
        registry.validate(token.claims)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise OidcError(f"the ID token does not hold: {error}") from error
    party = token.claims.get("azp")
    several = isinstance(token.claims["aud"], list) and len(token.claims["aud"]) > 1
    if (party or several) and party != service.client_id:
        raise OidcError("the ID token was made for another")
    return token.claims


def identity(service: Service, told: Mapping[str, Any]) -> Identity:
    """Who the verified claims are about. Raises `OidcError` for a subject that is no text."""
    subject, email, methods = told.get("sub"), told.get("email"), told.get("amr")
    if not isinstance(subject, str) or not subject:
        raise OidcError("the ID token names nobody")
    verified = told.get("email_verified") is True and isinstance(email, str)
    return Identity(
        issuer=service.issuer,
        subject=subject,
        email=str(email) if verified else "",
        several_factors=isinstance(methods, list) and "mfa" in methods,
    )
