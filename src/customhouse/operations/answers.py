"""What the own organisation is asked in cases of others: seen as far as shared, and answered."""

import datetime
import uuid
from collections.abc import Callable
from typing import TypeVar

import msgspec
from sqlalchemy import Connection

from customhouse.accounts.actor import Actor
from customhouse.coordination import sharing
from customhouse.coordination.case import Case, corrections
from customhouse.coordination.entries import Answered, Asked, Entry, FileAdded, Said, Verdict
from customhouse.operations import files
from customhouse.operations.asking import ReferralError, language_of, text_of, translation
from customhouse.operations.cases import append
from customhouse.operations.context import Context
from customhouse.operations.files import CaseFile, Checked
from customhouse.operations.screenings import NotFoundError
from customhouse.store import audit, cases, referrals
from customhouse.store.cases import ConflictError
from customhouse.store.referrals import Incoming, Referral

T = TypeVar("T")
_TRIES = 5


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What the one asked sees: what was shared, and the thread with its answer, if any."""

    referral: Referral
    asked: Asked
    asker: Entry
    shared: tuple[Entry, ...]
    thread: tuple[Entry, ...]
    answered: Answered | None

    @property
    def files(self) -> frozenset[str]:
        """The hashes of the files that belong to this part."""
        told = [e.body.sha256 for e in self.shared if isinstance(e.body, FileAdded)]
        return frozenset((*told, *(self.answered.files if self.answered else ())))


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A question as the list of what the organisation is asked shows it."""

    incoming: Incoming
    asked: Asked


def received(context: Context, actor: Actor) -> list[Line]:
    """What the organisation is asked and can see now, the open ones first. Raises `DeniedError`."""
    actor.require("cases.answer")
    found = []
    with context.store.reading() as connection:
        for one in referrals.asked_of(connection, actor.organisation_id, context.now()):
            case = cases.whole(connection, one.referral.case_id)
            asked = sharing.question(case, one.referral.id) if case else None
            if asked is not None:
                found.append(Line(incoming=one, asked=asked))
    return found


def look(context: Context, actor: Actor, key: uuid.UUID) -> Part:
    """The part of a case that was shared with the actor's organisation.

    The first look is noted. Raises `DeniedError`, and `NotFoundError` for a question to others
    or one that is closed.
    """
    actor.require("cases.answer")
    now = context.now()
    with context.store.reading() as connection:
        referral, case = _ours(context, connection, actor, key)
    if referral.opened_at is None:
        with context.store.writing() as connection:
            if referrals.opened(connection, key, now):
                audit.record(connection, actor, now, "referral.opened", f"referral:{key}")
    return part_of(case, referral)


def answer(
    context: Context,
    actor: Actor,
    key: uuid.UUID,
    *,
    verdict: Verdict,
    text: str,
    language: str,
    attached: Checked | None = None,
) -> Entry:
    """Answer a question, once, with a file or without one.

    Raises what `look` raises, and `ReferralError`.
    """

    def write(connection: Connection) -> Entry:
        referral, case = _ours(context, connection, actor, key)
        body = answered_by(case, referral, verdict, text, language, attached)
        if attached is not None:
            files.keep(context, connection, attached)
        [entry] = append(context, connection, actor, case, [body])
        settle(connection, actor, case, referral, context.now())
        return entry

    actor.require("cases.answer")
    return writing(context, write)


def say(context: Context, actor: Actor, key: uuid.UUID, *, text: str, language: str) -> Entry:
    """Write on the thread of a question. Raises what `look` raises, and `ReferralError`."""

    def write(connection: Connection) -> Entry:
        referral, case = _ours(context, connection, actor, key)
        body = Said(
            text=text_of("message", text), language=language_of(language), referral=referral.id
        )
        return append(context, connection, actor, case, [body])[0]

    actor.require("cases.answer")
    return writing(context, write)


