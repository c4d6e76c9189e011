"""A program or a database that is killed at any moment loses nothing that it acknowledged.

What is killed is a real process (SIGKILL), and a real PostgreSQL (stopped at once, or a server
process of it killed). A power cut is more: what the disk itself forgets is not tried here.
"""

import os
import random
import signal
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from customhouse.store.engine import Store
from customhouse.store.tables import screenings
from tests.servers import Postgres, postgres_server
from tests.store.appending import Told
from tests.store.hands import Office, at_work, look, office, the_audit_log_holds, told_by

DICE = random.Random(11)  # noqa: S311
MOST = 12
LONGEST_WAIT = 0.012


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    """A PostgreSQL of its own, to be brought down.

    Not in a folder of pytest, which each run of pytest shuts to other users: a server that
    recovers looks for its folder again.
    """
    with TemporaryDirectory() as folder, postgres_server(Path(folder) / "killed") as running:
        yield running


def killed_after(place: Office, *, cases: bool = True) -> list[Told]:
    """What a program was acknowledged before it was killed, at no moment in particular."""
    with at_work(place.order(cases=cases)) as process:
        assert process.stdout is not None
        told = told_by(process.stdout, DICE.randint(1, MOST))
        assert told, process.stderr and process.stderr.read()
        time.sleep(DICE.uniform(0, LONGEST_WAIT))
        process.kill()
        told += told_by(process.stdout)
        assert process.wait() == -signal.SIGKILL
    return told


def everything_is_there(place: Office, told: list[Told]) -> None:
    """What was acknowledged, both entries of each pair, and of the rest at most one pair."""
    more = 0
    for key in place.cases:
        case = look(place, key)
        last = max((one.sequence for one in told if one.key == key), default=case.last.sequence)
        assert last <= case.last.sequence
        more += case.last.sequence - last
        kinds = [entry.body.__struct_config__.tag for entry in case.entries[1:]]
        assert kinds == ["item", "said"] * (len(kinds) // 2)
    assert more <= 2


def test_entries_outlive_a_kill_on_sqlite(tmp_path: Path) -> None:
    place = office(f"sqlite:///{tmp_path / 'a.db'}", cases_open=2)
    for _ in range(20):
        everything_is_there(place, killed_after(place))
    the_audit_log_holds(place, place.cases)
    place.context.store.close()


def test_entries_outlive_a_kill_on_postgresql(server: Postgres) -> None:
    place = office(server.url, cases_open=2)
    for _ in range(10):
        told = killed_after(place)
        wait_for_backends(place.context.store)
        everything_is_there(place, told)
    the_audit_log_holds(place, place.cases)
    place.context.store.close()


def wait_for_backends(store: Store) -> None:
    """Until PostgreSQL has seen that the program is gone, and undone what it had not ended."""
    others = text(
        "select count(*) from pg_stat_activity where pid <> pg_backend_pid()"
        " and backend_type = 'client backend'"
    )
    until = time.monotonic() + 10
    while time.monotonic() < until:
        with store.reading() as connection:
            if connection.execute(others).scalar_one() == 0:
                return
        time.sleep(0.005)
    raise AssertionError("a server process is still at work for a program that was killed")


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_screenings_outlive_a_kill(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    if kind == "postgresql":
        url = request.getfixturevalue("server").url
    place = office(url)
    told: list[Told] = []
    for _ in range(6):
        told += killed_after(place, cases=False)
        assert {one.key for one in told} <= set(kept(place))
    the_audit_log_holds(place, ())
    assert len(kept(place)) - len(told) <= 6
    place.context.store.close()


def kept(place: Office) -> list[uuid.UUID]:
    with place.context.store.reading() as connection:
        own = screenings.c.organisation_id == place.people[0].actor.organisation_id
        return list(connection.execute(select(screenings.c.id).where(own)).scalars())


@pytest.mark.parametrize("how", ["stopped at once", "a server process killed"])
def test_entries_outlive_a_crash_of_postgresql(server: Postgres, how: str) -> None:
    """The program that adds gets an error, never a false acknowledgement."""
    place = office(server.url, cases_open=2)
    for _ in range(3):
        with at_work(place.order()) as process:
            assert process.stdout is not None and process.stderr is not None
            told = told_by(process.stdout, DICE.randint(1, MOST))
            if how == "stopped at once":
                place.context.store.close()
                server.crash()
            else:
                os.kill(backend(place.context.store), signal.SIGKILL)
            told += told_by(process.stdout)
            assert process.wait() == 1
            assert b"OperationalError" in process.stderr.read()
        if how == "stopped at once":
            server.start()
        answers_again(place.context.store)
        everything_is_there(place, told)
    the_audit_log_holds(place, place.cases)
    place.context.store.close()


def backend(store: Store) -> int:
    """The server process that works for the program which adds."""
    found = text(
        "select pid from pg_stat_activity where pid <> pg_backend_pid()"
        " and backend_type = 'client backend' and query <> '' limit 1"
    )
    with store.reading() as connection:
        pid: int = connection.execute(found).scalar_one()
    store.close()
    return pid


def answers_again(store: Store) -> None:
    """Until the database has recovered."""
    until = time.monotonic() + 30
    while True:
        try:
            with store.reading() as connection:
                connection.execute(text("select 1"))
        except OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return
