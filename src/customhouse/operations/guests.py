"""The guest of a question: comes in by a link, sees what was shared, answers once, and writes."""

import uuid

import msgspec
from sqlalchemy import Connection

from customhouse.accounts.guest_tokens import is_signed
from customhouse.coordination import sharing
from customhouse.coordination.case import Case
from customhouse.coordination.entries import Answered, Author, Entry, Said, Verdict
from customhouse.coordination.following import may_follow
from customhouse.operations import files
from customhouse.operations.answers import Part, answered_by, part_of, settle, shared_file, writing
from customhouse.operations.asking import ReferralError, language_of, text_of
from customhouse.operations.context import Context
from customhouse.operations.files import CaseFile, Checked
from customhouse.operations.referrals import key_of
from customhouse.operations.screenings import NotFoundError
from customhouse.store import audit, cases, referrals
from customhouse.store.referrals import Referral

MOST_MESSAGES = 50
"""How many messages one guest link may write."""

_LONGEST_NAME = 100


class Guest(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who came by a link: the `token` of it, and the name they give."""

    token: str
    name: str


def is_ours(context: Context, token: str) -> bool:
    """Whether this desk made the link. Nothing is looked up: it may have ended long ago."""
    return is_signed(token, key_of(context.store))


def look(context: Context, token: str) -> Part:
    """What a link shows. The first look is noted.

    Raises `NotFoundError` for a link that is forged, has ended or was withdrawn: it does not
    tell which.
    """
    _signed(context, token)
    with context.store.reading() as connection:
        referral, case = _opened(context, connection, token)
    if referral.opened_at is None:
        now = context.now()
        with context.store.writing() as connection:
            if referrals.opened(connection, referral.id, now):
                subject = f"referral:{referral.id}"
                audit.record(connection, None, now, "referral.opened", subject)
    return part_of(case, referral)


def answer(
    context: Context,
    guest: Guest,
    *,
    verdict: Verdict,
    text: str,
    language: str,
    attached: Checked | None = None,
) -> Entry:
    """Answer, once, with a file or without one.

    Raises `NotFoundError` as `look` does, and `ReferralError`.
    """

    def write(connection: Connection) -> Entry:
        referral, case = _opened(context, connection, guest.token)
        body = answered_by(case, referral, verdict, text, language, attached)
        if attached is not None:
            files.keep(context, connection, attached)
        entry = _add(context, connection, case, referral, guest, body)
        settle(connection, None, case, referral, context.now())
        return entry

    _signed(context, guest.token)
    return writing(context, write)


def say(context: Context, guest: Guest, *, text: str, language: str) -> Entry:
    """Write a message. Raises `NotFoundError` as `look` does, and `ReferralError`."""

    def write(connection: Connection) -> Entry:
        referral, case = _opened(context, connection, guest.token)
        told = [body for _, body in case.every(Said) if body.referral == referral.id]
        if len(told) >= MOST_MESSAGES:
            raise ReferralError("message", "this question has too many messages: ask by letter")
        body = Said(
            text=text_of("message", text), language=language_of(language), referral=referral.id
        )
        return _add(context, connection, case, referral, guest, body)

    _signed(context, guest.token)
    return writing(context, write)


def file(context: Context, token: str, sha256: str) -> tuple[CaseFile, bytes]:
    """A file that a link shows. Raises `NotFoundError` as `look` does, and `FileError`."""
    _signed(context, token)
    with context.store.reading() as connection:
        referral, case = _opened(context, connection, token)
        return shared_file(connection, case, referral, sha256)


def _add(
    context: Context,
    connection: Connection,
    case: Case,
    referral: Referral,
    guest: Guest,
    body: Answered | Said,
) -> Entry:
    may_follow(case, body)
    now = context.now()
    author = _author(case, referral.id, guest)
    entry = cases.add(connection, case, author, body, now)
    detail = {
        "kind": str(body.__struct_config__.tag),
        "entry": str(entry.sequence),
        "referral": str(referral.id),
    }
    audit.record(connection, None, now, "case.entry", f"case:{case.id}", detail)
    return entry


def _author(case: Case, referral: uuid.UUID, guest: Guest) -> Author:
    asked = sharing.question(case, referral)
    if asked is None:
        raise NotFoundError
    name = " ".join(guest.name.split())
    if not 1 <= len(name) <= _LONGEST_NAME:
        raise ReferralError("name", f"write your name, 1 to {_LONGEST_NAME} characters")
    return Author(
        via="guest",
        name=name,
        iso3=asked.iso3,
        organisation=asked.name,
        referral=referral,
    )


def _signed(context: Context, token: str) -> None:
    if not is_ours(context, token):
        raise NotFoundError


def _opened(context: Context, connection: Connection, token: str) -> tuple[Referral, Case]:
    referral = referrals.of_token(connection, token)
    if referral is None or not referral.holds(context.now()):
        raise NotFoundError
    case = cases.whole(connection, referral.case_id)
    if case is None:
        raise NotFoundError
    return referral, case
