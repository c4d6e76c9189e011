"""Every role and every operation: what is allowed and what is denied, as one table."""

import datetime
import hashlib
import importlib
import inspect
import io
import pkgutil
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

import msgspec
import pytest

from customhouse import operations
from customhouse.accounts.actor import DeniedError
from customhouse.accounts.permissions import ROLES, Role
from customhouse.coordination.entries import Corrected, CostEntered
from customhouse.coordination.moves import MoveError
from customhouse.operations import (
    accounts,
    answers,
    audit_log,
    calendar_feed,
    case_view,
    cases,
    clocks,
    dashboard,
    enrolment,
    exchange,
    files,
    insight,
    invitations,
    keys,
    organisations,
    own_account,
    papers,
    papers_used,
    people,
    referrals,
    replies,
    rescreen,
    saved_searches,
    scenarios,
    screenings,
    taking_in,
)
from customhouse.operations.context import Context
from customhouse.operations.screenings import NotFoundError, Once
from customhouse.store import api_keys
from customhouse.store import invitations as kept_invitations
from customhouse.store.cases import CaseFilter
from customhouse.store.saved_searches import SavedSearch
from customhouse.store.screenings import Filter
from tests.operations import asked
from tests.operations.closed_cases import closed
from tests.operations.offices import asked_case, neighbours
from tests.operations.world import World, screening_by, world
from tests.people import PASSWORD, Person, organisation, person
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


COST = CostEntered(
    cost="storage",
    amount=Decimal(120),
    currency="KES",
    day=datetime.date(2026, 1, 31),
    payer="Importer",
)
NOTE = files.About(role="document", name="note.txt")


def case_of(w: World) -> uuid.UUID:
    """A case of a colleague, with one cost and one file."""
    number = uuid.uuid4().hex[:8]
    key = cases.open_case(w.context, w.mate.actor, number=number, title="Drums")
    cases.tell(w.context, w.mate.actor, key, 1, [COST])
    files.add(w.context, w.mate.actor, key, 2, NOTE, b"seen by me")
    return key


def hold_case(w: World) -> object:
    """An authority writes in cases and moves none: who may is in `moves.json`."""
    try:
        return cases.move(w.context, w.actor, case_of(w), 3, "hold", "To be looked at.")
    except MoveError as error:
        raise DeniedError("cases.write") from error


MOVEMENT = "basel_movement_document"


def drafted(w: World) -> tuple[uuid.UUID, int]:
    """A case of a colleague with a whole draft, by the number of its entry."""
    by = w.mate.actor
    case = cases.open_case(w.context, by, number=uuid.uuid4().hex[:8], title="Bales")
    texts = {box.id: "seen" for box in papers.begin(w.context, by, case, MOVEMENT).gaps}
    texts["states"] = "Germany (DEU) – Ghana (GHA)"
    return case, papers.keep(w.context, by, case, 1, MOVEMENT, texts).sequence


def keep_paper(w: World) -> object:
    case, draft = drafted(w)
    return papers.keep(w.context, w.actor, case, draft, MOVEMENT, {"codes": "Y48"}, of=draft)


def sign_paper(w: World) -> object:
    case, draft = drafted(w)
    return papers.sign(w.context, w.actor, case, draft, draft, "GHA")


def start_clock(w: World, who: Person, case: uuid.UUID, seen: int) -> object:
    day = w.context.today()
    return clocks.start(w.context, who.actor, case, seen, limit="answer", began_on=day)


def stop_clock(w: World) -> object:
    case = case_of(w)
    start_clock(w, w.mate, case, 3)
    return clocks.stop(w.context, w.actor, case, 4, "answer", "They answered.")


def look_at_exchange(w: World) -> object:
    return exchange.of_case(w.context, w.actor, case_of(w))


def preview_case(w: World) -> object:
    return exchange.preview(w.context, w.actor, case_of(w), None, 0)


def send_case(w: World) -> object:
    with neighbours(w.context, w.actor) as (here, _):
        return exchange.send(
            w.context,
            w.actor,
            here.peers,
            case_of(w),
            io.BytesIO(),
            referral=None,
            after=0,
            to="GHA",
            confirmed_iso3="GHA",
        )


def take_in_case(w: World) -> object:
    with neighbours(w.context, w.actor) as (here, there):
        data = io.BytesIO(there.send(case_of(msgspec.structs.replace(w, mate=there.chief)), "KEN"))
        return taking_in.take_in(w.context, w.actor, here.peers, data, "bundle")


