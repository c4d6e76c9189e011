"""A declaration and what was found, with nothing in it that tells whose it was."""

import datetime
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import msgspec

from customhouse.coordination.case import Case
from customhouse.coordination.entries import AnyBody, Asked, PartyNamed, ResultReported
from customhouse.coordination.scrubbing import Scrubber, words_of
from customhouse.declarations.declaration import Declaration, Document, Formulation, Item, Trader
from customhouse.declarations.facts import FACTS
from customhouse.screening.finding import Assessment

LONGEST_TEXT = 1000
"""More characters than this tell of one consignment; what is longer is cut off."""

_CAS = re.compile(r"\d{2,7}-\d{2}-\d")
_UN = re.compile(r"(?:UN ?)?\d{4}", re.IGNORECASE)
_HS = re.compile(r"\d{4}(?:[. ]?\d{2}){0,4}")
_WASTE = re.compile(r"(?:[AB] ?\d{4}|Y ?\d{1,2}|[DR] ?\d{1,2}|[A-Z]{2} ?\d{3})", re.IGNORECASE)
_SMILES = re.compile(r"[A-Za-z0-9@+\-\[\]()=#%/\\.:*]{1,200}")
_TYPE = re.compile(r"[A-Z]{2,3}")
_CURRENCY = re.compile(r"[A-Z]{3}")


class Anonymous:
    """Hides one case. What stands in a field is kept only in a form that identifies nobody."""

    def __init__(
        self,
        case: Case,
        declaration: Declaration,
        assessment: Assessment,
        shift: datetime.timedelta,
        countries: Mapping[str, str],
    ):
        self._declared = declaration
        self._shift = shift
        self._countries = countries
        goods = {c.evidence for item in assessment.items for c in item.candidates}
        names = set(identifying_names(case, declaration))
        self._scrubber = Scrubber(identifying(case, declaration, goods), names, goods)

    def declaration(self) -> Declaration:
        """The declaration: other traders and references, rounded masses, other days."""
        d = self._declared
        return Declaration(
            id="SCENARIO-1",
            date=self.day(d.date) if d.date else None,
            regime=d.regime,
            country_of_export=self.country(d.country_of_export),
            country_of_destination=self.country(d.country_of_destination),
            transit_countries=tuple(filter(None, map(self.country, d.transit_countries))),
            exporter=_trader(d.exporter, "A"),
            consignee=_trader(d.consignee, "B"),
            items=tuple(map(self._item, d.items)),
            documents=tuple(self._paper(one, n) for n, one in enumerate(d.documents, start=1)),
        )

    def day(self, day: datetime.date) -> datetime.date:
        """The day moved; the first or last day there is, when it would lie beyond."""
        try:
            return day + self._shift
        except OverflowError:
            return datetime.date.max if self._shift > datetime.timedelta() else datetime.date.min

    def country(self, code: str) -> str:
        """The country in its place; nothing for what is no code that is known."""
        return self._countries.get(code.strip(), "")

    def facts_told(self, body: AnyBody) -> tuple[str, ...]:
        """Which facts of a declaration a result told, by name."""
        told = body.facts if isinstance(body, ResultReported) else {}
        return tuple(name for name in sorted(told) if name in FACTS)

    def _text(self, text: str) -> str:
        return self._scrubber.text(text[:LONGEST_TEXT])

    def _code(self, code: str, form: re.Pattern[str]) -> str:
        code = code.strip()
        return code if form.fullmatch(code) and not self._scrubber.names(code) else ""

    def _codes(self, codes: tuple[str, ...], form: re.Pattern[str]) -> tuple[str, ...]:
        return tuple(kept for code in codes if (kept := self._code(code, form)))

    def _item(self, item: Item) -> Item:
        return Item(
            number=item.number,
            description=self._text(item.description),
            hs_code=self._code(item.hs_code, _HS),
            hs_edition=item.hs_edition,
            cas=self._codes(item.cas, _CAS),
            un=self._codes(item.un, _UN),
            waste_codes=self._codes(item.waste_codes, _WASTE),
            smiles=self._codes(item.smiles, _SMILES),
            is_waste=item.is_waste,
            purpose=self._text(item.purpose),
            formulation=self._formulation(item.formulation),
            net_mass_kg=_rounded(item.net_mass_kg),
            gross_mass_kg=_rounded(item.gross_mass_kg),
            packages=None if item.packages is None else int(two_digits(item.packages)),
            value=_rounded(item.value),
            currency=self._code(item.currency, _CURRENCY),
            facts={
                name: kept for name, fact in item.facts.items() for kept in self._fact(name, fact)
            },
        )

    def _formulation(self, formulation: Formulation | None) -> Formulation | None:
        if formulation is None:
            return None
        return Formulation(
            type=self._code(formulation.type, _TYPE),
            ingredients=tuple(
                msgspec.structs.replace(
                    one, name=self._text(one.name), cas=self._code(one.cas, _CAS)
                )
                for one in formulation.ingredients
            ),
        )

    def _fact(self, name: str, value: object) -> Iterator[Any]:
        if name not in FACTS:
            return
        if isinstance(value, bool | int | float):
            yield value
        elif isinstance(value, str):
            yield self._text(value)

    def _paper(self, paper: Document, number: int) -> Document:
        return Document(
            type=paper.type,
            reference=f"PAPER-{number}" if paper.reference else "",
            issuer=self.country(paper.issuer),
            issued_on=self.day(paper.issued_on) if paper.issued_on else None,
            valid_until=self.day(paper.valid_until) if paper.valid_until else None,
            covers_items=paper.covers_items,
        )


