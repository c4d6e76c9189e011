"""Entity tags: what a program has already is not sent again."""

import hashlib
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec
from litestar import Request, Response

from customhouse.operations.context import Context

T = TypeVar("T")

ApiRequest = Request[Any, Any, Any]

_KEPT = "private, max-age=300"


def is_known(request: ApiRequest, tag: str) -> bool:
    """Whether If-None-Match names this tag, compared weakly as RFC 9110 says."""
    asked = request.headers.get("if-none-match", "")
    known = {one.strip().removeprefix("W/") for one in asked.split(",")}
    return f'"{tag}"' in known or "*" in known


def reference_data(request: ApiRequest, context: Context, make: Callable[[], T]) -> Response[T]:
    """What the packs say, made only when the caller has not got it already.

    The tag stands for the packs, the day and the address with its query: the same three give
    the same answer.
    """
    told = [context.desk.library.versions, context.today(), request.url.path, request.url.query]
    tag = hashlib.sha256(msgspec.json.encode(told, order="deterministic")).hexdigest()[:32]
    headers = {"ETag": f'"{tag}"', "Cache-Control": _KEPT}
    if is_known(request, tag):
        return unchanged(headers)
    return Response(make(), headers=headers)


def unchanged(headers: dict[str, str]) -> Response[Any]:
    """304: the caller has it already."""
    return Response(None, status_code=304, headers=headers)
