"""What findings ask for and why, in the reader's language.

Rules say it in English, in phrases that come back: `asked.txt` lists them, a test holds that it
is complete for the cases of the evidence, and the catalogues translate them. A phrase that names
a State, a code or a listed entry is put together from its pattern.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from customhouse.languages.catalogues import translations
from customhouse.web.words import OUTCOMES

_PHRASES = Path(__file__).with_name("asked.txt")
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), text)
    for pattern, text in (
        (r"written consent of (?P<name>.+)", "written consent of %(name)s"),
        (r"consent of (?P<name>.+) to the transit", "consent of %(name)s to the transit"),
        (r"(?P<name>\S+) does not hold on this day", "%(name)s does not hold on this day"),
        (
            r"'(?P<name>[^']+)' is not valid: its check digit does not fit",
            "%(name)s is not valid: its check digit does not fit",
        ),
        (
            r"settles whether the goods are (?P<name>.+)",
            "settles whether the goods are %(name)s",
        ),
        (
            r"item (?P<item>\d+): one of several reasons for (?P<first>\w+)",
            "Item %(item)s: one of several reasons for “%(first)s”",
        ),
        (
            r"item (?P<item>\d+): (?P<first>\w+) now, (?P<second>\w+) at best from the other "
            r"findings",
            "Item %(item)s: “%(first)s” now, at best “%(second)s” by the other findings",
        ),
    )
)
_OUTCOMES = ("first", "second")


def phrases() -> Iterator[str]:
    """Every text to be translated: the phrases, and the patterns with their placeholders."""
    yield from _PHRASES.read_text("utf-8").splitlines()
    for _, text in _PATTERNS:
        yield text


@cache
def teller(language: str) -> Callable[[str], str]:
    """What says an English phrase of the core in a language; as it is where that has no words."""
    said = translations(language).gettext

    def tell(text: str) -> str:
        whole = said(text)
        if whole != text:
            return whole
        if "; " in text:
            return "; ".join(map(tell, text.split("; ")))
        for pattern, words in _PATTERNS:
            found = pattern.fullmatch(text)
            if found:
                named = found.groupdict()
                outcomes = {one: said(OUTCOMES[named[one]]) for one in _OUTCOMES if one in named}
                return said(words) % (named | outcomes)
        return text

    return tell


@cache
def known_phrases() -> frozenset[str]:
    """The phrases that are listed."""
    return frozenset(_PHRASES.read_text("utf-8").splitlines())


def is_known(text: str) -> bool:
    """Whether the catalogues can say all of a text."""
    return text in known_phrases() or all(
        part in known_phrases() or any(p.fullmatch(part) for p, _ in _PATTERNS)
        for part in text.split("; ")
    )
