"""Files of a case: always to be saved, photographs also to be looked at."""

from litestar import get
from litestar.params import FromPath
from litestar.response import Response

from customhouse.coordination.media_types import PHOTOS
from customhouse.http.downloads import answer, closed_off
from customhouse.http.given import GivenContext, WebRequest
from customhouse.operations import files
from customhouse.operations.files import FileError
from customhouse.operations.screenings import NotFoundError
from customhouse.web.given import GivenActor, GivenVisitor
from customhouse.web.pages import page
from customhouse.web.visitor import uuid_of


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
    return answer(content, found.record.media_type, "inline", found.name)


@get("/cases/{key:str}/files/{sha256:str}/small", sync_to_thread=True)
def thumbnail(
    context: GivenContext, actor: GivenActor, key: FromPath[str], sha256: FromPath[str]
) -> Response[bytes]:
    """A photograph made small."""
    try:
        found, content = files.read(context, actor, uuid_of(key), sha256, small=True)
    except FileError:
        raise NotFoundError from None
    return answer(content, "image/jpeg", "inline", found.name)


HANDLERS = [download, image, thumbnail]
