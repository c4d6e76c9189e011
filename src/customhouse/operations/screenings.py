"""Screen declarations, keep the answers, and find them again."""

import datetime
import uuid
from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection

from customhouse.accounts.actor import Actor
from customhouse.declarations.declaration import Declaration
from customhouse.operations.context import Context
from customhouse.saved.record import SavedScreening
from customhouse.screening.finding import Assessment
from customhouse.store import audit, idempotency, screenings
from customhouse.store.screenings import Filter, Kept, Line, Place

_MOST_WORDS = 4000


class NotFoundError(Exception):
    """There is no such thing that the actor may see; whether one exists is not told."""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A declaration with its assessment; `id` is where it is kept, `None` when it is not."""

    id: uuid.UUID | None
    declaration: Declaration
    assessment: Assessment


def assess(
    context: Context,
    declarations: Sequence[Declaration],
    *,
    as_of: datetime.date | None = None,
    notes: Sequence[str] = (),
) -> list[Answer]:
    """Answers that are not kept, under the law of a day: else of the declaration's, else today."""
    return [
        Answer(id=None, declaration=one, assessment=_assess(context, one, as_of, notes))
        for one in declarations
    ]


def _assess(
    context: Context,
    declaration: Declaration,
    as_of: datetime.date | None,
    notes: Sequence[str],
) -> Assessment:
    day = as_of or declaration.date
    if day is None:
        day = context.today()
        notes = (*notes, f"No date is declared: the law of today, {day}, was taken.")
    return context.desk.screen(declaration, day, notes)


def screen(
    context: Context,
    actor: Actor,
    declarations: Sequence[Declaration],
    *,
    as_of: datetime.date | None = None,
    notes: Sequence[str] = (),
    idempotency_key: str = "",
    request_hash: str = "",
) -> list[Answer]:
    """Answers that are kept, all of them or none. Raises `DeniedError`.

    A key that the same person used before for the same request gives the answers kept then.
    Raises `KeyReusedError` when it was another request.
    """
    once = Once(idempotency_key, request_hash)
    return screen_once(context, actor, declarations, once, as_of=as_of, notes=notes).answers


class Once(msgspec.Struct, frozen=True):
    """What tells that two requests are one; an empty `key` for one that stands alone."""

    key: str
    request_hash: str


class Screened(msgspec.Struct, frozen=True, kw_only=True):
    """Answers that are kept; `replayed` when an earlier request kept them."""

    answers: list[Answer]
    replayed: bool


def screen_once(
    context: Context,
    actor: Actor,
    declarations: Sequence[Declaration],
    once: Once,
    *,
    as_of: datetime.date | None = None,
    notes: Sequence[str] = (),
) -> Screened:
    """As `screen`, and whether the answers are those of an earlier request.

    Of two requests at once with one key, one keeps its answers and both get them.
    """
    actor.require("screen")
    earlier = _replay(context, actor, once)
    if earlier is not None:
        return earlier
    answers = assess(context, declarations, as_of=as_of, notes=notes)
    now = context.now()
    try:
        with context.store.writing() as connection:
            kept = [_keep(context, connection, actor, answer, now) for answer in answers]
            if once.key:
                made = [answer.id for answer in kept if answer.id]
                idempotency.claim(connection, actor, once.key, once.request_hash, made, now)
    except idempotency.KeyTakenError:
        earlier = _replay(context, actor, once)
        if earlier is None:
            raise
        return earlier
    return Screened(answers=kept, replayed=False)


def _replay(context: Context, actor: Actor, once: Once) -> Screened | None:
    if not once.key:
        return None
    with context.store.reading() as connection:
        known = idempotency.claimed(connection, actor, once.key, once.request_hash)
        if known is None:
            return None
        kept = [screenings.get(connection, actor, context.now(), key) for key in known]
    return Screened(answers=[_answer(one) for one in kept if one is not None], replayed=True)


def _keep(
    context: Context,
    connection: Connection,
    actor: Actor,
    answer: Answer,
    now: datetime.datetime,
) -> Answer:
    saved = SavedScreening(
        declaration=answer.declaration, assessment=answer.assessment, saved_on=now.date()
    )
    declaration = answer.declaration
    key = screenings.add(
        connection,
        actor,
        saved,
        now,
        words=_words(declaration),
        origin=context.desk.library.iso3(declaration.country_of_export),
        destination=context.desk.library.iso3(declaration.country_of_destination),
    )
    detail = {"outcome": answer.assessment.outcome}
    audit.record(connection, actor, now, "screening.kept", f"screening:{key}", detail)
    return msgspec.structs.replace(answer, id=key)


def _answer(kept: Kept) -> Answer:
    saved = kept.saved
    return Answer(id=kept.line.id, declaration=saved.declaration, assessment=saved.assessment)


def _words(declaration: Declaration) -> str:
    told = " ".join(item.description for item in declaration.items)
    return f"{declaration.id} {told}".casefold()[:_MOST_WORDS]


def get(context: Context, actor: Actor, key: uuid.UUID) -> Kept:
    """A kept screening. Raises `NotFoundError` for one that the actor may not see."""
    with context.store.reading() as connection:
        kept = screenings.get(connection, actor, context.now(), key)
    if kept is None:
        raise NotFoundError
    return kept


def history(
    context: Context,
    actor: Actor,
    asked: Filter,
    *,
    after: Place | None = None,
    limit: int = 25,
) -> tuple[list[Line], Place | None]:
    """What the actor may see of what was screened, the newest first."""
    last = None if asked.last == datetime.date.max else asked.last
    asked = msgspec.structs.replace(asked, words=asked.words.casefold(), last=last)
    with context.store.reading() as connection:
        return screenings.page(connection, actor, context.now(), asked, after=after, limit=limit)
