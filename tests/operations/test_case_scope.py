"""Who sees which case, by role and by whose it is; and that a question shows no more than it says.

Whole cases are those of the own organisation, and for an auditor of the State. Who was asked sees
only the part that was shared, and that only while the question stands.
"""

import datetime
import uuid
from collections.abc import Iterator
from itertools import combinations
from typing import Literal, get_args

import msgspec
import pytest

from customhouse.accounts.actor import Actor, DeniedError
from customhouse.accounts.permissions import ROLES, Role
from customhouse.coordination.case import Case
from customhouse.coordination.entries import Corrected, ItemFound, Moved, PartyNamed, Said
from customhouse.operations import answers, case_view, cases, referrals
from customhouse.operations.context import Context
from customhouse.operations.screenings import NotFoundError
from customhouse.store.cases import CaseFilter, CasePlace
from tests.operations.scenes import Scene, asking, scene
from tests.operations.stores import Clock
from tests.people import Person, organisation, person

Whose = Literal[
    "own organisation",
    "same State",
    "other State",
    "same State, shared",
    "other State, shared",
    "other State, shared and withdrawn",
    "other State, shared and run out",
]
SHARED: frozenset[Whose] = frozenset({"same State, shared", "other State, shared"})
IN_THE_STATE: frozenset[Whose] = frozenset({"own organisation", "same State", "same State, shared"})
WHOLE: dict[Role, frozenset[Whose]] = {
    "officer": frozenset({"own organisation"}),
    "supervisor": frozenset({"own organisation"}),
    "authority": frozenset({"own organisation"}),
    "trainer": frozenset(),
    "learner": frozenset(),
    "administrator": frozenset(),
    "auditor": IN_THE_STATE,
}
"""Which cases each role sees whole."""

PART: dict[Role, frozenset[Whose]] = {
    role: SHARED if role in ("supervisor", "authority") else frozenset() for role in ROLES
}
"""Of which cases each role sees what was shared with the organisation, and may answer."""

SECRET = ItemFound(description="what nobody else is told")
DAY = datetime.timedelta(days=1)


class Kept(msgspec.Struct, frozen=True):
    """Somebody, one case of each kind as they stand to it, and the questions that were asked."""

    me: Person
    cases: dict[Whose, Scene]
    questions: dict[Whose, uuid.UUID]


@pytest.fixture(scope="module")
def kept(each: Context, clock: Clock) -> Kept:
    home = organisation(each, "KEN")
    me = person(each, "officer", at=home)
    neighbour = person(each, "officer", at=organisation(each, "KEN", "authority"))
    abroad = person(each, "officer", at=organisation(each, "GHA"))
    found: dict[Whose, Scene] = {}
    asked: dict[Whose, uuid.UUID] = {}
    for whose in get_args(Whose):
        keeper = {"own": me, "same": neighbour, "other": abroad}[whose.split()[0]]
        found[whose] = scene(each, officer=keeper)
        found[whose].tell(SECRET)
        if "shared" in whose:
            question = asking(organisation=home.id, days=1 if "run out" in whose else 30)
            asked[whose] = referrals.ask(
                each, keeper.actor, found[whose].key, found[whose].seen, question,
                confirmed_iso3="KEN",
            ).referral  # fmt: skip
        if "withdrawn" in whose:
            referrals.withdraw(
                each,
                keeper.actor,
                found[whose].key,
                found[whose].seen,
                asked[whose],
                "wrong office",
            )
    return Kept(me, found, asked)


@pytest.fixture
def two_days_later(clock: Clock, kept: Kept) -> Iterator[None]:
    clock.ahead = 2 * DAY
    yield
    clock.ahead = datetime.timedelta()


def sees(context: Context, actor: Actor, key: uuid.UUID) -> bool:
    """Whether the case opens; the list of all and the view of a page must tell the same."""
    listed = {line.id for line in cases.history(context, actor, CaseFilter(), limit=1000)[0]}
    try:
        case = cases.get(context, actor, key)
    except NotFoundError:
        assert key not in listed
        with pytest.raises(NotFoundError):
            case_view.view(context, actor, key)
        return False
    assert key in listed
    assert case_view.view(context, actor, key).case == case
    return True


def sees_part(context: Context, actor: Actor, question: uuid.UUID) -> bool:
    """Whether what was shared opens; it shows the party that was shared and nothing else."""
    try:
        part = answers.look(context, actor, question)
    except (NotFoundError, DeniedError):
        return False
    assert [type(entry.body) for entry in part.shared] == [PartyNamed]
    assert question in {line.asked.referral for line in answers.received(context, actor)}
    return True


