"""What the reader's organisation is asked by others, and the page on which it is answered."""

from collections.abc import Mapping

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Response

from customhouse.accounts.actor import Actor
from customhouse.coordination.case import CaseError
from customhouse.http.downloads import closed_off
from customhouse.http.given import GivenContext, GivenSettings, WebRequest
from customhouse.http.sent import SENT, GivenSent
from customhouse.operations import answers
from customhouse.operations.asking import ReferralError
from customhouse.operations.context import Context
from customhouse.operations.files import FileError
from customhouse.operations.screenings import NotFoundError
from customhouse.reference.country_names import countries_in, country_names
from customhouse.web.given import Form, GivenActor, GivenVisitor
from customhouse.web.pages import page
from customhouse.web.referrals.attached import LARGEST_REQUEST, VERDICTS, sent_answer
from customhouse.web.referrals.thread import shared_of, words_of
from customhouse.web.referrals.typed_question import is_number
from customhouse.web.visitor import Visitor, uuid_of


@get("/questions", sync_to_thread=True)
def received_page(
    request: WebRequest, visitor: GivenVisitor, context: GivenContext, actor: GivenActor
) -> Response[str]:
    """The questions to the reader's organisation, those that wait first."""
    return page(
        request,
        visitor,
        "referrals/received.html",
        lines=answers.received(context, actor),
        countries=country_names(context.desk.library, visitor.language),
    )


@get("/questions/{key:str}", sync_to_thread=True)
def part_page(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
) -> Response[str]:
    """What was shared with the question, and the forms to answer and to write."""
    return _show(request, visitor, context, actor, key, {})


@get("/questions/{key:str}/files/{sha256:str}", sync_to_thread=True)
def download(
    context: GivenContext, actor: GivenActor, key: FromPath[str], sha256: FromPath[str]
) -> Response[bytes]:
    """A file that was shared, to be saved."""
    try:
        found, content = answers.file(context, actor, uuid_of(key), sha256)
    except FileError:
        raise NotFoundError from None
    return closed_off(content, found.record.media_type, found.name)


@post(
    "/questions/{key:str}/answer",
    sync_to_thread=True,
    dependencies=SENT,
    request_max_body_size=LARGEST_REQUEST,
)
def answer(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    settings: GivenSettings,
    actor: GivenActor,
    sent: GivenSent,
    key: FromPath[str],
) -> Response[str] | Redirect:
    """Answer, once."""
    answers.look(context, actor, uuid_of(key))
    try:
        told = sent_answer(
            context, actor, f"referral:{key}", sent, scan_command=settings.scan_command
        )
        answers.answer(
            context,
            actor,
            uuid_of(key),
            verdict=told.verdict,
            text=told.text,
            language=told.language,
            attached=told.attached,
        )
    except CaseError as error:
        return _show(request, visitor, context, actor, key, sent.fields, error)
    return Redirect(f"/questions/{uuid_of(key)}", status_code=303)


@post("/questions/{key:str}/messages", sync_to_thread=True)
def say(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
    data: Form,
) -> Response[str] | Redirect:
    """Write to those who ask."""
    try:
        answers.say(
            context,
            actor,
            uuid_of(key),
            text=data.get("message", ""),
            language=data.get("message_language", ""),
        )
    except CaseError as error:
        return _show(request, visitor, context, actor, key, data, error)
    return Redirect(f"/questions/{uuid_of(key)}", status_code=303)


@post("/questions/{key:str}/translations", sync_to_thread=True)
def translate(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
    data: Form,
) -> Response[str] | Redirect:
    """Put a translation beside words of the thread."""
    of = data.get("of", "")
    try:
        answers.translate(
            context,
            actor,
            uuid_of(key),
            of=int(of) if is_number(of) else 0,
            language=data.get("translation_language", ""),
            text=data.get("translation", ""),
        )
    except CaseError as error:
        return _show(request, visitor, context, actor, key, data, error)
    return Redirect(f"/questions/{uuid_of(key)}", status_code=303)


def _show(
    request: WebRequest,
    visitor: Visitor,
    context: Context,
    actor: Actor,
    key: str,
    typed: Mapping[str, str],
    error: CaseError | None = None,
) -> Response[str]:
    part = answers.look(context, actor, uuid_of(key))
    return page(
        request,
        visitor,
        "referrals/answer.html",
        status=422 if error else 200,
        part=part,
        asked=part.asked,
        told=words_of(part.thread),
        shared=shared_of(part.shared),
        verdicts=VERDICTS,
        typed=typed,
        error=error,
        wrong=error.field if isinstance(error, ReferralError) else "",
        action=f"/questions/{part.referral.id}",
        files=f"/questions/{part.referral.id}/files/",
        country=countries_in(context.desk.library, visitor.language).name,
    )


HANDLERS = [received_page, part_page, download, answer, say, translate]
