"""Screen a declaration: the form, and what becomes of it."""

import datetime
import hashlib
from collections.abc import Sequence
from typing import Annotated

from litestar import get, post
from litestar.params import FromQuery, QueryParameter
from litestar.response import Redirect, Response
from msgspec.structs import replace

from customhouse.accounts.actor import Actor
from customhouse.declarations.declaration import Declaration, DeclarationError
from customhouse.declarations.facts import FACTS
from customhouse.declarations.read import read_declarations
from customhouse.http.given import GivenContext, WebRequest
from customhouse.http.sent import SENT, GivenSent, Sent
from customhouse.operations import screenings
from customhouse.operations.context import Context
from customhouse.reference.country_names import countries_in
from customhouse.web.given import GivenActor, GivenVisitor
from customhouse.web.screening.field_names import Typed, place, shape
from customhouse.web.screening.filled_form import MOST_ITEMS
from customhouse.web.screening.form_page import Form, of_declaration, show
from customhouse.web.screening.typed_form import Fault, read_form, without_blanks
from customhouse.web.visitor import uuid_of

MOST_LISTED = 200
"""Screenings that the page after a file with many declarations names."""

_From = Annotated[str, QueryParameter(name="from")]

_OWN = frozenset(("_csrf_token", "once", "do", "as_of", "way"))


@get("/screen", sync_to_thread=True)
def screen_page(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    source: _From = "",
    ask: FromQuery[str] = "",
) -> Response[str]:
    """The form: empty, or as a kept screening was declared, at the field that was asked for."""
    actor.require("screen")
    if not source:
        return show(request, visitor, context, Form(focus="regime"))
    saved = screenings.get(context, actor, uuid_of(source)).saved
    form = of_declaration(
        saved.declaration,
        context,
        visitor.language,
        source=source,
        missing=saved.assessment.missing,
        ask=ask,
    )
    return show(request, visitor, context, form)


@post("/screen", sync_to_thread=True, dependencies=SENT)
def screen(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    sent: GivenSent,
) -> Response[str] | Redirect:
    """Screen what was typed, pasted or handed over, keep it and lead to the answer."""
    actor.require("screen")
    try:
        as_of = _day(sent.fields.get("as_of", ""))
    except ValueError:
        as_of = None
        wrong: tuple[Fault, ...] = (_NO_DAY,)
    else:
        wrong = ()
    if sent.fields.get("way") in ("text", "file"):
        return _whole_file(request, visitor, context, actor, sent, as_of, wrong)
    return _typed(request, visitor, context, actor, sent, as_of, wrong)


_NO_DAY = Fault(
    place=place("as_of"),
    problem="this is not a day",
    remedy="Write a day of the calendar as YYYY-MM-DD.",
)


def _day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text.strip()) if text.strip() else None


def _typed(
    request: WebRequest,
    visitor: GivenVisitor,
    context: Context,
    actor: Actor,
    sent: Sent,
    as_of: datetime.date | None,
    wrong: Sequence[Fault],
) -> Response[str] | Redirect:
    typed = {name: value for name, value in sent.fields.items() if name not in _OWN}
    source = typed.pop("source", "")
    form = Form(typed=typed, as_of=sent.fields.get("as_of", ""), source=source)
    todo, _, where = sent.fields.get("do", "screen").partition(" ")
    if todo != "screen":
        return show(request, visitor, context, changed(form, todo, where))
    typed = without_blanks(typed)
    typed, unsaid = _facts_without_value(typed)
    read = read_form(typed, countries_in(context.desk.library, visitor.language))
    faults = (*wrong, *unsaid, *read.faults)
    if faults or read.declaration is None:
        form = replace(form, typed=typed, faults=faults)
        return show(request, visitor, context, form, status=422)
    return _kept(context, actor, [read.declaration], read.notes, as_of, sent)


def _facts_without_value(typed: Typed) -> tuple[dict[str, str], list[Fault]]:
    """A fact that was chosen and not yet said gets its field, and the reader is told."""
    result = {name: value for name, value in typed.items() if not name.endswith(".new_fact")}
    chosen = [
        f"{name.removesuffix('new_fact')}facts.{fact}"
        for name, fact in typed.items()
        if name.endswith(".new_fact") and fact in FACTS
    ]
    result |= {name: result.get(name, "") for name in chosen}
    faults = [
        Fault(
            place=place(name),
            problem="this fact was chosen, and nothing is said of it",
            remedy="Say what is so, or leave it empty and screen again.",
        )
        for name in chosen
        if not result[name].strip()
    ]
    return result, faults


def changed(form: Form, todo: str, where: str) -> Form:
    """The form with another item, document or the like, or without one; all typed is kept."""
    typed = dict(form.typed)
    known = shape(typed)
    match todo:
        case "add_item" if len(known.items) < MOST_ITEMS:
            focus = f"items[{max(known.items) + 1}].description"
            typed[focus] = ""
        case "add_document":
            focus = f"documents[{known.documents}].type"
            typed[focus] = ""
        case "add_ingredient" if where.isdecimal():
            place_ = known.ingredients.get(int(where), 0)
            focus = f"items[{where}].formulation.ingredients[{place_}].name"
            typed[focus] = ""
        case "add_fact":
            focus = f"items[{where}].new_fact"
            fact = typed.pop(focus, "")
            if fact in FACTS:
                focus = f"items[{where}].facts.{fact}"
                typed.setdefault(focus, "")
        case "remove_item":
            typed = {n: v for n, v in typed.items() if not n.startswith(f"items[{where}].")}
            focus = f"items[{shape(typed).items[-1]}].description"
        case _:
            focus = ""
    return replace(form, typed=typed, focus=focus)


def _whole_file(
    request: WebRequest,
    visitor: GivenVisitor,
    context: Context,
    actor: Actor,
    sent: Sent,
    as_of: datetime.date | None,
    wrong: Sequence[Fault],
) -> Response[str] | Redirect:
    text = sent.fields.get("text", "")
    is_text = sent.fields.get("way") == "text"
    name = "pasted" if is_text else sent.file_name
    form = Form(text=text, as_of=sent.fields.get("as_of", ""), faults=wrong)
    try:
        read = read_declarations(text.encode(errors="replace") if is_text else sent.file, name)
    except DeclarationError as error:
        form = replace(form, wrong_file=error)
        return show(request, visitor, context, form, status=422)
    if wrong:
        return show(request, visitor, context, form, status=422)
    return _kept(context, actor, read.declarations, read.notes, as_of, sent)


def _kept(
    context: Context,
    actor: Actor,
    declarations: Sequence[Declaration],
    notes: Sequence[str],
    as_of: datetime.date | None,
    sent: Sent,
) -> Redirect:
    """Screen once, however often the button was pressed.

    What was sent is a part of the key: a form that was changed after going back is another one.
    """
    told = {name: value for name, value in sent.fields.items() if name != "_csrf_token"}
    mark = hashlib.sha256(repr(sorted(told.items())).encode() + sent.file).hexdigest()
    answers = screenings.screen(
        context,
        actor,
        declarations,
        as_of=as_of,
        notes=notes,
        idempotency_key=f"page {told.get('once', '')[:64]} {mark[:32]}",
        request_hash=mark,
    )
    if len(answers) == 1:
        return Redirect(f"/screenings/{answers[0].id}", status_code=303)
    ids = ",".join(answer.id.hex for answer in answers[:MOST_LISTED] if answer.id)
    return Redirect(f"/screenings?ids={ids}&count={len(answers)}", status_code=303)


HANDLERS = [screen_page, screen]
