"""Accounts as administrators manage them: what is refused, what ends, what is noted."""

import contextlib
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from customhouse.operations import accounts, keys, own_account, people
from customhouse.operations.accounts import AccountError
from customhouse.operations.context import Context
from customhouse.store import audit, sessions, users
from customhouse.store.users import User
from tests.people import PASSWORD, Person, organisation, person


def account(context: Context, user: User) -> User:
    with context.store.reading() as connection:
        found = users.get(connection, user.id)
    assert found is not None
    return found


def noted(context: Context, user: User) -> list[str]:
    with context.store.reading() as connection:
        rows = audit.latest(connection, limit=1000)
    return [row.action for row in reversed(rows) if row.subject == f"user:{user.id}"]


def test_a_closed_account_opens_nothing(each: Context) -> None:
    home = organisation(each)
    admin = person(each, "administrator", at=home)
    other = person(each, "officer", at=home, password=PASSWORD)
    key = keys.create(each, other.actor, name="scale", days=3)
    link = people.link(each, admin.actor, other.user.id)
    people.close(each, admin.actor, other.user.id)
    with each.store.reading() as connection:
        assert sessions.find(connection, other.token, each.now()) is None
    assert keys.authenticate(each, key.text) is None
    assert own_account.link_user(each, link) is None
    assert accounts.sign_in(each, other.user.login, PASSWORD, factor_required=False) is None
    people.reopen(each, admin.actor, other.user.id)
    assert keys.authenticate(each, key.text) is None
    assert own_account.link_user(each, link) is None
    assert accounts.sign_in(each, other.user.login, PASSWORD, factor_required=False)
    told = [one for one in noted(each, other.user) if one.startswith("user.")]
    assert told == ["user.added", "user.link_made", "user.closed", "user.reopened"]


def test_a_newer_link_ends_an_older_one_and_each_works_once(each: Context) -> None:
    home = organisation(each)
    admin, other = person(each, "administrator", at=home), person(each, "officer", at=home)
    older, newer = (people.link(each, admin.actor, other.user.id) for _ in range(2))
    assert own_account.link_user(each, older) is None
    own_account.choose_password(each, newer, PASSWORD)
    assert own_account.link_user(each, newer) is None
    assert accounts.sign_in(each, other.user.login, PASSWORD, factor_required=False)


def test_a_closed_account_gets_no_link(each: Context) -> None:
    home = organisation(each)
    admin, other = person(each, "administrator", at=home), person(each, "officer", at=home)
    people.close(each, admin.actor, other.user.id)
    with pytest.raises(AccountError, match="closed"):
        people.link(each, admin.actor, other.user.id)
    with pytest.raises(AccountError, match="closed"):
        people.link(each, None, other.user.id)


def test_nobody_shuts_themselves_out(each: Context) -> None:
    home = organisation(each)
    admin = person(each, "administrator", "officer", at=home)
    person(each, "administrator", at=home)
    with pytest.raises(AccountError, match="your own account"):
        people.close(each, admin.actor, admin.user.id)
    with pytest.raises(AccountError, match="your own administrator role"):
        people.change_roles(each, admin.actor, admin.user.id, ["officer"])
    people.change_roles(each, admin.actor, admin.user.id, ["administrator"])
    assert account(each, admin.user).roles == {"administrator"}
    assert account(each, admin.user).active


def test_an_organisation_keeps_an_administrator(each: Context) -> None:
    host = person(each, "administrator", at=organisation(each, hosts=True))
    home = organisation(each, "GHA")
    first, second = (person(each, "administrator", at=home) for _ in range(2))
    people.close(each, host.actor, first.user.id)
    with pytest.raises(AccountError, match="last administrator"):
        people.close(each, host.actor, second.user.id)
    with pytest.raises(AccountError, match="last administrator"):
        people.change_roles(each, host.actor, second.user.id, ["officer"])
    people.reopen(each, host.actor, first.user.id)
    people.close(each, host.actor, second.user.id)
    assert account(each, first.user).active and not account(each, second.user).active


def test_administrators_who_close_each_other_at_once_leave_one(each: Context) -> None:
    for _ in range(6):
        home = organisation(each)
        pair = [person(each, "administrator", at=home) for _ in range(2)]
        both = Barrier(2)

        def close(own: Person, other: Person, both: Barrier = both) -> None:
            both.wait()
            with contextlib.suppress(AccountError):
                people.close(each, own.actor, other.user.id)

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(close, pair, reversed(pair)))
        assert sum(account(each, one.user).active for one in pair) == 1


@pytest.mark.parametrize(("roles", "told"), [([], "at least one"), (["king"], "each is one of")])
def test_roles_are_those_of_the_table(each: Context, roles: list[str], told: str) -> None:
    home = organisation(each)
    admin, other = person(each, "administrator", at=home), person(each, "officer", at=home)
    with pytest.raises(AccountError, match=told):
        people.change_roles(each, admin.actor, other.user.id, roles)  # type: ignore[arg-type]
    assert account(each, other.user).roles == {"officer"}


def test_a_change_of_roles_is_noted_with_both(each: Context) -> None:
    home = organisation(each)
    admin, other = person(each, "administrator", at=home), person(each, "officer", at=home)
    people.change_roles(each, admin.actor, other.user.id, ["supervisor", "trainer"])
    with each.store.reading() as connection:
        (row,) = audit.latest(connection, limit=1)
    assert (row.action, row.user_id, row.iso3) == ("user.roles_changed", admin.user.id, "KEN")
    assert row.detail == '{"after":"supervisor trainer","before":"officer"}'


def test_only_the_host_makes_an_auditor(context: Context) -> None:
    guest, host = organisation(context), organisation(context, hosts=True)
    theirs = person(context, "administrator", at=guest)
    ours = person(context, "administrator", at=host)
    officer = person(context, "officer", at=guest)
    with pytest.raises(AccountError, match="runs this desk"):
        people.change_roles(context, theirs.actor, officer.user.id, ["officer", "auditor"])
    with pytest.raises(AccountError, match="runs this desk"):
        people.add(
            context,
            theirs.actor,
            organisation_id=guest.id,
            login=f"{officer.user.id.hex}@example.org",
            name="Auditor",
            roles=["auditor"],
        )
    people.change_roles(context, ours.actor, officer.user.id, ["auditor"])
    assert people.get(context, theirs.actor, officer.user.id).roles == {"auditor"}