def acting(kept: Kept, *roles: Role) -> Actor:
    return msgspec.structs.replace(kept.me.actor, roles=frozenset(roles))


@pytest.mark.parametrize("role", ROLES)
def test_a_role_sees_the_cases_of_the_table(each: Context, kept: Kept, role: Role) -> None:
    actor = acting(kept, role)
    whole = {whose for whose, one in kept.cases.items() if sees(each, actor, one.key)}
    assert whole == WHOLE[role]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.usefixtures("two_days_later")
def test_a_role_sees_what_was_shared_with_its_organisation(
    each: Context, kept: Kept, role: Role
) -> None:
    actor = acting(kept, role)
    part = {whose for whose, key in kept.questions.items() if sees_part(each, actor, key)}
    assert part == PART[role]


def test_several_roles_see_what_each_of_them_sees(each: Context, kept: Kept) -> None:
    by_key = {one.key: whose for whose, one in kept.cases.items()}
    for roles in (chosen for size in range(4) for chosen in combinations(ROLES, size)):
        lines, _ = cases.history(each, acting(kept, *roles), CaseFilter(), limit=1000)
        listed = {by_key[line.id] for line in lines if line.id in by_key}
        assert listed == frozenset().union(*(WHOLE[role] for role in roles)), roles


@pytest.mark.parametrize("whose", [one for one in get_args(Whose) if one != "own organisation"])
def test_nobody_writes_in_the_case_of_another_organisation(
    each: Context, kept: Kept, whose: Whose
) -> None:
    """Not with every role, and not where the whole case can be read or was shared."""
    actor, on = acting(kept, *ROLES), kept.cases[whose]
    before = on.case()
    for call in (
        lambda: cases.tell(each, actor, on.key, on.seen, [Said(text="Hello", language="en")]),
        lambda: cases.correct(each, actor, on.key, on.seen, Corrected(of=3, reason="misread")),
        lambda: cases.move(each, actor, on.key, on.seen, "hold", "seen"),
        lambda: referrals.ask(each, actor, on.key, on.seen, asking(), confirmed_iso3="GHA"),
    ):
        with pytest.raises(NotFoundError):
            call()
    assert on.case() == before
    assert not before.every(Moved)


def test_another_organisation_has_not_what_was_shared_with_one(each: Context, kept: Kept) -> None:
    for iso3 in ("KEN", "UGA"):
        other = person(each, "supervisor", "authority", "auditor", at=organisation(each, iso3))
        for key in kept.questions.values():
            assert not sees_part(each, other.actor, key)


def test_a_case_that_is_not_there_is_told_as_one_that_is_not_seen(
    each: Context, kept: Kept
) -> None:
    told = []
    for key in (uuid.uuid4(), kept.cases["other State"].key):
        with pytest.raises(NotFoundError) as raised:
            cases.get(each, acting(kept, "supervisor", "auditor"), key)
        told.append((type(raised.value), raised.value.args))
    assert told[0] == told[1]


def test_pages_of_the_list_follow_each_other(each: Context, kept: Kept) -> None:
    """What the pages show together is what one long page shows, none twice and none left out."""
    actor = acting(kept, "auditor")
    whole, _ = cases.history(each, actor, CaseFilter(), limit=1000)
    found, after = [], None
    while True:
        page, after = cases.history(each, actor, CaseFilter(), after=after, limit=1)
        found += page
        if after is None:
            break
        assert after == CasePlace(page[-1].changed_at, page[-1].id)
    assert found == whole
    assert {line.id for line in whole} >= {kept.cases[whose].key for whose in IN_THE_STATE}
    times = [line.changed_at for line in whole]
    assert times == sorted(times, reverse=True)


def test_the_list_is_found_by_words_and_state(each: Context, kept: Kept) -> None:
    actor, on = acting(kept, "officer"), kept.cases["own organisation"]
    case: Case = on.case()
    for words, states, there in (
        (case.number.upper(), (), True),
        ("tema BATTERIES", (), True),
        ("%", (), False),
        ("tema", ("released",), False),
        ("tema", ("open", "held"), True),
    ):
        lines, _ = cases.history(each, actor, CaseFilter(words=words, states=states))
        assert (on.key in {line.id for line in lines}) is there, words