def identifying(case: Case, declaration: Declaration, goods: Collection[str] = ()) -> set[str]:
    """Every text of the case that could tell whose it is, also one that was corrected later.

    Where a text describes, and has words for the `goods` alone, it tells nobody's name.
    """
    known = {word for one in goods for word in words_of(one)}
    found = {declaration.id, *identifying_names(case, declaration)}
    found.update((declaration.exporter.id, declaration.consignee.id))
    found.update(paper.reference for paper in declaration.documents)
    found.update(paper.issuer for paper in declaration.documents)
    for entry in case.entries:
        found.update(
            text
            for field, text in _texts(entry.body)
            if field not in _DESCRIBING or not known.issuperset(words_of(text))
        )
    return found


def identifying_names(case: Case, declaration: Declaration) -> Iterator[str]:
    """The names of traders, of those who wrote in the case and of those who were asked."""
    yield from (declaration.exporter.name, declaration.consignee.name)
    for entry in case.entries:
        yield from (entry.by.name, entry.by.organisation)
        body = getattr(entry.body, "body", None) or entry.body
        if isinstance(body, PartyNamed | Asked):
            yield body.name


_OPEN = frozenset(
    {
        *("number", "title", "name", "identifier", "address", "sha256", "about", "reference"),
        *("seal", "place", "sample", "taken_by", "method", "giver", "taker", "laboratory"),
        *("finding", "payer", "note", "reason", "text", "contact", "document", "by", "clock"),
        *("because", "office", "file", "of"),
    }
)
"""Fields of entries that anybody may write anything in; goods and codes are not among them."""

_DESCRIBING = frozenset({"title", "about", "method", "finding", "of", "text"})


def _texts(body: msgspec.Struct) -> Iterator[tuple[str, str]]:
    for field in body.__struct_fields__:
        value = getattr(body, field)
        if isinstance(value, msgspec.Struct):
            yield from _texts(value)
        elif isinstance(value, str) and field in _OPEN:
            yield field, value
        elif isinstance(value, dict) and field == "fields":
            yield from ((field, text) for text in value.values())
        elif isinstance(value, tuple) and field == "files":
            yield from ((field, name) for name in value)


def _trader(trader: Trader, letter: str) -> Trader:
    return Trader(
        name=f"Trader {letter}" if trader.name else "", id=f"{letter}-1" if trader.id else ""
    )


def _rounded(number: float | None) -> float | None:
    return None if number is None else two_digits(number)


def two_digits(number: float) -> float:
    """The number with its first two digits.

    >>> two_digits(24_380.5)
    24000.0
    """
    return float(f"{number:.1e}")
