"""Second factors: set up, passed once, counted to the lock, taken away."""

import copy
import datetime
import threading
from concurrent.futures import ThreadPoolExecutor

import pyotp
import pytest
from sqlalchemy import create_engine, make_url, text

from customhouse.accounts.actor import DeniedError
from customhouse.operations import accounts, enrolment, own_account, second_factor
from customhouse.operations.accounts import LOCKED, MOST_FAILURES, AccountError, SignedIn
from customhouse.operations.context import Context
from customhouse.store import audit, one_time_links, sessions, users
from customhouse.store.engine import Store
from customhouse.store.sessions import Session
from tests.people import PASSWORD, Person, organisation, person

STEP = datetime.timedelta(seconds=30)


class Clock:
    """A moment that a test moves."""

    def __init__(self) -> None:
        self.now = datetime.datetime.now(datetime.UTC)

    def __call__(self) -> datetime.datetime:
        return self.now

    def on(self, by: datetime.timedelta) -> None:
        self.now += by


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk_at(context: Context, clock: Clock) -> Context:
    """The shared context, with a clock of the test."""
    timed = copy.copy(context)
    timed.now = clock
    return timed


def with_app(context: Context, who: Person) -> tuple[str, enrolment.Enrolled]:
    """The secret of an app that the person now has, and what setting it up gave."""
    enrolment.begin_app(context, who.token)
    secret = enrolment.app_secret(session(context, who.token))
    assert secret is not None
    done = enrolment.confirm_app(context, who.token, code(context, secret))
    assert done is not None
    return secret, done


def code(context: Context, secret: str) -> str:
    return pyotp.TOTP(secret).at(context.now())


def session(context: Context, token: str) -> Session:
    with context.store.reading() as connection:
        found = sessions.find(connection, token, context.now())
    assert found is not None
    return found


def stage(context: Context, token: str) -> str | None:
    with context.store.reading() as connection:
        found = sessions.find(connection, token, context.now())
    return found.stage if found else None


def sign_in(context: Context, who: Person, *, factor_required: bool = False) -> SignedIn:
    done = accounts.sign_in(context, who.user.login, PASSWORD, factor_required=factor_required)
    assert done is not None
    return done


def actions(context: Context, who: Person) -> list[str]:
    """What the audit log tells of the person, the newest first."""
    with context.store.reading() as connection:
        return [
            one.action
            for one in audit.latest(connection, limit=30)
            if one.subject == f"user:{who.user.id}"
        ]


def test_a_secret_counts_only_after_its_first_code(desk_at: Context) -> None:
    who = person(desk_at, "officer", password=PASSWORD)
    enrolment.begin_app(desk_at, who.token)
    assert enrolment.confirm_app(desk_at, who.token, "000000") is None
    assert sign_in(desk_at, who).stage == "open"
    with_app(desk_at, who)
    assert sign_in(desk_at, who).stage == "second_factor"
    assert "second_factor.added" in actions(desk_at, who)


def test_a_code_works_once_and_the_token_before_it_opens_nothing(
    desk_at: Context, clock: Clock
) -> None:
    who = person(desk_at, "officer", password=PASSWORD)
    secret, _ = with_app(desk_at, who)
    half = sign_in(desk_at, who)
    assert second_factor.pass_code(desk_at, half.token, code(desk_at, secret)) is None, (
        "the code that set the app up was taken again"
    )
    clock.on(STEP)
    opened = second_factor.pass_code(desk_at, half.token, code(desk_at, secret))
    assert opened is not None
    assert stage(desk_at, opened) == "open"
    assert stage(desk_at, half.token) is None
    again = sign_in(desk_at, who)
    assert second_factor.pass_code(desk_at, again.token, code(desk_at, secret)) is None
    assert actions(desk_at, who)[:2] == ["sign_in.failed", "sign_in.password"]


def test_a_recovery_code_works_once(desk_at: Context) -> None:
    who = person(desk_at, "officer", password=PASSWORD)
    _, done = with_app(desk_at, who)
    first = sign_in(desk_at, who)
    assert second_factor.pass_code(desk_at, first.token, done.recovery_codes[0].upper())
    assert enrolment.factors(desk_at, who.user.id).recovery_codes_left == 9
    second = sign_in(desk_at, who)
    assert second_factor.pass_code(desk_at, second.token, done.recovery_codes[0]) is None
    assert second_factor.pass_code(desk_at, second.token, done.recovery_codes[1]) is not None


