"""Who adds to a case says how much of it was seen: by the ETag of its last entry."""

import uuid
from collections.abc import Sequence

from litestar.datastructures import ResponseHeader
from litestar.response import Response

from customhouse.accounts.actor import Actor
from customhouse.api.cases_records import Written
from customhouse.api.problems import ProblemError
from customhouse.coordination.case import Case
from customhouse.coordination.entries import Entry
from customhouse.operations import cases
from customhouse.operations.context import Context
from customhouse.store.cases import ConflictError

ETAG = ResponseHeader(
    name="ETag",
    documentation_only=True,
    description="The hash of the last entry of the case; If-Match asks for it.",
)


def case_as_seen(context: Context, actor: Actor, key: uuid.UUID, if_match: str | None) -> Case:
    """The case, when its last entry is the one that was seen.

    Raises `ProblemError` when nothing was named, `NotFoundError`, and `ConflictError` with the
    entries since, of which there are none when an entry of another case was named.
    """
    tags = {one.strip() for one in (if_match or "").split(",")} - {""}
    if not tags or "*" in tags:
        raise ProblemError(
            "precondition-needed",
            "If-Match is missing, or names no entry.",
            field="If-Match",
            remedy="Send the ETag of the case as you saw it.",
        )
    case = cases.get(context, actor, key)
    for entry in reversed(case.entries):
        if tag_of(entry) in tags:
            since = tuple(one for one in case.entries if one.sequence > entry.sequence)
            if since:
                raise ConflictError(since)
            return case
    raise ConflictError(())


def tag_of(entry: Entry) -> str:
    """The strong ETag of a case that ends with this entry."""
    return f'"{entry.hash}"'


def written(entries: Sequence[Entry]) -> Response[Written]:
    """The answer that tells what was added, and the ETag of the case after it."""
    return Response(Written(entries=list(entries)), headers={"ETag": tag_of(entries[-1])})
