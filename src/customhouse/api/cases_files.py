"""Photographs and documents of a case: added with their bytes, given out as they are."""

import uuid
from typing import Any

from litestar import get, post
from litestar.di import Provide
from litestar.params import FromPath
from litestar.response import Response

from customhouse.api.bodies import media_type
from customhouse.api.caller import GivenCaller
from customhouse.api.cases_document import FileOperation, UploadOperation
from customhouse.api.cases_records import Written
from customhouse.api.cases_seen import ETAG, case_as_seen, written
from customhouse.api.etags import ApiRequest
from customhouse.api.parameters import IfMatch
from customhouse.api.problems import ProblemError, problems
from customhouse.coordination.facts.forms import FORMS
from customhouse.coordination.facts.typed import Known, read
from customhouse.http.downloads import closed_off
from customhouse.http.given import GivenContext, GivenSettings
from customhouse.http.sent import GivenSent, Sent, read_sent
from customhouse.operations import files
from customhouse.operations.files import LARGEST_FILE, About
from customhouse.reference.country_names import countries_in

LARGEST_REQUEST = LARGEST_FILE + 1_000_000
"""Bytes; a form has a little around its file."""


async def _read_upload(request: ApiRequest) -> Sent:
    if media_type(request) != "multipart/form-data":
        raise ProblemError(
            "media-type-not-supported", "A file is sent as multipart/form-data.",
            field="Content-Type", remedy="Send a form with the fields `file` and `role`.",
        )  # fmt: skip
    try:
        return await read_sent(request)
    except (UnicodeDecodeError, LookupError):
        raise ProblemError("bad-value", "A field of the form is no text in UTF-8.") from None


@post(
    "/cases/{case_id:uuid}/files",
    sync_to_thread=True,
    summary="Add a file",
    operation_class=UploadOperation,
    dependencies={"sent": Provide(_read_upload)},
    request_max_body_size=LARGEST_REQUEST,
    responses=problems(403, 404, 412, 413, 415, 422, 428),
    response_headers=[ETAG],
    tags=["cases"],
)
def add_file(
    caller: GivenCaller,
    context: GivenContext,
    settings: GivenSettings,
    sent: GivenSent,
    case_id: FromPath[uuid.UUID],
    if_match: IfMatch = None,
) -> Response[Written]:
    """Add a photograph or a document. What kind of file it is, its bytes tell, not its name."""
    caller.require("cases.write")
    case = case_as_seen(context, caller, case_id, if_match)
    form = FORMS["file"]
    _no_others(sent, {field.name for field in form.fields})
    if not sent.file_name:
        raise ProblemError("bad-value", "The form has no file.", field="file")
    told = read(form, sent.fields, Known(countries=countries_in(context.desk.library, "en")))
    for name, fault in told.faults.items():
        raise ProblemError("bad-value", fault, field=name)
    entry = files.add(
        context,
        caller,
        case_id,
        case.last.sequence,
        About(name=sent.file_name, **told.values),
        sent.file,
        scan_command=settings.scan_command,
    )
    return written([entry])


@get(
    "/cases/{case_id:uuid}/files/{sha256:str}",
    sync_to_thread=True,
    summary="One file",
    operation_class=FileOperation,
    responses=problems(403, 404),
    tags=["cases"],
)
def one_file(
    caller: GivenCaller, context: GivenContext, case_id: FromPath[uuid.UUID], sha256: FromPath[str]
) -> Response[Any]:
    """The bytes, by their SHA-256. A file that was found infected since is not given out."""
    found, content = files.read(context, caller, case_id, sha256)
    return closed_off(content, found.record.media_type, found.name)


def _no_others(sent: Sent, known: set[str]) -> None:
    for name in sorted(sent.fields.keys() - known):
        raise ProblemError("bad-value", "There is no such field.", field=name)
    for name, text in sent.fields.items():
        if "\0" in text:
            raise ProblemError("bad-value", "A sign in it cannot be kept.", field=name)


HANDLERS = [add_file, one_file]
