"""Working days of a State: its weekend and its public holidays, as the `holidays` library has them.

Regions, and offices with days off of their own, are not told apart. Holidays that follow the moon
are estimates until the State announces them.
"""

import datetime
from functools import cache

import holidays

_DAY = datetime.timedelta(days=1)
_SATURDAY = 5


def knows(iso2: str) -> bool:
    """Whether the library has this State; for another only Saturday and Sunday are days off."""
    return iso2.upper() in _known()


def is_working_day(day: datetime.date, iso2: str) -> bool:
    """Whether offices of the State work on the day. `iso2` is its ISO 3166 alpha-2 code."""
    return day not in _days_off(iso2.upper(), day.year)


def next_working_day(day: datetime.date, iso2: str) -> datetime.date:
    """The day itself when it is a working day, else the first one after it."""
    while day < datetime.date.max and not is_working_day(day, iso2):
        day += _DAY
    return day


def working_days_after(day: datetime.date, number: int, iso2: str) -> datetime.date:
    """The last of so many working days; the day itself is not counted."""
    for _ in range(number):
        day = next_working_day(day + _DAY, iso2)
    return day


@cache
def _known() -> frozenset[str]:
    return frozenset(holidays.list_supported_countries(include_aliases=False))


@cache
def _days_off(iso2: str, year: int) -> frozenset[datetime.date]:
    first = datetime.date(year, 1, 1)
    days = [first + _DAY * n for n in range((datetime.date(year, 12, 31) - first).days + 1)]
    if not knows(iso2):
        return frozenset(day for day in days if day.weekday() >= _SATURDAY)
    calendar = holidays.country_holidays(iso2, years=year, expand=False)
    return frozenset(day for day in days if not calendar.is_working_day(day))
