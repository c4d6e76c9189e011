"""Where the next part of a list begins, as a text that only this server reads."""

import base64
import binascii
import datetime
from typing import TypeVar

import msgspec

from customhouse.api.problems import ProblemError

P = TypeVar("P", bound=msgspec.Struct)


def to_cursor(place: msgspec.Struct) -> str:
    """The text for a place."""
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")


def from_cursor(cursor: str, kind: type[P]) -> P:
    """The place of a text, of the kind that the list has.

    Raises `ProblemError` for one that this server did not give.
    """
    try:
        data = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        place = msgspec.json.decode(data, type=kind)
    except (binascii.Error, ValueError, msgspec.DecodeError):
        raise _refused() from None
    moments = (m for m in msgspec.structs.astuple(place) if isinstance(m, datetime.datetime))
    if any(moment.tzinfo is None for moment in moments):
        raise _refused()
    return place


def _refused() -> ProblemError:
    return ProblemError(
        "bad-value", "This is no cursor of this list.", field="cursor",
        remedy="Take the address in the Link header of the part before.",
    )  # fmt: skip
