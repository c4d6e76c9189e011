"""What a browser sent with a form, a file among it."""

import msgspec
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency, Provide

from customhouse.http.given import WebRequest


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """The fields of a form, each once, and its file; an empty name is no file."""

    fields: dict[str, str]
    file: bytes = b""
    file_name: str = ""


async def read_sent(request: WebRequest) -> Sent:
    """Read the body of a request, encoded either way in which browsers send forms."""
    form = await request.form()
    fields = {}
    data, name = b"", ""
    for key, value in form.items():
        if isinstance(value, UploadFile):
            data, name = await value.read(), value.filename
        elif isinstance(value, str):
            fields[key] = value
    return Sent(fields=fields, file=data, file_name=name)


GivenSent = NamedDependency[Sent]
SENT = {"sent": Provide(read_sent)}
"""The dependency of a page that names `sent: GivenSent`."""
