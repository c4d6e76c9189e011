"""Every case of the evidence set, through the desk with the shipped packs."""

import pytest

from customhouse.desk import Desk
from evidence.cases import EvidenceCase, assess, faults, load_cases

CASES = load_cases()


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_case(desk: Desk, case: EvidenceCase) -> None:
    assessment = assess(desk, case)
    assert faults(case, assessment, desk.library.view(assessment.as_of)) == []


def test_ids_are_unique() -> None:
    assert len({case.id for case in CASES}) == len(CASES)


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 150
