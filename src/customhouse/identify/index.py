"""From an item's words and numbers to the listed entries that it may be."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Literal

from customhouse.declarations.declaration import Item
from customhouse.identify.candidate import Candidate, FoundBy, Match
from customhouse.identify.fuzzy import FuzzyNames
from customhouse.identify.listing import collect_listings
from customhouse.identify.names import NameBook, NameHit
from customhouse.identify.normalise import Folded
from customhouse.identify.numbers import (
    Number,
    cas_field,
    code_field,
    hs_field,
    text_numbers,
    un_field,
)
from customhouse.identify.patterns import collect_patterns
from customhouse.identify.registry import STRENGTH, Entry, Registry
from customhouse.identify.vocabulary import Vocabulary
from customhouse.reference.pack import Pack
from customhouse.reference.records import GenericTerm, HsEdition, Specificity

_MATCHES: dict[Match, int] = {"exact": 0, "fuzzy": 1, "weak": 2, "denied": 3}
_SCHEMES: dict[str, tuple[str, FoundBy]] = {
    "cas": ("CAS", "cas"),
    "ec": ("EC", "cas"),
    "un": ("UN", "un"),
}
_CACHE = 8192
_LONGEST_CODE = 40


class Index:
    """All packs, ready to tell what an item may be. Build one and keep it.

    Answers depend on the packs alone, not on a date: whether a listing is in force is for the
    screening. Ids that no table of substances or codes has are passed over: packs are verified
    when they are loaded.
    """

    def __init__(self, packs: Sequence[Pack]):
        self.listings = collect_listings(packs)
        self.registry = Registry(packs, self.listings)
        self.vocabulary = Vocabulary(term for pack in packs for term in pack.rows(GenericTerm))
        patterns = collect_patterns(packs, self.listings, self.vocabulary.denials)
        self.names = NameBook(patterns, self.vocabulary)
        self._fuzzy = FuzzyNames(self.names.patterns, self.vocabulary)
        self._customs = lru_cache(maxsize=_CACHE)(self._from_customs_code)

    @classmethod
    def build(cls, packs: Sequence[Pack]) -> "Index":
        """The index of packs."""
        return cls(packs)

    def candidates(self, item: Item) -> tuple[Candidate, ...]:
        """The listed entries that an item's words and numbers point to.

        The firmest come first, then by reference; the same evidence in the same field counts
        once, at its firmest. Structures are not looked at.
        """
        best: dict[tuple[str, str, str, str], Candidate] = {}
        for candidate in self._all(item):
            key = (candidate.ref, candidate.found_by, candidate.field, candidate.evidence)
            known = best.get(key)
            if known is None or _firmness(candidate) < _firmness(known):
                best[key] = candidate
        return tuple(sorted(best.values(), key=_order)) if best else ()

    def _all(self, item: Item) -> Iterator[Candidate]:
        if item.description:
            yield from self._from_text("description", item.description)
        if 0 < len(item.hs_code) <= _LONGEST_CODE:
            yield from self._customs("hs_code", item.hs_code, item.hs_edition)
        for place, value in enumerate(item.cas):
            yield from self._from_numbers(cas_field(f"cas[{place}]", value))
        for place, value in enumerate(item.un):
            yield from self._from_numbers(un_field(f"un[{place}]", value))
        for place, value in enumerate(item.waste_codes):
            yield from self._from_codes(code_field(f"waste_codes[{place}]", value), sure=True)
        if item.formulation is not None:
            for place, ingredient in enumerate(item.formulation.ingredients):
                field = f"formulation.ingredients[{place}]"
                if ingredient.name:
                    yield from self._from_text(f"{field}.name", ingredient.name)
                yield from self._from_numbers(cas_field(f"{field}.cas", ingredient.cas))

    def _from_text(self, field: str, words: str) -> Iterator[Candidate]:
        text = Folded(words)
        hits = self.names.find(text)
        for hit in hits:
            yield from _named(field, text, hit, "exact")
        for hit in self._fuzzy.find(text, hits):
            yield from _named(field, text, hit, "fuzzy")
        numbers = list(text_numbers(field, text))
        if numbers:
            yield from self._from_numbers(number for number in numbers if number.kind in _SCHEMES)
            codes = [number for number in numbers if number.kind == "code"]
            if codes:
                yield from self._from_codes(codes, sure=self.vocabulary.read(words).says_waste)
            for number in numbers:
                if number.kind == "hs":
                    entries = self.registry.customs_entries(number.value, "")
                    yield from (_numbered(number, entry, "hs") for entry in entries)

    def _from_customs_code(
        self, field: str, value: str, edition: HsEdition | Literal[""]
    ) -> tuple[Candidate, ...]:
        return tuple(
            _numbered(number, entry, "hs")
            for number in hs_field(field, value)
            for entry in self.registry.customs_entries(number.value, edition)
        )

    def _from_numbers(self, numbers: Iterable[Number]) -> Iterator[Candidate]:
        for number in numbers:
            if number.valid:
                scheme, found_by = _SCHEMES[number.kind]
                for entry in self.registry.entries(scheme, number.value):
                    yield _numbered(number, entry, found_by)

    def _from_codes(self, numbers: Iterable[Number], *, sure: bool) -> Iterator[Candidate]:
        """Basel codes; in a text that speaks neither of waste nor of codes they are a hint.

        "A2010" is glass from screens in a code of waste, and the number of a part elsewhere.
        """
        for number in numbers:
            for listing in self.listings.get(number.value, ()):
                if listing.ref == f"basel:{number.value}":
                    specificity: Specificity = "exact" if sure or number.labelled else "flag"
                    yield _numbered(number, Entry(listing, specificity, listing.row), "code")

    def is_near_miss(self, words: str) -> bool:
        """Whether a CAS number or a name is one often mistaken for a listed item."""
        numbers = list(cas_field("", words))
        if any(number.valid for number in numbers):
            return any(self.registry.is_near_miss("CAS", number.value) for number in numbers)
        pattern = self.names.named(words)
        return pattern is not None and pattern.false_friend


def _named(field: str, text: Folded, hit: NameHit, sure: Match) -> Iterator[Candidate]:
    if not hit.meanings:
        return
    start, end = text.original(hit.start, hit.end)
    for meaning in hit.meanings:
        match: Match = "denied" if hit.denied else "weak" if hit.weak or meaning.weak else sure
        yield Candidate(
            ref=meaning.listing.ref,
            convention=meaning.listing.convention,
            found_by="name",
            evidence=text.text[start:end],
            specificity="exact" if match == "exact" else "flag",
            match=match,
            field=field,
            row=meaning.row,
            title=meaning.listing.title,
            span=(start, end),
        )


def _numbered(number: Number, entry: Entry, found_by: FoundBy) -> Candidate:
    return Candidate(
        ref=entry.listing.ref,
        convention=entry.listing.convention,
        found_by=found_by,
        evidence=number.evidence,
        specificity=entry.specificity,
        match="exact",
        field=number.field,
        row=entry.row,
        title=entry.listing.title,
        span=number.span,
    )


def _firmness(candidate: Candidate) -> tuple[int, int]:
    return STRENGTH[candidate.specificity], _MATCHES[candidate.match]


def _order(candidate: Candidate) -> tuple[int, str, str, str, tuple[int, int], str]:
    return (
        STRENGTH[candidate.specificity],
        candidate.ref,
        candidate.found_by,
        candidate.field,
        candidate.span or (-1, -1),
        candidate.evidence,
    )