def asked_from_abroad(w: World) -> tuple[uuid.UUID, uuid.UUID]:
    """The copy of a question of another State, and a case of a colleague to answer it."""
    with neighbours(w.context, w.actor) as (here, there):
        case, asked = asked_case(there, "KEN")
        copy = here.take_in(there.send(case.key, "KEN", asked.referral)).case
        number = uuid.uuid4().hex[:8]
        by = here.chief.actor
        return copy, replies.open_reply(w.context, by, copy, number=number, title="Reply")


def open_reply(w: World) -> object:
    number = uuid.uuid4().hex[:8]
    copy, _ = asked_from_abroad(w)
    return replies.open_reply(w.context, w.actor, copy, number=number, title="Reply")


def answer_abroad(w: World) -> object:
    _, reply = asked_from_abroad(w)
    return replies.answer(w.context, w.actor, reply, 1, verdict="denied", text="No.", language="en")


def say_abroad(w: World) -> object:
    _, reply = asked_from_abroad(w)
    return replies.say(w.context, w.actor, reply, 1, text="We look.", language="en")


def closed_case(w: World) -> uuid.UUID:
    """A closed case of a colleague, who was a supervisor then."""
    roles = frozenset[Role]({"officer", "supervisor"})
    chief = msgspec.structs.replace(w.mate.actor, roles=roles)
    return closed(w.context, msgspec.structs.replace(w.mate, actor=chief))


def sign_scenario(w: World) -> object:
    key = closed_case(w)
    chief = msgspec.structs.replace(w.mate.actor, roles=frozenset[Role]({"supervisor"}))
    made = scenarios.scenario(w.context, chief, key)
    return scenarios.sign_off(w.context, w.actor, key, made.case.last.sequence, made.hash)


