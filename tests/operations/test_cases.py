"""Cases as operations keep them: opened, told, corrected, moved by two, and found again."""

import datetime
import uuid
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from customhouse.coordination.case import CaseError
from customhouse.coordination.entries import (
    ContainerSeen,
    Corrected,
    CostEntered,
    ItemFound,
    PartyNamed,
    Screened,
    first_broken,
)
from customhouse.coordination.from_declaration import MOST_ITEMS, facts_of
from customhouse.coordination.moves import MoveError
from customhouse.declarations.declaration import Item, Trader
from customhouse.operations import cases, screenings
from customhouse.operations.context import Context
from customhouse.operations.screenings import NotFoundError
from customhouse.store import audit, organisations
from customhouse.store.cases import CaseFilter, ConflictError
from tests.people import Person, organisation, person
from tests.screening.build import declare

COST = CostEntered(
    cost="storage",
    amount=Decimal("120.50"),
    currency="KES",
    day=datetime.date(2026, 1, 31),
    payer="Importer",
)
SEAL = ContainerSeen(number="MSKU 123456 7", seal="K 77", seal_intact=False)


@pytest.fixture
def officer(each: Context) -> Person:
    return person(each, "officer")


@pytest.fixture
def supervisor(each: Context, officer: Person) -> Person:
    with each.store.reading() as connection:
        home = organisations.get(connection, officer.user.organisation_id)
    return person(each, "supervisor", at=home)


def opened(context: Context, keeper: Person, title: str = "Drums") -> uuid.UUID:
    return cases.open_case(context, keeper.actor, number=uuid.uuid4().hex[:9], title=title)


def from_screening(context: Context, keeper: Person) -> uuid.UUID:
    [kept] = screenings.screen(context, keeper.actor, [declare(description="cotton T-shirts")])
    number = uuid.uuid4().hex[:9]
    return cases.open_case(context, keeper.actor, number=number, title="Shirts", screening=kept.id)


def test_a_case_opens_from_a_screening_with_the_facts_of_its_declaration(
    each: Context, officer: Person
) -> None:
    declaration = declare(
        Item(number=2, description="lindane powder", net_mass_kg=12.5, cas=("58-89-9",)),
        description="cotton T-shirts",
        exporter=Trader(name="Mombasa Traders", id="P051"),
    )
    [kept] = screenings.screen(each, officer.actor, [declaration])
    key = cases.open_case(
        each,
        officer.actor,
        number=uuid.uuid4().hex[:9],
        title="Powder",
        screening=kept.id,
        told=facts_of(declaration, kept.assessment),
    )
    case = cases.get(each, officer.actor, key)
    assert case.screened is not None and case.screened.outcome == kept.assessment.outcome
    assert [body for _, body in case.every(PartyNamed)] == [
        PartyNamed(role="exporter", name="Mombasa Traders", identifier="P051")
    ]
    shirts, powder = (body for _, body in case.every(ItemFound))
    assert (shirts.number, shirts.refs, shirts.mass_kg) == (1, (), None)
    assert (powder.number, powder.mass_kg) == (2, Decimal("12.5"))
    assert "stockholm:lindane" in powder.refs
    assert first_broken(case.entries) is None
    with pytest.raises(NotFoundError):
        cases.open_case(
            each, person(each, "officer").actor, number="1", title="x", screening=kept.id
        )


def test_of_many_items_those_with_the_strictest_answers_become_entries(context: Context) -> None:
    plain = [Item(number=n, description="cotton T-shirts") for n in range(2, MOST_ITEMS + 20)]
    last = Item(number=MOST_ITEMS + 20, description="lindane", cas=("58-89-9",))
    declaration = declare(*plain, last, description="cotton T-shirts")
    [answer] = screenings.assess(context, [declaration])
    told = facts_of(declaration, answer.assessment)
    numbers = [fact.number for fact in told if isinstance(fact, ItemFound)]
    assert len(numbers) == MOST_ITEMS
    assert numbers == sorted(numbers, key=lambda number: number or 0) and numbers[-1] == last.number


def test_a_release_takes_two_persons(each: Context, officer: Person, supervisor: Person) -> None:
    key = from_screening(each, officer)
    with pytest.raises(MoveError, match="evidence"):
        cases.move(each, officer.actor, key, 2, "propose_release", "As declared.")
    cases.move(each, officer.actor, key, 2, "propose_release", "As declared.", (2,))
    with pytest.raises(MoveError, match="role"):
        cases.move(each, officer.actor, key, 3, "confirm_release", "As declared.")
    both = person(each, "officer", "supervisor")
    own = from_screening(each, both)
    cases.move(each, both.actor, own, 2, "propose_release", "As declared.", (2,))
    with pytest.raises(MoveError) as alone:
        cases.move(each, both.actor, own, 3, "confirm_release", "As declared.")
    assert alone.value.unmet == ("another_person",)
    cases.move(each, supervisor.actor, key, 3, "confirm_release", "Seen.")
    assert cases.get(each, officer.actor, key).state == "released"


def test_nothing_is_released_without_a_screening_that_knows_everything(
    each: Context, officer: Person
) -> None:
    key = opened(each, officer)
    cases.tell(each, officer.actor, key, 1, [SEAL])
    with pytest.raises(MoveError) as refused:
        cases.move(each, officer.actor, key, 2, "propose_release", "It looks good.", (2,))
    assert refused.value.unmet == ("nothing_unknown",)


