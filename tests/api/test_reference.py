"""What the packs know, by the API."""

import datetime
from collections.abc import Mapping

import pytest

from customhouse.desk import Desk
from customhouse.operations.context import Context
from tests.api.conftest import Program

DAY = "2025-01-01"
DDT = "ClC(Cl)(Cl)C(c1ccc(Cl)cc1)c1ccc(Cl)cc1"


def test_whose_key_this_is(program: Program) -> None:
    told = program("officer", "supervisor").get("/api/v1/me").json()
    assert told["roles"] == ["officer", "supervisor"]
    assert "dashboard.read" in told["permissions"]
    assert (told["via"], told["iso3"]) == ("api_key", "KEN")


def test_search(program: Program) -> None:
    client = program()
    found = client.get("/api/v1/search?q=lindane&limit=3").json()
    assert found["results"][0]["ref"] == "rotterdam:lindane"
    assert len(found["results"]) == 3 < found["total"]
    terms = client.get("/api/v1/search?q=waste&kind=term&kind=provision&convention=basel").json()
    assert {one["kind"] for one in terms["results"]} <= {"term", "provision"}
    assert all("basel" in one["conventions"] for one in terms["results"])
    assert terms["results"]


def test_lookup_as_of_a_day(program: Program, desk: Desk) -> None:
    client = program()
    day = datetime.date(1990, 1, 1)
    for query in ("58-89-9", "lindane", "2903.81", "линдан"):
        now = client.get("/api/v1/lookup", params={"q": query}).json()["results"]
        assert [one["ref"] for one in now] == [one.ref for one in desk.lookup(query)]
    before = client.get("/api/v1/lookup", params={"q": "58-89-9", "as_of": str(day)})
    assert before.json()["results"] == []


def test_a_structure(program: Program) -> None:
    client = program()
    found = client.post("/api/v1/structures", json={"smiles": DDT})
    assert "stockholm:ddt" in {one["ref"] for one in found.json()["results"]}
    wrong = client.post("/api/v1/structures", json={"smiles": "no structure"})
    assert wrong.status_code == 422
    assert wrong.json()["type"] == "urn:customhouse:problem:bad-structure"
    assert wrong.json()["remedy"].startswith("Write the structure as SMILES")
    for body in (b"", b"[", b"[]", b'{"smiles": 5}', b'{"smiles": "\xff"}', b"[" * 100_000):
        headers = {"Content-Type": "application/json"}
        assert client.post("/api/v1/structures", content=body, headers=headers).status_code == 422
    assert client.post("/api/v1/structures", content=b"smiles=C").status_code == 415


def test_packs_and_changes(program: Program, context: Context) -> None:
    client = program()
    packs = client.get("/api/v1/packs").json()["packs"]
    assert {one["name"]: one["version"] for one in packs} == context.desk.library.versions
    span = {"from": "2025-01-01", "to": "2025-12-31"}
    changes = client.get("/api/v1/packs/changes", params=span).json()
    assert (changes["from"], changes["to"]) == ("2025-01-01", "2025-12-31")
    assert all(span["from"] <= one["day"] <= span["to"] for one in changes["changes"])
    assert changes["changes"]
    only = client.get("/api/v1/packs/changes", params={**span, "convention": "basel"}).json()
    assert {one["convention"] for one in only["changes"]} == {"basel"}
    day = changes["changes"][0]["day"]
    first = client.get("/api/v1/packs/changes", params={"from": day, "to": day}).json()
    assert first["changes"]
    edge = {"from": "0001-01-01", "to": "9999-12-31"}
    assert client.get("/api/v1/packs/changes", params=edge).status_code == 200


@pytest.mark.parametrize(
    ("path", "ref"),
    [
        ("substances/stockholm/lindane", "stockholm:lindane"),
        ("wastes/a1181", "basel:A1181"),
        ("hs/3808.59", "hs:380859"),
        ("countries/ke", "iso:KEN"),
        ("provisions/basel/art-6-1", "basel:art-6-1"),
    ],
)
def test_dossiers(program: Program, path: str, ref: str) -> None:
    client = program()
    told = client.get(f"/api/v1/{path}")
    assert told.status_code == 200
    assert told.json()["ref"] == ref
    if not path.startswith("hs/"):
        then = client.get(f"/api/v1/{path}?as_of=1995-01-01")
        assert then.json()["as_of"] == "1995-01-01"
    again = client.get(f"/api/v1/{path}", headers={"If-None-Match": told.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        "substances/stockholm/nothing",
        "substances/%00/lindane%0a",
        "substances/stockholm/lindane%2F..",
        "wastes/Z9",
        "wastes/é",
        "hs/abc",
        "hs/0000",
        "countries/XXX",
        "provisions/basel/art-999",
    ],
)  # fmt: skip
def test_what_the_packs_do_not_know(program: Program, path: str) -> None:
    answer = program().get(f"/api/v1/{path}")
    assert answer.status_code in (404, 422)
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["search?q=lindane", "lookup?q=lindane", "packs"])
def test_reference_data_is_not_sent_again(program: Program, path: str) -> None:
    client = program()
    first = client.get(f"/api/v1/{path}")
    assert first.headers["Cache-Control"] == "private, max-age=300"
    tag = {"If-None-Match": first.headers["ETag"]}
    again = client.get(f"/api/v1/{path}", headers=tag)
    assert (again.status_code, again.content) == (304, b"")
    other = f"/api/v1/{path}{'&' if '?' in path else '?'}limit=3"
    assert client.get(other, headers=tag).status_code == 200


@pytest.mark.parametrize(
    ("path", "params", "field"),
    [
        ("search", {}, "q"),
        ("search", {"q": ""}, "q"),
        ("search", {"q": "x" * 501}, "q"),
        ("search", {"q": "a\0"}, "q"),
        ("search", {"q": "a", "kind": "thing"}, "kind"),
        ("search", {"q": "a", "convention": "vienna"}, "convention"),
        ("lookup", {"q": "a", "limit": "0"}, "limit"),
        ("lookup", {"q": "a", "as_of": "yesterday"}, "as_of"),
        ("packs/changes", {"from": "2025-01-01"}, "to"),
        ("packs/changes", {"from": "2025-01-01", "to": "2024-01-01"}, "to"),
        ("packs/changes", {"from": "x", "to": "2024-01-01"}, "from"),
        ("packs/changes", {"from": DAY, "to": DAY, "convention": "x"}, "convention"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked(
    program: Program, path: str, params: Mapping[str, str], field: str
) -> None:
    answer = program().get(f"/api/v1/{path}", params=params)
    assert answer.status_code == 422
    assert answer.json()["field"] == field
