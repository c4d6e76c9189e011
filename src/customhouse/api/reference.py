"""What the packs know: search, lookup, structures, customs codes, versions and changes."""

import datetime
from typing import Annotated

import msgspec
from litestar import get, post
from litestar.datastructures import ResponseHeader
from litestar.openapi import ResponseSpec
from litestar.params import QueryParameter, RawBody
from litestar.response import Response

from customhouse.api.bodies import read_record
from customhouse.api.caller import GivenCaller
from customhouse.api.document import ApiOperation, StructureOperation
from customhouse.api.etags import ApiRequest, reference_data
from customhouse.api.parameters import CLEAN, AsOf, IfNoneMatch
from customhouse.api.problems import ProblemError, problems
from customhouse.api.records import LawChanges, LookupResults, PackInUse, PacksInUse
from customhouse.http.given import GivenContext
from customhouse.identify.structure import StructureError
from customhouse.operations.context import Context
from customhouse.reference.changes import changes_between, undated
from customhouse.search.document import Found
from customhouse.search.kinds import Kind

CACHED = {304: ResponseSpec(None, description="The caller has it already.")}
CACHE_HEADERS = [
    ResponseHeader(
        name="ETag",
        documentation_only=True,
        description="Stands for the packs, the day and the query.",
    ),
    ResponseHeader(name="Cache-Control", documentation_only=True, description="Five minutes."),
]

_Query = Annotated[
    str,
    QueryParameter(
        name="q",
        min_length=1,
        max_length=500,
        pattern=CLEAN,
        description="Name, number, code, provision or country.",
    ),
]
_Kinds = Annotated[
    list[Kind] | None, QueryParameter(name="kind", description="May be given several times.")
]
_Conventions = Annotated[
    list[str] | None,
    QueryParameter(
        name="convention", description="A convention, as basel; may be given several times."
    ),
]
_Limit = Annotated[int, QueryParameter(ge=1, le=100, description="How many results at most.")]
_From = Annotated[datetime.date, QueryParameter(name="from", description="First day.")]
_To = Annotated[datetime.date, QueryParameter(name="to", description="Last day.")]
_Convention = Annotated[
    str | None, QueryParameter(name="convention", description="Only of one convention.")
]


class Structure(msgspec.Struct, frozen=True, kw_only=True):
    """A structure as SMILES."""

    smiles: str


@get(
    "/search",
    sync_to_thread=True,
    summary="Search everything",
    operation_class=ApiOperation,
    responses={**problems(422), **CACHED},
    response_headers=CACHE_HEADERS,
    tags=["reference"],
)
def search(
    request: ApiRequest,
    caller: GivenCaller,
    context: GivenContext,
    q: _Query,
    kind: _Kinds = None,
    convention: _Conventions = None,
    limit: _Limit = 20,
    if_none_match: IfNoneMatch = None,
) -> Response[Found]:
    """Listed chemicals, codes, provisions, terms, products and States, the best match first."""
    for name in convention or ():
        _known_convention(context, name)
    return reference_data(
        request,
        context,
        lambda: context.search.find(q, kinds=kind or (), conventions=convention or (), limit=limit),
    )


@get(
    "/lookup",
    sync_to_thread=True,
    summary="Look up listed entries",
    operation_class=ApiOperation,
    responses={**problems(422), **CACHED},
    response_headers=CACHE_HEADERS,
    tags=["reference"],
)
def lookup(
    request: ApiRequest,
    caller: GivenCaller,
    context: GivenContext,
    q: _Query,
    limit: _Limit = 20,
    as_of: AsOf = None,
    if_none_match: IfNoneMatch = None,
) -> Response[LookupResults]:
    """Listed chemicals and wastes by name, CAS, EC, UN, HS or Basel code.

    With `as_of`, only what the law of that day lists.
    """
    return reference_data(
        request, context, lambda: LookupResults(results=context.desk.lookup(q, limit, as_of))
    )


@post(
    "/structures",
    status_code=200,
    sync_to_thread=True,
    summary="Identify a structure",
    operation_class=StructureOperation,
    responses=problems(413, 415, 422),
    tags=["reference"],
)
def identify_structure(
    request: ApiRequest, caller: GivenCaller, context: GivenContext, body: RawBody
) -> LookupResults:
    """Listed entries of which a structure is a member (score 1) or may be one (score 0.5)."""
    asked = read_record(request, body, Structure)
    try:
        return LookupResults(results=context.desk.identify_structure(asked.smiles))
    except StructureError as error:
        raise ProblemError(
            "bad-structure", str(error), field="smiles", remedy=error.remedy
        ) from None


@get(
    "/packs",
    sync_to_thread=True,
    summary="Packs in use",
    operation_class=ApiOperation,
    responses={**problems(), **CACHED},
    response_headers=CACHE_HEADERS,
    tags=["reference"],
)
def packs(
    request: ApiRequest,
    caller: GivenCaller,
    context: GivenContext,
    if_none_match: IfNoneMatch = None,
) -> Response[PacksInUse]:
    """The packs of reference data that answers rest on, and their versions."""
    return reference_data(
        request,
        context,
        lambda: PacksInUse(
            packs=[
                PackInUse(
                    name=pack.name,
                    title=pack.title,
                    version=pack.version,
                    valid_from=pack.valid_from,
                )
                for pack in context.packs
            ]
        ),
    )


@get(
    "/packs/changes",
    sync_to_thread=True,
    summary="Changes of law",
    operation_class=ApiOperation,
    responses={**problems(422), **CACHED},
    response_headers=CACHE_HEADERS,
    tags=["reference"],
)
def law_changes(
    request: ApiRequest,
    caller: GivenCaller,
    context: GivenContext,
    first: _From,
    last: _To,
    convention: _Convention = None,
    if_none_match: IfNoneMatch = None,
) -> Response[LawChanges]:
    """What became other law from one day to another, both included."""
    if last < first:
        raise ProblemError(
            "bad-value", f"{last} is before {first}.", field="to", remedy="Swap the two days."
        )
    if convention is not None:
        _known_convention(context, convention)
    return reference_data(request, context, lambda: _changes(context, first, last, convention))


def _changes(
    context: Context, first: datetime.date, last: datetime.date, convention: str | None
) -> LawChanges:
    before = first if first == datetime.date.min else first - datetime.timedelta(days=1)
    return LawChanges(
        first=first,
        last=last,
        changes=[
            change
            for change in changes_between(context.packs, before, last)
            if convention in (None, change.convention)
        ],
        undated=undated(context.packs, convention),
    )


def _known_convention(context: Context, name: str) -> None:
    known = sorted(pack.name for pack in context.packs if pack.name != "common")
    if name not in known:
        raise ProblemError(
            "bad-value",
            "No pack is called so.",
            field="convention",
            remedy=f"Use one of {', '.join(known)}.",
        )


HANDLERS = [search, lookup, identify_structure, packs, law_changes]
