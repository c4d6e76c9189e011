"""All that the packs know of one thing: a chemical, a waste, a customs code, a State, a rule."""

from typing import Annotated, TypeVar

from litestar import get
from litestar.params import PathParameter
from litestar.response import Response

from customhouse.api.caller import GivenCaller
from customhouse.api.document import ApiOperation
from customhouse.api.etags import ApiRequest, reference_data
from customhouse.api.parameters import CLEAN, AsOf, IfNoneMatch
from customhouse.api.problems import problems
from customhouse.api.reference import CACHE_HEADERS, CACHED
from customhouse.dossiers import country, customs_code, provision, substance, waste_code
from customhouse.dossiers.country import CountryDossier
from customhouse.dossiers.customs_code import CustomsCodeDossier
from customhouse.dossiers.provision import ProvisionDossier
from customhouse.dossiers.substance import SubstanceDossier
from customhouse.dossiers.waste_code import WasteDossier
from customhouse.http.given import GivenContext
from customhouse.operations.screenings import NotFoundError

T = TypeVar("T")

_TOLD = {**problems(404, 422), **CACHED}

_Convention = Annotated[
    str, PathParameter(pattern=CLEAN, description="A convention or layer, as stockholm.")
]
_Substance = Annotated[str, PathParameter(pattern=CLEAN, description="The entry's id, as lindane.")]
_Code = Annotated[str, PathParameter(pattern=CLEAN, description="A Basel code, as A1181.")]
_HsCode = Annotated[
    str, PathParameter(pattern=CLEAN, description="A customs code, with or without points.")
]
_State = Annotated[str, PathParameter(pattern=CLEAN, description="An ISO 3166 code, as KEN.")]
_Place = Annotated[str, PathParameter(pattern=CLEAN, description="A place, as art-6-1.")]


@get(
    "/substances/{convention:str}/{substance_id:str}",
    sync_to_thread=True,
    summary="All about a listed chemical",
    operation_class=ApiOperation,
    responses=_TOLD,
    response_headers=CACHE_HEADERS,
    tags=["reference"],
)
def substance_dossier(
    request: ApiRequest,
    caller: GivenCaller,
    context: GivenContext,
    convention: _Convention,
    substance_id: _Substance,
    as_of: AsOf = None,
    if_none_match: IfNoneMatch = None,
) -> Response[SubstanceDossier]:
    """Names, numbers, codes, exemptions, limits, responses and rules; as of a day, else today."""
    day = as_of or context.today()
    return reference_data(
        request,
        context,
        lambda: _there(
            substance.substance(context.desk.library, context.hs, convention, substance_id, day)
        ),
    )


@get(
    "/wastes/{code:str}",
    sync_to_thread=True,
    summary="All about a Basel code",
    operation_class=ApiOperation,
    responses=_TOLD,
    response_headers=CACHE_HEADERS,
    tags=["reference"],
)
def waste_dossier(
    request: ApiRequest,
    caller: GivenCaller,
    context: GivenContext,
    code: _Code,
    as_of: AsOf = None,
    if_none_match: IfNoneMatch = None,
) -> Response[WasteDossier]:
    """Its history, mirror codes, customs codes, limits, bans and rules; as of a day, else today."""
    day = as_of or context.today()
    return reference_data(
        request,
        context,
        lambda: _there(waste_code.waste_code(context.desk.library, context.hs, code, day)),
    )


@get(
    "/hs/{code:str}",
    sync_to_thread=True,
    summary="All about a customs code",
    operation_class=ApiOperation,
    responses=_TOLD,
    response_headers=CACHE_HEADERS,
    tags=["reference"],
)
def customs_code_dossier(
    request: ApiRequest,
    caller: GivenCaller,
    context: GivenContext,
    code: _HsCode,
    if_none_match: IfNoneMatch = None,
) -> Response[CustomsCodeDossier]:
    """What the code may hide, what stands beside it, and its history, in every edition."""
    return reference_data(
        request,
        context,
        lambda: _there(customs_code.customs_code(context.desk.library, context.hs, code)),
    )


@get(
    "/countries/{iso3:str}",
    sync_to_thread=True,
    summary="All about a State",
    operation_class=ApiOperation,
    responses=_TOLD,
    response_headers=CACHE_HEADERS,
    tags=["reference"],
)
def country_dossier(
    request: ApiRequest,
    caller: GivenCaller,
    context: GivenContext,
    iso3: _State,
    as_of: AsOf = None,
    if_none_match: IfNoneMatch = None,
) -> Response[CountryDossier]:
    """Where it is a Party, its bans, responses and contacts; on a day, else today."""
    day = as_of or context.today()
    return reference_data(
        request, context, lambda: _there(country.country(context.desk.library, iso3, day))
    )


@get(
    "/provisions/{convention:str}/{place:str}",
    sync_to_thread=True,
    summary="All about a provision",
    operation_class=ApiOperation,
    responses=_TOLD,
    response_headers=CACHE_HEADERS,
    tags=["reference"],
)
def provision_dossier(
    request: ApiRequest,
    caller: GivenCaller,
    context: GivenContext,
    convention: _Convention,
    place: _Place,
    as_of: AsOf = None,
    if_none_match: IfNoneMatch = None,
) -> Response[ProvisionDossier]:
    """Its rules, and the provisions above, below and beside it."""
    day = as_of or context.today()
    ref = f"{convention}:{place}"
    return reference_data(
        request, context, lambda: _there(provision.provision(context.desk.library, ref, day))
    )


def _there(dossier: T | None) -> T:
    if dossier is None:
        raise NotFoundError
    return dossier


HANDLERS = [
    substance_dossier,
    waste_dossier,
    customs_code_dossier,
    country_dossier,
    provision_dossier,
]
