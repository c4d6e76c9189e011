"""Passkeys (WebAuthn) as a second factor: what a browser is asked, and whether its answer holds."""

import ipaddress
import json
from collections.abc import Sequence
from urllib.parse import urlsplit

import msgspec
import webauthn
from webauthn.helpers import base64url_to_bytes, options_to_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

_NAME = "customhouse"


class PasskeyError(ValueError):
    """The answer of a browser that does not hold."""


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """The site that passkeys belong to: its host, and its origin as browsers write it."""

    host: str
    origin: str


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What the browser is asked, as JSON, and the challenge that it has to sign."""

    options: str
    challenge: bytes


class NewPasskey(msgspec.Struct, frozen=True, kw_only=True):
    """A passkey just made."""

    id: bytes
    public_key: bytes
    sign_count: int


def site(public_url: str) -> Site | None:
    """The site of a server; `None` where browsers allow no passkey.

    They need a name, not an address of numbers, and HTTPS unless the name is localhost.
    """
    address = urlsplit(public_url)
    host = address.hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        pass
    else:
        return None
    if not host or (address.scheme != "https" and host != "localhost"):
        return None
    port = f":{address.port}" if address.port not in (None, _DEFAULT[address.scheme]) else ""
    return Site(host=host, origin=f"{address.scheme}://{host}{port}")


_DEFAULT = {"https": 443, "http": 80}


def ask_to_register(
    site: Site, user_id: bytes, login: str, name: str, known: Sequence[bytes]
) -> Asked:
    """Ask for a new passkey, on none of the authenticators that hold a `known` one."""
    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name=_NAME,
        user_id=user_id,
        user_name=login,
        user_display_name=name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
    )
    return Asked(options=options_to_json(options), challenge=options.challenge)


def registered(site: Site, challenge: bytes, answer: str) -> NewPasskey:
    """The passkey of a browser's answer. Raises `PasskeyError` when it does not hold."""
    try:
        verified = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise PasskeyError(str(error)) from error
    return NewPasskey(
        id=verified.credential_id,
        public_key=verified.credential_public_key,
        sign_count=verified.sign_count,
    )


def ask_to_sign(site: Site, known: Sequence[bytes]) -> Asked:
    """Ask for a signature by one of the passkeys of a person."""
    options = webauthn.generate_authentication_options(
        rp_id=site.host,
        allow_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return Asked(options=options_to_json(options), challenge=options.challenge)


def signed_by(answer: str) -> bytes:
    """The id of the passkey that an answer says it is of. Raises `PasskeyError`."""
    try:
        return base64url_to_bytes(json.loads(answer)["rawId"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PasskeyError("the answer names no passkey") from error


def signed(site: Site, challenge: bytes, answer: str, *, public_key: bytes, sign_count: int) -> int:
    """The new count of uses of a passkey that signed the challenge.

    Raises `PasskeyError` when the signature does not hold, or the count shows a copied passkey.
    """
    try:
        verified = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise PasskeyError(str(error)) from error
    return verified.new_sign_count
