"""The OpenAPI document: what Litestar reads off the handlers, and what it cannot see."""

from dataclasses import dataclass, replace
from typing import Any

from litestar import Request, Router
from litestar.exceptions import NotFoundException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import (
    Components,
    OpenAPIHeader,
    OpenAPIMediaType,
    OpenAPIResponse,
    Operation,
    Parameter,
    Reference,
    RequestBody,
    Schema,
    SecurityScheme,
    Tag,
)
from litestar.openapi.spec.enums import OpenAPIFormat, OpenAPIType

from customhouse import __version__
from customhouse.identify.structure import LONGEST
from customhouse.operations.invitations import LONGEST_DAYS, USUAL_DAYS

PREFIX = "/api/v1"
DOCUMENT_PATH = f"{PREFIX}/openapi.json"

_TEXT = Schema(type=OpenAPIType.STRING)
_COUNT = Schema(type=OpenAPIType.STRING, pattern="^[0-9]+$")
_LIMIT_HEADERS = {
    "RateLimit-Limit": "Requests that may be made in a minute.",
    "RateLimit-Remaining": "Requests that are left in this minute.",
    "RateLimit-Reset": "Seconds until the minute ends.",
}


@dataclass
class ApiOperation(Operation):
    """An operation, with the headers that every answer has, and without parameters of null."""

    def __post_init__(self) -> None:
        """Mend what Litestar made: in an address nothing is null, only left out."""
        for parameter in self.parameters or ():
            if isinstance(parameter, Parameter) and isinstance(parameter.schema, Schema):
                parameter.schema = _not_null(parameter.schema)
        for status, response in (self.responses or {}).items():
            if not isinstance(response, OpenAPIResponse):
                continue
            headers = response.headers if response.headers is not None else {}
            for name, said in _LIMIT_HEADERS.items():
                headers[name] = OpenAPIHeader(schema=_COUNT, description=said)
            if status == "401":
                headers["WWW-Authenticate"] = OpenAPIHeader(schema=_TEXT, description="Bearer.")
            if status == "429":
                headers["Retry-After"] = OpenAPIHeader(schema=_COUNT, description="In seconds.")
            response.headers = headers


def _not_null(schema: Schema) -> Schema:
    told = [
        one
        for one in schema.one_of or ()
        if isinstance(one, Schema) and one.type != OpenAPIType.NULL
    ]
    if len(told) != 1:
        return schema
    limits = {
        name: value
        for name in ("min_length", "max_length", "pattern")
        if (value := getattr(schema, name)) is not None
    }
    return replace(told[0], **limits)


@dataclass
class DeclarationOperation(ApiOperation):
    """An operation that takes a file of declarations."""

    def __post_init__(self) -> None:
        """Tell of the three formats."""
        super().__post_init__()
        items = Schema(type=OpenAPIType.ARRAY, min_items=1)
        one = Schema(
            all_of=[
                Reference(ref="#/components/schemas/Declaration"),
                Schema(type=OpenAPIType.OBJECT, properties={"items": items}),
            ]
        )
        many = Schema(type=OpenAPIType.ARRAY, items=one, min_items=1)
        self.request_body = RequestBody(
            required=True,
            description="Declarations, as docs/declaration.md tells.",
            content={
                "application/json": OpenAPIMediaType(schema=Schema(any_of=[one, many])),
                "application/xml": OpenAPIMediaType(
                    schema=Schema(
                        type=OpenAPIType.STRING, description="An ASYCUDA SAD; no DOCTYPE."
                    )
                ),
                "text/csv": OpenAPIMediaType(
                    schema=Schema(
                        type=OpenAPIType.STRING,
                        description="The first line names the columns; each other line is an item.",
                    )
                ),
            },
        )


@dataclass
class StructureOperation(ApiOperation):
    """An operation that takes a structure."""

    def __post_init__(self) -> None:
        """Tell of the record."""
        super().__post_init__()
        smiles = Schema(type=OpenAPIType.STRING, min_length=1, max_length=LONGEST)
        self.request_body = json_record(["smiles"], smiles=smiles)


@dataclass
class InvitationOperation(ApiOperation):
    """An operation that takes an invitation."""

    def __post_init__(self) -> None:
        """Tell of the record."""
        super().__post_init__()
        self.request_body = json_record(
            ["organisation_id", "iso3"],
            organisation_id=Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.UUID),
            iso3=Schema(
                type=OpenAPIType.STRING,
                description="The State of the organisation, as a sign that it is meant.",
            ),
            days=Schema(
                type=OpenAPIType.INTEGER, minimum=1, maximum=LONGEST_DAYS, default=USUAL_DAYS
            ),
        )


def json_record(required: list[str], **fields: Schema | Reference) -> RequestBody:
    """A body that is a JSON object of these fields."""
    record = Schema(type=OpenAPIType.OBJECT, properties=dict(fields), required=required)
    return RequestBody(required=True, content={"application/json": OpenAPIMediaType(schema=record)})


@dataclass
class ReportOperation(ApiOperation):
    """An operation that answers with a report."""

    def __post_init__(self) -> None:
        """Tell of the two formats."""
        super().__post_init__()
        answer = (self.responses or {})["200"]
        if isinstance(answer, OpenAPIResponse):
            answer.content = {
                "text/plain": OpenAPIMediaType(schema=_TEXT),
                "text/html": OpenAPIMediaType(schema=_TEXT),
            }


def _nothing_below(request: Request[Any, Any, Any]) -> None:
    """Litestar answers what lies below the document with a page of its own; there is nothing."""
    if request.url.path.rstrip("/") != DOCUMENT_PATH:
        raise NotFoundException


CONFIG = OpenAPIConfig(
    title="customhouse",
    version=__version__,
    summary="One desk on the Basel, Rotterdam and Stockholm conventions",
    description="Screen declarations, and look up what the conventions list. customhouse "
    "advises; a person decides. Every error is a problem of RFC 9457.",
    openapi_router=Router(
        DOCUMENT_PATH, route_handlers=[], include_in_schema=False, before_request=_nothing_below
    ),
    render_plugins=[JsonRenderPlugin(path=["/", "/openapi.json"])],
    use_handler_docstrings=True,
    operation_id_creator=lambda handler, _method, _path: handler.handler_name,
    security=[{"key": []}],
    components=Components(
        security_schemes={
            "key": SecurityScheme(
                type="http", scheme="bearer", description="An API key made at /account/keys."
            )
        }
    ),
    tags=[
        Tag(name="screenings", description="Screen declarations and find the answers again."),
        Tag(name="cases", description="Open cases, write in them, move them."),
        Tag(name="reference", description="What the packs know."),
        Tag(name="account", description="Whose key this is."),
    ],
)
