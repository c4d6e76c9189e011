"""Send a case, a question or an answer to another installation; answer what came from one."""

import tempfile
import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import IO

from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Response, Stream

from customhouse.accounts.actor import Actor
from customhouse.coordination.carried import BundleError
from customhouse.coordination.case import CaseError
from customhouse.coordination.entries import Entry, FileAdded, Verdict
from customhouse.http.given import GivenContext, WebRequest
from customhouse.operations import exchange, replies
from customhouse.operations.context import Context
from customhouse.publishing.home import home_folder
from customhouse.publishing.peers import Peers
from customhouse.reference.country_names import country_names
from customhouse.store.cases import ConflictError
from customhouse.web.cases import rows
from customhouse.web.cases.own_case import seen_of, ticked
from customhouse.web.given import Form, GivenActor, GivenVisitor
from customhouse.web.pages import page
from customhouse.web.visitor import Visitor, uuid_of

_CHUNK = 2**16
_IN_MEMORY = 2**20
_VERDICTS: tuple[Verdict, ...] = ("confirmed", "denied", "partly", "unknown")


def peers() -> Peers:
    """The keys of this installation."""
    return Peers(home_folder())


@get("/cases/{key:str}/exchange", sync_to_thread=True)
def exchange_page(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
) -> Response[str]:
    """What was sent and taken in of a case, and what can be done next."""
    return _show(request, visitor, context, actor, uuid_of(key))


@get("/cases/{key:str}/exchange/confirm", sync_to_thread=True)
def confirm_page(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
    question: FromQuery[str] = "",
    after: FromQuery[str] = "0",
    to: FromQuery[str] = "",
    name: FromQuery[str] = "",
) -> Response[str]:
    """Every entry and file that would go, and the State that it would go to."""
    case = uuid_of(key)
    asked = {"question": question, "after": after, "to": to, "name": name}
    countries = country_names(context.desk.library, visitor.language)
    try:
        out = exchange.preview(context, actor, case, _question(question), _number(after))
        state = out.to or to
        if state not in countries:
            raise BundleError("it is not said to which State it goes", "choose the State")
    except BundleError as error:
        return _show(request, visitor, context, actor, case, asked, error=error)
    return page(
        request,
        visitor,
        "exchange/confirm.html",
        case=out.case,
        out=out,
        log=list(rows.log(out.carried)),
        state=state,
        named=countries[state],
        asked=asked,
    )


@post("/cases/{key:str}/exchange/send", sync_to_thread=True)
def send(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
    data: Form,
) -> Response[str] | Stream:
    """Seal what was confirmed, and give it out as a file to save."""
    case = uuid_of(key)
    file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
    try:
        sent = exchange.send(
            context,
            actor,
            peers(),
            case,
            file,
            referral=_question(data.get("question", "")),
            after=_number(data.get("after", "")),
            to=data.get("to", ""),
            confirmed_iso3=data.get("confirmed", ""),
            name=data.get("name", ""),
        )
    except BundleError as error:
        file.close()
        return _show(request, visitor, context, actor, case, data, error=error)
    return Stream(
        lambda: _pieces(file),
        media_type="application/octet-stream",
        status_code=200,
        headers={
            "Content-Disposition": f'attachment; filename="{sent.name}"',
            "Cache-Control": "private, no-store",
        },
    )


@post("/cases/{key:str}/exchange/reply", sync_to_thread=True)
def open_reply(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
    data: Form,
) -> Response[str] | Redirect:
    """Open a case of one's own, in which the question of another installation is answered."""
    case = uuid_of(key)
    number, title = data.get("number", ""), data.get("title", "")
    try:
        made = replies.open_reply(context, actor, case, number=number, title=title)
    except (BundleError, CaseError) as error:
        return _show(request, visitor, context, actor, case, data, error=error)
    return Redirect(f"/cases/{made}/exchange", status_code=303)


@post("/cases/{key:str}/exchange/answer", sync_to_thread=True)
def answer(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
    data: Form,
) -> Response[str] | Redirect:
    """Write the answer, or after it a message. Neither goes anywhere before it is sent."""
    case, seen = uuid_of(key), seen_of(data)
    text, language = data.get("text", ""), data.get("language", visitor.language)
    verdict = next((one for one in _VERDICTS if one == data.get("verdict")), None)
    try:
        if verdict is None:
            replies.say(context, actor, case, seen, text=text, language=language)
        else:
            replies.answer(
                context,
                actor,
                case,
                seen,
                verdict=verdict,
                text=text,
                language=language,
                shown=tuple(ticked(data, "file")),
            )
    except (BundleError, CaseError) as error:
        return _show(request, visitor, context, actor, case, data, error=error)
    except ConflictError as error:
        return _show(request, visitor, context, actor, case, data, since=error.since)
    return Redirect(f"/cases/{case}/exchange", status_code=303)


def _show(
    request: WebRequest,
    visitor: Visitor,
    context: Context,
    actor: Actor,
    key: uuid.UUID,
    typed: Mapping[str, str] | None = None,
    *,
    error: Exception | None = None,
    since: Sequence[Entry] = (),
) -> Response[str]:
    told = exchange.of_case(context, actor, key)
    case = told.case
    return page(
        request,
        visitor,
        "exchange/case.html",
        status=409 if since else 422 if error else 200,
        told=told,
        case=case,
        typed=typed or {},
        error=str(error) if error else "",
        since=list(rows.log(since)),
        countries=country_names(context.desk.library, visitor.language),
        files=[body for _, body in case.every(FileAdded)],
        verdicts=_VERDICTS,
    )


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while piece := file.read(_CHUNK):
            yield piece


def _question(text: str) -> uuid.UUID | None:
    return uuid_of(text) if text else None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


HANDLERS = [exchange_page, confirm_page, send, open_reply, answer]
