"""Screenings for tests of lists and counts, kept without a desk: what they say is made up."""

import datetime
import uuid
from collections.abc import Sequence

from sqlalchemy import Connection

from customhouse.accounts.actor import Actor
from customhouse.declarations.declaration import Declaration, Item
from customhouse.saved.record import SavedScreening
from customhouse.screening.finding import Assessment, Finding, ItemAssessment, Outcome
from customhouse.store import screenings


def keep(
    connection: Connection,
    actor: Actor,
    at: datetime.datetime,
    *,
    outcome: Outcome = "hold",
    refs: Sequence[str] = (),
    provisions: Sequence[str] = (),
    requires: Sequence[str] = (),
    route: tuple[str, str] = ("KEN", "GHA"),
    name: str = "A-1",
    words: str = "",
) -> uuid.UUID:
    """Keep a screening of this actor with these findings at this moment."""
    origin, destination = route
    declaration = Declaration(
        id=name,
        regime="export",
        country_of_export=origin,
        country_of_destination=destination,
        items=(Item(number=1, description=words),),
    )
    findings = [
        Finding(
            provision=provision,
            applies="yes",
            because=(),
            requires=tuple(requires),
            outcome=outcome,
            explanation="",
            subject=ref,
        )
        for provision, ref in [
            *((provision, "") for provision in provisions),
            *(("basel:art-1", ref) for ref in refs),
        ]
    ]
    item = ItemAssessment(number=1, outcome=outcome, candidates=(), findings=tuple(findings))
    assessment = Assessment(
        outcome=outcome,
        as_of=at.date(),
        items=(item,),
        missing=(),
        packs={},
        declaration_id=name,
        confidence={},
    )
    saved = SavedScreening(declaration=declaration, assessment=assessment, saved_on=at.date())
    return screenings.add(
        connection,
        actor,
        saved,
        at,
        words=words.casefold(),
        origin=declaration.country_of_export or None,
        destination=declaration.country_of_destination or None,
    )
