"""The Basel Convention: one function per row of its procedure table."""

from collections.abc import Callable

from customhouse.screening.basel import consent, partners, scope
from customhouse.screening.basel.classify import classify
from customhouse.screening.basel.facts import ITEM_RULES
from customhouse.screening.basel.facts import WASTE_RULES as DECLARED_RULES
from customhouse.screening.basel.waste import Waste
from customhouse.screening.case import Case
from customhouse.screening.declared import declared
from customhouse.screening.finding import Finding
from customhouse.screening.waste import declared_codes

CASE_RULES: tuple[Callable[[Case], Finding | None], ...] = (scope.unknown_code,)
"""Asked of every item."""

WASTE_RULES: tuple[Callable[[Waste], Finding | None], ...] = (
    scope.code_of_another_day,
    scope.art_1_1,
    scope.art_1_2,
    scope.annex_entry,
    scope.annex_ix,
    scope.annex_ix_b3011,
    scope.art_2_4,
    scope.art_4_8,
    partners.art_4_1,
)
"""Asked of every waste."""

CONTROLLED_RULES: tuple[Callable[[Waste], Finding | None], ...] = (
    partners.states_missing,
    partners.art_4_5,
    partners.art_11,
    partners.art_4_6,
    partners.art_4a,
    consent.art_6_1,
    consent.art_6_2,
    consent.art_6_3,
    consent.art_6_4,
    consent.art_4_7,
    consent.art_6_11,
    consent.operation,
    consent.art_6_6,
    consent.annex_v,
    consent.art_9_1,
    consent.art_9_1_a,
    consent.art_9_1_b,
    consent.art_9_1_d,
)
"""Asked of hazardous and other wastes."""


def screen(case: Case) -> list[Finding]:
    """What the Basel Convention says of one item."""
    found: list[Finding | None] = [rule(case) for rule in CASE_RULES]
    found += declared(case, ITEM_RULES)
    state = case.waste
    found.append(scope.art_2_1(case, state))
    if state.treated_as_waste:
        waste = Waste(case=case, state=state, classification=classify(case))
        found += [rule(waste) for rule in WASTE_RULES]
        found += declared(case, DECLARED_RULES, waste.subject)
        disputed = state.verdict == "conflict" and not declared_codes(case)
        if waste.classification.control == "controlled" and not disputed:
            found += [rule(waste) for rule in CONTROLLED_RULES]
    return [finding for finding in found if finding is not None]
