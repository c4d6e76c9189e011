"""Words that pages say in the reader's language, though they come from the core in English.

Only closed lists: every one of them is in the catalogues.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from customhouse.coordination.clocks import limits
from customhouse.coordination.forms.form import texts as form_texts
from customhouse.report import form_pdf, pdf
from customhouse.report.parts import ADVICE
from customhouse.report.words import (
    ANSWERS,
    APPLIES,
    CERTAINTY,
    CONFIDENCE,
    DOCUMENTS,
    NO_CURE,
    OUTCOME_TITLES,
)

OUTCOMES: Mapping[Any, str] = OUTCOME_TITLES

FINDING_WORDS: Mapping[str, Mapping[Any, str]] = {
    "outcomes": OUTCOMES,
    "answers": ANSWERS,
    "applies": APPLIES,
    "certainty": CERTAINTY,
    "confidence": CONFIDENCE,
    "documents": DOCUMENTS,
}
"""By list and token; a template says `_(words.outcomes[token])`."""


def to_translate() -> Iterator[str]:
    """Every text of these lists, for the extraction into the catalogues."""
    for texts in FINDING_WORDS.values():
        yield from texts.values()
    yield from pdf.LABELS.values()
    yield from form_pdf.LABELS.values()
    yield from form_texts()
    yield from (ADVICE, NO_CURE)
    for row in limits().values():
        yield from (row.title, row.begins, row.on_end)
