import pytest

from customhouse.desk import Desk
from tests.screening.build import (
    DAY,
    PAPERS,
    Row,
    bites,
    cases,
    check,
    outcome_of,
    papers,
    satisfied,
)
from tests.screening.stockholm_rows import (
    PERMIT,
    ROWS,
    bait,
    decabde,
    endosulfan,
    pop_waste,
)


@pytest.mark.parametrize("row", cases(ROWS))
def test_stockholm(desk: Desk, row: Row) -> None:
    check(desk, row)


def test_every_rule_can_be_met() -> None:
    assert bites(ROWS) == satisfied(ROWS)


def test_what_lets_a_listed_chemical_pass(desk: Desk) -> None:
    laboratory = {"laboratory": "KEMRI"}
    research = endosulfan(purpose="research", net_mass_kg=0.1, facts=laboratory)
    assert outcome_of(desk, **research) == "release"
    assert outcome_of(desk, **pop_waste(documents=papers(*PAPERS))) == "release"
    certified = papers("stockholm_certification", issued_on=DAY)
    assert outcome_of(desk, **bait(documents=PERMIT)) == "release"
    assert outcome_of(desk, **bait(country_of_destination="US", documents=certified)) == "release"
    assert outcome_of(desk, **endosulfan(documents=PERMIT)) == "refuse"
    assert outcome_of(desk, **decabde(country_of_destination="MX", documents=PERMIT)) == "release"
