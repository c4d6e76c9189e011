"""Folding of text for matching, with the way back to the original words.

Two forms of a text are matched. The *folded* form has no case, accents or invisible
characters, one kind of dash, space and quote, and one script in each word. The *squeezed*
form is the folded one without anything but letters and digits, so that `hexachloro benzene`
and `Hexa-chlorobenzene` meet `hexachlorobenzene`. Evidence must show the words as they were
written: every folded offset leads back to an original one.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cached_property

_QUOTES = dict.fromkeys("'`´‘’‚‛′‵ʹʼ＇", "'")
_LETTERS = {
    "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ı": "i", "æ": "ae", "Æ": "ae",
    "œ": "oe", "Œ": "oe", "ς": "σ", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ـ": "", "−": "-",
}  # fmt: skip
_ASCII_DROP = bytes(code for code in range(128) if not chr(code).isalnum())
_ASCII_LOWER = bytes(range(256)).lower()

_CYRILLIC_TWINS = str.maketrans("аеорсухкмтнвіјѕԁһ", "aeopcyxkmthbijsdh")
_LATIN_TWINS = str.maketrans("aeopcyxkmthbijs", "аеорсухкмтнвіјѕ")
_GREEK_TWINS = str.maketrans("αβεζηικμνορτυχ", "abezhikmnoptyx")
_FOREIGN = re.compile("[\u0370-\u03ff\u0400-\u052f]")
_SIGN = re.compile(r"[^\W_]")
_WORD = re.compile(r"[^\W_]+")
_LATIN = re.compile("[a-z]")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_GREEK = re.compile("[\u0370-\u03ff]")
_PREFIXED = re.compile("[αβγδ][a-z0-9]+")

_TIE = re.compile(r"[-_'.,:·]+")
_GAP = re.compile(r"[-_'\s]+")
NONE, TIE, GAP, FIRM = range(4)


def _fold_character(character: str) -> str:
    """One character folded until nothing changes any more."""
    if character.isascii():
        return character.lower()
    known = _LETTERS.get(character, _QUOTES.get(character))
    if known is not None:
        return known
    category = unicodedata.category(character)
    if category in ("Mn", "Me", "Cf"):
        return ""
    if category[0] == "Z" or category in ("Cc", "Cs", "Co", "Cn"):
        return " "
    if category == "Pd":
        return "-"
    if category == "Nd":
        return str(unicodedata.digit(character))
    plain = unicodedata.normalize("NFKD", character).casefold()
    return plain if plain == character else "".join(map(_fold_character, plain))


class _FoldTable(dict[int, str]):
    """Code points to folded characters, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


_TABLE = _FoldTable()


def _one_script(match: re.Match[str]) -> str:
    """A word whose look-alike letters come from several scripts, in the script of the rest."""
    word = match.group()
    if _LATIN.search(word) and _CYRILLIC.search(word):
        for twins, rest in ((_CYRILLIC_TWINS, _CYRILLIC), (_LATIN_TWINS, _LATIN)):
            twin = word.translate(twins)
            if not rest.search(twin):
                word = twin
                break
    if _LATIN.search(word) and _GREEK.search(word) and not _PREFIXED.fullmatch(word):
        twin = word.translate(_GREEK_TWINS)
        if not _GREEK.search(twin):
            return twin
    return word


def fold(text: str) -> str:
    """The folded form of a text. Folding a folded text changes nothing.

    Letters of Cyrillic, Arabic and Chinese stay in their script; Arabic tatweel and vowel
    signs, soft hyphens and zero-width characters vanish; digits of any script are ASCII. A
    word that mixes Latin with look-alike Cyrillic or Greek letters comes out in one script,
    since such words are typing slips or attempts to hide.
    """
    if text.isascii():
        return text.lower()
    folded = text.translate(_TABLE)
    return _WORD.sub(_one_script, folded) if _FOREIGN.search(folded) else folded


def squeeze(text: str) -> str:
    """The letters and digits of a text, folded."""
    if text.isascii():
        return text.encode("ascii").translate(_ASCII_LOWER, _ASCII_DROP).decode("ascii")
    return "".join(filter(str.isalnum, fold(text)))


def separators(folded: str) -> bytes:
    """For each letter or digit of a folded text but the first, what parts it from the last.

    `NONE`, `TIE` (signs without a space, as in `1,3-`, `p,p'-`, `8:2`), `GAP` (spaces, also
    with hyphens or apostrophes) or `FIRM` (anything else: a bracket, a semicolon, a comma and
    a space), in rising order of how surely one name ends and another begins.
    """
    return bytes(
        NONE if not run else TIE if _TIE.fullmatch(run) else GAP if _GAP.fullmatch(run) else FIRM
        for run in _SIGN.split(folded)[1:-1]
    )


class Folded:
    """A text with its folded and squeezed forms; offsets are worked out when asked for.

    `text` is the original, `folded` and `squeezed` its forms. Spans are half-open.
    """

    __slots__ = ("__dict__", "folded", "squeezed", "text")

    def __init__(self, text: str):
        self.text = text
        self.folded = fold(text)
        self.squeezed = squeeze(text) if text.isascii() else squeeze(self.folded)

    @cached_property
    def places(self) -> list[int]:
        """The folded offset of each squeezed character."""
        return [place for place, sign in enumerate(self.folded) if sign.isalnum()]

    @cached_property
    def _origins(self) -> list[int]:
        """The original offset of each folded character."""
        return [
            place for place, sign in enumerate(self.text) for _ in range(len(_TABLE[ord(sign)]))
        ]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original text that a non-empty folded span was made from.

        Accents and other marks that follow the last letter belong to it.
        """
        if self.text.isascii():
            return start, end
        first, last = self._origins[start], self._origins[end - 1] + 1
        while last < len(self.text) and unicodedata.category(self.text[last]) in ("Mn", "Me"):
            last += 1
        return first, last

    def words(self) -> Iterator[tuple[str, int, int]]:
        """The words of the folded text with their folded spans."""
        for match in _WORD.finditer(self.folded):
            yield match.group(), match.start(), match.end()
