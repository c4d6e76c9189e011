"""The questions of a case: all of them, and one with its messages and its answer."""

import uuid
from collections.abc import Mapping, Sequence

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Response

from customhouse.accounts.actor import Actor
from customhouse.coordination import sharing
from customhouse.coordination.case import CaseError
from customhouse.coordination.entries import Entry
from customhouse.http.given import GivenContext, WebRequest
from customhouse.operations import case_view, papers_used, referrals
from customhouse.operations.asking import QUESTION_OF, NotConfirmedError, ReferralError
from customhouse.operations.context import Context
from customhouse.operations.screenings import NotFoundError
from customhouse.reference.country_names import countries_in, country_names
from customhouse.store.cases import ConflictError
from customhouse.web.cases import rows
from customhouse.web.cases.own_case import seen_of, ticked
from customhouse.web.given import Form, GivenActor, GivenVisitor
from customhouse.web.pages import page
from customhouse.web.referrals.thread import shared_of, words_of
from customhouse.web.referrals.typed_question import is_number
from customhouse.web.visitor import Visitor, uuid_of


@get("/cases/{key:str}/questions", sync_to_thread=True)
def questions_page(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
) -> Response[str]:
    """All questions of a case, and its papers with what to look at among them."""
    view = case_view.view(context, actor, uuid_of(key))
    return page(
        request,
        visitor,
        "referrals/questions.html",
        case=view.case,
        case_line=view.line,
        mine=view.mine and actor.may("cases.ask"),
        papers_before=papers_used.of_case(context, actor, view.case.id),
        askable=QUESTION_OF,
        countries=country_names(context.desk.library, visitor.language),
    )


@get("/cases/{key:str}/questions/{referral:str}", sync_to_thread=True)
def question_page(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
    referral: FromPath[str],
) -> Response[str]:
    """One question: what was shared, what was said, and the forms to go on."""
    return _show(request, visitor, context, actor, uuid_of(key), uuid_of(referral), {})


@post("/cases/{key:str}/questions/{referral:str}/messages", sync_to_thread=True)
def say(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
    referral: FromPath[str],
    data: Form,
) -> Response[str] | Redirect:
    """Write to the one asked; the page named the State that it goes to."""
    case_id, question = uuid_of(key), uuid_of(referral)
    try:
        referrals.say(
            context,
            actor,
            case_id,
            seen_of(data),
            question,
            text=data.get("text", ""),
            language=data.get("words_language", ""),
            mentions=tuple(uuid_of(one) for one in ticked(data, "mention")),
            confirmed_iso3=data.get("confirmed", ""),
        )
    except (CaseError, NotConfirmedError, ConflictError) as error:
        return _show(request, visitor, context, actor, case_id, question, data, error)
    return _back(case_id, question)


@post("/cases/{key:str}/questions/{referral:str}/translations", sync_to_thread=True)
def translate(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
    referral: FromPath[str],
    data: Form,
) -> Response[str] | Redirect:
    """Put a translation beside words of the thread."""
    case_id, question = uuid_of(key), uuid_of(referral)
    of = data.get("of", "")
    try:
        referrals.translate(
            context,
            actor,
            case_id,
            seen_of(data),
            question,
            of=int(of) if is_number(of) else 0,
            language=data.get("translation_language", ""),
            text=data.get("translation", ""),
            confirmed_iso3=data.get("confirmed", ""),
        )
    except (CaseError, NotConfirmedError, ConflictError) as error:
        return _show(request, visitor, context, actor, case_id, question, data, error)
    return _back(case_id, question)


@post("/cases/{key:str}/questions/{referral:str}/withdraw", sync_to_thread=True)
def withdraw(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
    referral: FromPath[str],
    data: Form,
) -> Response[str] | Redirect:
    """Take the question back; its link is dead from then on."""
    case_id, question = uuid_of(key), uuid_of(referral)
    try:
        referrals.withdraw(context, actor, case_id, seen_of(data), question, data.get("reason", ""))
    except (CaseError, ConflictError) as error:
        return _show(request, visitor, context, actor, case_id, question, data, error)
    return _back(case_id, question)


def _back(case_id: uuid.UUID, question: uuid.UUID) -> Redirect:
    return Redirect(f"/cases/{case_id}/questions/{question}", status_code=303)


def _show(
    request: WebRequest,
    visitor: Visitor,
    context: Context,
    actor: Actor,
    case_id: uuid.UUID,
    question: uuid.UUID,
    typed: Mapping[str, str],
    error: Exception | None = None,
) -> Response[str]:
    view = case_view.view(context, actor, case_id)
    asked = sharing.question(view.case, question)
    way = referrals.of_case(context, actor, case_id).get(question)
    if asked is None or way is None:
        raise NotFoundError
    since: Sequence[Entry] = error.since if isinstance(error, ConflictError) else ()
    mine = view.mine and actor.may("cases.ask")
    return page(
        request,
        visitor,
        "referrals/question.html",
        status=409 if since else 422 if error else 200,
        case=view.case,
        asked=asked,
        way=way,
        holds=way.holds(context.now()),
        mine=mine,
        abroad=asked.iso3 != actor.iso3,
        told=words_of(sharing.thread(view.case, question)),
        shared=shared_of(sharing.shared(view.case, question)),
        answered=sharing.answer(view.case, question),
        typed=typed,
        error=error if not since else None,
        wrong=error.field if isinstance(error, ReferralError) else "",
        since=list(rows.log(since)),
        colleagues=case_view.colleagues(context, actor) if mine else [],
        files=f"/cases/{view.case.id}/files/",
        country=countries_in(context.desk.library, visitor.language).name,
    )


HANDLERS = [questions_page, question_page, say, translate, withdraw]
