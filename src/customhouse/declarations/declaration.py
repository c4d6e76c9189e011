"""The declaration as customhouse sees it, whatever format it came in.

Every field but `items` may be absent: a missing fact is unknown and is asked for,
never assumed. Field names are the command line's contract.
"""

import datetime
from typing import Any, Literal

import msgspec

Regime = Literal["import", "export", "transit"]
DocumentType = Literal[
    "basel_notification",
    "basel_movement_document",
    "basel_consent",
    "pic_export_notification",
    "pic_import_consent",
    "stockholm_certification",
    "sds",
    "analysis",
    "contract",
    "permit",
    "other",
]


class Trader(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An exporter or a consignee."""

    name: str = ""
    id: str = ""


class Ingredient(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One ingredient of a formulation; `strength` is in `unit` (`%` by mass, or `g/l`)."""

    name: str = ""
    cas: str = ""
    strength: float | None = None
    unit: Literal["%", "g/l", ""] = ""


class Formulation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A pesticide formulation; `type` is the international code (EC, SL, DP, ULV, ...)."""

    type: str = ""
    ingredients: tuple[Ingredient, ...] = ()


class Item(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of goods. Masses are in kilograms, `value` in `currency`."""

    number: int = 0
    description: str = ""
    hs_code: str = ""
    hs_edition: Literal["2012", "2017", "2022", "2028", ""] = ""
    cas: tuple[str, ...] = ()
    un: tuple[str, ...] = ()
    waste_codes: tuple[str, ...] = ()
    smiles: tuple[str, ...] = ()
    is_waste: bool | None = None
    purpose: str = ""
    formulation: Formulation | None = None
    net_mass_kg: float | None = None
    gross_mass_kg: float | None = None
    packages: int | None = None
    value: float | None = None
    currency: str = ""
    facts: dict[str, Any] = {}


class Document(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A document that travels with the goods.

    An empty `covers_items` means that the document names no item: it covers all of them.
    """

    type: DocumentType = "other"
    reference: str = ""
    issuer: str = ""
    issued_on: datetime.date | None = None
    valid_until: datetime.date | None = None
    covers_items: tuple[int, ...] = ()


class Declaration(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A consignment declared to customs. Countries are ISO 3166 codes as given."""

    id: str = ""
    date: datetime.date | None = None
    regime: Regime | None = None
    country_of_export: str = ""
    country_of_destination: str = ""
    transit_countries: tuple[str, ...] = ()
    exporter: Trader = Trader()
    consignee: Trader = Trader()
    items: tuple[Item, ...]
    documents: tuple[Document, ...] = ()


class DeclarationError(Exception):
    """The input is not a declaration: what is wrong, where, and how to mend it.

    `field` is a path (`items[2].net_mass_kg`), `line` the 1-based line of the file
    where that is known.
    """

    def __init__(self, problem: str, *, remedy: str, field: str = "", line: int | None = None):
        self.problem = problem
        self.remedy = remedy
        self.field = field
        self.line = line
        super().__init__(str(self))

    def __str__(self) -> str:
        """One sentence for the user: place, problem, remedy."""
        place = [f"line {self.line}"] if self.line is not None else []
        place += [f"field {self.field}"] if self.field else []
        where = ", ".join(place)
        return f"{where + ': ' if where else ''}{self.problem}. {self.remedy}"
