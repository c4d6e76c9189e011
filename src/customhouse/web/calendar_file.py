"""A feed of time limits as an iCalendar file (RFC 5545): days, without a time."""

import datetime
import hashlib

from icalendar import Calendar, Event

from customhouse.coordination.clocks import limits
from customhouse.languages.catalogues import DEFAULT, LANGUAGES, translations
from customhouse.operations.calendar_feed import Feed, FeedEvent
from customhouse.report.passage import plain

MEDIA_TYPE = "text/calendar"
_DAY = datetime.timedelta(days=1)
_EVERY = datetime.timedelta(hours=6)


def calendar_file(feed: Feed) -> bytes:
    """The file. The same limits give the same bytes, so that a reader asks only for changes."""
    language = feed.language if feed.language in LANGUAGES else DEFAULT
    calendar = Calendar()
    calendar.add("prodid", f"-//customhouse//time limits//{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "customhouse")
    calendar.add("refresh-interval", _EVERY, parameters={"value": "DURATION"})
    for event in feed.events:
        calendar.add_component(_event(event, language))
    return bytes(calendar.to_ical())


def _event(told: FeedEvent, language: str) -> Event:
    row = limits().get(told.limit)
    title = translations(language).gettext(row.title) if row else told.limit
    event = Event()
    event.add("uid", f"{hashlib.sha256(told.key.encode()).hexdigest()[:40]}@customhouse")
    event.add("dtstamp", datetime.datetime.combine(told.began_on, datetime.time(), datetime.UTC))
    event.add("dtstart", told.ends_on)
    event.add("dtend", told.ends_on + _DAY)
    event.add("summary", plain(f"{told.number} – {title}"))
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event
