"""A report as text: for a terminal at three in the morning, for paper, for a pipe.

Colour and weight only repeat what the words say. Nothing is wider than asked, and where the
terminal knows no more than ASCII, nothing else is written.
"""

import io
from collections.abc import Iterable, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from customhouse.report.parts import ADVICE, ItemPart, Needed, Outline, Question, Reason
from customhouse.report.passage import Passage, plain
from customhouse.report.words import APPLIES, HINT, NO_CURE, OUTCOME_NAMES
from customhouse.screening.finding import OUTCOMES, Outcome

NARROWEST = 40
"""Columns. On less, one word a line would be all that is left."""

_LABEL = 9
_STYLES: dict[Outcome, str] = {
    "release": "bold green",
    "request_documents": "bold cyan",
    "refer": "bold magenta",
    "hold": "bold yellow",
    "refuse": "bold red",
}
_ASCII = str.maketrans(
    {"»": ">>", "«": "<<", "─": "-", "…": "...", "–": "-", "’": "'", "\u00a0": " ", "\ufffd": "?"}
)


def render(
    outlines: Sequence[Outline], *, width: int = 80, colour: bool = False, ascii_only: bool = False
) -> str:
    """The reports one after the other, with a summary first when there are several.

    `width` is in columns of a terminal; a narrower one than `NARROWEST` is taken as that.
    With `ascii_only` a letter that ASCII lacks is written as its number in Unicode.
    """
    parts: list[RenderableType] = [] if len(outlines) == 1 else [_summary(outlines)]
    for one in outlines:
        if len(outlines) > 1:
            parts += ["", Rule(style="", characters="=")]
        parts += _report(one)
    return lay_out(parts, width=width, colour=colour, ascii_only=ascii_only)


