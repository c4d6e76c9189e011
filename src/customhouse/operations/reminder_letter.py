"""The words of a reminder. It is sent without encryption between mail servers: no trader, no goods.

Only the number of the case, the limit, its last day and the way to the case are in it.
"""

import datetime
from typing import Literal, NamedTuple

from babel.dates import format_date

from customhouse.coordination.clocks import limits
from customhouse.languages.catalogues import DEFAULT, LANGUAGES, N_, translations

Occasion = Literal["in_7_days", "in_1_day", "overdue", "escalated"]


SUBJECTS: dict[Occasion, str] = {
    "in_7_days": N_("Case %(number)s: a time limit ends within 7 days"),
    "in_1_day": N_("Case %(number)s: a time limit ends within 1 day"),
    "overdue": N_("Case %(number)s: a time limit has ended"),
    "escalated": N_("Case %(number)s: a time limit ended days ago, and its clock still runs"),
}
_LIMIT = N_("Time limit: %(limit)s")
_LAST_DAY = N_("Last day: %(day)s")
_STANDS = N_("The case stands as it stood: nothing is released because a time limit has ended.")
_TO_DO = N_("Act on the case, or stop the clock there and say why.")
_WHY = N_("You get this letter because you work on the case, or supervise those who do.")


class Words(NamedTuple):
    """A letter before it has an address."""

    subject: str
    body: str


def letter(
    language: str | None,
    occasion: Occasion,
    *,
    number: str,
    limit: str,
    ends_on: datetime.date,
    link: str,
) -> Words:
    """The letter in the language of its reader; what the catalogue lacks is in English."""
    spoken = language if language in LANGUAGES else DEFAULT
    say = translations(spoken).gettext
    row = limits().get(limit)
    lines = (
        say(_LIMIT) % {"limit": say(row.title) if row else limit},
        say(_LAST_DAY) % {"day": format_date(ends_on, "long", locale=spoken)},
        "",
        say(_STANDS),
        say(_TO_DO),
        link,
        "",
        say(_WHY),
    )
    subject = say(SUBJECTS[occasion]) % {"number": " ".join(number.split())}
    return Words(subject, "\n".join((subject, "", *lines)) + "\n")
