"""The lines of all documents, by their words: which words meet a query's word, and how well."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from customhouse.search.document import Document
from customhouse.search.words import is_han, words

SAME, BEGINNING, WITHIN, LIKE = 3.0, 2.0, 1.0, 0.0
"""How well a word of the packs meets a word of the query; a like word adds its likeness."""

_BREAK = "\n"
_SHORTEST_BEGINNING = 2
_SHORTEST_WITHIN = 3
_MOST_SLIPS = 40
_LONGEST_NAME = 60
_LEAST_ALIKE = 0.8


class Line(NamedTuple):
    """A text of a document: a name, or something said about it."""

    document: int
    text: str
    squeezed: str
    is_name: bool


class WordIndex:
    """Words to lines, names to lines. Build one and keep it."""

    def __init__(self, documents: Sequence[Document]):
        self.lines: list[Line] = []
        postings: defaultdict[str, list[int]] = defaultdict(list)
        names: defaultdict[str, list[int]] = defaultdict(list)
        for place, document in enumerate(documents):
            about = (document.detail, *document.texts, " ".join(document.conventions))
            for text, is_name in (
                *((name, True) for name in document.names),
                *((text, False) for text in about),
            ):
                found = words(text)
                if not found:
                    continue
                number = len(self.lines)
                squeezed = "".join(found)
                self.lines.append(Line(place, text, squeezed, is_name))
                for word in set(found):
                    postings[word].append(number)
                if is_name:
                    names[squeezed].append(number)
        self._words = sorted(postings)
        self._postings = [postings[word] for word in self._words]
        self._joined = _BREAK + _BREAK.join(self._words) + _BREAK
        self._starts = [0]
        for word in self._words:
            self._starts.append(self._starts[-1] + len(word) + len(_BREAK))
        self._by_length: defaultdict[int, list[str]] = defaultdict(list)
        for word in self._words:
            if word.isalpha():
                self._by_length[len(word)].append(word)
        self.names = sorted(names)
        self.name_lines = [names[name] for name in self.names]

    def named(self, squeezed: str) -> Iterator[tuple[int, bool]]:
        """The lines of names that begin with a squeezed query, and whether they equal it."""
        place = bisect_left(self.names, squeezed)
        while place < len(self.names) and self.names[place].startswith(squeezed):
            for line in self.name_lines[place]:
                yield line, self.names[place] == squeezed
            place += 1

    def alike(self, squeezed: str) -> Iterator[tuple[int, float]]:
        """The lines of names spelt much like a squeezed query, with their likeness to 1."""
        if len(squeezed) > _LONGEST_NAME or any(map(str.isdigit, squeezed)):
            return
        for _, likeness, place in process.extract(
            squeezed,
            self.names,
            scorer=OSA.normalized_similarity,
            score_cutoff=_LEAST_ALIKE,
            limit=_MOST_SLIPS,
        ):
            for line in self.name_lines[place]:
                yield line, likeness

    def meeting(self, word: str, *, slips: bool) -> dict[int, float]:
        """The lines that a word meets, each with how well; `slips` lets misspelt words count."""
        graded: dict[int, float] = {}
        if slips:
            for place, likeness in self._like(word):
                for line in self._postings[place]:
                    graded.setdefault(line, LIKE + likeness)
        for place in self._within(word):
            graded.update(dict.fromkeys(self._postings[place], WITHIN))
        first = bisect_left(self._words, word)
        if len(word) >= _SHORTEST_BEGINNING or is_han(word):
            place = first
            while place < len(self._words) and self._words[place].startswith(word):
                graded.update(dict.fromkeys(self._postings[place], BEGINNING))
                place += 1
        if first < len(self._words) and self._words[first] == word:
            graded.update(dict.fromkeys(self._postings[first], SAME))
        return graded

    def _within(self, word: str) -> Iterator[int]:
        """The words that hold a word somewhere inside."""
        if len(word) < _SHORTEST_WITHIN and not is_han(word):
            return
        at = self._joined.find(word)
        while at >= 0:
            place = bisect_left(self._starts, at) - 1
            yield place
            at = self._joined.find(word, self._starts[place + 1])

    def _like(self, word: str) -> Iterator[tuple[int, float]]:
        """The words a slip or two away, best first; numbers are never taken for misspelt."""
        allowed = _allowed(word)
        if not allowed:
            return
        found = [
            (slips, known)
            for length in range(len(word) - allowed, len(word) + allowed + 1)
            for known, slips, _ in process.extract(
                word,
                self._by_length.get(length, ()),
                scorer=OSA.distance,
                score_cutoff=allowed,
                limit=_MOST_SLIPS,
            )
        ]
        for slips, known in sorted(found)[:_MOST_SLIPS]:
            yield bisect_left(self._words, known), 1 - slips / (len(word) + 1)


def _allowed(word: str) -> int:
    """How many letters of a word may be wrong."""
    if not word.isalpha():
        return 0
    if is_han(word):
        return 1 if len(word) >= 3 else 0
    return 0 if len(word) < 4 else 1 if len(word) < 7 else 2
