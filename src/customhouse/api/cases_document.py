"""What the document tells of the bodies that operations on cases take."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args

from litestar.openapi.spec import (
    OpenAPIMediaType,
    OpenAPIResponse,
    Parameter,
    Reference,
    RequestBody,
    Schema,
)
from litestar.openapi.spec.enums import OpenAPIFormat, OpenAPIType

from customhouse.api.cases_records import MOST_TOLD, Message, Told
from customhouse.api.document import ApiOperation, json_record
from customhouse.api.schemas import one_of_kinds, place_of
from customhouse.coordination.entries import Fact, FileRole
from customhouse.coordination.facts.typed import LONGEST_PROSE
from customhouse.coordination.media_types import ALLOWED
from customhouse.coordination.moves import moves
from customhouse.languages.catalogues import LANGUAGES
from customhouse.operations.cases import LONGEST_NUMBER, LONGEST_TITLE
from customhouse.operations.files import LARGEST_FILE

_ID = Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.UUID)
_PROSE = Schema(type=OpenAPIType.STRING, max_length=LONGEST_PROSE)
_NUMBER = Schema(type=OpenAPIType.INTEGER, minimum=1)


@dataclass
class OpenCaseOperation(ApiOperation):
    """An operation that opens a case."""

    def __post_init__(self) -> None:
        """Tell of the record."""
        super().__post_init__()
        self.request_body = json_record(
            ["number", "title"],
            number=Schema(type=OpenAPIType.STRING, min_length=1, max_length=LONGEST_NUMBER),
            title=Schema(type=OpenAPIType.STRING, min_length=1, max_length=LONGEST_TITLE),
            screening=Schema(
                type=OpenAPIType.STRING,
                format=OpenAPIFormat.UUID,
                description="A kept screening that the case is opened from.",
            ),
        )


@dataclass
class WritingOperation(ApiOperation):
    """An operation that adds to a case, as it was seen."""

    def __post_init__(self) -> None:
        """Tell that If-Match cannot be left out."""
        super().__post_init__()
        for parameter in self.parameters or ():
            if isinstance(parameter, Parameter) and parameter.name == "If-Match":
                parameter.required = True


@dataclass
class EntriesOperation(WritingOperation):
    """An operation that takes facts and messages."""

    def __post_init__(self) -> None:
        """Tell of every kind."""
        super().__post_init__()
        facts = _one_of([kind for kind in get_args(Told) if kind is not Message])
        one = Schema(one_of=[facts, _message()])
        entries = Schema(type=OpenAPIType.ARRAY, items=one, min_items=1, max_items=MOST_TOLD)
        self.request_body = json_record(["entries"], entries=entries)


@dataclass
class MoveOperation(WritingOperation):
    """An operation that takes a move."""

    def __post_init__(self) -> None:
        """Tell of the record."""
        super().__post_init__()
        self.request_body = json_record(
            ["move"],
            move=Schema(type=OpenAPIType.STRING, enum=list(moves())),
            reason=_PROSE,
            evidence=Schema(type=OpenAPIType.ARRAY, items=_NUMBER),
        )


@dataclass
class CorrectionOperation(WritingOperation):
    """An operation that takes a correction."""

    def __post_init__(self) -> None:
        """Tell of the record."""
        super().__post_init__()
        self.request_body = json_record(
            ["of", "reason"], of=_NUMBER, reason=_PROSE, body=_one_of(get_args(Fact))
        )


@dataclass
class UploadOperation(WritingOperation):
    """An operation that takes a file and what is said of it."""

    def __post_init__(self) -> None:
        """Tell of the form."""
        super().__post_init__()
        said = ("about", "document_type", "reference", "issuer_iso3")
        texts = {name: Schema(type=OpenAPIType.STRING, max_length=300) for name in said}
        form = Schema(
            type=OpenAPIType.OBJECT,
            required=["file", "role"],
            properties={
                "file": Schema(
                    type=OpenAPIType.STRING,
                    format=OpenAPIFormat.BINARY,
                    description=f"At most {LARGEST_FILE:,} bytes; the part has a file name.",
                ),
                "role": Schema(type=OpenAPIType.STRING, enum=list(get_args(FileRole))),
                **texts,
            },
        )
        self.request_body = RequestBody(
            required=True, content={"multipart/form-data": OpenAPIMediaType(schema=form)}
        )


@dataclass
class FileOperation(ApiOperation):
    """An operation that answers with the bytes of a file."""

    def __post_init__(self) -> None:
        """Tell of the kinds of files that there are."""
        super().__post_init__()
        answer = (self.responses or {})["200"]
        if isinstance(answer, OpenAPIResponse):
            data = Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY)
            answer.content = {kind: OpenAPIMediaType(schema=data) for kind in ALLOWED}


def _one_of(kinds: Sequence[Any]) -> Schema:
    return one_of_kinds([Reference(ref=place_of(kind)) for kind in kinds], kinds)


def _message() -> Schema:
    return Schema(
        type=OpenAPIType.OBJECT,
        title="Message",
        description="A message to the own organisation; `mentions` are accounts of it.",
        required=["kind", "text", "language"],
        properties={
            "kind": Schema(type=OpenAPIType.STRING, const="said"),
            "text": Schema(type=OpenAPIType.STRING, min_length=1, max_length=LONGEST_PROSE),
            "language": Schema(type=OpenAPIType.STRING, enum=list(LANGUAGES)),
            "mentions": Schema(type=OpenAPIType.ARRAY, items=_ID),
        },
    )
