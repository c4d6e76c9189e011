"""The page of each thing: a chemical, a waste or customs code, a State, a provision, a term."""

from collections.abc import Sequence
from itertools import groupby
from typing import get_args

import msgspec
from litestar import get
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from customhouse.dossiers.country import country
from customhouse.dossiers.customs_code import customs_code
from customhouse.dossiers.customs_fact import CustomsFact
from customhouse.dossiers.provision import provision
from customhouse.dossiers.rows import sources_of
from customhouse.dossiers.substance import substance
from customhouse.dossiers.term import term
from customhouse.dossiers.waste_code import waste_code
from customhouse.http.given import GivenContext, WebRequest
from customhouse.operations.context import Context
from customhouse.reference.records import Specificity
from customhouse.web.given import GivenVisitor
from customhouse.web.pages import page
from customhouse.web.reference.called import called_in
from customhouse.web.reference.day import AskedDay, asked_day
from customhouse.web.visitor import Visitor

FIRMNESS: tuple[Specificity, ...] = get_args(Specificity)
"""From what settles the matter to what only hints."""


@get("/substances/{convention:str}/{key:str}", sync_to_thread=True)
def substance_page(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    convention: FromPath[str],
    key: FromPath[str],
    as_of: FromQuery[str] = "",
) -> Response[str]:
    """A listed chemical."""
    day = asked_day(as_of, context.today())
    found = substance(context.desk.library, context.hs, convention, key, day.day)
    return _page(request, visitor, context, "reference/substance.html", found, day, key)


@get("/wastes/{code:str}", sync_to_thread=True)
def waste_page(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    code: FromPath[str],
    as_of: FromQuery[str] = "",
) -> Response[str]:
    """A waste code, or a D, R or H code."""
    day = asked_day(as_of, context.today())
    found = waste_code(context.desk.library, context.hs, code, day.day)
    return _page(request, visitor, context, "reference/waste.html", found, day, code)


@get("/hs/{code:str}", sync_to_thread=True)
def customs_page(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    code: FromPath[str],
    as_of: FromQuery[str] = "",
) -> Response[str]:
    """A customs code, in all editions."""
    day = asked_day(as_of, context.today())
    found = customs_code(context.desk.library, context.hs, code)
    return _page(request, visitor, context, "reference/customs.html", found, day, code)


@get("/countries/{iso3:str}", sync_to_thread=True)
def country_page(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    iso3: FromPath[str],
    as_of: FromQuery[str] = "",
) -> Response[str]:
    """A State or territory."""
    day = asked_day(as_of, context.today())
    found = country(context.desk.library, iso3, day.day)
    return _page(request, visitor, context, "reference/country.html", found, day, iso3)


@get("/provisions/{convention:str}/{place:str}", sync_to_thread=True)
def provision_page(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    convention: FromPath[str],
    place: FromPath[str],
    as_of: FromQuery[str] = "",
) -> Response[str]:
    """A provision and its rules."""
    day = asked_day(as_of, context.today())
    found = provision(context.desk.library, f"{convention}:{place}", day.day)
    asked = f"{convention}:{place}"
    return _page(request, visitor, context, "reference/provision.html", found, day, asked)


@get("/terms/{name:str}", sync_to_thread=True)
def term_page(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    name: FromPath[str],
    as_of: FromQuery[str] = "",
) -> Response[str]:
    """A term of the glossary."""
    day = asked_day(as_of, context.today())
    found = term(context.desk.library, name)
    return _page(request, visitor, context, "reference/term.html", found, day, name)


def _page(
    request: WebRequest,
    visitor: Visitor,
    context: Context,
    template: str,
    found: msgspec.Struct | None,
    day: AskedDay,
    asked: str,
) -> Response[str]:
    """The page of a dossier; for a thing that no pack knows, a way to look for it."""
    if found is None:
        return page(request, visitor, "reference/unknown.html", status=404, asked=asked, day=day)
    library = context.desk.library
    return page(
        request,
        visitor,
        template,
        d=found,
        day=day,
        called=called_in(library, visitor.language),
        sources=sources_of(library, found),
        versions=library.versions,
        lines=customs_lines,
    )


class CustomsLine(msgspec.Struct, frozen=True, kw_only=True):
    """A customs code of an entry, with all editions in which it is as firm."""

    code: str
    title: str
    editions: tuple[str, ...]
    first: CustomsFact
    escapes: tuple[str, ...]


def customs_lines(facts: Sequence[CustomsFact]) -> list[CustomsLine]:
    """Customs codes with their editions together, the firmest first."""

    def alike(fact: CustomsFact) -> tuple[int, str, str]:
        return FIRMNESS.index(fact.entry.specificity), fact.entry.code, fact.entry.ref

    lines = []
    for (_, code, _), group in groupby(sorted(facts, key=alike), alike):
        found = list(group)
        lines.append(
            CustomsLine(
                code=code,
                title=next((one.entry.title for one in found if one.entry.title), ""),
                editions=tuple(sorted({one.entry.edition for one in found})),
                first=max(found, key=lambda one: one.entry.edition),
                escapes=tuple(sorted({code for one in found for code in one.entry.escapes})),
            )
        )
    return lines


HANDLERS = [
    substance_page,
    waste_page,
    customs_page,
    country_page,
    provision_page,
    term_page,
]
