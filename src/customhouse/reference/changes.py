"""The law's own days: what the dates in the packs say happened in a span of time.

A change falls on the first day on which the law is another than the day before. A row that
ends therefore changes the law on the day after its last day.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Literal

import msgspec

from customhouse.reference import records as r
from customhouse.reference import sentences as say
from customhouse.reference.bearing import bearing, body_of
from customhouse.reference.names import Names
from customhouse.reference.pack import Pack

ChangeKind = Literal[
    "listing_adopted",
    "listing_in_force",
    "listing_ended",
    "waste_code_begins",
    "waste_code_ends",
    "exemption_expired",
    "party_joins",
    "amendment_accepted",
    "import_ban_begins",
    "import_ban_ends",
    "export_ban_begins",
    "export_ban_ends",
    "national_rule_begins",
    "national_rule_ends",
    "import_response",
    "agreement_begins",
    "agreement_ends",
    "ban_amendment",
    "annex_vii",
    "threshold",
]


class LawChange(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is other law from `day` on.

    `convention` is the body of law. `refs` are the entries it is about and `states` the States
    (see `bearing`). `words` is a sentence in our own words; `row` the pack row that says so.
    """

    day: date
    kind: ChangeKind
    convention: str
    refs: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    words: str
    row: str
    confidence: r.Confidence


def _every(_row: Any) -> bool:
    return True


def _none(_row: Any) -> bool:
    return False


class _Event(msgspec.Struct, frozen=True, kw_only=True):
    """What a date field of a table means.

    `counts` tells the rows for which it means that; `wanting` those of them whose empty date is
    a gap (the last day of what has no known end is none).
    """

    record: type[r.Record]
    field: str
    kind: ChangeKind
    say: Callable[[Any, date, Names], str]
    is_last_day: bool = False
    counts: Callable[[Any], bool] = _every
    wanting: Callable[[Any], bool] = _every


def _first(
    record: type[r.Record],
    kind: ChangeKind,
    sentence: Callable[[Any, date, Names], str],
    field: str = "valid_from",
    counts: Callable[[Any], bool] = _every,
) -> _Event:
    return _Event(record=record, field=field, kind=kind, say=sentence, counts=counts)


def _last(
    record: type[r.Record],
    kind: ChangeKind,
    sentence: Callable[[Any, date, Names], str],
    field: str = "valid_to",
    counts: Callable[[Any], bool] = _every,
    wanting: Callable[[Any], bool] = _none,
) -> _Event:
    return _Event(
        record=record,
        field=field,
        kind=kind,
        say=sentence,
        is_last_day=True,
        counts=counts,
        wanting=wanting,
    )


_EVENTS: tuple[_Event, ...] = (
    _first(r.Substance, "listing_adopted", say.listing_adopted, "adopted_on"),
    _first(r.Substance, "listing_in_force", say.listing_in_force, "in_force_from"),
    _last(r.Substance, "listing_ended", say.listing_ended),
    _first(r.WasteCode, "waste_code_begins", say.code_begins),
    _last(r.WasteCode, "waste_code_ends", say.code_ends),
    _last(
        r.Exemption,
        "exemption_expired",
        say.exemption_expired,
        "expires",
        counts=lambda row: row.kind != "none",
        wanting=lambda row: row.kind != "acceptable purpose",
    ),
    _first(
        r.Party,
        "party_joins",
        say.party_joins,
        "entry_into_force",
        lambda row: row.status == "party",
    ),
    _first(r.AmendmentAcceptance, "amendment_accepted", say.amendment_accepted),
    _first(r.ImportBan, "import_ban_begins", say.import_ban_begins),
    _last(r.ImportBan, "import_ban_ends", say.import_ban_ends),
    _first(r.ExportBan, "export_ban_begins", say.export_ban_begins),
    _last(r.ExportBan, "export_ban_ends", say.export_ban_ends),
    _first(r.NationalDefinition, "national_rule_begins", say.national_begins),
    _last(r.NationalDefinition, "national_rule_ends", say.national_ends),
    _first(r.ImportResponse, "import_response", say.import_response),
    _first(r.Agreement, "agreement_begins", say.agreement_begins),
    _last(r.Agreement, "agreement_ends", say.agreement_ends),
    _first(
        r.BanAmendment,
        "ban_amendment",
        say.ban_amendment,
        counts=lambda row: row.status == "bound",
    ),
    _first(r.AnnexSeven, "annex_vii", say.annex_seven),
    _first(r.Threshold, "threshold", say.threshold),
)
"""Every date of a pack that changes the law. A new table with dates is a line here.

The days of opt_in.csv and contacts.csv are not among them: no rule asks when a Party declared
that it opts in, and an address is no law.
"""


def changes_between(packs: Sequence[Pack], start: date, end: date) -> tuple[LawChange, ...]:
    """What is other law on `end` than it was on `start`, by day.

    Changes on `start` itself are left out, as they were law already, and those on `end` are in.
    Spans that meet therefore add up, and an `end` before `start` gives nothing. Rows without
    the date are not in the log: see `undated`.
    """
    names = Names(packs)
    found = [
        _change(event, row, day, names)
        for event, row in _rows(packs)
        if (day := _day(event, row)) is not None and start < day <= end
    ]
    return tuple(sorted(found, key=lambda c: (c.day, c.convention, c.kind, c.words, c.row)))


def undated(packs: Sequence[Pack], convention: str | None = None) -> dict[str, int]:
    """How many rows lack the date by which they would be in the log, by kind of change.

    Only of one body of law when `convention` is given.
    """
    gaps = Counter(
        event.kind
        for event, row in _rows(packs)
        if getattr(row, event.field) is None
        and event.wanting(row)
        and convention in (None, body_of(row))
    )
    return dict(sorted(gaps.items()))


def _rows(packs: Sequence[Pack]) -> Iterator[tuple[_Event, r.Record]]:
    for event in _EVENTS:
        for pack in packs:
            for row in pack.rows(event.record):
                if event.counts(row):
                    yield event, row


def _day(event: _Event, row: r.Record) -> date | None:
    """The first day of other law; `None` when the date is unknown or never comes."""
    day: date | None = getattr(row, event.field)
    if day is None or not event.is_last_day:
        return day
    return None if day == date.max else day + timedelta(days=1)


def _change(event: _Event, row: r.Record, day: date, names: Names) -> LawChange:
    about = bearing(row, names.decisions)
    return LawChange(
        day=day,
        kind=event.kind,
        convention=body_of(row),
        refs=about.refs,
        states=about.states,
        words=event.say(row, day, names),
        row=row.row,
        confidence=row.confidence,
    )
