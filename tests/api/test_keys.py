"""API keys: made once, counted, revoked, run out, and what they open."""

import datetime
import uuid

import httpx
import pytest

from customhouse.accounts.actor import DeniedError
from customhouse.operations import keys
from customhouse.operations.context import Context
from customhouse.operations.keys import MOST_KEYS, KeyRefusedError
from customhouse.operations.screenings import NotFoundError
from customhouse.store import api_keys, audit, users
from tests.people import person


def at(context: Context, moment: datetime.datetime) -> Context:
    return Context(context.packs[:0], context.store, lambda: moment)


def test_a_key_opens_what_its_person_may(context: Context) -> None:
    who = person(context, "officer", "supervisor")
    made = keys.create(context, who.actor, name="  customs   system ", days=30)
    assert made.text.startswith("chk_")
    caller = keys.authenticate(context, made.text)
    assert caller is not None
    assert (caller.actor.user_id, caller.actor.roles) == (who.user.id, who.actor.roles)
    assert caller.actor.via == "api_key"
    (told,) = keys.own(context, who.actor)
    assert told.name == "customs system"
    assert made.text.startswith(told.hint)
    assert made.text not in repr(told)


def test_a_key_is_nowhere_in_the_database(context: Context) -> None:
    made = keys.create(context, person(context, "officer").actor, name="x", days=1)
    with context.store.reading() as connection:
        rows = connection.exec_driver_sql("select * from api_keys").all()
        log = [entry for entry in audit.entries(connection) if str(made.id) in entry.subject]
    assert rows
    assert made.text not in repr(rows)
    assert [entry.action for entry in log] == ["api_key.made"]
    assert made.text not in repr(log)


@pytest.mark.parametrize("text", ["", "chk_", "chk_nothing", "é", "x" * 100_000])
def test_another_text_opens_nothing(context: Context, text: str) -> None:
    assert keys.authenticate(context, text) is None


def test_a_revoked_key_opens_nothing(context: Context) -> None:
    who = person(context, "officer").actor
    made = keys.create(context, who, name="x", days=1)
    other = person(context, "officer").actor
    with pytest.raises(NotFoundError):
        keys.revoke(context, other, made.id)
    assert keys.authenticate(context, made.text) is not None
    keys.revoke(context, who, made.id)
    assert keys.authenticate(context, made.text) is None
    with pytest.raises(NotFoundError):
        keys.revoke(context, who, made.id)
    with pytest.raises(NotFoundError):
        keys.revoke(context, who, uuid.uuid4())


def test_a_key_runs_out(context: Context) -> None:
    made = keys.create(context, person(context, "officer").actor, name="x", days=1)
    before = made.expires_at - datetime.timedelta(seconds=1)
    assert keys.authenticate(at(context, before), made.text) is not None
    assert keys.authenticate(at(context, made.expires_at), made.text) is None


def test_a_closed_account_opens_nothing(context: Context) -> None:
    who = person(context, "officer")
    made = keys.create(context, who.actor, name="x", days=1)
    with context.store.writing() as connection:
        users.change(connection, who.user.id, active=False)
    assert keys.authenticate(context, made.text) is None


def test_a_person_who_may_have_no_keys_any_more_is_denied(context: Context) -> None:
    who = person(context, "officer")
    made = keys.create(context, who.actor, name="x", days=1)
    with context.store.writing() as connection:
        users.change(connection, who.user.id, roles={"learner"})
    with pytest.raises(DeniedError):
        keys.authenticate(context, made.text)
    with pytest.raises(DeniedError):
        keys.create(context, person(context, "learner").actor, name="x", days=1)


def test_so_many_keys_and_no_more(context: Context) -> None:
    who = person(context, "officer").actor
    made = [keys.create(context, who, name=f"{n}", days=1) for n in range(MOST_KEYS)]
    with pytest.raises(KeyRefusedError, match="revoke one"):
        keys.create(context, who, name="x", days=1)
    keys.revoke(context, who, made[0].id)
    keys.create(context, who, name="x", days=1)


@pytest.mark.parametrize(
    ("name", "days", "field"),
    [("", 1, "name"), (" ", 1, "name"), ("x" * 101, 1, "name"), ("a\0b", 1, "name"),
     ("x", 0, "days"), ("x", 366, "days")],
)  # fmt: skip
def test_a_key_that_is_not_made(context: Context, name: str, days: int, field: str) -> None:
    who = person(context, "officer").actor
    with pytest.raises(KeyRefusedError) as refused:
        keys.create(context, who, name=name, days=days)
    assert refused.value.field == field
    assert keys.own(context, who) == []


def test_that_a_key_is_used_is_noted_now_and_then(context: Context) -> None:
    who = person(context, "officer").actor
    made = keys.create(context, who, name="x", days=1)
    start = context.now()
    for minutes, noted in ((0, 0), (4, 0), (6, 6)):
        later = start + datetime.timedelta(minutes=minutes)
        keys.authenticate(at(context, later), made.text)
        with context.store.reading() as connection:
            (told,) = api_keys.of_user(connection, who.user_id)
        assert told.last_used_at == start + datetime.timedelta(minutes=noted)


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", "Bearer chk_wrong", "Basic Y2hrXzp4", "chk_x", "Bearer é", "x" * 60_000],
)  # fmt: skip
def test_without_a_key_that_holds(api: str, authorization: str) -> None:
    answer = httpx.get(
        f"{api}/api/v1/me", headers=[(b"Authorization", authorization.encode("latin-1"))]
    )
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:customhouse:problem:key-needed"


def test_a_cookie_opens_nothing(api: str, context: Context) -> None:
    who = person(context, "officer")
    answer = httpx.get(f"{api}/api/v1/me", cookies={"customhouse": who.token})
    assert answer.status_code == 401
