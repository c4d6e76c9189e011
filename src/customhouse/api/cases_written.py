"""Write in a case: facts and messages, moves, corrections. Nobody is overwritten."""

import uuid

import msgspec
from litestar import post
from litestar.params import FromPath, RawBody
from litestar.response import Response

from customhouse.api.bodies import read_record
from customhouse.api.caller import GivenCaller
from customhouse.api.cases_document import CorrectionOperation, EntriesOperation, MoveOperation
from customhouse.api.cases_facts import no_stray, prose, right_correction, right_entries
from customhouse.api.cases_records import CorrectionAsked, EntriesAsked, MoveAsked, Written
from customhouse.api.cases_seen import ETAG, case_as_seen, written
from customhouse.api.etags import ApiRequest
from customhouse.api.parameters import IfMatch
from customhouse.api.problems import ProblemError, problems
from customhouse.coordination import moves
from customhouse.coordination.entries import Corrected
from customhouse.http.given import GivenContext
from customhouse.operations import cases


@post(
    "/cases/{case_id:uuid}/entries",
    sync_to_thread=True,
    summary="Tell facts, or say something",
    operation_class=EntriesOperation,
    responses=problems(403, 404, 412, 413, 415, 422, 428),
    response_headers=[ETAG],
    tags=["cases"],
)
def tell(
    request: ApiRequest,
    caller: GivenCaller,
    context: GivenContext,
    case_id: FromPath[uuid.UUID],
    body: RawBody,
    if_match: IfMatch = None,
) -> Response[Written]:
    """Add facts, and messages to the own organisation: all of them, or none.

    A file is added with its bytes, at `…/files`. A question to an authority or to another State
    is put by a person on a page, who confirms the State; the API puts none.
    """
    caller.require("cases.write")
    case = case_as_seen(context, caller, case_id, if_match)
    asked = read_record(request, body, EntriesAsked)
    for number, (raw, one) in enumerate(
        zip(msgspec.json.decode(body)["entries"], asked.entries, strict=True), start=1
    ):
        no_stray(raw, one, f"entries[{number}]")
    told = right_entries(context, caller, case, asked.entries)
    return written(cases.tell(context, caller, case_id, case.last.sequence, told))


@post(
    "/cases/{case_id:uuid}/moves",
    sync_to_thread=True,
    summary="Move a case",
    operation_class=MoveOperation,
    responses=problems(403, 404, 409, 412, 413, 415, 422, 428),
    response_headers=[ETAG],
    tags=["cases"],
)
def move(
    request: ApiRequest,
    caller: GivenCaller,
    context: GivenContext,
    case_id: FromPath[uuid.UUID],
    body: RawBody,
    if_match: IfMatch = None,
) -> Response[Written]:
    """Move the case to another state, for a reason and on evidence, in the name of the account.

    A release takes two people: one proposes it, another confirms it.
    """
    caller.require("cases.write")
    case = case_as_seen(context, caller, case_id, if_match)
    asked = read_record(request, body, MoveAsked)
    if asked.move not in moves.moves():
        raise ProblemError(
            "bad-value", "There is no such move.", field="move",
            remedy=f"Use one of these: {', '.join(moves.moves())}.",
        )  # fmt: skip
    reason = prose(asked.reason, "reason")
    seen = case.last.sequence
    return written([cases.move(context, caller, case_id, seen, asked.move, reason, asked.evidence)])


@post(
    "/cases/{case_id:uuid}/corrections",
    sync_to_thread=True,
    summary="Put a fact right",
    operation_class=CorrectionOperation,
    responses=problems(403, 404, 412, 413, 415, 422, 428),
    response_headers=[ETAG],
    tags=["cases"],
)
def correct(
    request: ApiRequest,
    caller: GivenCaller,
    context: GivenContext,
    case_id: FromPath[uuid.UUID],
    body: RawBody,
    if_match: IfMatch = None,
) -> Response[Written]:
    """Put a fact right, or take it back. Nothing is deleted: both entries stay in the case."""
    caller.require("cases.write")
    case = case_as_seen(context, caller, case_id, if_match)
    asked = read_record(request, body, CorrectionAsked)
    if asked.body is not None:
        no_stray(msgspec.json.decode(body)["body"], asked.body, "body")
    correction = Corrected(
        of=asked.of,
        reason=prose(asked.reason, "reason"),
        body=right_correction(context, case, asked.of, asked.body),
    )
    return written([cases.correct(context, caller, case_id, case.last.sequence, correction)])


HANDLERS = [tell, move, correct]
