"""Whose consent a Basel consent is, and what words and facts may not undo."""

import datetime

import msgspec
import pytest

from customhouse.declarations.declaration import Declaration, Document, Item
from customhouse.desk import Desk
from customhouse.screening.purpose import Purpose, read_purpose

DAY = datetime.date(2023, 5, 16)


def batteries(issuer: str) -> Declaration:
    return Declaration(
        date=DAY,
        regime="export",
        country_of_export="NZ",
        country_of_destination="KR",
        transit_countries=("SG",),
        items=(Item(number=1, description="spent batteries", waste_codes=("A1160",)),),
        documents=(Document(type="basel_consent", reference="1", issuer=issuer),),
    )


@pytest.mark.parametrize(
    ("issuer", "outcome"),
    [
        ("Ministry of Environment, Republic of Korea (KR)", "release"),
        ("Ministry of Environment", "release"),
        ("National Environment Agency, Singapore", "hold"),
        ("Environmental Protection Authority, New Zealand", "hold"),
    ],
)
def test_the_consent_of_another_state_is_not_that_of_the_importer(
    desk: Desk, issuer: str, outcome: str
) -> None:
    (item,) = desk.screen(batteries(issuer), DAY).items
    assert {f.outcome for f in item.findings if f.rule == "BAS-27"} == {outcome}


def test_a_fact_does_not_clean_what_the_words_call_dirty(desk: Desk) -> None:
    item = Item(
        number=1,
        description="polyethylene film scrap contaminated with household waste",
        waste_codes=("B3011",),
        purpose="recovery",
        facts={"contaminated": False},
    )
    declaration = Declaration(
        date=DAY, country_of_export="IT", country_of_destination="MY", items=(item,)
    )
    assert desk.screen(declaration, DAY).outcome == "hold"


@pytest.mark.parametrize(
    ("words", "purpose"),
    [
        ("pesticide, not for research", Purpose.PESTICIDE),
        ("not intended for laboratory use", Purpose.OTHER),
        ("research", Purpose.RESEARCH),
    ],
)
def test_a_purpose_that_is_denied_is_none(words: str, purpose: Purpose) -> None:
    assert read_purpose(words) is purpose


def test_an_ingredient_without_a_name_identifies_nothing(desk: Desk) -> None:
    raw = {
        "description": "insecticide",
        "hs_code": "3808.91",
        "formulation": {"type": "EC", "ingredients": [{"name": "n/a"}]},
    }
    declaration = Declaration(date=DAY, items=(msgspec.convert(raw, Item),))
    assert desk.screen(declaration, DAY).outcome == "request_documents"
