"""What a page shows of a case, row by row: facts, their corrections, costs, samples, the log."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

import msgspec

from customhouse.coordination.case import Case, corrections
from customhouse.coordination.entries import (
    Author,
    Corrected,
    CostEntered,
    CustodyPassed,
    Entry,
    Fact,
    ResultReported,
    Said,
    SampleTaken,
    Translated,
)
from customhouse.coordination.facts.forms import FactForm, form_of


class Past(msgspec.Struct, frozen=True, kw_only=True):
    """What a fact said before it was corrected, and by whom and why it was."""

    fact: Fact
    by: Author
    reason: str


class FactRow(msgspec.Struct, frozen=True, kw_only=True):
    """A fact as it stands, `None` when it was taken back; `past` is what it said before."""

    entry: Entry
    form: FactForm
    fact: Fact | None
    past: Sequence[Past]


class Custody(msgspec.Struct, frozen=True, kw_only=True):
    """A sample with all that happened to it, in the order in which it happened.

    `gaps` are the numbers of entries whose giver is not the one who had the sample before.
    """

    sample: str
    steps: Sequence[FactRow]
    gaps: frozenset[int]


class Total(msgspec.Struct, frozen=True, kw_only=True):
    """What one payer pays in one currency."""

    payer: str
    currency: str
    amount: Decimal


class LogRow(msgspec.Struct, frozen=True, kw_only=True):
    """An entry in the log; `was_corrected` tells that another one put it right."""

    entry: Entry
    kind: str
    was_corrected: bool


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """A message of the own organisation, and its translations."""

    entry: Entry
    said: Said
    translations: Sequence[Translated]


def facts(case: Case) -> list[FactRow]:
    """Every fact of the case, those taken back too, in order."""
    changed = corrections(case)
    return [
        _row(case, entry, entry.body, changed.get(entry.sequence, []))
        for entry in case.entries
        if isinstance(entry.body, Fact)
    ]


def _row(case: Case, entry: Entry, fact: Fact, changed: Sequence[Entry]) -> FactRow:
    standing = case.standing.get(entry.sequence)
    past: list[Past] = []
    said: Fact | None = fact
    for correction in changed:
        if not isinstance(correction.body, Corrected):
            continue
        if said is not None:
            past.append(Past(fact=said, by=correction.by, reason=correction.body.reason))
        said = correction.body.body
    return FactRow(
        entry=entry,
        form=form_of(fact),
        fact=standing if isinstance(standing, Fact) else None,
        past=past,
    )


def of_kind(rows: Sequence[FactRow], kind: str) -> list[FactRow]:
    """The rows of one kind."""
    return [row for row in rows if row.form.kind == kind]


def samples(rows: Sequence[FactRow]) -> list[Custody]:
    """The samples with their chain of custody, and results."""
    chains: dict[str, list[FactRow]] = {}
    for row in rows:
        fact = row.fact or row.past[-1].fact
        if isinstance(fact, SampleTaken | CustodyPassed | ResultReported):
            chains.setdefault(fact.sample, []).append(row)
    return [
        Custody(sample=sample, steps=(steps := sorted(chain, key=_when)), gaps=_gaps(steps))
        for sample, chain in chains.items()
    ]


def _when(row: FactRow) -> tuple[int, float, int]:
    """Taken first, then from hand to hand by the clock, then results by their day."""
    match row.fact or row.past[-1].fact:
        case SampleTaken(taken_at=at):
            return 0, at.timestamp(), row.entry.sequence
        case CustodyPassed(passed_at=at):
            return 1, at.timestamp(), row.entry.sequence
        case ResultReported(reported_on=day):
            return 2, float(day.toordinal()), row.entry.sequence
    return 3, 0.0, row.entry.sequence


def _gaps(steps: Sequence[FactRow]) -> frozenset[int]:
    holder = ""
    found = set()
    for row in steps:
        match row.fact:
            case SampleTaken(taken_by=holder):
                pass
            case CustodyPassed(giver=giver, taker=taker):
                if holder.casefold() != giver.casefold():
                    found.add(row.entry.sequence)
                holder = taker
    return frozenset(found)


def totals(case: Case) -> list[Total]:
    """What each payer pays in each currency, as the costs stand after corrections."""
    sums: dict[tuple[str, str], Decimal] = {}
    for _, cost in case.every(CostEntered):
        key = (cost.payer, cost.currency)
        sums[key] = sums.get(key, Decimal()) + cost.amount
    return [Total(payer=p, currency=c, amount=amount) for (p, c), amount in sorted(sums.items())]


def messages(case: Case) -> list[Message]:
    """The messages of the own organisation; those of a question stand with the question."""
    told: dict[int, list[Translated]] = {}
    for _, one in case.every(Translated):
        told.setdefault(one.of, []).append(one)
    return [
        Message(entry=entry, said=entry.body, translations=told.get(entry.sequence, []))
        for entry in case.entries
        if isinstance(entry.body, Said) and entry.body.referral is None
    ]


def log(entries: Sequence[Entry]) -> Iterator[LogRow]:
    """Entries as the log tells them."""
    corrected = {entry.body.of for entry in entries if isinstance(entry.body, Corrected)}
    for entry in entries:
        yield LogRow(
            entry=entry,
            kind=str(entry.body.__struct_config__.tag),
            was_corrected=entry.sequence in corrected,
        )
