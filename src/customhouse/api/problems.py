"""What went wrong, as RFC 9457 has it: one shape for every error of the API."""

import logging
import re
import uuid
from collections.abc import Mapping
from typing import Any, Literal

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.openapi import ResponseSpec

from customhouse.accounts.actor import DeniedError
from customhouse.declarations.declaration import DeclarationError
from customhouse.operations.accounts import AccountError
from customhouse.operations.screenings import NotFoundError
from customhouse.store.idempotency import KeyReusedError

PROBLEM_JSON = "application/problem+json"

Kind = Literal[
    "unreadable-request",
    "key-needed",
    "denied",
    "not-found",
    "method-not-allowed",
    "too-large",
    "media-type-not-supported",
    "bad-declaration",
    "bad-structure",
    "bad-value",
    "idempotency-key-reused",
    "too-many-requests",
    "failure",
]

_KINDS: Mapping[Kind, tuple[int, str]] = {
    "unreadable-request": (400, "The request cannot be read"),
    "key-needed": (401, "An API key that holds is needed"),
    "denied": (403, "The account may not do this"),
    "not-found": (404, "There is no such thing, or it is not yours to see"),
    "method-not-allowed": (405, "This address takes no such request"),
    "too-large": (413, "The request is too large"),
    "media-type-not-supported": (415, "The body is in a format that is not read here"),
    "bad-declaration": (422, "The body is no declaration"),
    "bad-structure": (422, "The text is no structure"),
    "bad-value": (422, "A value of the request cannot be meant"),
    "idempotency-key-reused": (422, "The Idempotency-Key was used for another request"),
    "too-many-requests": (429, "Too many requests"),
    "failure": (500, "The server failed, and nothing was kept"),
}
_OF_STATUS: Mapping[int, Kind] = {
    status: kind for kind, (status, _) in _KINDS.items() if status != 422
} | {422: "bad-value"}
_MISSING = re.compile(r"Missing required \w+ parameter '([^']+)'")
_COMMON = (400, 401, 429, 500)

_LOG = logging.getLogger("customhouse")


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An error. `type` names its kind for programs, `detail` tells people what is wrong.

    `field` and `line` say where in the request, `remedy` how to mend it, where that is known.
    `reference` stands in the server's log beside a failure of its own.
    """

    type: str
    title: str
    status: int
    detail: str
    instance: str
    field: str = ""
    line: int | None = None
    remedy: str = ""
    reference: str = ""


class ProblemError(Exception):
    """An error of the API that is known by its kind."""

    def __init__(
        self,
        kind: Kind,
        detail: str,
        *,
        field: str = "",
        line: int | None = None,
        remedy: str = "",
        headers: Mapping[str, str] | None = None,
    ):
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.field = field
        self.line = line
        self.remedy = remedy
        self.headers = dict(headers or {})


def problem(request: Request[Any, Any, Any], error: Exception) -> Response[Problem]:
    """The answer for an error; what the server did not foresee is logged and not told."""
    known = _known(request, error)
    reference = ""
    if known.kind == "failure":
        reference = uuid.uuid4().hex
        _LOG.error("the API failed, reference %s: %s", reference, request.method, exc_info=error)
    status, title = _KINDS[known.kind]
    told = Problem(
        type=f"urn:customhouse:problem:{known.kind}",
        title=title,
        status=status,
        detail=known.detail,
        instance=request.url.path,
        field=known.field,
        line=known.line,
        remedy=known.remedy,
        reference=reference,
    )
    headers = {**known.headers, "Cache-Control": "no-store"}
    return Response(told, status_code=status, media_type=PROBLEM_JSON, headers=headers)


def problems(*statuses: int) -> dict[int, ResponseSpec]:
    """How the document tells of these errors, and of those that every operation may have."""
    titles = dict(_KINDS.values())
    titles[422] = "A value or the body cannot be meant; `field` and `remedy` say what to mend"
    return {
        status: ResponseSpec(
            Problem, generate_examples=False, description=titles[status], media_type=PROBLEM_JSON
        )
        for status in sorted({*_COMMON, *statuses})
    }


def _known(request: Request[Any, Any, Any], error: Exception) -> ProblemError:
    match error:
        case ProblemError():
            return error
        case DeniedError():
            return ProblemError(
                "denied", f"This takes the permission {error.permission}.",
                remedy="Ask your administrator.",
            )  # fmt: skip
        case NotFoundError():
            return ProblemError("not-found", "Nothing is here that this key may see.")
        case DeclarationError():
            return ProblemError(
                "bad-declaration", str(error),
                field=error.field, line=error.line, remedy=error.remedy,
            )  # fmt: skip
        case KeyReusedError():
            return ProblemError(
                "idempotency-key-reused",
                "This Idempotency-Key belongs to another request of yours.",
                field="Idempotency-Key",
                remedy="Make a new key for each new request.",
            )
        case AccountError():
            return ProblemError("bad-value", f"{error}.", field=error.field)
        case ValidationException():
            return _invalid(request, error)
        case HTTPException():
            return _of_http(error)
    return ProblemError(
        "failure", "Try again. If it happens again, give the reference to who runs the server."
    )


def _invalid(request: Request[Any, Any, Any], error: ValidationException) -> ProblemError:
    told = error.extra[0] if isinstance(error.extra, list) and error.extra else {}
    missing = _MISSING.match(error.detail)
    field = missing[1] if missing else str(told.get("key", "")) if isinstance(told, dict) else ""
    parameter = request.route_handler.parsed_fn_signature.parameters.get(field)
    field = getattr(parameter and parameter.kwarg_definition, "name", None) or field
    why = str(told.get("message", "")) if isinstance(told, dict) else ""
    return ProblemError(
        "bad-value", why or "A value is missing or cannot be meant.", field=field,
        remedy="Compare it with the description in /api/v1/openapi.json.",
    )  # fmt: skip


def _of_http(error: HTTPException) -> ProblemError:
    kind = _OF_STATUS.get(error.status_code)
    if kind is None:
        kind = "unreadable-request" if error.status_code < 500 else "failure"
    detail = {
        "not-found": "Nothing is at this address.",
        "too-large": "The body has more than 20,000,000 bytes.",
        "method-not-allowed": "Allow names the methods that this address takes.",
        "failure": "Try again. If it happens again, tell who runs the server.",
    }.get(kind, "The request is not as HTTP has it, or its body cannot be read.")
    remedy = {
        "not-found": "The addresses are in /api/v1/openapi.json.",
        "too-large": "Split the file.",
    }.get(kind, "")
    return ProblemError(kind, detail, remedy=remedy, headers=error.headers)
