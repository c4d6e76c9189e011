"""What identification finds: a listed entry that an item may be, and on what evidence."""

from typing import Literal

import msgspec

from customhouse.reference.records import Convention, Specificity

FoundBy = Literal["cas", "name", "hs", "un", "code", "structure"]
Match = Literal["exact", "fuzzy", "weak", "denied", "in", "review"]


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A listed entry that the item may be.

    `ref` is `<convention>:<substance_id>` or `basel:<code>`. `evidence` is the words or the
    number found, `field` where it was found (`description`, `cas[0]`,
    `formulation.ingredients[0].name`, ...), `span` the character offsets in that field when it
    is text. `match` tells how the evidence met the table: `exact`, `fuzzy` (misspelt), `weak`
    (an ambiguous name), `denied` (the text says "free of"), or a structure verdict `in` or
    `review`. `row` is the pack row it rests on.
    """

    ref: str
    convention: Convention
    found_by: FoundBy
    evidence: str
    specificity: Specificity
    match: Match
    field: str
    row: str
    title: str = ""
    span: tuple[int, int] | None = None
