"""A kept screening as files: the declaration, the assessment and the report."""

import msgspec
from litestar import get
from litestar.params import FromPath
from litestar.response import Response

from customhouse.http.downloads import attachment
from customhouse.http.given import GivenContext, GivenSettings
from customhouse.operations import screenings
from customhouse.report import pdf
from customhouse.report.outline import outline
from customhouse.saved.record import file_name
from customhouse.store.screenings import Kept
from customhouse.web.asked import teller
from customhouse.web.given import GivenActor, GivenVisitor
from customhouse.web.screening.answer import titles
from customhouse.web.visitor import uuid_of


@get("/screenings/{key:str}/declaration.json", sync_to_thread=True)
def declaration(context: GivenContext, actor: GivenActor, key: FromPath[str]) -> Response[bytes]:
    """What was declared, in the shape in which it can be screened again."""
    kept = screenings.get(context, actor, uuid_of(key))
    return _json(kept, kept.saved.declaration, "declaration")


@get("/screenings/{key:str}/assessment.json", sync_to_thread=True)
def assessment(context: GivenContext, actor: GivenActor, key: FromPath[str]) -> Response[bytes]:
    """What was answered, as the command line writes it."""
    kept = screenings.get(context, actor, uuid_of(key))
    return _json(kept, kept.saved.assessment, "assessment")


@get("/screenings/{key:str}/report.pdf", sync_to_thread=True)
def report(
    visitor: GivenVisitor,
    context: GivenContext,
    settings: GivenSettings,
    actor: GivenActor,
    key: FromPath[str],
) -> Response[bytes]:
    """The report for the file, on paper or to send."""
    kept = screenings.get(context, actor, uuid_of(key))
    line = kept.line
    data = pdf.render(
        outline(kept.saved.declaration, kept.saved.assessment),
        address=f"{settings.public_url}/screenings/{line.id}",
        kept_by=f"{line.officer}, {line.organisation}",
        kept_at=f"{line.created_at:%Y-%m-%d %H:%M} UTC",
        language=visitor.language,
        say=teller(visitor.language),
        titles=titles(context, visitor.language),
    )
    return attachment(data, "application/pdf", f"{_name(kept)}.pdf")


def _json(kept: Kept, record: msgspec.Struct, what: str) -> Response[bytes]:
    data = msgspec.json.format(msgspec.json.encode(record), indent=2) + b"\n"
    return attachment(data, "application/json", f"{_name(kept)}-{what}.json")


def _name(kept: Kept) -> str:
    return file_name(kept.saved).removesuffix(".json")


HANDLERS = [declaration, assessment, report]
