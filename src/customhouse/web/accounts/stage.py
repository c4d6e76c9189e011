"""Where a sign-in stands, for pages that a half-open one may see."""

import msgspec

from customhouse.http.given import WebRequest
from customhouse.operations.context import Context
from customhouse.store import users
from customhouse.store.sessions import Session, Stage
from customhouse.store.users import User
from customhouse.web.visitor import SESSION_COOKIE, SignInFirst, Visitor


def waiting(visitor: Visitor, *stages: Stage) -> tuple[Session, User]:
    """The sign-in and account of a visitor at one of these stages. Raises `SignInFirst`."""
    if visitor.session is None or visitor.user is None or visitor.session.stage not in stages:
        raise SignInFirst
    return visitor.session, visitor.user


def token_of(request: WebRequest) -> str:
    """The token of the sign-in, empty for none."""
    return request.cookies.get(SESSION_COOKIE, "")


def opened(visitor: Visitor, context: Context, user: User) -> Visitor:
    """The visitor once the sign-in is open: the page that tells so shows them signed in."""
    with context.store.reading() as connection:
        return msgspec.structs.replace(visitor, actor=users.actor(connection, user, "session"))
