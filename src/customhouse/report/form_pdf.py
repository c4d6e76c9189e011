"""A paper made from a case as PDF: numbered boxes, marked as a draft until somebody signed it.

The layout is `form.typ`, and our own: it has the points that a convention asks for and is not its
printed form. What is in the boxes reaches it as data, and cannot act there.
"""

import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files

import msgspec
import typst

from customhouse.report.passage import plain

LABELS: dict[str, str] = {
    "draft": "DRAFT – not signed",
    "own_layout": "Own layout of customhouse, not the official form",
    "box": "Box",
    "what": "What is asked",
    "entry": "What is entered",
    "empty": "needed, and empty",
    "case": "Case",
    "number": "Entry of the case",
    "mark": "Mark of the contents (SHA-256)",
    "signed": "Signed",
    "name": "Name",
    "office": "Office",
    "state": "For the State",
    "day": "Day",
    "not_signed": "Nobody has signed this paper. It is not valid.",
}
"""The words of the layout, in English; `say` of `render` puts them into another language."""


class SheetBox(msgspec.Struct, frozen=True, kw_only=True):
    """One box as printed; `gap` for one that is needed and empty."""

    box: str
    title: str
    provision: str
    text: str
    gap: bool


class Signature(msgspec.Struct, frozen=True, kw_only=True):
    """Who signed, when, and for which State."""

    name: str
    office: str
    state: str
    day: str


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """A paper as printed. `signature` is `None` for a draft."""

    title: str
    provision: str
    case: str
    number: str
    mark: str
    boxes: Sequence[SheetBox]
    signature: Signature | None
    address: str = ""


def render(
    sheet: Sheet, *, language: str = "en", say: Callable[[str], str] = str, left: bool = False
) -> bytes:
    """The PDF of a paper.

    `say` gives titles and words of the layout in `language`; what was written in the boxes stays
    as it is. `left` lays the page out from right to left.
    """
    data = {
        "language": language,
        "left": left,
        "labels": {key: say(words) for key, words in LABELS.items()},
        "title": plain(say(sheet.title)),
        "provision": plain(sheet.provision),
        "case": plain(sheet.case),
        "number": plain(sheet.number),
        "mark": plain(sheet.mark),
        "address": plain(sheet.address),
        "boxes": [
            {
                "box": plain(one.box),
                "title": plain(say(one.title)),
                "provision": plain(one.provision),
                "lines": [
                    {"text": plain(line), "left": _is_to_left(line)}
                    for line in one.text.splitlines()
                ],
                "gap": one.gap,
            }
            for one in sheet.boxes
        ],
        "signature": _signature(sheet.signature),
    }
    compiler = typst.Compiler(_layout(), font_paths=_fonts())
    made = compiler.compile(format="pdf", sys_inputs={"paper": msgspec.json.encode(data).decode()})
    if not isinstance(made, bytes):
        raise TypeError("typst made no single PDF")
    return made


def _is_to_left(line: str) -> bool:
    """Whether the first letter of a line is of a script that runs from right to left."""
    letters = (unicodedata.bidirectional(sign) for sign in line)
    return next((kind for kind in letters if kind in ("L", "R", "AL")), "L") != "L"


def _signature(one: Signature | None) -> dict[str, str] | None:
    if one is None:
        return None
    return {
        "name": plain(one.name),
        "office": plain(one.office),
        "state": plain(one.state),
        "day": plain(one.day),
    }


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts()


@cache
def _layout() -> bytes:
    return files("customhouse.report").joinpath("form.typ").read_bytes()
