"""A declaration as the evidence of its case makes it: results of laboratories, answers on papers.

Always from the declaration as it was first kept, so that later evidence can undo earlier.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from customhouse.coordination.case import Case, CaseError
from customhouse.coordination.entries import (
    Answered,
    Asked,
    FileAdded,
    Question,
    ResultReported,
    SampleTaken,
    Verdict,
)
from customhouse.coordination.papers_used import Paper, is_paper, plain_reference
from customhouse.coordination.sharing import question
from customhouse.declarations.declaration import Declaration, Document, DocumentType, Item
from customhouse.declarations.facts import out_of_range

ABOUT_PAPERS: frozenset[Question] = frozenset(
    {
        "confirm_consent",
        "confirm_notification",
        "confirm_movement_document",
        "confirm_permit",
    }
)
"""Questions by which the other side is asked first, whether a paper holds."""

LARGEST = frozenset({"pcb_mg_kg", "pop_mg_kg", "chlorine_percent"})
"""Facts of which the largest of several results counts."""

_OF_THE_ITEM = frozenset({"is_waste"})

FactValue = str | float | bool


class PaperChange(msgspec.Struct, frozen=True, kw_only=True):
    """What answers and results make of a paper. `because` are their entries.

    A result is an analysis, of the `item` that its sample was of.
    """

    paper: Paper
    becomes: Literal["left_out", "stays", "added", "not_declared"]
    verdict: Verdict
    because: tuple[int, ...]
    item: int | None = None


class FactChange(msgspec.Struct, frozen=True, kw_only=True):
    """A fact of an item as a laboratory found it; `before` is what was declared, if anything."""

    item: int
    fact: str
    before: FactValue | None
    after: FactValue
    because: tuple[int, ...]


class Restated(msgspec.Struct, frozen=True, kw_only=True):
    """The declaration as it would be screened now, and how it differs from the one kept."""

    declaration: Declaration
    papers: tuple[PaperChange, ...]
    facts: tuple[FactChange, ...]

    @property
    def because(self) -> tuple[int, ...]:
        """The entries that led to it, in order."""
        told = [change.because for change in self.papers]
        told += [change.because for change in self.facts]
        return tuple(sorted({number for numbers in told for number in numbers}))


def results_of(case: Case) -> list[tuple[int, ResultReported]]:
    """The standing results that tell facts of a declaration."""
    return [(number, body) for number, body in case.every(ResultReported) if body.facts]


def item_of(case: Case, result: ResultReported, declaration: Declaration) -> int | None:
    """The item a sample is of: the only one, or the one whose number the sample is of.

    `None` when a person has to say which.
    """
    if len(declaration.items) == 1:
        return declaration.items[0].number
    of = next((s.of for _, s in case.every(SampleTaken) if s.sample == result.sample), "")
    words = [word for word in of.split() if word.isdecimal()]
    numbers = {item.number for item in declaration.items}
    return int(words[0]) if len(words) == 1 and int(words[0]) in numbers else None


def restated(declaration: Declaration, case: Case, items: Mapping[int, int]) -> Restated:
    """The declaration with the evidence of the case put in.

    `items` says of which item a result is, by the number of its entry, where `item_of` cannot
    tell. A paper that is denied, confirmed in part only, or of which nobody knows, is left out.
    Raises `CaseError` when the item of a result is not known, or two results differ on a fact.
    """
    results = _results(declaration, case, items)
    facts = tuple(_facts(declaration, results))
    papers = (*_papers(declaration, case), *map(_analysis, results))
    left_out = [change.paper for change in papers if change.becomes == "left_out"]
    added = [_document(change) for change in papers if change.becomes == "added"]
    return Restated(
        declaration=msgspec.structs.replace(
            declaration,
            items=tuple(_with_facts(item, facts) for item in declaration.items),
            documents=(
                *(d for d in declaration.documents if not any(is_paper(d, p) for p in left_out)),
                *added,
            ),
        ),
        papers=papers,
        facts=facts,
    )


_Result = tuple[int, int, ResultReported]
"""The number of its entry, the item that the sample was of, and the result."""


def _results(declaration: Declaration, case: Case, items: Mapping[int, int]) -> list[_Result]:
    numbers = {item.number for item in declaration.items}
    found: list[_Result] = []
    for entry, result in results_of(case):
        item = items.get(entry) or item_of(case, result, declaration)
        if item is None or item not in numbers:
            raise CaseError(f"say which item the result of entry {entry} is about")
        found.append((entry, item, result))
    return found


def _analysis(told: _Result) -> PaperChange:
    entry, item, result = told
    return PaperChange(
        paper=Paper(type="analysis", reference=result.sample, issuer=result.laboratory),
        becomes="added",
        verdict="confirmed",
        because=(entry,),
        item=item,
    )


def _facts(declaration: Declaration, results: Sequence[_Result]) -> Iterator[FactChange]:
    found: dict[tuple[int, str], list[tuple[int, FactValue]]] = {}
    for entry, number, result in results:
        for fact, value in result.facts.items():
            _check(entry, fact, value)
            found.setdefault((number, fact), []).append((entry, value))
    by_number = {item.number: item for item in declaration.items}
    for (number, fact), told in found.items():
        yield FactChange(
            item=number,
            fact=fact,
            before=_declared(by_number[number], fact),
            after=_settled(fact, told),
            because=tuple(entry for entry, _ in told),
        )


def _check(number: int, fact: str, value: FactValue) -> None:
    numeric = isinstance(value, int | float) and not isinstance(value, bool)
    if fact in LARGEST and not numeric:
        raise CaseError(f"{fact} of entry {number} is not a number: correct that result")
    if fact in _OF_THE_ITEM and not isinstance(value, bool):
        raise CaseError(f"{fact} of entry {number} is not true or false: correct that result")
    if problem := out_of_range(fact, value):
        raise CaseError(f"{fact} of entry {number} {problem}: correct that result")


def _settled(fact: str, told: Sequence[tuple[int, FactValue]]) -> FactValue:
    values = [value for _, value in told]
    if fact in LARGEST:
        return max(values, key=float)
    if any(value != values[0] for value in values):
        numbers = ", ".join(str(entry) for entry, _ in told)
        raise CaseError(f"the results of entries {numbers} differ on {fact}: correct one of them")
    return values[0]


def _declared(item: Item, fact: str) -> FactValue | None:
    value: FactValue | None = getattr(item, fact) if fact in _OF_THE_ITEM else item.facts.get(fact)
    return value


def _with_facts(item: Item, facts: Sequence[FactChange]) -> Item:
    own = {change.fact: change.after for change in facts if change.item == item.number}
    of_item = {name: own.pop(name) for name in _OF_THE_ITEM & own.keys()}
    return msgspec.structs.replace(item, facts={**item.facts, **own}, **of_item)


def _papers(declaration: Declaration, case: Case) -> Iterator[PaperChange]:
    answers: dict[tuple[str, ...], tuple[Paper, dict[object, tuple[int, Verdict]]]] = {}
    for number, answered in case.every(Answered):
        asked = question(case, answered.referral)
        if asked is not None and asked.question in ABOUT_PAPERS:
            paper = Paper(
                type=asked.document_type, reference=asked.document, issuer=asked.document_issuer
            )
            key = (paper.type, plain_reference(paper.reference), paper.issuer)
            _, known = answers.setdefault(key, (paper, {}))
            known[_addressee(asked)] = (number, answered.verdict)
    for paper, known in answers.values():
        verdict = _together([verdict for _, verdict in known.values()])
        yield PaperChange(
            paper=paper,
            becomes=_becomes(declaration, case, paper, verdict),
            verdict=verdict,
            because=tuple(number for number, _ in known.values()),
        )


def _addressee(asked: Asked) -> object:
    return asked.organisation or (asked.iso3, asked.name.casefold())


def _together(verdicts: Sequence[Verdict]) -> Verdict:
    """What the latest answers of all who were asked come to: the worst that one of them knows."""
    for one in ("denied", "partly", "confirmed"):
        if one in verdicts:
            return one
    return "unknown"


def _becomes(
    declaration: Declaration, case: Case, paper: Paper, verdict: Verdict
) -> Literal["left_out", "stays", "added", "not_declared"]:
    declared = any(is_paper(document, paper) for document in declaration.documents)
    if declared:
        return "stays" if verdict == "confirmed" else "left_out"
    return "added" if verdict == "confirmed" and _has_copy(case, paper) else "not_declared"


def _has_copy(case: Case, paper: Paper) -> bool:
    return any(
        body.document_type == paper.type
        and plain_reference(body.reference) == plain_reference(paper.reference)
        for _, body in case.every(FileAdded)
    )


def _document(change: PaperChange) -> Document:
    return Document(
        type=msgspec.convert(change.paper.type, DocumentType),
        reference=change.paper.reference,
        issuer=change.paper.issuer,
        covers_items=() if change.item is None else (change.item,),
    )
