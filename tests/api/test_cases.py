"""Cases by the API: opened, read, written in as they were seen, moved by two, and due."""

import datetime
import hashlib
import uuid
from typing import Any

import httpx
import msgspec
import pytest

from customhouse.coordination.entries import first_broken
from customhouse.operations import clocks
from customhouse.operations.context import Context
from customhouse.server.app import build
from customhouse.store import cases, files
from customhouse.store.organisations import Organisation
from customhouse.store.scan_command import Scan
from tests.api.conftest import Program, program_of, settings
from tests.people import organisation, person
from tests.servers import address, listening, serving

GOODS = {"date": "2025-06-01", "items": [{"description": "cotton T-shirts"}]}
SEAL = {"kind": "container", "number": "MSKU 123456 7", "seal": "K 77", "seal_intact": False}
SAMPLE = {
    "kind": "sample", "sample": "S-1", "of": "white powder", "taken_by": "A. Okoth",
    "taken_at": "2026-01-31T14:30:15+03:00", "seal": "K 78",
}  # fmt: skip
RESULT = {
    "kind": "result", "sample": "S-1", "laboratory": "Government Chemist", "method": "GC-MS",
    "finding": "lindane", "reported_on": "2026-02-03",
    "facts": {"pop_mg_kg": 51.5, "contaminated": True, "chain_length": "14"},
}  # fmt: skip
COST = {
    "kind": "cost", "cost": "storage", "amount": "120.50", "currency": "KES",
    "day": "2026-01-31", "payer": "Importer",
}  # fmt: skip
PDF = b"%PDF-1.7 a bill of lading"


@pytest.fixture
def home(context: Context) -> Organisation:
    return organisation(context)


@pytest.fixture
def officer(program: Program, context: Context, home: Organisation) -> httpx.Client:
    return program(person(context, "officer", at=home))


@pytest.fixture
def supervisor(program: Program, context: Context, home: Organisation) -> httpx.Client:
    return program(person(context, "supervisor", at=home))


class Handle:
    """A case as one program sees it: `tag` is the ETag that it saw last."""

    def __init__(self, client: httpx.Client, place: str):
        self.client = client
        self.place = place
        self.tag = ""
        self.read()

    def read(self) -> dict[str, Any]:
        answer = self.client.get(self.place)
        assert answer.status_code == 200, answer.text
        self.tag = answer.headers["ETag"]
        told: dict[str, Any] = answer.json()
        return told

    def post(self, part: str, body: object) -> httpx.Response:
        answer = self.client.post(f"{self.place}/{part}", json=body, headers={"If-Match": self.tag})
        if answer.status_code == 201:
            self.tag = answer.headers["ETag"]
        return answer

    def tell(self, *bodies: object) -> httpx.Response:
        return self.post("entries", {"entries": bodies})

    def move(self, name: str, reason: str = "as the law says", *evidence: int) -> httpx.Response:
        return self.post("moves", {"move": name, "reason": reason, "evidence": evidence})

    def send(
        self, name: str, content: bytes, fields: dict[str, str] | None = None
    ) -> httpx.Response:
        answer = self.client.post(
            f"{self.place}/files",
            data=fields or {"role": "document"},
            files={"file": (name, content)},
            headers={"If-Match": self.tag},
        )
        if answer.status_code == 201:
            self.tag = answer.headers["ETag"]
        return answer


def opened(client: httpx.Client, title: str = "Drums", **more: Any) -> Handle:
    body = {"number": uuid.uuid4().hex[:9], "title": title, **more}
    made = client.post("/api/v1/cases", json=body)
    assert made.status_code == 201, made.text
    return Handle(client, made.headers["Location"])


@pytest.fixture
def case(officer: httpx.Client) -> Handle:
    return opened(officer)


def problem(answer: httpx.Response) -> tuple[int, str, str]:
    told = answer.json()
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert told["status"] == answer.status_code
    kind = told["type"].removeprefix("urn:customhouse:problem:")
    return answer.status_code, kind, told.get("field", "")


