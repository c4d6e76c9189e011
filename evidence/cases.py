"""Reads the cases and holds an assessment against what a case expects."""

import datetime
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from customhouse.declarations.declaration import Declaration
from customhouse.desk import Desk
from customhouse.identify.candidate import Candidate
from customhouse.reference.library import View
from customhouse.screening.finding import Applies, Assessment, ItemAssessment, Outcome
from customhouse.screening.listed import certainty
from customhouse.screening.waste import WASTE_LISTS

CASES = Path(__file__).parent / "cases"
BLIND = (Path(__file__).parent / "blind", Path(__file__).parent / "blind2")
"""Two sets of cases written without sight of the program or of the cases before them."""


class Expectation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a case expects; a key that is left out is not tested."""

    outcome: Outcome
    provisions: Mapping[str, Applies] = {}
    candidates: Mapping[str, list[str]] = {}
    not_candidates: Mapping[str, list[str]] = {}


class EvidenceCase(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A declaration with the answer that the law and the policy give to it.

    `open` says why the program does not give that answer yet; such a case counts as wrong.
    """

    id: str
    title: str
    why: str
    declaration: Any
    expect: Expectation
    as_of: datetime.date | None = None
    open: str = ""


def load_cases(folder: Path = CASES) -> list[EvidenceCase]:
    """Every case of a folder, by file name and then in file order."""
    return [
        case
        for path in sorted(folder.glob("*.json"))
        for case in msgspec.convert(json.loads(path.read_text("utf-8")), list[EvidenceCase])
    ]


def every_case() -> list[EvidenceCase]:
    """The cases of all sets."""
    return [case for folder in (CASES, *BLIND) for case in load_cases(folder)]


def assess(desk: Desk, case: EvidenceCase) -> Assessment:
    """Screen the declaration of a case under the law of its day."""
    declaration = msgspec.convert(case.declaration, Declaration)
    day = case.as_of or declaration.date
    if day is None:
        raise ValueError(f"{case.id} has no date")
    return desk.screen(declaration, day)


def found_refs(item: ItemAssessment, view: View) -> set[str]:
    """The entries that an item is said to be, or to be perhaps, by more than a mere hint.

    Operations and hazard codes of Basel are not entries. A customs or UN code counts where it
    stands for a chemical alone; for wastes a customs heading is never more than a hint.
    """
    evidence: dict[str, list[Candidate]] = {}
    for candidate in item.candidates:
        if candidate.found_by in ("hs", "un") and (
            candidate.specificity != "exact" or candidate.convention == "basel"
        ):
            continue
        evidence.setdefault(candidate.ref, []).append(candidate)
    return {
        ref
        for ref, found in evidence.items()
        if certainty(view.library, ref, found, item.candidates) != "hint" and _is_entry(ref, view)
    }


def _is_entry(ref: str, view: View) -> bool:
    convention, _, code = ref.partition(":")
    rows = view.waste_code_history(code)
    if convention != "basel" or not rows:
        return True
    return any(row.list in WASTE_LISTS for row in rows)


def provision_met(assessment: Assessment, provision: str, applies: Applies) -> bool:
    """Whether a finding of this provision, or of a part of it, has the expected `applies`."""
    return any(
        finding.applies == applies
        and (finding.provision == provision or finding.provision.startswith(provision + "-"))
        for item in assessment.items
        for finding in item.findings
    )


def faults(case: EvidenceCase, assessment: Assessment, view: View) -> list[str]:
    """In words, everything in which the assessment is not what the case expects."""
    wrong = []
    if assessment.outcome != case.expect.outcome:
        wrong.append(f"outcome {assessment.outcome}, expected {case.expect.outcome}")
    wrong += [
        f"no finding {provision} = {applies}"
        for provision, applies in case.expect.provisions.items()
        if not provision_met(assessment, provision, applies)
    ]
    for item in assessment.items:
        found = found_refs(item, view)
        expected = case.expect.candidates.get(str(item.number))
        if expected is not None:
            wrong += [f"item {item.number}: {ref} missed" for ref in set(expected) - found]
            wrong += [f"item {item.number}: {ref} found" for ref in found - set(expected)]
        barred = case.expect.not_candidates.get(str(item.number), [])
        wrong += [f"item {item.number}: {ref} found" for ref in set(barred) & found]
    return sorted(set(wrong))
