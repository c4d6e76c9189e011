"""Screen by the API, keep, and find again."""

import datetime
import json
import uuid
from pathlib import Path
from typing import Any

import httpx
import pytest

from customhouse.declarations.read import read_declarations
from customhouse.desk import Desk
from customhouse.operations.context import Context
from tests.api.conftest import Program
from tests.people import organisation, person

JSON = {"Content-Type": "application/json"}


def declaration(description: str = "lindane", **more: Any) -> dict[str, Any]:
    return {"date": "2025-06-01", "items": [{"description": description}], **more}


@pytest.mark.parametrize(
    ("file", "media_type"),
    [
        ("ewaste.json", "application/json"),
        ("sad_import_lindane.xml", "application/xml"),
        ("sad_import_lindane.xml", "text/xml; charset=utf-8"),
        ("pesticide_lines.csv", "text/csv"),
    ],
)
def test_each_format_is_answered_as_the_desk_does(
    program: Program, desk: Desk, examples: Path, file: str, media_type: str
) -> None:
    data = (examples / file).read_bytes()
    read = read_declarations(data, file)
    answer = program().post(
        "/api/v1/assessments", content=data, headers={"Content-Type": media_type}
    )
    assert answer.status_code == 200
    told = answer.json()["answers"]
    assert len(told) == len(read.declarations)
    for one, declared in zip(told, read.declarations, strict=True):
        assert one["id"] is None
        assert one["declaration_id"] == declared.id
        assert declared.date is not None
        expected = desk.screen(declared, declared.date, read.notes)
        assert one["assessment"]["outcome"] == expected.outcome
        assert one["assessment"]["as_of"] == declared.date.isoformat()


def test_the_law_of_another_day(program: Program) -> None:
    client = program()
    answer = client.post("/api/v1/assessments?as_of=1990-01-01", json=declaration())
    assert answer.json()["answers"][0]["assessment"]["as_of"] == "1990-01-01"
    wrong = client.post("/api/v1/assessments?as_of=1990-02-30", json=declaration())
    assert wrong.status_code == 422
    assert wrong.json()["field"] == "as_of"


def test_what_is_assessed_only_is_not_kept(program: Program) -> None:
    client = program()
    client.post("/api/v1/assessments", json=declaration())
    assert client.get("/api/v1/screenings").json() == {"screenings": [], "next_cursor": None}


def test_a_screening_is_kept_and_found(program: Program) -> None:
    client = program()
    made = client.post("/api/v1/screenings", json=declaration(id="T-1"))
    assert made.status_code == 201
    (answer,) = made.json()["answers"]
    place = made.headers["Location"]
    assert place == f"/api/v1/screenings/{answer['id']}"
    kept = client.get(place)
    assert kept.status_code == 200
    assert kept.json()["assessment"] == answer["assessment"]
    assert kept.json()["declaration"]["items"][0]["description"] == "lindane"
    assert kept.headers["ETag"] == made.headers["ETag"]
    assert not kept.headers["ETag"].startswith("W/")
    (line,) = client.get("/api/v1/screenings").json()["screenings"]
    assert (line["id"], line["declaration_id"]) == (answer["id"], "T-1")


def test_several_declarations_have_the_same_shape(program: Program) -> None:
    client = program()
    made = client.post("/api/v1/screenings", json=[declaration(id="A"), declaration(id="B")])
    assert [one["declaration_id"] for one in made.json()["answers"]] == ["A", "B"]
    assert "Location" not in made.headers
    assert len(client.get("/api/v1/screenings").json()["screenings"]) == 2


@pytest.mark.parametrize("wanted", ["{}", "W/{}", '"other", {}', "*"])
def test_what_the_program_has_is_not_sent_again(program: Program, wanted: str) -> None:
    client = program()
    made = client.post("/api/v1/screenings", json=declaration())
    tag, place = made.headers["ETag"], made.headers["Location"]
    again = client.get(place, headers={"If-None-Match": wanted.format(tag)})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == tag
    other = client.get(place, headers={"If-None-Match": '"other"'})
    assert other.status_code == 200


def test_the_report(program: Program) -> None:
    client = program()
    place = client.post("/api/v1/screenings", json=declaration("<b>lindane</b>")).headers[
        "Location"
    ]
    text = client.get(f"{place}/report")
    assert text.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "lindane" in text.text
    page = client.get(f"{place}/report?format=html")
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "&lt;b&gt;" in page.text
    assert client.get(f"{place}/report?format=pdf").status_code == 422


