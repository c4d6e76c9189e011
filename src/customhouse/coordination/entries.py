"""What is written in a case. A case is nothing but its entries, in order; none is ever changed.

Each entry is chained to the one before by its hash, so that a case can be carried to another
installation and checked there. A wrong entry is corrected by a new one that names it.
"""

import datetime
import hashlib
import uuid
from decimal import Decimal
from typing import Literal

import msgspec

from customhouse.screening.finding import Outcome

FIRST = "0" * 64
"""What the first entry has before it."""


class CaseError(ValueError):
    """Entries that make no case, or an entry that cannot be kept or cannot follow."""


Via = Literal["account", "guest", "import"]
PartyRole = Literal[
    "exporter", "consignee", "carrier", "declarant", "generator", "disposer", "broker", "other"
]
FileRole = Literal["photo", "document"]
CostKind = Literal[
    "storage", "demurrage", "analysis", "transport", "disposal", "take_back", "other"
]
Addressee = Literal[
    "designated_national_authority",
    "competent_authority",
    "focal_point",
    "laboratory",
    "police",
    "customs",
    "other_state",
]
Question = Literal[
    "is_it_controlled",
    "confirm_consent",
    "confirm_notification",
    "confirm_movement_document",
    "confirm_permit",
    "analyse_sample",
    "take_back",
    "other",
]
Verdict = Literal["confirmed", "denied", "partly", "unknown"]
"""What an addressee says to a question; `unknown` settles nothing."""


class Author(msgspec.Struct, frozen=True, kw_only=True):
    """Who wrote an entry: a person with an account, or the guest of a referral."""

    via: Via
    name: str
    iso3: str
    user_id: uuid.UUID | None = None
    organisation_id: uuid.UUID | None = None
    organisation: str = ""
    referral: uuid.UUID | None = None


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """Where an entry was written that came from another installation, whose `key` sealed it."""

    hash: str
    at: datetime.datetime
    key: str