OPERATIONS: dict[str, Operation] = {
    "answers.answer": Operation("supervisor authority", asked.answer),
    "answers.file": Operation(
        "supervisor authority",
        lambda w: answers.file(
            w.context, w.actor, asked.from_abroad(w), hashlib.sha256(asked.LETTER).hexdigest()
        ),
    ),
    "answers.look": Operation(
        "supervisor authority", lambda w: answers.look(w.context, w.actor, asked.from_abroad(w))
    ),
    "answers.received": Operation(
        "supervisor authority", lambda w: answers.received(w.context, w.actor)
    ),
    "answers.say": Operation(
        "supervisor authority",
        lambda w: answers.say(w.context, w.actor, asked.from_abroad(w), text="-", language="en"),
    ),
    "answers.translate": Operation("supervisor authority", asked.translate_theirs),
    "papers_used.of_case": Operation(
        "officer supervisor authority auditor",
        lambda w: papers_used.of_case(w.context, w.actor, case_of(w)),
        NotFoundError,
    ),
    "referrals.ask": Operation("officer supervisor authority", asked.ask),
    "referrals.askable": Operation(
        "officer supervisor authority", lambda w: referrals.askable(w.context, w.actor)
    ),
    "referrals.of_case": Operation(
        "officer supervisor authority auditor",
        lambda w: referrals.of_case(w.context, w.actor, asked.own_case(w).key),
        NotFoundError,
    ),
    "referrals.say": Operation("officer supervisor authority", asked.say),
    "referrals.translate": Operation("officer supervisor authority", asked.translate),
    "referrals.withdraw": Operation("officer supervisor authority", asked.withdraw),
    "rescreen.preview": Operation(
        "officer supervisor authority",
        lambda w: rescreen.preview(w.context, w.actor, asked.denied_case(w).key, {}),
    ),
    "rescreen.rescreen": Operation("officer supervisor authority", asked.screen_again),
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
    "calendar_feed.make": Operation(EVERYBODY, lambda w: calendar_feed.make(w.context, w.actor)),
    "calendar_feed.revoke": Operation(
        EVERYBODY, lambda w: calendar_feed.revoke(w.context, w.actor)
    ),
    "calendar_feed.there_is": Operation(
        EVERYBODY, lambda w: calendar_feed.there_is(w.context, w.actor)
    ),
    "case_view.colleagues": Operation(
        "officer supervisor authority", lambda w: case_view.colleagues(w.context, w.actor)
    ),
    "case_view.view": Operation(
        "officer supervisor authority auditor",
        lambda w: case_view.view(w.context, w.actor, case_of(w)),
        NotFoundError,
    ),
    "cases.attach": Operation(
        "officer supervisor authority",
        lambda w: cases.attach(w.context, w.actor, case_of(w), 3, screening_by(w.context, w.actor)),
    ),
    "cases.correct": Operation(
        "officer supervisor authority",
        lambda w: cases.correct(
            w.context, w.actor, case_of(w), 3, Corrected(of=2, reason="Not ours.")
        ),
    ),
    "cases.get": Operation(
        "officer supervisor authority auditor",
        lambda w: cases.get(w.context, w.actor, case_of(w)),
        NotFoundError,
    ),
    "cases.history": Operation(
        EVERYBODY, lambda w: cases.history(w.context, w.actor, CaseFilter())
    ),
    "cases.move": Operation("officer supervisor", hold_case),
    "cases.open_case": Operation(
        "officer supervisor authority",
        lambda w: cases.open_case(w.context, w.actor, number=uuid.uuid4().hex[:8], title="Drums"),
    ),
    "cases.tell": Operation(
        "officer supervisor authority",
        lambda w: cases.tell(w.context, w.actor, case_of(w), 3, [COST]),
    ),
    "clocks.due": Operation(EVERYBODY, lambda w: clocks.due(w.context, w.actor)),
    "clocks.of_case": Operation(
        "officer supervisor authority auditor",
        lambda w: clocks.of_case(w.context, w.actor, case_of(w)),
        NotFoundError,
    ),
    "clocks.start": Operation(
        "officer supervisor authority", lambda w: start_clock(w, w.own, case_of(w), 3)
    ),
    "clocks.stop": Operation("officer supervisor authority", stop_clock),
    "clocks.suggestions": Operation(
        "officer supervisor authority auditor",
        lambda w: clocks.suggestions(w.context, w.actor, case_of(w)),
        NotFoundError,
    ),
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
    "exchange.of_case": Operation(
        "officer supervisor authority auditor", look_at_exchange, NotFoundError
    ),
    "exchange.preview": Operation("supervisor", preview_case),
    "exchange.send": Operation("supervisor", send_case),
    "taking_in.take_in": Operation("supervisor", take_in_case),
    "replies.answer": Operation("supervisor authority", answer_abroad),
    "replies.open_reply": Operation("supervisor authority", open_reply),
    "replies.say": Operation("supervisor authority", say_abroad),
    "files.add": Operation(
        "officer supervisor authority",
        lambda w: files.add(w.context, w.actor, case_of(w), 3, NOTE, b"seen by me too"),
    ),
    "files.read": Operation(
        "officer supervisor authority auditor",
        lambda w: files.read(
            w.context, w.actor, case_of(w), hashlib.sha256(b"seen by me").hexdigest()
        ),
        NotFoundError,
    ),
    "insight.export": Operation("supervisor auditor", lambda w: insight.export(w.context, w.actor)),
    "insight.hit_rates": Operation(
        "supervisor auditor", lambda w: insight.hit_rates(w.context, w.actor)
    ),
    "insight.statistics": Operation(
        "supervisor auditor", lambda w: insight.statistics(w.context, w.actor)
    ),
    "insight.traders": Operation(
        "officer supervisor authority", lambda w: insight.traders(w.context, w.actor)
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
    "papers.begin": Operation(
        "officer supervisor authority auditor",
        lambda w: papers.begin(w.context, w.actor, drafted(w)[0], MOVEMENT),
        NotFoundError,
    ),
    "papers.get": Operation(
        "officer supervisor authority auditor",
        lambda w: papers.get(w.context, w.actor, *drafted(w)),
        NotFoundError,
    ),
    "papers.keep": Operation("officer supervisor authority", keep_paper),
    "papers.sign": Operation("officer supervisor authority", sign_paper),
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
    "scenarios.scenario": Operation(
        "supervisor", lambda w: scenarios.scenario(w.context, w.actor, closed_case(w))
    ),
    "scenarios.sign_off": Operation("supervisor", sign_scenario),
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
    """Each public function of operations that takes a context and an actor.

    One that takes a connection too is a part of others, which ask for the permission.
    """
    found = []
    for module in pkgutil.iter_modules(operations.__path__):
        loaded = importlib.import_module(f"{operations.__name__}.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            own = function.__module__ == loaded.__name__ and not name.startswith("_")
            takes = set(inspect.signature(function).parameters)
            if own and {"context", "actor"} <= takes and "connection" not in takes:
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
