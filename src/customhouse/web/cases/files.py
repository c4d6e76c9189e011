"""Files of a case: always to be saved, photographs also to be looked at."""

from urllib.parse import quote

from litestar import get
from litestar.params import FromPath
from litestar.response import Response

from customhouse.coordination.media_types import PHOTOS
from customhouse.operations import files
from customhouse.operations.files import FileError
from customhouse.operations.screenings import NotFoundError
from customhouse.web.given import GivenActor, GivenContext, GivenVisitor
from customhouse.web.pages import page
from customhouse.web.visitor import WebRequest, uuid_of

_CLOSED_OFF = {
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
}
"""Headers under which a file can run nothing and fetch nothing, whatever it holds."""


@get("/cases/{key:str}/files/{sha256:str}", sync_to_thread=True)
def download(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
    sha256: FromPath[str],
) -> Response[bytes] | Response[str]:
    """The file, to be saved; one that was found infected since is not given out."""
    try:
        found, content = files.read(context, actor, uuid_of(key), sha256)
    except FileError:
        return page(request, visitor, "cases/infected.html", status=403, key=key)
    return closed_off(content, found.record.media_type, found.name)


@get("/cases/{key:str}/files/{sha256:str}/image", sync_to_thread=True)
def image(
    context: GivenContext, actor: GivenActor, key: FromPath[str], sha256: FromPath[str]
) -> Response[bytes]:
    """A photograph at its full size, on a page of its own."""
    try:
        found, content = files.read(context, actor, uuid_of(key), sha256)
    except FileError:
        raise NotFoundError from None
    if found.record.media_type not in PHOTOS:
        raise NotFoundError
    return _answer(content, found.record.media_type, "inline", found.name)


@get("/cases/{key:str}/files/{sha256:str}/small", sync_to_thread=True)
def thumbnail(
    context: GivenContext, actor: GivenActor, key: FromPath[str], sha256: FromPath[str]
) -> Response[bytes]:
    """A photograph made small."""
    try:
        found, content = files.read(context, actor, uuid_of(key), sha256, small=True)
    except FileError:
        raise NotFoundError from None
    return _answer(content, "image/jpeg", "inline", found.name)


def closed_off(content: bytes, media_type: str, name: str) -> Response[bytes]:
    """A file to be saved, that a browser neither shows nor runs."""
    return _answer(content, media_type, "attachment", name)


def _answer(content: bytes, media_type: str, disposition: str, name: str) -> Response[bytes]:
    plain = "".join(c if c.isascii() and c not in '"\\%' else "_" for c in name)
    told = f"{disposition}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(
        content,
        media_type=media_type,
        headers={**_CLOSED_OFF, "Content-Disposition": told},
    )


HANDLERS = [download, image, thumbnail]