def test_a_case_is_opened_and_read(officer: httpx.Client) -> None:
    made = officer.post("/api/v1/cases", json={"number": " K  1 ", "title": "Drums"})
    assert made.status_code == 201
    read = officer.get(made.headers["Location"])
    assert read.json() == made.json()
    assert read.headers["ETag"] == made.headers["ETag"]
    told = read.json()
    assert (told["number"], told["title"], told["state"], told["mine"]) == (
        "K 1", "Drums", "open", True,
    )  # fmt: skip
    assert told["facts"] == told["open_questions"] == told["running_clocks"] == []
    again = officer.post("/api/v1/cases", json={"number": "K 1", "title": "Other"})
    assert problem(again) == (422, "bad-entry", "")


def test_a_case_opens_from_a_screening_with_its_facts(officer: httpx.Client) -> None:
    (kept,) = officer.post("/api/v1/screenings", json=GOODS).json()["answers"]
    told = opened(officer, screening=kept["id"]).read()
    assert told["screened"]["screening"] == kept["id"]
    assert told["outcome"] == kept["assessment"]["outcome"]
    assert [fact["body"]["description"] for fact in told["facts"]] == ["cotton T-shirts"]
    stranger = {"number": "K 2", "title": "x", "screening": str(uuid.uuid4())}
    assert officer.post("/api/v1/cases", json=stranger).status_code == 404


@pytest.mark.parametrize(
    "body",
    [{}, [], {"number": "K 1"}, {"number": "", "title": "x"}, {"number": "x" * 41, "title": "x"},
     {"number": "a\0", "title": "x"}, {"number": "K 1", "title": "x", "screening": "x"},
     {"number": "K 1", "title": "x", "colour": "red"}],
)  # fmt: skip
def test_a_case_that_is_not_opened(officer: httpx.Client, body: object) -> None:
    assert officer.post("/api/v1/cases", json=body).status_code == 422
    assert officer.get("/api/v1/cases").json() == {"cases": [], "next_cursor": None}


def test_the_list_part_by_part_and_narrowed(officer: httpx.Client) -> None:
    handles = [opened(officer, f"Drums {number}") for number in range(5)]
    handles[0].move("hold")
    seen: list[str] = []
    url: str | None = "/api/v1/cases?limit=2&words=drums"
    while url:
        part = officer.get(url)
        seen += [line["title"] for line in part.json()["cases"]]
        url = part.links.get("next", {}).get("url")
    assert seen == [f"Drums {number}" for number in (0, 4, 3, 2, 1)]
    held = officer.get("/api/v1/cases?state=held&state=seized").json()["cases"]
    assert [line["title"] for line in held] == ["Drums 0"]
    for query, field in (("state=lost", "state"), ("limit=0", "limit"), ("cursor=no", "cursor")):
        assert problem(officer.get(f"/api/v1/cases?{query}")) == (422, "bad-value", field)


def test_a_cursor_of_another_list_is_refused(officer: httpx.Client) -> None:
    for _ in range(2):
        officer.post("/api/v1/screenings", json=GOODS)
    other = officer.get("/api/v1/screenings?limit=1").json()["next_cursor"]
    assert problem(officer.get(f"/api/v1/cases?cursor={other}")) == (422, "bad-value", "cursor")


def test_who_may_not_see_a_case_finds_none(case: Handle, program: Program) -> None:
    stranger = program("officer", "supervisor")
    headers = {"If-Match": case.tag}
    for answer in (
        stranger.get(case.place),
        stranger.get(f"{case.place}/entries"),
        stranger.get(f"{case.place}/files/{'0' * 64}"),
        stranger.post(f"{case.place}/entries", json={"entries": [SEAL]}, headers=headers),
        stranger.post(f"{case.place}/moves", json={"move": "hold"}, headers=headers),
        stranger.post(f"{case.place}/corrections", json={"of": 1, "reason": "x"}, headers=headers),
        stranger.post(
            f"{case.place}/files", data={"role": "photo"}, files={"file": PDF}, headers=headers
        ),
    ):
        assert problem(answer)[:2] == (404, "not-found")
    assert stranger.get("/api/v1/cases").json()["cases"] == []


