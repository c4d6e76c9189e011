import pytest

from customhouse.desk import Desk
from customhouse.screening.finding import Outcome
from tests.screening.basel_rows import ALL, RISK, ROWS, battery, copper, plastic
from tests.screening.build import Row, bites, cases, check, outcome_of, papers, satisfied


@pytest.mark.parametrize("row", cases(ROWS))
def test_basel(desk: Desk, row: Row) -> None:
    check(desk, row)


@pytest.mark.parametrize("row", cases(RISK))
def test_risk(desk: Desk, row: Row) -> None:
    check(desk, row)


def test_every_rule_can_be_met() -> None:
    assert bites(ROWS) == satisfied(ROWS)
    assert bites(RISK) == satisfied(RISK)


def test_every_paper_lets_a_controlled_waste_pass(desk: Desk) -> None:
    assert outcome_of(desk, **plastic(documents=ALL)) == "release"
    assert outcome_of(desk, **battery(documents=ALL)) == "release"
    assert outcome_of(desk, **copper()) == "release"


def through(desk: Desk, state: str, issuer: str) -> Outcome:
    """Every paper is there, and a consent of this issuer."""
    route = {"country_of_export": "NO", "country_of_destination": "SE"}
    documents = (*ALL, *papers("basel_consent", issuer=issuer))
    return outcome_of(desk, **plastic(**route, transit_countries=(state,), documents=documents))


@pytest.mark.parametrize(
    ("state", "issuer"),
    [
        ("DE", "Ministerio de Ambiente"),
        ("DE", "MINISTERIO DE AMBIENTE"),
        ("IN", "Environment Agency in Malmö"),
        ("NE", "Ministry of Environment, Nigeria"),
        ("OM", "Ministry of Environment, Romania"),
        ("DE", ""),
    ],
)
def test_small_words_are_no_states_of_transit(desk: Desk, state: str, issuer: str) -> None:
    assert through(desk, state, issuer) == "hold"


@pytest.mark.parametrize(
    "issuer", ["DE", "DEU", "Agency (DE)", "Umweltbundesamt, Germany", "GERMANY"]
)
def test_states_of_transit_are_read_by_code_and_name(desk: Desk, issuer: str) -> None:
    assert through(desk, "DE", issuer) == "release"
