"""The pages of cases: list, open, add, say, correct, move, and files."""

from customhouse.web.cases import (
    adding,
    attaching,
    case_page,
    files,
    listing,
    moving,
    opening,
    saying,
)

HANDLERS = [
    *listing.HANDLERS,
    *opening.HANDLERS,
    *case_page.HANDLERS,
    *adding.HANDLERS,
    *saying.HANDLERS,
    *attaching.HANDLERS,
    *moving.HANDLERS,
    *files.HANDLERS,
]
