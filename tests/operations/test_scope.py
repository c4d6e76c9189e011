"""Who sees which screening, by role and by whose it is; and that only invitations change it."""

import datetime
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import combinations
from typing import Literal, get_args

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from customhouse.accounts.actor import Actor
from customhouse.accounts.permissions import ROLES, Role
from customhouse.operations import invitations, screenings
from customhouse.operations.accounts import AccountError
from customhouse.operations.context import Context
from customhouse.operations.screenings import NotFoundError
from customhouse.store import invitations as kept_invitations
from customhouse.store.screenings import Filter
from tests.operations.stores import Clock
from tests.operations.world import screening_by
from tests.people import Person, organisation, person

DAY = datetime.timedelta(days=1)

Whose = Literal[
    "own",
    "same organisation",
    "same State",
    "other State",
    "other State, invited",
    "other State, withdrawn",
    "other State, expired",
]
SEEN: dict[Role, set[Whose]] = {
    "officer": {"own"},
    "supervisor": {"own", "same organisation", "other State, invited"},
    "authority": {"own", "same organisation", "other State, invited"},
    "trainer": {"own"},
    "learner": {"own"},
    "administrator": set(),
    "auditor": {"own", "same organisation", "same State"},
}
"""What each role sees; what stands here of no role, nobody sees."""


@pytest.fixture(scope="module")
def kept(each: Context) -> tuple[Person, dict[Whose, uuid.UUID]]:
    """Somebody, and one screening of each kind as they stand to it."""
    home = organisation(each, "KEN")
    me, mate = person(each, "officer", at=home), person(each, "officer", at=home)
    neighbour = person(each, "officer", at=organisation(each, "KEN", "authority"))
    abroad = person(each, "officer", at=organisation(each, "GHA"))
    keepers: dict[Whose, Person] = {
        "own": me,
        "same organisation": mate,
        "same State": neighbour,
    }
    found = {
        whose: screening_by(each, keepers.get(whose, abroad).actor) for whose in get_args(Whose)
    }
    now = each.now()
    with each.store.writing() as connection:
        for whose, until in (
            ("other State, invited", now + DAY),
            ("other State, withdrawn", now + DAY),
            ("other State, expired", now - DAY),
        ):
            kept_invitations.add(
                connection, abroad.actor, found[whose], home.id, now - 2 * DAY, until
            )
        kept_invitations.withdraw(connection, found["other State, withdrawn"], home.id, now)
    return me, found


def sees(context: Context, actor: Actor, key: uuid.UUID) -> bool:
    """Whether the screening opens; the list of all must tell the same."""
    listed = {line.id for line in screenings.history(context, actor, Filter(), limit=1000)[0]}
    try:
        screenings.get(context, actor, key)
    except NotFoundError:
        assert key not in listed
        return False
    assert key in listed
    return True


@pytest.mark.parametrize("role", ROLES)
def test_a_role_sees_what_the_table_says(
    each: Context, kept: tuple[Person, dict[Whose, uuid.UUID]], role: Role
) -> None:
    me, found = kept
    actor = msgspec.structs.replace(me.actor, roles=frozenset({role}))
    seen = {whose for whose, key in found.items() if sees(each, actor, key)}
    assert seen == SEEN[role]


def test_several_roles_see_what_each_of_them_sees(
    each: Context, kept: tuple[Person, dict[Whose, uuid.UUID]]
) -> None:
    me, found = kept
    for roles in (chosen for size in range(4) for chosen in combinations(ROLES, size)):
        actor = msgspec.structs.replace(me.actor, roles=frozenset(roles))
        lines, _ = screenings.history(each, actor, Filter(), limit=1000)
        listed = {line.id for line in lines} & set(found.values())
        told: set[Whose] = set().union(*(SEEN[role] for role in roles))
        assert listed == {found[whose] for whose in told}, roles


