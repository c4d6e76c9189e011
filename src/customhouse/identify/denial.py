"""Whether a text says that the goods are free of what it names."""

import re
from collections.abc import Callable, Iterable, Sequence

from customhouse.identify.normalise import fold

_TOKEN = re.compile(r"[^\W_]+|[.;!?(),:/=|\n]")
_IDEOGRAPH = re.compile("[\u2e80-\u9fff\uf900-\ufaff]")
_CONNECTORS = frozenset(
    {",", "/", "and", "or", "nor", "y", "e", "o", "ni", "et", "ou", "und", "oder", "noch"}
    | {"и", "или", "ни", "و", "او", "和", "或", "及", "与"}
)
_ARABIC_PREFIX = re.compile("[\u0600-\u06ff]+$")
_STRENGTH = re.compile(r"[-\s:(]*\d")
_SKIPPED_AFTER = frozenset(":=(")
_REACH = 80
_GAP = 3
_CHAIN_REACH = 8

Span = tuple[int, int]


class Denials:
    """Cues of denial before a name ("free of *") and after it ("* free", "*: none").

    A cue is written with `*` where the name stands. Between a cue and the name only words
    that mean nothing and names that are denied themselves may stand, so that "drum without
    label, lindane 25 %" denies nothing; in a list, a name with a strength is not denied. A
    longer set phrase outweighs a cue: in "DDT free flowing powder" the words "free flowing"
    are a phrase of `fillers`. `ordinary` tells whether a word means nothing.
    """

    def __init__(
        self, cues: Iterable[str], fillers: Iterable[str], ordinary: Callable[[str], bool]
    ):
        self._before: set[tuple[str, ...]] = set()
        self._after: set[tuple[str, ...]] = set()
        self._attached_before: set[str] = set()
        self._attached_after: set[str] = set()
        for cue in cues:
            leading, _, trailing = cue.partition("*")
            words = tuple(_TOKEN.findall(fold(leading + trailing)))
            if _IDEOGRAPH.match(words[0]):
                (self._attached_before if leading else self._attached_after).add(words[0])
            else:
                (self._before if leading else self._after).add(words)
        phrases = [tuple(_TOKEN.findall(fold(filler))) for filler in fillers]
        self._phrases = {phrase for phrase in phrases if len(phrase) > 1} | self._before
        self._ordinary = ordinary
        self._reach_before = max(map(len, self._before), default=0)
        self._reach_after = max(map(len, self._after | self._phrases), default=0)

    def denied(self, folded: str, spans: Sequence[Span]) -> set[Span]:
        """Those of some spans of a folded text, in order of place, that the text denies."""
        denied: set[Span] = set()
        listed_to = -_REACH
        for start, end in spans:
            before = _ARABIC_PREFIX.sub("", folded[max(0, start - _REACH) : start])
            if self._denied_before(before) or (
                0 <= start - listed_to <= _CHAIN_REACH
                and _joins(folded[listed_to:start])
                and not _STRENGTH.match(folded, end)
            ):
                listed_to = max(listed_to, end)
                denied.add((start, end))
            elif self._denied_after(folded[end : end + _REACH]):
                denied.add((start, end))
        return denied

    def _denied_before(self, text: str) -> bool:
        """Whether a text ends with a cue and words that mean nothing.

        Cues of one word ("non", "sin") deny only what follows at once: the "non" of
        "non-hazardous waste" is not about the waste.
        """
        tokens = _TOKEN.findall(text)
        for shortest in (1, *[2] * _GAP):
            if not tokens:
                return False
            for length in range(shortest, min(self._reach_before, len(tokens)) + 1):
                if tuple(tokens[-length:]) in self._before:
                    return True
            last = tokens.pop()
            if last.endswith(tuple(self._attached_before)):
                return True
            if last.isdigit() or not self._ordinary(last):
                return False
        return False

    def _denied_after(self, text: str) -> bool:
        tokens = _TOKEN.findall(text)
        if tokens and tokens[0] in _SKIPPED_AFTER:
            del tokens[0]
        if not tokens:
            return False
        if tokens[0].startswith(tuple(self._attached_after)):
            return True
        for length in range(min(self._reach_after, len(tokens)), 0, -1):
            words = tuple(tokens[:length])
            if words in self._after:
                return True
            if words in self._phrases:
                return False
        return False


def _joins(between: str) -> bool:
    """Whether what stands between two names makes them members of one list."""
    tokens = _TOKEN.findall(between)
    return bool(tokens) and _CONNECTORS.issuperset(tokens)