def test_nobody_sees_what_is_not_theirs(program: Program, context: Context) -> None:
    home = organisation(context)
    officer = program(person(context, "officer", at=home))
    place = officer.post("/api/v1/screenings", json=declaration()).headers["Location"]
    colleague = program(person(context, "officer", at=home))
    supervisor = program(person(context, "officer", "supervisor", at=home))
    stranger = program("supervisor")

    def listed(client: httpx.Client) -> int:
        return len(client.get("/api/v1/screenings").json()["screenings"])

    seen = {
        who: (client.get(place).status_code, listed(client))
        for who, client in (
            ("officer", officer), ("colleague", colleague),
            ("supervisor", supervisor), ("stranger", stranger),
        )
    }  # fmt: skip
    assert seen == {
        "officer": (200, 1),
        "colleague": (404, 0),
        "supervisor": (200, 1),
        "stranger": (404, 0),
    }
    missing = officer.get(f"/api/v1/screenings/{uuid.uuid4()}")
    hidden = stranger.get(place)
    assert {**missing.json(), "instance": ""} == {**hidden.json(), "instance": ""}


def test_the_list_part_by_part(program: Program) -> None:
    client = program()
    for number in range(5):
        client.post("/api/v1/screenings", json=declaration(id=f"T-{number}"))
    seen: list[str] = []
    url: str | None = "/api/v1/screenings?limit=2&words=lindane"
    parts = 0
    while url:
        part = client.get(url)
        seen += [line["declaration_id"] for line in part.json()["screenings"]]
        url = part.links.get("next", {}).get("url")
        assert (url is None) == (part.json()["next_cursor"] is None)
        parts += 1
    assert seen == ["T-4", "T-3", "T-2", "T-1", "T-0"]
    assert parts == 3


def test_the_list_is_narrowed(program: Program) -> None:
    client = program()
    client.post("/api/v1/screenings", json=declaration("lindane", country_of_export="IN"))
    client.post("/api/v1/screenings", json=declaration("wooden toys", country_of_export="DE"))
    today = datetime.datetime.now(datetime.UTC).date()
    tomorrow = today + datetime.timedelta(days=1)
    yesterday = today - datetime.timedelta(days=1)

    def count(query: str) -> int:
        return len(client.get(f"/api/v1/screenings?{query}").json()["screenings"])

    assert count("") == 2
    assert count("words=LINDANE") == 1
    assert count("words=%25") == 0
    assert count("outcome=release") == 1
    assert count("outcome=release&outcome=hold&outcome=refuse&outcome=request_documents") == 2
    assert count("ref=stockholm:lindane") == 1
    assert count("country=de") == count("country=DEU") == 1
    assert count(f"first={yesterday}&last={tomorrow}") == 2
    assert count(f"first={tomorrow}") == 0


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=99999999999999999999", "limit"),
        ("limit=x", "limit"),
        ("outcome=burn", "outcome"),
        ("country=KENYA", "country"),
        ("country=XX", "country"),
        ("first=tomorrow", "first"),
        ("words=a%00b", "words"),
        (f"words={'x' * 201}", "words"),
        ("ref=%00", "ref"),
        ("provision=%0Aa", "provision"),
        ("cursor=no", "cursor"),
        ("cursor=%ED%A0%80", "cursor"),
        ("cursor=eyJjcmVhdGVkX2F0IjoiMSJ9", "cursor"),
    ],
)
def test_a_list_that_cannot_be_asked_for(program: Program, query: str, field: str) -> None:
    answer = program().get(f"/api/v1/screenings?{query}")
    assert answer.status_code == 422
    assert answer.json()["field"] == field


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_day_there_is(program: Program, day: str) -> None:
    assert program().get(f"/api/v1/screenings?first={day}&last={day}").status_code == 200


def test_a_bad_declaration_names_field_line_and_remedy(program: Program) -> None:
    text = json.dumps(declaration(items=[{"description": "x", "net_mass_kg": -5}]), indent=1)
    answer = program().post("/api/v1/screenings", content=text, headers=JSON)
    assert answer.status_code == 422
    told = answer.json()
    assert told["type"] == "urn:customhouse:problem:bad-declaration"
    assert told["field"] == "items[1].net_mass_kg"
    assert told["line"] == 6
    assert told["remedy"].startswith("Give the mass")
    assert told["instance"] == "/api/v1/screenings"


@pytest.mark.parametrize("media_type", ["", "application/pdf", "application/x-www-form-urlencoded"])
def test_another_format(program: Program, media_type: str) -> None:
    answer = program().post(
        "/api/v1/screenings", content=b"{}", headers={"Content-Type": media_type}
    )
    assert answer.status_code == 415


def test_an_auditor_may_not_screen(program: Program, context: Context) -> None:
    client = program("auditor", "supervisor")
    assert client.post("/api/v1/screenings", json=declaration()).status_code == 201
    reader = httpx.Client(base_url=client.base_url, headers=client.headers)
    me = reader.get("/api/v1/me").json()
    assert "screen" in me["permissions"]
    from customhouse.store import users

    with context.store.writing() as connection:
        users.change(connection, uuid.UUID(me["user_id"]), roles={"auditor"})
    denied = reader.post("/api/v1/assessments", json=declaration())
    assert denied.status_code == 403
    assert denied.json()["type"] == "urn:customhouse:problem:denied"
    reader.close()
