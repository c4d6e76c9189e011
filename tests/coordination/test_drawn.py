"""The states and moves in docs/cases.md are those of the data."""

from pathlib import Path
from typing import get_args

from customhouse.coordination.moves import START, STATES, Need, moves

DOC = Path(__file__).parents[2] / "docs" / "cases.md"


def table() -> list[str]:
    """Each move as a row."""
    return [
        f"| {row.move} | {', '.join(row.sources)} | {row.to} | {', '.join(row.roles)} "
        f"| {', '.join(row.needs)} |"
        for row in moves().values()
    ]


def diagram() -> list[str]:
    """What leads out of each state."""
    lines = []
    for state in STATES:
        ways = {row.move: row.to for row in moves().values() if state in row.sources}
        for place, (name, to) in enumerate(ways.items()):
            first = state if not place else ""
            lines.append(f"{first:<17} -- {name:<15} --> {to}")
    return lines


def test_the_document_draws_the_moves_as_they_are() -> None:
    text = DOC.read_text()
    for part in (table(), diagram()):
        assert "\n".join(part) in text, "\n".join(part)
    drawn = [line for line in text.splitlines() if " --> " in line]
    assert drawn == diagram()
    assert f"begins as `{START}`" in text
    for need in get_args(Need):
        assert f"| {need} | " in text, need
