"""A text of the declaration, safe to show, with the evidence in it marked."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

_JOINERS = "\u200c\u200d"
"""Zero-width characters that Persian and Indic words need."""

_AROUND = 100
"""Characters kept on either side of a passage that is too long to show whole."""


class Passage(msgspec.Struct, frozen=True):
    """A stretch of text; `marked` when it is the evidence for a candidate."""

    text: str
    marked: bool = False


def plain(text: str) -> str:
    """The text with nothing in it that moves the cursor or turns the writing around.

    A trader writes this text and an officer's terminal shows it: a control character there
    could hide a line of the answer. Each is replaced one for one, so that places in the text
    stay where they are.
    """
    if text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    if character.isprintable() or character in _JOINERS:
        return character
    return " " if character.isspace() else "\ufffd"


def passages(text: str, spans: Iterable[tuple[int, int]]) -> tuple[Passage, ...]:
    """The text cut where evidence starts and ends; spans may overlap or lie outside.

    Words far from any evidence are left out where the text is long, and the cut says how
    many characters that were.
    """
    shown = plain(text)
    merged = tuple(_merged(spans, len(shown)))
    cuts: list[Passage] = []
    at = 0
    for start, end in (*merged, (len(shown), len(shown))):
        if at < start:
            cuts.append(Passage(_shortened(shown[at:start])))
        if start < end:
            cuts.append(Passage(_shortened(shown[start:end]), marked=True))
        at = end
    return tuple(cuts)


def _merged(spans: Iterable[tuple[int, int]], length: int) -> Iterator[tuple[int, int]]:
    """The spans in order, within the text, those that touch made one."""
    inside: Sequence[tuple[int, int]] = sorted(
        (max(0, start), min(end, length)) for start, end in spans
    )
    start, end = 0, 0
    for next_start, next_end in inside:
        if next_start > end:
            if start < end:
                yield start, end
            start, end = next_start, next_end
        else:
            end = max(end, next_end)
    if start < end:
        yield start, end


def _shortened(text: str) -> str:
    left_out = len(text) - 2 * _AROUND
    if left_out < _AROUND:
        return text
    return f"{text[:_AROUND]} [{left_out} characters left out] {text[-_AROUND:]}"
