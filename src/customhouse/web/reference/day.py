"""The day whose law a page tells."""

from datetime import date
from urllib.parse import urlencode

import msgspec


class AskedDay(msgspec.Struct, frozen=True, kw_only=True):
    """`chosen` when the reader named the day; `wrong` is what could not be read as one."""

    day: date
    chosen: bool = False
    wrong: str = ""

    @property
    def query(self) -> str:
        """What a link to another page carries on: empty unless a day was chosen."""
        return "?" + urlencode({"as_of": self.day.isoformat()}) if self.chosen else ""


def asked_day(written: str, today: date) -> AskedDay:
    """The day of `?as_of=`, written as 2026-03-01; without one, or with a wrong one, today."""
    written = written.strip()
    if not written:
        return AskedDay(day=today)
    try:
        return AskedDay(day=date.fromisoformat(written), chosen=True)
    except ValueError:
        return AskedDay(day=today, wrong=written)
