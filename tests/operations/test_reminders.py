"""Reminders by a real mail server: when, to whom, in which language, each once."""

import datetime
import os
import signal
import socket
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import select

from customhouse.mail import MailError, MailServer, mail_server
from customhouse.operations import cases, clocks
from customhouse.operations.context import Context
from customhouse.operations.reminders import Tried, compose, remind
from customhouse.reference.pack import load_shipped
from customhouse.store import outbox, users
from customhouse.store.engine import Store
from customhouse.store.tables import case_clocks
from tests.operations.mail_desk import PASSWORD, USER, Taken, certificate, mail_desk
from tests.operations.stores import Clock
from tests.operations.test_clocks import DAY, new_case, started
from tests.people import Person, organisation, person

SENDER = "desk@example.org"
HERE = "https://desk.example.org"


@pytest.fixture(autouse=True)
def now_again(clock: Clock) -> Iterator[None]:
    yield
    clock.ahead = datetime.timedelta()


@pytest.fixture
def taken() -> Taken:
    return Taken()


@pytest.fixture
def post(taken: Taken) -> Iterator[MailServer]:
    with mail_desk(taken) as port:
        yield mail_server(f"smtp://127.0.0.1:{port}", SENDER)


@pytest.fixture
def amina(each: Context) -> Person:
    return person(each, "officer")


def nobody_listens() -> MailServer:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return mail_server(f"smtp://127.0.0.1:{free.getsockname()[1]}", SENDER)


def own(tried: list[Tried], who: Person) -> list[Tried]:
    return [one for one in tried if one.address == who.user.login]


def test_a_clock_is_told_of_at_seven_days_one_day_and_after(
    each: Context, amina: Person, clock: Clock, taken: Taken, post: MailServer
) -> None:
    key = new_case(each, amina)
    name = started(each, amina, key, left=9)
    told = []
    for _ in range(14):
        remind(each, HERE, post)
        remind(each, HERE, post)
        told.append(len(taken.to(amina.user.login)))
        clock.ahead += DAY
    assert told == [0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 3, 3, 3, 3]
    with each.store.reading() as connection:
        row = connection.execute(select(case_clocks).where(case_clocks.c.case_id == key)).one()
        assert (row.reminded, row.clock) == (3, name)
    assert cases.get(each, amina.actor, key).state == "open"


def test_a_letter_says_no_more_than_number_limit_day_and_link(
    each: Context, amina: Person, taken: Taken, post: MailServer
) -> None:
    key = new_case(each, amina)
    number = cases.get(each, amina.actor, key).number
    started(each, amina, key, left=2)
    remind(each, HERE, post)
    [letter] = taken.to(amina.user.login)
    words = letter.get_content()
    assert number in letter["Subject"] and letter["From"] == SENDER
    assert letter.get_content_type() == "text/plain"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert f"{HERE}/cases/{key}" in words and "taken back" in words
    assert str((each.today() + DAY * 2).year) in words
    assert "Drums" not in words + letter["Subject"] and "agreed by letter" not in words
    assert amina.user.name not in words


def test_who_gets_a_letter(each: Context, clock: Clock, taken: Taken, post: MailServer) -> None:
    home = organisation(each)
    wrote, also, quiet, closed = (person(each, "officer", at=home) for _ in range(4))
    chief = person(each, "supervisor", at=home)
    stranger = person(each, "officer", "supervisor")
    key = new_case(each, wrote)
    for who in (also, closed):
        started(each, who, key, left=-1)
    with each.store.writing() as connection:
        users.change(connection, closed.user.id, active=False)
    remind(each, HERE, post)

    def count(who: Person) -> int:
        return len(taken.to(who.user.login))

    assert [count(one) for one in (wrote, also)] == [2, 2]
    assert [count(one) for one in (quiet, closed, chief, stranger)] == [0] * 4
    clock.ahead = DAY * 2
    remind(each, HERE, post)
    assert [count(one) for one in (wrote, also, chief)] == [2, 2, 2]
    remind(each, HERE, post)
    assert [count(one) for one in (wrote, also, chief)] == [2, 2, 2]
    assert count(quiet) == count(closed) == count(stranger) == 0


def test_a_sign_in_name_that_is_no_address_gets_nothing(
    each: Context, amina: Person, taken: Taken, post: MailServer
) -> None:
    started(each, amina, new_case(each, amina), left=1)
    for login in ("amina", "amina@host", "a@b.org>, c@d.org", "a b@c.org"):
        with each.store.writing() as connection:
            users.change(connection, amina.user.id, login=f"{uuid.uuid4().hex}{login}")
        remind(each, HERE, post)
    assert not [one for one in taken.letters if "amina" in one["To"] or "," in one["To"]]


def test_the_letter_is_in_the_language_of_its_reader(
    each: Context, amina: Person, taken: Taken, post: MailServer
) -> None:
    with each.store.writing() as connection:
        users.change(connection, amina.user.id, language="ar")
    started(each, amina, new_case(each, amina), left=1)
    remind(each, HERE, post)
    [letter] = taken.to(amina.user.login)
    assert any("\u0600" < sign < "\u06ff" for sign in letter.get_content())


def test_a_failed_letter_stays_and_is_tried_again(
    each: Context, amina: Person, taken: Taken, post: MailServer
) -> None:
    started(each, amina, new_case(each, amina), left=1)
    [failed] = own(remind(each, HERE, nobody_listens()), amina)
    assert "refused" in failed.problem
    taken.refuse.add(amina.user.login)
    [failed] = own(remind(each, HERE, post), amina)
    assert "550 nobody of this name" in failed.problem
    with each.store.reading() as connection:
        [kept] = [
            one for one in outbox.unsent(connection, "clock:") if one.address == amina.user.login
        ]
    assert (kept.problem, kept.tries) == (failed.problem, 1)
    taken.refuse.clear()
    [sent] = own(remind(each, HERE, post), amina)
    assert sent.problem == ""
    assert own(remind(each, HERE, post), amina) == []
    assert len(taken.to(amina.user.login)) == 1


