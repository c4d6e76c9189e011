"""Misspelt and misread names: a delete-neighbourhood index over the long names of the packs.

A name and a word one slip apart share a string that is each of them with a letter left out.
Those strings are kept in a table, so that a word is looked up and not compared with every
name. Two slips are allowed in long names. Results are cached by word, as trade text repeats.
Words that belong together ("short chain clorinated parafins") hardly repeat: they are looked
up by their length and the letters at either end, one end of which a slip leaves alone.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from customhouse.identify.lookalikes import LOOKALIKES
from customhouse.identify.names import Meaning, NameHit, Pattern
from customhouse.identify.normalise import FIRM, Folded, separators
from customhouse.identify.vocabulary import Vocabulary

_SHORTEST = 7
_SHORTEST_TRADE = 8
_TWO_SLIPS = 12
_KEYED = 8
_WINDOW = 4
_SHORTEST_WINDOW = 9
_ENDS = 4
_CACHE = 65536

_LETTERS_ONLY = re.compile(r"[^\W\d_]+")
_MISREAD = str.maketrans("1|i058", "lllosb")
_GLYPH_SHORTEST = 5
# Parts that change the substance: a word with another one of these is another chemical.
_MORPHEMES = re.compile(
    "meth|eth|prop|but|pent|hex|hept|oct|non|dec|mono|di|tri|tetra|per|poly|"
    "met(?=il)|et(?=il)|chlor|clor|fluor|brom|jod|iod|sulf|nitr|amin|"
    "мет|эт|проп|бут|пент|гекс|гепт|окт|нон|дек|моно|ди|три|тетра|поли|хлор|фтор|бром|иод"
)


class _Near(NamedTuple):
    distance: int
    patterns: tuple[Pattern, ...]


_NOTHING = _Near(0, ())


class FuzzyNames:
    """The names that may be met misspelt: strong, of letters alone and of some length.

    Trade words of wastes take no part: they are ordinary words, and so are their neighbours
    ("ceramic waste", "ceramic paste"). The generic terms of `vocabulary` are never taken for a slip. False friends take part, so
    that a slip in "metolachlor" is not laid at the door of "alachlor".
    """

    def __init__(self, patterns: Iterable[Pattern], vocabulary: Vocabulary):
        self._vocabulary = vocabulary
        self._names: list[Pattern] = []
        self._exact: set[str] = set()
        self._keys: defaultdict[str, list[int]] = defaultdict(list)
        self._glyphs: defaultdict[str, list[Pattern]] = defaultdict(list)
        self._heads: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
        self._tails: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
        for pattern in patterns:
            self._exact.add(pattern.squeezed)
            if _takes_part(pattern, _GLYPH_SHORTEST, _GLYPH_SHORTEST):
                self._glyphs[_read(pattern.squeezed)].append(pattern)
            if _takes_part(pattern, _SHORTEST, _SHORTEST_TRADE):
                self._add(pattern)
        self._near = lru_cache(maxsize=_CACHE)(self._look_up)

    def _add(self, pattern: Pattern) -> None:
        name = pattern.squeezed
        place = len(self._names)
        self._names.append(pattern)
        slips = _slips(name)
        for key in _deletes(name, slips):
            self._keys[key].append(place)
        for length in range(len(name) - slips, len(name) + slips + 1):
            self._heads[name[:_ENDS], length].append(place)
            self._tails[name[-_ENDS:], length].append(place)

    def find(self, text: Folded, taken: Sequence[NameHit]) -> list[NameHit]:
        """The misspelt names in a text, by place, where no name was found exactly.

        `taken` are the names found; a slip may reach over a false friend that is a part of it.
        """
        words = list(text.words())
        near, heads, tails = self._near, self._heads, self._tails
        hits: list[tuple[int, int, int, tuple[Pattern, ...]]] = []
        for place, (word, start, end) in enumerate(words):
            found = near(word)
            if found.patterns:
                hits.append((found.distance, start, end, found.patterns))
            joined = word
            for last, _, end_ in words[place + 1 : place + _WINDOW]:
                joined += last
                length = len(joined)
                if length < _SHORTEST_WINDOW:
                    continue
                places = heads.get((joined[:_ENDS], length), ())
                others = tails.get((joined[-_ENDS:], length), ())
                if places or others:
                    found = self._nearest(joined, {*places, *others})
                    if found.patterns and FIRM not in separators(text.folded[start:end_]):
                        hits.append((found.distance, start, end_, found.patterns))
        if not hits:
            return []
        settled = sorted(_settled(hits, taken), key=lambda hit: hit[:2])
        denied = self._vocabulary.denials.denied(text.folded, [hit[:2] for hit in settled])
        return [hit._replace(denied=hit[:2] in denied) for hit in settled]

    def _look_up(self, word: str) -> _Near:
        """The names nearest to a word, none for a word that is a name or an ordinary word."""
        if len(word) < _GLYPH_SHORTEST or word in LOOKALIKES or self._vocabulary.is_word(word):
            return _NOTHING
        if word not in self._exact and (not word.isalpha() or "rn" in word):
            misread = self._glyphs.get(_read(word))
            if misread and not word.isdigit():
                return _Near(1, tuple(misread))
        if len(word) < _SHORTEST - 1:
            return _NOTHING
        keys = _deletes(word, _slips(word)) & self._keys.keys()
        return self._nearest(word, {place for key in keys for place in self._keys[key]})

    def _nearest(self, word: str, places: set[int]) -> _Near:
        """Those of some names that are fewest slips from a word, if it is no name itself."""
        best, nearest = 2, list[Pattern]()
        if word in self._exact:
            return _NOTHING
        for place in sorted(places):
            name = self._names[place].squeezed
            allowed = min(best, _slips(min(word, name, key=len)))
            distance = OSA.distance(word, name, score_cutoff=allowed)
            if distance <= allowed and _same_parts(word, name):
                if distance < best:
                    best, nearest = distance, []
                nearest.append(self._names[place])
        if any(pattern.false_friend for pattern in nearest):
            return _NOTHING
        return _Near(best, tuple(nearest))


def _takes_part(pattern: Pattern, shortest: int, shortest_trade: int) -> bool:
    name = pattern.squeezed
    if len(name) < shortest or not _LETTERS_ONLY.fullmatch(name):
        return False
    if pattern.false_friend:
        return True
    return any(
        not meaning.weak and (not meaning.trade or len(name) >= shortest_trade)
        for meaning in pattern.chemicals
    )


def _slips(name: str) -> int:
    """How many slips a name of this length may have and still be told from others."""
    return 2 if len(name) >= _TWO_SLIPS else 1


def _deletes(word: str, slips: int) -> set[str]:
    """The first letters of a word, with up to `slips` of them left out."""
    head = word[:_KEYED]
    keys = {head} | {head[:place] + head[place + 1 :] for place in range(len(head))}
    if slips > 1:
        keys |= {key[:place] + key[place + 1 :] for key in keys for place in range(len(key))}
    return keys


def _read(word: str) -> str:
    """A word with the signs that scanners mistake for one another made one."""
    return word.translate(_MISREAD).replace("rn", "m")


def _same_parts(word: str, name: str) -> bool:
    """Whether each chemical part of a word stands in the name too, in this order.

    An h makes no difference: "clor" and "chlor", "met-" and "meth-" are the same part.
    """
    parts = iter(_parts(name))
    return all(part in parts for part in _parts(word))


def _parts(word: str) -> list[str]:
    return [part.replace("h", "") for part in _MORPHEMES.findall(word)]


def _settled(
    hits: list[tuple[int, int, int, tuple[Pattern, ...]]], taken: Sequence[NameHit]
) -> Iterator[NameHit]:
    """The hits that do not overlap a name or a better hit: fewest slips, then the longest."""
    spans = [(hit.start, hit.end, not hit.meanings) for hit in taken]
    for _, start, end, patterns in sorted(hits, key=lambda hit: (hit[0], hit[1] - hit[2], hit[1])):
        if all(
            end <= begun
            or ended <= start
            or (friendly and start <= begun and ended <= end and end - start > ended - begun)
            for begun, ended, friendly in spans
        ):
            spans.append((start, end, False))
            meanings: dict[str, Meaning] = {}
            for pattern in patterns:
                for meaning in pattern.chemicals:
                    if not meaning.weak:
                        meanings.setdefault(meaning.listing.ref, meaning)
            yield NameHit(start, end, tuple(meanings.values()), weak=False, denied=False)
