"""The words of a text as the search compares them, in names and in queries alike.

On top of the folding of `identify.normalise` two habits of writing are levelled: a Greek
letter before a name is spelt out (`α-HCH`, `αHCH`, `alpha-HCH`), and the Arabic article is
taken off, as a word is written with it or without.
"""

import re

from customhouse.identify.normalise import fold

_WORD = re.compile(r"[^\W_]+")
_GREEK = {"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ω": "omega"}
_GREEK_LETTER = re.compile(r"(?<![^\W_])[αβγδεω](?=[a-z0-9]|(?![^\W_]))")
_ARTICLE = "ال"
_LEFT_AFTER_ARTICLE = 3


def words(text: str) -> list[str]:
    """The words of a text: letters and digits of any script, without case and accents."""
    folded = fold(text)
    if folded.isascii():
        return _WORD.findall(folded)
    folded = _GREEK_LETTER.sub(lambda letter: f"{_GREEK[letter.group()]} ", folded)
    return [_bare(word) for word in _WORD.findall(folded)]


def is_han(word: str) -> bool:
    """Whether a word is Chinese, where a word is a run of signs with no spaces inside."""
    return "\u3400" <= word[0] <= "\u9fff"


def _bare(word: str) -> str:
    if word.startswith(_ARTICLE) and len(word) >= len(_ARTICLE) + _LEFT_AFTER_ARTICLE:
        return word[len(_ARTICLE) :]
    return word
