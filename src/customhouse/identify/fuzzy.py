"""Misspelt and misread names: a delete-neighbourhood index over the long names of the packs.

A name and a word one slip apart share a string that is each of them with a letter left out.
Those strings are kept in a table, so that a word is looked up and not compared with every
name. Two slips are allowed in long names. Results are cached by word, as trade text repeats.
Words that belong together ("short chain clorinated parafins") hardly repeat: they are looked
up by their length and the letters at either end, one end of which a slip leaves alone.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from customhouse.identify.edges import in_longer_name
from customhouse.identify.lookalikes import LOOKALIKES
from customhouse.identify.names import Meaning, NameHit, Pattern
from customhouse.identify.normalise import FIRM, Folded, separators
from customhouse.identify.slips import as_scanned, slips, slips_allowed
from customhouse.identify.vocabulary import Vocabulary

_SHORTEST = 7
_SHORTEST_TRADE = 8
_SHORTEST_SCANNED = 5
_SHORTEST_WINDOW = 9
_LONGEST = 80
_WINDOW = 4
_ENDS = 4
_KEYED = 8
_CACHE = 65536

_LETTERS_ONLY = re.compile(r"[^\W\d_]+")


class _Near(NamedTuple):
    distance: int
    patterns: tuple[Pattern, ...]


class _Slip(NamedTuple):
    """A misspelt name in a text; the order is that of preference: few slips, many letters."""

    distance: int
    letters: int
    start: int
    end: int
    patterns: tuple[Pattern, ...]


_NOTHING = _Near(0, ())


class FuzzyNames:
    """The names that may be met misspelt: strong, of letters alone and of some length.

    Trade words of wastes take no part: they are ordinary words, and so are their neighbours
    ("ceramic waste", "ceramic paste"). The generic terms of `vocabulary` are never taken for
    a slip. False friends take part, so that a slip in "metolachlor" is not laid at the door
    of "alachlor".
    """

    def __init__(self, patterns: Iterable[Pattern], vocabulary: Vocabulary):
        self._vocabulary = vocabulary
        self._names: list[Pattern] = []
        self._exact: set[str] = set()
        self._keys: defaultdict[str, list[int]] = defaultdict(list)
        self._scanned: defaultdict[str, list[Pattern]] = defaultdict(list)
        self._heads: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
        self._tails: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
        for pattern in patterns:
            self._exact.add(pattern.squeezed)
            if _takes_part(pattern, _SHORTEST_SCANNED, _SHORTEST_SCANNED):
                self._scanned[as_scanned(pattern.squeezed)].append(pattern)
            if _takes_part(pattern, _SHORTEST, _SHORTEST_TRADE):
                self._add(pattern)
        self._openings = {head for head, _ in self._heads}
        self._closings = {tail for tail, _ in self._tails}
        self._near = lru_cache(maxsize=_CACHE)(self._look_up)

    def _add(self, pattern: Pattern) -> None:
        name = pattern.squeezed
        place = len(self._names)
        self._names.append(pattern)
        allowed = slips_allowed(len(name))
        for key in _deletes(name, allowed):
            self._keys[key].append(place)
        for length in range(len(name) - allowed, len(name) + allowed + 1):
            self._heads[name[:_ENDS], length].append(place)
            self._tails[name[-_ENDS:], length].append(place)

    def find(self, text: Folded, taken: Sequence[NameHit]) -> list[NameHit]:
        """The misspelt names in a text, by place, where no name was found exactly.

        `taken` are the names found; a slip may reach over one that is a part of it and settles
        nothing: a false friend or a weak name.
        """
        words = list(text.words())
        near = self._near
        found: list[_Slip] = []
        for word, start, end in words:
            if len(word) <= _LONGEST:
                match = near(word)
                if match.patterns and not in_longer_name(text.folded, start, end):
                    found.append(_Slip(match.distance, -len(word), start, end, match.patterns))
        found += self._joined(text.folded, words)
        if not found:
            return []
        settled = sorted(_settled(found, taken), key=lambda hit: hit[:2])
        denied = self._vocabulary.denials.denied(text.folded, [hit[:2] for hit in settled])
        return [hit._replace(denied=hit[:2] in denied) for hit in settled]

    def _joined(self, folded: str, words: Sequence[tuple[str, int, int]]) -> Iterator[_Slip]:
        """The misspelt names that are written in several words, not ending in a single sign."""
        heads, tails = self._heads, self._tails
        opens = [len(word) < _ENDS or word[:_ENDS] in self._openings for word, _, _ in words]
        closes = [len(word) < _ENDS or word[-_ENDS:] in self._closings for word, _, _ in words]
        for place, (joined, start, _) in enumerate(words):
            if len(joined) < 2 or joined.isdigit():
                continue
            for other in range(place + 1, min(place + _WINDOW, len(words))):
                last, _, end = words[other]
                joined += last
                length = len(joined)
                if length > _LONGEST:
                    break
                if length < _SHORTEST_WINDOW or not (opens[place] or closes[other]):
                    continue
                places = heads.get((joined[:_ENDS], length), ())
                others = tails.get((joined[-_ENDS:], length), ())
                if not (places or others) or len(last) < 2 or last.isdigit():
                    continue
                match = self._nearest(joined, {*places, *others})
                if (
                    match.patterns
                    and FIRM not in separators(folded[start:end])
                    and not in_longer_name(folded, start, end)
                ):
                    yield _Slip(match.distance, -length, start, end, match.patterns)

    def _look_up(self, word: str) -> _Near:
        """The names nearest to a word, none for a word that is a name or an ordinary word."""
        if (
            len(word) < _SHORTEST_SCANNED
            or word in LOOKALIKES
            or word in self._exact
            or self._vocabulary.is_word(word)
        ):
            return _NOTHING
        if not word.isalpha() or "rn" in word:
            scanned = self._scanned.get(as_scanned(word))
            if scanned and not word.isdigit():
                return _Near(1, tuple(scanned))
        if len(word) < _SHORTEST - 1:
            return _NOTHING
        keys = _deletes(word, slips_allowed(len(word))) & self._keys.keys()
        return self._nearest(word, {place for key in keys for place in self._keys[key]})

    def _nearest(self, word: str, places: set[int]) -> _Near:
        """Those of some names that are fewest slips from a word, if it is no name itself."""
        if word in self._exact:
            return _NOTHING
        best, nearest = 2, list[Pattern]()
        for place in sorted(places):
            distance = slips(word, self._names[place].squeezed, best)
            if distance is not None:
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


def _deletes(word: str, count: int) -> set[str]:
    """The first letters of a word, with up to `count` of them, one or two, left out."""
    head = word[:_KEYED]
    keys = {head} | {head[:place] + head[place + 1 :] for place in range(len(head))}
    if count > 1:
        keys |= {key[:place] + key[place + 1 :] for key in keys for place in range(len(key))}
    return keys


def _settled(found: list[_Slip], taken: Sequence[NameHit]) -> Iterator[NameHit]:
    """The slips that overlap neither a better slip nor a name, but for one that settles nothing."""
    firm = {hit[:2] for hit in taken if not hit.weak and not all(m.weak for m in hit.meanings)}
    loose = list(zip(*_merged({hit[:2] for hit in taken} - firm), strict=True))
    starts, ends = _merged(firm)
    for slip in sorted(found):
        start, end = slip.start, slip.end
        place = bisect_left(starts, end)
        if place and ends[place - 1] > start:
            continue
        if any(
            begun < start or ended > end or (begun, ended) == (start, end)
            for begun, ended in _overlapping(loose, start, end)
        ):
            continue
        starts.insert(place, start)
        ends.insert(place, end)
        meanings: dict[str, Meaning] = {}
        for pattern in slip.patterns:
            for meaning in pattern.chemicals:
                if not meaning.weak:
                    meanings.setdefault(meaning.listing.ref, meaning)
        yield NameHit(start, end, tuple(meanings.values()), weak=False, denied=False)


def _merged(spans: Iterable[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """The starts and ends of spans, those that overlap made one."""
    starts: list[int] = []
    ends: list[int] = []
    for start, end in sorted(spans):
        if ends and start < ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    return starts, ends


def _overlapping(
    spans: Sequence[tuple[int, int]], start: int, end: int
) -> Iterator[tuple[int, int]]:
    """Those of some sorted spans, none of which overlap, that overlap `start` to `end`."""
    for place in range(bisect_left(spans, (end, 0)) - 1, -1, -1):
        if spans[place][1] <= start:
            return
        yield spans[place]
