"""How often what a screening points at led to a find: a table that a person may act on.

Nothing in screening reads it. It counts what the screening said with which a case began, as a
later one knows what was found.
"""

import math
from collections import Counter
from collections.abc import Iterable
from typing import Literal, get_args

import msgspec

from customhouse.coordination.told import Told, is_find
from customhouse.screening.finding import Assessment, Finding

Kind = Literal["risk", "flag", "provision", "standing", "evidence", "outcome"]
KINDS: tuple[Kind, ...] = get_args(Kind)
TOLD = 20
"""How many closed cases an indicator has to have before its rate is told."""

_Z = 1.959963984540054
"""The 97.5 per cent point of the normal distribution: intervals are of 95 per cent."""

_CONVENTIONS = ("basel", "rotterdam", "stockholm")


class HitRate(msgspec.Struct, frozen=True, kw_only=True):
    """How many of the closed cases with an indicator led to a find.

    All numbers are `None` while there are too few cases to tell. `low` and `high` are the
    Wilson interval of 95 per cent.
    """

    kind: Kind
    indicator: str
    cases: int | None = None
    finds: int | None = None
    rate: float | None = None
    low: float | None = None
    high: float | None = None


def hit_rates(told: Iterable[Told]) -> tuple[HitRate, ...]:
    """The table over all closed cases, by kind, the highest rate first, what is not told last."""
    cases: Counter[tuple[Kind, str]] = Counter()
    finds: Counter[tuple[Kind, str]] = Counter()
    for one in told:
        if one.case.state != "closed" or one.first is None:
            continue
        seen = indicators_of(one.first.assessment)
        cases.update(seen)
        if is_find(one.case):
            finds.update(seen)
    rates = [rate_of(kind, key, count, finds[kind, key]) for (kind, key), count in cases.items()]
    return tuple(
        sorted(
            rates, key=lambda r: (KINDS.index(r.kind), r.rate is None, -(r.rate or 0), r.indicator)
        )
    )


def rate_of(kind: Kind, indicator: str, cases: int, finds: int) -> HitRate:
    """The rate with its interval, or too few to tell."""
    if cases < TOLD:
        return HitRate(kind=kind, indicator=indicator)
    low, high = wilson(finds, cases)
    return HitRate(
        kind=kind,
        indicator=indicator,
        cases=cases,
        finds=finds,
        rate=round(finds / cases, 4),
        low=round(low, 4),
        high=round(high, 4),
    )


def wilson(finds: int, cases: int) -> tuple[float, float]:
    """The Wilson score interval of 95 per cent; `cases` is at least 1."""
    share, square = finds / cases, _Z * _Z
    middle = share + square / (2 * cases)
    spread = _Z * math.sqrt(share * (1 - share) / cases + square / (4 * cases * cases))
    whole = 1 + square / cases
    low = 0.0 if finds == 0 else (middle - spread) / whole
    high = 1.0 if finds == cases else (middle + spread) / whole
    return low, high


def indicators_of(assessment: Assessment) -> set[tuple[Kind, str]]:
    """What a screening points at, each once.

    `risk` are the indicators of price and mass by rule, `flag` the provisions of other treaties,
    `standing` whether a listed entry is identified or only possible, `evidence` how a candidate
    was found and how well it met the table.
    """
    found: set[tuple[Kind, str]] = {("outcome", assessment.outcome)}
    for item in assessment.items:
        asking = [finding for finding in item.findings if finding.applies != "no"]
        found.update(map(of_finding, asking))
        settled = {f.subject for f in asking if f.subject and f.applies == "yes"}
        open_ = {f.subject for f in asking if f.subject} - settled
        found.update([("standing", "identified")] if settled else ())
        found.update([("standing", "possible")] if open_ else ())
        found.update(("evidence", f"{c.found_by}:{c.match}") for c in item.candidates)
    return found


def of_finding(finding: Finding) -> tuple[Kind, str]:
    """The indicator that a finding stands for."""
    if finding.rule.startswith("RSK-"):
        return "risk", finding.rule
    if finding.provision.partition(":")[0] not in _CONVENTIONS:
        return "flag", finding.provision
    return "provision", finding.provision
