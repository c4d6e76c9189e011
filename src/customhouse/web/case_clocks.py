"""The time limits of one case: see both ends of each, start one, stop one."""

import datetime
import uuid
from collections.abc import Mapping

from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Response

from customhouse.accounts.actor import Actor
from customhouse.coordination.entries import Entry
from customhouse.http.given import GivenContext, WebRequest
from customhouse.operations import case_view, clocks
from customhouse.operations.clocks import ClockError
from customhouse.operations.context import Context
from customhouse.store.cases import ConflictError
from customhouse.web.cases.rows import log
from customhouse.web.clocks_part import clocks_part
from customhouse.web.given import Form, GivenActor, GivenVisitor
from customhouse.web.pages import page
from customhouse.web.visitor import Visitor, uuid_of


@get("/cases/{key:str}/clocks", sync_to_thread=True)
def clocks_page(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
    limit: FromQuery[str] = "",
) -> Response[str]:
    """The time limits of a case; `limit` is chosen already in the form to start one."""
    return _page(request, visitor, context, actor, uuid_of(key), form={"limit": limit})


@post("/cases/{key:str}/clocks", sync_to_thread=True)
def start_clock(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
    data: Form,
) -> Response[str] | Redirect:
    """Start a clock. What was typed is kept when something is wrong."""
    case = uuid_of(key)
    try:
        clocks.start(
            context,
            actor,
            case,
            _seen(data),
            limit=data.get("limit", ""),
            began_on=_day(data, "began_on"),
            iso3=data.get("iso3", ""),
            agreed=_day(data, "agreed") if data.get("agreed", "").strip() else None,
            because=data.get("because", ""),
        )
    except ClockError as error:
        return _page(request, visitor, context, actor, case, form=data, error=error)
    except ConflictError as error:
        return _page(request, visitor, context, actor, case, form=data, since=error.since)
    return Redirect(f"/cases/{case}/clocks", status_code=303)


@post("/cases/{key:str}/clocks/stop", sync_to_thread=True)
def stop_clock(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
    data: Form,
) -> Response[str] | Redirect:
    """Stop a clock, for a reason."""
    case = uuid_of(key)
    try:
        clocks.stop(
            context, actor, case, _seen(data), data.get("clock", ""), data.get("reason", "")
        )
    except ClockError as error:
        return _page(request, visitor, context, actor, case, form=data, error=error)
    except ConflictError as error:
        return _page(request, visitor, context, actor, case, form=data, since=error.since)
    return Redirect(f"/cases/{case}/clocks", status_code=303)


def _page(
    request: WebRequest,
    visitor: Visitor,
    context: Context,
    actor: Actor,
    key: uuid.UUID,
    *,
    form: Mapping[str, str],
    error: ClockError | None = None,
    since: tuple[Entry, ...] = (),
) -> Response[str]:
    view = case_view.view(context, actor, key)
    return page(
        request,
        visitor,
        "cases/clocks.html",
        status=409 if since else 422 if error else 200,
        case=view.case,
        case_line=view.line,
        mine=view.mine,
        clocks=clocks_part(context, actor, key, form=form, error=error),
        since=list(log(since)),
    )


def _seen(data: Mapping[str, str]) -> int:
    told = data.get("seen", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 10 else 0


def _day(data: Mapping[str, str], name: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(data.get(name, "").strip())
    except ValueError:
        raise ClockError(name, "this is no day: write it as 2026-01-31") from None


HANDLERS = [clocks_page, start_clock, stop_clock]
