"""Searches that a person keeps under a name. Each is seen by the one who kept it alone."""

import datetime
import uuid
from typing import Literal, get_args

import msgspec
from sqlalchemy import Connection, delete, func, insert, select

from customhouse.store.tables import saved_searches

SearchPlace = Literal["lookup", "history"]
SEARCH_PLACES: tuple[SearchPlace, ...] = get_args(SearchPlace)


class SavedSearch(msgspec.Struct, frozen=True, kw_only=True):
    """A search and the page that runs it; `query` is the query string of that page."""

    id: uuid.UUID
    user_id: uuid.UUID
    name: str
    place: SearchPlace
    query: str
    created_at: datetime.datetime

    @property
    def path(self) -> str:
        """Where it runs."""
        return f"/{self.place}?{self.query}"


def add(connection: Connection, search: SavedSearch) -> None:
    """Keep a search."""
    connection.execute(insert(saved_searches), msgspec.structs.asdict(search))


def of_user(
    connection: Connection, user_id: uuid.UUID, place: SearchPlace | None = None
) -> list[SavedSearch]:
    """The searches of a person by name; those of one page when it is given."""
    query = select(saved_searches).where(saved_searches.c.user_id == user_id)
    if place is not None:
        query = query.where(saved_searches.c.place == place)
    rows = connection.execute(query.order_by(saved_searches.c.name, saved_searches.c.id))
    return [SavedSearch(**row._mapping) for row in rows]


def count(connection: Connection, user_id: uuid.UUID) -> int:
    """How many searches a person keeps."""
    return connection.execute(
        select(func.count()).where(saved_searches.c.user_id == user_id)
    ).scalar_one()


def remove(connection: Connection, user_id: uuid.UUID, key: uuid.UUID) -> bool:
    """Forget a search of this person; whether there was one."""
    gone = connection.execute(
        delete(saved_searches).where(
            saved_searches.c.id == key, saved_searches.c.user_id == user_id
        )
    )
    return gone.rowcount > 0
