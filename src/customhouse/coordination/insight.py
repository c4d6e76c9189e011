"""What many cases come to in numbers that tell of nobody: no trader, officer or case in them."""

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import get_args

import msgspec

from customhouse.coordination.case import Case
from customhouse.coordination.entries import Answered, Asked, CostEntered, CostKind, Question
from customhouse.coordination.moves import STATES
from customhouse.coordination.told import Told
from customhouse.coordination.withholding import LEAST, Shown, nothing, parts, several
from customhouse.screening.finding import OUTCOMES, Assessment

UNSCREENED = "none"
"""The row of the outcomes for cases in which nothing was screened."""

ANY_QUESTION = "all"
QUESTIONS: tuple[Question, ...] = get_args(Question)
COSTS: tuple[CostKind, ...] = get_args(CostKind)
_A_DAY = 24 * 3600


class AnswerTime(msgspec.Struct, frozen=True, kw_only=True):
    """How many days answers took; `None` where fewer than five were given."""

    question: str
    lower: float | None = None
    median: float | None = None
    upper: float | None = None


class Cost(msgspec.Struct, frozen=True, kw_only=True):
    """Costs of a kind in a currency; `None` where fewer than five cases have any."""

    kind: str
    currency: str
    cases: int | None
    amount: Decimal | None


class Statistics(msgspec.Struct, frozen=True, kw_only=True):
    """Cases by state, by the outcome of the latest screening, by provision and listed entry.

    `questions` are counted one by one. A case may have several provisions and entries.
    """

    states: Shown
    outcomes: Shown
    provisions: Shown
    entries: Shown
    questions: Shown
    answer_times: tuple[AnswerTime, ...]
    costs: tuple[Cost, ...]


class _Tally:
    def __init__(self) -> None:
        self.states: Counter[str] = Counter(dict.fromkeys(STATES, 0))
        self.outcomes: Counter[str] = Counter(dict.fromkeys((*OUTCOMES, UNSCREENED), 0))
        self.provisions: Counter[str] = Counter()
        self.entries: Counter[str] = Counter()
        self.questions: Counter[str] = Counter(dict.fromkeys(QUESTIONS, 0))
        self.days: defaultdict[str, list[float]] = defaultdict(list)
        self.cost_cases: Counter[tuple[str, str]] = Counter()
        self.costs: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)

    def add(self, told: Told) -> None:
        case = told.case
        self.states[case.state] += 1
        self.outcomes[case.screened.outcome if case.screened else UNSCREENED] += 1
        if told.latest is not None:
            provisions, entries = in_question(told.latest.assessment)
            self.provisions.update(provisions)
            self.entries.update(entries)
        self.questions.update(body.question for _, body in case.every(Asked))
        for question, days in _answered(case):
            self.days[question].append(days)
            self.days[ANY_QUESTION].append(days)
        costs = [body for _, body in case.every(CostEntered)]
        self.cost_cases.update({(one.cost, one.currency) for one in costs})
        for one in costs:
            self.costs[one.cost, one.currency] += one.amount


def statistics_of(told: Iterable[Told]) -> Statistics:
    """The numbers of all cases, in one pass over them."""
    tally = _Tally()
    for one in told:
        tally.add(one)
    states, outcomes = parts(tally.states), parts(tally.outcomes)
    if None in (states.total, outcomes.total):
        states, outcomes = nothing(tally.states), nothing(tally.outcomes)
    return Statistics(
        states=states,
        outcomes=outcomes,
        provisions=several(_ranked(tally.provisions)),
        entries=several(_ranked(tally.entries)),
        questions=parts(tally.questions),
        answer_times=tuple(
            _time(question, tally.days.get(question, [])) for question in (ANY_QUESTION, *QUESTIONS)
        ),
        costs=tuple(
            _cost(kind, currency, tally.cost_cases[kind, currency], tally.costs[kind, currency])
            for kind, currency in sorted(
                tally.costs, key=lambda pair: (COSTS.index(pair[0]), pair[1])
            )
        ),
    )


def in_question(assessment: Assessment) -> tuple[set[str], set[str]]:
    """The provisions that bite or cannot be told yet, and the listed entries they are about."""
    asking = [f for item in assessment.items for f in item.findings if f.applies != "no"]
    return {f.provision for f in asking}, {f.subject for f in asking if f.subject}


def _answered(case: Case) -> list[tuple[str, float]]:
    """Kind of question and days; an answer to what another office asked is not among them."""
    asked = {body.referral: (number, body) for number, body in case.every(Asked)}
    found: list[tuple[str, float]] = []
    for number, answer in case.every(Answered):
        if answer.referral not in asked:
            continue
        put, question = asked[answer.referral]
        took = case.entry(number).at - case.entry(put).at
        found.append((question.question, max(took.total_seconds(), 0) / _A_DAY))
    return found


def _time(question: str, days: list[float]) -> AnswerTime:
    if len(days) < LEAST:
        return AnswerTime(question=question)
    lower, median, upper = (
        round(one, 1) for one in statistics.quantiles(days, n=4, method="inclusive")
    )
    return AnswerTime(question=question, lower=lower, median=median, upper=upper)


def _cost(kind: str, currency: str, cases: int, amount: Decimal) -> Cost:
    shown = cases >= LEAST
    return Cost(
        kind=kind,
        currency=currency,
        cases=cases if shown else None,
        amount=amount if shown else None,
    )


def _ranked(counts: Counter[str]) -> dict[str, int]:
    """The most frequent first; what is withheld by name, so that its order tells nothing."""
    return dict(sorted(counts.items(), key=lambda p: (-p[1] if p[1] >= LEAST else 0, p[0])))
