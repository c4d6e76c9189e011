"""What the API answers with, where the core has no record of its own for it."""

import datetime
import uuid

import msgspec

from customhouse.accounts.actor import Via
from customhouse.accounts.permissions import Permission, Role
from customhouse.declarations.declaration import Declaration
from customhouse.identify.lookup import Result
from customhouse.reference.changes import LawChange
from customhouse.screening.finding import Assessment, Outcome
from customhouse.store.invitations import Invitation
from customhouse.store.organisations import Kind as OrganisationKind
from customhouse.store.screenings import Line


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """The answer for one declaration; `id` is where it is kept, null when it is not."""

    id: uuid.UUID | None
    declaration_id: str
    assessment: Assessment


class Answers(msgspec.Struct, frozen=True, kw_only=True):
    """The answers for the declarations of a file, in their order there."""

    answers: list[Answer]


class Screening(msgspec.Struct, frozen=True, kw_only=True):
    """A kept screening whole: what was declared and what was answered. It never changes."""

    id: uuid.UUID
    declaration_id: str
    outcome: Outcome
    created_at: datetime.datetime
    iso3: str
    organisation_id: uuid.UUID
    user_id: uuid.UUID
    declaration: Declaration
    assessment: Assessment


class ScreeningPage(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the list, the newest first; `next_cursor` asks for the part after it."""

    screenings: list[Line]
    next_cursor: str | None


class LookupResults(msgspec.Struct, frozen=True, kw_only=True):
    """Listed entries, the best match first."""

    results: list[Result]


class PackInUse(msgspec.Struct, frozen=True, kw_only=True):
    """A pack of reference data; `valid_from` is the day as of which its law was read."""

    name: str
    title: str
    version: str
    valid_from: datetime.date


class PacksInUse(msgspec.Struct, frozen=True, kw_only=True):
    """The packs that answers rest on."""

    packs: list[PackInUse]


class LawChanges(msgspec.Struct, frozen=True, kw_only=True):
    """What became other law in a span of days, both included.

    `undated` counts the rows, by kind of change, whose day is not known.
    """

    first: datetime.date = msgspec.field(name="from")
    last: datetime.date = msgspec.field(name="to")
    changes: list[LawChange]
    undated: dict[str, int]


class Organisation(msgspec.Struct, frozen=True, kw_only=True):
    """An organisation that may be invited."""

    id: uuid.UUID
    name: str
    kind: OrganisationKind
    iso3: str


class Organisations(msgspec.Struct, frozen=True, kw_only=True):
    """Organisations by State and name."""

    organisations: list[Organisation]


class Invitations(msgspec.Struct, frozen=True, kw_only=True):
    """The invitations to a screening, those that ended too, the newest first."""

    invitations: list[Invitation]


class Me(msgspec.Struct, frozen=True, kw_only=True):
    """Whose key this is, and what it opens."""

    user_id: uuid.UUID
    organisation_id: uuid.UUID
    iso3: str
    name: str
    roles: list[Role]
    permissions: list[Permission]
    via: Via
