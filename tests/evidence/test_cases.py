"""Every case of the evidence set, through the desk with the shipped packs."""

from typing import Any

import pytest
from evidence.cases import EvidenceCase, assess, every_case, faults

from customhouse.desk import Desk

CASES = every_case()


def _parameter(case: EvidenceCase) -> Any:
    """A case that is open has to fail: when it passes, the mark has to go."""
    marks = [pytest.mark.xfail(reason=case.open, strict=True)] if case.open else []
    return pytest.param(case, id=case.id, marks=marks)


@pytest.mark.parametrize("case", [_parameter(case) for case in CASES])
def test_case(desk: Desk, case: EvidenceCase) -> None:
    assessment = assess(desk, case)
    assert faults(case, assessment, desk.library.view(assessment.as_of)) == []


def test_ids_are_unique() -> None:
    assert len({case.id for case in CASES}) == len(CASES)


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 150
