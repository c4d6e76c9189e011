"""A request that is sent twice, or twice at once, is kept once."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from customhouse.accounts.actor import Actor
from customhouse.operations.context import Context
from customhouse.store.tables import audit, screenings
from tests.api.conftest import Program, program_of
from tests.people import person

KEY = {"Idempotency-Key": "8e03978e-40d5-43dd-bc93-6894a57f9324"}
BODY = {"id": "T-1", "date": "2025-06-01", "items": [{"description": "lindane"}]}


def kept(context: Context, actor: Actor) -> tuple[int, int]:
    """How many screenings of a person are kept, and how many times the log says so."""
    with context.store.reading() as connection:
        rows = connection.execute(
            select(func.count()).where(screenings.c.user_id == actor.user_id)
        ).scalar_one()
        told = connection.execute(
            select(func.count()).where(
                audit.c.user_id == actor.user_id, audit.c.action == "screening.kept"
            )
        ).scalar_one()
    return rows, told


def test_the_same_request_again(program: Program, context: Context) -> None:
    who = person(context, "officer")
    client = program(who)
    first = client.post("/api/v1/screenings", json=BODY, headers=KEY)
    again = client.post("/api/v1/screenings", json=BODY, headers=KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.content == first.content
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Location"] == first.headers["Location"]
    assert kept(context, who.actor) == (1, 1)


def test_another_request_with_the_same_key(program: Program, context: Context) -> None:
    who = person(context, "officer")
    client = program(who)
    client.post("/api/v1/screenings", json=BODY, headers=KEY)
    other: dict[str, Any] = {**BODY, "id": "T-2"}
    for answer in (
        client.post("/api/v1/screenings", json=other, headers=KEY),
        client.post("/api/v1/screenings?as_of=2024-01-01", json=BODY, headers=KEY),
    ):
        assert answer.status_code == 422
        assert answer.json()["type"] == "urn:customhouse:problem:idempotency-key-reused"
    assert kept(context, who.actor) == (1, 1)


def test_a_key_belongs_to_its_person(program: Program, context: Context) -> None:
    one, other = program(), program()
    first = one.post("/api/v1/screenings", json=BODY, headers=KEY)
    second = other.post("/api/v1/screenings", json=BODY, headers=KEY)
    assert "Idempotent-Replayed" not in second.headers
    assert first.headers["Location"] != second.headers["Location"]


@pytest.mark.parametrize("key", ["x" * 201, "two words", "é"])
def test_a_key_that_is_none(program: Program, key: str) -> None:
    answer = program().post(
        "/api/v1/screenings", json=BODY, headers=[(b"Idempotency-Key", key.encode("latin-1"))]
    )
    assert answer.status_code == 422
    assert answer.json()["field"].lower() == "idempotency-key"


def at_once(context: Context, url: str) -> None:
    who = person(context, "officer")
    with program_of(context, url, who) as client, ThreadPoolExecutor(8) as threads:

        def send(number: int) -> httpx.Response:
            headers = {"Idempotency-Key": f"round-{number // 8}"}
            return client.post("/api/v1/screenings", json=BODY, headers=headers)

        answers = list(threads.map(send, range(40)))
    assert {answer.status_code for answer in answers} == {201}
    for start in range(0, 40, 8):
        group = answers[start : start + 8]
        assert len({answer.headers["Location"] for answer in group}) == 1
        assert sum("Idempotent-Replayed" not in answer.headers for answer in group) == 1
    assert kept(context, who.actor) == (5, 5)


def test_the_same_request_at_once(context: Context, api: str) -> None:
    at_once(context, api)


def test_the_same_request_at_once_on_postgres(postgres_context: Context, postgres_api: str) -> None:
    at_once(postgres_context, postgres_api)
