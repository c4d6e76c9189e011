"""The OpenAPI document, and the server held against it with requests made from it."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, get_args

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from customhouse.coordination.entries import AnyBody
from tests.api.conftest import Program

DECLARATION_TYPES = {"application/json", "application/xml", "text/csv"}
EXAMPLES = 12
"""Requests made for each operation."""


@pytest.fixture(scope="module")
def document(api: str) -> dict[str, Any]:
    answer = httpx.get(f"{api}/api/v1/openapi.json")
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json()
    return told


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            yield path, method, told


def test_only_the_api_is_told_of(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    assert all(path.startswith("/api/v1/") for path in document["paths"])
    assert len(list(operations(document))) >= 20


def test_each_operation_is_told_whole(document: dict[str, Any]) -> None:
    seen = set()
    for path, method, told in operations(document):
        where = f"{method} {path}"
        assert told["summary"], where
        assert told["description"], where
        assert told["operationId"] not in seen, where
        seen.add(told["operationId"])
        for parameter in told.get("parameters", ()):
            described = parameter.get("description") or parameter["in"] == "path"
            assert described, f"{where}: {parameter['name']}"
            assert "null" not in repr(parameter["schema"]), f"{where}: {parameter['name']}"
        problems = {status for status in told["responses"] if status >= "400"}
        assert {"401", "429", "500"} <= problems, where
        for status in problems:
            content = told["responses"][status]["content"]
            assert list(content) == ["application/problem+json"], f"{where}: {status}"
        assert "Retry-After" in told["responses"]["429"]["headers"], where
        assert "WWW-Authenticate" in told["responses"]["401"]["headers"], where
        if method == "post" and "requestBody" not in told:
            pytest.fail(f"{where}: no body")


def test_the_bodies(document: dict[str, Any]) -> None:
    for path in ("assessments", "screenings"):
        body = document["paths"][f"/api/v1/{path}"]["post"]["requestBody"]
        assert set(body["content"]) == DECLARATION_TYPES
        assert body["required"]


def test_a_key_is_asked_for(document: dict[str, Any]) -> None:
    (scheme,) = document["components"]["securitySchemes"].items()
    assert scheme[1]["scheme"] == "bearer"
    assert document["security"] == [{scheme[0]: []}]


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]

    def refs(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            if isinstance(value.get("$ref"), str):
                yield value["$ref"]
            for one in value.values():
                yield from refs(one)
        elif isinstance(value, list):
            for one in value:
                yield from refs(one)

    def kinds(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            if isinstance(value.get("mapping"), dict):
                yield from value["mapping"].values()
            for one in value.values():
                yield from kinds(one)
        elif isinstance(value, list):
            for one in value:
                yield from kinds(one)

    found = [*refs(document), *kinds(document)]
    led = {ref.removeprefix("#/components/schemas/") for ref in found}
    assert led
    assert led <= set(schemas)


def test_the_page_of_it_lists_every_operation(api: str, document: dict[str, Any]) -> None:
    page = httpx.get(f"{api}/api").text
    for path, method, _ in operations(document):
        assert f"{method.upper()} {path}" in page


def test_entries_are_told_apart_by_their_kind(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    body = schemas["Entry"]["properties"]["body"]
    told = {
        name.rpartition("/")[2]: kind for kind, name in body["discriminator"]["mapping"].items()
    }
    assert told == {kind.__name__: kind.__struct_config__.tag for kind in get_args(AnyBody)}
    assert {one["$ref"].rpartition("/")[2] for one in body["oneOf"]} == told.keys()
    for name, kind in told.items():
        assert schemas[name]["properties"]["kind"] == {"type": "string", "const": kind}
        assert "kind" in schemas[name]["required"]


@pytest.mark.parametrize("part", ["entries", "moves", "corrections", "files"])
def test_who_writes_in_a_case_says_what_was_seen(document: dict[str, Any], part: str) -> None:
    told = document["paths"][f"/api/v1/cases/{{case_id}}/{part}"]["post"]
    (header,) = (one for one in told["parameters"] if one["name"] == "If-Match")
    assert header["required"]
    assert {"412", "428"} <= told["responses"].keys()


THERE = {
    "/api/v1/substances/{convention}/{substance_id}": {
        "convention": "stockholm",
        "substance_id": "lindane",
    },
    "/api/v1/wastes/{code}": {"code": "A1181"},
    "/api/v1/hs/{code}": {"code": "380859"},
    "/api/v1/countries/{iso3}": {"iso3": "CHN"},
    "/api/v1/provisions/{convention}/{place}": {"convention": "basel", "place": "art-6-1"},
}
"""Things that there are: else most answers would be that there is none."""

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_the_server_does_as_the_document_says(
    api: str, program: Program, mode: GenerationMode
) -> None:
    client = program("officer", "supervisor")
    key = {"Authorization": client.headers["Authorization"]}
    body = {"date": "2025-06-01", "items": [{"description": "lindane"}]}
    made = client.post("/api/v1/screenings", json=body).json()
    case = client.post("/api/v1/cases", json={"number": "K 1", "title": "Drums"})
    file = client.post(
        f"{case.headers['Location']}/files",
        data={"role": "document"},
        files={"file": ("bill.pdf", b"%PDF-1.7")},
        headers={"If-Match": case.headers["ETag"]},
    ).json()
    known = {
        "screening_id": made["answers"][0]["id"],
        "case_id": case.json()["id"],
        "sha256": file["entries"][0]["body"]["sha256"],
    }
    seen: Counter[int] = Counter()

    def run(operation: APIOperation[Any, Any, Any, Any]) -> None:
        @settings(
            max_examples=EXAMPLES,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def held_against_the_document(case: Case[Any]) -> None:
            case.path_parameters.update(
                {name: value for name, value in known.items() if name in case.path_parameters}
            )
            if mode is GenerationMode.POSITIVE:
                case.path_parameters.update(THERE.get(case.path, {}))
                if "q" in case.query:
                    case.query["q"] = "lindane"
                if "If-Match" in case.headers:
                    seen_now = client.get(f"/api/v1/cases/{known['case_id']}").headers["ETag"]
                    case.headers["If-Match"] = seen_now
            seen[case.call_and_validate(headers=key, checks=CHECKS).status_code] += 1

        held_against_the_document()

    schema = schemathesis.openapi.from_url(f"{api}/api/v1/openapi.json")
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        run(found.ok())
    assert seen[200] > 0
    assert seen[422] > 0
