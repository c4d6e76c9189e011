"""Many cases in few words, each with a screening of its own, for tests of what they come to."""

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from customhouse.coordination.case import Case, case_of
from customhouse.coordination.entries import FIRST, AnyBody, Entry, Moved, Opened, Screened, sealed
from customhouse.coordination.told import Told
from customhouse.declarations.declaration import Declaration, Item
from customhouse.identify.candidate import Candidate
from customhouse.saved.record import SavedScreening
from customhouse.screening.finding import Assessment, Finding, ItemAssessment, Outcome
from tests.coordination.build import AMINA, NOON, author

DAY = datetime.timedelta(days=1)
SCREENING = uuid.UUID(int=1)


def case(
    *bodies: AnyBody, number: int = 1, opened_at: datetime.datetime = NOON, apart: int = 1
) -> Case:
    """A case opened at a moment, its entries `apart` days from each other."""
    key = uuid.UUID(int=number)
    whole = [Opened(number=f"MSA/{number}", title="Drums"), *bodies]
    entries: list[Entry] = []
    for place, body in enumerate(whole, start=1):
        entries.append(
            sealed(
                Entry(
                    case=key,
                    sequence=place,
                    at=opened_at + (place - 1) * apart * DAY,
                    by=author(AMINA),
                    body=body,
                    previous=entries[-1].hash if entries else FIRST,
                )
            )
        )
    return case_of(entries)


def closed(end: str, *bodies: AnyBody, **fields: Any) -> Case:
    """A case that ended in a state and was closed."""
    made = Screened(screening=SCREENING, outcome="hold")
    ends = (_to(end), _to("closed"))
    return case(made, *bodies, *ends, **fields)


def _to(state: str) -> Moved:
    return Moved(move="close" if state == "closed" else "seize", to=state, reason="seen")


def finding(provision: str, **fields: Any) -> Finding:
    told: dict[str, Any] = {"applies": "yes", "outcome": "hold", "because": (), "requires": ()}
    return Finding(provision=provision, explanation="", **(told | fields))


def saved(
    *findings: Finding,
    declaration: Declaration | None = None,
    outcome: Outcome = "hold",
    candidates: Sequence[Candidate] = (),
) -> SavedScreening:
    """A screening that says what it is told to."""
    declared = declaration or Declaration(id="A-1", items=(Item(number=1, description="drums"),))
    item = ItemAssessment(
        number=1, outcome=outcome, candidates=tuple(candidates), findings=findings
    )
    assessment = Assessment(
        outcome=outcome,
        as_of=NOON.date(),
        items=(item,),
        missing=(),
        packs={},
        declaration_id=declared.id,
        confidence={},
    )
    return SavedScreening(declaration=declared, assessment=assessment, saved_on=NOON.date())


def told(one: Case, *findings: Finding, **fields: Any) -> Told:
    """The case with one screening, which is the first and the latest."""
    made = saved(*findings, **fields)
    return Told(case=one, first=made, latest=made)
