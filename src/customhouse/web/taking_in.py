"""The page on which a sealed bundle of another installation is taken in."""

from litestar import get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency, Provide
from litestar.response import Response

from customhouse.coordination.bundle import LIMITS
from customhouse.coordination.carried import BundleError
from customhouse.http.given import GivenContext, GivenSettings, WebRequest
from customhouse.operations import taking_in
from customhouse.operations.taking_in import Taken
from customhouse.web.exchange import peers
from customhouse.web.given import GivenActor, GivenVisitor
from customhouse.web.pages import page
from customhouse.web.visitor import Visitor

LARGEST_REQUEST = LIMITS.size + 2**20
"""Bytes: a bundle, and what a form puts around it."""


async def _uploaded(request: WebRequest) -> UploadFile | None:
    """The file of the form, on the disk where it is large; `None` when none was chosen."""
    form = await request.form()
    found = form.get("bundle")
    return found if isinstance(found, UploadFile) and found.filename else None


GivenUpload = NamedDependency[UploadFile | None]


@get("/cases/import", sync_to_thread=True)
def import_page(request: WebRequest, visitor: GivenVisitor, actor: GivenActor) -> Response[str]:
    """Where the file is chosen."""
    actor.require("cases.exchange")
    return _show(request, visitor)


@post(
    "/cases/import",
    sync_to_thread=True,
    status_code=200,
    request_max_body_size=LARGEST_REQUEST,
    dependencies={"upload": Provide(_uploaded)},
)
def take_in(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    settings: GivenSettings,
    actor: GivenActor,
    upload: GivenUpload,
) -> Response[str]:
    """Take the bundle in, and tell what was new in it."""
    actor.require("cases.exchange")
    try:
        if upload is None:
            raise BundleError("no file was chosen", "choose a file that ends in .casebundle")
        command = settings.scan_command
        taken = taking_in.take_in(
            context, actor, peers(), upload.file, upload.filename, scan_command=command
        )
    except BundleError as error:
        return _show(request, visitor, error=error)
    finally:
        if upload is not None:
            upload.file.close()
    return _show(request, visitor, taken=taken)


def _show(
    request: WebRequest,
    visitor: Visitor,
    *,
    taken: Taken | None = None,
    error: BundleError | None = None,
) -> Response[str]:
    return page(
        request,
        visitor,
        "exchange/import.html",
        status=422 if error else 200,
        taken=taken,
        error=str(error) if error else "",
        largest=LIMITS.size // 2**20,
    )


HANDLERS = [import_page, take_in]
