"""Every error has the one shape, whatever goes wrong."""

import logging
import socket
import time

import httpx
import pytest

from customhouse.http.rate_limit import MINUTE, Limiter
from customhouse.operations import keys, screenings
from customhouse.operations.context import Context
from customhouse.server.app import LARGEST_REQUEST, build
from customhouse.web.visitor import SESSION_COOKIE
from tests.api.conftest import Program, program_of, settings
from tests.people import person
from tests.servers import address, listening, serving

DEEP = 200_000


def is_problem(answer: httpx.Response, status: int, kind: str) -> None:
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    told = answer.json()
    assert told["status"] == status
    assert told["type"] == f"urn:customhouse:problem:{kind}"
    assert told["title"]
    assert told["detail"]
    assert told["instance"] == answer.request.url.path


@pytest.mark.parametrize(
    "path",
    [
        "nothing",
        "",
        "screenings/x",
        "screenings/1/report",
        "openapi.json/x",
        "openapi.yaml",
        "a/b/c",
    ],
)
def test_an_unknown_address(api: str, path: str) -> None:
    is_problem(httpx.get(f"{api}/api/v1/{path}"), 404, "not-found")


def test_an_unknown_address_to_send_to(api: str) -> None:
    is_problem(httpx.post(f"{api}/api/v1/nothing"), 404, "not-found")


def test_an_unknown_version(api: str) -> None:
    is_problem(httpx.get(f"{api}/api/v2/me"), 404, "not-found")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "HEAD"])
def test_a_method_that_is_not_taken(program: Program, method: str) -> None:
    answer = program().request(method, "/api/v1/me")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    if method != "HEAD":
        is_problem(answer, 405, "method-not-allowed")


@pytest.mark.parametrize("told", [True, False])
def test_a_body_that_is_too_large(program: Program, told: bool) -> None:
    client = program()
    part = b" " * 1_000_000
    parts = (part for _ in range(100))
    headers = {"Content-Type": "application/json"}
    if told:
        headers["Content-Length"] = str(100 * len(part))
    try:
        answer = client.post("/api/v1/screenings", content=parts, headers=headers)
    except httpx.TransportError:
        pytest.fail("the connection was cut before the answer")
    is_problem(answer, 413, "too-large")
    assert 100 * len(part) > LARGEST_REQUEST
    assert client.get("/api/v1/me").status_code == 200