def test_those_who_are_invited_invite_nobody(
    each: Context, kept: tuple[Person, dict[Whose, uuid.UUID]]
) -> None:
    me, found = kept
    guest = msgspec.structs.replace(me.actor, roles=frozenset({"supervisor", "auditor"}))
    other = organisation(each, "NGA")
    for whose in set(get_args(Whose)) - {"own", "same organisation"}:
        with pytest.raises(NotFoundError):
            invitations.of_screening(each, guest, found[whose])
        with pytest.raises(NotFoundError):
            invitations.invite(
                each, guest, found[whose], organisation_id=other.id, iso3="NGA", days=1
            )


class Inviting(msgspec.Struct, frozen=True):
    """One organisation asks for another to be invited to a screening."""

    by: int
    guest: int
    screening: int
    days: int


class Withdrawing(msgspec.Struct, frozen=True):
    """One organisation tries to withdraw an invitation, by its place among those given."""

    by: int
    place: int


class Passing(msgspec.Struct, frozen=True):
    """Time goes by."""

    days: int


HOSTS = st.integers(0, 3)
STEPS = st.lists(
    st.one_of(
        st.builds(Inviting, HOSTS, HOSTS, HOSTS, st.integers(1, 90)),
        st.builds(Withdrawing, HOSTS, st.integers(0, 5)),
        st.builds(Passing, st.integers(1, 60)),
    ),
    max_size=12,
)
STATES = ("KEN", "KEN", "GHA", "FRA")


class Given(msgspec.Struct):
    """What the test knows of an invitation that was taken."""

    id: uuid.UUID
    host: int
    guest: int
    until: datetime.datetime


@pytest.fixture(scope="module")
def people(each: Context) -> list[Person]:
    """A supervisor in each of four organisations, of three States."""
    return [person(each, "supervisor", at=organisation(each, state)) for state in STATES]


@contextmanager
def standing(clock: Clock) -> Iterator[None]:
    """The clock as it was, when the block ends."""
    try:
        yield
    finally:
        clock.ahead = datetime.timedelta()


@settings(max_examples=25)
@given(steps=STEPS)
def test_only_a_live_invitation_shows_a_screening(
    each: Context, clock: Clock, people: list[Person], steps: list[object]
) -> None:
    found = [screening_by(each, one.actor) for one in people]
    given_so_far: list[Given] = []
    with standing(clock):
        for step in steps:
            follow(each, clock, people, found, given_so_far, step)
            now = each.now()
            for place, one in enumerate(people):
                live = {g.host for g in given_so_far if g.guest == place and g.until > now}
                seen = {host for host, key in enumerate(found) if opens(each, one.actor, key)}
                assert seen == {place} | live
                told = {one.screening_id for one in invitations.received(each, one.actor)}
                assert told & set(found) == {found[host] for host in live}


def opens(context: Context, actor: Actor, key: uuid.UUID) -> bool:
    try:
        screenings.get(context, actor, key)
    except NotFoundError:
        return False
    return True


def follow(
    context: Context,
    clock: Clock,
    people: list[Person],
    found: list[uuid.UUID],
    given_so_far: list[Given],
    step: object,
) -> None:
    """Do one step, and note what it gave or took by the rules as the test knows them."""
    if isinstance(step, Passing):
        clock.ahead += step.days * DAY
    elif isinstance(step, Withdrawing):
        if step.place < len(given_so_far):
            chosen = given_so_far[step.place]
            if step.by == chosen.host:
                invitations.withdraw(context, people[step.by].actor, chosen.id)
                chosen.until = context.now()
            else:
                with pytest.raises(NotFoundError):
                    invitations.withdraw(context, people[step.by].actor, chosen.id)
    elif isinstance(step, Inviting):
        guest = people[step.guest].actor
        until = context.now() + step.days * DAY
        try:
            key = invitations.invite(
                context,
                people[step.by].actor,
                found[step.screening],
                organisation_id=guest.organisation_id,
                iso3=guest.iso3,
                days=step.days,
            )
        except NotFoundError:
            assert step.by != step.screening
        except AccountError:
            live = (g for g in given_so_far if g.until > context.now())
            assert step.guest == step.by or any(
                (g.host, g.guest) == (step.screening, step.guest) for g in live
            )
        else:
            assert step.by == step.screening != step.guest
            given_so_far.append(Given(key, step.by, step.guest, until))
