"""What a question has to say before it can be put, and to whom it may go."""

import datetime
import re
import uuid
from collections.abc import Mapping

import msgspec
from sqlalchemy import Connection

from customhouse.accounts.actor import Actor
from customhouse.coordination import sharing
from customhouse.coordination.case import Case, CaseError
from customhouse.coordination.entries import Addressee, Asked, Question, Translated
from customhouse.coordination.restated import ABOUT_PAPERS
from customhouse.operations.context import Context
from customhouse.reference.contacts import contact_of
from customhouse.store import organisations

USUAL_DAYS = 21
LONGEST_DAYS = 60
LONGEST_TEXT = 5000
_LONGEST_NAME = 200
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


QUESTION_OF: Mapping[str, Question] = {
    "basel_consent": "confirm_consent",
    "pic_import_consent": "confirm_consent",
    "basel_notification": "confirm_notification",
    "pic_export_notification": "confirm_notification",
    "basel_movement_document": "confirm_movement_document",
    "permit": "confirm_permit",
    "stockholm_certification": "confirm_permit",
}
"""What is asked about a paper before it is trusted, by its type."""


class ReferralError(CaseError):
    """A question that cannot be put as it is; `field` is what to change."""

    def __init__(self, field: str, problem: str):
        super().__init__(problem)
        self.field = field


class NotConfirmedError(Exception):
    """It would go to another State, `iso3`, and nobody has confirmed that State yet."""

    def __init__(self, iso3: str, name: str):
        super().__init__(f"confirm that this goes to {name}, State {iso3}")
        self.iso3 = iso3
        self.name = name


class Asking(msgspec.Struct, frozen=True, kw_only=True):
    """A question as a person fills it in; see `Asked` for the fields.

    With an `organisation`, or a `contact` of the packs by its row, their own name and State
    count, and neither `name` nor `iso3` is read.
    """

    to: Addressee
    question: Question
    text: str
    language: str
    organisation: uuid.UUID | None = None
    name: str = ""
    iso3: str = ""
    address: str = ""
    contact: str = ""
    document: str = ""
    document_type: str = ""
    document_issuer: str = ""
    shared: tuple[int, ...] = ()
    answer_by: datetime.date | None = None
    days: int = USUAL_DAYS


def asked_of(
    context: Context,
    connection: Connection,
    home: uuid.UUID,
    case: Case,
    asking: Asking,
    now: datetime.datetime,
) -> Asked:
    """The question of an organisation, `home`, as an entry of its case.

    Raises `ReferralError`, which names a field.
    """
    if not 1 <= asking.days <= LONGEST_DAYS:
        raise ReferralError("days", f"it must be 1 to {LONGEST_DAYS} days")
    last = now.date() + datetime.timedelta(days=asking.days)
    if asking.answer_by is not None and not now.date() <= asking.answer_by <= last:
        raise ReferralError("answer_by", "choose a day from today until the question closes")
    may_share = {entry.sequence for entry in sharing.shareable(case)}
    if not may_share.issuperset(asking.shared):
        raise ReferralError("shared", "share facts of this case only")
    if asking.question in ABOUT_PAPERS and not asking.document_type:
        raise ReferralError("document_type", "say which kind of paper is asked about")
    whom = _whom(context, connection, home, asking, now.date())
    return Asked(
        referral=uuid.uuid4(),
        to=asking.to,
        name=whom.name,
        iso3=whom.iso3,
        question=asking.question,
        text=text_of("text", asking.text),
        language=language_of(asking.language),
        organisation=asking.organisation,
        address=whom.address,
        contact=asking.contact,
        document=asking.document.strip()[:_LONGEST_NAME],
        document_type=asking.document_type,
        document_issuer=asking.document_issuer.strip()[:_LONGEST_NAME],
        shared=tuple(sorted(set(asking.shared))),
        answer_by=asking.answer_by,
    )


class _Whom(msgspec.Struct, frozen=True):
    name: str
    iso3: str
    address: str = ""


def _whom(
    context: Context,
    connection: Connection,
    home: uuid.UUID,
    asking: Asking,
    day: datetime.date,
) -> _Whom:
    if asking.organisation is not None:
        asked = organisations.get(connection, asking.organisation)
        if asked is None or asked.id == home:
            raise ReferralError("organisation", "choose another organisation of the list")
        return _Whom(asked.name, asked.iso3)
    if asking.contact:
        contact = contact_of(context.packs, asking.contact, day)
        if contact is None:
            raise ReferralError("contact", "the packs hold no such contact: choose another one")
        return _Whom(contact.name, contact.iso3, contact.email or contact.address)
    name = " ".join(asking.name.split())
    if not 1 <= len(name) <= _LONGEST_NAME:
        raise ReferralError("name", f"write the name, 1 to {_LONGEST_NAME} characters")
    country = context.desk.library.country(asking.iso3)
    if country is None:
        raise ReferralError("iso3", "choose the State of the one asked")
    return _Whom(name, country.iso3, asking.address.strip()[:_LONGEST_NAME])


def confirmed(actor: Actor, asked: Asked, confirmed_iso3: str) -> None:
    """Do nothing in one's own State and in the one confirmed; else raise `NotConfirmedError`."""
    if asked.iso3 not in (actor.iso3, confirmed_iso3):
        raise NotConfirmedError(asked.iso3, asked.name)


def translation(
    case: Case, referral: uuid.UUID, of: int, language: str, text: str, by: str
) -> Translated:
    """A translation of an entry of a thread. Raises `ReferralError`."""
    words = {entry.sequence for entry in sharing.thread(case, referral)}
    if of not in words:
        raise ReferralError("of", "choose words of this question")
    return Translated(of=of, language=language_of(language), text=text_of("text", text), by=by)


def text_of(field: str, text: str) -> str:
    """Words that somebody wrote, trimmed. Raises `ReferralError` for none or too many."""
    trimmed = text.strip()
    if not 1 <= len(trimmed) <= LONGEST_TEXT:
        raise ReferralError(field, f"write 1 to {LONGEST_TEXT} characters")
    return trimmed


def language_of(tag: str) -> str:
    """A language tag such as fr or pt-BR. Raises `ReferralError` for anything else."""
    if not _LANGUAGE.fullmatch(tag.strip()):
        raise ReferralError("language", "write a code such as en, fr or pt-BR")
    return tag.strip()
