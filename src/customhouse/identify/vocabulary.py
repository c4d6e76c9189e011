"""The words that say nothing about which substance the goods are, and those that say waste."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from customhouse.identify.denial import Denials
from customhouse.identify.normalise import fold
from customhouse.reference.records import GenericTerm

_WORD = re.compile(r"[^\W_]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_IDEOGRAPHS = re.compile("[\u2e80-\u9fff\uf900-\ufaff]+")
_ARABIC_PREFIX = re.compile("^(?:[وف]?(?:[بك]?ال|لل|[بلك])|و)(?=...)")
_CYRILLIC_ENDING = re.compile(
    "(?<=[\u0400-\u04ff]{3})(?:ами|ями|ого|его|ому|ему|ыми|ими|ая|яя|ое|ее|ые|ие|ыи|ии|ои|ым|им|"
    "ом|ем|ов|ев|еи|ах|ях|ам|ям|ых|их|ую|юю|ия|а|я|ы|и|е|о|у|ю|ь)$"
)
_COMPOUND_LENGTH = 6
_LONGEST_KEPT = 500


class Reading(NamedTuple):
    """What the words of a description say, whatever substance they may name."""

    vague: bool
    says_waste: bool
    says_used: bool


class Vocabulary:
    """Generic terms, sorted by what they tell; readings are cached as trade text repeats."""

    def __init__(self, terms: Iterable[GenericTerm]):
        self._kinds: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
        self._longest: dict[str, int] = {}
        self._ideographs: defaultdict[str, set[str]] = defaultdict(set)
        self._compound_ends: list[str] = []
        negations: list[str] = []
        fillers: list[str] = []
        for term in terms:
            folded = fold(term.term)
            if term.kind == "negation":
                negations.append(folded)
                continue
            if term.kind == "filler":
                fillers.append(folded)
            words = _WORD.findall(folded)
            if not words:
                continue
            if _IDEOGRAPHS.fullmatch(words[0]):
                self._ideographs["".join(words)].add(term.kind)
                continue
            key = tuple(map(_stem, words))
            self._kinds[key].add(term.kind)
            self._longest[key[0]] = max(self._longest.get(key[0], 0), len(key))
            if term.lang == "de" and term.kind == "waste" and len(words[0]) >= _COMPOUND_LENGTH:
                self._compound_ends.append(words[0])
        ends = sorted(self._ideographs, key=len, reverse=True)
        self._ideograph = re.compile("|".join(map(re.escape, ends)) or "(?!)")
        self.words = frozenset(key[0] for key in self._kinds if len(key) == 1)
        self.denials = Denials(negations, fillers, self.is_word)
        self._cached = lru_cache(maxsize=8192)(self._read)

    def is_word(self, word: str) -> bool:
        """Whether a folded word is one of the generic terms, in any of its forms."""
        return (_stem(word),) in self._kinds

    def read(self, description: str) -> Reading:
        """What a description says; short ones are kept, as trade text repeats."""
        short = len(description) <= _LONGEST_KEPT
        return self._cached(description) if short else self._read(description)

    def _read(self, description: str) -> Reading:
        """The reading of a description; a term that the text denies tells nothing."""
        folded = fold(description)
        words = [(m.group(), m.start(), m.end()) for m in _WORD.finditer(folded)]
        vague = True
        told: dict[str, list[tuple[int, int]]] = {"waste": [], "used": []}
        place = 0
        while place < len(words):
            word, start, end = words[place]
            if not word.isascii() and _IDEOGRAPHS.search(word):
                place += 1
                vague &= self._read_ideographs(word, start, told)
                continue
            kinds, length = self._longest_term(words, place)
            if length:
                end = words[place + length - 1][2]
            elif (word[-1] == "s" and (word[:-1],) in self._kinds) or all(
                len(part) == 1 or (_stem(part),) in self._kinds for part in _LETTERS.findall(word)
            ):
                kinds = self._kinds.get((word[:-1],), set())
                length = 1
            else:
                vague = False
                kinds = {"waste"} if word.endswith(tuple(self._compound_ends)) else set()
                length = 1
            for kind in kinds & told.keys():
                told[kind].append((start, end))
            place += length
        said = {
            kind: bool(spans) and len(self.denials.denied(folded, spans)) < len(spans)
            for kind, spans in told.items()
        }
        return Reading(vague, said["waste"], said["used"])

    def _longest_term(self, words: list[tuple[str, int, int]], place: int) -> tuple[set[str], int]:
        """The kinds of the longest term that begins at a word, and its number of words."""
        first = _stem(words[place][0])
        for length in range(min(self._longest.get(first, 0), len(words) - place), 0, -1):
            key = (first, *(_stem(word) for word, _, _ in words[place + 1 : place + length]))
            kinds = self._kinds.get(key)
            if kinds:
                return kinds, length
        return set(), 0

    def _read_ideographs(
        self, run: str, start: int, told: dict[str, list[tuple[int, int]]]
    ) -> bool:
        """Whether a run without spaces is made of generic terms alone; notes what they tell."""
        for match in self._ideograph.finditer(run):
            for kind in self._ideographs[match.group()] & told.keys():
                told[kind].append((start + match.start(), start + match.end()))
        rest = self._ideograph.sub("", run)
        return all(
            len(part) == 1 or (_stem(part),) in self._kinds for part in _LETTERS.findall(rest)
        )


@lru_cache(maxsize=16384)
def _stem(word: str) -> str:
    """A word without what its script writes onto it: Arabic prefixes, Russian endings."""
    if word.isascii():
        return word
    return _CYRILLIC_ENDING.sub("", _ARABIC_PREFIX.sub("", word, count=1))