BOMB = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;">
<!ENTITY d "&c;&c;&c;&c;&c;&c;">]><ASYCUDA><Item>&d;</Item></ASYCUDA>"""
OUTSIDE = b"""<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><ASYCUDA>&x;</ASYCUDA>"""


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("application/json", b""),
        ("application/json", b"null"),
        ("application/json", b"[" * DEEP),
        ("application/json", b'{"items":' * DEEP),
        ("application/json", b'{"items": [{"facts": ' + b'{"a":' * 30 + b"1" + b"}" * 30 + b"}]}"),
        ("application/json", b'{"items": [{"net_mass_kg": 1e999}]}'),
        ("application/json", b'{"items": [{"packages": ' + b"9" * 5000 + b"}]}"),
        ("application/json", b'{"items": [{"number": 1' + b"0" * 400 + b"}]}"),
        ("application/json", b'{"items": [{"value": 1' + b"0" * 400 + b"}]}"),
        ("application/json", b'{"items": [{"net_mass_kg": NaN}]}'),
        ("application/json", b'{"items": [{"description": "\xff"}]}'),
        ("application/json", b'{"items": [{"a": 1, "a": 2}]}'),
        ("application/xml", BOMB),
        ("application/xml", OUTSIDE),
        ("application/xml", b"<a>" * DEEP),
        ("application/xml", b"<a/>"),
        ("application/xml", b"<?xml version='1.0' encoding='utf-7'?><ASYCUDA/>"),
        ("text/csv", b"\0\0"),
        ("text/csv", b"PK\x03\x04"),
        ("text/csv", b'description\n"' + b"x" * 2_000_000),
        ("text/csv", b"," * 1_000_000),
    ],
)
def test_a_hostile_body(program: Program, media_type: str, body: bytes) -> None:
    answer = program().post(
        "/api/v1/screenings", content=body, headers={"Content-Type": media_type}
    )
    assert answer.status_code == 422, answer.text[:500]
    is_problem(answer, 422, "bad-declaration")
    assert "etc/passwd" not in answer.text
    assert "root:" not in answer.text


ODD = (
    b'{"id": "a\\u0000b\\ud800c", "country_of_export": "\\u0000\\ud800", "date": "2025-06-01", '
    b'"exporter": {"name": "\\udfff\\u0000"}, "items": [{"description": "lindane\\u0000 \\ud800", '
    b'"facts": {"a\\u0000": "\\ud800\\u0000", "big": 9007199254740, "b": [1e10]}, '
    b'"cas": ["58-89-9\\u0000"], "value": -1000000000000000}], '
    b'"documents": [{"reference": "\\u0000\\ud83d"}]}'
)


def odd_text_is_kept(client: httpx.Client) -> None:
    made = client.post(
        "/api/v1/screenings", content=ODD, headers={"Content-Type": "application/json"}
    )
    assert made.status_code == 201, made.text[:500]
    (answer,) = made.json()["answers"]
    assert answer["declaration_id"] == "a b\ufffdc"
    assert client.get(made.headers["Location"]).status_code == 200
    assert client.get(f"{made.headers['Location']}/report?format=html").status_code == 200
    found = client.get("/api/v1/screenings", params={"words": "lindane \ufffd"}).json()
    assert [one["id"] for one in found["screenings"]] == [answer["id"]]
    for name in ("words", "ref", "provision", "country", "cursor"):
        refused = client.get(f"/api/v1/screenings?{name}=a%00")
        is_problem(refused, 422, "bad-value")
    for odd in ("%ED%A0%80", "%F0%9F%98%80", "%EF%BF%BF", "%25%5C_", "'%22;--"):
        answer_of_odd = client.get(f"/api/v1/screenings?words={odd}&ref={odd}")
        assert answer_of_odd.status_code == 200


def test_odd_text(program: Program) -> None:
    odd_text_is_kept(program())


def test_odd_text_on_postgres(postgres_context: Context, postgres_api: str) -> None:
    who = person(postgres_context, "officer")
    with program_of(postgres_context, postgres_api, who) as client:
        odd_text_is_kept(client)


def test_a_long_id_is_cut_where_it_is_found_by_only(program: Program) -> None:
    client = program()
    body = {"id": "é" * 500, "date": "2025-06-01", "items": [{"description": "x" * 9000}]}
    place = client.post("/api/v1/screenings", json=body).headers["Location"]
    assert client.get(place).json()["declaration"]["id"] == "é" * 500


def test_a_failure_tells_a_reference_and_nothing_else(
    program: Program, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the secret cause")

    monkeypatch.setattr(screenings, "history", fail)
    with caplog.at_level(logging.ERROR, "customhouse"):
        answer = program().get("/api/v1/screenings")
    is_problem(answer, 500, "failure")
    assert "secret" not in answer.text
    assert answer.json()["reference"] in caplog.text
    assert "the secret cause" in caplog.text


@pytest.mark.parametrize("path", ["/api/v1/screenings", "/screen"])
def test_who_goes_away_while_sending_is_no_failure(
    api: str, context: Context, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    who = person(context, "officer")
    key = keys.create(context, who.actor, name="a program", days=1)
    token = httpx.get(f"{api}/sign-in").cookies["csrftoken"]
    host, _, port = api.removeprefix("http://").partition(":")
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {key.text}\r\n"
        f"Cookie: {SESSION_COOKIE}={who.token}; csrftoken={token}\r\nX-CSRFToken: {token}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\na="
    )
    with caplog.at_level(logging.DEBUG, "customhouse"):
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(head.encode())
        until = time.monotonic() + 30
        while not (told := [r for r in caplog.records if r.name == "customhouse"]):
            assert time.monotonic() < until, "the server did not notice"
            time.sleep(0.01)
    assert [record.levelname for record in told] == ["DEBUG"]


def test_pages_keep_their_own_errors(api: str) -> None:
    answer = httpx.get(f"{api}/nothing")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_limiter_forgets_at_the_end_of_the_minute() -> None:
    now = 0.0
    limiter = Limiter(2, lambda: now)
    assert [limiter.take("a").spent for _ in range(3)] == [False, False, True]
    assert not limiter.take("b").spent
    now = MINUTE - 0.5
    told = limiter.take("a")
    assert told.headers()["Retry-After"] == "1"
    now = MINUTE
    assert limiter.take("a").headers() == {
        "RateLimit-Limit": "2",
        "RateLimit-Remaining": "1",
        "RateLimit-Reset": "60",
    }


def test_too_many_requests(context: Context) -> None:
    listener = listening()
    limited = settings(address(listener), requests_a_minute=5)
    with serving(build(context, limited), listener) as url:
        one, other = (program_of(context, url, person(context, "officer")) for _ in range(2))
        answers = [one.get("/api/v1/me") for _ in range(12)]
        allowed = [answer for answer in answers if answer.status_code == 200]
        assert len(allowed) in (5, 10)  # ten when a minute ended on the way
        refused = next(answer for answer in answers if answer.status_code == 429)
        is_problem(refused, 429, "too-many-requests")
        assert 1 <= int(refused.headers["Retry-After"]) <= 60
        assert refused.headers["RateLimit-Remaining"] == "0"
        assert allowed[0].headers["RateLimit-Limit"] == "5"
        assert allowed[0].headers["RateLimit-Remaining"] == "4"
        assert other.get("/api/v1/me").status_code == 200
        wrong = [httpx.get(f"{url}/api/v1/me").status_code for _ in range(12)]
        assert set(wrong) == {401, 429}
        one.close()
        other.close()


def test_too_many_sign_ins(context: Context) -> None:
    listener = listening()
    limited = settings(address(listener), sign_ins_a_minute=3)
    with serving(build(context, limited), listener) as url, httpx.Client(base_url=url) as client:
        client.get("/sign-in")
        token = client.cookies["csrftoken"]
        form = {"login": "x", "password": "y", "_csrf_token": token}
        answers = [client.post("/sign-in", data=form) for _ in range(8)]
        assert {answer.status_code for answer in answers} == {422, 429}
        refused = next(answer for answer in answers if answer.status_code == 429)
        assert 1 <= int(refused.headers["Retry-After"]) <= 60
        assert "Too many requests" in refused.text
        assert client.get("/sign-in").status_code == 200
