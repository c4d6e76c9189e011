"""Forms that add a fact, a file among them, to a case; and that put a fact right."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

import msgspec
from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Response

from customhouse.coordination.case import CaseError
from customhouse.coordination.entries import (
    Corrected,
    Entry,
    Fact,
    FileAdded,
    SampleTaken,
)
from customhouse.coordination.facts.forms import FORMS, MEASURED, OTHER_FACTS, FactForm, form_of
from customhouse.coordination.facts.typed import Known, Read, read, shown
from customhouse.declarations.facts import FACTS
from customhouse.http.given import GivenContext, GivenSettings, WebRequest
from customhouse.http.sent import SENT, GivenSent
from customhouse.languages.catalogues import N_
from customhouse.operations import cases, files
from customhouse.operations.case_view import CaseView
from customhouse.operations.context import Context
from customhouse.operations.files import LARGEST_FILE, About, FileError
from customhouse.operations.screenings import NotFoundError
from customhouse.reference.country_names import countries_in
from customhouse.store.cases import ConflictError
from customhouse.web.cases import rows
from customhouse.web.cases.own_case import own_case, seen_of
from customhouse.web.given import Form, GivenActor, GivenVisitor
from customhouse.web.pages import page
from customhouse.web.visitor import Visitor

LARGEST_REQUEST = LARGEST_FILE + 4_000_000
"""Bytes; a file that is a little too large is told so on the page."""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What a form is shown again with: what was typed, and what was wrong with it."""

    typed: Mapping[str, str] = {}
    faults: Mapping[str, str] = {}
    error: CaseError | FileError | None = None
    since: Sequence[Entry] = ()

    @property
    def status(self) -> int:
        """The status of the answer."""
        if self.since:
            return 409
        return 422 if self.faults or self.error else 200


@get("/cases/{key:str}/add/{kind:str}", sync_to_thread=True)
def add_form(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
    kind: FromPath[str],
) -> Response[str]:
    """An empty form for one kind of fact; of samples, files and roles the one asked for."""
    form = _form(kind)
    view = own_case(context, actor, key)
    typed = {name: request.query_params.get(name, "") for name in ("sample", "role")}
    return _show(request, visitor, context, view, form, Told(typed=typed))


@post(
    "/cases/{key:str}/add/{kind:str}",
    sync_to_thread=True,
    dependencies=SENT,
    request_max_body_size=LARGEST_REQUEST,
)
def add(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    settings: GivenSettings,
    actor: GivenActor,
    sent: GivenSent,
    key: FromPath[str],
    kind: FromPath[str],
) -> Response[str] | Redirect:
    """Add the fact; or show what is wrong, or what others added meanwhile."""
    form, typed = _form(kind), sent.fields
    view = own_case(context, actor, key)
    told = read(form, typed, _known(context, visitor, view))
    faults = dict(told.faults)
    if form.fact is FileAdded and not sent.file_name:
        faults["content"] = N_("Choose a file.")
    if faults:
        return _show(request, visitor, context, view, form, Told(typed=typed, faults=faults))
    seen = seen_of(typed)
    try:
        if form.fact is FileAdded:
            about = About(name=sent.file_name, **told.values)
            command = settings.scan_command
            files.add(context, actor, view.case.id, seen, about, sent.file, scan_command=command)
        else:
            cases.tell(context, actor, view.case.id, seen, [_fact(form, told)])
    except (CaseError, FileError) as error:
        return _show(request, visitor, context, view, form, Told(typed=typed, error=error))
    except ConflictError as error:
        view = own_case(context, actor, key)
        told_now = Told(typed=typed, since=error.since)
        return _show(request, visitor, context, view, form, told_now)
    return _back(view.case.id, form)


@get("/cases/{key:str}/entries/{number:int}/correct", sync_to_thread=True)
def correct_form(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
    number: FromPath[int],
) -> Response[str]:
    """The form of a fact as it stands."""
    view = own_case(context, actor, key)
    fact = _standing(view, number)
    form = form_of(fact)
    typed = shown(fact, form, countries_in(context.desk.library, visitor.language))
    return _show(request, visitor, context, view, form, Told(typed=typed), (number, fact))


@post("/cases/{key:str}/entries/{number:int}/correct", sync_to_thread=True)
def correct(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
    number: FromPath[int],
    data: Form,
) -> Response[str] | Redirect:
    """Write the correction; what was there before stays to be seen."""
    view = own_case(context, actor, key)
    fact = _standing(view, number)
    form = form_of(fact)
    reason, taken_back = data.get("reason", "").strip(), "taken_back" in data
    told = read(form, data, _known(context, visitor, view), without=form.fixed)
    faults = {} if taken_back else dict(told.faults)
    if not reason:
        faults["reason"] = N_("Say why it is corrected.")
    if faults:
        again = Told(typed=data, faults=faults)
        return _show(request, visitor, context, view, form, again, (number, fact))
    right = None if taken_back else msgspec.structs.replace(fact, **told.values)
    correction = Corrected(of=number, reason=reason, body=right)
    try:
        cases.correct(context, actor, view.case.id, seen_of(data), correction)
    except CaseError as error:
        again = Told(typed=data, error=error)
        return _show(request, visitor, context, view, form, again, (number, fact))
    except ConflictError as error:
        view = own_case(context, actor, key)
        again = Told(typed=data, since=error.since)
        return _show(request, visitor, context, view, form, again, (number, fact))
    return _back(view.case.id, form)


def _form(kind: str) -> FactForm:
    if kind not in FORMS:
        raise NotFoundError
    return FORMS[kind]


def _fact(form: FactForm, told: Read) -> Fact:
    made: Any = form.fact(**told.values)
    fact: Fact = made
    return fact


def _standing(view: CaseView, number: int) -> Fact:
    fact = view.case.standing.get(number)
    if not isinstance(fact, Fact):
        raise NotFoundError
    return fact


def _known(context: Context, visitor: Visitor, view: CaseView) -> Known:
    return Known(
        countries=countries_in(context.desk.library, visitor.language),
        samples=[taken.sample for _, taken in view.case.every(SampleTaken)],
        files={added.sha256: added.name for _, added in view.case.every(FileAdded)},
    )


def _back(key: uuid.UUID, form: FactForm) -> Redirect:
    return Redirect(f"/cases/{key}#{quote(form.place)}", status_code=303)


def _show(
    request: WebRequest,
    visitor: Visitor,
    context: Context,
    view: CaseView,
    form: FactForm,
    told: Told,
    correcting: tuple[int, Fact] | None = None,
) -> Response[str]:
    return page(
        request,
        visitor,
        "cases/fact.html",
        status=told.status,
        view=view,
        case=view.case,
        form=form,
        known=_known(context, visitor, view),
        typed=told.typed,
        faults=told.faults,
        error=told.error,
        since=list(rows.log(told.since)),
        correcting=correcting,
        measured=MEASURED,
        other_facts=OTHER_FACTS,
        others_told=any(told.typed.get(f"fact.{name}") for name in OTHER_FACTS),
        yes_no_facts=[name for name, kind in FACTS.items() if kind == "true or false"],
        largest=LARGEST_FILE // 1_000_000,
        country=countries_in(context.desk.library, visitor.language).name,
    )


HANDLERS = [add_form, add, correct_form, correct]
