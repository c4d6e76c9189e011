"""One person of each role among organisations of two States, for tests of least privilege."""

import uuid

import msgspec

from customhouse.accounts.actor import Actor
from customhouse.accounts.passwords import hash_password
from customhouse.accounts.permissions import Role
from customhouse.operations import screenings
from customhouse.operations.context import Context
from customhouse.store import users
from customhouse.store.organisations import Organisation
from tests.people import PASSWORD, Person, organisation, person
from tests.screening.build import declare

_HASH = hash_password(PASSWORD)


class World(msgspec.Struct, frozen=True, kw_only=True):
    """`own` has the role in question, `mate` is an officer of the same organisation.

    The organisation runs the installation; `abroad` is one of another State.
    """

    context: Context
    own: Person
    mate: Person
    abroad: Organisation
    screening: uuid.UUID

    @property
    def actor(self) -> Actor:
        return self.own.actor


def world(context: Context, role: Role) -> World:
    """New people; the one of the role has a password and an app as second factor."""
    home = organisation(context, "KEN", hosts=True)
    own, mate = person(context, role, at=home), person(context, "officer", at=home)
    with context.store.writing() as connection:
        users.change(connection, own.user.id, password_hash=_HASH, totp_secret="A" * 32)
    return World(
        context=context,
        own=own,
        mate=mate,
        abroad=organisation(context, "GHA"),
        screening=screening_by(context, mate.actor),
    )


def screening_by(context: Context, actor: Actor) -> uuid.UUID:
    """A screening that the actor kept, at a time when the role allowed it."""
    officer = msgspec.structs.replace(actor, roles=frozenset({"officer"}))
    (kept,) = screenings.screen(context, officer, [declare(description="cotton T-shirts")])
    assert kept.id is not None
    return kept.id
