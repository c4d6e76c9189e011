"""Sign in by an organisation's own service. It never makes an account."""

import secrets
from typing import Literal

from sqlalchemy import Connection

from customhouse.accounts import oidc
from customhouse.accounts.oidc import Flight, Identity, OidcError, Service
from customhouse.operations import sign_in_service
from customhouse.operations.accounts import SignedIn, next_stage
from customhouse.operations.context import Context
from customhouse.operations.sign_in_service import UnreachableError
from customhouse.store import audit, second_factors, sessions, users
from customhouse.store.users import User

Reason = Literal["declined", "stale", "unreachable", "unbelievable", "unknown"]


class NotSignedInError(Exception):
    """A sign-in by the service that came to nothing.

    `reason` is for the page, the text for the log.
    """

    def __init__(self, reason: Reason, problem: str = ""):
        super().__init__(problem or reason)
        self.reason = reason


def begin(service: Service, to: str) -> tuple[str, Flight]:
    """Where to send the browser, and what it keeps meanwhile. Raises `NotSignedInError`."""
    flight = oidc.new_flight(to)
    try:
        found = sign_in_service.discover(service)
    except UnreachableError as error:
        raise NotSignedInError("unreachable", str(error)) from error
    except OidcError as error:
        raise NotSignedInError("unbelievable", str(error)) from error
    return oidc.authorization_url(service, found, flight), flight


def finish(
    context: Context,
    service: Service,
    flight: Flight | None,
    *,
    state: str,
    code: str,
    factor_required: bool,
) -> SignedIn:
    """Sign in who came back from the service. Raises `NotSignedInError`.

    The account is the one that belongs to the identity; on first use, the one whose sign-in
    name is the e-mail address that the service has verified.
    """
    if not code:
        raise NotSignedInError("declined")
    if flight is None or not secrets.compare_digest(state.encode(), flight.state.encode()):
        raise NotSignedInError("stale")
    now = context.now()
    try:
        who = sign_in_service.fetch_identity(service, flight, code, now)
    except UnreachableError as error:
        raise NotSignedInError("unreachable", str(error)) from error
    except OidcError as error:
        raise NotSignedInError("unbelievable", str(error)) from error
    with context.store.writing() as connection:
        user, linked = _account(connection, who)
        if user is not None and user.active:
            actor = users.actor(connection, user, "session")
            subject = f"user:{user.id}"
            if linked:
                audit.record(connection, actor, now, "identity.linked", subject)
            stage = next_stage(connection, user, factor_required=factor_required)
            if who.several_factors:
                stage = "open"
            sessions.sweep(connection, now)
            token = sessions.begin(connection, user.id, stage, now)
            audit.record(connection, actor, now, "sign_in.service", subject, {"stage": stage})
            return SignedIn(token=token, stage=stage)
        known = users.actor(connection, user, "session") if user else None
        subject = f"user:{user.id}" if user else ""
        audit.record(connection, known, now, "sign_in.refused", subject, {"by": "service"})
    raise NotSignedInError("unknown")


def _account(connection: Connection, who: Identity) -> tuple[User | None, bool]:
    """The account of an identity, and whether it was linked to it just now."""
    known = users.by_identity(connection, who.issuer, who.subject)
    if known is not None or not who.email:
        return known, False
    named = users.by_login(connection, who.email)
    held = second_factors.hold(connection, named.id) if named else None
    if held is None or not held.active or held.oidc_subject is not None:
        return None, False
    users.change(connection, held.id, oidc_issuer=who.issuer, oidc_subject=who.subject)
    return held, True
