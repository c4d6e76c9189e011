"""Text from outside, made fit for a record, for a message and for a note."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

_INVISIBLE = re.compile(
    "[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\U000e0000-\U000e007f]"
)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ufff9-\ufffb]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SHOWN = 40
_MOST_NOTES = 100


def clean(text: str) -> str:
    """The text without control and invisible characters, its white space single.

    Half characters become the replacement character, so that the text can be written again.
    The joiners that Persian and Indic scripts need stay.
    """
    if text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " ":
        return text
    text = _INVISIBLE.sub("", _SURROGATE.sub("\ufffd", text))
    return " ".join(_CONTROL.sub(" ", text).split())


def hides_characters(text: str) -> bool:
    """Whether `clean` takes away more than white space."""
    if text.isprintable():
        return False
    return bool(_INVISIBLE.search(text) or _SURROGATE.search(text)) or any(
        not c.isspace() for c in _CONTROL.findall(text)
    )


def show(value: object) -> str:
    """A value of the file in a message: cleaned, in quotes when it is text, never long."""
    text = clean(str(value)[: 2 * _SHOWN])
    if len(text) > _SHOWN:
        text = text[: _SHOWN - 1] + "…"
    return f"'{text}'" if isinstance(value, str) else text


def suggestion(word: str, known: Iterable[str]) -> str:
    """`; did you mean X?` when a known word is close, else nothing."""
    close = get_close_matches(clean(word[: 2 * _SHOWN]).lower(), list(known), n=1)
    return f"; did you mean {close[0]}?" if close else ""


class Notes:
    """What was read otherwise than written, or not read. Counts on when there are too many."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._more = 0

    @property
    def full(self) -> bool:
        """Whether further notes are only counted."""
        return len(self._texts) >= _MOST_NOTES

    def add(self, text: str) -> None:
        """Take a note in plain words; the same words are kept once."""
        if text in self._texts:
            return
        if self.full:
            self._more += 1
        else:
            self._texts.append(text)

    def texts(self) -> tuple[str, ...]:
        """The notes in the order taken."""
        return (*self._texts, *((f"and {self._more} more notes",) if self._more else ()))
