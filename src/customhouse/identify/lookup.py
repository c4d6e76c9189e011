"""Looking up listed entries by words, numbers or codes, for people at a desk."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import msgspec
from rapidfuzz import fuzz, process

from customhouse.identify.index import Index
from customhouse.identify.listing import Listing
from customhouse.identify.normalise import Folded, squeeze
from customhouse.identify.numbers import Number, cas_field, hs_field, text_numbers, un_field
from customhouse.identify.registry import STRENGTH
from customhouse.reference.pack import Pack
from customhouse.reference.records import Convention, Specificity, WasteCode

# The score of each kind of match. A part of a name or a like name adds up to a step for how
# much of the name it covers, so that the kinds never mix.
_NUMBER: dict[Specificity, float] = {"exact": 1.0, "group": 0.98, "flag": 0.96}
_NAME, _WEAK_NAME = 1.0, 0.95
_NAME_IN_QUERY, _WEAK_NAME_IN_QUERY = 0.92, 0.9
_BEGINNING, _WITHIN, _LIKE = 0.8, 0.7, 0.6
_STEP = 0.09
_LEAST_ALIKE = 70
_SHORTEST_WITHIN = 3
_LONGEST = 500


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """One entry found; `matched` is what of the tables met the query, `score` is 0 to 1.

    `specificity` says how far the match settles that the entry is meant: `flag` for anything
    but a number or a whole name.
    """

    ref: str
    convention: Convention
    title: str
    matched: str
    specificity: Specificity
    score: float


class Lookup:
    """All names, numbers and codes of the packs, ready to be searched. Build one and keep it."""

    def __init__(self, packs: Sequence[Pack], index: Index):
        self._index = index
        self._codes = {
            code.code: Listing(f"basel:{code.code}", "basel", code.code, code.title, code.row)
            for pack in packs
            for code in pack.rows(WasteCode)
        }
        named: dict[str, dict[str, tuple[Listing, str]]] = {}
        for pattern in index.names.patterns:
            for meaning in (*pattern.chemicals, *pattern.wastes):
                known = named.setdefault(pattern.squeezed, {})
                known.setdefault(meaning.listing.ref, (meaning.listing, meaning.name))
        for listing in self._listings():
            if listing.title:
                known = named.setdefault(squeeze(listing.title), {})
                known.setdefault(listing.ref, (listing, listing.title))
        self._names = sorted(named)
        self._meanings = [tuple(named[name].values()) for name in self._names]

    def _listings(self) -> Iterator[Listing]:
        for listings in self._index.listings.values():
            yield from listings
        yield from self._codes.values()

    def search(self, query: str, limit: int = 20) -> list[Result]:
        """The entries that a query may mean, best first, each once.

        The query is a CAS, EC or UN number, a customs code of any edition, a Basel code, the
        id or reference of an entry, or words in any language of the packs. A number is taken
        at its word: words are compared only when it finds nothing. What is known as not listed
        though it looks so is not answered with what it is mistaken for.
        """
        query = query[:_LONGEST]
        best: dict[str, Result] = {}
        found = list(self._by_number(query)) or [*self._by_id(query), *self._by_words(query)]
        for result in found:
            known = best.get(result.ref)
            if known is None or _rank(result) < _rank(known):
                best[result.ref] = result
        return sorted(best.values(), key=_rank)[:limit]

    def _by_number(self, query: str) -> Iterator[Result]:
        registry = self._index.registry
        for number in _numbers(query):
            if number.kind == "code":
                listing = self._codes.get(number.value)
                if listing is not None:
                    yield _result(listing, number.value, "exact", _NUMBER["exact"])
                continue
            entries = (
                registry.customs_entries(number.value, "")
                if number.kind == "hs"
                else registry.entries(number.kind.upper(), number.value)
            )
            for entry in entries:
                yield _result(
                    entry.listing, number.value, entry.specificity, _NUMBER[entry.specificity]
                )

    def _by_id(self, query: str) -> Iterator[Result]:
        """Entries whose reference, id or code the query is.

        An id that is a name too ("pcb") is left to the names: they tell whether it is weak.
        """
        asked = query.strip().lower()
        convention, _, key = asked.rpartition(":")
        if not convention and self._index.names.named(asked) is not None:
            return
        listings = self._index.listings.get(key, ())
        code = self._codes.get(key.upper())
        for listing in (*listings, code) if code is not None else listings:
            if convention in ("", listing.convention):
                yield _result(listing, listing.key, "exact", _NUMBER["exact"])

    def _by_words(self, query: str) -> Iterator[Result]:
        squeezed = squeeze(query)
        if not squeezed:
            return
        pattern = self._index.names.named(query)
        if pattern is not None:
            for meaning in (*pattern.chemicals, *pattern.wastes):
                yield (
                    _result(meaning.listing, meaning.name, "flag", _WEAK_NAME)
                    if meaning.weak
                    else _result(meaning.listing, meaning.name, "exact", _NAME)
                )
        else:
            for hit in self._index.names.find(Folded(query)):
                for meaning in hit.meanings:
                    yield (
                        _result(meaning.listing, meaning.name, "flag", _WEAK_NAME_IN_QUERY)
                        if meaning.weak or hit.weak or hit.denied
                        else _result(meaning.listing, meaning.name, "exact", _NAME_IN_QUERY)
                    )
        yield from self._by_part(query, squeezed)
        if pattern is None and not squeezed.isdigit():
            yield from self._by_likeness(squeezed)

    def _by_part(self, query: str, squeezed: str) -> Iterator[Result]:
        """Names that begin with the query, and names that hold each of its words."""
        place = bisect_left(self._names, squeezed)
        while place < len(self._names) and self._names[place].startswith(squeezed):
            yield from self._named(place, _BEGINNING, len(squeezed) / len(self._names[place]))
            place += 1
        parts = [word for word, _, _ in Folded(query).words()]
        if max(map(len, parts)) < _SHORTEST_WITHIN and squeezed.isascii():
            return
        for place, name in enumerate(self._names):
            if all(part in name for part in parts):
                yield from self._named(place, _WITHIN, len(squeezed) / len(name))

    def _by_likeness(self, squeezed: str) -> Iterator[Result]:
        """Names spelt much like the query."""
        for _, likeness, place in process.extract(
            squeezed, self._names, scorer=fuzz.ratio, score_cutoff=_LEAST_ALIKE, limit=50
        ):
            yield from self._named(place, _LIKE, likeness / 100)

    def _named(self, place: int, score: float, share: float) -> Iterator[Result]:
        for listing, name in self._meanings[place]:
            yield _result(listing, name, "flag", score + _STEP * min(share, 1.0))


def _numbers(query: str) -> Iterator[Number]:
    """The numbers that a query may be; one that stands alone needs no label."""
    yield from text_numbers("query", Folded(query))
    if squeeze(query).isdigit():
        yield from (number for number in cas_field("query", query) if number.valid)
        yield from un_field("query", query)
        yield from hs_field("query", query)


def _result(listing: Listing, matched: str, specificity: Specificity, score: float) -> Result:
    return Result(
        ref=listing.ref,
        convention=listing.convention,
        title=listing.title,
        matched=matched,
        specificity=specificity,
        score=round(score, 4),
    )


def _rank(result: Result) -> tuple[float, int, str]:
    return -result.score, STRENGTH[result.specificity], result.ref