def test_nobody_passes_with_the_recovery_code_of_another(desk_at: Context) -> None:
    one, other = (person(desk_at, "officer", password=PASSWORD) for _ in range(2))
    _, done = with_app(desk_at, one)
    with_app(desk_at, other)
    half = sign_in(desk_at, other)
    assert second_factor.pass_code(desk_at, half.token, done.recovery_codes[0]) is None


def test_wrong_codes_lock_the_account_and_the_password_does_not_unlock_it(
    desk_at: Context, clock: Clock
) -> None:
    who = person(desk_at, "officer", password=PASSWORD)
    secret, done = with_app(desk_at, who)
    clock.on(STEP)
    for _ in range(MOST_FAILURES):
        half = sign_in(desk_at, who)
        assert second_factor.pass_code(desk_at, half.token, "000000") is None
    assert second_factor.pass_code(desk_at, half.token, code(desk_at, secret)) is None
    assert second_factor.pass_code(desk_at, half.token, done.recovery_codes[0]) is None
    assert accounts.sign_in(desk_at, who.user.login, PASSWORD, factor_required=False) is None
    clock.on(LOCKED)
    half = sign_in(desk_at, who)
    assert second_factor.pass_code(desk_at, half.token, code(desk_at, secret)) is not None


def test_of_two_tries_at_once_with_one_code_one_passes(context: Context, postgres_url: str) -> None:
    """On PostgreSQL, where two transactions may write at a time."""
    server = create_engine(make_url(postgres_url).set(drivername="postgresql+psycopg"))
    with server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("create database second_factors"))
    server.dispose()
    desk = copy.copy(context)
    desk.store = Store(make_url(postgres_url).set(database="second_factors"))
    desk.store.migrate()
    who = person(desk, "officer", password=PASSWORD)
    _, done = with_app(desk, who)
    halves = [sign_in(desk, who).token for _ in range(4)]
    together = threading.Barrier(len(halves))

    def go(token: str) -> bool:
        together.wait()
        return second_factor.pass_code(desk, token, done.recovery_codes[0]) is not None

    def wrong(token: str) -> bool:
        together.wait()
        return second_factor.pass_code(desk, token, "000000") is not None

    with ThreadPoolExecutor(len(halves)) as threads:
        assert sorted(threads.map(go, halves)) == [False, False, False, True]
        halves = [sign_in(desk, who).token for _ in range(4)]
        assert not any(threads.map(wrong, halves))
    with desk.store.reading() as connection:
        kept = users.get(connection, who.user.id)
    desk.store.close()
    assert kept is not None
    assert kept.locked_until is not None, "a failure was not counted"


def test_a_half_open_sign_in_runs_out(desk_at: Context, clock: Clock) -> None:
    who = person(desk_at, "officer", password=PASSWORD)
    secret, _ = with_app(desk_at, who)
    half = sign_in(desk_at, who)
    clock.on(sessions.HALF_OPEN)
    assert second_factor.pass_code(desk_at, half.token, code(desk_at, secret)) is None


def test_a_stage_does_only_what_is_its_own(desk_at: Context, clock: Clock) -> None:
    who = person(desk_at, "supervisor", password=PASSWORD)
    enrol = sign_in(desk_at, who, factor_required=True)
    assert enrol.stage == "enrol"
    other_enrol = sign_in(desk_at, who, factor_required=True)
    assert second_factor.pass_code(desk_at, enrol.token, "000000") is None
    enrolment.begin_app(desk_at, enrol.token)
    secret = enrolment.app_secret(session(desk_at, enrol.token))
    assert secret is not None
    done = enrolment.confirm_app(desk_at, enrol.token, code(desk_at, secret))
    assert done is not None
    assert (stage(desk_at, done.token), stage(desk_at, enrol.token)) == ("open", None)
    enrolment.begin_app(desk_at, other_enrol.token)
    assert session(desk_at, other_enrol.token).challenge is None, (
        "a password alone set up a second one"
    )
    half = sign_in(desk_at, who, factor_required=True)
    enrolment.begin_app(desk_at, half.token)
    assert session(desk_at, half.token).challenge is None


def test_a_factor_is_removed_with_the_password_only(desk_at: Context) -> None:
    who = person(desk_at, "officer", password=PASSWORD)
    with_app(desk_at, who)
    with pytest.raises(AccountError):
        enrolment.remove(desk_at, who.actor, "another one", None, factor_required=False)
    assert enrolment.factors(desk_at, who.user.id).app
    enrolment.remove(desk_at, who.actor, PASSWORD, None, factor_required=False)
    assert enrolment.factors(desk_at, who.user.id) == enrolment.Factors(
        app=False, passkeys=(), recovery_codes_left=0
    )
    assert sign_in(desk_at, who).stage == "open"
    assert actions(desk_at, who)[1] == "second_factor.removed"


