"""What became law in a span of time, and the screenings that it touches, as text."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from customhouse.reference.changes import LawChange
from customhouse.report.passage import plain
from customhouse.report.text import lay_out
from customhouse.report.words import CONFIDENCE, OUTCOME_NAMES
from customhouse.saved.reopen import Reopened, Reopening, Touch

MOST = 8
"""Changes or differences shown of one screening; JSON has them all."""

_GAPS: dict[str, str] = {
    "listing_adopted": "listings without their day of adoption",
    "listing_in_force": "listings without their day of entry into force",
    "waste_code_begins": "waste codes without their first day",
    "exemption_expired": "exemptions without a last day",
    "party_joins": "Parties without the day from which they are bound",
    "amendment_accepted": "acceptances of amendments without their day",
    "import_ban_begins": "import bans without their first day",
    "export_ban_begins": "export bans without their first day",
    "national_rule_begins": "national rules without their first day",
    "import_response": "import responses without their day",
    "agreement_begins": "agreements without their first day",
    "ban_amendment": "records of the ban amendment without their day",
    "annex_vii": "States of Annex VII without their day",
    "threshold": "limits without their first day",
}


def render_changes(
    changes: Sequence[LawChange],
    undated: Mapping[str, int],
    span: str,
    *,
    width: int = 80,
    colour: bool = False,
    ascii_only: bool = False,
) -> str:
    """The log, one sentence a change under its day, and what has no day counted apart."""
    parts: list[RenderableType] = [Text(f"{_count(len(changes), 'change')} {span}.", style="bold")]
    day = None
    for change in changes:
        if change.day != day:
            day = change.day
            parts += ["", Text(str(day), style="bold")]
        parts.append(Padding(Text(plain(change.words + _doubt(change.confidence))), (0, 0, 0, 2)))
    gaps = sum(undated.values())
    if gaps:
        parts += ["", Text(f"Not in this log, as the packs lack the date: {_count(gaps, 'row')}.")]
        parts += [
            Padding(Text(f"{_GAPS.get(kind, kind)}: {count}"), (0, 0, 0, 2))
            for kind, count in undated.items()
        ]
    return lay_out(parts, width=width, colour=colour, ascii_only=ascii_only)


def render_reopening(
    found: Reopening,
    span: str,
    *,
    width: int = 80,
    colour: bool = False,
    ascii_only: bool = False,
) -> str:
    """The screenings to look at again, those whose answer differs first."""
    differ = sum(1 for one in found.reopened if one.then != one.now)
    parts: list[RenderableType] = [
        Text(
            f"{_count(found.looked_at, 'saved screening')} looked at, "
            f"{len(found.reopened)} touched by a change {span}; the answer differs for {differ}.",
            style="bold",
        )
    ]
    for one in found.reopened:
        parts += ["", *_screening(one)]
    if found.otherwise:
        parts += [
            "",
            Text(
                f"Touched by none of these changes, yet answered in another way now: "
                f"{len(found.otherwise)}. A paper may have run out, or the law changed outside "
                "the span.",
                style="bold",
            ),
        ]
        for one in found.otherwise:
            parts += ["", *_screening(one)]
    if found.unresolved:
        parts += [
            "",
            Text(
                f"Rows cited from {', '.join(found.unresolved)} could not be compared: that "
                "version is not at hand. Entries, rules and States were."
            ),
        ]
    return lay_out(parts, width=width, colour=colour, ascii_only=ascii_only)


def _screening(one: Reopened) -> Iterator[RenderableType]:
    then, now = OUTCOME_NAMES[one.then], OUTCOME_NAMES[one.now]
    if one.then != one.now:
        answer = f"was {then}, would be {now}"
    elif one.differences:
        answer = f"still {now}, on other grounds"
    else:
        answer = f"still {now}"
    name = one.declaration_id or "a declaration without id"
    yield Text.assemble((plain(name), "bold"), f": {answer}")
    days = (
        f"law of {one.as_of}, now of {one.now_as_of}"
        if one.as_of != one.now_as_of
        else (f"law of {one.as_of}")
    )
    yield _indented(f"{one.file}, saved {one.saved_on}, {days}")
    yield from _some(map(_touch, one.changes), len(one.changes), "change")
    yield from _some(
        (f"- {words}" for words in one.differences), len(one.differences), "difference"
    )


def _touch(touch: Touch) -> str:
    day = f"{touch.day}: " if touch.day else ""
    return f"* {day}{touch.words}{_doubt(touch.confidence)} Why: {touch.because}."


def _some(lines: Iterable[str], count: int, what: str) -> Iterator[RenderableType]:
    for number, line in enumerate(lines):
        if number == MOST:
            yield _indented(f"and {_count(count - MOST, f'more {what}')}")
            return
        yield _indented(line)


def _indented(words: str) -> RenderableType:
    return Padding(Text(plain(words)), (0, 0, 0, 2))


def _doubt(confidence: str) -> str:
    """What is not read in its source is said to be so."""
    if confidence in ("", "source"):
        return ""
    return f" [{CONFIDENCE[confidence]}]"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
