"""The API for people: what programs can ask for, laid out from the OpenAPI document."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from litestar import get
from litestar.response import Response

from customhouse.api.document import DOCUMENT_PATH
from customhouse.http.given import GivenSettings, WebRequest
from customhouse.web.given import GivenVisitor
from customhouse.web.pages import page


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A parameter of an operation: where it stands, what it is."""

    name: str
    place: str
    said: str
    required: bool


class OperationRow(msgspec.Struct, frozen=True, kw_only=True):
    """An operation as the page shows it. `answers` are pairs of status and words."""

    key: str
    method: str
    path: str
    summary: str
    description: str
    rows: list[Row]
    bodies: list[str]
    answers: list[tuple[str, str]]


@get("/api", sync_to_thread=True)
def api_page(request: WebRequest, visitor: GivenVisitor, settings: GivenSettings) -> Response[str]:
    """Every operation with its parameters and answers."""
    told = list(operations(request.app.openapi_schema.to_schema()))
    return page(
        request,
        visitor,
        "api/index.html",
        operations=told,
        document=DOCUMENT_PATH,
        public_url=settings.public_url,
    )


def operations(document: Mapping[str, Any]) -> Iterator[OperationRow]:
    """The operations of an OpenAPI document, by address."""
    for path, methods in sorted(document["paths"].items()):
        for method, told in methods.items():
            yield OperationRow(
                key=told["operationId"],
                method=method.upper(),
                path=path,
                summary=told["summary"],
                description=told.get("description", ""),
                rows=[_row(one) for one in told.get("parameters", ())],
                bodies=list(told.get("requestBody", {}).get("content", {})),
                answers=[
                    (status, answer["description"])
                    for status, answer in sorted(told["responses"].items())
                ],
            )


def _row(told: Mapping[str, Any]) -> Row:
    return Row(
        name=told["name"],
        place=told["in"],
        said=told.get("description") or "",
        required=told.get("required", False),
    )


HANDLERS = [api_page]