def test_wrong_passwords_for_a_removal_lock_the_account(desk_at: Context) -> None:
    who = person(desk_at, "officer", password=PASSWORD)
    with_app(desk_at, who)
    for _ in range(MOST_FAILURES):
        with pytest.raises(AccountError):
            enrolment.remove(desk_at, who.actor, "another one", None, factor_required=False)
    with pytest.raises(AccountError):
        enrolment.remove(desk_at, who.actor, PASSWORD, None, factor_required=False)
    assert accounts.sign_in(desk_at, who.user.login, PASSWORD, factor_required=False) is None


def test_the_last_factor_stays_where_the_roles_need_one(desk_at: Context) -> None:
    who = person(desk_at, "supervisor", password=PASSWORD)
    with_app(desk_at, who)
    with pytest.raises(AccountError, match="set up another one first"):
        enrolment.remove(desk_at, who.actor, PASSWORD, None, factor_required=True)
    assert enrolment.factors(desk_at, who.user.id).app


def test_new_recovery_codes_take_the_place_of_the_old(desk_at: Context) -> None:
    who = person(desk_at, "officer", password=PASSWORD)
    _, done = with_app(desk_at, who)
    codes = enrolment.new_recovery_codes(desk_at, who.actor, PASSWORD)
    half = sign_in(desk_at, who)
    assert second_factor.pass_code(desk_at, half.token, done.recovery_codes[0]) is None
    assert second_factor.pass_code(desk_at, half.token, codes[0]) is not None


def test_an_administrator_clears_factors_in_the_own_organisation_only(desk_at: Context) -> None:
    home = organisation(desk_at)
    who = person(desk_at, "officer", at=home, password=PASSWORD)
    with_app(desk_at, who)
    with pytest.raises(DeniedError):
        enrolment.clear(desk_at, who.actor, who.user.id)
    with pytest.raises(AccountError):
        enrolment.clear(desk_at, person(desk_at, "administrator").actor, who.user.id)
    assert enrolment.factors(desk_at, who.user.id).app
    administrator = person(desk_at, "administrator", at=home)
    with pytest.raises(DeniedError):
        enrolment.clear(desk_at, administrator.actor, administrator.user.id)
    enrolment.clear(desk_at, administrator.actor, who.user.id)
    assert not enrolment.factors(desk_at, who.user.id).app
    assert stage(desk_at, who.token) is None
    assert sign_in(desk_at, who).stage == "open"


def test_a_new_password_ends_every_other_sign_in(desk_at: Context) -> None:
    who = person(desk_at, "officer", password=PASSWORD)
    with pytest.raises(AccountError) as short:
        own_account.change_password(desk_at, who.actor, PASSWORD, "short")
    assert short.value.field == "new_password"
    with pytest.raises(AccountError) as wrong:
        own_account.change_password(desk_at, who.actor, "not mine at all", "four brown owls asleep")
    assert wrong.value.field == "password"
    assert stage(desk_at, who.token) == "open"
    token = own_account.change_password(desk_at, who.actor, PASSWORD, "four brown owls asleep")
    assert (stage(desk_at, token), stage(desk_at, who.token)) == ("open", None)
    assert accounts.sign_in(desk_at, who.user.login, PASSWORD, factor_required=False) is None


def test_a_link_sets_a_password_once_and_leaves_the_second_factor(desk_at: Context) -> None:
    who = person(desk_at, "officer")
    with_app(desk_at, who)
    with desk_at.store.writing() as connection:
        expires = desk_at.now() + datetime.timedelta(days=1)
        link = one_time_links.make(connection, "password", who.user.id, expires)
    with pytest.raises(AccountError):
        own_account.choose_password(desk_at, link, "short")
    own_account.choose_password(desk_at, link, PASSWORD)
    assert stage(desk_at, who.token) is None
    assert sign_in(desk_at, who).stage == "second_factor"
    with pytest.raises(AccountError):
        own_account.choose_password(desk_at, link, PASSWORD)
    with desk_at.store.writing() as connection:
        users.change(connection, who.user.id, active=False)
        link = one_time_links.make(connection, "password", who.user.id, expires)
    assert own_account.link_user(desk_at, link) is None
