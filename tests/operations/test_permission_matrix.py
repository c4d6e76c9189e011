"""Every role and every operation: what is allowed and what is denied, as one table."""

import datetime
import importlib
import inspect
import pkgutil
import uuid
from collections.abc import Callable
from typing import NamedTuple

import msgspec
import pytest

from customhouse import operations
from customhouse.accounts.actor import DeniedError
from customhouse.accounts.permissions import ROLES
from customhouse.operations import (
    accounts,
    audit_log,
    dashboard,
    enrolment,
    invitations,
    keys,
    organisations,
    own_account,
    people,
    saved_searches,
    screenings,
)
from customhouse.operations.context import Context
from customhouse.operations.screenings import NotFoundError, Once
from customhouse.store import api_keys
from customhouse.store import invitations as kept_invitations
from customhouse.store.saved_searches import SavedSearch
from customhouse.store.screenings import Filter
from tests.operations.world import World, world
from tests.people import PASSWORD, organisation, person
from tests.screening.build import declare

DESK = "officer supervisor authority trainer learner"
EVERYBODY = " ".join(ROLES)
DAY = datetime.timedelta(days=1)


class Operation(NamedTuple):
    """Who may, and a call that succeeds for them; the others get `otherwise`."""

    allowed: str
    call: Callable[[World], object]
    otherwise: type[Exception] = DeniedError


def new_login() -> str:
    return f"{uuid.uuid4().hex[:12]}@example.org"


def revoke_key(w: World) -> None:
    now = w.context.now()
    with w.context.store.writing() as connection:
        key, _ = api_keys.add(connection, w.actor.user_id, "old", now, now + DAY)
    keys.revoke(w.context, w.actor, key)


def forget_search(w: World) -> None:
    saved_searches.forget(w.context, w.actor, keep_search(w).id)


def keep_search(w: World) -> SavedSearch:
    return saved_searches.keep(
        w.context, w.actor, name="lindane", place="lookup", query="q=lindane"
    )


def withdraw(w: World) -> object:
    now = w.context.now()
    with w.context.store.writing() as connection:
        key = kept_invitations.add(
            connection, w.mate.actor, w.screening, w.abroad.id, now, now + DAY
        )
    return invitations.withdraw(w.context, w.actor, key)


def invite(w: World) -> object:
    return invitations.invite(
        w.context, w.actor, w.screening, organisation_id=w.abroad.id, iso3="GHA", days=3
    )


OPERATIONS: dict[str, Operation] = {
    "accounts.add_user": Operation(
        "administrator",
        lambda w: accounts.add_user(
            w.context,
            w.actor,
            organisation_id=w.abroad.id,
            login=new_login(),
            name="Kofi",
            roles=["officer"],
        ),
    ),
    "audit_log.check": Operation("auditor", lambda w: audit_log.check(w.context, w.actor)),
    "audit_log.newest": Operation("auditor", lambda w: audit_log.newest(w.context, w.actor)),
    "dashboard.dashboard": Operation(
        "supervisor auditor", lambda w: dashboard.dashboard(w.context, w.actor, None, None)
    ),
    "enrolment.clear": Operation(
        "administrator", lambda w: enrolment.clear(w.context, w.actor, w.mate.user.id)
    ),
    "enrolment.new_recovery_codes": Operation(
        EVERYBODY, lambda w: enrolment.new_recovery_codes(w.context, w.actor, PASSWORD)
    ),
    "enrolment.remove": Operation(
        EVERYBODY,
        lambda w: enrolment.remove(w.context, w.actor, PASSWORD, None, factor_required=False),
    ),
    "invitations.invitable": Operation(
        "supervisor authority", lambda w: invitations.invitable(w.context, w.actor)
    ),
    "invitations.invite": Operation("supervisor authority", invite),
    "invitations.of_screening": Operation(
        "supervisor authority",
        lambda w: invitations.of_screening(w.context, w.actor, w.screening),
    ),
    "invitations.received": Operation(
        "supervisor authority", lambda w: invitations.received(w.context, w.actor)
    ),
    "invitations.withdraw": Operation("supervisor authority", withdraw),
    "keys.create": Operation(
        "officer supervisor", lambda w: keys.create(w.context, w.actor, name="scale", days=1)
    ),
    "keys.own": Operation("officer supervisor", lambda w: keys.own(w.context, w.actor)),
    "keys.revoke": Operation("officer supervisor", revoke_key),
    "organisations.add": Operation(
        "administrator",
        lambda w: organisations.add(
            w.context, w.actor, name=uuid.uuid4().hex, kind="customs", iso3="GHA"
        ),
    ),
    "organisations.may_add": Operation(
        EVERYBODY, lambda w: organisations.may_add(w.context, w.actor)
    ),
    "organisations.reached": Operation(
        "administrator", lambda w: organisations.reached(w.context, w.actor)
    ),
    "own_account.change_password": Operation(
        EVERYBODY,
        lambda w: own_account.change_password(
            w.context, w.actor, PASSWORD, "nine brown kites over the lake"
        ),
    ),
    "own_account.check_password": Operation(
        EVERYBODY, lambda w: own_account.check_password(w.context, w.actor, PASSWORD)
    ),
    "own_account.end_other_sign_ins": Operation(
        EVERYBODY, lambda w: own_account.end_other_sign_ins(w.context, w.actor)
    ),
    "own_account.keep_language": Operation(
        EVERYBODY, lambda w: own_account.keep_language(w.context, w.actor, "fr")
    ),
    "people.add": Operation(
        "administrator",
        lambda w: people.add(
            w.context,
            w.actor,
            organisation_id=w.actor.organisation_id,
            login=new_login(),
            name="Kofi",
            roles=["officer"],
        ),
    ),
    "people.change_roles": Operation(
        "administrator",
        lambda w: people.change_roles(w.context, w.actor, w.mate.user.id, ["learner"]),
    ),
    "people.close": Operation(
        "administrator", lambda w: people.close(w.context, w.actor, w.mate.user.id)
    ),
    "people.get": Operation(
        "administrator", lambda w: people.get(w.context, w.actor, w.mate.user.id)
    ),
    "people.link": Operation(
        "administrator", lambda w: people.link(w.context, w.actor, w.mate.user.id)
    ),
    "people.of_organisation": Operation(
        "administrator",
        lambda w: people.of_organisation(w.context, w.actor, w.actor.organisation_id),
    ),
    "people.reopen": Operation(
        "administrator", lambda w: people.reopen(w.context, w.actor, w.mate.user.id)
    ),
    "saved_searches.forget": Operation(EVERYBODY, forget_search),
    "saved_searches.keep": Operation(EVERYBODY, keep_search),
    "saved_searches.kept": Operation(EVERYBODY, lambda w: saved_searches.kept(w.context, w.actor)),
    "screenings.get": Operation(
        "supervisor authority auditor",
        lambda w: screenings.get(w.context, w.actor, w.screening),
        NotFoundError,
    ),
    "screenings.history": Operation(
        EVERYBODY, lambda w: screenings.history(w.context, w.actor, Filter())
    ),
    "screenings.screen": Operation(
        DESK,
        lambda w: screenings.screen(w.context, w.actor, [declare(description="cotton shirts")]),
    ),
    "screenings.screen_once": Operation(
        DESK,
        lambda w: screenings.screen_once(
            w.context, w.actor, [declare(description="cotton shirts")], Once("", "")
        ),
    ),
}


