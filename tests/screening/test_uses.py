from datetime import date

import pytest

from customhouse.desk import Desk
from customhouse.reference.records import Country, Exemption
from customhouse.screening.stockholm.uses import fits, stems
from tests.screening.build import outcome_of
from tests.screening.stockholm_rows import bait, decabde, endosulfan


def exemption(use: str) -> Exemption:
    return Exemption(
        row="t.csv:2",
        confidence="known",
        source="T",
        substance_id="pfoa",
        annex="A",
        use=use,
        kind="specific exemption",
    )


def country(desk: Desk, code: str) -> Country:
    found = desk.library.country(code)
    assert found is not None
    return found


def test_stems_are_the_telling_words() -> None:
    assert stems("Textile products for worker protection") == {"textil", "worker"}
    assert stems("use in the production of goods") == frozenset()
    assert stems("12 % EC") == frozenset()


@pytest.mark.parametrize(
    ("purpose", "description", "expected"),
    [
        ("textiles", "DecaBDE", True),
        ("industrial textile finishing", "DecaBDE", True),
        ("textile", "", True),
        ("plastic toys", "DecaBDE for textiles", False),
        ("toys", "DecaBDE for textiles", True),
        ("industrial", "DecaBDE", True),
        ("use", "DecaBDE", True),
        ("carpets", "DecaBDE", False),
    ],
)
def test_a_use_meets_an_exemption_by_its_words(
    purpose: str, description: str, expected: bool
) -> None:
    assert fits(exemption("textile products"), purpose, description, None) is expected


def test_a_use_that_the_pack_does_not_list_may_be_any() -> None:
    listed = exemption("crop-pest uses, as listed in SC-12/9")
    assert fits(listed, "carpets", "", None)


@pytest.mark.parametrize(
    ("code", "expected"),
    [("KR", True), ("KP", False), ("CF", False), ("DO", False), ("ZA", False), ("US", False)],
)
def test_an_exemption_of_one_party_is_of_that_party_alone(
    desk: Desk, code: str, expected: bool
) -> None:
    granted = exemption("fire-fighting foam: Republic of Korea only")
    assert fits(granted, "fire-fighting foam", "", country(desk, code)) is expected
    assert fits(granted, "fire-fighting foam", "", None)


def test_the_exemptions_of_the_packs_that_name_a_party_fit_it(desk: Desk) -> None:
    view = desk.library.view(date(2026, 1, 10))
    korea = country(desk, "KR")
    granted = [e for e in view.exemptions("pfoa") if e.use.endswith("only")]
    assert granted
    assert all(fits(e, "fire-fighting foam", "", korea) for e in granted)


def test_what_an_open_use_changes(desk: Desk) -> None:
    assert outcome_of(desk, **decabde(purpose="carpets")) == "refuse"
    assert outcome_of(desk, **decabde()) != "refuse"
    assert outcome_of(desk, **bait(purpose="cockroach control in kitchens")) == "refuse"
    assert outcome_of(desk, **endosulfan(purpose="industrial")) == "refuse"
