"""Somebody who broke the connection off while sending: nobody is left to answer."""

from litestar.exceptions import InternalServerException

_TOLD = "client disconnected prematurely"


def went_away(error: Exception) -> bool:
    """Whether the error is only that: Litestar tells of it as of a failure of the server."""
    return isinstance(error, InternalServerException) and error.detail == _TOLD
