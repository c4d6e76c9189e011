"""The power fails in the middle of taking a bundle in: all of it is there, or nothing."""

import signal
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

from customhouse.coordination import carried
from customhouse.operations.case_check import check_cases
from customhouse.store import exchanges
from tests.operations.offices import Office, asked_case, office, replied, trust
from tests.operations.stores import DATABASES, Clock, context_on

PROGRAM = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import event
from customhouse.operations.context import Context
from customhouse.operations.taking_in import take_in
from customhouse.publishing.peers import Peers
from customhouse.store import users
from customhouse.store.engine import Store

url, home, login, file, stop = sys.argv[1:]
store, count = Store(url), 0

def deadly(*_arguments):
    global count
    count += 1
    if count == int(stop):
        os.kill(os.getpid(), signal.SIGKILL)

with store.reading() as connection:
    actor = users.actor(connection, users.by_login(connection, login), "command_line")
for moment in ("before_cursor_execute", "after_cursor_execute", "commit"):
    event.listen(store.engine, moment, deadly)
with Path(file).open("rb") as source:
    print(take_in(Context((), store), actor, Peers(Path(home)), source, "bundle").entries, count)
"""


def run(at: Office, file: Path, stop: int) -> subprocess.CompletedProcess[str]:
    url = at.context.store.url.render_as_string(hide_password=False)
    home = at.peers.folder.parent
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, url, str(home), at.chief.user.login, str(file), str(stop)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd=Path(__file__).parents[2],
    )


@pytest.mark.parametrize("kind", ["case", "answer"])
@pytest.mark.parametrize("database", DATABASES)
def test_killed_while_taking_in(
    database: str, kind: str, tmp_path: Path, clock: Clock, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite:///{tmp_path / 'one.db'}"
    if database == "postgresql":
        url = request.getfixturevalue("postgres_url")
    with (
        context_on(f"sqlite:///{tmp_path / 'other.db'}", clock) as far,
        context_on(url, clock) as near,
    ):
        here, there = office(near, tmp_path / "here", "GHA"), office(far, tmp_path / "there", "KEN")
        trust(here, there)
        moments = _moments(here, there, kind, tmp_path)
        assert moments > 10
        inside = (2, moments // 3, moments // 2, moments - 3, moments - 1, moments)
        for moment in inside:
            file, key = _bundle(here, there, kind, tmp_path)
            before = _held(here, key)
            killed = run(here, file, moment)
            assert killed.returncode == -signal.SIGKILL, killed.stderr
            assert _held(here, key) == before
            assert check_cases(near.store).faults == ()
            assert here.take_in(file.read_bytes()).entries > 0
            assert here.take_in(file.read_bytes()).entries == 0
            assert check_cases(near.store).faults == ()


def _moments(here: Office, there: Office, kind: str, folder: Path) -> int:
    """How many moments there are; the last is just before the end of the transaction."""
    file, _ = _bundle(here, there, kind, folder)
    ran = run(here, file, -1)
    assert ran.returncode == 0, ran.stderr
    new, count = ran.stdout.split()
    assert int(new) > 0
    return int(count)


def _bundle(here: Office, there: Office, kind: str, folder: Path) -> tuple[Path, uuid.UUID]:
    """A new bundle for `here`, and the case that it goes into."""
    file = folder / "one.casebundle"
    if kind == "case":
        case, _ = asked_case(there, words=uuid.uuid4().bytes.hex().encode())
        file.write_bytes(there.send(case.key, "GHA"))
        return file, carried.copy_id(here.home.id, case.key)
    case, asked = asked_case(here, "KEN")
    copy = there.take_in(here.send(case.key, "KEN", asked.referral)).case
    file.write_bytes(there.send(replied(there, copy), "GHA", asked.referral))
    return file, case.key


def _held(here: Office, key: uuid.UUID) -> tuple[object, ...]:
    with here.context.store.reading() as connection:
        told = exchanges.of_case(connection, key)
    return here.records(key), [one for one in told if one.direction == "in"]
