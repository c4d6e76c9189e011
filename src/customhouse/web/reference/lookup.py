"""One box for a name, a number, a code, a provision, a country or a structure."""

from typing import Any, Literal
from urllib.parse import urlencode

import msgspec
from litestar import get
from litestar.params import FromQuery
from litestar.response import Response

from customhouse.dossiers.rows import rows_of
from customhouse.dossiers.substance import listed_on
from customhouse.dossiers.waste_code import code_status
from customhouse.http.given import GivenContext, WebRequest
from customhouse.identify.lookup import Result as StructureMatch
from customhouse.identify.structure import StructureError
from customhouse.operations.context import Context
from customhouse.reference.records import Substance
from customhouse.search.document import EXACT, FLAG, Found, Result
from customhouse.search.kinds import KINDS
from customhouse.search.search import LONGEST
from customhouse.web.given import GivenVisitor
from customhouse.web.pages import page
from customhouse.web.reference.called import called_in
from customhouse.web.reference.day import AskedDay, asked_day
from customhouse.web.reference.lists import listing_conventions

PER_PAGE = 20

Settled = Literal[
    "number", "shared_number", "flag_number", "whole_name", "beginning", "words", "alike"
]
_WHOLE_NAME, _NUMBER_OR_NAME, _BEGINNING, _WORDS = 0.94, 0.9, 0.8, 0.5


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A result with how far it settles the matter, and how the thing stands on the day."""

    result: Result
    settled: Settled
    status: str


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for, and the address that asks for it again."""

    query: str
    structure: str
    kinds: tuple[str, ...]
    conventions: tuple[str, ...]
    day: AskedDay

    def address(self, number: int = 1) -> str:
        """The query of a page of the results."""
        fields = [("q", self.query)] if self.query else []
        fields += [("structure", self.structure)] if self.structure else []
        fields += [("kind", one) for one in self.kinds]
        fields += [("convention", one) for one in self.conventions]
        fields += [("as_of", self.day.day.isoformat())] if self.day.chosen else []
        fields += [("number", str(number))] if number > 1 else []
        return urlencode(fields)


@get("/lookup", sync_to_thread=True)
def lookup(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    q: FromQuery[str] = "",
    structure: FromQuery[str] = "",
    kind: FromQuery[list[str] | None] = None,
    convention: FromQuery[list[str] | None] = None,
    as_of: FromQuery[str] = "",
    number: FromQuery[str] = "1",
) -> Response[str]:
    """What a query or a structure may mean; with neither, where to begin."""
    asked = Asked(
        query=q.strip()[:LONGEST],
        structure=structure.strip(),
        kinds=tuple(one for one in KINDS if one in (kind or ())),
        conventions=tuple(sorted(context.search.conventions.intersection(convention or ()))),
        day=asked_day(as_of, context.today()),
    )
    return page(
        request,
        visitor,
        "reference/lookup.html",
        asked=asked,
        day=asked.day,
        called=called_in(context.desk.library, visitor.language),
        listing=listing_conventions(context),
        **_found(context, asked, number),
        **_matches(context, asked.structure),
    )


def _found(context: Context, asked: Asked, number: str) -> dict[str, Any]:
    """The results of a page of the search, and which page that is."""
    if not asked.query:
        return {"found": None, "shown": [], "number": 1, "pages": 0}
    wanted = min(int(number), 10_000) if number.isascii() and number.isdigit() else 1
    found = _find(context, asked, max(wanted, 1) * PER_PAGE)
    pages = -(-found.total // PER_PAGE)
    current = max(1, min(wanted, pages))
    results = found.results[(current - 1) * PER_PAGE : current * PER_PAGE]
    shown = [
        Shown(result=one, settled=settled(one), status=status_of(context, one, asked.day))
        for one in results
    ]
    return {"found": found, "shown": shown, "number": current, "pages": pages}


def _find(context: Context, asked: Asked, limit: int) -> Found:
    return context.search.find(
        asked.query, kinds=asked.kinds, conventions=asked.conventions, limit=limit
    )


def _matches(context: Context, structure: str) -> dict[str, Any]:
    """What a structure may be, or why it is none."""
    matches: list[StructureMatch] = []
    problem = None
    if structure:
        try:
            matches = context.desk.identify_structure(structure)
        except StructureError as error:
            problem = str(error)
    return {"matches": matches, "problem": problem}


def settled(result: Result) -> Settled:
    """How far a result settles that this is meant, by the steps in which the search scores."""
    score = result.score
    if score == EXACT:
        return "number"
    if score == _WHOLE_NAME or (result.kind == "country" and score > _NUMBER_OR_NAME):
        return "whole_name"
    if score == FLAG:
        return "flag_number"
    if score >= _NUMBER_OR_NAME:
        return "words" if result.kind == "provision" else "shared_number"
    if score >= _BEGINNING:
        return "beginning"
    return "words" if score >= _WORDS else "alike"


def status_of(context: Context, result: Result, day: AskedDay) -> str:
    """Where a listing or code stands on the day; empty for what is neither."""
    if result.kind not in ("entry", "code"):
        return ""
    library = context.desk.library
    convention, _, key = result.ref.partition(":")
    view = library.view(day.day)
    for row in rows_of(library).of(Substance, "substance_id", key):
        if row.convention == convention:
            return listed_on(view, row).status
    if convention == "basel" and view.waste_code_history(key):
        return code_status(view, key)
    return ""


HANDLERS = [lookup]
