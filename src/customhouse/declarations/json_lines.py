"""Where in a JSON text something stands. Asked only when there is an error to report."""

import re
from collections.abc import Iterator
from json import JSONDecodeError, JSONDecoder

_SIGN = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{}:,]|[^\s"\[\]{}:,]++', re.DOTALL)
_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")
_SPACE = re.compile(r"\s*")
_DECODER = JSONDecoder(strict=False)


def depth(text: str) -> int:
    """How many levels of objects and lists lie within one another."""
    deepest = level = 0
    for bracket in _BRACKET.findall(_STRING.sub("", text)):
        level += 1 if bracket in "[{" else -1
        deepest = max(deepest, level)
    return deepest


def line_of_path(text: str, path: tuple[str | int, ...]) -> int | None:
    """The 1-based line of the value at a path of keys and places; `None` when it is not there."""
    try:
        at = _find(text, path)
    except (JSONDecodeError, RecursionError, IndexError):
        return None
    return None if at is None else text.count("\n", 0, at) + 1


def line_of_word(text: str, word: str) -> int | None:
    """The 1-based line of the first bare word (`NaN`), strings left aside."""
    return next((line for line, sign in _signs(text) if sign == word), None)


def line_of_repeat(text: str, key: str) -> int | None:
    """The 1-based line where an object has a key for the second time."""
    seen: list[bool] = []
    previous, line_before = "", 0
    for line, sign in _signs(text):
        if sign in "{[":
            seen.append(False)
        elif sign in "}]" and seen:
            seen.pop()
        elif sign == ":" and seen and _text_of(previous) == key:
            if seen[-1]:
                return line_before
            seen[-1] = True
        previous, line_before = sign, line
    return None


def _signs(text: str) -> Iterator[tuple[int, str]]:
    line, done = 1, 0
    for sign in _SIGN.finditer(text):
        line += text.count("\n", done, sign.start())
        done = sign.start()
        yield line, sign.group()


def _text_of(sign: str) -> object:
    try:
        return _DECODER.decode(sign)
    except JSONDecodeError:
        return None


def _find(text: str, path: tuple[str | int, ...]) -> int | None:
    at = _after_space(text, 0)
    for step in path:
        within = "{" if isinstance(step, str) else "["
        if text[at] != within:
            return at
        found = _member(text, at + 1, step)
        if found is None:
            return None
        at = found
    return at


def _member(text: str, at: int, step: str | int) -> int | None:
    """Where the value of a key, or the value at a place, begins in the object or list."""
    place = 0
    while True:
        at = _after_space(text, at)
        if text[at] in "]}":
            return None
        name: object = place
        if isinstance(step, str):
            name, at = _DECODER.raw_decode(text, at)
            at = _after_space(text, _after_space(text, at) + 1)
        if name == step:
            return at
        at = _after_space(text, _DECODER.raw_decode(text, at)[1])
        if text[at] == ",":
            at += 1
        place += 1


def _after_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at