def test_a_letter_that_is_true_no_more_is_not_sent(
    each: Context, amina: Person, clock: Clock, taken: Taken, post: MailServer
) -> None:
    key, other = new_case(each, amina), new_case(each, amina)
    name = started(each, amina, key, left=5)
    started(each, amina, other, left=5)
    assert compose(each, HERE) >= 2
    clocks.stop(each, amina.actor, key, 2, name, "done")
    clock.ahead = DAY * 6
    remind(each, HERE, post)
    [letter] = taken.to(amina.user.login)
    assert "has ended" in letter["Subject"]


@pytest.mark.parametrize("at_once", [False, True])
def test_the_way_to_the_mail_server_is_encrypted(
    each: Context,
    amina: Person,
    taken: Taken,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    at_once: bool,
) -> None:
    chain, tls = certificate(tmp_path)
    started(each, amina, new_case(each, amina), left=1)
    scheme = "smtps" if at_once else "smtp"
    with mail_desk(taken, tls=tls, at_once=at_once) as port:
        address = f"{scheme}://{USER}:{quote(PASSWORD)}@127.0.0.1:{port}"
        [refused] = own(remind(each, HERE, mail_server(address, SENDER)), amina)
        assert "certificate" in refused.problem.lower()
        monkeypatch.setenv("SSL_CERT_FILE", str(chain))
        wrong = mail_server(f"{scheme}://{USER}:none@127.0.0.1:{port}", SENDER)
        [refused] = own(remind(each, HERE, wrong), amina)
        assert "535" in refused.problem and taken.letters == []
        [sent] = own(remind(each, HERE, mail_server(address, SENDER)), amina)
        assert sent.problem == ""
    assert len(taken.to(amina.user.login)) == 1


def test_nothing_is_sent_to_another_machine_without_encryption(
    each: Context, amina: Person, taken: Taken
) -> None:
    started(each, amina, new_case(each, amina), left=1)
    with mail_desk(taken, host="127.0.0.2") as port:
        server = mail_server(f"smtp://{USER}:secret@127.0.0.2:{port}", SENDER)
        [refused] = own(remind(each, HERE, server), amina)
    assert "no encryption" in refused.problem
    assert taken.letters == []


@pytest.mark.parametrize(
    ("url", "sender"),
    [
        ("mail.example.org", SENDER),
        ("http://mail.example.org", SENDER),
        ("smtp://", SENDER),
        ("smtp://mail.example.org:port", SENDER),
        ("smtp://mail.example.org", "nobody"),
        ("smtp://mail.example.org", "a@b.org\nBcc: c@d.org"),
    ],
)
def test_what_is_no_mail_server(url: str, sender: str) -> None:
    with pytest.raises(MailError):
        mail_server(url, sender)


def test_a_password_may_have_any_sign() -> None:
    server = mail_server("smtps://a%40b.org:p%40ss%3A%2F@mail.example.org", SENDER)
    assert (server.user, server.password, server.port) == ("a@b.org", "p@ss:/", 465)
    assert mail_server("smtp://mail.example.org", SENDER).port == 587


def test_a_run_that_is_killed_after_the_mail_server_took_a_letter(
    tmp_path: Path, taken: Taken
) -> None:
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    store = Store(url)
    store.migrate()
    context = Context(load_shipped(), store)
    home = organisation(context)
    people = [person(context, "officer", at=home) for _ in range(3)]
    key = new_case(context, people[0])
    for who in people:
        started(context, who, key, left=1)
    with mail_desk(taken) as port:
        run = _command(url, f"smtp://127.0.0.1:{port}")
        taken.on_letter = lambda: os.kill(run.pid, signal.SIGKILL)
        assert run.wait(60) == -signal.SIGKILL
        assert len(taken.letters) == 1
        taken.on_letter = lambda: None
        again = _command(url, f"smtp://127.0.0.1:{port}")
        output, _ = again.communicate(timeout=60)
        assert again.returncode == 0
    assert "Sent: 9. Not sent: 0." in output
    marks = [letter["Message-ID"] for letter in taken.letters]
    assert len(marks) == 10 and len(set(marks)) == 9
    store.close()


def test_the_command_tells_what_failed_and_needs_a_mail_server(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    store = Store(url)
    store.migrate()
    context = Context(load_shipped(), store)
    who = person(context, "officer")
    started(context, who, new_case(context, who), left=1)
    store.close()
    without = _command(url, "")
    _, problem = without.communicate(timeout=60)
    assert without.returncode == 2 and "no mail server is set" in problem
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    failing = _command(url, f"smtp://desk:secret@127.0.0.1:{port}")
    output, problem = failing.communicate(timeout=60)
    assert failing.returncode == 1 and "Not sent: 1." in output
    assert "secret" not in output + problem


def _command(database: str, server: str) -> "subprocess.Popen[str]":
    program = "from customhouse.cli.main import main; main()"
    environment = os.environ | {
        "CUSTOMHOUSE_SMTP_URL": server,
        "CUSTOMHOUSE_MAIL_FROM": SENDER,
        "CUSTOMHOUSE_PUBLIC_URL": HERE,
    }
    return subprocess.Popen(
        [sys.executable, "-c", program, "remind", "--database", database],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
