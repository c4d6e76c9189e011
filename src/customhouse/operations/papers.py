"""Papers made from a case: filled, kept as drafts, signed. Nothing is sent anywhere.

A draft is an entry of the case, and so is each change of it: what was signed stays as it was.
"""

import uuid
from collections.abc import Mapping

import msgspec
from sqlalchemy import Connection

from customhouse.accounts.actor import Actor
from customhouse.coordination.case import Case
from customhouse.coordination.entries import Entry, Signed
from customhouse.coordination.forms import check, states
from customhouse.coordination.forms.check import Contradiction
from customhouse.coordination.forms.drafts import Draft, drafted, drafts, new_name
from customhouse.coordination.forms.fillers import LONGEST, filled
from customhouse.coordination.forms.form import Box, Form, forms
from customhouse.coordination.forms.ground import Field, Ground
from customhouse.operations.cases import append, author_of, current
from customhouse.operations.context import Context
from customhouse.operations.screenings import NotFoundError
from customhouse.store import audit, cases, screenings


class PaperError(ValueError):
    """A paper that cannot be kept or signed so; `field` is the box, empty for the whole."""

    def __init__(self, problem: str, field: str = ""):
        super().__init__(problem)
        self.field = field


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """A paper as a page shows it: its boxes, what is missing, and what contradicts it.

    `draft` is `None` for one that is filled and not kept. `state` is the State it is for, as its
    box says; `mine` tells that the reader may add to the case; `declared` that the reader may see
    the screening from which boxes are filled.
    """

    case: Case
    form: Form
    fields: Mapping[str, Field]
    gaps: tuple[Box, ...]
    contradictions: tuple[Contradiction, ...]
    state: str | None
    mine: bool
    declared: bool
    draft: Draft | None = None


def begin(context: Context, actor: Actor, key: uuid.UUID, form_name: str) -> Paper:
    """A form filled from the case; nothing is kept.

    Raises `NotFoundError` for a case out of sight and for a form that there is not.
    """
    form = forms().get(form_name)
    if form is None:
        raise NotFoundError
    with context.store.reading() as connection:
        ground = _ground(context, connection, actor, cases.get(connection, actor, key))
        return _paper(context, connection, actor, ground, form, filled(form, ground))


def get(context: Context, actor: Actor, key: uuid.UUID, number: int) -> Paper:
    """A draft, by the number of its entry. Raises `NotFoundError`."""
    with context.store.reading() as connection:
        ground = _ground(context, connection, actor, cases.get(connection, actor, key))
        draft = _draft(ground.case, number)
        return _paper(context, connection, actor, ground, draft.form, draft.filled, draft)


def keep(
    context: Context,
    actor: Actor,
    key: uuid.UUID,
    seen: int,
    form_name: str,
    texts: Mapping[str, str],
    *,
    of: int | None = None,
) -> Entry:
    """Keep the boxes as a new draft; `of` is an earlier draft of the same paper.

    Raises `DeniedError`, `NotFoundError`, `ConflictError`, and `PaperError` for a box that is too
    long or a draft without a word.
    """
    actor.require("cases.write")
    form = forms().get(form_name)
    if form is None:
        raise NotFoundError
    for box in form.boxes:
        if len(texts.get(box.id, "")) > LONGEST:
            raise PaperError(f"the box has at most {LONGEST} characters", box.id)
    with context.store.writing() as connection:
        case = current(connection, actor, key, seen)
        earlier = _draft(case, of) if of is not None else None
        if earlier is not None and earlier.form is not form:
            raise NotFoundError
        fresh = filled(form, _ground(context, connection, actor, case))
        body = drafted(
            form,
            earlier.body.document if earlier else new_name(case, form),
            texts,
            (fresh, earlier.filled) if earlier else (fresh,),
        )
        if not body.fields:
            raise PaperError("every box is empty: fill in at least one")
        return append(context, connection, actor, case, [body])[0]


def sign(
    context: Context, actor: Actor, key: uuid.UUID, seen: int, number: int, confirmed: str
) -> Entry:
    """Sign a draft for the State that was confirmed, by its alpha-3 code.

    It has no needed box empty, is the latest of its paper, and was not signed; some forms take a
    supervisor or an authority. Raises `PaperError`, and what `keep` raises.
    """
    actor.require("cases.write")
    with context.store.writing() as connection:
        case = current(connection, actor, key, seen)
        draft = _draft(case, number)
        state = _may_sign(context, actor, draft)
        if confirmed != state:
            raise PaperError(f"confirm that the paper is for {state}", draft.form.state_box)
        by = author_of(connection, actor)
        body = Signed(draft=number, name=by.name, office=by.organisation, iso3=state)
        entry = append(context, connection, actor, case, [body])[0]
        detail = {"form": draft.form.form, "draft": str(number), "state": state}
        audit.record(connection, actor, context.now(), "case.paper_signed", f"case:{key}", detail)
    return entry


def _may_sign(context: Context, actor: Actor, draft: Draft) -> str:
    """The State that the paper is for. Raises `PaperError` for what stands in the way."""
    if actor.roles.isdisjoint(draft.form.signers):
        raise PaperError(f"to sign it takes the role {' or '.join(draft.form.signers)}")
    if draft.signature is not None:
        raise PaperError("it is signed already")
    if draft.newer is not None:
        raise PaperError(f"there is a newer draft, entry {draft.newer}: sign that one")
    missing = check.gaps(draft.form, draft.body.fields)
    if missing:
        raise PaperError(f"box {missing[0].box} is needed and empty", missing[0].id)
    state = states.concerned(draft.form, draft.body.fields, context.desk.library)
    if state is None:
        raise PaperError(
            "write the State with its code in brackets, as Ghana (GHA)", draft.form.state_box
        )
    return state


def _draft(case: Case, number: int) -> Draft:
    for one in drafts(case):
        if one.number == number:
            return one
    raise NotFoundError


def _ground(context: Context, connection: Connection, actor: Actor, case: Case | None) -> Ground:
    if case is None:
        raise NotFoundError
    latest = case.screened
    kept = latest and screenings.get(connection, actor, context.now(), latest.screening)
    return Ground(case=case, saved=kept.saved if kept else None, library=context.desk.library)


def _paper(
    context: Context,
    connection: Connection,
    actor: Actor,
    ground: Ground,
    form: Form,
    fields: Mapping[str, Field],
    draft: Draft | None = None,
) -> Paper:
    texts = {key: field.text for key, field in fields.items()}
    own = cases.owner(connection, ground.case.id) == actor.organisation_id
    document = draft.body.document if draft else ""
    return Paper(
        case=ground.case,
        form=form,
        fields=fields,
        gaps=tuple(check.gaps(form, texts)),
        contradictions=tuple(check.contradictions(form, texts, ground, document)),
        state=states.concerned(form, texts, context.desk.library),
        mine=own and actor.may("cases.write"),
        declared=ground.saved is not None,
        draft=draft,
    )
