"""The answer of the quick search as text."""

from rich.text import Text

from customhouse.report.passage import plain
from customhouse.report.text import lay_out, numbered
from customhouse.search.document import Found, Result

NOTHING_FOUND = (
    "Nothing in the packs meets every word. Try fewer words, another spelling or a number. That "
    "is no proof that goods are not listed."
)
_LONGEST_DETAIL = 300
_LONGEST_QUERY = 100


def render_found(
    found: Found, *, width: int = 80, colour: bool = False, ascii_only: bool = False
) -> str:
    """The results, best first, with how many there are of each kind and convention."""
    query = (
        found.query if len(found.query) <= _LONGEST_QUERY else f"{found.query[:_LONGEST_QUERY]}…"
    )
    if not found.total:
        parts = [Text(plain(f'"{query}": no result.'), style="bold"), Text(NOTHING_FOUND)]
        return lay_out(parts, width=width, colour=colour, ascii_only=ascii_only)
    count = f"{found.total} result{'' if found.total == 1 else 's'}"
    shown = len(found.results)
    some = f"the best {shown}" if shown < found.total else "best first"
    heading = Text(plain(f'"{query}": {count}, {some}.'), style="bold")
    facets = Text(
        f"Kinds: {_counts(found.kinds)}. Conventions: {_counts(found.conventions) or 'none'}."
    )
    return lay_out(
        [heading, facets, numbered(map(_result, found.results))],
        width=width,
        colour=colour,
        ascii_only=ascii_only,
    )


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in counts.items())


def _result(result: Result) -> Text:
    told = result.matched in result.title or result.matched in result.detail
    matched = "" if told else f' matched "{result.matched}",'
    detail = result.detail
    if len(detail) > _LONGEST_DETAIL:
        detail = f"{detail[:_LONGEST_DETAIL].rstrip()}…"
    kind = result.kind.replace("_", " ")
    return Text.assemble(
        (plain(result.title), "bold"),
        plain(f" [{result.ref}] {kind},{matched} score {result.score:.2f}. {detail}"),
    )
