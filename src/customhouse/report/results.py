"""The results of a look-up as text."""

from collections.abc import Sequence

from rich.text import Text

from customhouse.identify.lookup import Result
from customhouse.report.passage import plain
from customhouse.report.text import lay_out, numbered
from customhouse.report.words import COVERS

NOTHING_FOUND = (
    "Nothing listed was found. That is no proof that the goods are not listed: try the CAS "
    "number, another spelling, or the structure."
)


def render_results(
    query: str,
    results: Sequence[Result],
    *,
    width: int = 80,
    colour: bool = False,
    ascii_only: bool = False,
) -> str:
    """The results, best first, or in words that there are none."""
    count = f"{len(results)} result{'' if len(results) == 1 else 's'}, best first"
    heading = Text(plain(f'"{query}": {count if results else "no result"}.'), style="bold")
    body = numbered(map(_result, results)) if results else Text(NOTHING_FOUND)
    return lay_out([heading, body], width=width, colour=colour, ascii_only=ascii_only)


def _result(result: Result) -> Text:
    how_far = COVERS[result.specificity]
    matched = f'matched "{result.matched}"' + (f" ({how_far})" if how_far else "")
    return Text.assemble(
        (plain(result.title or result.ref), "bold"),
        plain(f" [{result.ref}] {matched}, score {result.score:.2f}"),
    )
