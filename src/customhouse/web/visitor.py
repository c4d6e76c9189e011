"""Who looks at a page: somebody signed in or not, and in which language."""

import uuid

import msgspec
from litestar.di import NamedDependency
from litestar.exceptions import HTTPException, NotAuthorizedException

from customhouse.accounts.actor import Actor
from customhouse.http.given import WebRequest
from customhouse.languages.catalogues import choose, direction
from customhouse.operations.context import Context
from customhouse.store import sessions, users
from customhouse.store.sessions import Session
from customhouse.store.users import User

SESSION_COOKIE = "customhouse"
LANGUAGE_COOKIE = "language"


class Visitor(msgspec.Struct, frozen=True, kw_only=True):
    """One request's reader. `actor` is set only when the sign-in is complete."""

    actor: Actor | None
    user: User | None
    session: Session | None
    language: str

    @property
    def direction(self) -> str:
        """`rtl` for Arabic."""
        return direction(self.language)


class SignInFirst(NotAuthorizedException):
    """The page is for somebody signed in: the reader is led to the sign-in page and back."""


def visitor_of(request: WebRequest, context: NamedDependency[Context]) -> Visitor:
    """Who asks: the sign-in of the cookie, and the language chosen or preferred."""
    token = request.cookies.get(SESSION_COOKIE, "")
    session, user, actor = _signed_in(context, token) if token else (None, None, None)
    chosen = request.cookies.get(LANGUAGE_COOKIE) or (user.language if user else None)
    return Visitor(
        actor=actor,
        user=user,
        session=session,
        language=choose(chosen, request.headers.get("accept-language", "")),
    )


def _signed_in(context: Context, token: str) -> tuple[Session | None, User | None, Actor | None]:
    now = context.now()
    with context.store.reading() as connection:
        session = sessions.find(connection, token, now)
        user = users.get(connection, session.user_id) if session else None
        if session is None or user is None or not user.active:
            return None, None, None
        opened = session.stage == "open"
        actor = users.actor(connection, user, "session") if opened else None
    if sessions.is_stale(session, now):
        with context.store.writing() as connection:
            sessions.seen(connection, session, now)
    return session, user, actor


def actor_of(visitor: NamedDependency[Visitor]) -> Actor:
    """The one signed in. Raises `SignInFirst` when nobody is."""
    if visitor.actor is None:
        raise SignInFirst
    return visitor.actor


def uuid_of(text: str) -> uuid.UUID:
    """The id of a path. Raises a 404 for what is none, as for one that is not there."""
    try:
        return uuid.UUID(text)
    except ValueError:
        raise HTTPException(status_code=404) from None