def test_who_has_not_seen_the_newest_entry_is_told_what_it_is(
    each: Context, officer: Person, supervisor: Person
) -> None:
    key = opened(each, officer)
    cases.tell(each, supervisor.actor, key, 1, [SEAL])
    for write in (
        lambda: cases.tell(each, officer.actor, key, 1, [COST]),
        lambda: cases.move(each, officer.actor, key, 1, "hold", "The seal is broken."),
        lambda: cases.correct(each, officer.actor, key, 1, Corrected(of=2, reason="No.")),
    ):
        with pytest.raises(ConflictError) as conflict:
            write()
        assert [entry.body for entry in conflict.value.since] == [SEAL]
    assert cases.get(each, officer.actor, key).last.sequence == 2


def test_what_is_corrected_stays_in_the_case(each: Context, officer: Person) -> None:
    key = opened(each, officer)
    cases.tell(each, officer.actor, key, 1, [COST, SEAL])
    right = CostEntered(
        cost="storage", amount=Decimal(99), currency="KES", day=COST.day, payer="Importer"
    )
    cases.correct(each, officer.actor, key, 3, Corrected(of=2, reason="Misread.", body=right))
    case = cases.get(each, officer.actor, key)
    assert case.standing[2] == right and case.entries[1].body == COST
    with pytest.raises(CaseError, match="same kind"):
        cases.correct(each, officer.actor, key, 4, Corrected(of=2, reason="x", body=SEAL))
    with pytest.raises(CaseError, match="no fact"):
        cases.correct(each, officer.actor, key, 4, Corrected(of=1, reason="x"))
    cases.correct(each, officer.actor, key, 4, Corrected(of=2, reason="Another case's."))
    assert cases.get(each, officer.actor, key).every(CostEntered) == []
    with each.store.reading() as connection:
        newest = audit.latest(connection, limit=1)[0]
    assert (newest.action, newest.subject) == ("case.entry", f"case:{key}")


def test_an_entry_cannot_be_changed_in_the_database(each: Context, officer: Person) -> None:
    key = opened(each, officer)
    for change in ("update case_entries set kind = 'x'", "delete from case_entries"):
        with pytest.raises(DBAPIError), each.store.writing() as connection:
            connection.execute(text(change))
    assert first_broken(cases.get(each, officer.actor, key).entries) is None


def test_only_facts_and_words_are_told(each: Context, officer: Person) -> None:
    key = opened(each, officer)
    screened = Screened(screening=uuid.uuid4(), outcome="release")
    with pytest.raises(CaseError):
        cases.tell(each, officer.actor, key, 1, [screened])  # type: ignore[list-item]


def test_cases_are_seen_by_the_own_organisation_and_the_auditor_of_the_state(
    each: Context, officer: Person, supervisor: Person
) -> None:
    key = opened(each, officer)
    neighbour = organisation(each, "KEN")
    auditor = person(each, "auditor", at=neighbour)
    for who in (officer, supervisor, auditor):
        assert cases.get(each, who.actor, key).id == key
        lines, _ = cases.history(each, who.actor, CaseFilter())
        assert key in {line.id for line in lines}
    strangers = [
        person(each, "officer", "supervisor", "authority", at=neighbour),
        person(each, "officer", "supervisor", "auditor", at=organisation(each, "GHA")),
        person(each, "learner", "administrator"),
    ]
    for who in strangers:
        with pytest.raises(NotFoundError):
            cases.get(each, who.actor, key)
        lines, _ = cases.history(each, who.actor, CaseFilter())
        assert key not in {line.id for line in lines}
    for stranger in strangers[:2]:
        with pytest.raises(NotFoundError):
            cases.tell(each, stranger.actor, key, 1, [COST])


def test_cases_are_found_by_words_and_state_page_by_page(each: Context, officer: Person) -> None:
    keys = [opened(each, officer, f"100% lot {n}") for n in ("uno", "tre", "otto", "sei", "ore")]
    cases.move(each, officer.actor, keys[1], 1, "hold", "To be looked at.")

    def found(**asked: object) -> list[uuid.UUID]:
        lines, _ = cases.history(each, officer.actor, CaseFilter(**asked))  # type: ignore[arg-type]
        return [line.id for line in lines]

    assert found() == [keys[1], keys[4], keys[3], keys[2], keys[0]]
    assert found(words="LOT Sei") == [keys[3]]
    assert found(words="%") == found() and found(words="_") == []
    assert found(states=("held",)) == [keys[1]]
    first, place = cases.history(each, officer.actor, CaseFilter(), limit=3)
    rest, end = cases.history(each, officer.actor, CaseFilter(), after=place, limit=3)
    assert [line.id for line in (*first, *rest)] == found() and end is None


def test_a_number_is_given_once_within_the_organisation(each: Context, officer: Person) -> None:
    cases.open_case(each, officer.actor, number="2026-7", title="Drums")
    with pytest.raises(CaseError, match="already"):
        cases.open_case(each, officer.actor, number=" 2026-7 ", title="Other drums")
    cases.open_case(each, person(each, "officer").actor, number="2026-7", title="Drums")


def test_a_case_opened_by_hand_is_given_its_screening_once(each: Context) -> None:
    home = organisation(each)
    officer, stranger = person(each, "officer", at=home), person(each, "officer")
    key = cases.open_case(each, officer.actor, number="H-1", title="Drums")
    [mine] = screenings.screen(each, officer.actor, [declare(description="cotton T-shirts")])
    [theirs] = screenings.screen(each, stranger.actor, [declare(description="cotton T-shirts")])
    assert mine.id is not None
    assert theirs.id is not None
    with pytest.raises(NotFoundError):
        cases.attach(each, officer.actor, key, 1, theirs.id)
    cases.attach(each, officer.actor, key, 1, mine.id)
    screened = cases.get(each, officer.actor, key).screened
    assert screened is not None
    assert screened.screening == mine.id
    with pytest.raises(CaseError, match="screen it again"):
        cases.attach(each, officer.actor, key, 2, mine.id)
