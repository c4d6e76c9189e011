"""What a form can be filled from, and a filled box with the places that its words came from.

A place is a short text: `entry:4` of the case, `declaration:items[0].net_mass_kg` of what was
declared, `finding:basel:art-9-1-b` of the answer, `pack:` and a pack row, or `typed` for what a
person wrote.
"""

import datetime
from collections.abc import Callable, Iterable

import msgspec

from customhouse.coordination.case import Case
from customhouse.coordination.entries import Entry
from customhouse.declarations.declaration import Declaration
from customhouse.reference.library import Library, View
from customhouse.saved.record import SavedScreening
from customhouse.screening.finding import Finding

TYPED = "typed"


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """A case, its latest screening where the reader may see it, and the packs."""

    case: Case
    saved: SavedScreening | None
    library: Library

    @property
    def declaration(self) -> Declaration | None:
        """What was declared last."""
        return self.saved.declaration if self.saved else None

    @property
    def day(self) -> datetime.date:
        """The day whose law and offices count: that of the answer, else of the last entry."""
        return self.saved.assessment.as_of if self.saved else self.case.last.at.date()

    @property
    def law(self) -> View:
        """The law of that day."""
        return self.library.view(self.day)

    def entry(self, number: int) -> Entry:
        """The entry of a number."""
        return self.case.entry(number)

    def findings(self) -> list[Finding]:
        """What provisions say of the items and does apply."""
        items = self.saved.assessment.items if self.saved else ()
        return [one for item in items for one in item.findings if one.applies == "yes"]


class Field(msgspec.Struct, frozen=True):
    """The words of a box and where they came from; no words for a box that stays empty."""

    text: str = ""
    sources: tuple[str, ...] = ()


Told = tuple[str, str]
"""Words, and the place that they came from."""

Filler = Callable[[Ground], Field]


def entry(number: int) -> str:
    """The place of an entry of the case."""
    return f"entry:{number}"


def together(told: Iterable[Told], between: str = "\n") -> Field:
    """One box of several words, each once; the empty ones left out."""
    words: dict[str, None] = {}
    places: dict[str, None] = {}
    for text, place in told:
        if text.strip():
            words[text.strip()] = None
            places[place] = None
    return Field(between.join(words), tuple(places))
