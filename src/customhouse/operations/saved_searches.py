"""Keep searches under a name, and forget them. Everybody sees their own only."""

import uuid
from urllib.parse import parse_qsl, urlencode

from customhouse.accounts.actor import Actor
from customhouse.operations.context import Context
from customhouse.operations.screenings import NotFoundError
from customhouse.store import audit, saved_searches
from customhouse.store.saved_searches import SEARCH_PLACES, SavedSearch, SearchPlace

MOST = 50
LONGEST_NAME = 100
LONGEST_QUERY = 2000

_NOT_KEPT = {"after", "_csrf_token"}


class SearchError(ValueError):
    """A search that cannot be kept; `field` is where, the message says why."""

    def __init__(self, field: str, problem: str):
        super().__init__(problem)
        self.field = field


def kept(context: Context, actor: Actor, place: SearchPlace | None = None) -> list[SavedSearch]:
    """The actor's searches by name. Raises `DeniedError`."""
    actor.require("searches.keep")
    with context.store.reading() as connection:
        return saved_searches.of_user(connection, actor.user_id, place)


def keep(context: Context, actor: Actor, *, name: str, place: str, query: str) -> SavedSearch:
    """Keep a search of the actor. Raises `DeniedError` and `SearchError`."""
    actor.require("searches.keep")
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise SearchError("name", f"it needs 1 to {LONGEST_NAME} characters")
    where = next((one for one in SEARCH_PLACES if one == place), None)
    if where is None:
        raise SearchError("place", f"it is one of {', '.join(SEARCH_PLACES)}")
    query = normalised(query)
    if not query:
        raise SearchError("query", "it asks for nothing: fill in a field of the search first")
    if len(query) > LONGEST_QUERY:
        raise SearchError("query", f"it must have at most {LONGEST_QUERY} characters")
    now = context.now()
    search = SavedSearch(
        id=uuid.uuid4(),
        user_id=actor.user_id,
        name=name,
        place=where,
        query=query,
        created_at=now,
    )
    with context.store.writing() as connection:
        if saved_searches.count(connection, actor.user_id) >= MOST:
            raise SearchError("name", f"you keep {MOST} searches: delete one first")
        saved_searches.add(connection, search)
        audit.record(
            connection, actor, now, "search.kept", f"search:{search.id}", {"place": search.place}
        )
    return search


def forget(context: Context, actor: Actor, key: uuid.UUID) -> None:
    """Delete a search of the actor. Raises `DeniedError` and `NotFoundError`."""
    actor.require("searches.keep")
    with context.store.writing() as connection:
        if not saved_searches.remove(connection, actor.user_id, key):
            raise NotFoundError
        audit.record(connection, actor, context.now(), "search.forgotten", f"search:{key}")


def normalised(query: str) -> str:
    """A query string without empty fields, pages and repetitions, written in one way."""
    try:
        pairs = parse_qsl(query.removeprefix("?"), max_num_fields=100)
    except ValueError:
        raise SearchError("query", "it has too many fields") from None
    told = {(name, value.strip()): None for name, value in pairs if name not in _NOT_KEPT}
    return urlencode([(name, value) for name, value in told if value])
