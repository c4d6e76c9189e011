"""A closed case as a training scenario: read it, sign it off, take it away."""

import re
import uuid
from collections.abc import Mapping

from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Response

from customhouse.accounts.actor import Actor
from customhouse.coordination.entries import CaseError
from customhouse.coordination.moves import moves
from customhouse.http.given import GivenContext, WebRequest
from customhouse.operations import cases, scenarios
from customhouse.operations.context import Context
from customhouse.operations.scenarios import ChangedError, Prepared
from customhouse.operations.screenings import NotFoundError
from customhouse.store.cases import ConflictError
from customhouse.web.given import Form, GivenActor, GivenVisitor
from customhouse.web.insight.labels import LABELS
from customhouse.web.pages import page
from customhouse.web.visitor import Visitor, uuid_of

OTHER = "other"
"""The value of `countries` that puts other States in the place of those of the case."""

_SIGNS = re.compile(r"[0-9]{1,9}")


@get("/cases/{key:str}/scenario", sync_to_thread=True)
def scenario(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
    countries: FromQuery[str] = "",
) -> Response[str]:
    """The scenario to be read, with the choice of its countries."""
    return _show(request, visitor, context, actor, uuid_of(key), countries)


@post("/cases/{key:str}/scenario", sync_to_thread=True)
def sign_off(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
    data: Form,
) -> Response[str] | Redirect:
    """Sign off what was read; when it has changed since, show it as it is now."""
    case = uuid_of(key)
    countries = data.get("countries", "")
    if data.get("read") != "yes":
        return _show(request, visitor, context, actor, case, countries, fault="unread")
    try:
        scenarios.sign_off(
            context,
            actor,
            case,
            _number(data, "seen"),
            data.get("hash", ""),
            other_countries=countries == OTHER,
        )
    except (ChangedError, ConflictError):
        return _show(request, visitor, context, actor, case, countries, fault="changed")
    except CaseError:
        return _show(request, visitor, context, actor, case, countries)
    chosen = f"?countries={OTHER}" if countries == OTHER else ""
    return Redirect(f"/cases/{case}/scenario{chosen}", status_code=303)


@get("/cases/{key:str}/scenario.json", sync_to_thread=True)
def scenario_file(
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
    countries: FromQuery[str] = "",
) -> Response[bytes]:
    """The scenario as a file; a draft says that it is one."""
    try:
        made = scenarios.scenario(context, actor, uuid_of(key), other_countries=countries == OTHER)
    except CaseError:
        raise NotFoundError from None
    return Response(
        made.file,
        media_type="application/json",
        headers={"Content-Disposition": 'attachment; filename="scenario.json"'},
    )


def _show(
    request: WebRequest,
    visitor: Visitor,
    context: Context,
    actor: Actor,
    key: uuid.UUID,
    countries: str,
    fault: str = "",
) -> Response[str]:
    made: Prepared | None = None
    try:
        made = scenarios.scenario(context, actor, key, other_countries=countries == OTHER)
    except CaseError:
        fault = "none"
    return page(
        request,
        visitor,
        "insight/scenario.html",
        status={"": 200, "changed": 409}.get(fault, 422),
        case=made.case if made else cases.get(context, actor, key),
        made=made,
        fault=fault,
        other=OTHER,
        labels=LABELS,
        moves={name: move.title for name, move in moves().items()},
        country=lambda code: _name(context, code),
    )


def _name(context: Context, code: str) -> str:
    country = context.desk.library.country(code)
    return country.name if country else code


def _number(data: Mapping[str, str], field: str) -> int:
    text = data.get(field, "")
    return int(text) if _SIGNS.fullmatch(text) else 0


HANDLERS = [scenario, sign_off, scenario_file]
