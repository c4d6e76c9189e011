"""Which problem an error is, and the answer that tells of it."""

import logging
import re
import uuid
from collections.abc import Mapping
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException

from customhouse.accounts.actor import DeniedError
from customhouse.api.problems import KINDS, OF_STATUS, PROBLEM_JSON, Problem, ProblemError
from customhouse.coordination.entries import CaseError, Entry
from customhouse.coordination.media_types import ALLOWED
from customhouse.coordination.moves import MoveError
from customhouse.declarations.declaration import DeclarationError
from customhouse.http.went_away import went_away
from customhouse.operations import files
from customhouse.operations.accounts import AccountError
from customhouse.operations.files import LARGEST_FILE, FileError
from customhouse.operations.screenings import NotFoundError
from customhouse.store.cases import ConflictError
from customhouse.store.idempotency import KeyReusedError

_MISSING = re.compile(r"Missing required \w+ parameter '([^']+)'")

_LOG = logging.getLogger("customhouse")


def problem(request: Request[Any, Any, Any], error: Exception) -> Response[Problem]:
    """The answer for an error; what the server did not foresee is logged and not told."""
    known = _known(request, error)
    reference = ""
    if went_away(error):
        _LOG.debug("the client went away while it sent: %s", request.method)
    if known.kind == "failure":
        reference = uuid.uuid4().hex
        _LOG.error("the API failed, reference %s: %s", reference, request.method, exc_info=error)
    status, title = KINDS[known.kind]
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
        unmet=known.unmet,
        since=known.since,
    )
    headers = {**known.headers, "Cache-Control": "no-store"}
    return Response(told, status_code=status, media_type=PROBLEM_JSON, headers=headers)


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
        case ConflictError():
            return _changed(error.since)
        case MoveError():
            return ProblemError(
                "move-needs" if error.unmet else "move-not-possible",
                _sentence(error), field="move", unmet=error.unmet,
                remedy="Look at the moves of the case.",
            )  # fmt: skip
        case CaseError():
            return ProblemError("bad-entry", _sentence(error))
        case FileError():
            return _of_file(error)
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


def _changed(since: tuple[Entry, ...]) -> ProblemError:
    if not since:
        return ProblemError(
            "case-changed", "If-Match is the ETag of no entry of this case.", field="If-Match",
            remedy="Read the case, and send its ETag.",
        )  # fmt: skip
    return ProblemError(
        "case-changed",
        f"Others wrote {len(since)} entries since. Nothing was added.",
        field="If-Match",
        remedy="Read what they wrote, decide again, and send the ETag of this answer.",
        headers={"ETag": f'"{since[-1].hash}"'},
        since=since,
    )


def _of_file(error: FileError) -> ProblemError:
    match error.problem:
        case "too_large":
            return ProblemError(
                "too-large", f"The file has more than {LARGEST_FILE:,} bytes.", field="file",
                remedy="Make it smaller.",
            )  # fmt: skip
        case "infected":
            return ProblemError("file-infected", f"The scanner says: {error.told or 'infected'}.")
    detail, remedy = _FILES[error.problem]
    return ProblemError("file-refused", detail, field="file", remedy=remedy)


_FILES: Mapping[files.Problem, tuple[str, str]] = {
    "empty": ("The file is empty.", "Choose another."),
    "type": (
        "A file of this kind is not taken.",
        f"Send one of these: {', '.join(ALLOWED.values())}.",
    ),
    "active": (
        "The file can run something when it is opened.",
        "Save it without macros.",
    ),
    "photo": ("The photograph cannot be read.", "Take it again, or save it as JPEG."),
}


def _sentence(error: Exception) -> str:
    text = str(error)
    return f"{text[:1].upper()}{text[1:]}."


def _of_http(error: HTTPException) -> ProblemError:
    kind = None if went_away(error) else OF_STATUS.get(error.status_code)
    if kind is None:
        kind = "unreadable-request" if error.status_code < 500 or went_away(error) else "failure"
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
