"""Customs indicators that a declaration is not what it says. Never more than `refer`."""

from collections.abc import Callable

from customhouse.screening.case import Case
from customhouse.screening.finding import Finding
from customhouse.screening.risk import indicators

RULES: tuple[Callable[[Case], Finding | None], ...] = (
    indicators.negative_value,
    indicators.price_of_waste,
    indicators.masses,
)


def screen(case: Case) -> list[Finding]:
    """Which indicators one item shows."""
    found = (rule(case) for rule in RULES)
    return [finding for finding in found if finding is not None]