def test_facts_and_messages_are_told_together(
    case: Handle, context: Context, home: Organisation
) -> None:
    colleague = person(context, "officer", at=home)
    message = {
        "kind": "said", "text": "Please look.", "language": "en",
        "mentions": [str(colleague.actor.user_id)],
    }  # fmt: skip
    before = case.tag
    told = case.tell(SEAL, SAMPLE, RESULT, COST, message)
    assert told.status_code == 201, told.text
    written = told.json()["entries"]
    assert [entry["sequence"] for entry in written] == [2, 3, 4, 5, 6]
    assert told.headers["ETag"] == f'"{written[-1]["hash"]}"' != before
    assert written[0]["previous"] == before.strip('"')
    facts = [fact["body"] for fact in case.read()["facts"]]
    assert facts[1]["taken_at"] == "2026-01-31T11:30:15Z"
    assert facts[2]["facts"] == RESULT["facts"]
    assert facts[3]["amount"] == "120.50"
    assert written[4]["body"] == message


def test_the_entries_part_by_part_hold_together(
    case: Handle, officer: httpx.Client, context: Context
) -> None:
    case.tell(*(SEAL | {"number": f"MSKU {n}"} for n in range(6)))
    found: list[dict[str, Any]] = []
    url: str | None = f"{case.place}/entries?limit=3"
    while url:
        part = officer.get(url)
        found += part.json()["entries"]
        url = part.links.get("next", {}).get("url")
        assert (url is None) == (part.json()["next_after"] is None)
    assert [entry["sequence"] for entry in found] == [1, 2, 3, 4, 5, 6, 7]
    assert f'"{found[-1]["hash"]}"' == case.tag
    with context.store.reading() as connection:
        kept = cases.entries(connection, uuid.UUID(case.read()["id"]))
    assert first_broken(kept) is None
    assert [entry.hash for entry in kept] == [entry["hash"] for entry in found]
    assert officer.get(f"{case.place}/entries?after=7").json()["entries"] == []


@pytest.mark.parametrize("wanted", ["{}", "W/{}", '"other", {}', "*"])
def test_what_the_program_has_is_not_sent_again(case: Handle, wanted: str) -> None:
    again = case.client.get(case.place, headers={"If-None-Match": wanted.format(case.tag)})
    assert (again.status_code, again.content) == (304, b"")
    old = case.tag
    case.tell(SEAL)
    assert case.client.get(case.place, headers={"If-None-Match": old}).status_code == 200


WRITINGS = {
    "entries": {"json": {"entries": [SEAL]}},
    "moves": {"json": {"move": "hold", "reason": "as the law says"}},
    "corrections": {"json": {"of": 2, "reason": "misread", "body": SEAL | {"seal": "K 99"}}},
    "files": {"data": {"role": "document"}, "files": {"file": ("bill.pdf", PDF)}},
}


@pytest.mark.parametrize("part", WRITINGS)
def test_who_has_not_seen_the_case_adds_nothing(case: Handle, part: str) -> None:
    case.tell(SEAL)
    place, sent = f"{case.place}/{part}", WRITINGS[part]
    stale = case.tag
    written = case.tell(COST).json()["entries"]
    for headers in ({}, {"If-Match": ""}, {"If-Match": "*"}):
        refused = case.client.post(place, headers=headers, **sent)  # type: ignore[arg-type]
        assert problem(refused) == (428, "precondition-needed", "If-Match")
    late = case.client.post(place, headers={"If-Match": stale}, **sent)  # type: ignore[arg-type]
    assert problem(late) == (412, "case-changed", "If-Match")
    assert late.json()["since"] == written
    assert late.headers["ETag"] == case.tag
    for tag in ('"' + "0" * 64 + '"', "W/" + case.tag, case.tag.strip('"'), "é"):
        wrong = case.client.post(
            place,
            headers=[(b"If-Match", tag.encode("latin-1"))],
            **sent,  # type: ignore[arg-type]
        )
        assert problem(wrong)[:2] == (412, "case-changed")
        assert "since" not in wrong.json()
    assert case.read()["last_sequence"] == 3
    done = case.client.post(
        place,
        headers={"If-Match": f"{late.headers['ETag']}"},
        **sent,  # type: ignore[arg-type]
    )
    assert done.status_code == 201
    assert case.read()["last_sequence"] == 4


