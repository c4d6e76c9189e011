"""Ask authorities, laboratories, police and other States in a case, and talk with them there.

Nothing goes to another State unless the person who sends it has confirmed that State.
"""

import datetime
import uuid
from functools import lru_cache

import msgspec
from sqlalchemy import Connection

from customhouse.accounts.actor import Actor
from customhouse.accounts.guest_tokens import new_guest_token
from customhouse.coordination import sharing
from customhouse.coordination.case import Case
from customhouse.coordination.entries import Entry, Said, Withdrawn
from customhouse.operations.asking import (
    Asking,
    ReferralError,
    asked_of,
    confirmed,
    language_of,
    text_of,
    translation,
)
from customhouse.operations.cases import append, current
from customhouse.operations.context import Context
from customhouse.operations.screenings import NotFoundError
from customhouse.store import audit, cases, organisations, referrals, users
from customhouse.store.engine import Store
from customhouse.store.referrals import Referral
from customhouse.store.secret import signing_key


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """A question that was put. `token` opens it for a guest, and is never shown again."""

    referral: uuid.UUID
    entry: Entry
    token: str | None


@lru_cache(maxsize=8)
def key_of(store: Store) -> str:
    """The key that signs guest links; read once, as it never changes."""
    return signing_key(store)


def askable(context: Context, actor: Actor) -> list[organisations.Organisation]:
    """The organisations with accounts here that can be asked. Raises `DeniedError`."""
    actor.require("cases.ask")
    with context.store.reading() as connection:
        every = organisations.every(connection)
    return [one for one in every if one.id != actor.organisation_id]


def ask(
    context: Context,
    actor: Actor,
    key: uuid.UUID,
    seen: int,
    asking: Asking,
    *,
    confirmed_iso3: str = "",
) -> Sent:
    """Put a question: to an organisation with accounts here, else by a guest link.

    `confirmed_iso3` is the State that the person was told of and agreed to. Raises
    `DeniedError`, `NotFoundError`, `ConflictError`, `ReferralError`, and `NotConfirmedError`
    for another State that is not the confirmed one.
    """
    actor.require("cases.ask")
    now = context.now()
    signs = key_of(context.store)
    with context.store.writing() as connection:
        case = current(connection, actor, key, seen)
        asked = asked_of(context, connection, actor.organisation_id, case, asking, now)
        confirmed(actor, asked, confirmed_iso3)
        token = new_guest_token(signs) if asked.organisation is None else None
        [entry] = append(context, connection, actor, case, [asked])
        referral = Referral(
            id=asked.referral,
            case_id=case.id,
            organisation_id=asked.organisation,
            expires_at=now + datetime.timedelta(days=asking.days),
            answer_by=asked.answer_by,
        )
        referrals.add(connection, referral, token)
        detail = {
            "referral": str(referral.id),
            "iso3": asked.iso3,
            "until": referral.expires_at.isoformat(timespec="seconds"),
        }
        audit.record(connection, actor, now, "referral.asked", f"case:{case.id}", detail)
    return Sent(referral=referral.id, entry=entry, token=token)


def of_case(context: Context, actor: Actor, key: uuid.UUID) -> dict[uuid.UUID, Referral]:
    """The referrals of a case that the actor sees whole, by id. Raises `NotFoundError`."""
    with context.store.reading() as connection:
        if cases.get(connection, actor, key) is None:
            raise NotFoundError
        return referrals.of_case(connection, key)


def withdraw(
    context: Context, actor: Actor, key: uuid.UUID, seen: int, referral: uuid.UUID, reason: str
) -> Entry:
    """Take a question back: its link and all that it shared are closed at once.

    An answer that was given stays in the case. Raises `DeniedError`, `NotFoundError`,
    `ConflictError` and `CaseError`.
    """
    actor.require("cases.ask")
    if not reason.strip():
        raise ReferralError("reason", "say why it is withdrawn")
    now = context.now()
    with context.store.writing() as connection:
        case = current(connection, actor, key, seen)
        body = Withdrawn(referral=referral, reason=text_of("reason", reason))
        [entry] = append(context, connection, actor, case, [body])
        referrals.withdraw(connection, referral, now)
        detail = {"referral": str(referral)}
        audit.record(connection, actor, now, "referral.withdrawn", f"case:{case.id}", detail)
    return entry


def say(
    context: Context,
    actor: Actor,
    key: uuid.UUID,
    seen: int,
    referral: uuid.UUID,
    *,
    text: str,
    language: str,
    mentions: tuple[uuid.UUID, ...] = (),
    confirmed_iso3: str = "",
) -> Entry:
    """Write to the one asked. Raises what `ask` raises."""
    actor.require("cases.ask")
    with context.store.writing() as connection:
        case = current(connection, actor, key, seen)
        _reached(context, connection, actor, case, referral, confirmed_iso3)
        own = {one.id for one in users.of_organisation(connection, actor.organisation_id)}
        if not own.issuperset(mentions):
            raise ReferralError("mentions", "mention people of your own organisation only")
        body = Said(
            text=text_of("text", text),
            language=language_of(language),
            referral=referral,
            mentions=mentions,
        )
        return append(context, connection, actor, case, [body])[0]


def translate(
    context: Context,
    actor: Actor,
    key: uuid.UUID,
    seen: int,
    referral: uuid.UUID,
    *,
    of: int,
    language: str,
    text: str,
    confirmed_iso3: str = "",
) -> Entry:
    """Put a person's translation beside the words of a question's thread.

    The one asked sees it too. Raises what `ask` raises.
    """
    actor.require("cases.ask")
    with context.store.writing() as connection:
        case = current(connection, actor, key, seen)
        _reached(context, connection, actor, case, referral, confirmed_iso3)
        body = translation(case, referral, of, language, text, actor.name)
        return append(context, connection, actor, case, [body])[0]


def _reached(
    context: Context,
    connection: Connection,
    actor: Actor,
    case: Case,
    referral: uuid.UUID,
    confirmed_iso3: str,
) -> None:
    """Raise unless the one asked can still be written to, in a State that was confirmed."""
    asked = sharing.question(case, referral)
    way = referrals.get(connection, referral)
    if asked is None or way is None:
        raise NotFoundError
    if not way.holds(context.now()):
        raise ReferralError("text", "this question is closed: ask a new one")
    confirmed(actor, asked, confirmed_iso3)
