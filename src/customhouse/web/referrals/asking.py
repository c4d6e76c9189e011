"""Ask somebody: the form, the State to be confirmed, and the link that is shown once."""

from collections.abc import Mapping, Sequence

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Response

from customhouse.accounts.actor import Actor
from customhouse.coordination import sharing
from customhouse.coordination.entries import Addressee, Entry
from customhouse.http.given import GivenContext, GivenSettings, WebRequest
from customhouse.operations import papers_used, referrals
from customhouse.operations.asking import (
    LONGEST_DAYS,
    QUESTION_OF,
    USUAL_DAYS,
    NotConfirmedError,
    ReferralError,
)
from customhouse.operations.case_view import CaseView
from customhouse.operations.context import Context
from customhouse.operations.papers_used import Shown
from customhouse.reference.contacts import contact_of, contacts_of
from customhouse.reference.country_names import country_names
from customhouse.reference.records import Contact
from customhouse.report.words import DOCUMENTS
from customhouse.store.cases import ConflictError
from customhouse.web.cases import rows
from customhouse.web.cases.own_case import own_case, seen_of
from customhouse.web.given import Form, GivenActor, GivenVisitor
from customhouse.web.pages import page
from customhouse.web.referrals.thread import shared_of
from customhouse.web.referrals.typed_question import ADDRESSEES, QUESTIONS, asking_of, is_number
from customhouse.web.visitor import Visitor

_ROLES: Mapping[str, Addressee] = {
    "dna": "designated_national_authority",
    "competent_authority": "competent_authority",
    "focal_point": "focal_point",
    "laboratory": "laboratory",
}


@get("/cases/{key:str}/questions/new", sync_to_thread=True)
def ask_form(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
) -> Response[str]:
    """The form; about a paper of the case, or to a contact of the packs, filled in so far."""
    view = own_case(context, actor, key)
    asked = request.query_params
    typed = {**_about(context, actor, view, asked.get("paper", ""))}
    contact = contact_of(context.packs, asked.get("contact", ""), context.today())
    if contact is not None:
        typed |= {"contact": contact.row, "to": _ROLES[contact.role], "iso3": contact.iso3}
    return _show(request, visitor, context, actor, view, typed, listed=asked.get("state", ""))


@post("/cases/{key:str}/questions", sync_to_thread=True)
def ask(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    settings: GivenSettings,
    actor: GivenActor,
    key: FromPath[str],
    data: Form,
) -> Response[str] | Redirect:
    """Put the question; another State is first named on a page of its own, and confirmed there."""
    view = own_case(context, actor, key)
    try:
        asking = asking_of(data)
        sent = referrals.ask(
            context,
            actor,
            view.case.id,
            seen_of(data),
            asking,
            confirmed_iso3=data.get("confirmed", ""),
        )
    except ReferralError as error:
        return _show(request, visitor, context, actor, view, data, error=error)
    except ConflictError as error:
        view = own_case(context, actor, key)
        return _show(request, visitor, context, actor, view, data, since=error.since)
    except NotConfirmedError as error:
        chosen = [e for e in sharing.shareable(view.case) if e.sequence in asking.shared]
        return page(
            request,
            visitor,
            "referrals/confirm.html",
            case=view.case,
            typed={name: value for name, value in data.items() if not name.startswith("_")},
            asking=asking,
            to=error,
            shared=shared_of(chosen),
            countries=country_names(context.desk.library, visitor.language),
        )
    if sent.token is None:
        return Redirect(f"/cases/{view.case.id}/questions/{sent.referral}", status_code=303)
    shown = page(
        request,
        visitor,
        "referrals/sent.html",
        case=view.case,
        asked=sharing.question(own_case(context, actor, key).case, sent.referral),
        link=f"{settings.public_url}/guest/{sent.token}",
        days=asking.days,
        countries=country_names(context.desk.library, visitor.language),
    )
    shown.headers["Cache-Control"] = "no-store"
    return shown


def _about(context: Context, actor: Actor, view: CaseView, number: str) -> dict[str, str]:
    """The fields of a question about a paper, by its number among those of the case."""
    shown = papers_used.of_case(context, actor, view.case.id).shown
    if not is_number(number) or int(number) >= len(shown):
        return {}
    one = shown[int(number)]
    typed = {
        "question": QUESTION_OF.get(one.paper.type, "other"),
        "to": "competent_authority",
        "document": one.paper.reference,
        "document_type": one.paper.type,
        "document_issuer": one.paper.issuer,
    }
    return typed | ({f"shared.{one.copy}": "on"} if one.copy is not None else {})


def _show(
    request: WebRequest,
    visitor: Visitor,
    context: Context,
    actor: Actor,
    view: CaseView,
    typed: Mapping[str, str],
    *,
    listed: str = "",
    error: ReferralError | None = None,
    since: Sequence[Entry] = (),
) -> Response[str]:
    papers = papers_used.of_case(context, actor, view.case.id)
    return page(
        request,
        visitor,
        "referrals/ask.html",
        status=409 if since else 422 if error else 200,
        case=view.case,
        typed=typed,
        error=error,
        wrong=error.field if error else "",
        since=list(rows.log(since)),
        addressees=ADDRESSEES,
        questions=QUESTIONS,
        document_types=list(DOCUMENTS),
        organisations=referrals.askable(context, actor),
        contact=_contact(context, typed.get("contact", "")),
        any_contacts=any(pack.rows(Contact) for pack in context.packs),
        listed=listed,
        contacts=contacts_of(context.packs, listed, context.today()),
        countries=country_names(context.desk.library, visitor.language),
        can_share=shared_of(sharing.shareable(view.case)),
        papers=papers,
        paper_numbers=_numbered(papers.shown),
        usual=USUAL_DAYS,
        longest=LONGEST_DAYS,
    )


def _contact(context: Context, row: str) -> Contact | None:
    return contact_of(context.packs, row, context.today()) if row else None


def _numbered(shown: Sequence[Shown]) -> list[tuple[int, Shown]]:
    """The papers that the other side can be asked about first, each with its number."""
    return [(n, one) for n, one in enumerate(shown) if one.paper.type in QUESTION_OF]


HANDLERS = [ask_form, ask]
