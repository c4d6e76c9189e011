"""Who sees which cases in numbers, networks and scenarios, on each kind of database."""

import uuid
from pathlib import Path

import msgspec
import pytest

from customhouse.accounts.actor import DeniedError
from customhouse.coordination.entries import CaseError, Said
from customhouse.coordination.scenario import REVIEWED
from customhouse.operations import audit_log, cases, insight, scenarios
from customhouse.operations.context import Context
from customhouse.operations.scenarios import ChangedError
from customhouse.operations.screenings import NotFoundError
from customhouse.store import insight as kept
from customhouse.store.cases import ConflictError
from tests.operations.closed_cases import (
    CARRIER,
    CONTAINER,
    EXPORTER,
    PERMIT,
    chief,
    closed,
    opened,
)
from tests.operations.offices import asked_case, office, replied, trust
from tests.people import organisation, person


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "BATCH", 2)


@pytest.mark.usefixtures("small_batches")
def test_numbers_are_of_the_cases_that_the_actor_may_see(each: Context) -> None:
    home, other = organisation(each, "UGA"), organisation(each, "UGA")
    own, mate = chief(each, home), chief(each, other)
    for _ in range(5):
        closed(each, own)
    for _ in range(6):
        closed(each, mate)
    opened(each, chief(each, organisation(each, "GHA")))
    assert insight.statistics(each, own.actor).states.total == 5
    assert insight.statistics(each, mate.actor).states.total == 6
    auditor = person(each, "auditor", at=home)
    seen = insight.statistics(each, auditor.actor)
    assert seen.states.numbers["closed"] == 11
    assert seen.entries.numbers == {"rotterdam:lindane": 11, "stockholm:lindane": 11}


def test_numbers_are_for_those_with_a_dashboard(each: Context) -> None:
    officer = person(each, "officer")
    for call in (insight.statistics, insight.hit_rates, insight.export):
        with pytest.raises(DeniedError):
            call(each, officer.actor)
    auditor = person(each, "auditor")
    with pytest.raises(DeniedError):
        insight.traders(each, auditor.actor)
    with pytest.raises(DeniedError):
        scenarios.scenario(each, officer.actor, uuid.uuid4())


def test_hit_rates_are_taken_away_as_a_draft_and_told_in_the_log(each: Context) -> None:
    one = chief(each, organisation(each, "RWA"))
    for _ in range(20):
        closed(each, one)
    made = insight.export(each, one.actor)
    assert made.status.startswith("draft")
    told = {(rate.kind, rate.indicator): rate for rate in made.rates}
    rate = told["standing", "identified"]
    assert (rate.cases, rate.finds, rate.rate, rate.high) == (20, 20, 1.0, 1.0)
    assert rate.low == 0.8389
    text = msgspec.json.encode(made).decode()
    assert EXPORTER not in text
    auditor = person(each, "auditor", at=organisation(each, "RWA"))
    assert "insight.exported" in {e.action for e in audit_log.newest(each, auditor.actor).entries}


def test_the_network_is_of_the_own_organisation_alone(each: Context) -> None:
    home = organisation(each, "ZMB")
    own = chief(each, home)
    closed(each, own)
    closed(each, chief(each, organisation(each, "ZMB")), exporter="Another Office Trader")
    everything = person(each, "supervisor", "auditor", at=home)
    found = insight.traders(each, everything.actor)
    assert {party.name for party in found.parties} == {EXPORTER, "Rift Farm Stores", CARRIER}
    assert {(link.a, link.b) for link in found.links if link.kind == "route"} == {("DEU", "KEN")}
    [new] = {one.goods for one in found.newcomers}
    assert "stockholm:lindane" in new


def test_an_officer_sees_no_trader_of_a_screening_that_is_not_the_officer_s(each: Context) -> None:
    home = organisation(each, "MWI")
    closed(each, chief(each, home))
    officer = person(each, "officer", at=home)
    assert {party.name for party in insight.traders(each, officer.actor).parties} == {CARRIER}


def test_a_scenario_is_always_the_same_and_gives_the_answer_of_the_case(each: Context) -> None:
    one = chief(each)
    key = closed(each, one)
    made = scenarios.scenario(each, one.actor, key)
    assert made.agrees
    assert made.scenario.expected.outcome == "refuse"
    assert scenarios.scenario(each, one.actor, key).file == made.file
    text = made.file.decode()
    number = cases.get(each, one.actor, key).number
    for name in (EXPORTER, "Zambezi", CARRIER, CONTAINER, "123456", PERMIT, "998877", "Rift",
                 "Amina", "berth", number, str(key)):  # fmt: skip
        assert name.casefold() not in text.casefold()
    assert "Lindane powder" in text