def test_two_at_once_of_whom_one_is_late(officer: httpx.Client, supervisor: httpx.Client) -> None:
    one = opened(officer)
    other = Handle(supervisor, one.place)
    assert one.tell(SEAL).status_code == 201
    late = other.move("hold")
    assert late.status_code == 412
    (since,) = late.json()["since"]
    assert since["body"]["kind"] == "container"
    assert since["by"]["name"] == "Amina Okoth"
    other.tag = late.headers["ETag"]
    assert other.move("hold").status_code == 201
    assert one.read()["state"] == "held"


WRONG = [
    (SEAL | {"number": " "}, "number"),
    (SEAL | {"number": "x" * 301}, "number"),
    (SEAL | {"number": "a\0b"}, "number"),
    (SEAL | {"sael": "K 1"}, "sael"),
    (SAMPLE | {"taken_at": "2026-01-31T14:30:00"}, "taken_at"),
    (SAMPLE | {"taken_at": "0001-01-01T00:00:00+14:00"}, "taken_at"),
    (RESULT | {"sample": "S-9"}, "sample"),
    (RESULT | {"sample": "S-0", "facts": {"colour": "red"}}, "facts.colour"),
    (RESULT | {"sample": "S-0", "facts": {"pop_mg_kg": -1}}, "facts.pop_mg_kg"),
    (RESULT | {"sample": "S-0", "facts": {"pop_mg_kg": True}}, "facts.pop_mg_kg"),
    (RESULT | {"sample": "S-0", "file": "0" * 64}, "file"),
    (COST | {"amount": "-5"}, "amount"),
    (COST | {"amount": "1E+999999999"}, "amount"),
    (COST | {"amount": "0E-999999999"}, "amount"),
    (COST | {"amount": "1" * 5000}, "amount"),
    (COST | {"amount": "NaN"}, "amount"),
    (COST | {"amount": "Infinity"}, "amount"),
    (COST | {"currency": "shillings"}, "currency"),
    ({"kind": "item", "description": "x", "mass_kg": "1E+400000"}, "mass_kg"),
    ({"kind": "item", "description": "x", "packages": -1}, "packages"),
    ({"kind": "item", "description": "x", "refs": ["lindane"]}, "refs"),
    ({"kind": "item", "description": "x", "refs": ["basel:A1180 basel:A1160"]}, "refs"),
    ({"kind": "item", "description": "x", "refs": ["basel:A1180"] * 51}, "refs"),
    ({"kind": "party", "role": "exporter", "name": "x", "iso3": "ATL"}, "iso3"),
    ({"kind": "said", "text": " ", "language": "en"}, "text"),
    ({"kind": "said", "text": "x" * 5001, "language": "en"}, "text"),
    ({"kind": "said", "text": "a\0", "language": "en"}, "text"),
    ({"kind": "said", "text": "x", "language": "tlh"}, "language"),
    ({"kind": "said", "text": "x", "language": "en", "mentions": [str(uuid.UUID(int=1))]},
     "mentions"),
    ({"kind": "said", "text": "x", "language": "en", "referral": str(uuid.UUID(int=1))},
     "referral"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "field"), WRONG)
def test_an_entry_that_is_not_written(case: Handle, body: dict[str, Any], field: str) -> None:
    case.tell(SAMPLE | {"sample": "S-0"})
    refused = case.tell(SEAL, body)
    assert problem(refused) == (422, "bad-value", f"entries[2].{field}"), refused.text
    assert case.read()["last_sequence"] == 2


