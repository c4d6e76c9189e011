"""Invitations: let another organisation see one screening for some days."""

import uuid

import msgspec
from litestar import delete, get, post
from litestar.datastructures import ResponseHeader
from litestar.params import FromPath, RawBody
from litestar.response import Response

from customhouse.api.bodies import read_record
from customhouse.api.caller import GivenCaller
from customhouse.api.document import PREFIX, ApiOperation, InvitationOperation
from customhouse.api.etags import ApiRequest
from customhouse.api.problems import problems
from customhouse.api.records import Invitations, Organisation, Organisations
from customhouse.http.given import GivenContext
from customhouse.operations import invitations
from customhouse.operations.invitations import USUAL_DAYS
from customhouse.operations.screenings import NotFoundError
from customhouse.store.invitations import Invitation


class InvitationAsked(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to invite. `iso3` repeats the State of the organisation, as a sign that it is meant."""

    organisation_id: uuid.UUID
    iso3: str
    days: int = USUAL_DAYS


@get(
    "/organisations",
    sync_to_thread=True,
    summary="Organisations that may be invited",
    operation_class=ApiOperation,
    responses=problems(403),
    tags=["screenings"],
)
def organisations(caller: GivenCaller, context: GivenContext) -> Organisations:
    """All organisations but one's own."""
    return Organisations(
        organisations=[
            Organisation(id=one.id, name=one.name, kind=one.kind, iso3=one.iso3)
            for one in invitations.invitable(context, caller)
        ]
    )


@get(
    "/screenings/{screening_id:uuid}/invitations",
    sync_to_thread=True,
    summary="Invitations to a screening",
    operation_class=ApiOperation,
    responses=problems(403, 404),
    tags=["screenings"],
)
def list_invitations(
    caller: GivenCaller, context: GivenContext, screening_id: FromPath[uuid.UUID]
) -> Invitations:
    """All invitations to a screening of one's own organisation."""
    return Invitations(invitations=invitations.of_screening(context, caller, screening_id)[1])


@post(
    "/screenings/{screening_id:uuid}/invitations",
    sync_to_thread=True,
    summary="Invite an organisation",
    operation_class=InvitationOperation,
    responses=problems(403, 404, 413, 415, 422),
    response_headers=[
        ResponseHeader(
            name="Location", documentation_only=True, description="Where it is withdrawn."
        )
    ],
    tags=["screenings"],
)
def invite(
    request: ApiRequest,
    caller: GivenCaller,
    context: GivenContext,
    screening_id: FromPath[uuid.UUID],
    body: RawBody,
) -> Response[Invitation]:
    """Let another organisation, of this State or another, see a screening for some days."""
    asked = read_record(request, body, InvitationAsked)
    key = invitations.invite(
        context,
        caller,
        screening_id,
        organisation_id=asked.organisation_id,
        iso3=asked.iso3,
        days=asked.days,
    )
    given = _find(invitations.of_screening(context, caller, screening_id)[1], key)
    place = f"{PREFIX}/screenings/{screening_id}/invitations/{key}"
    return Response(given, headers={"Location": place})


@delete(
    "/screenings/{screening_id:uuid}/invitations/{invitation_id:uuid}",
    sync_to_thread=True,
    summary="Withdraw an invitation",
    operation_class=ApiOperation,
    responses=problems(403, 404),
    tags=["screenings"],
)
def withdraw(
    caller: GivenCaller,
    context: GivenContext,
    screening_id: FromPath[uuid.UUID],
    invitation_id: FromPath[uuid.UUID],
) -> None:
    """End an invitation at once; one that has ended already stays so."""
    _find(invitations.of_screening(context, caller, screening_id)[1], invitation_id)
    invitations.withdraw(context, caller, invitation_id)


def _find(known: list[Invitation], key: uuid.UUID) -> Invitation:
    for one in known:
        if one.id == key:
            return one
    raise NotFoundError


HANDLERS = [organisations, list_invitations, invite, withdraw]
