"""A report as PDF: A4 for the file, with page numbers, the advice and a code that leads back.

The layout is `assessment.typ`. What a trader wrote reaches it as data and is never a part of
the layout's code, so that it can be shown and cannot act.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
import segno
import typst

from customhouse.report.parts import ADVICE, ItemPart, Outline, Reason
from customhouse.report.passage import plain
from customhouse.report.words import ANSWERS, APPLIES, CERTAINTY, HINT, NO_CURE, OUTCOME_TITLES
from customhouse.screening.finding import SEVERITY

MOST_ITEMS = 300
"""Items told in full; of more, the strictest. A report of thousands of pages serves nobody."""

MOST_QUESTIONS = 50
_MOST_NUMBERS = 30

LABELS: dict[str, str] = {
    "ask": "What to ask, the most useful first",
    "needed": "Documents and facts to be shown",
    "what": "What",
    "items": "Items",
    "asked_by": "Asked for by",
    "clocks": "Clocks that run",
    "item": "Item",
    "may_be": "What it may be",
    "nothing": "No listed chemical or waste was found in what is declared.",
    "no_words": "No words are declared.",
    "hints": "Hints",
    "required": "Required",
    "clock": "Clock",
    "facts": "Facts",
    "rests_on": "Rests on",
    "settled": "Looked at, and nothing more is asked",
    "flagged": "Another treaty may ask for a licence; the answer stays as it is",
    "came": "Documents that came with the declaration",
    "none": "None.",
    "basis": "What this rests on",
    "notes": "Notes",
    "kept_by": "Screened by",
    "kept_at": "Screened at",
    "left_out": "More items and questions, with milder answers, are in the assessment itself.",
}
"""The words of the layout, in English; `say` of `render` puts them into another language."""


def render(
    report: Outline,
    *,
    address: str = "",
    kept_by: str = "",
    kept_at: str = "",
    language: str = "en",
    say: Callable[[str], str] = str,
    titles: Mapping[str, str] | None = None,
) -> bytes:
    """The PDF of a report.

    `address` is where the screening is kept: it is printed, and the code leads there. `say`
    gives words of closed lists in `language`, `titles` those of the rules by their id; what
    the rules explain in sentences stays in English and is marked so. Fonts are those of the
    machine after those of typst: a script that neither has is shown as boxes.
    """
    data = _clean(_data(report, address, kept_by, kept_at, language, say, titles or {}))
    compiler = typst.Compiler(_layout(), font_paths=_fonts())
    made = compiler.compile(
        format="pdf",
        sys_inputs={"report": msgspec.json.encode(data).decode(), "code": _code(address)},
    )
    if not isinstance(made, bytes):
        raise TypeError("typst made no single PDF")
    return made


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts()


@cache
def _layout() -> bytes:
    return files("customhouse.report").joinpath("assessment.typ").read_bytes()


def _code(address: str) -> str:
    if not address:
        return ""
    drawn = io.BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", scale=4, border=2)
    return drawn.getvalue().decode()


def _data(
    report: Outline,
    address: str,
    kept_by: str,
    kept_at: str,
    language: str,
    say: Callable[[str], str],
    titles: Mapping[str, str],
) -> dict[str, Any]:
    strictest = sorted(report.items, key=lambda item: -SEVERITY[item.outcome])[:MOST_ITEMS]
    numbers = {item.number for item in strictest}
    return {
        "language": language,
        "labels": {key: say(words) for key, words in LABELS.items()},
        "advice": say(ADVICE),
        "outcome": report.outcome,
        "name": say(OUTCOME_TITLES[report.outcome]),
        "answer": say(ANSWERS[report.outcome]),
        "title": report.title,
        "consignment": report.consignment,
        "questions": [
            msgspec.to_builtins(question) for question in report.questions[:MOST_QUESTIONS]
        ],
        "needed": [
            {
                "what": say(need.what),
                "items": _numbers(need.items),
                "provisions": need.provisions,
            }
            for need in report.needed
        ],
        "no_cure": say(NO_CURE) if report.outcome == "refuse" else "",
        "clocks": [{"limit": say(c.limit), "provision": c.provision} for c in report.clocks],
        "items": [_item(item, say, titles) for item in report.items if item.number in numbers],
        "left_out": len(report.items) > MOST_ITEMS or len(report.questions) > MOST_QUESTIONS,
        "shown": report.shown,
        "basis": report.basis,
        "notes": report.notes,
        "kept": _kept(kept_by, kept_at, say),
        "address": address,
    }


def _numbers(items: Sequence[int]) -> str:
    named = ", ".join(map(str, items[:_MOST_NUMBERS]))
    return f"{named} …" if len(items) > _MOST_NUMBERS else named


def _kept(kept_by: str, kept_at: str, say: Callable[[str], str]) -> list[tuple[str, str]]:
    rows = ((say(LABELS["kept_by"]), kept_by), (say(LABELS["kept_at"]), kept_at))
    return [row for row in rows if row[1]]


def _item(item: ItemPart, say: Callable[[str], str], titles: Mapping[str, str]) -> dict[str, Any]:
    return {
        "number": item.number,
        "outcome": item.outcome,
        "name": say(OUTCOME_TITLES[item.outcome]),
        "declared": [msgspec.to_builtins(piece) for piece in item.declared],
        "numbers": item.numbers,
        "entries": [
            {
                "title": entry.title or entry.ref,
                "ref": entry.ref,
                "certainty": say(CERTAINTY[entry.certainty]),
                "evidence": entry.evidence,
            }
            for entry in item.entries
            if entry.certainty != "hint"
        ],
        "hints": f"{item.hint_words} ({HINT})" if item.hint_words else "",
        "reasons": _reasons(item.reasons, say, titles),
        "settled": _reasons(item.settled, say, titles),
        "flagged": _reasons(item.flagged, say, titles),
    }


def _reasons(
    reasons: Sequence[Reason], say: Callable[[str], str], titles: Mapping[str, str]
) -> list[dict[str, Any]]:
    return [
        {
            "outcome": reason.outcome,
            "name": say(OUTCOME_TITLES[reason.outcome]),
            "title": titles.get(reason.rule, ""),
            "provision": reason.provision,
            "applies": say(APPLIES[reason.applies]),
            "is_unknown": reason.applies == "unknown",
            "why": reason.why,
            "requires": [say(one) for one in reason.requires],
            "clock": say(reason.clock) if reason.clock else "",
            "facts": reason.facts,
            "rests_on": reason.rests_on,
        }
        for reason in reasons
    ]


def _clean(value: Any) -> Any:
    """Every text without characters that turn the writing around."""
    match value:
        case str():
            return plain(value)
        case dict():
            return {key: _clean(one) for key, one in value.items()}
        case list() | tuple():
            return [_clean(one) for one in value]
    return value
