"""What a request brings in its body: a file of declarations, or a small JSON record."""

import hashlib
from collections.abc import Mapping
from typing import TypeVar

import msgspec

from customhouse.api.etags import ApiRequest
from customhouse.api.problems import ProblemError
from customhouse.declarations.read import ReadResult, read_declarations

R = TypeVar("R")

FORMATS: Mapping[str, str] = {
    "application/json": "declaration.json",
    "application/xml": "declaration.xml",
    "text/xml": "declaration.xml",
    "text/csv": "declaration.csv",
}
"""The media types of declarations, and the name of a file in each."""


def read_body(request: ApiRequest, body: bytes) -> ReadResult:
    """The declarations of a body. Raises `DeclarationError` and `ProblemError`."""
    name = FORMATS.get(media_type(request))
    if name is None:
        raise ProblemError(
            "media-type-not-supported",
            "A declaration is read as application/json, application/xml or text/csv.",
            field="Content-Type",
            remedy="Name the format of the file in Content-Type.",
        )
    return read_declarations(body, name)


def read_record(request: ApiRequest, body: bytes, kind: type[R]) -> R:
    """A JSON record of a kind. Raises `ProblemError`."""
    if media_type(request) != "application/json":
        raise ProblemError(
            "media-type-not-supported",
            "This is read as application/json.",
            field="Content-Type",
            remedy="Send JSON, and say so in Content-Type.",
        )
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ProblemError(
            "bad-value", f"The body cannot be meant: {error}.",
            remedy="Compare it with the description in /api/v1/openapi.json.",
        ) from None  # fmt: skip


def request_hash(request: ApiRequest, body: bytes) -> str:
    """What tells two requests apart: method, address, format and body."""
    told = [request.method, request.url.path, request.url.query, media_type(request)]
    return hashlib.sha256(msgspec.json.encode(told) + b"\n" + body).hexdigest()


def media_type(request: ApiRequest) -> str:
    """The media type of the body without its parameters, in small letters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()
