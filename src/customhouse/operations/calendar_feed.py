"""A person's time limits for a calendar program, at an address that only the person knows.

Who has the address sees the numbers of the cases, the limits and their days, and nothing else.
"""

import datetime

import msgspec

from customhouse.accounts.actor import Actor
from customhouse.operations.context import Context
from customhouse.operations.screenings import NotFoundError
from customhouse.store import audit, calendar_feeds, due, users

MOST_EVENTS = 1000


class FeedEvent(msgspec.Struct, frozen=True, kw_only=True):
    """The last day of one clock; `key` names it for ever."""

    key: str
    number: str
    limit: str
    began_on: datetime.date
    ends_on: datetime.date


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """What a calendar program reads; `language` is that of the person's account."""

    language: str | None
    events: tuple[FeedEvent, ...]


def make(context: Context, actor: Actor) -> str:
    """A new address for the actor, in place of an older one; gives its secret part, this once."""
    now = context.now()
    with context.store.writing() as connection:
        token = calendar_feeds.make(connection, actor.user_id)
        audit.record(connection, actor, now, "calendar.made", f"user:{actor.user_id}")
    return token


def revoke(context: Context, actor: Actor) -> None:
    """Have the actor's address open nothing any more."""
    now = context.now()
    with context.store.writing() as connection:
        if calendar_feeds.forget(connection, actor.user_id):
            audit.record(connection, actor, now, "calendar.revoked", f"user:{actor.user_id}")


def there_is(context: Context, actor: Actor) -> bool:
    """Whether the actor has an address."""
    with context.store.reading() as connection:
        return calendar_feeds.there_is(connection, actor.user_id)


def read(context: Context, token: str) -> Feed:
    """What the owner of the address may see today.

    Raises `NotFoundError` for an address that opens nothing, or whose owner's account is closed.
    """
    with context.store.reading() as connection:
        user_id = calendar_feeds.owner(connection, token)
        user = users.get(connection, user_id) if user_id else None
        if user is None or not user.active:
            raise NotFoundError
        reader = users.actor(connection, user, "api_key")
        lines = due.running(connection, reader, None, MOST_EVENTS)
    return Feed(
        language=user.language,
        events=tuple(
            FeedEvent(
                key=f"{line.case_id}/{line.clock}",
                number=line.number,
                limit=line.limit,
                began_on=line.began_on,
                ends_on=line.ends_on,
            )
            for line in lines
            if line.ends_on is not None
        ),
    )
