"""Declarations in few words, and rows that say what one rule answers to one declaration."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

import pytest

from customhouse.declarations.declaration import Declaration, Document, DocumentType, Item
from customhouse.desk import Desk
from customhouse.screening.case import Case
from customhouse.screening.finding import Applies, Assessment, Finding, ItemAssessment, Outcome

DAY = date(2025, 6, 1)
PAPERS: tuple[DocumentType, ...] = (
    "basel_notification",
    "basel_consent",
    "basel_movement_document",
    "contract",
)

Pieces = dict[str, Any]
_ITEM_FIELDS = frozenset(Item.__struct_fields__)


def paper(kind: DocumentType, **fields: Any) -> Document:
    return Document(**({"type": kind, "reference": "N-1"} | fields))


def papers(*kinds: DocumentType, **fields: Any) -> tuple[Document, ...]:
    return tuple(paper(kind, **fields) for kind in kinds)


def declare(*more: Item, **pieces: Any) -> Declaration:
    """A declaration of the day with one item, and `more` items after it.

    Fields of the item and of the declaration stand side by side.
    """
    item = {name: pieces.pop(name) for name in list(pieces) if name in _ITEM_FIELDS}
    first = Item(**({"number": 1} | item))
    return Declaration(items=(first, *more), **({"date": DAY} | pieces))


def assess(desk: Desk, declaration: Declaration, as_of: date | None = None) -> Assessment:
    return desk.screen(declaration, as_of or declaration.date or DAY)


def item_of(desk: Desk, as_of: date | None = None, **pieces: Any) -> ItemAssessment:
    return assess(desk, declare(**pieces), as_of).items[0]


def outcome_of(desk: Desk, as_of: date | None = None, **pieces: Any) -> Outcome:
    return assess(desk, declare(**pieces), as_of).outcome


def findings(assessment: Assessment, rule: str = "") -> list[Finding]:
    return [f for item in assessment.items for f in item.findings if rule in ("", f.rule)]


def case_of(desk: Desk, **pieces: Any) -> Case:
    """What the rules look at, for the one item of a declaration."""
    declaration = declare(**pieces)
    item = declaration.items[0]
    candidates, words = desk.identify(item)
    return Case(declaration, item, candidates, words, desk.library.view(declaration.date or DAY))


class Row(NamedTuple):
    """What a rule says of a declaration; with `answer` `None` it says nothing."""

    rule: str
    why: str
    pieces: Pieces
    answer: tuple[Applies, Outcome] | None
    subject: str = ""


def cases(rows: Sequence[Row]) -> Iterable[Any]:
    return [pytest.param(row, id=f"{row.rule}: {row.why}") for row in rows]


def check(desk: Desk, row: Row) -> None:
    """The rule answers as the row says, and nothing else."""
    found = [
        finding
        for finding in findings(assess(desk, declare(**row.pieces)), row.rule)
        if row.subject in ("", finding.subject)
    ]
    answers = {(finding.applies, finding.outcome) for finding in found}
    assert answers == ({row.answer} if row.answer else set())


def bites(rows: Sequence[Row]) -> set[str]:
    """The rules that some row shows to make a finding."""
    return {row.rule for row in rows if row.answer is not None}


def satisfied(rows: Sequence[Row]) -> set[str]:
    """The rules that some row shows not to stand in the way."""
    return {row.rule for row in rows if row.answer is None or row.answer[1] == "release"}
