"""Dates as ASYCUDA writes them: in the short form of the machine's country, or in ISO form."""

import re
from collections.abc import Iterable

_SHORT = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:[ T]\d.*)?")
_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T]\d.*)?")


class DateOrder:
    """Whether the short dates of one file have the day or the month first.

    `8/24/16` and `24/8/16` say it by themselves, `6/8/16` does not. One machine writes all
    dates of a file in one order, so the first date that tells it tells it for all; where two
    contradict each other nothing is taken from either.
    """

    def __init__(self, texts: Iterable[str]):
        told = {order for text in texts if (order := _told_by(text))}
        self._order = told.pop() if len(told) == 1 else ""

    def read(self, text: str) -> str:
        """The date as YYYY-MM-DD; empty when it has no form that is known, or two meanings.

        A day that does not exist is given back in that form, for the contract to refuse.
        """
        iso = _ISO.fullmatch(text)
        if iso:
            return iso[1]
        short = _SHORT.fullmatch(text)
        if short is None:
            return ""
        first, second, year = (int(part) for part in short.groups())
        order = _told_by(text) or self._order
        if not order and first == second:
            order = "day"
        if not order:
            return ""
        day, month = (first, second) if order == "day" else (second, first)
        return f"{year if year > 99 else 2000 + year:04d}-{month:02d}-{day:02d}"


def _told_by(text: str) -> str:
    """`day` or `month`, whichever the date alone shows to stand first; else nothing."""
    short = _SHORT.fullmatch(text)
    if short is None:
        return ""
    first, second = int(short[1]), int(short[2])
    if first > 12 >= second:
        return "day"
    return "month" if second > 12 >= first else ""
