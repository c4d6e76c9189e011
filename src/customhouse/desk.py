"""The desk: packs, identification and screening put together once, behind every door."""

import datetime
from collections.abc import Sequence

from customhouse.declarations.declaration import Declaration, Item
from customhouse.identify.candidate import Candidate
from customhouse.identify.index import Index
from customhouse.identify.lookup import Lookup, Result
from customhouse.identify.structure import StructureRules
from customhouse.reference.library import Library
from customhouse.reference.pack import Pack, load_shipped
from customhouse.screening.case import Words
from customhouse.screening.finding import Assessment
from customhouse.screening.screen import screen


class Desk:
    """What an officer asks: screen a declaration, look a thing up, identify a structure."""

    def __init__(self, packs: Sequence[Pack]):
        self.library = Library(packs)
        self.index = Index.build(packs)
        self._packs = tuple(packs)

    @classmethod
    def shipped(cls) -> "Desk":
        """The desk with the packs that come with customhouse. Raises `PackError`."""
        return cls(load_shipped())
