"""`customhouse users` and `customhouse audit`, as the person who runs the server runs them."""

from pathlib import Path

import pytest
from sqlalchemy import text

from customhouse.operations.context import Context
from customhouse.operations.own_account import link_user
from customhouse.store.engine import Store
from tests.people import organisation, person

from .command import customhouse

ADDRESS = "https://desk.example.org"


@pytest.fixture
def served(context: Context, tmp_path: Path) -> Context:
    """A context over a database of its own, with one organisation and one officer."""
    store = Store(f"sqlite:///{tmp_path / 'desk.db'}")
    store.migrate()
    own = Context(context.packs, store)
    person(own, "officer", at=organisation(own, hosts=True))
    return own


def place(served: Context) -> tuple[str, str]:
    return "--database", str(served.store.url)


def test_an_account_is_given_and_its_link_opens_it(served: Context) -> None:
    given = ("users", "add", "joseph@example.org", "--name", "Joseph Mwangi")
    roles = ("--role", "auditor", "--role", "officer")
    ran = customhouse(*given, *roles, "--public-url", f"{ADDRESS}/", *place(served))
    assert (ran.code, ran.err) == (0, "")
    before, _, token = ran.out.strip().rpartition(f"{ADDRESS}/account/password/")
    assert before == "Choose a password here, within three days: "
    user = link_user(served, token)
    assert user is not None and user.roles == {"auditor", "officer"}
    listed = customhouse("users", "list", *place(served))
    assert "joseph@example.org  Joseph Mwangi  auditor officer" in listed.out
    again = customhouse(
        "users", "link", "JOSEPH@example.org", *place(served), "--public-url", ADDRESS
    )
    assert again.code == 0 and link_user(served, token) is None
    assert link_user(served, again.out.strip().rpartition("/")[2]) == user


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("add", "a@b", "--name", "A", "--role", "king"), "there is no role king"),
        (("add", " ", "--name", "A", "--role", "officer"), "login: this is needed"),
        (
            ("add", "a@b", "--name", "A", "--role", "officer", "--organisation", "None"),
            "there is none of this name",
        ),
        (("link", "nobody@example.org"), "nobody signs in as nobody@example.org"),
    ],
)
def test_what_cannot_be_done_is_one_plain_line(
    served: Context, arguments: tuple[str, ...], told: str
) -> None:
    ran = customhouse("users", *arguments, "--public-url", ADDRESS, *place(served))
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)
    assert told in ran.err


def test_a_link_needs_an_address(served: Context) -> None:
    for more in ((), ("--public-url", "desk.example.org")):
        ran = customhouse("users", "link", "a@b", *more, *place(served))
        assert ran.code == 2 and "--public-url" in ran.err


def test_the_log_is_checked_and_listed(served: Context) -> None:
    ran = customhouse("audit", "verify", *place(served))
    assert ran.code == 0 and ran.out.startswith("Rows: 1. All hold. Last hash: ")
    listed = customhouse("audit", "list", "--limit", "1", *place(served))
    assert listed.out.startswith("1  ") and "user.added" in listed.out
    with served.store.writing() as connection:
        connection.execute(text("drop trigger audit_no_update"))
        connection.execute(text("update audit set action = 'nothing'"))
    ran = customhouse("audit", "verify", *place(served))
    assert (ran.code, ran.out) == (1, "Broken: row 1 is not as it was written.\n")
