"""Pages from templates: one environment a language, everything a page needs handed to it."""

import datetime
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from jinja2 import Environment, PackageLoader, StrictUndefined
from litestar.enums import MediaType
from litestar.response import Response
from litestar.template.base import csrf_token
from markupsafe import Markup, escape

from customhouse.accounts.permissions import Permission
from customhouse.http.given import WebRequest
from customhouse.languages.catalogues import LANGUAGES, translations
from customhouse.report.passage import plain
from customhouse.web import asked, provisions
from customhouse.web.links import href
from customhouse.web.visitor import Visitor
from customhouse.web.words import FINDING_WORDS

STATIC = Path(__file__).with_name("static")


def page(
    request: WebRequest,
    visitor: Visitor,
    template: str,
    *,
    status: int = 200,
    **values: Any,
) -> Response[str]:
    """A page in the visitor's language. `template` is a file of `templates/`."""
    actor = visitor.actor

    def may(permission: Permission) -> bool:
        return actor is not None and actor.may(permission)

    html = (
        _environment(visitor.language)
        .get_template(template)
        .render(
            values,
            visitor=visitor,
            actor=actor,
            may=may,
            here=request.url.path,
            query=request.url.query,
            csrf=csrf_token({"request": request}),
            language=visitor.language,
            languages=LANGUAGES,
        )
    )
    return Response(html, media_type=MediaType.HTML, status_code=status)


@cache
def _environment(language: str) -> Environment:
    environment = Environment(
        loader=PackageLoader("customhouse.web"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_safe,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    environment.globals.update(static=static_url, words=FINDING_WORDS, href=href)
    environment.filters.update(
        day=lambda day: escape(format_date(day, "medium", locale=language)),
        moment=lambda at: escape(format_datetime(at, "medium", locale=language) + " UTC"),
        number=lambda number: format_decimal(number, locale=language),
        provision=provisions.teller(language),
        said=asked.teller(language),
        iso=_iso,
    )
    return environment


def _iso(moment: datetime.date) -> str:
    return moment.isoformat()


def _safe(value: object) -> object:
    """Text without characters that turn the writing around, also where a page put it in words.

    What is markup already holds our own words and dates, which may need a mark of direction.
    """
    if isinstance(value, Markup):
        return value.translate(_TURNING)
    return plain(value) if isinstance(value, str) else value


_TURNING = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\ufffd")
"""Embeddings, overrides and isolates: they reach beyond the text that they stand in."""


@cache
def static_url(name: str) -> str:
    """The address of a file of `static/`; it changes with the file, so it may be kept for ever."""
    mark = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={mark}"
