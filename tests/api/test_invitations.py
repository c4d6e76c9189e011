"""Invite another organisation to a screening by the API."""

import uuid

import httpx
import pytest

from customhouse.operations.context import Context
from tests.api.conftest import Program
from tests.people import organisation, person

BODY = {"date": "2025-06-01", "items": [{"description": "lindane"}]}


@pytest.fixture
def host(program: Program, context: Context) -> httpx.Client:
    return program(person(context, "officer", "supervisor", at=organisation(context, "KEN")))


def test_an_organisation_is_invited_and_the_invitation_withdrawn(
    host: httpx.Client, program: Program, context: Context
) -> None:
    abroad = organisation(context, "TZA")
    guest = program(person(context, "supervisor", at=abroad))
    place = host.post("/api/v1/screenings", json=BODY).headers["Location"]
    assert guest.get(place).status_code == 404
    offered = host.get("/api/v1/organisations").json()["organisations"]
    assert str(abroad.id) in {one["id"] for one in offered}
    asked = {"organisation_id": str(abroad.id), "iso3": "TZA", "days": 3}
    given = host.post(f"{place}/invitations", json=asked)
    assert given.status_code == 201
    assert given.json()["organisation"] == abroad.name
    assert guest.get(place).status_code == 200
    assert guest.get(f"{place}/invitations").status_code == 404
    (told,) = host.get(f"{place}/invitations").json()["invitations"]
    assert told == given.json()
    ended = host.delete(given.headers["Location"])
    assert (ended.status_code, ended.content) == (204, b"")
    assert guest.get(place).status_code == 404
    assert host.delete(given.headers["Location"]).status_code == 204
    (told,) = host.get(f"{place}/invitations").json()["invitations"]
    assert told["withdrawn_at"]


def test_an_invitation_of_another_screening_is_not_found(
    host: httpx.Client, context: Context
) -> None:
    one, other = (host.post("/api/v1/screenings", json=BODY).headers["Location"] for _ in "ab")
    asked = {"organisation_id": str(organisation(context, "TZA").id), "iso3": "TZA"}
    key = host.post(f"{one}/invitations", json=asked).json()["id"]
    assert host.delete(f"{other}/invitations/{key}").status_code == 404
    assert host.delete(f"{one}/invitations/{uuid.uuid4()}").status_code == 404
    assert host.delete(f"{one}/invitations/{key}").status_code == 204


def test_invitations_that_are_not_given(
    host: httpx.Client, program: Program, context: Context
) -> None:
    place = host.post("/api/v1/screenings", json=BODY).headers["Location"]
    abroad = organisation(context, "TZA")
    good = {"organisation_id": str(abroad.id), "iso3": "TZA"}
    for wrong, field in (
        ({**good, "iso3": "KEN"}, "iso3"),
        ({**good, "days": 91}, "days"),
        ({**good, "days": 0}, "days"),
        ({**good, "organisation_id": str(uuid.uuid4())}, "organisation"),
    ):
        refused = host.post(f"{place}/invitations", json=wrong)
        assert refused.status_code == 422
        assert refused.json()["field"] == field
    unread: tuple[object, ...] = (
        {**good, "days": 10**30},
        {**good, "organisation_id": "x"},
        {},
        [],
    )
    for body in unread:
        assert host.post(f"{place}/invitations", json=body).status_code == 422
    officer = program("officer")
    assert officer.get("/api/v1/organisations").status_code == 403
    assert officer.post(f"{place}/invitations", json=good).status_code == 403
    assert program("supervisor").post(f"{place}/invitations", json=good).status_code == 404
