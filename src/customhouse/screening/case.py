"""One item of one declaration on one day: what every rule looks at."""

import datetime
import math
import unicodedata
from collections.abc import Sequence
from functools import cached_property
from typing import Literal

import msgspec

from customhouse.declarations.declaration import Declaration, Document, DocumentType, Item, Regime
from customhouse.identify.candidate import Candidate
from customhouse.reference.library import View
from customhouse.reference.records import Country
from customhouse.screening.finding import Ask
from customhouse.screening.purpose import Purpose, read_purpose
from customhouse.screening.waste import WasteState, waste_state

DocumentState = Literal["shown", "expired", "other_item", "absent"]


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """What the item says besides candidates, as identification read it.

    `vague`: no word says which goods these are. `named_ingredient`: an ingredient has a name
    that says which it is. `waste`, `used`: words for waste, for second-hand goods.
    `look_alike`: the item names or numbers a known look-alike of a listed entry.
    `invalid_cas`: numbers in the form of a CAS number with a wrong check digit;
    `invalid_smiles`: structures that cannot be read.
    """

    vague: bool = False
    named_ingredient: bool = False
    waste: bool = False
    used: bool = False
    look_alike: bool = False
    invalid_cas: tuple[str, ...] = ()
    invalid_smiles: tuple[str, ...] = ()


class Case:
    """An item with its declaration, candidates and the law of the day. Read only.

    `candidates` are entries of the conventions, `national` those of the layers that are loaded.
    """

    def __init__(
        self,
        declaration: Declaration,
        item: Item,
        candidates: Sequence[Candidate],
        words: Words,
        view: View,
        national: Sequence[Candidate] = (),
        optional: Sequence[Candidate] = (),
    ):
        self.declaration = declaration
        self.item = item
        self.candidates = tuple(candidates)
        self.national = tuple(national)
        self.optional = tuple(optional)
        self.words = words
        self.view = view

    @property
    def as_of(self) -> datetime.date:
        """The day whose law applies."""
        return self.view.as_of

    @property
    def regime(self) -> Regime | None:
        """Import, export or transit; `None` when it is not declared."""
        return self.declaration.regime

    @property
    def may_import(self) -> bool:
        """Whether the duties of import are asked about: also when the regime is not declared."""
        return self.regime in ("import", None)

    @property
    def may_export(self) -> bool:
        """Whether the duties of export are asked about: also when the regime is not declared."""
        return self.regime in ("export", None)

    @cached_property
    def exporter(self) -> Country | None:
        """The State of export, when it is declared and known."""
        return self.view.library.country(self.declaration.country_of_export)

    @cached_property
    def importer(self) -> Country | None:
        """The State of destination, when it is declared and known."""
        return self.view.library.country(self.declaration.country_of_destination)

    @cached_property
    def transit(self) -> tuple[Country, ...]:
        """The known States of transit, in the order of travel."""
        found = (self.view.library.country(code) for code in self.declaration.transit_countries)
        return tuple(country for country in found if country is not None)

    @cached_property
    def hs(self) -> str:
        """The digits of the customs code, whatever script, dots or spaces it was written with."""
        plain = unicodedata.normalize("NFKC", self.item.hs_code)
        return "".join(str(unicodedata.decimal(c)) for c in plain if c.isdecimal())

    @property
    def net_mass(self) -> float | None:
        """The net mass in kilograms; `None` when it is absent or nothing: goods have a mass."""
        return self.item.net_mass_kg or None

    @cached_property
    def purpose(self) -> Purpose | None:
        """What the goods are for; `None` when it is not declared."""
        return read_purpose(self.item.purpose)

    @cached_property
    def waste(self) -> WasteState:
        """Whether the goods are waste: asked by rules of every convention, told once."""
        return waste_state(self)

    def path(self, field: str) -> str:
        """The name of a field of this item: `items[3].purpose`."""
        return f"items[{self.item.number}].{field}"

    def said(self, field: str) -> str:
        """A fact of this item in words, for `because`."""
        value = getattr(self.item, field)
        return f"{self.path(field)} = {value if value not in ('', None, ()) else 'not declared'}"

    def ask(self, field: str, why: str) -> Ask:
        """A question about a field of this item."""
        return Ask(field=self.path(field), why=why)

    @staticmethod
    def ask_shipment(field: str, why: str) -> Ask:
        """A question about a field of the whole declaration."""
        return Ask(field=field, why=why)

    def flag(self, name: str) -> bool | None:
        """A yes-or-no fact; `None` when it is absent or is not yes or no."""
        value = self.item.facts.get(name)
        return value if isinstance(value, bool) else None

    def number(self, name: str) -> float | None:
        """A measured fact; `None` when it is absent or is not a finite number."""
        value = self.item.facts.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return float(value) if math.isfinite(value) else None

    def document_state(self, *types: DocumentType) -> tuple[DocumentState, Document | None]:
        """The best document of these types, and whether it can be relied on for this item.

        A document that has expired, is dated after the day of the law, or covers other items
        only is worth as much as none, but is named so that the officer sees why.
        """
        best: tuple[DocumentState, Document | None] = ("absent", None)
        for document in self.declaration.documents:
            if document.type not in types:
                continue
            if document.covers_items and self.item.number not in document.covers_items:
                best = ("other_item", document) if best[0] == "absent" else best
            elif (document.valid_until is not None and document.valid_until < self.as_of) or (
                document.issued_on is not None and document.issued_on > self.as_of
            ):
                best = ("expired", document)
            else:
                return "shown", document
        return best

    def shows(self, *types: DocumentType) -> bool:
        """Whether a document of one of these types is there, valid and covers this item."""
        return self.document_state(*types)[0] == "shown"

    def disposal_papers(self) -> bool:
        """Whether a Basel consent and a movement document that can be relied on are there."""
        return self.shows("basel_consent") and self.shows("basel_movement_document")

    def valid_documents(self, document_type: DocumentType) -> tuple[Document, ...]:
        """Every document of a type that is valid on the day and covers this item."""
        return tuple(
            d
            for d in self.declaration.documents
            if d.type == document_type
            and (not d.covers_items or self.item.number in d.covers_items)
            and (d.valid_until is None or d.valid_until >= self.as_of)
            and (d.issued_on is None or d.issued_on <= self.as_of)
        )

    def documents_said(self, *types: DocumentType) -> str:
        """What is known of a document, in words, for `because`."""
        state, document = self.document_state(*types)
        name = " or ".join(types)
        if document is None:
            return f"documents: no {name}"
        reference = document.reference or "without reference"
        match state:
            case "shown":
                return f"documents: {document.type} {reference}"
            case "other_item":
                return f"documents: {document.type} {reference} does not cover this item"
            case _:
                ended = document.valid_until is not None and document.valid_until < self.as_of
                day = document.valid_until if ended else document.issued_on
                return f"documents: {document.type} {reference} is not valid on this day ({day})"
