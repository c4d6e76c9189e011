"""Screen declarations, and find the answers again."""

import uuid
from typing import Annotated, Literal

from litestar import get, post
from litestar.datastructures import ResponseHeader
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, HeaderParameter, QueryParameter, RawBody
from litestar.response import Response

from customhouse.api.bodies import read_body, request_hash
from customhouse.api.caller import GivenCaller
from customhouse.api.document import PREFIX, ApiOperation, DeclarationOperation, ReportOperation
from customhouse.api.etags import ApiRequest, is_known, unchanged
from customhouse.api.parameters import AsOf, IfNoneMatch
from customhouse.api.problems import problems
from customhouse.api.records import Answer, Answers, Screening
from customhouse.http.given import GivenContext
from customhouse.operations import screenings
from customhouse.operations.screenings import Once
from customhouse.report import html, text
from customhouse.report.outline import outline
from customhouse.saved.record import SavedScreening, fingerprint
from customhouse.store.idempotency import LONGEST_KEY
from customhouse.store.screenings import Kept

_ETAG = ResponseHeader(
    name="ETag", documentation_only=True, description="The fingerprint of what is kept."
)
_IdempotencyKey = Annotated[
    str | None,
    HeaderParameter(
        name="Idempotency-Key",
        min_length=1,
        max_length=LONGEST_KEY,
        pattern="^[!-~]+$",
        description="The same key with the same request keeps nothing new and answers the same.",
    ),
]


@post(
    "/assessments",
    status_code=200,
    sync_to_thread=True,
    summary="Screen without keeping",
    operation_class=DeclarationOperation,
    responses=problems(403, 413, 415, 422),
    tags=["screenings"],
)
def assess(
    request: ApiRequest,
    caller: GivenCaller,
    context: GivenContext,
    body: RawBody,
    as_of: AsOf = None,
) -> Answers:
    """Say what to do with the goods of each declaration, and keep nothing.

    The law is that of `as_of`, else of the day that the declaration names, else of today.
    """
    caller.require("screen")
    read = read_body(request, body)
    answers = screenings.assess(context, read.declarations, as_of=as_of, notes=read.notes)
    return Answers(answers=[_told(one) for one in answers])


@post(
    "/screenings",
    sync_to_thread=True,
    summary="Screen and keep",
    operation_class=DeclarationOperation,
    responses=problems(403, 413, 415, 422),
    response_headers=[
        ResponseHeader(
            name="Location",
            documentation_only=True,
            description="Where the screening is kept, when the file holds one declaration.",
        ),
        _ETAG,
        ResponseHeader(
            name="Idempotent-Replayed",
            documentation_only=True,
            description="true when an earlier request with this Idempotency-Key kept the answers.",
        ),
    ],
    tags=["screenings"],
)
def screen(
    request: ApiRequest,
    caller: GivenCaller,
    context: GivenContext,
    body: RawBody,
    as_of: AsOf = None,
    idempotency_key: _IdempotencyKey = None,
) -> Response[Answers]:
    """Say what to do with the goods, and keep the answers: all of a file, or none."""
    caller.require("screen")
    read = read_body(request, body)
    once = Once(idempotency_key or "", request_hash(request, body))
    done = screenings.screen_once(
        context, caller, read.declarations, once, as_of=as_of, notes=read.notes
    )
    headers = {"Idempotent-Replayed": "true"} if done.replayed else {}
    if len(done.answers) == 1:
        only = done.answers[0]
        saved = SavedScreening(
            declaration=only.declaration, assessment=only.assessment, saved_on=context.today()
        )
        headers["Location"] = f"{PREFIX}/screenings/{only.id}"
        headers["ETag"] = f'"{fingerprint(saved)}"'
    return Response(Answers(answers=[_told(one) for one in done.answers]), headers=headers)


@get(
    "/screenings/{screening_id:uuid}",
    sync_to_thread=True,
    summary="One screening",
    operation_class=ApiOperation,
    responses={
        **problems(404),
        304: ResponseSpec(None, description="The caller has it already."),
    },
    response_headers=[_ETAG],
    tags=["screenings"],
)
def screening(
    request: ApiRequest,
    caller: GivenCaller,
    context: GivenContext,
    screening_id: FromPath[uuid.UUID],
    if_none_match: IfNoneMatch = None,
) -> Response[Screening]:
    """What was declared and what was answered. It never changes, and its ETag is strong."""
    kept = screenings.get(context, caller, screening_id)
    headers = {"ETag": f'"{kept.fingerprint}"', "Cache-Control": "private, no-cache"}
    if is_known(request, kept.fingerprint):
        return unchanged(headers)
    return Response(_whole(kept), headers=headers)


@get(
    "/screenings/{screening_id:uuid}/report",
    sync_to_thread=True,
    summary="The report of one screening",
    operation_class=ReportOperation,
    media_type="text/plain",
    responses=problems(404, 422),
    tags=["screenings"],
)
def report(
    caller: GivenCaller,
    context: GivenContext,
    screening_id: FromPath[uuid.UUID],
    form: Annotated[
        Literal["text", "html"], QueryParameter(name="format", description="The format.")
    ] = "text",
) -> Response[str]:
    """The answer as an officer reads it: as text for a terminal, or as a page of its own."""
    saved = screenings.get(context, caller, screening_id).saved
    outlines = [outline(saved.declaration, saved.assessment)]
    if form == "html":
        return Response(html.render(outlines), media_type="text/html")
    return Response(text.render(outlines), media_type="text/plain")


def _told(answer: screenings.Answer) -> Answer:
    return Answer(id=answer.id, declaration_id=answer.declaration.id, assessment=answer.assessment)


def _whole(kept: Kept) -> Screening:
    line, saved = kept.line, kept.saved
    return Screening(
        id=line.id,
        declaration_id=line.declaration_id,
        outcome=line.outcome,
        created_at=line.created_at,
        iso3=line.iso3,
        organisation_id=kept.organisation_id,
        user_id=kept.user_id,
        declaration=saved.declaration,
        assessment=saved.assessment,
    )


HANDLERS = [assess, screen, screening, report]
