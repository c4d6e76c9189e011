"""Parameters that several operations take."""

import datetime
from typing import Annotated

from litestar.params import HeaderParameter, QueryParameter

CLEAN = r"^[^\x00-\x1f\x7f]*$"
"""Text on one line; a zero byte fits in no database."""

AsOf = Annotated[
    datetime.date | None,
    QueryParameter(name="as_of", description="The day whose law is taken, as YYYY-MM-DD."),
]
IfNoneMatch = Annotated[
    str | None,
    HeaderParameter(
        name="If-None-Match", description="Entity tags that the caller has: 304 when one is right."
    ),
]
"""Declared for the document; `etags.is_known` reads it."""
IfMatch = Annotated[
    str | None,
    HeaderParameter(
        name="If-Match",
        description="The ETag of the case as it was seen. 428 without it; 412 when others wrote "
        "in the case since, and nothing is added then.",
    ),
]
MOST = 100
"""Things in one part of a list."""
Limit = Annotated[int, QueryParameter(ge=1, le=MOST, description="How many at most.")]
Cursor = Annotated[
    str | None,
    QueryParameter(
        max_length=200, pattern=CLEAN, description="`next_cursor` of the part of the list before."
    ),
]