FORGED_FILE = {
    "kind": "file", "role": "document", "sha256": "0" * 64, "name": "x.pdf",
    "media_type": "application/pdf", "size": 1,
}  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "moved", "move": "confirm_release", "to": "released", "reason": "x"},
        {"kind": "answered", "referral": str(uuid.uuid4()), "verdict": "confirmed", "text": "x",
         "language": "en"},
        {"kind": "asked", "referral": str(uuid.uuid4()), "to": "other_state", "name": "x",
         "iso3": "GHA", "question": "other", "text": "x", "language": "en"},
        {"kind": "screened", "screening": str(uuid.uuid4()), "outcome": "release"},
        {"kind": "signed", "draft": 1, "name": "x", "office": "y"},
        FORGED_FILE,
        {"kind": "spell"},
        {},
        None,
    ],
)  # fmt: skip
def test_what_is_no_fact_is_not_told(case: Handle, body: object) -> None:
    assert problem(case.tell(body))[:2] == (422, "bad-value")
    assert case.tell().status_code == 422
    assert case.tell(*[SEAL] * 101).status_code == 422
    assert case.read()["last_sequence"] == 1


def test_a_fact_is_put_right_and_taken_back(case: Handle) -> None:
    case.tell(SAMPLE, SEAL)
    right = case.post(
        "corrections", {"of": 3, "reason": "misread", "body": SEAL | {"seal": "K 79"}}
    )
    assert right.status_code == 201, right.text
    assert [fact["body"].get("seal") for fact in case.read()["facts"]] == ["K 78", "K 79"]
    back = case.post("corrections", {"of": 3, "reason": "another case"})
    assert back.status_code == 201
    assert [fact["sequence"] for fact in case.read()["facts"]] == [2]
    entries = case.client.get(f"{case.place}/entries").json()["entries"]
    assert [entry["body"]["kind"] for entry in entries] == [
        "opened", "sample", "container", "corrected", "corrected",
    ]  # fmt: skip
    for wrong, expected in (
        ({"of": 2, "reason": "x", "body": SAMPLE | {"sample": "S-2"}}, "bad-value"),
        ({"of": 2, "reason": "x", "body": SAMPLE | {"seal": ""}}, "bad-value"),
        ({"of": 2, "reason": "x", "body": SAMPLE | {"saael": ""}}, "bad-value"),
        ({"of": 2, "reason": "x", "body": SEAL}, "bad-entry"),
        ({"of": 2, "reason": " ", "body": SAMPLE}, "bad-entry"),
        ({"of": 1, "reason": "x"}, "bad-entry"),
        ({"of": 99, "reason": "x"}, "bad-entry"),
        ({"of": 3, "reason": "x"}, "bad-entry"),
    ):
        assert problem(case.post("corrections", wrong))[:2] == (422, expected), wrong


def test_a_correction_does_not_reach_a_file_of_others(case: Handle, program: Program) -> None:
    other = opened(program("officer"))
    secret = b"%PDF-1.7 of another organisation"
    theirs = other.send("secret.pdf", secret).json()["entries"][0]["body"]["sha256"]
    mine = case.send("bill.pdf", PDF).json()["entries"][0]
    told = {"of": mine["sequence"], "reason": "x", "body": mine["body"] | {"sha256": theirs}}
    assert problem(case.post("corrections", told)) == (422, "bad-value", "body.sha256")
    assert case.tell(FORGED_FILE | {"sha256": theirs}).status_code == 422
    assert case.client.get(f"{case.place}/files/{theirs}").status_code == 404
    right = {"of": mine["sequence"], "reason": "x", "body": mine["body"] | {"about": "the bill"}}
    assert case.post("corrections", right).status_code == 201


