"""The ways in which one name of a pack may stand in a text.

Pack tables write the name of an entry as the convention lists it ("Perfluorooctanoic acid
(PFOA), its salts and PFOA-related compounds"). Nobody declares goods like that, so the
shorter forms are derived here, once, when the index is built.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from customhouse.identify.normalise import fold

_SCOPE = re.compile(
    r"(?:\s+\(|[,;:]\s|\s(?:and (?:its|their|related)|including|such as)\b).*", re.DOTALL
)
_TRAILING_BRACKET = re.compile(r"(.*\w)\s+\([^()]*\)")
_ABBREVIATION = re.compile(r"\(([A-Za-z][\w-]*[A-Z][\w-]*)\)")
_LEADING = re.compile(r"(?:technical|commercial|all)\s+(.*)", re.IGNORECASE)
_HALF_LENGTH = 10
_GREEK = {
    "alpha": "α", "alfa": "α", "beta": "β", "gamma": "γ", "gama": "γ", "delta": "δ",
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta",
}  # fmt: skip
_GREEK_WORD = re.compile(rf"(?<![^\W\d_])(?:{'|'.join(_GREEK)})(?![^\W_])")
_SULF = re.compile("sul(f|ph)")
_PLURAL = re.compile(r"(?=.{6}).*[a-z](?<!o)(?<!u)(?<!i)(?<!a)(?<!s)s")
_ARABIC_ARTICLE = re.compile(r"ال(\w{5,})")


class Form(NamedTuple):
    """One spelling, folded.

    `whole` when it is all of the name; `derived` when what was cut away may have limited it.
    """

    text: str
    whole: bool = True
    derived: bool = False


def entry_forms(name: str) -> Iterator[Form]:
    """The spellings of an entry's own name: whole, without scope, in halves, abbreviated."""
    yield from _spellings(name)
    core = _SCOPE.sub("", name, count=1)
    for abbreviation in _ABBREVIATION.findall(name):
        yield from _spellings(abbreviation, whole=False, derived=True)
    leading = _LEADING.fullmatch(core)
    if leading:
        core = leading.group(1)
    halves = re.split(r" and | or ", core)
    for half in halves if all(len(half) >= _HALF_LENGTH for half in halves) else [core]:
        if half != name:
            yield from _spellings(half, whole=False)


def synonym_forms(name: str) -> Iterator[Form]:
    """The spellings of a synonym: whole, and without a remark in brackets at its end.

    The remark limits the name ("(pre-2002)", "(gamma)"): without it the name is derived.
    """
    yield from _spellings(name)
    bracket = _TRAILING_BRACKET.fullmatch(name)
    if bracket:
        yield from _spellings(bracket.group(1), whole=False, derived=True)


def _spellings(name: str, *, whole: bool = True, derived: bool = False) -> Iterator[Form]:
    """A name with the letters of another habit: Greek signs, sulph-, the singular, no article."""
    texts = [fold(name)]
    for pattern, other in (
        (_GREEK_WORD, lambda m: _GREEK[m.group()]),
        (_SULF, lambda m: "sulph" if m.group(1) == "f" else "sulf"),
    ):
        texts += [pattern.sub(other, text) for text in texts if pattern.search(text)]
    texts += [text[:-1] for text in texts if _PLURAL.fullmatch(text)]
    article = _ARABIC_ARTICLE.fullmatch(texts[0])
    if article:
        texts.append(article.group(1))
    for text in texts:
        yield Form(text, whole, derived)
