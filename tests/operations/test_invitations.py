"""Invitations: for some days, to a State that a person agreed to, and noted."""

import datetime

import pytest

from customhouse.operations import audit_log, invitations, organisations, screenings
from customhouse.operations.accounts import AccountError
from customhouse.operations.context import Context
from customhouse.store import audit
from tests.operations.world import screening_by
from tests.people import organisation, person


@pytest.mark.parametrize("days", [-1, 0, 91])
def test_an_invitation_holds_for_one_to_ninety_days(each: Context, days: int) -> None:
    host, guest = person(each, "supervisor"), organisation(each, "GHA")
    key = screening_by(each, host.actor)
    with pytest.raises(AccountError, match="1 to 90"):
        invitations.invite(each, host.actor, key, organisation_id=guest.id, iso3="GHA", days=days)


def test_another_state_than_the_one_agreed_to_is_refused(each: Context) -> None:
    host, guest = person(each, "supervisor"), organisation(each, "GHA")
    key = screening_by(each, host.actor)
    for iso3 in ("", "KEN", "gha"):
        with pytest.raises(AccountError, match="another State"):
            invitations.invite(each, host.actor, key, organisation_id=guest.id, iso3=iso3, days=3)
    assert invitations.of_screening(each, host.actor, key)[1] == []


def test_an_invitation_is_given_once_withdrawn_and_noted(each: Context) -> None:
    host = person(each, "supervisor")
    guest = person(each, "authority", at=organisation(each, "GHA"))
    home = guest.actor.organisation_id
    key = screening_by(each, host.actor)
    first = invitations.invite(each, host.actor, key, organisation_id=home, iso3="GHA", days=3)
    with pytest.raises(AccountError, match="already"):
        invitations.invite(each, host.actor, key, organisation_id=home, iso3="GHA", days=9)
    (received,) = invitations.received(each, guest.actor)
    assert (received.screening_id, received.iso3) == (key, "KEN")
    assert received.expires_at - received.created_at == datetime.timedelta(days=3)
    assert screenings.get(each, guest.actor, key).line.id == key
    for _ in range(2):
        assert invitations.withdraw(each, host.actor, first) == key
    assert invitations.received(each, guest.actor) == []
    with each.store.reading() as connection:
        rows = [r for r in audit.latest(connection, limit=20) if r.subject == f"screening:{key}"]
    assert [row.action for row in reversed(rows)] == [
        "screening.kept",
        "invitation.given",
        "invitation.withdrawn",
    ]


def test_one_invites_any_organisation_but_the_own(each: Context) -> None:
    host, guest = person(each, "authority"), organisation(each, "GHA")
    told = {one.id for one in invitations.invitable(each, host.actor)}
    assert guest.id in told and host.actor.organisation_id not in told
    key = screening_by(each, host.actor)
    own = host.actor.organisation_id
    with pytest.raises(AccountError, match="your own"):
        invitations.invite(each, host.actor, key, organisation_id=own, iso3="KEN", days=1)


def test_an_auditor_reads_the_rows_of_the_own_state_only(each: Context) -> None:
    host = organisation(each, "ISL", hosts=True)
    auditor = person(each, "auditor", at=host)
    person(each, "officer", at=host)
    screening_by(each, person(each, "officer", at=host).actor)
    screening_by(each, person(each, "officer").actor)
    log = audit_log.newest(each, auditor.actor)
    assert {row.iso3 for row in log.entries} == {"ISL"}
    assert [row.action for row in log.entries] == ["screening.kept"]
    assert set(log.names.values()) == {"Amina Okoth"}
    assert audit_log.check(each, auditor.actor).first_broken is None


def test_a_name_belongs_to_one_organisation_of_a_state(each: Context) -> None:
    admin = person(each, "administrator", at=organisation(each, hosts=True)).actor
    name = f"Douane {admin.user_id.hex[:8]}"
    made = organisations.add(each, admin, name=f"  {name} ", kind="customs", iso3="fr")
    assert (made.name, made.iso3, made.hosts) == (name, "FRA", False)
    with pytest.raises(AccountError, match="of this name"):
        organisations.add(each, admin, name=name, kind="customs", iso3="FRA")
    organisations.add(each, admin, name=name, kind="authority", iso3="GHA")
    for wrong in ({"name": " "}, {"kind": "army"}, {"iso3": "XX"}):
        asked = {"name": "Another", "kind": "customs", "iso3": "GHA"} | wrong
        with pytest.raises(AccountError):
            organisations.add(each, admin, **asked)