def translate(
    context: Context, actor: Actor, key: uuid.UUID, *, of: int, language: str, text: str
) -> Entry:
    """Put a person's translation beside words of the thread. Raises what `say` raises."""

    def write(connection: Connection) -> Entry:
        referral, case = _ours(context, connection, actor, key)
        body = translation(case, referral.id, of, language, text, actor.name)
        return append(context, connection, actor, case, [body])[0]

    actor.require("cases.answer")
    return writing(context, write)


def file(context: Context, actor: Actor, key: uuid.UUID, sha256: str) -> tuple[CaseFile, bytes]:
    """A file that was shared with a question, or came with its answer.

    Raises what `look` raises, and `FileError` for one that was found infected.
    """
    actor.require("cases.answer")
    with context.store.reading() as connection:
        referral, case = _ours(context, connection, actor, key)
        return shared_file(connection, case, referral, sha256)


def shared_file(
    connection: Connection, case: Case, referral: Referral, sha256: str
) -> tuple[CaseFile, bytes]:
    """A file of what one who was asked sees. Raises `NotFoundError` for any other."""
    part = part_of(case, referral)
    if sha256 not in part.files:
        raise NotFoundError
    numbers = {entry.sequence for entry in (*part.shared, *part.thread)}
    put_right = corrections(case)
    numbers |= {later.sequence for one in numbers for later in put_right.get(one, ())}
    found = files.file_of(connection, case, sha256, numbers)
    if found is None:
        raise NotFoundError
    return found, files.content_of(connection, found)


def part_of(case: Case, referral: Referral) -> Part:
    """What the one asked sees of a case. Raises `NotFoundError` for a question withdrawn."""
    seen = sharing.shared_part(case, referral.id)
    asker = next((e for e in seen if isinstance(e.body, Asked)), None)
    if asker is None or not isinstance(asker.body, Asked):
        raise NotFoundError
    return Part(
        referral=referral,
        asked=asker.body,
        asker=asker,
        shared=sharing.shared(case, referral.id),
        thread=sharing.thread(case, referral.id),
        answered=sharing.answer(case, referral.id),
    )


def answered_by(
    case: Case,
    referral: Referral,
    verdict: Verdict,
    text: str,
    language: str,
    attached: Checked | None,
) -> Answered:
    """An answer as an entry. Raises `ReferralError` for a second one."""
    if sharing.answer(case, referral.id) is not None:
        raise ReferralError("verdict", "this is answered already: write a message instead")
    return Answered(
        referral=referral.id,
        verdict=verdict,
        text=text_of("text", text),
        language=language_of(language),
        files=() if attached is None else (attached.sha256,),
    )


def settle(
    connection: Connection,
    actor: Actor | None,
    case: Case,
    referral: Referral,
    now: datetime.datetime,
) -> None:
    """Note the answer beside its entry, within the same transaction."""
    referrals.answered(connection, referral.id, now)
    detail = {"referral": str(referral.id), "by": "account" if actor else "guest"}
    audit.record(connection, actor, now, "referral.answered", f"case:{case.id}", detail)


def writing(context: Context, write: Callable[[Connection], T]) -> T:
    """Write, and again when somebody else wrote to the case at the same moment.

    Who sees a part of a case cannot be asked to read what came meanwhile.
    """
    for _ in range(_TRIES - 1):
        try:
            with context.store.writing() as connection:
                return write(connection)
        except ConflictError:
            continue
    with context.store.writing() as connection:
        return write(connection)


def _ours(
    context: Context, connection: Connection, actor: Actor, key: uuid.UUID
) -> tuple[Referral, Case]:
    """The referral to the actor's organisation with its case, while it holds."""
    referral = referrals.get(connection, key)
    if (
        referral is None
        or referral.organisation_id != actor.organisation_id
        or not referral.holds(context.now())
    ):
        raise NotFoundError
    case = cases.whole(connection, referral.case_id)
    if case is None:
        raise NotFoundError
    return referral, case
