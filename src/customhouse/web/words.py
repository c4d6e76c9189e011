"""Words that pages say in the reader's language, though they come from the core in English.

Only closed lists: every one of them is in the catalogues. `N_` marks them for the extraction.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from customhouse.report.parts import ADVICE
from customhouse.report.words import ANSWERS, APPLIES, CERTAINTY, CONFIDENCE, DOCUMENTS

OUTCOMES: Mapping[str, str] = {
    "release": "Release",
    "request_documents": "Request documents",
    "refer": "Refer",
    "hold": "Hold",
    "refuse": "Refuse",
}

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
    yield ADVICE
