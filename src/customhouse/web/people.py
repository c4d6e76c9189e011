"""People of an organisation: who has an account, with which roles, open or closed."""

from urllib.parse import quote

from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Response

from customhouse.accounts.actor import Actor
from customhouse.accounts.permissions import ROLES, Role
from customhouse.http.given import GivenContext, GivenSettings, WebRequest
from customhouse.http.settings import Settings
from customhouse.operations import enrolment, organisations, people
from customhouse.operations.accounts import AccountError
from customhouse.operations.context import Context
from customhouse.operations.screenings import NotFoundError
from customhouse.store.organisations import Organisation
from customhouse.store.users import User
from customhouse.web.given import Form, GivenActor, GivenVisitor
from customhouse.web.pages import page
from customhouse.web.visitor import Visitor, uuid_of


@get("/people", sync_to_thread=True)
def people_page(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    organisation: FromQuery[str] = "",
) -> Response[str]:
    """The accounts of an organisation, and a form to add one."""
    return _list(request, visitor, context, actor, organisation)


@post("/people", sync_to_thread=True)
def add_person(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    settings: GivenSettings,
    actor: GivenActor,
    data: Form,
) -> Response[str]:
    """Give an account, and show the link with which its owner chooses a password."""
    home = data.get("organisation", "")
    try:
        user = people.add(
            context,
            actor,
            organisation_id=uuid_of(home),
            login=data.get("login", ""),
            name=data.get("name", ""),
            roles=_chosen(data),
        )
    except AccountError as error:
        return _list(request, visitor, context, actor, home, form=data, error=error)
    return _with_link(request, visitor, context, settings, actor, user)


@get("/people/{key:str}", sync_to_thread=True)
def person_page(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
) -> Response[str]:
    """One account and what can be done with it."""
    return _person(request, visitor, context, actor, people.get(context, actor, uuid_of(key)))


@post("/people/{key:str}/roles", sync_to_thread=True)
def change_roles(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
    data: Form,
) -> Response[str] | Redirect:
    """Give a person the roles that are ticked."""
    try:
        people.change_roles(context, actor, uuid_of(key), _chosen(data))
    except AccountError as error:
        return _refused(request, visitor, context, actor, key, error)
    return _back(key)


@post("/people/{key:str}/close", sync_to_thread=True)
def close_account(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
) -> Response[str] | Redirect:
    """Close an account."""
    try:
        people.close(context, actor, uuid_of(key))
    except AccountError as error:
        return _refused(request, visitor, context, actor, key, error)
    return _back(key)


@post("/people/{key:str}/reopen", sync_to_thread=True)
def reopen_account(context: GivenContext, actor: GivenActor, key: FromPath[str]) -> Redirect:
    """Open a closed account again."""
    people.reopen(context, actor, uuid_of(key))
    return _back(key)


@post("/people/{key:str}/second-factor", sync_to_thread=True)
def clear_second_factors(context: GivenContext, actor: GivenActor, key: FromPath[str]) -> Redirect:
    """Take away the second factors of a person who lost them."""
    user = people.get(context, actor, uuid_of(key))
    enrolment.clear(context, actor, user.id)
    return _back(key)


@post("/people/{key:str}/link", sync_to_thread=True)
def make_link(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    settings: GivenSettings,
    actor: GivenActor,
    key: FromPath[str],
) -> Response[str]:
    """Show a new link to choose a password."""
    user = people.get(context, actor, uuid_of(key))
    try:
        return _with_link(request, visitor, context, settings, actor, user)
    except AccountError as error:
        return _refused(request, visitor, context, actor, key, error)


def _list(
    request: WebRequest,
    visitor: Visitor,
    context: Context,
    actor: Actor,
    organisation: str,
    *,
    form: Form | None = None,
    error: AccountError | None = None,
) -> Response[str]:
    homes = organisations.reached(context, actor)
    home = _home(homes, organisation)
    return page(
        request,
        visitor,
        "people/list.html",
        status=422 if error else 200,
        homes=homes,
        home=home,
        people=people.of_organisation(context, actor, home.id),
        roles=ROLES,
        form=form or {},
        error=error,
    )


def _home(homes: list[Organisation], wanted: str) -> Organisation:
    if not wanted:
        return homes[0]
    found = next((one for one in homes if one.id == uuid_of(wanted)), None)
    if found is None:
        raise NotFoundError
    return found


def _person(
    request: WebRequest,
    visitor: Visitor,
    context: Context,
    actor: Actor,
    user: User,
    error: AccountError | None = None,
) -> Response[str]:
    homes = organisations.reached(context, actor)
    return page(
        request,
        visitor,
        "people/person.html",
        status=422 if error else 200,
        user=user,
        home=_home(homes, str(user.organisation_id)),
        roles=ROLES,
        error=error,
    )


def _refused(
    request: WebRequest,
    visitor: Visitor,
    context: Context,
    actor: Actor,
    key: str,
    error: AccountError,
) -> Response[str]:
    user = people.get(context, actor, uuid_of(key))
    return _person(request, visitor, context, actor, user, error)


def _with_link(
    request: WebRequest,
    visitor: Visitor,
    context: Context,
    settings: Settings,
    actor: Actor,
    user: User,
) -> Response[str]:
    token = people.link(context, actor, user.id)
    link = f"{settings.public_url}/account/password/{token}"
    answer = page(request, visitor, "people/link.html", user=user, link=link)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _chosen(data: Form) -> list[Role]:
    return [role for role in ROLES if f"role.{role}" in data]


def _back(key: str) -> Redirect:
    return Redirect(f"/people/{quote(key)}", status_code=303)


HANDLERS = [
    people_page,
    add_person,
    person_page,
    change_roles,
    close_account,
    reopen_account,
    clear_second_factors,
    make_link,
]
