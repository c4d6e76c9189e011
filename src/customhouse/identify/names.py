"""All names of the packs in one automaton: one pass over a text finds every listed name."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from customhouse.identify.edges import joint, starts_word, word_end
from customhouse.identify.forms import Form, entry_forms, plain_forms, synonym_forms
from customhouse.identify.listing import Listing
from customhouse.identify.normalise import Folded, separators, squeeze
from customhouse.reference.pack import Pack
from customhouse.reference.records import NearMiss, Substance, Synonym

_SHORTEST = 2


class Meaning(NamedTuple):
    """One entry that a name stands for; `weak` when the name alone does not settle it.

    `name` is the pack's spelling. `trade` marks a brand or a trade word.
    """

    listing: Listing
    name: str
    row: str
    weak: bool
    trade: bool


class Pattern(NamedTuple):
    """One squeezed name, what stands between its words, and what it stands for.

    A false friend has no meanings: it takes its words out of the search.
    """

    squeezed: str
    joints: tuple[bytes, ...]
    chemicals: tuple[Meaning, ...]
    wastes: tuple[Meaning, ...]

    @property
    def false_friend(self) -> bool:
        """Whether the name is that of something which is not listed."""
        return not (self.chemicals or self.wastes)


class NameHit(NamedTuple):
    """A name found in a text: folded span, and its meanings (none for a false friend)."""

    start: int
    end: int
    meanings: tuple[Meaning, ...]
    weak: bool


class NameBook:
    """Every name of the packs, ready for searching.

    Names of chemicals and trade words of wastes are read in two lanes, since "PCB oil" names
    both; in each lane the longest of overlapping names counts. False friends are in both.
    """

    def __init__(self, patterns: Iterable[Pattern], ordinary: frozenset[str]):
        self.patterns = tuple(patterns)
        self._ordinary = ordinary
        self._by_name = {pattern.squeezed: pattern for pattern in self.patterns}
        self._automaton = AhoCorasick(
            [pattern.squeezed for pattern in self.patterns], matchkind=MatchKind.Standard
        )

    def named(self, words: str) -> Pattern | None:
        """The pattern whose letters and digits are exactly those of some words."""
        return self._by_name.get(squeeze(words))

    def find(self, text: Folded) -> list[NameHit]:
        """The names in a text, in order of place; names inside longer names are left out."""
        raw = self._automaton.find_matches_as_indexes(text.squeezed, overlapping=True)
        if not raw:
            return []
        found = []
        for index, first, beyond in raw:
            hit = self._checked(text, self.patterns[index], first, beyond)
            if hit is not None:
                found.append(hit)
        found.sort(key=lambda hit: (hit[0], -hit[1]))
        hits: list[NameHit] = []
        for lane in ("chemicals", "wastes"):
            place = 0
            for start, end, weak, pattern in found:
                meanings = getattr(pattern, lane)
                if start >= place and (meanings or pattern.false_friend):
                    hits.append(NameHit(start, end, meanings, weak))
                    place = end
        hits.sort(key=lambda hit: hit[:2])
        return hits

    def _checked(
        self, text: Folded, pattern: Pattern, first: int, beyond: int
    ) -> tuple[int, int, bool, Pattern] | None:
        """The folded span of letters found, if they are words that make up the name."""
        folded, name = text.folded, pattern.squeezed
        start, last = text.places[first], text.places[beyond - 1]
        if not starts_word(folded, start, name):
            return None
        end = word_end(folded, last + 1, name)
        if end is None:
            return None
        parted = separators(folded[start : last + 1])
        verdicts = {joint(name, wanted, parted, self._ordinary) for wanted in pattern.joints}
        if "exact" in verdicts:
            return start, end, False, pattern
        return (start, end, True, pattern) if "weak" in verdicts else None


def build_names(
    packs: Sequence[Pack],
    listings: Mapping[str, tuple[Listing, ...]],
    ordinary: frozenset[str] = frozenset(),
) -> NameBook:
    """The names of packs; `listings` gives the entries of a substance id or waste code.

    A name of a substance is its name in every convention that lists it. `ordinary` are words
    that mean nothing of themselves.
    """
    collected = _Collected(listings)
    for pack in packs:
        for entry in pack.rows(Substance):
            for form in entry_forms(entry.name):
                rank = _ABBREVIATED if form.derived else _ENTRY if form.whole else _SHORTENED
                collected.add(pack, entry.substance_id, form, Source(entry.name, entry.row, rank))
        for synonym in pack.rows(Synonym):
            weak = synonym.strength == "weak"
            trade = synonym.kind in ("trade", "waste")
            for form in synonym_forms(synonym.name):
                rank = _ABBREVIATED if form.derived else _WEAK if weak else _STRONG
                source = Source(synonym.name, synonym.row, rank, trade)
                collected.add(pack, synonym.substance_id, form, source)
        for near_miss in pack.rows(NearMiss):
            for form in plain_forms(near_miss.name) if near_miss.name else ():
                collected.add_false_friend(form)
    return NameBook(collected.patterns(), ordinary)


# How much a row counts for what a spelling means, least first.
_ABBREVIATED, _STRONG, _WEAK, _SHORTENED, _ENTRY = range(5)


class Source(NamedTuple):
    """The row that gives a name."""

    name: str
    row: str
    rank: int
    trade: bool = False


class _Collected:
    """Names as they come in, gathered by their letters and digits."""

    def __init__(self, listings: Mapping[str, tuple[Listing, ...]]):
        self._listings = listings
        self._sources: defaultdict[str, dict[Listing, tuple[int, bool, Source]]]
        self._sources = defaultdict(dict)
        self._joints: defaultdict[str, dict[bytes, None]] = defaultdict(dict)
        self._false_friends: set[str] = set()

    def add(self, pack: Pack, key: str, form: Form, source: Source) -> None:
        """One spelling of an entry; of two rows the higher ranks, then the one of its own pack."""
        squeezed = self._spell(form)
        if not squeezed:
            return
        sources = self._sources[squeezed]
        for listing in self._listings.get(key, ()):
            claim = (source.rank, listing.convention == pack.name, source)
            known = sources.get(listing)
            if known is None or claim[:2] > known[:2]:
                sources[listing] = claim

    def add_false_friend(self, form: Form) -> None:
        """One spelling of something that is not listed."""
        squeezed = self._spell(form)
        if squeezed:
            self._false_friends.add(squeezed)

    def _spell(self, form: Form) -> str:
        squeezed = squeeze(form.text)
        if len(squeezed) < _SHORTEST:
            return ""
        self._joints[squeezed].setdefault(separators(form.text))
        return squeezed

    def patterns(self) -> Iterator[Pattern]:
        """The patterns of all spellings that stand for something or for a false friend."""
        for squeezed, joints in self._joints.items():
            sources = self._sources.get(squeezed, {})
            if not sources and squeezed not in self._false_friends:
                continue
            shortened = Counter(
                listing.convention
                for listing, (rank, _, _) in sources.items()
                if rank == _SHORTENED
            )
            chemicals, wastes = [], []
            for listing, (rank, _, source) in sources.items():
                weak = (
                    rank in (_ABBREVIATED, _WEAK)
                    or (rank == _SHORTENED and shortened[listing.convention] > 1)
                    or squeezed in self._false_friends
                )
                meaning = Meaning(listing, source.name, source.row, weak, source.trade)
                (wastes if listing.convention == "basel" else chemicals).append(meaning)
            yield Pattern(squeezed, tuple(joints), tuple(chemicals), tuple(wastes))
