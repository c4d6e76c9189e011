"""A closed case as a training scenario in which nobody can be found again.

Nothing of the case is copied but what a list knows (countries, codes, provisions, moves),
numbers that are rounded, and the words for the goods without every name and number of the case.
"""

import datetime
from collections.abc import Mapping
from typing import Literal

import msgspec

from customhouse.coordination.anonymous import Anonymous
from customhouse.coordination.case import Case
from customhouse.coordination.entries import Answered, Asked, CaseError, Moved, ResultReported
from customhouse.coordination.entries import Screened as Screening
from customhouse.coordination.moves import START, moves
from customhouse.coordination.told import ended_in
from customhouse.declarations.declaration import Declaration
from customhouse.screening.finding import Applies, Assessment, Outcome

FORMAT = "customhouse-scenario-1"
Status = Literal["draft: not reviewed", "reviewed"]
DRAFT: Status = "draft: not reviewed"
REVIEWED: Status = "reviewed"


class ExpectedFinding(msgspec.Struct, frozen=True, kw_only=True):
    """A provision that bites or cannot be told yet; `subject` is the listed entry."""

    provision: str
    applies: Applies
    outcome: Outcome
    subject: str = ""


class ExpectedItem(msgspec.Struct, frozen=True, kw_only=True):
    """The answer for an item of the declaration."""

    number: int
    outcome: Outcome
    findings: tuple[ExpectedFinding, ...]


class Expected(msgspec.Struct, frozen=True, kw_only=True):
    """What a learner should come to, under the law of a day."""

    outcome: Outcome
    as_of: datetime.date
    items: tuple[ExpectedItem, ...]


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """What was done on a day of the case, and what followed.

    `day` counts from 0. `choices` are the moves that the state allowed; `taken` is one of them,
    or `ask`, `analyse` or `screen_again`. `about` says what was asked, of whom and in which
    State. `followed` is the new state, the answer or the outcome; empty where none came.
    """

    day: int
    state: str
    choices: tuple[str, ...]
    taken: str
    about: tuple[str, ...] = ()
    followed: str = ""
    after_days: int | None = None


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """A training scenario. It is a draft until a person has read it and signed it off."""

    format: str
    status: Status
    declaration: Declaration
    expected: Expected
    steps: tuple[Step, ...]
    ended: str


def scenario_of(
    case: Case,
    declaration: Declaration,
    assessment: Assessment,
    *,
    shift: datetime.timedelta,
    countries: Mapping[str, str],
) -> Scenario:
    """The scenario of a closed case, of a declaration of it and its assessment.

    All dates move by `shift`, which nobody may know. `countries` gives for each code as declared
    the one to be told; a code that is not in it is left out, as anything may stand there.
    Raises `CaseError` for a case that is not closed.
    """
    ended = ended_in(case)
    if ended is None:
        raise CaseError("only a closed case becomes a scenario")
    hider = Anonymous(case, declaration, assessment, shift, countries)
    return Scenario(
        format=FORMAT,
        status=DRAFT,
        declaration=hider.declaration(),
        expected=Expected(
            outcome=assessment.outcome,
            as_of=hider.day(assessment.as_of),
            items=_expected_items(assessment),
        ),
        steps=_steps(case, hider),
        ended=ended,
    )


def encode(scenario: Scenario) -> bytes:
    """The scenario as a file: JSON with an indent of two spaces."""
    return msgspec.json.format(msgspec.json.encode(scenario), indent=2) + b"\n"


def _expected_items(assessment: Assessment) -> tuple[ExpectedItem, ...]:
    return tuple(
        ExpectedItem(
            number=item.number,
            outcome=item.outcome,
            findings=tuple(
                ExpectedFinding(
                    provision=f.provision, applies=f.applies, outcome=f.outcome, subject=f.subject
                )
                for f in item.findings
                if f.applies != "no"
            ),
        )
        for item in assessment.items
    )


def _steps(case: Case, hider: Anonymous) -> tuple[Step, ...]:
    began = case.entries[0].at
    state: str = START
    answers = {body.referral: (number, body) for number, body in case.every(Answered)}
    steps: list[Step] = []
    for entry in case.entries:
        number, body = entry.sequence, entry.body
        taken, followed = "", ""
        about: tuple[str, ...] = ()
        after: int | None = None
        match body:
            case Moved(move=move, to=to):
                taken, followed = move, to
            case Asked(to=addressee, question=question, iso3=iso3):
                taken, about = "ask", (question, addressee, hider.country(iso3))
                if body.referral in answers:
                    answered, answer = answers[body.referral]
                    followed = answer.verdict
                    after = (case.entry(answered).at - entry.at).days
            case ResultReported() if number in case.standing:
                taken = "analyse"
                about = hider.facts_told(case.standing[number])
            case Screening(outcome=outcome) if body.because:
                taken, followed = "screen_again", outcome
            case _:
                continue
        steps.append(
            Step(
                day=(entry.at - began).days,
                state=state,
                choices=tuple(m.move for m in moves().values() if state in m.sources),
                taken=taken,
                about=about,
                followed=followed,
                after_days=after,
            )
        )
        state = body.to if isinstance(body, Moved) else state
    return tuple(steps)
