"""One quick search over names, numbers, codes, provisions, States, terms and products.

The engine is an inverted index of our own: sorted words for beginnings, one joined string for
parts of words (Chinese names are written without spaces), and rapidfuzz over the words of like
length for slips, which are tried only where nothing better was found. SQLite FTS5 in memory over
the same lines, measured beside it in `benchmarks/search.py`, meets names, beginnings and several
words as well, but next to no slips: it has nothing for them, and would need rapidfuzz over a
list of words beside it, and steps of its own for numbers and citations too. What it would then
save is the word index, the smallest part. Its words-as-beginnings are also several times slower,
and its trigrams know no part of fewer than three signs (铅). The structures of `identify` hold
squeezed names for scanning a text, not the words of States, rules, codes and terms.

An answer depends on the packs alone. What is asked is never taken as a pattern or a syntax, and
is cut to a length at which the worst query stays quick.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import chain

from customhouse.reference.pack import Pack
from customhouse.search.citation import citation, place_of
from customhouse.search.document import EXACT, Found, Number, Result
from customhouse.search.index import BEGINNING, LIKE, SAME, WITHIN, WordIndex
from customhouse.search.kinds import KINDS
from customhouse.search.law import countries, provisions, terms
from customhouse.search.listed import listed
from customhouse.search.words import words

LONGEST = 500
"""Characters of a query that are looked at."""

_MOST_WORDS = 30
_LABELS = frozenset({"cas", "ec", "einecs", "un", "hs", "no", "nr", "number", "code", "iso"})
_STOP = frozenset(
    {"a", "an", "and", "the", "of", "for", "in", "on", "to", "by", "or", "with", "is"}
    | {"de", "la", "le", "les", "du", "des", "et", "el", "los", "las", "del", "y", "en"}
    | {"и", "в", "на", "для", "من", "في"}
)
_HEADING, _SUBHEADING = 4, 6
_SHORTEST_NUMBER = 3

# The score of each kind of match; a share of the name met adds less than a step.
_NAME, _NAME_BEGINS, _NUMBER_BEGINS = 0.94, 0.8, 0.8
_LONGER_CODE, _CITED_BELOW, _CITED_ABOVE = 0.95, 0.97, 0.93
_WORDS = {SAME: 0.7, BEGINNING: 0.6, WITHIN: 0.5, LIKE: 0.38}
_NAME_ALIKE = 0.3
_STEP = 0.08
_NOT_A_NAME, _SCATTERED = 0.04, 0.07
_ORDER = {kind: place for place, kind in enumerate(KINDS)}


class Search:
    """All that the packs hold, ready to be searched. Build one and keep it.

    `conventions` are those that results can be asked for by.
    """

    def __init__(self, packs: Sequence[Pack]):
        self._documents = [
            *listed(packs), *provisions(packs), *terms(packs), *countries(packs)
        ]  # fmt: skip
        self._index = WordIndex(self._documents)
        numbers: dict[str, list[tuple[int, Number]]] = {}
        for place, document in enumerate(self._documents):
            for key, number in document.numbers.items():
                numbers.setdefault(key, []).append((place, number))
        self._numbers = sorted(numbers)
        self._bearers = [numbers[key] for key in self._numbers]
        self._places = [
            (place, place_of(document.ref), document.conventions)
            for place, document in enumerate(self._documents)
            if document.kind == "provision"
        ]
        self.conventions = frozenset(chain(*(d.conventions for d in self._documents)))

    def find(
        self,
        query: str,
        *,
        kinds: Collection[str] = (),
        conventions: Collection[str] = (),
        limit: int = 20,
    ) -> Found:
        """What a query may mean, best first, each thing once.

        Every word has to be met somewhere in what is told of a thing; filler words may be
        missing. Numbers come first, then whole names, beginnings, words, parts of words and
        last, where there is nothing better, slips of spelling. Empty `kinds` or `conventions`
        let all pass; a thing passes that has one of them.
        """
        query = query.encode("utf-8", "replace").decode()  # half a sign cannot be written
        best: dict[int, tuple[float, str]] = {}
        for place, score, matched in self._hits(query[:LONGEST]):
            known = best.get(place)
            if known is None or known[0] < score:
                best[place] = (score, matched)
        ranked = sorted(best, key=lambda place: self._rank(place, best[place][0]))
        once: dict[tuple[str, str], int] = {}
        for place in ranked:
            once.setdefault(self._documents[place].key, place)
        of_kind: Counter[str] = Counter()
        of_convention: Counter[str] = Counter()
        passed: list[int] = []
        for place in once.values():
            document = self._documents[place]
            right_kind = not kinds or document.kind in kinds
            right_law = not conventions or not set(conventions).isdisjoint(document.conventions)
            if right_law:
                of_kind[document.kind] += 1
            if right_kind:
                of_convention.update(document.conventions)
            if right_kind and right_law:
                passed.append(place)
        return Found(
            query=query,
            total=len(passed),
            kinds={kind: of_kind[kind] for kind in KINDS if of_kind[kind]},
            conventions=dict(sorted(of_convention.items())),
            results=tuple(self._result(place, *best[place]) for place in passed[:limit]),
        )

    def texts(self) -> Iterator[tuple[str, str]]:
        """Every line that is searched, with the reference of what it tells of."""
        for line in self._index.lines:
            yield self._documents[line.document].ref, line.text
        for document in self._documents:
            for number in document.numbers.values():
                yield document.ref, number.shown

    def _rank(self, place: int, score: float) -> tuple[float, int, str, str]:
        document = self._documents[place]
        return -score, _ORDER[document.kind], document.order, document.title

    def _result(self, place: int, score: float, matched: str) -> Result:
        document = self._documents[place]
        return Result(
            kind=document.kind,
            ref=document.ref,
            title=document.title,
            matched=matched,
            score=round(score, 4),
            detail=document.detail,
            conventions=document.conventions,
        )

    def _hits(self, query: str) -> Iterator[tuple[int, float, str]]:
        """Documents with a score and what was matched, a document possibly several times.

        A convention that is named among other words narrows what those find. Where provisions
        are cited and found, the numbers of their paragraphs are not looked for as words.
        """
        asked = words(query)
        yield from self._by_name(asked)
        yield from self._by_number(asked, plain="-" not in query)
        named = self.conventions.intersection(asked)
        cited = list(self._by_citation(query, named))
        yield from cited
        rest = [word for word in asked if word not in named]
        if not named or not rest:
            if not cited:
                yield from self._by_meaning(asked)
            return
        narrowed = (
            self._by_name(rest),
            self._by_number(rest, plain="-" not in query),
            self._by_meaning(rest) if not cited else (),
        )
        for place, score, matched in chain(*narrowed):
            if not named.isdisjoint(self._documents[place].conventions):
                yield place, score, matched

    def _by_name(self, asked: Sequence[str]) -> Iterator[tuple[int, float, str]]:
        """Names that the query is, or that begin with it."""
        squeezed = "".join(asked)
        if not squeezed:
            return
        for line, whole in self._index.named(squeezed):
            document, text, name, _ = self._index.lines[line]
            share = len(squeezed) / len(name)
            yield document, _NAME if whole else _NAME_BEGINS + _STEP * share, text

    def _by_meaning(self, asked: Sequence[str]) -> Iterator[tuple[int, float, str]]:
        """Words wherever they stand; slips only where words alone find next to nothing."""
        wanted = [word for word in dict.fromkeys(asked) if word not in _STOP] or asked
        if not 0 < len(wanted) <= _MOST_WORDS:
            return
        found = list(self._by_words(wanted, slips=False))
        yield from found
        if max((score for _, score, _ in found), default=0.0) >= _WORDS[WITHIN] - _SCATTERED:
            return
        slipped = list(self._by_words(wanted, slips=True))
        yield from slipped
        if not slipped:
            for line, likeness in self._index.alike("".join(asked)):
                document, text, _, _ = self._index.lines[line]
                yield document, _NAME_ALIKE + _STEP * likeness, text

    def _by_number(self, asked: Sequence[str], *, plain: bool) -> Iterator[tuple[int, float, str]]:
        """Numbers that the query is, with or without a label, or that begin with it.

        A `plain` row of digits longer than an HS code is a national code of it.
        """
        unlabelled = asked
        while len(unlabelled) > 1 and unlabelled[0] in _LABELS:
            unlabelled = unlabelled[1:]
        keys = dict.fromkeys(("".join(asked), "".join(unlabelled)))
        for key in keys:
            place = bisect_left(self._numbers, key)
            if place < len(self._numbers) and self._numbers[place] == key:
                for document, number in self._bearers[place]:
                    yield document, number.score, number.shown
                place += 1
            if len(key) < _SHORTEST_NUMBER or not any(map(str.isdigit, key)):
                continue
            while place < len(self._numbers) and self._numbers[place].startswith(key):
                share = len(key) / len(self._numbers[place])
                for document, number in self._bearers[place]:
                    yield document, _NUMBER_BEGINS + _STEP * share, number.shown
                place += 1
        digits = "".join(unlabelled)
        if plain and digits.isdigit() and len(digits) >= _SUBHEADING:
            for length in (_SUBHEADING, _HEADING):
                shorter = digits[:length]
                place = bisect_left(self._numbers, shorter)
                if shorter != digits and self._numbers[place : place + 1] == [shorter]:
                    for document, number in self._bearers[place]:
                        if number.shown.startswith("HS"):
                            yield document, _LONGER_CODE * number.score, number.shown
                    return

    def _by_citation(self, query: str, named: frozenset[str]) -> Iterator[tuple[int, float, str]]:
        """Provisions at, below or above the place that is cited, of the conventions named.

        Other words of the query have to be met by what is told of the provision.
        """
        cited = citation(query)
        if cited is None:
            return
        others = [word for word in cited.rest if word not in named and word not in _STOP]
        if len(others) > _MOST_WORDS:
            return
        met = [
            {self._index.lines[line].document for line in self._index.meeting(word, slips=False)}
            for word in others
        ]
        for place, where, conventions in self._places:
            steps = cited.reaches(where)
            if steps is None or (named and named.isdisjoint(conventions)):
                continue
            if all(place in documents for documents in met):
                score = EXACT if steps == 0 else _CITED_BELOW if steps > 0 else _CITED_ABOVE
                yield place, score - abs(steps) / 100, self._documents[place].title

    def _by_words(self, wanted: Sequence[str], *, slips: bool) -> Iterator[tuple[int, float, str]]:
        """Documents in which every word is met: in one line, or scattered over several."""
        lines = self._index.lines
        size = sum(map(len, wanted))
        met: list[dict[int, float]] = []
        scattered: dict[int, float] = {}
        for word in wanted:
            graded = self._index.meeting(word, slips=slips)
            if not graded:
                return
            met.append(graded)
            of_word: dict[int, float] = {}
            for line, grade in graded.items():
                document = lines[line].document
                if of_word.get(document, -1.0) < grade:
                    of_word[document] = grade
            scattered = (
                {d: min(g, of_word[d]) for d, g in scattered.items() if d in of_word}
                if len(met) > 1
                else of_word
            )
            if not scattered:
                return
        fewest = min(met, key=len)
        for line in fewest:
            document, text, name, is_name = lines[line]
            if document in scattered and all(line in graded for graded in met):
                grade = min(graded[line] for graded in met)
                score = _score(grade, size / len(name))
                yield document, score if is_name else score - _NOT_A_NAME, text
        if len(met) > 1:
            for document, grade in scattered.items():
                text = self._documents[document].title
                yield document, _score(grade, 0.0) - _SCATTERED, text


def _score(grade: float, share: float) -> float:
    """The score of words met so well that make up such a share of a line."""
    share = min(share, 1.0)
    if grade < WITHIN:
        return _WORDS[LIKE] + _STEP * (3 * grade + share) / 4
    return _WORDS[grade] + _STEP * share
