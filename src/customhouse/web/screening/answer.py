"""The page of a kept screening: what to do now, and why."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import segno
from litestar import get
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from customhouse.coordination.indicators import HitRate, of_finding
from customhouse.declarations.declaration import Item
from customhouse.http.given import GivenContext, GivenSettings, WebRequest
from customhouse.languages.catalogues import translations
from customhouse.operations import screenings
from customhouse.operations.context import Context
from customhouse.reference.country_names import countries_in
from customhouse.reference.records import Identifier
from customhouse.report.outline import outline
from customhouse.report.parts import HINTS_NAMED, ItemPart
from customhouse.report.pdf import MOST_ITEMS
from customhouse.screening.finding import SEVERITY, Assessment
from customhouse.web.given import GivenActor, GivenVisitor
from customhouse.web.pages import page
from customhouse.web.screening.field_names import place
from customhouse.web.screening.form_page import Asked
from customhouse.web.visitor import uuid_of

SHOWN_ITEMS = 30
"""Items told in full; a page with thousands would be slow to come and hard to read."""

SHOWN_QUESTIONS = 20
SHOWN_NUMBERS = 12
"""Item numbers named in a row of a table, and questions put, before the rest is counted."""

_MOST_DRAWINGS = 3


@get("/screenings/{key:str}", sync_to_thread=True)
def answer(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    settings: GivenSettings,
    actor: GivenActor,
    key: FromPath[str],
    every: FromQuery[bool] = False,
) -> Response[str]:
    """The assessment; of many items the strictest, and with `every` as many as a report has."""
    kept = screenings.get(context, actor, uuid_of(key))
    declaration, assessment = kept.saved.declaration, kept.saved.assessment
    report = outline(declaration, assessment)
    items = list(zip(report.items, declaration.items, strict=True))
    most = MOST_ITEMS if every else SHOWN_ITEMS
    strictest = sorted(items, key=lambda pair: -SEVERITY[pair[0].outcome])[:most]
    kept_numbers = {part.number for part, _ in strictest}
    shown = [pair for pair in items if pair[0].number in kept_numbers]
    numbers = [item.number for item in declaration.items]
    return page(
        request,
        visitor,
        "screening/answer.html",
        kept=kept,
        declaration=declaration,
        assessment=assessment,
        report=report,
        items=shown,
        hidden=len(items) - len(shown),
        may_show_more=not every,
        questions=_questions(assessment, numbers)[:SHOWN_QUESTIONS],
        more_questions=max(0, len(assessment.missing) - SHOWN_QUESTIONS),
        shown_numbers=SHOWN_NUMBERS,
        country=countries_in(context.desk.library, visitor.language).name,
        titles=titles(context, visitor.language),
        rates=_rates(context, assessment),
        drawings=lambda part, item: _drawings(context, part, item),
        hints_named=HINTS_NAMED,
        mine=kept.organisation_id == actor.organisation_id,
        qr=segno.make(f"{settings.public_url}/screenings/{kept.line.id}", error="m"),
    )


def _rates(context: Context, assessment: Assessment) -> dict[tuple[str, str], HitRate]:
    """The reviewed hit rates of what the findings stand for, by rule and provision."""
    every = [finding for item in assessment.items for finding in item.findings]
    return {
        (one.rule, one.provision): context.rates[of_finding(one)]
        for one in every
        if of_finding(one) in context.rates
    }


def titles(context: Context, language: str) -> Mapping[str, str]:
    """The titles of the rules by their id, in a language as far as its catalogue has them."""
    said = translations(language).gettext
    return {key: said(rule.title) for key, rule in context.desk.library.rules.items() if rule.title}


def _questions(assessment: Assessment, numbers: Iterable[int]) -> list[Asked]:
    numbers = list(numbers)
    return [
        Asked(
            place=place(one.field, numbers),
            why=one.why,
            would_change=one.would_change,
        )
        for one in assessment.missing
    ]


def _drawings(context: Context, part: ItemPart, item: Item) -> list[tuple[str, str]]:
    """Structures to draw, each with its name: those declared, else those of what was found."""
    if item.smiles:
        return [(one, "") for one in item.smiles[:_MOST_DRAWINGS]]
    known = _structures(context)
    found: dict[str, str] = {}
    for entry in part.entries:
        name = entry.ref.partition(":")[2]
        if entry.certainty == "identified" and name in known:
            found.setdefault(known[name], entry.title or entry.ref)
    return list(found.items())[:_MOST_DRAWINGS]


@lru_cache(maxsize=4)
def _structures(context: Context) -> dict[str, str]:
    """The structure of each substance that has exactly one."""
    known: dict[str, Any] = {}
    for pack in context.packs:
        for row in pack.rows(Identifier):
            if row.scheme == "SMILES":
                known[row.substance_id] = row.value if row.substance_id not in known else None
    return {key: value for key, value in known.items() if value}


HANDLERS = [answer]
