"""The filter of the history as the address of the page writes it, and where a page begins."""

import base64
import datetime
import struct
import uuid
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

import msgspec

from customhouse.reference.library import Library
from customhouse.screening.finding import OUTCOMES
from customhouse.store.screenings import Filter, Place


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What a form asks for as it was written, read, and the fields that could not be read."""

    form: Mapping[str, str]
    outcomes: Sequence[str]
    filter: Filter
    faults: Mapping[str, str]

    @property
    def query(self) -> str:
        """The query string without empty fields."""
        return query(outcome=self.outcomes, **self.form)


def query(**fields: object) -> str:
    """A query string of the history; empty fields are left out, lists are repeated."""
    return urlencode({name: value for name, value in fields.items() if value}, doseq=True)


def read(library: Library, form: Mapping[str, str], outcomes: Sequence[str]) -> Asked:
    """The filter of a form. A field that cannot be read asks for nothing, and is a fault."""
    told = {name: form.get(name, "").strip() for name in FIELDS}
    faults: dict[str, str] = {}
    country = library.country(told["country"]) if told["country"] else None
    if told["country"] and country is None:
        faults["country"] = "country"
    days: dict[str, datetime.date | None] = {}
    for name in ("first", "last"):
        try:
            days[name] = datetime.date.fromisoformat(told[name]) if told[name] else None
        except ValueError:
            days[name] = None
            faults[name] = "day"
    if days["last"] == datetime.date.max:
        days["last"] = None
    first, last = days["first"], days["last"]
    if first and last and last < first:
        faults["last"] = "order"
    chosen = tuple(one for one in OUTCOMES if one in outcomes)
    return Asked(
        form=told,
        outcomes=chosen,
        faults=faults,
        filter=Filter(
            words=told["words"],
            outcomes=chosen,
            ref=told["ref"],
            provision=told["provision"],
            country=country.iso3 if country else "",
            first=first,
            last=last,
        ),
    )


FIELDS = ("words", "ref", "provision", "country", "first", "last")


def written(place: Place) -> str:
    """A place in the list as an address has it."""
    at = int((place.created_at - _EPOCH) / datetime.timedelta(microseconds=1))
    packed = struct.pack(">q", at) + place.id.bytes
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def place(text: str) -> Place:
    """The place that was written. Raises `ValueError` for anything else."""
    try:
        packed = base64.urlsafe_b64decode(text.encode("ascii") + b"==")
        (at,) = struct.unpack(">q", packed[:8])
        return Place(_EPOCH + datetime.timedelta(microseconds=at), uuid.UUID(bytes=packed[8:]))
    except (ValueError, struct.error, OverflowError) as error:
        raise ValueError("this is no place in the list") from error


_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
