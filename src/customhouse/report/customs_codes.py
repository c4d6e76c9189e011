"""What is known of a customs code, or of the codes of a listed item, as text."""

from collections.abc import Iterable, Mapping, Sequence

from rich.console import RenderableType
from rich.text import Text

from customhouse.reference.correlation import HsLink
from customhouse.reference.hs import HsCode, HsEntry, HsHistory, HsSiblings
from customhouse.reference.records import HsEdition
from customhouse.report.passage import plain
from customhouse.report.text import lay_out, numbered
from customhouse.report.words import COVERS

NOT_KNOWN = "That is no proof that the goods are not listed."
ADVICE = (
    "A customs code alone proves nothing: goods are listed for what they are. A missing line "
    "says that the packs do not know, not that nothing changed."
)


_FIRMNESS = ("exact", "group", "flag")


def render_code(
    code: str,
    edition: HsEdition | None,
    hides: Sequence[HsEntry],
    siblings: HsSiblings,
    history: Sequence[HsHistory],
    *,
    width: int = 80,
    colour: bool = False,
    ascii_only: bool = False,
) -> str:
    """What a code may hide, the codes beside it and its history, one section each."""
    asked = f"{dotted(code)}{f' of HS {edition}' if edition else ''}"
    parts: list[RenderableType] = []
    if hides:
        parts += [
            _bold(f"{asked}: what may be declared under it, the firmest first."),
            numbered(_hidden(hides)),
        ]
    else:
        parts += [_bold(f"No listed item is known under {asked}."), Text(NOT_KNOWN)]
    for title, codes in (
        ("Other codes of the heading that the packs know", siblings.known),
        ("Mirror and escape codes", siblings.escapes),
    ):
        if codes:
            parts += ["", _bold(title), numbered(_codes(codes))]
    if history:
        parts += ["", _bold("The code across editions"), numbered(_told(history))]
    parts += ["", Text(ADVICE)]
    return lay_out(parts, width=width, colour=colour, ascii_only=ascii_only)


def render_refs(
    items: Sequence[tuple[str, str, Mapping[HsEdition, Sequence[HsEntry]]]],
    *,
    width: int = 80,
    colour: bool = False,
    ascii_only: bool = False,
) -> str:
    """The customs codes of listed items, each a reference, a name and its codes by edition."""
    parts: list[RenderableType] = []
    for ref, name, codes in items:
        parts += [""] if parts else []
        parts.append(_bold(f"{name} [{ref}]"))
        if not codes:
            parts.append(Text("No customs code is recorded for it."))
        for edition, entries in codes.items():
            parts += [Text(f"HS {edition}"), numbered(map(_own, entries))]
    parts += ["", Text(ADVICE)]
    return lay_out(parts, width=width, colour=colour, ascii_only=ascii_only)


def dotted(code: str) -> str:
    """A code with the points of the HS: `2903.81`, `3915`, `2903.81.00`."""
    return ".".join((code[:4], *(code[place : place + 2] for place in range(4, len(code), 2))))


def _bold(text: str) -> Text:
    return Text(plain(text), style="bold")


def _hidden(entries: Iterable[HsEntry]) -> Iterable[Text]:
    """One line for an item, a code and a specificity, with all editions that say so."""
    editions: dict[tuple[str, str, str, str], list[str]] = {}
    for entry in sorted(entries, key=lambda entry: _FIRMNESS.index(entry.specificity)):
        key = (entry.name or entry.ref, entry.ref, entry.code, entry.specificity)
        editions.setdefault(key, []).append(entry.edition)
    for (name, ref, code, specificity), found in editions.items():
        rest = f" [{ref}] under {dotted(code)} in {_and(sorted(found))}"
        yield Text.assemble((plain(name), "bold"), plain(rest + _doubt(specificity)))


def _codes(codes: Iterable[HsCode]) -> Iterable[Text]:
    editions: dict[str, list[str]] = {}
    titles: dict[str, str] = {}
    for one in codes:
        editions.setdefault(one.code, []).append(one.edition)
        titles[one.code] = titles.get(one.code) or one.title
    for code, found in editions.items():
        title = f" {titles[code]}" if titles[code] else ""
        yield Text(plain(f"{dotted(code)}{title} ({_and(sorted(found))})"))


def _told(history: Sequence[HsHistory]) -> Iterable[Text]:
    """What changed, towards newer editions and back where other codes come in; then what did not.

    Back from an edition, the own code alone is no news: the way forward has told it.
    """
    unchanged: set[str] = set()
    for one in history:
        own = [link.code for link in one.links] == [one.code]
        if own and one.links[0].relation == "same":
            unchanged |= {one.edition, one.to}
        elif one.to > one.edition or not own:
            ways: dict[str, list[str]] = {}
            for link in one.links:
                ways.setdefault(_way(link, one), []).append(dotted(link.code))
            links = "; ".join(f"{', '.join(codes)} ({way})" for way, codes in ways.items())
            became = "became" if one.to > one.edition else "was"
            yield Text(plain(f"{dotted(one.code)} of {one.edition} {became} in {one.to}: {links}"))
    if unchanged:
        code = dotted(history[0].code)
        yield Text(plain(f"{code} is the same code in {_and(sorted(unchanged))}"))


def _way(link: HsLink, history: HsHistory) -> str:
    return (_FORWARD if history.to > history.edition else _BACK)[link.relation]


_FORWARD = {
    "same": "the same goods",
    "split": "part of it",
    "merged": "with others",
    "moved": "some of it, with others",
}
_BACK = {
    "same": "the same goods",
    "split": "part of that",
    "merged": "all of that",
    "moved": "some of that",
}


def _own(entry: HsEntry) -> Text:
    title = f" {entry.title}" if entry.title else ""
    return Text(plain(f"{dotted(entry.code)}{title}{_doubt(entry.specificity)}"))


def _doubt(specificity: str) -> str:
    said = COVERS[specificity] or "no other goods"
    return f" ({said})"


def _and(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
