"""Read a barcode or QR code from a photograph, and go on with what it says."""

import re
import uuid
from urllib.parse import urlsplit

import msgspec
from litestar import get, post
from litestar.response import Response

from customhouse.accounts.actor import Actor
from customhouse.declarations.declaration import DeclarationError
from customhouse.declarations.read import read_declarations
from customhouse.http.given import GivenContext, GivenSettings, WebRequest
from customhouse.http.sent import SENT, GivenSent
from customhouse.operations import screenings
from customhouse.operations.context import Context
from customhouse.operations.screenings import NotFoundError
from customhouse.web.given import GivenActor, GivenVisitor
from customhouse.web.pages import page
from customhouse.web.screening.code_image import ImageError, read_codes
from customhouse.web.screening.form_page import of_declaration, show

_OURS = re.compile(r"/screenings/([0-9a-fA-F-]{32,36})/?")
_LONGEST_SHOWN = 300


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """What a code says; `screening` is the kept screening it leads to, if the reader sees one."""

    text: str
    is_ours: bool = False
    screening: uuid.UUID | None = None

    @property
    def shown(self) -> str:
        """The text, never long."""
        more = len(self.text) > _LONGEST_SHOWN
        return self.text[:_LONGEST_SHOWN] + ("…" if more else "")


@get("/scan", sync_to_thread=True)
def scan_page(request: WebRequest, visitor: GivenVisitor, actor: GivenActor) -> Response[str]:
    """Where a photograph is taken or chosen."""
    actor.require("screen")
    return page(request, visitor, "screening/scan.html", problem="", read=())


@post("/scan", sync_to_thread=True, dependencies=SENT)
def scan(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    settings: GivenSettings,
    actor: GivenActor,
    sent: GivenSent,
) -> Response[str]:
    """Say what was read. A declaration fills the form and is screened by nobody but the reader."""
    actor.require("screen")
    try:
        texts = read_codes(sent.file)
    except ImageError as error:
        problem, texts = error.problem, []
    else:
        problem = "" if texts else "no_code"
    for text in texts:
        if text.lstrip()[:1] in ("{", "["):
            try:
                read = read_declarations(text.encode(), "code.json")
            except DeclarationError:
                continue
            form = of_declaration(read.declarations[0], context, visitor.language, source="code")
            return show(request, visitor, context, form)
    return page(
        request,
        visitor,
        "screening/scan.html",
        status=422 if problem else 200,
        problem=problem,
        read=[_read(text, context, actor, settings.public_url) for text in texts],
    )


def _read(text: str, context: Context, actor: Actor, public_url: str) -> Read:
    key = _id_of(text.strip(), public_url)
    if key is None:
        return Read(text=text)
    try:
        screenings.get(context, actor, key)
    except NotFoundError:
        return Read(text=text, is_ours=True)
    return Read(text=text, is_ours=True, screening=key)


def _id_of(text: str, public_url: str) -> uuid.UUID | None:
    """The screening that a code names: by its address here, or by its bare id."""
    try:
        told, own = urlsplit(text), urlsplit(public_url)
        if told.netloc and (told.scheme, told.netloc) != (own.scheme, own.netloc):
            return None
        found = _OURS.fullmatch(told.path)
        return uuid.UUID(found[1] if found else text)
    except ValueError:
        return None


HANDLERS = [scan_page, scan]