class Body(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", omit_defaults=True):
    """What every kind of entry is."""


class Opened(Body, frozen=True, kw_only=True, tag="opened"):
    """The case begins. `number` is how people call it; `screening` what it was opened from.

    A case that was opened to answer another installation names the copy of what was `linked`
    from there, and in `answers` the question.
    """

    number: str
    title: str
    screening: uuid.UUID | None = None
    linked: uuid.UUID | None = None
    answers: uuid.UUID | None = None


class Screened(Body, frozen=True, kw_only=True, tag="screened"):
    """The declaration was screened, first or again. `because` names the entries that led to it."""

    screening: uuid.UUID
    outcome: Outcome
    missing: tuple[str, ...] = ()
    because: tuple[int, ...] = ()


class PartyNamed(Body, frozen=True, kw_only=True, tag="party"):
    """A trader or other party to the movement."""

    role: PartyRole
    name: str
    identifier: str = ""
    iso3: str = ""
    address: str = ""


class ItemFound(Body, frozen=True, kw_only=True, tag="item"):
    """Goods that the case is about, as found or as declared; masses in kg."""

    description: str
    number: int | None = None
    hs_code: str = ""
    refs: tuple[str, ...] = ()
    mass_kg: Decimal | None = None
    packages: int | None = None


class FileAdded(Body, frozen=True, kw_only=True, tag="file"):
    """A photo or document, known by the SHA-256 of its bytes."""

    role: FileRole
    sha256: str
    name: str
    media_type: str
    size: int
    about: str = ""
    document_type: str = ""
    reference: str = ""
    issuer_iso3: str = ""
    origin: Origin | None = None


class ContainerSeen(Body, frozen=True, kw_only=True, tag="container"):
    """A container or vehicle, and the seal on it as found."""

    number: str
    seal: str = ""
    seal_intact: bool | None = None
    place: str = ""


class SampleTaken(Body, frozen=True, kw_only=True, tag="sample"):
    """A sample, under a seal of its own. `sample` is its number within the case."""

    sample: str
    of: str
    taken_by: str
    taken_at: datetime.datetime
    seal: str
    place: str = ""
    method: str = ""


class CustodyPassed(Body, frozen=True, kw_only=True, tag="custody"):
    """A sample passed from one hand to another."""

    sample: str
    giver: str
    taker: str
    passed_at: datetime.datetime
    seal_intact: bool


class ResultReported(Body, frozen=True, kw_only=True, tag="result"):
    """What a laboratory found in a sample. `facts` are facts of a declaration, by field."""

    sample: str
    laboratory: str
    method: str
    finding: str
    reported_on: datetime.date
    facts: dict[str, str | float | bool] = {}
    file: str = ""


class CostEntered(Body, frozen=True, kw_only=True, tag="cost"):
    """A cost of the case. A cost that was wrong is corrected, not made negative."""

    cost: CostKind
    amount: Decimal
    currency: str
    day: datetime.date
    payer: str
    note: str = ""


class Moved(Body, frozen=True, kw_only=True, tag="moved"):
    """A person moved the case to another state, by a move of `moves.json`, for a reason."""

    move: str
    to: str
    reason: str
    evidence: tuple[int, ...] = ()


class Asked(Body, frozen=True, kw_only=True, tag="asked"):
    """A question put to somebody by a person. `shared` are the entries shown along with it.

    `organisation` is set for one with accounts here, `address` for one reached otherwise.
    A question about a paper names it by its reference in `document`, its type and its issuer.
    """

    referral: uuid.UUID
    to: Addressee
    name: str
    iso3: str
    question: Question
    text: str
    language: str
    organisation: uuid.UUID | None = None
    address: str = ""
    contact: str = ""
    document: str = ""
    document_type: str = ""
    document_issuer: str = ""
    shared: tuple[int, ...] = ()
    answer_by: datetime.date | None = None


class Answered(Body, frozen=True, kw_only=True, tag="answered"):
    """What the one asked says. It is evidence, and may change what is declared or shown."""

    referral: uuid.UUID
    verdict: Verdict
    text: str
    language: str
    files: tuple[str, ...] = ()
    origin: Origin | None = None


class Withdrawn(Body, frozen=True, kw_only=True, tag="withdrawn"):
    """A question taken back: its link and what it shared are closed."""

    referral: uuid.UUID
    reason: str


class Said(Body, frozen=True, kw_only=True, tag="said"):
    """A message: of the own organisation, or of a referral's thread. `mentions` are accounts."""

    text: str
    language: str
    referral: uuid.UUID | None = None
    mentions: tuple[uuid.UUID, ...] = ()
    origin: Origin | None = None


class Translated(Body, frozen=True, kw_only=True, tag="translated"):
    """The words of another entry in another language, kept beside it. `by` says who or what did."""

    of: int
    language: str
    text: str
    by: str


class ClockStarted(Body, frozen=True, kw_only=True, tag="clock"):
    """A time limit of `clocks.json` began to run on a day.

    `ends_on` is its last day, reckoned or as agreed, so that it stays what it was when holidays
    change; `iso3` the State whose days off count, empty for the State of the case.
    """

    clock: str
    limit: str
    began_on: datetime.date
    because: str = ""
    ends_on: datetime.date | None = None
    iso3: str = ""


class ClockStopped(Body, frozen=True, kw_only=True, tag="clock_stopped"):
    """What a clock waited for happened, or it no longer matters; a person says which."""

    clock: str
    reason: str


class Drafted(Body, frozen=True, kw_only=True, tag="drafted"):
    """A document made from the case, a draft until somebody signs it. `fields` are its boxes.

    `document` is the same for all drafts of one paper, and `form` one of `forms`; `sources` tell
    where the words of a box came from, and `sha256` is that of form and fields.
    """

    document: str
    form: str
    fields: dict[str, str]
    sha256: str = ""
    sources: dict[str, tuple[str, ...]] = {}


class Signed(Body, frozen=True, kw_only=True, tag="signed"):
    """A person took responsibility for a draft, as it stood in that entry.

    `iso3` is the State that the paper is for, as the person confirmed it.
    """

    draft: int
    name: str
    office: str
    iso3: str = ""


class Corrected(Body, frozen=True, kw_only=True, tag="corrected"):
    """An earlier entry was wrong. `body` stands in its place; without one it counts no more."""

    of: int
    reason: str
    body: "Fact | None" = None


Fact = (
    PartyNamed
    | ItemFound
    | FileAdded
    | ContainerSeen
    | SampleTaken
    | CustodyPassed
    | ResultReported
    | CostEntered
)
"""Entries that tell what is so, and can be corrected. What somebody did cannot be."""

AnyBody = (
    Opened
    | Screened
    | PartyNamed
    | ItemFound
    | FileAdded
    | ContainerSeen
    | SampleTaken
    | CustodyPassed
    | ResultReported
    | CostEntered
    | Moved
    | Asked
    | Answered
    | Withdrawn
    | Said
    | Translated
    | ClockStarted
    | ClockStopped
    | Drafted
    | Signed
    | Corrected
)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry in its place. `sequence` counts from 1 within the case."""

    case: uuid.UUID
    sequence: int
    at: datetime.datetime
    by: Author
    body: AnyBody
    previous: str
    hash: str = ""


def sealed(entry: Entry) -> Entry:
    """The entry with its hash, all of it as reading gives it back, so that the hash holds then.

    Raises `CaseError` for one that could not be read again, as with a number that is none.
    """
    try:
        readable = decode(encode(entry))
    except (msgspec.ValidationError, UnicodeEncodeError) as error:
        raise CaseError(f"the entry cannot be kept: {error}") from None
    return msgspec.structs.replace(readable, hash=hash_of(readable))


def hash_of(entry: Entry) -> str:
    """SHA-256 over all of the entry but its hash, the hash before it included."""
    bare = msgspec.structs.replace(entry, hash="", at=entry.at.astimezone(datetime.UTC))
    return hashlib.sha256(msgspec.json.encode(bare, order="sorted")).hexdigest()


def encode(entry: Entry) -> bytes:
    """The entry as it is kept and carried."""
    return msgspec.json.encode(entry, order="sorted")


def decode(data: bytes) -> Entry:
    """An entry that was kept. Raises `msgspec.DecodeError` for anything else."""
    return msgspec.json.decode(data, type=Entry)


def first_broken(entries: "tuple[Entry, ...] | list[Entry]") -> int | None:
    """The number of the first entry that does not fit its place; `None` when all hold.

    Entries cut off at the end leave no gap: compare the last hash with one kept elsewhere.
    """
    previous = FIRST
    for expected, entry in enumerate(entries, start=1):
        place = (entries[0].case, expected, previous, hash_of(entry))
        if (entry.case, entry.sequence, entry.previous, entry.hash) != place:
            return expected
        previous = entry.hash
    return None
