"""Whose key is used."""

from litestar import get

from customhouse.accounts.permissions import permissions
from customhouse.api.caller import GivenCaller
from customhouse.api.document import ApiOperation
from customhouse.api.problems import problems
from customhouse.api.records import Me


@get(
    "/me",
    sync_to_thread=False,
    summary="Whose key this is",
    operation_class=ApiOperation,
    responses=problems(),
    tags=["account"],
)
def me(caller: GivenCaller) -> Me:
    """The account of the key, and what it may do."""
    return Me(
        user_id=caller.user_id,
        organisation_id=caller.organisation_id,
        iso3=caller.iso3,
        name=caller.name,
        roles=sorted(caller.roles),
        permissions=sorted(permissions(caller.roles)),
        via=caller.via,
    )


HANDLERS = [me]
