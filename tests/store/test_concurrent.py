"""Many at once on one database: each number of a case is given once, and who lost is told."""

import datetime
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import insert

from customhouse.accounts.actor import Actor
from customhouse.coordination.case import CaseError
from customhouse.coordination.entries import Corrected, Entry, ItemFound, Moved, Said, Screened
from customhouse.operations import cases
from customhouse.store.cases import CaseFilter, ConflictError
from tests.coordination.build import releases_hold
from tests.store.appending import Told
from tests.store.hands import Office, at_work, look, office, the_audit_log_holds, told_by
from tests.store.kept_screenings import keep

AT_ONCE = 8
ROUNDS = 6
SAID = Said(text="Seen.", language="en")


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """Eight supervisors of one organisation with three cases, on each kind of database."""
    url = f"sqlite:///{tmp_path / 'a.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
    made = office(url, people=AT_ONCE, cases_open=3)
    yield made
    made.context.store.close()


def at_once[T](work: Sequence[Callable[[], T]]) -> list[T | Exception]:
    """What each gives or raises, begun at the same moment."""
    barrier = Barrier(len(work))

    def one(call: Callable[[], T]) -> T | Exception:
        barrier.wait()
        try:
            return call()
        except (ConflictError, CaseError, ValueError) as error:
            return error

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(one, work))
