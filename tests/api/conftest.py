"""A real server for the API on SQLite, one on PostgreSQL, and programs with keys."""

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from customhouse.accounts.permissions import Role
from customhouse.http.settings import Settings
from customhouse.operations import keys
from customhouse.operations.context import Context
from customhouse.server.app import build
from customhouse.store.engine import Store
from tests.people import Person, person
from tests.servers import address, listening, serving

UNLIMITED = 10**9

Program = Callable[..., httpx.Client]


def settings(
    url: str, *, requests_a_minute: int = UNLIMITED, sign_ins_a_minute: int = UNLIMITED
) -> Settings:
    return Settings(
        public_url=url,
        factor_required=False,
        requests_a_minute=requests_a_minute,
        sign_ins_a_minute=sign_ins_a_minute,
    )


@pytest.fixture(scope="session")
def api(context: Context) -> Iterator[str]:
    """The address of a running server whose limits nobody reaches."""
    listener = listening()
    with serving(build(context, settings(address(listener))), listener) as url:
        yield url


@pytest.fixture(scope="session")
def postgres_context(context: Context, postgres_url: str) -> Iterator[Context]:
    store = Store(postgres_url)
    store.migrate()
    store.close()
    yield Context(context.packs, store)
    store.close()


@pytest.fixture(scope="session")
def postgres_api(postgres_context: Context) -> Iterator[str]:
    """As `api`, on PostgreSQL."""
    listener = listening()
    with serving(build(postgres_context, settings(address(listener))), listener) as url:
        yield url


def program_of(context: Context, url: str, who: Person) -> httpx.Client:
    """A client with a new key of this person."""
    key = keys.create(context, who.actor, name="a program", days=1)
    return httpx.Client(
        base_url=url,
        headers={"Authorization": f"Bearer {key.text}"},
        timeout=60,
    )


@pytest.fixture
def program(api: str, context: Context) -> Iterator[Program]:
    """Gives a client with the key of a new person with these roles, or of a `Person`."""
    opened = []

    def make(*who: Role | Person) -> httpx.Client:
        first = who[0] if who else "officer"
        one = first if isinstance(first, Person) else person(context, *(who or ("officer",)))  # type: ignore[arg-type]
        client = program_of(context, api, one)
        opened.append(client)
        return client

    yield make
    for client in opened:
        client.close()


@pytest.fixture
def examples() -> Path:
    """The folder of shipped declarations."""
    return Path(__file__).parents[2] / "examples"
