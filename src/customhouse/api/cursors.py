"""Where the next part of a list begins, as a text that only this server reads."""

import base64
import binascii

import msgspec

from customhouse.api.problems import ProblemError
from customhouse.store.screenings import Place


def to_cursor(place: Place) -> str:
    """The text for a place."""
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")


def from_cursor(cursor: str) -> Place:
    """The place of a text. Raises `ProblemError` for one that this server did not give."""
    try:
        data = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        place = msgspec.json.decode(data, type=Place)
    except (binascii.Error, ValueError, msgspec.DecodeError):
        raise _refused() from None
    if place.created_at.tzinfo is None:
        raise _refused()
    return place


def _refused() -> ProblemError:
    return ProblemError(
        "bad-value", "This is no cursor of this list.", field="cursor",
        remedy="Take the address in the Link header of the part before.",
    )  # fmt: skip