def test_two_cases_have_dates_moved_by_different_days(each: Context) -> None:
    one = chief(each)
    made = [scenarios.scenario(each, one.actor, closed(each, one)) for _ in range(3)]
    days = {one.scenario.declaration.date for one in made}
    assert len(days) > 1


def test_other_countries_have_the_same_standing(each: Context) -> None:
    one = chief(each)
    key = closed(each, one)
    made = scenarios.scenario(each, one.actor, key, other_countries=True)
    declaration = made.scenario.declaration
    assert declaration.country_of_export not in ("", "DE", "DEU", "KEN")
    assert declaration.country_of_destination not in ("", "KE", "KEN", "DEU")
    assert made.agrees


def test_a_scenario_is_signed_off_by_who_read_it(each: Context) -> None:
    one = chief(each)
    key = closed(each, one)
    draft = scenarios.scenario(each, one.actor, key)
    assert draft.signed is None
    seen = draft.case.last.sequence
    with pytest.raises(ChangedError):
        scenarios.sign_off(each, one.actor, key, seen, "0" * 64)
    with pytest.raises(ConflictError):
        scenarios.sign_off(each, one.actor, key, seen - 1, draft.hash)
    entry = scenarios.sign_off(each, one.actor, key, seen, draft.hash)
    signed = scenarios.scenario(each, one.actor, key)
    assert signed.signed == entry
    assert signed.scenario.status == REVIEWED
    assert signed.hash == draft.hash
    assert scenarios.sign_off(each, one.actor, key, entry.sequence, draft.hash) == entry
    other = scenarios.scenario(each, one.actor, key, other_countries=True)
    assert other.signed is None


def test_a_scenario_that_has_changed_is_a_draft_again(each: Context) -> None:
    one = chief(each)
    key = closed(each, one)
    draft = scenarios.scenario(each, one.actor, key)
    scenarios.sign_off(each, one.actor, key, draft.case.last.sequence, draft.hash)
    cases.tell(each, one.actor, key, 8, [Said(text="Lindane", language="en")])
    again = scenarios.scenario(each, one.actor, key)
    assert again.signed is not None
    cases.tell(each, one.actor, key, 9, [Said(text="powder", language="en")])
    assert scenarios.scenario(each, one.actor, key).signed is None


def test_only_a_closed_case_of_the_own_organisation_makes_one(each: Context) -> None:
    home = organisation(each, "TZA")
    one = chief(each, home)
    with pytest.raises(CaseError):
        scenarios.scenario(each, one.actor, opened(each, one))
    key = closed(each, one)
    for iso3 in ("TZA", "GHA"):
        neighbour = person(each, "supervisor", "auditor", at=organisation(each, iso3))
        with pytest.raises(NotFoundError):
            scenarios.scenario(each, neighbour.actor, key)
        with pytest.raises(NotFoundError):
            scenarios.sign_off(each, neighbour.actor, key, 6, "")
    by_hand = cases.open_case(each, one.actor, number=uuid.uuid4().hex[:8], title="Drums")
    cases.move(each, one.actor, by_hand, 1, "refuse", "No papers.")
    cases.move(each, one.actor, by_hand, 2, "close", "Gone back.")
    with pytest.raises(CaseError):
        scenarios.scenario(each, one.actor, by_hand)


def test_a_copy_of_a_case_from_elsewhere_is_not_counted(each: Context, tmp_path: Path) -> None:
    kenya, ghana = office(each, tmp_path / "ken", "KEN"), office(each, tmp_path / "gha", "GHA")
    trust(kenya, ghana)
    made, asked = asked_case(kenya)
    copy = ghana.take_in(kenya.send(made.key, "GHA", asked.referral)).case
    assert insight.statistics(each, ghana.chief.actor).states.total == 0
    assert insight.traders(each, ghana.chief.actor).parties == ()
    with pytest.raises(CaseError):
        scenarios.scenario(each, ghana.chief.actor, copy)
    replied(ghana, copy)
    for _ in range(4):
        opened(each, ghana.chief)
    found = insight.statistics(each, ghana.chief.actor)
    assert (found.states.total, found.questions.total) == (5, 0)
