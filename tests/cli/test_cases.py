"""`customhouse cases`: two installations exchange a question and its answer on a stick."""

import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from customhouse.coordination.entries import Answered
from customhouse.operations.context import Context
from customhouse.publishing.peers import Peers
from customhouse.reference.pack import load_shipped
from customhouse.store.engine import Store
from tests.cli.command import Ran, customhouse
from tests.operations.offices import Office, asked_case, office, replied


class Place:
    """An installation as its keeper sees it: a home folder, a database, commands."""

    def __init__(self, root: Path, iso3: str):
        self.home = root / iso3
        self.home.mkdir()
        self.database = f"sqlite:///{self.home / 'customhouse.db'}"
        self.store = Store(self.database)
        self.store.migrate()
        made = office(Context(load_shipped(), self.store), self.home / "unused", iso3)
        self.office = Office(
            context=made.context, peers=Peers(self.home), home=made.home, chief=made.chief
        )

    def run(self, *arguments: str | Path) -> Ran:
        return customhouse("cases", *arguments, CUSTOMHOUSE_HOME=str(self.home))

    def as_chief(self, *arguments: str | Path) -> Ran:
        return self.run(*arguments, "--as", self.office.chief.user.login)


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Place, Place]]:
    kenya, ghana = Place(tmp_path, "KEN"), Place(tmp_path, "GHA")
    for here, there, state in ((kenya, ghana, "KEN"), (ghana, kenya, "GHA")):
        public = tmp_path / f"{state}.pub"
        shown = here.run("key", "--output", public)
        assert shown.code == 0
        assert shown.out.encode().startswith(public.read_bytes())
        assert here.run("key").out == shown.out
        assert here.office.peers.secret.stat().st_mode & 0o777 == 0o600
        trusted = there.run("trust", public, "--state", state.lower())
        fingerprint = shown.out.split()[-1]
        assert trusted.out == f"trusted: {fingerprint}\n"
        assert there.run("trust", "--list").out == f"{state}  {fingerprint}\n"
    yield kenya, ghana
    for one in (kenya, ghana):
        one.store.close()


def test_question_and_answer(two: tuple[Place, Place], tmp_path: Path) -> None:
    kenya, ghana = two
    case, asked = asked_case(kenya.office)
    question, answer = tmp_path / "q.casebundle", tmp_path / "a.casebundle"
    number = case.case().number
    part = ("--question", str(asked.referral))
    sent = kenya.as_chief(
        "export", number, "--to", "GHA", "--confirmed", "GHA", *part, "--output", question
    )
    assert (sent.code, "entries 1, 3, 4, 5; files: 1" in sent.err) == (0, True)
    came = ghana.as_chief("import", question, question)
    assert came.out.count("new entries: 4") == 1
    assert came.out.count("new entries: 0") == 1
    copy = ghana.office.case(_id(came))
    reply = replied(ghana.office, copy.id)
    back = ghana.as_chief(
        "export", str(reply), "--to", "KEN", "--confirmed", "KEN", *part, "--output", answer
    )
    assert back.code == 0, back.err
    assert kenya.as_chief("import", answer).out.startswith(f"GHA {ghana.office.home.name}, new")
    assert isinstance(case.case().last.body, Answered)
    for one in two:
        assert one.run("verify").out.endswith("All hold.\n")
    assert [path.name for path in tmp_path.glob("*.part")] == []


def _id(came: Ran) -> uuid.UUID:
    return uuid.UUID(came.out.splitlines()[0].rpartition(" ")[2])


def test_nothing_is_written_without_the_state(two: tuple[Place, Place], tmp_path: Path) -> None:
    kenya, _ = two
    case, _ = asked_case(kenya.office)
    number, target = case.case().number, tmp_path / "x.casebundle"
    for told, why in (
        (("--to", "GHA", "--confirmed", "NGA"), "confirm the State again"),
        (("--to", "XXX", "--confirmed", "XXX"), "'XXX' is no State"),
        (("--to", "GHA"), "interrupted"),
    ):
        ran = kenya.as_chief("export", number, *told, "--output", target)
        assert ran.code != 0
        assert why in ran.err.replace("Confirm", "confirm")
        assert not target.exists()
    assert list(tmp_path.glob("*.part")) == []
    officer = kenya.run("export", number, "--to", "GHA", "--as", "nobody@example.org")
    assert (officer.code, "nobody signs in" in officer.err) == (2, True)


def test_a_refusal_is_one_line(two: tuple[Place, Place], tmp_path: Path) -> None:
    _, ghana = two
    bad = tmp_path / "bad.casebundle"
    bad.write_bytes(b"a letter")
    ran = ghana.as_chief("import", bad)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
    assert "cut short, damaged or no bundle at all" in ran.err
    assert "no such file" in ghana.as_chief("import", tmp_path / "none").err


def test_verify_names_case_and_entry(two: tuple[Place, Place]) -> None:
    kenya, _ = two
    case, _ = asked_case(kenya.office)
    assert kenya.run("verify").code == 0
    with closing(sqlite3.connect(kenya.home / "customhouse.db")) as connection, connection:
        for (name,) in connection.execute(
            "select name from sqlite_master where type = 'trigger' and tbl_name = 'case_entries'"
        ).fetchall():
            connection.execute(f"drop trigger {name}")
        connection.execute(
            "update case_entries set record = replace(record, 'Mombasa', 'Nairobi')"
            " where sequence = 3"
        )
    ran = kenya.run("verify")
    assert ran.code == 1
    assert f"case {case.case().number} ({case.key}), entry 3" in ran.out