def test_the_table_names_every_operation() -> None:
    assert set(OPERATIONS) == set(discovered())


def discovered() -> list[str]:
    """Each public function of operations that takes a context and an actor."""
    found = []
    for module in pkgutil.iter_modules(operations.__path__):
        loaded = importlib.import_module(f"{operations.__name__}.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            own = function.__module__ == loaded.__name__ and not name.startswith("_")
            if own and {"context", "actor"} <= set(inspect.signature(function).parameters):
                found.append(f"{module.name}.{name}")
    return found


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_is_open_to_the_roles_of_the_table(each: Context, name: str) -> None:
    operation = OPERATIONS[name]
    answers = {role: answer(operation, world(each, role)) for role in ROLES}
    allowed = operation.allowed.split()
    assert answers == {role: None if role in allowed else operation.otherwise for role in ROLES}


def answer(operation: Operation, asking: World) -> type[Exception] | None:
    try:
        operation.call(asking)
    except (DeniedError, NotFoundError) as error:
        return type(error)
    return None


def test_an_administrator_of_a_guest_adds_no_organisation(each: Context) -> None:
    guest = person(each, "administrator")
    with pytest.raises(DeniedError):
        organisations.add(each, guest.actor, name="Another", kind="customs", iso3="GHA")
    assert not organisations.may_add(each, guest.actor)
    assert [one.id for one in organisations.reached(each, guest.actor)] == [
        guest.actor.organisation_id
    ]


@pytest.mark.parametrize(
    "name", ["people.change_roles", "people.close", "people.get", "people.link", "people.reopen"]
)
def test_people_of_another_organisation_are_out_of_reach(each: Context, name: str) -> None:
    asking = world(each, "officer")
    guest = person(each, "administrator", at=asking.abroad)
    with pytest.raises(NotFoundError):
        OPERATIONS[name].call(msgspec.structs.replace(asking, own=guest))
    host = person(each, "administrator", at=organisation(each, hosts=True))
    OPERATIONS[name].call(msgspec.structs.replace(asking, own=host))


def test_nobody_is_added_to_another_organisation(each: Context) -> None:
    asking = world(each, "officer")
    guest = person(each, "administrator", at=asking.abroad)
    home = asking.actor.organisation_id
    with pytest.raises(NotFoundError):
        people.add(
            each, guest.actor, organisation_id=home, login=new_login(), name="K", roles=["auditor"]
        )
    with pytest.raises(NotFoundError):
        people.of_organisation(each, guest.actor, home)
    host = person(each, "administrator", at=organisation(each, hosts=True))
    assert len(people.of_organisation(each, host.actor, home)) == 2
