"""Hit rates on their way back to the rules: exported as a draft, reviewed by a person, read in.

They stand beside what an indicator found, so that an officer knows how much it was worth before.
They change no answer: a rule that seldom found anything is changed by people, in its pack.
"""

import datetime
from collections.abc import Mapping

import msgspec

from customhouse.coordination.indicators import HitRate, Kind

FORMAT = "customhouse-hit-rates-1"
DRAFT = "draft: to be reviewed by a person before it is published or used"

Rates = Mapping[tuple[Kind, str], HitRate]
"""The rates that are told, by kind and indicator."""


class RatesError(ValueError):
    """A file of hit rates that is not to be used; `remedy` says what to do."""

    def __init__(self, problem: str, remedy: str):
        super().__init__(problem)
        self.remedy = remedy


class HitRates(msgspec.Struct, frozen=True, kw_only=True):
    """The table of hit rates as a file. `status` says that it is a draft, or who reviewed it."""

    format: str
    status: str
    made_on: datetime.date
    fewest_cases: int
    rates: tuple[HitRate, ...]


def read(data: bytes) -> Rates:
    """The rates of a reviewed file. Raises `RatesError` for a draft and for any other file."""
    try:
        table = msgspec.json.decode(data, type=HitRates)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RatesError(
            f"it is no table of hit rates: {error}", "Export one from the page of hit rates."
        ) from None
    if table.format != FORMAT:
        raise RatesError(f"its format is {table.format!r}", f"Export it again as {FORMAT}.")
    if not table.status.startswith("reviewed by "):
        raise RatesError(
            "it is a draft",
            'Review it, and write as its status "reviewed by", the name, the office and the day.',
        )
    return {(one.kind, one.indicator): one for one in table.rates if one.rate is not None}