def test_a_release_takes_two(officer: httpx.Client, supervisor: httpx.Client) -> None:
    (kept,) = officer.post("/api/v1/screenings", json=GOODS).json()["answers"]
    one = opened(officer, screening=kept["id"])
    assert {move["move"] for move in one.read()["moves"]} == {
        "inspect", "hold", "refer", "propose_release",
    }  # fmt: skip
    by_name = {move["move"]: move for move in one.read()["moves"]}
    assert by_name["refer"]["unmet"] == ["open_question"]
    assert by_name["propose_release"]["unmet"] == []
    bare = one.post("moves", {"move": "propose_release"})
    assert problem(bare) == (409, "move-needs", "move")
    assert bare.json()["unmet"] == ["reason", "evidence"]
    told = one.move("refer", "wait")
    assert (told.status_code, told.json()["unmet"]) == (409, ["open_question"])
    assert one.move("propose_release", "no list names it", 99).json()["unmet"] == ["evidence"]
    evidence = one.read()["evidence"]
    assert one.move("propose_release", "no list names it", *evidence).status_code == 201
    forbidden = one.move("confirm_release")
    assert problem(forbidden) == (409, "move-not-possible", "move")
    assert "unmet" not in forbidden.json()
    two = Handle(supervisor, one.place)
    assert two.move("confirm_release").status_code == 201
    assert one.read()["state"] == "released"
    assert problem(two.move("hold"))[:2] == (409, "move-not-possible")
    assert problem(two.move("burn")) == (422, "bad-value", "move")
    assert problem(two.move("close", "x" * 5001)) == (422, "bad-value", "reason")


def test_one_who_proposes_does_not_confirm(
    supervisor: httpx.Client,
) -> None:
    (kept,) = supervisor.post("/api/v1/screenings", json=GOODS).json()["answers"]
    alone = opened(supervisor, screening=kept["id"])
    alone.move("propose_release", "no list names it", *alone.read()["evidence"])
    refused = alone.move("confirm_release")
    assert (refused.status_code, refused.json()["unmet"]) == (409, ["another_person"])
    assert alone.read()["state"] == "release_proposed"


def test_a_file_is_added_and_given_back_closed_off(case: Handle) -> None:
    fields = {
        "role": "document", "about": "the bill", "reference": "BL 1", "issuer_iso3": "ke",
        "document_type": "",
    }  # fmt: skip
    added = case.send("../Frachtbrief ü.pdf", PDF, fields)
    assert added.status_code == 201, added.text
    body = added.json()["entries"][0]["body"]
    sha256 = hashlib.sha256(PDF).hexdigest()
    assert (body["sha256"], body["name"], body["media_type"], body["size"]) == (
        sha256, "Frachtbrief ü.pdf", "application/pdf", len(PDF),
    )  # fmt: skip
    assert (body["about"], body["issuer_iso3"]) == ("the bill", "KEN")
    given = case.client.get(f"{case.place}/files/{sha256}")
    assert given.content == PDF
    assert given.headers["Content-Type"].startswith("application/pdf")
    assert given.headers["Content-Disposition"].startswith("attachment;")
    assert given.headers["Content-Security-Policy"].startswith("sandbox")
    for missing in ("0" * 64, "x", "%00"):
        assert problem(case.client.get(f"{case.place}/files/{missing}"))[0] == 404


@pytest.mark.parametrize(
    ("content", "fields", "expected"),
    [
        (b"", {}, (422, "file-refused", "file")),
        (b"\x7fELF\0\0", {}, (422, "file-refused", "file")),
        (b"<html><script>alert(1)</script>", {}, (422, "file-refused", "file")),
        (b"\xff\xd8\xffno photograph", {}, (422, "file-refused", "file")),
        (b"%PDF-" + b" " * 20_000_000, {}, (413, "too-large", "file")),
        (b"%PDF-" + b" " * 22_000_000, {}, (413, "too-large", "")),
        (PDF, {"role": "song"}, (422, "bad-value", "role")),
        (PDF, {"issuer_iso3": "ATL"}, (422, "bad-value", "issuer_iso3")),
        (PDF, {"document_type": "song"}, (422, "bad-value", "document_type")),
        (PDF, {"about": "x" * 301}, (422, "bad-value", "about")),
        (PDF, {"reference": "a\0b"}, (422, "bad-value", "reference")),
        (PDF, {"colour": "red"}, (422, "bad-value", "colour")),
    ],
)
def test_a_file_that_is_not_taken(
    case: Handle, content: bytes, fields: dict[str, str], expected: tuple[int, str, str]
) -> None:
    refused = case.send("x.pdf", content, {"role": "document"} | fields)
    assert problem(refused) == expected
    assert case.read()["last_sequence"] == 1


