"""What went wrong, as RFC 9457 has it: one shape for every error of the API."""

from collections.abc import Mapping
from typing import Literal

import msgspec
from litestar.openapi import ResponseSpec

from customhouse.coordination.entries import Entry

PROBLEM_JSON = "application/problem+json"

Kind = Literal[
    "unreadable-request",
    "key-needed",
    "denied",
    "file-infected",
    "not-found",
    "method-not-allowed",
    "move-needs",
    "move-not-possible",
    "case-changed",
    "too-large",
    "media-type-not-supported",
    "bad-declaration",
    "bad-structure",
    "bad-value",
    "idempotency-key-reused",
    "bad-entry",
    "file-refused",
    "precondition-needed",
    "too-many-requests",
    "failure",
]

KINDS: dict[Kind, tuple[int, str]] = {
    "unreadable-request": (400, "The request cannot be read"),
    "key-needed": (401, "An API key that holds is needed"),
    "denied": (403, "The account may not do this"),
    "file-infected": (403, "The scanner of the house calls the file infected"),
    "not-found": (404, "There is no such thing, or it is not yours to see"),
    "method-not-allowed": (405, "This address takes no such request"),
    "move-needs": (409, "The move needs what is not there"),
    "move-not-possible": (409, "The case cannot be moved so by this account"),
    "case-changed": (412, "The case is not as the request says that it was seen"),
    "too-large": (413, "The request is too large"),
    "media-type-not-supported": (415, "The body is in a format that is not read here"),
    "bad-declaration": (422, "The body is no declaration"),
    "bad-structure": (422, "The text is no structure"),
    "bad-value": (422, "A value of the request cannot be meant"),
    "idempotency-key-reused": (422, "The Idempotency-Key was used for another request"),
    "bad-entry": (422, "This cannot be written in a case"),
    "file-refused": (422, "The file is not taken"),
    "precondition-needed": (428, "If-Match is needed"),
    "too-many-requests": (429, "Too many requests"),
    "failure": (500, "The server failed, and nothing was kept"),
}
"""The status and title of each kind."""
OF_STATUS: Mapping[int, Kind] = {
    status: kind for kind, (status, _) in reversed(KINDS.items()) if status != 422
} | {422: "bad-value"}
"""The kind of an error that only its status is known of."""
_COMMON = (400, 401, 429, 500)


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An error. `type` names its kind for programs, `detail` tells people what is wrong.

    `field` and `line` say where in the request, `remedy` how to mend it, where that is known.
    `reference` stands in the server's log beside a failure of its own. `unmet` names what a move
    needs, and `since` are the entries of a case that the request had not seen.
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
    unmet: tuple[str, ...] = ()
    since: tuple[Entry, ...] = ()


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
        unmet: tuple[str, ...] = (),
        since: tuple[Entry, ...] = (),
    ):
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.field = field
        self.line = line
        self.remedy = remedy
        self.headers = dict(headers or {})
        self.unmet = unmet
        self.since = since


def problems(*statuses: int) -> dict[int, ResponseSpec]:
    """How the document tells of these errors, and of those that every operation may have."""
    titles = dict(reversed(KINDS.values()))
    titles[409] = "The move cannot be made; `unmet` says what it needs"
    titles[412] = "Others wrote in the case meanwhile; `since` is what they wrote"
    titles[422] = "A value or the body cannot be meant; `field` and `remedy` say what to mend"
    return {
        status: ResponseSpec(
            Problem, generate_examples=False, description=titles[status], media_type=PROBLEM_JSON
        )
        for status in sorted({*_COMMON, *statuses})
    }