def lay_out(parts: Iterable[RenderableType], *, width: int, colour: bool, ascii_only: bool) -> str:
    """The parts as text, one under the other; the settings are those of `render`."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=max(width, NARROWEST),
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    )
    console.print(Group(*parts))
    text = "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"
    if ascii_only:
        text = text.translate(_ASCII).encode("ascii", "backslashreplace").decode("ascii")
    return text


def _report(report: Outline) -> Iterable[RenderableType]:
    yield Text.assemble((f"{report.name}.", _STYLES[report.outcome]), " ", report.answer)
    yield ""
    yield Text(plain(report.title), style="bold")
    yield _labelled(report.consignment)
    for item in report.items:
        yield from _item(item)
    if report.questions:
        yield from _section("What to ask, the most useful first")
        yield numbered(map(_question, report.questions))
    if report.needed:
        yield from _section("Documents and facts to be shown")
        if report.outcome == "refuse":
            yield Text(NO_CURE)
        yield numbered(map(_needed, report.needed))
    yield from _section("Documents that came with the declaration")
    yield numbered(Text(plain(document)) for document in report.shown or ("none",))
    if report.clocks:
        yield from _section("Clocks")
        yield numbered(Text(plain(f"{c.limit}; {c.provision}")) for c in report.clocks)
    yield from _section("What this rests on")
    yield _labelled((*report.basis, *(("note", note) for note in report.notes)))
    yield ""
    yield Text(ADVICE)


def _summary(outlines: Sequence[Outline]) -> RenderableType:
    counts = (
        (sum(one.outcome == outcome for one in outlines), OUTCOME_NAMES[outcome])
        for outcome in reversed(OUTCOMES)
    )
    said = ", ".join(f"{count} {name}" for count, name in counts if count)
    lines = [Text(f"{len(outlines)} declarations: {said}.", style="bold")]
    return Group(*lines, *(Text(plain(f"{one.name}: {one.title}")) for one in outlines))


def _section(title: str) -> Iterable[RenderableType]:
    yield ""
    yield Rule(Text(title, style="bold"), align="left", style="")


def _item(item: ItemPart) -> Iterable[RenderableType]:
    yield ""
    heading = Text.assemble(
        (f"Item {item.number}: ", "bold"), (OUTCOME_NAMES[item.outcome], _STYLES[item.outcome])
    )
    yield Rule(heading, align="left", style="")
    yield _grid(
        [
            ("declared", _declared(item.declared)),
            ("", Text(plain("; ".join(item.numbers)))),
            *_entries(item),
        ]
    )
    for reason in item.reasons:
        yield ""
        yield _reason(reason)
    if item.settled:
        yield ""
        yield Text("Looked at, and nothing more is asked:")
        yield numbered(map(_settled, item.settled))
    if item.flagged:
        yield ""
        yield Text("Another treaty may ask for a licence; the answer stays as it is:")
        yield numbered(map(_flagged, item.flagged))


def _declared(passages: tuple[Passage, ...]) -> Text:
    """The words of the declaration, the evidence between marks that need no colour."""
    if not passages:
        return Text("no words")
    return Text.assemble(*((f"»{p.text}«", "bold") if p.marked else (p.text, "") for p in passages))


def _entries(item: ItemPart) -> Iterable[tuple[str, Text]]:
    """What the item may be; hints are many and say little, so they share a line."""
    label, entries = "may be", item.entries
    for entry in entries:
        if entry.certainty == "hint":
            continue
        yield (
            label,
            Text(plain(f"{entry.title or entry.ref} [{entry.ref}]: {entry.certainty_words}")),
        )
        for evidence in entry.evidence:
            yield "", Text(plain(f"  by {evidence}"))
        label = ""
    if item.hint_words:
        yield "hints", Text(f"{item.hint_words} ({HINT})")
    if not entries:
        yield label, Text("no listed chemical or waste was found in what is declared")


def _reason(reason: Reason) -> RenderableType:
    heading = Text.assemble(
        (f"{OUTCOME_NAMES[reason.outcome]}", _STYLES[reason.outcome]),
        "  ",
        (reason.provision, "bold"),
    )
    if reason.applies == "unknown":
        heading.append(f" ({APPLIES['unknown']})")
    rows = [
        ("why", Text(plain(reason.why))),
        ("required", Text(plain("; ".join(reason.requires)))),
        ("clock", Text(plain(reason.clock))),
        ("facts", Text(plain("; ".join(reason.facts)))),
        ("rests on", Text(plain("; ".join(reason.rests_on)), style="dim")),
    ]
    return Group(heading, _grid([(label, text) for label, text in rows if text]))


def _settled(reason: Reason) -> Text:
    return Text(plain(f"{reason.provision} {APPLIES[reason.applies]}. {reason.why}"))


def _flagged(reason: Reason) -> Text:
    asked = "; ".join(reason.requires)
    return Text(plain(f"{reason.provision}. {reason.why} What to ask for: {asked}."))


def _question(question: Question) -> Text:
    return Text.assemble(
        (plain(question.what), "bold"), plain(f": {question.why}. ({question.would_change})")
    )


def _needed(needed: Needed) -> Text:
    items = ", ".join(map(str, needed.items))
    return Text(plain(f"{needed.what} (item {items}; {'; '.join(needed.provisions)})"))


def _labelled(rows: Iterable[tuple[str, str]]) -> RenderableType:
    return _grid([(label, Text(plain(value))) for label, value in rows])


def _grid(rows: Sequence[tuple[str, Text]]) -> RenderableType:
    """Labels on the left, text on the right; text that is too long goes on under itself."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=max([_LABEL, *(len(label) for label, _ in rows)]))
    grid.add_column(overflow="fold")
    for label, text in rows:
        grid.add_row(Text(label), text)
    return Padding(grid, (0, 0, 0, 2))


def numbered(texts: Iterable[Text]) -> RenderableType:
    """The texts with numbers from 1; what is too long goes on under itself."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(justify="right")
    grid.add_column(overflow="fold")
    for number, text in enumerate(texts, start=1):
        grid.add_row(Text(f"{number}."), text)
    return Padding(grid, (0, 0, 0, 2))
