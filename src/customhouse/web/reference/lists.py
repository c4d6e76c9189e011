"""Everything there is, in lists, so that each page is reached by links alone."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from litestar import get
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from customhouse.dossiers.country import TREATIES
from customhouse.dossiers.customs_code import customs_titles
from customhouse.dossiers.provision import provisions
from customhouse.dossiers.rows import rows_of
from customhouse.dossiers.substance import ListedOn, listed_on
from customhouse.dossiers.waste_code import code_status
from customhouse.http.given import GivenContext, WebRequest
from customhouse.operations.context import Context
from customhouse.operations.screenings import NotFoundError
from customhouse.reference.country_names import country_names
from customhouse.reference.records import GlossaryTerm, Substance, WasteCode
from customhouse.web.given import GivenVisitor
from customhouse.web.pages import page
from customhouse.web.reference.called import called_in
from customhouse.web.reference.day import AskedDay, asked_day
from customhouse.web.visitor import Visitor


def listing_conventions(context: Context) -> tuple[str, ...]:
    """The conventions and layers that list chemicals, in the order of the packs."""
    rows = rows_of(context.desk.library)
    return tuple(dict.fromkeys(row.convention for row in rows.all(Substance)))


@get("/substances", sync_to_thread=True)
def substances(
    request: WebRequest, visitor: GivenVisitor, context: GivenContext, as_of: FromQuery[str] = ""
) -> Response[str]:
    """The chemicals of every convention."""
    return _substances(request, visitor, context, listing_conventions(context), as_of)


@get("/substances/{convention:str}", sync_to_thread=True)
def substances_of(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    convention: FromPath[str],
    as_of: FromQuery[str] = "",
) -> Response[str]:
    """The chemicals of one convention. Raises `NotFoundError` for one that lists none."""
    if convention not in listing_conventions(context):
        raise NotFoundError
    return _substances(request, visitor, context, (convention,), as_of)


def _substances(
    request: WebRequest,
    visitor: Visitor,
    context: Context,
    conventions: Sequence[str],
    as_of: str,
) -> Response[str]:
    day = asked_day(as_of, context.today())
    view = context.desk.library.view(day.day)
    rows = rows_of(context.desk.library)
    lists: dict[str, list[ListedOn]] = {one: [] for one in conventions}
    for row in rows.all(Substance):
        if row.convention in lists:
            lists[row.convention].append(listed_on(view, row))
    for found in lists.values():
        found.sort(key=lambda one: one.substance.name.casefold())
    return _list(request, visitor, context, "substances", day, lists=lists)


@get("/wastes", sync_to_thread=True)
def wastes(
    request: WebRequest, visitor: GivenVisitor, context: GivenContext, as_of: FromQuery[str] = ""
) -> Response[str]:
    """The waste codes, and the codes of operations and hazards."""
    day = asked_day(as_of, context.today())
    view = context.desk.library.view(day.day)
    codes: dict[str, WasteCode] = {}
    for row in rows_of(context.desk.library).all(WasteCode):
        codes[row.code] = view.waste_code(row.code) or row
    lists: dict[str, list[WasteCode]] = {
        one: [] for one in ("VIII", "IX", "Y", "II", "H", "D", "R")
    }
    for code in codes.values():
        lists[code.list].append(code)
    statuses = {code: code_status(view, code) for code in codes}
    return _list(request, visitor, context, "wastes", day, lists=lists, statuses=statuses)


@get("/hs", sync_to_thread=True)
def customs_codes(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    chapter: FromQuery[str] = "",
    as_of: FromQuery[str] = "",
) -> Response[str]:
    """The chapters of the HS of which the packs speak, or the codes of one.

    Raises `NotFoundError` for a chapter of which they say nothing.
    """
    day = asked_day(as_of, context.today())
    titles = customs_titles(context.desk.library)
    chapters = {
        number: list(codes) for number, codes in groupby(titles.items(), lambda one: one[0][:2])
    }
    if chapter and chapter not in chapters:
        raise NotFoundError
    return _list(request, visitor, context, "customs", day, chapters=chapters, chapter=chapter)


@get("/countries", sync_to_thread=True)
def countries(
    request: WebRequest, visitor: GivenVisitor, context: GivenContext, as_of: FromQuery[str] = ""
) -> Response[str]:
    """Every State and territory, and to which conventions it is a Party on the day."""
    day = asked_day(as_of, context.today())
    view = context.desk.library.view(day.day)
    names = country_names(context.desk.library, visitor.language)
    standings = {iso3: {one: view.standing(one, iso3) for one in TREATIES} for iso3 in names}
    return _list(
        request, visitor, context, "countries", day, names=names, standings=standings,
        treaties=TREATIES,
    )  # fmt: skip


@get("/provisions", sync_to_thread=True)
def all_provisions(
    request: WebRequest, visitor: GivenVisitor, context: GivenContext, as_of: FromQuery[str] = ""
) -> Response[str]:
    """Every provision that a rule rests on."""
    return _provisions(request, visitor, context, "", as_of)


@get("/provisions/{convention:str}", sync_to_thread=True)
def provisions_of(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    convention: FromPath[str],
    as_of: FromQuery[str] = "",
) -> Response[str]:
    """The provisions of one convention. Raises `NotFoundError` where there are none."""
    return _provisions(request, visitor, context, convention, as_of)


def _provisions(
    request: WebRequest, visitor: Visitor, context: Context, convention: str, as_of: str
) -> Response[str]:
    day = asked_day(as_of, context.today())
    lists = {
        name: list(found)
        for name, found in groupby(
            provisions(context.desk.library), lambda line: line.ref.partition(":")[0]
        )
        if convention in ("", name)
    }
    if not lists:
        raise NotFoundError
    return _list(request, visitor, context, "provisions", day, lists=lists)


@get("/terms", sync_to_thread=True)
def terms(
    request: WebRequest, visitor: GivenVisitor, context: GivenContext, as_of: FromQuery[str] = ""
) -> Response[str]:
    """The glossary, in the reader's language where it has the term."""
    day = asked_day(as_of, context.today())
    called = called_in(context.desk.library, visitor.language)
    english = [r for r in rows_of(context.desk.library).all(GlossaryTerm) if r.lang == "en"]
    named = [(called.name(f"term:{row.term}"), row.term) for row in english]
    named.sort(key=lambda one: (one[0].lang != "", one[0].text.casefold()))
    return _list(request, visitor, context, "terms", day, named=named)


def _list(
    request: WebRequest,
    visitor: Visitor,
    context: Context,
    what: str,
    day: AskedDay,
    **values: Any,
) -> Response[str]:
    return page(
        request,
        visitor,
        f"reference/list_{what}.html",
        day=day,
        called=called_in(context.desk.library, visitor.language),
        **values,
    )


HANDLERS = [
    substances,
    substances_of,
    wastes,
    customs_codes,
    countries,
    all_provisions,
    provisions_of,
    terms,
]
