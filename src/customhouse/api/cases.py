"""Cases: find them, open one, and read how it stands and what was written in it."""

import uuid
from typing import Annotated

from litestar import get, post
from litestar.datastructures import ResponseHeader
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, QueryParameter, RawBody
from litestar.response import Response

from customhouse.accounts.actor import Actor
from customhouse.api.bodies import read_record
from customhouse.api.caller import GivenCaller
from customhouse.api.cases_document import OpenCaseOperation
from customhouse.api.cases_records import (
    Case,
    CaseAsked,
    CasePage,
    EntryPage,
    OpenQuestion,
    PossibleMove,
    StandingFact,
)
from customhouse.api.cases_seen import ETAG, tag_of
from customhouse.api.cursors import from_cursor, to_cursor
from customhouse.api.document import PREFIX, ApiOperation
from customhouse.api.etags import ApiRequest, is_known, unchanged
from customhouse.api.next_part import NEXT_PART, to_next_part
from customhouse.api.parameters import CLEAN, Cursor, IfNoneMatch, Limit
from customhouse.api.problems import problems
from customhouse.coordination import moves
from customhouse.coordination.clocks import clocks_of
from customhouse.coordination.entries import Fact
from customhouse.coordination.from_declaration import facts_of
from customhouse.coordination.moves import IN_THE_FORM, State
from customhouse.http.given import GivenContext
from customhouse.operations import case_view, cases, screenings
from customhouse.operations.case_view import CaseView
from customhouse.store.cases import CaseFilter, CasePlace

_Words = Annotated[
    str,
    QueryParameter(
        max_length=200, pattern=CLEAN, description="Words of the number or of the title."
    ),
]
_States = Annotated[
    list[State] | None, QueryParameter(name="state", description="May be given several times.")
]
_After = Annotated[
    int, QueryParameter(ge=0, le=2**31, description="Entries after the one of this number.")
]


@get(
    "/cases",
    sync_to_thread=True,
    summary="List cases",
    operation_class=ApiOperation,
    responses=problems(422),
    response_headers=[NEXT_PART],
    tags=["cases"],
)
def list_cases(
    request: ApiRequest,
    caller: GivenCaller,
    context: GivenContext,
    words: _Words = "",
    states: _States = None,
    limit: Limit = 25,
    cursor: Cursor = None,
) -> Response[CasePage]:
    """The cases that the account may see, what changed last first."""
    asked = CaseFilter(words=words, states=tuple(states or ()))
    after = from_cursor(cursor, CasePlace) if cursor else None
    lines, place = cases.history(context, caller, asked, after=after, limit=limit)
    mark = to_cursor(place) if place else None
    answer = CasePage(cases=lines, next_cursor=mark)
    return Response(answer, headers=to_next_part(request, "cursor", mark))


@post(
    "/cases",
    sync_to_thread=True,
    summary="Open a case",
    operation_class=OpenCaseOperation,
    responses=problems(403, 404, 413, 415, 422),
    response_headers=[
        ResponseHeader(name="Location", documentation_only=True, description="Where the case is."),
        ETAG,
    ],
    tags=["cases"],
)
def open_case(
    request: ApiRequest, caller: GivenCaller, context: GivenContext, body: RawBody
) -> Response[Case]:
    """Open a case by hand, or from a kept screening: its parties and goods are the first facts.

    The number is the case's own within the organisation: the same one again is refused.
    """
    caller.require("cases.open")
    asked = read_record(request, body, CaseAsked)
    kept = screenings.get(context, caller, asked.screening) if asked.screening else None
    key = cases.open_case(
        context,
        caller,
        number=asked.number,
        title=asked.title,
        screening=asked.screening,
        told=facts_of(kept.saved.declaration, kept.saved.assessment) if kept else (),
    )
    view = case_view.view(context, caller, key)
    headers = {"Location": f"{PREFIX}/cases/{key}", "ETag": tag_of(view.case.last)}
    return Response(_whole(view, caller), headers=headers)


@get(
    "/cases/{case_id:uuid}",
    sync_to_thread=True,
    summary="One case",
    operation_class=ApiOperation,
    responses={
        **problems(404),
        304: ResponseSpec(None, description="Nothing was written in it since."),
    },
    response_headers=[ETAG],
    tags=["cases"],
)
def one_case(
    request: ApiRequest,
    caller: GivenCaller,
    context: GivenContext,
    case_id: FromPath[uuid.UUID],
    if_none_match: IfNoneMatch = None,
) -> Response[Case]:
    """How it stands: facts, open questions, running clocks, and what can be done now.

    The ETag is the hash of the last entry: it changes with every entry, and with nothing else.
    """
    view = case_view.view(context, caller, case_id)
    last = view.case.last
    headers = {"ETag": tag_of(last), "Cache-Control": "private, no-cache"}
    if is_known(request, last.hash):
        return unchanged(headers)
    return Response(_whole(view, caller), headers=headers)


@get(
    "/cases/{case_id:uuid}/entries",
    sync_to_thread=True,
    summary="The entries of a case",
    operation_class=ApiOperation,
    responses=problems(404, 422),
    response_headers=[NEXT_PART],
    tags=["cases"],
)
def entries(
    request: ApiRequest,
    caller: GivenCaller,
    context: GivenContext,
    case_id: FromPath[uuid.UUID],
    after: _After = 0,
    limit: Limit = 25,
) -> Response[EntryPage]:
    """What was written, in order. No entry ever changes; each has the hash of the one before."""
    told = [e for e in cases.get(context, caller, case_id).entries if e.sequence > after]
    part = told[:limit]
    mark = part[-1].sequence if len(told) > limit else None
    headers = to_next_part(request, "after", None if mark is None else str(mark))
    return Response(EntryPage(entries=part, next_after=mark), headers=headers)


def _whole(view: CaseView, actor: Actor) -> Case:
    case, line = view.case, view.line
    mine = view.mine and actor.may("cases.write")
    return Case(
        id=line.id,
        number=case.number,
        title=case.title,
        state=case.state,
        outcome=line.outcome,
        organisation=line.organisation,
        iso3=line.iso3,
        mine=view.mine,
        opened_at=line.opened_at,
        changed_at=line.changed_at,
        last_sequence=case.last.sequence,
        screened=case.screened,
        facts=[
            StandingFact(sequence=number, body=body)
            for number, body in case.standing.items()
            if isinstance(body, Fact)
        ],
        evidence=case.evidence,
        open_questions=[
            OpenQuestion(sequence=number, question=asked) for number, asked in case.open_questions
        ],
        running_clocks=[clock for clock in clocks_of(case.entries) if clock.stopped is None],
        moves=[
            PossibleMove(
                move=move.move,
                title=move.title,
                to=move.to,
                needs=move.needs,
                unmet=[n for n in moves.unmet(move, case, actor, "", ()) if n not in IN_THE_FORM],
            )
            for move in (moves.possible(case, actor) if mine else ())
        ],
    )


HANDLERS = [list_cases, open_case, one_case, entries]
