"""Letters about clocks that end soon or have ended, to people of the organisation whose case it is.

Nothing goes to anybody else, and nothing in a case changes: a letter tells, people act.
"""

import datetime
import re
import uuid
from collections.abc import Iterable
from contextlib import suppress

import msgspec
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from customhouse.accounts.permissions import permissions
from customhouse.mail import MailError, MailServer, Post, opened
from customhouse.operations.context import Context
from customhouse.operations.reminder_letter import Occasion, letter
from customhouse.store import audit, cases, clocks, outbox, users
from customhouse.store.clocks import RunningClock
from customhouse.store.outbox import Letter
from customhouse.store.users import User

FIRST_WARNING = datetime.timedelta(days=7)
LAST_WARNING = datetime.timedelta(days=1)
ESCALATION = datetime.timedelta(days=3)
"""How long after the end the supervisors are told too."""

_ABOUT = "clock:"
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """One letter and what came of it; `problem` is empty when the mail server took it."""

    address: str
    subject: str
    problem: str


class _Wanted(msgspec.Struct, frozen=True, kw_only=True):
    about: str
    to: User
    occasion: Occasion
    clock: RunningClock


def remind(context: Context, public_url: str, server: MailServer) -> list[Tried]:
    """Write the letters that are due and send them, with those that failed before.

    A letter is noted as sent after the mail server took it. When the program is killed between the
    two, that one letter may be sent a second time, under the same Message-ID.
    """
    compose(context, public_url)
    return send(context, server)


def compose(context: Context, public_url: str) -> int:
    """Write the letters that are due and not yet written; gives how many.

    When another run writes them at the same moment, they are left to it.
    """
    now = context.now()
    with suppress(IntegrityError), context.store.writing() as connection:
        known = outbox.known(connection, _ABOUT)
        fresh = [one for one in _wanted(connection, now.date()) if one.about not in known]
        for one in fresh:
            words = letter(
                one.to.language,
                one.occasion,
                number=one.clock.number,
                limit=one.clock.limit_id,
                ends_on=one.clock.ends_on,
                link=f"{public_url.rstrip('/')}/cases/{one.clock.case_id}",
            )
            outbox.add(
                connection,
                Letter(
                    id=uuid.uuid4(),
                    about=one.about,
                    address=one.to.login,
                    subject=words.subject,
                    body=words.body,
                    created_at=now,
                ),
            )
        for case_id, clock, _ in {(o.clock.case_id, o.clock.clock, o.occasion) for o in fresh}:
            clocks.reminded(connection, case_id, clock)
        return len(fresh)
    return 0


def send(context: Context, server: MailServer) -> list[Tried]:
    """Send the letters that wait and are still true; what fails stays and is tried again.

    A letter is left unsent when its clock was stopped, a later letter took its place, or its
    reader left the organisation.
    """
    today = context.today()
    with context.store.reading() as connection:
        waiting = outbox.unsent(connection, _ABOUT)
        true = {one.about for one in _wanted(connection, today)} if waiting else set()
    waiting = [one for one in waiting if one.about in true]
    if not waiting:
        return []
    try:
        with opened(server) as post:
            return [told for one in waiting if (told := _try(context, post, one))]
    except MailError as error:
        return [_failed(context, one, str(error)) for one in waiting]


def _try(context: Context, post: Post, one: Letter) -> Tried | None:
    with context.store.writing() as connection:
        if not outbox.claim(connection, one):
            return None
    try:
        post.send(
            address=one.address,
            subject=one.subject,
            body=one.body,
            message_id=f"{one.id}@customhouse",
        )
    except MailError as error:
        return _failed(context, one, str(error))
    now = context.now()
    with context.store.writing() as connection:
        outbox.sent(connection, one.id, now)
        _, case_id, *_ = one.about.split(":")
        audit.record(connection, None, now, "reminder.sent", f"case:{case_id}")
    return Tried(address=one.address, subject=one.subject, problem="")


def _failed(context: Context, one: Letter, problem: str) -> Tried:
    with context.store.writing() as connection:
        outbox.failed(connection, one.id, problem)
    return Tried(address=one.address, subject=one.subject, problem=problem)


def _wanted(connection: Connection, today: datetime.date) -> list[_Wanted]:
    """All letters that are true today, written already or not."""
    found: list[_Wanted] = []
    for clock in clocks.ending(connection, today + FIRST_WARNING):
        people = [
            user
            for user in users.of_organisation(connection, clock.organisation_id)
            if user.active
            and _ADDRESS.fullmatch(user.login)
            and "cases.read_organisation" in permissions(user.roles)
        ]
        entries = cases.entries(connection, clock.case_id)
        wrote = {entry.by.user_id for entry in entries}
        readers = [user for user in people if user.id in wrote]
        found += _to(readers, _occasion(clock.ends_on, today), clock)
        if today - clock.ends_on >= ESCALATION:
            supervisors = [user for user in people if "supervisor" in user.roles]
            found += _to(supervisors, "escalated", clock)
    return found


def _to(people: Iterable[User], occasion: Occasion, clock: RunningClock) -> list[_Wanted]:
    key = f"{_ABOUT}{clock.case_id}:{occasion}:{clock.ends_on:%Y%m%d}"
    return [
        _Wanted(about=f"{key}:{user.id}:{clock.clock}", to=user, occasion=occasion, clock=clock)
        for user in people
    ]


def _occasion(ends_on: datetime.date, today: datetime.date) -> Occasion:
    if ends_on < today:
        return "overdue"
    return "in_1_day" if ends_on - today <= LAST_WARNING else "in_7_days"
