"""All names of the packs in one automaton: one pass over a text finds every listed name."""

from collections.abc import Iterable
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from customhouse.identify.edges import in_longer_name, joint, runs_on, starts_word, word_end
from customhouse.identify.listing import Listing
from customhouse.identify.normalise import Folded, separators, squeeze
from customhouse.identify.vocabulary import Vocabulary


class Meaning(NamedTuple):
    """One entry that a name stands for; `weak` when the name alone does not settle it.

    `name` is the pack's spelling and `row` the row that gives it. `trade` marks a brand or a
    trade word.
    """

    listing: Listing
    name: str
    row: str
    weak: bool
    trade: bool


class Pattern(NamedTuple):
    """One squeezed name, what stands between its words, and what it stands for.

    A false friend stands for nothing listed: it takes its words out of the search.
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
    """A name found in a text: folded span and meanings (none for a false friend).

    `weak` when its words are not quite joined as in the name or are a part of another name,
    `denied` when the text says that the goods are free of it.
    """

    start: int
    end: int
    meanings: tuple[Meaning, ...]
    weak: bool
    denied: bool


class _Found(NamedTuple):
    start: int
    end: int
    pattern: Pattern
    weak: bool


class NameBook:
    """Every name of the packs, ready for searching.

    Names of chemicals and trade words of wastes are read in two lanes, since "PCB oil" names
    both; in each lane the longest of overlapping names counts. False friends are in both.
    """

    def __init__(self, patterns: Iterable[Pattern], vocabulary: Vocabulary):
        self.patterns = tuple(patterns)
        self._vocabulary = vocabulary
        self._by_name = {pattern.squeezed: pattern for pattern in self.patterns}
        self._automaton = AhoCorasick(list(self._by_name), matchkind=MatchKind.Standard)

    def named(self, words: str) -> Pattern | None:
        """The pattern whose letters and digits are exactly those of some words."""
        return self._by_name.get(squeeze(words))

    def find(self, text: Folded) -> list[NameHit]:
        """The names in a text, in order of place; names inside longer names are left out."""
        raw = self._automaton.find_matches_as_indexes(text.squeezed, overlapping=True)
        if not raw:
            return []
        checked = (self._checked(text, self.patterns[i], a, b) for i, a, b in raw)
        found = sorted(
            (hit for hit in checked if hit is not None), key=lambda hit: (hit.start, -hit.end)
        )
        if not found:
            return []
        spans = [hit[:2] for hit in found if not hit.pattern.false_friend]
        denied = self._vocabulary.denials.denied(text.folded, spans)
        hits: list[NameHit] = []
        for lane in ("chemicals", "wastes"):
            place = 0
            for hit in found:
                meanings: tuple[Meaning, ...] = getattr(hit.pattern, lane)
                if hit.start < place or not (meanings or hit.pattern.false_friend):
                    continue
                place = hit.end
                span = hit[:2]
                hits.append(NameHit(*span, meanings, hit.weak, span in denied))
        hits.sort(key=lambda hit: hit[:2])
        return hits

    def _checked(self, text: Folded, pattern: Pattern, first: int, beyond: int) -> _Found | None:
        """Letters found, if they are words that make up the name."""
        folded, name = text.folded, pattern.squeezed
        start, last = text.places[first], text.places[beyond - 1]
        if not starts_word(folded, start, name):
            return None
        end = word_end(folded, last + 1, name)
        if end is None:
            return None
        parted = separators(folded[start : last + 1])
        verdicts = {
            joint(name, wanted, parted, self._vocabulary.words) for wanted in pattern.joints
        }
        if verdicts == {"no"}:
            return None
        weak = (
            "exact" not in verdicts
            or runs_on(folded, end, name)
            or in_longer_name(folded, start, end)
        )
        return _Found(start, end, pattern, weak)
