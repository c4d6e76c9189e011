"""What the search finds, and what it is found by."""

import re
from typing import NamedTuple

import msgspec

from customhouse.search.kinds import Kind
from customhouse.search.words import words

EXACT, GROUP, FLAG = 1.0, 0.98, 0.96
"""The score of a number by how far it settles the matter."""

_DIGITS = re.compile(r"\d+")
_WIDEST = 8


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """One thing found.

    `ref` is a reference that other commands and reports use (`stockholm:lindane`,
    `basel:A1181`, `hs:380859`, `basel:art-6-1`, `iso:DEU`, `term:transit`); that of a near miss
    or a product is the entry in question. `matched` is what of the packs met the query;
    `score` is 0 to 1.
    """

    kind: Kind
    ref: str
    title: str
    matched: str
    score: float
    detail: str
    conventions: tuple[str, ...]


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to a query: the best results, and how many there are of each sort.

    `total` counts what passes both filters. `kinds` counts what passes the filter by
    convention, `conventions` what passes that by kind, so that each says what another choice
    would give.
    """

    query: str
    total: int
    kinds: dict[str, int]
    conventions: dict[str, int]
    results: tuple[Result, ...]


class Number(NamedTuple):
    """A number or code of a document as it is shown, and the score of meeting it."""

    shown: str
    score: float


class Document:
    """One thing that can be found: `names` it is called, `numbers` it bears, `texts` about it.

    Two documents of the same `key` are one thing told twice (a term in two languages): only
    the better match is shown. `order` sorts like `ref`, with 6(2) before 6(10).
    """

    __slots__ = (
        "conventions",
        "detail",
        "key",
        "kind",
        "names",
        "numbers",
        "order",
        "ref",
        "texts",
        "title",
    )

    def __init__(
        self,
        kind: Kind,
        ref: str,
        title: str,
        *,
        detail: str = "",
        conventions: tuple[str, ...] = (),
        key: str = "",
    ):
        self.kind = kind
        self.ref = ref
        self.title = title
        self.detail = detail
        self.conventions = conventions
        self.key = (kind, key or ref)
        self.order = _DIGITS.sub(lambda number: number.group().zfill(_WIDEST), ref)
        self.names: dict[str, None] = {title: None}
        self.texts: list[str] = []
        self.numbers: dict[str, Number] = {}

    def add_name(self, name: str) -> None:
        """One more name, unless it is known already."""
        self.names.setdefault(name)

    def add_number(self, number: str, score: float = EXACT, shown: str = "") -> None:
        """One more number; of two claims to it the firmer counts."""
        key = "".join(words(number))
        known = self.numbers.get(key)
        if key and (known is None or known.score < score):
            self.numbers[key] = Number(shown or number, score)
