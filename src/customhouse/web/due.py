"""What is due in all cases that the reader may see, and the address for a calendar program."""

import datetime
import hashlib
from itertools import groupby
from typing import Literal, get_args

from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Response

from customhouse.accounts.actor import Actor
from customhouse.api.etags import is_known, unchanged
from customhouse.coordination.clocks import SOON, limits
from customhouse.http.given import GivenContext, GivenSettings, WebRequest
from customhouse.operations import calendar_feed, clocks
from customhouse.operations.clocks import MOST_DUE
from customhouse.operations.context import Context
from customhouse.operations.screenings import NotFoundError
from customhouse.web.calendar_file import MEDIA_TYPE, calendar_file
from customhouse.web.given import GivenActor, GivenVisitor
from customhouse.web.pages import page
from customhouse.web.visitor import Visitor

Show = Literal["all", "week", "overdue"]
SHOWS: tuple[Show, ...] = get_args(Show)

_DAY = datetime.timedelta(days=1)
_SUFFIX = ".ics"


@get("/due", sync_to_thread=True)
def due_page(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    show: FromQuery[str] = "all",
) -> Response[str]:
    """The running time limits by case, what ended first at the top."""
    return _page(request, visitor, context, actor, show=show)


@post("/due/calendar", sync_to_thread=True)
def make_address(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    settings: GivenSettings,
    actor: GivenActor,
) -> Response[str]:
    """Make an address for a calendar program and show it, this once."""
    _may_see(actor)
    token = calendar_feed.make(context, actor)
    made = f"{settings.public_url}/calendar/{token}{_SUFFIX}"
    return _page(request, visitor, context, actor, made=made)


@post("/due/calendar/revoke", sync_to_thread=True)
def revoke_address(context: GivenContext, actor: GivenActor) -> Redirect:
    """Have the address open nothing any more."""
    calendar_feed.revoke(context, actor)
    return Redirect("/due", status_code=303)


@get("/calendar/{name:str}", sync_to_thread=True)
def calendar(request: WebRequest, context: GivenContext, name: FromPath[str]) -> Response[bytes]:
    """What a calendar program reads, without a sign-in: the address is the secret."""
    token = name.removesuffix(_SUFFIX)
    if token == name:
        raise NotFoundError
    data = calendar_file(calendar_feed.read(context, token))
    tag = hashlib.sha256(data).hexdigest()[:32]
    headers = {"ETag": f'"{tag}"', "Content-Disposition": 'inline; filename="due.ics"'}
    if is_known(request, tag):
        return unchanged(headers)
    return Response(data, media_type=MEDIA_TYPE, headers=headers)


def _page(
    request: WebRequest,
    visitor: Visitor,
    context: Context,
    actor: Actor,
    *,
    show: str = "all",
    made: str = "",
) -> Response[str]:
    _may_see(actor)
    today = context.today()
    until = {"overdue": today - _DAY, "week": today + SOON}.get(show)
    found = clocks.due(context, actor, until)
    cases = {one.line.case_id: index for index, one in reversed([*enumerate(found)])}
    found.sort(key=lambda one: cases[one.line.case_id])
    answer = page(
        request,
        visitor,
        "due/list.html",
        groups=[list(group) for _, group in groupby(found, key=lambda one: one.line.case_id)],
        limits=limits(),
        shows=SHOWS,
        show=show if show in SHOWS else "all",
        cut=len(found) == MOST_DUE,
        most=MOST_DUE,
        address=calendar_feed.there_is(context, actor),
        made=made,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _may_see(actor: Actor) -> None:
    """Raise `DeniedError` for one whose roles show no case at all."""
    if not actor.may("cases.read_state"):
        actor.require("cases.read_organisation")


HANDLERS = [due_page, make_address, revoke_address, calendar]