@pytest.mark.parametrize(
    ("media_type", "content", "status"),
    [
        ("application/pdf", PDF, 415),
        ("", PDF, 415),
        ("multipart/form-data", PDF, 422),
        ("multipart/form-data; boundary=x", PDF, 400),
        ("multipart/form-data; boundary=x", b"", 422),
        ("multipart/form-data; boundary=x",
         b'--x\r\nContent-Disposition: form-data; name="role"\r\n\r\n\xff\r\n--x--\r\n', 422),
        ("multipart/form-data; boundary=x",
         b'--x\r\nContent-Disposition: form-data; name="role"\r\n'
         b"Content-Type: text/plain; charset=none\r\n\r\nx\r\n--x--\r\n", 422),
    ],
)  # fmt: skip
def test_a_form_that_cannot_be_read(
    case: Handle, media_type: str, content: bytes, status: int
) -> None:
    headers = {"Content-Type": media_type, "If-Match": case.tag}
    refused = case.client.post(f"{case.place}/files", content=content, headers=headers)
    assert problem(refused)[0] == status, refused.text


def test_a_file_that_the_scanner_calls_infected(context: Context) -> None:
    listener = listening()
    strict = msgspec.structs.replace(settings(address(listener)), scan_command="false")
    who = person(context, "officer")
    with (
        serving(build(context, strict), listener) as url,
        program_of(context, url, who) as client,
    ):
        case = opened(client)
        content = b"%PDF-1.7 " + uuid.uuid4().bytes.hex().encode()
        assert problem(case.send("x.pdf", content)) == (403, "file-infected", "")
        assert case.read()["last_sequence"] == 1


def test_a_file_that_is_found_infected_later(case: Handle, context: Context) -> None:
    content = b"%PDF-1.7 " + uuid.uuid4().bytes.hex().encode()
    sha256 = case.send("x.pdf", content).json()["entries"][0]["body"]["sha256"]
    with context.store.writing() as connection:
        files.tell_scan(connection, sha256, Scan(verdict="infected", told="Eicar FOUND"))
    refused = case.client.get(f"{case.place}/files/{sha256}")
    assert problem(refused) == (403, "file-infected", "")
    assert "Eicar FOUND" in refused.json()["detail"]


def test_what_is_due(
    case: Handle, context: Context, officer: httpx.Client, home: Organisation
) -> None:
    today = context.today()
    agreed = today + datetime.timedelta(days=3)
    key = uuid.UUID(case.read()["id"])
    clocks.start(
        context, person(context, "officer", at=home).actor, key, 1,
        limit="basel-8-return", began_on=today, agreed=agreed, because="as agreed",
    )  # fmt: skip
    (clock,) = officer.get("/api/v1/due").json()["clocks"]
    assert (clock["case_id"], clock["days_left"], clock["state"]) == (str(key), 3, "due_soon")
    (running,) = case.read()["running_clocks"]
    assert (running["clock"], running["ends_on"]) == (clock["clock"], agreed.isoformat())
    assert officer.get(f"/api/v1/due?until={today}").json() == {"clocks": []}
    assert problem(officer.get("/api/v1/due?until=soon")) == (422, "bad-value", "until")


def test_on_postgres_a_late_one_adds_nothing_too(
    postgres_context: Context, postgres_api: str
) -> None:
    who = person(postgres_context, "officer")
    with program_of(postgres_context, postgres_api, who) as client:
        case = opened(client)
        stale = case.tag
        assert case.tell(SEAL, SAMPLE, RESULT).status_code == 201
        assert case.send("ü.pdf", PDF).status_code == 201
        case.tag = stale
        late = case.tell(COST)
        assert late.status_code == 412
        assert len(late.json()["since"]) == 4
        kept = client.get(f"{case.place}/entries").json()["entries"]
        kinds = [entry["body"]["kind"] for entry in kept]
        assert kinds == ["opened", "container", "sample", "result", "file"]
