"""A provision as people write it: `article 6 basel`, `Art. 3(2)(b)(iii)`, `annex viii`."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from customhouse.search.words import words

_ARTICLE = frozenset({"art", "arts", "article", "articles", "artikel", "artículo", "articulo"}) | {
    "artigo", "статья", "статьи", "ст", "ماده",
}  # fmt: skip
_ANNEX = frozenset({"annex", "annexe", "anexo", "anhang", "приложение", "приложения", "附件"})
_BETWEEN = frozenset({"para", "paragraph", "par", "subparagraph", "part", "point", "no", "nr"})
_CHINESE_ARTICLE = re.compile(r"第\s*(\d{1,2})\s*条")
_NUMBER = re.compile(r"\d{1,2}[a-z]?")
_PARAGRAPH = re.compile(r"\d{1,2}|[a-z]|[ivx]{2,4}")
_ROMAN_OR_LETTER = re.compile(r"[ivx]{1,5}|[a-z]")


class Citation(NamedTuple):
    """A place in a convention, as `("art", "3", "2")`, and the words that are no part of it."""

    place: tuple[str, ...]
    rest: tuple[str, ...]

    def reaches(self, place: Sequence[str]) -> int | None:
        """How many steps a provision lies below or above this place; `None` when elsewhere."""
        shared = min(len(place), len(self.place))
        if tuple(place[:shared]) != self.place[:shared] or shared < 2:
            return None
        return len(place) - len(self.place)


def citation(query: str) -> Citation | None:
    """The first provision that a query cites; `None` when it cites none."""
    found = words(_CHINESE_ARTICLE.sub(r" art \1 ", query))
    for at, word in enumerate(found[:-1]):
        kind = "art" if word in _ARTICLE else "annex" if word in _ANNEX else ""
        first = _NUMBER if kind == "art" else _ROMAN_OR_LETTER
        if not kind or not first.fullmatch(found[at + 1]):
            continue
        place = [kind, found[at + 1]]
        end = at + 2
        while end < len(found):
            if _PARAGRAPH.fullmatch(found[end]):
                place.append(found[end])
            elif found[end] not in _BETWEEN:
                break
            end += 1
        return Citation(tuple(place), tuple(found[:at] + found[end:]))
    return None


def place_of(provision: str) -> tuple[str, ...]:
    """The place of a provision in machine form: `basel:art-6-1` is `("art", "6", "1")`."""
    return tuple(provision.partition(":")[2].split("-"))
