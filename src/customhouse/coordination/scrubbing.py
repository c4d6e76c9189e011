"""Free text without the names and numbers that a case knows: they would tell whose case it was."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator

GONE = "…"
"""What stands where something was taken out."""

SHORTEST = 3
"""Fewer letters and digits than this are nobody's name or number."""

WITHIN = 5
"""From this length on, a name or number is found within a longer word too."""

_SHORTEST_PART = 4
_LONGEST_NUMBER = 4
_WORD = re.compile(r"[^\W_]+")
_ADDRESS = re.compile(r"\S*(?:@|://|www\.)\S*", re.IGNORECASE)
_CONTAINER = re.compile(
    r"(?<![^\W\d_])[A-Z]{3}[UJZ][ -]?\d{3}[ -]?\d{3}[ -]?\d(?!\d)", re.IGNORECASE
)
_GAPS = re.compile(rf"{GONE}(?:[\W_]*{GONE})+")


class Scrubber:
    """Takes known names and numbers out of text, however they are spaced or signed there."""

    def __init__(self, known: Iterable[str], names: Iterable[str] = (), keep: Collection[str] = ()):
        """`known` go as a whole, each word of `names` by itself; `keep` are words of goods."""
        kept = {word for text in keep for word in words_of(text)}
        whole = {squeezed(text) for text in known}
        self._whole = {text for text in whole if len(text) >= SHORTEST}
        self._parts = {
            word for name in names for word in words_of(name) if len(word) >= _SHORTEST_PART
        } - kept
        self._kept = kept

    def text(self, text: str) -> str:
        """The text without them, without web addresses and long numbers.

        Nor is any e-mail address or number of a container left, known or not.
        """
        text = _CONTAINER.sub(GONE, _ADDRESS.sub(GONE, text))
        found = list(_WORD.finditer(text))
        words = [_plain(match[0]) for match in found]
        gone = {n for n, word in enumerate(words) if word in self._parts or self._is_long(word)}
        gone.update(self._places(words))
        made, at = [], 0
        for number in sorted(gone):
            start, end = found[number].span()
            made += [text[at:start], GONE]
            at = end
        return _GAPS.sub(GONE, "".join(made) + text[at:])

    def names(self, text: str) -> bool:
        """Whether a code or number is one of them, or has one within."""
        bare = squeezed(text)
        return bare in self._whole or any(one in bare for one in self._whole if len(one) >= WITHIN)

    def _places(self, words: list[str]) -> Iterator[int]:
        """The words in which one of them lies, read without what stands between the words."""
        bare = "".join(words)
        owner = [number for number, word in enumerate(words) for _ in word]
        for one in self._whole:
            at = bare.find(one)
            while at >= 0:
                end = at + len(one)
                apart = (at == 0 or owner[at - 1] != owner[at]) and (
                    end == len(bare) or owner[end] != owner[end - 1]
                )
                if apart or len(one) >= WITHIN:
                    yield from range(owner[at], owner[end - 1] + 1)
                at = bare.find(one, at + 1)

    def _is_long(self, word: str) -> bool:
        return sum(map(str.isdigit, word)) > _LONGEST_NUMBER and word not in self._kept


def squeezed(text: str) -> str:
    """Its letters and digits alone, without case and accents."""
    return "".join(words_of(text))


def words_of(text: str) -> list[str]:
    """Its words, without case and accents."""
    return [_plain(word) for word in _WORD.findall(text)]


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return "".join(sign for sign in parts if sign.isalnum())
