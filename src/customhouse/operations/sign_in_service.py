"""Ask an organisation's sign-in service: its discovery document, its keys, who came."""

import datetime
from typing import Any
from urllib.parse import quote_plus

import httpx
import msgspec

from customhouse.accounts import oidc
from customhouse.accounts.oidc import Endpoints, Flight, Identity, OidcError, Service

_PATIENCE = 10.0
"""Seconds."""


class UnreachableError(Exception):
    """The service does not answer, or not as one does."""


def discover(service: Service) -> Endpoints:
    """Where the service is asked what. Raises `UnreachableError` and `OidcError`."""
    with _client() as client:
        return _discover(client, service)


def fetch_identity(service: Service, flight: Flight, code: str, now: datetime.datetime) -> Identity:
    """Who came back with a code. Raises `UnreachableError` and `OidcError`."""
    with _client() as client:
        found = _discover(client, service)
        tokens = _json(_exchange(client, service, found, flight, code))
        keys = _json(_get(client, found.jwks_uri))
        told = oidc.claims(service, str(tokens.get("id_token", "")), keys, flight.nonce, now)
        if "email" not in told and oidc.safe_address(found.userinfo_endpoint):
            bearer = {"Authorization": f"Bearer {tokens.get('access_token', '')}"}
            more = _json(_get(client, found.userinfo_endpoint, bearer))
            if more.get("sub") != told.get("sub"):
                raise OidcError("the service told of another person than the one who signed in")
            told = {**more, **told}
    return oidc.identity(service, told)


def _client() -> httpx.Client:
    return httpx.Client(timeout=_PATIENCE, headers={"Accept": "application/json"})


def _discover(client: httpx.Client, service: Service) -> Endpoints:
    address = f"{service.issuer.rstrip('/')}/.well-known/openid-configuration"
    return oidc.endpoints(service, _get(client, address))


def _exchange(
    client: httpx.Client, service: Service, found: Endpoints, flight: Flight, code: str
) -> bytes:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": service.redirect_uri,
        "code_verifier": flight.verifier,
    }
    login = httpx.Auth()
    if service.client_secret and (
        "client_secret_basic" in found.token_endpoint_auth_methods_supported
    ):
        login = httpx.BasicAuth(quote_plus(service.client_id), quote_plus(service.client_secret))
    else:
        form["client_id"] = service.client_id
        if service.client_secret:
            form["client_secret"] = service.client_secret
    try:
        answer = client.post(found.token_endpoint, data=form, auth=login)
    except httpx.HTTPError as error:
        raise UnreachableError(str(error)) from error
    if answer.status_code in (400, 401):
        raise OidcError(f"the service refused the code: {answer.text[:200]}")
    return _good(answer)


def _get(client: httpx.Client, url: str, headers: dict[str, str] | None = None) -> bytes:
    try:
        return _good(client.get(url, headers=headers))
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise UnreachableError(str(error)) from error


def _good(answer: httpx.Response) -> bytes:
    if answer.status_code != 200:
        raise UnreachableError(f"{answer.url.copy_with(query=None)} said {answer.status_code}")
    return answer.content


def _json(body: bytes) -> dict[str, Any]:
    try:
        return msgspec.json.decode(body, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnreachableError(f"no JSON came: {error}") from error
