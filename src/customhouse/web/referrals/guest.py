"""The page of a guest who came by a link: no sign-in, no cookie, no script, not for search."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from litestar import get, post
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect, Response

from customhouse.coordination.case import CaseError
from customhouse.http.downloads import closed_off
from customhouse.http.given import GivenContext, GivenSettings, WebRequest
from customhouse.http.sent import SENT, GivenSent
from customhouse.languages.catalogues import choose
from customhouse.operations import guests
from customhouse.operations.asking import ReferralError
from customhouse.operations.context import Context
from customhouse.operations.files import FileError
from customhouse.operations.guests import Guest
from customhouse.operations.screenings import NotFoundError
from customhouse.reference.country_names import countries_in
from customhouse.web.pages import page
from customhouse.web.referrals.attached import LARGEST_REQUEST, VERDICTS, sent_answer
from customhouse.web.referrals.thread import shared_of, words_of
from customhouse.web.visitor import Visitor

AnyConnection = ASGIConnection[Any, Any, Any, Any]

_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


def signed_only(connection: AnyConnection, _: BaseRouteHandler) -> None:
    """Refuse what is sent to a forged link before a byte of it is read."""
    context: Context = connection.app.state.context
    if not guests.is_ours(context, connection.path_params["token"]):
        raise NotFoundError


@get("/guest/{token:str}", sync_to_thread=True, exclude_from_csrf=True)
def guest_page(request: WebRequest, context: GivenContext, token: FromPath[str]) -> Response[str]:
    """What the link shows; the same page for every link that opens nothing."""
    return _show(request, context, token, {})


@get("/guest/{token:str}/files/{sha256:str}", sync_to_thread=True, exclude_from_csrf=True)
def download(
    request: WebRequest, context: GivenContext, token: FromPath[str], sha256: FromPath[str]
) -> Response[bytes] | Response[str]:
    """A file that the link shows, to be saved."""
    try:
        found, content = guests.file(context, token, sha256)
    except (NotFoundError, FileError):
        return _closed(request)
    answer = closed_off(content, found.record.media_type, found.name)
    answer.headers.update(_HEADERS)
    return answer


@post(
    "/guest/{token:str}/answer",
    sync_to_thread=True,
    exclude_from_csrf=True,
    guards=[signed_only],
    dependencies=SENT,
    request_max_body_size=LARGEST_REQUEST,
)
def answer(
    request: WebRequest,
    context: GivenContext,
    settings: GivenSettings,
    sent: GivenSent,
    token: FromPath[str],
) -> Response[str] | Redirect:
    """Answer, once. The link is the only key, so no other page can make a browser answer."""
    typed = sent.fields
    try:
        subject = f"referral:{guests.look(context, token).referral.id}"
        told = sent_answer(context, None, subject, sent, scan_command=settings.scan_command)
        guests.answer(
            context,
            Guest(token=token, name=typed.get("name", "")),
            verdict=told.verdict,
            text=told.text,
            language=told.language,
            attached=told.attached,
        )
    except NotFoundError:
        return _closed(request)
    except CaseError as error:
        return _show(request, context, token, typed, error)
    return _back(request, token)


@post(
    "/guest/{token:str}/messages",
    sync_to_thread=True,
    exclude_from_csrf=True,
    guards=[signed_only],
    dependencies=SENT,
)
def say(
    request: WebRequest, context: GivenContext, sent: GivenSent, token: FromPath[str]
) -> Response[str] | Redirect:
    """Write to those who ask."""
    typed = sent.fields
    try:
        guests.say(
            context,
            Guest(token=token, name=typed.get("name", "")),
            text=typed.get("message", ""),
            language=typed.get("message_language", ""),
        )
    except NotFoundError:
        return _closed(request)
    except CaseError as error:
        return _show(request, context, token, typed, error)
    return _back(request, token)


def _back(request: WebRequest, token: str) -> Redirect:
    language = quote(_visitor(request).language)
    to = f"/guest/{quote(token)}?language={language}"
    return Redirect(to, status_code=303, headers=dict(_HEADERS))


def _visitor(request: WebRequest) -> Visitor:
    """The reader, without a look at cookies: the language is that of the address or browser."""
    chosen = request.query_params.get("language")
    accepted = request.headers.get("accept-language", "")
    return Visitor(actor=None, user=None, session=None, language=choose(chosen, accepted))


def _show(
    request: WebRequest,
    context: Context,
    token: str,
    typed: Mapping[str, str],
    error: CaseError | None = None,
) -> Response[str]:
    try:
        part = guests.look(context, token)
    except NotFoundError:
        return _closed(request)
    visitor = _visitor(request)
    shown = page(
        request,
        visitor,
        "referrals/guest.html",
        status=422 if error else 200,
        part=part,
        asked=part.asked,
        told=words_of(part.thread),
        shared=shared_of(part.shared),
        verdicts=VERDICTS,
        typed=typed,
        error=error,
        wrong=error.field if isinstance(error, ReferralError) else "",
        action=f"/guest/{quote(token)}",
        files=f"/guest/{quote(token)}/files/",
        country=countries_in(context.desk.library, visitor.language).name,
    )
    shown.headers.update(_HEADERS)
    return shown


def _closed(request: WebRequest) -> Response[str]:
    shown = page(request, _visitor(request), "referrals/guest_closed.html", status=404)
    shown.headers.update(_HEADERS)
    return shown


HANDLERS = [guest_page, download, answer, say]
