"""Questions to others: who is asked, who sees what, and what cannot be done with a link."""

import datetime
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from customhouse.accounts.actor import DeniedError
from customhouse.coordination import sharing
from customhouse.coordination.case import CaseError
from customhouse.coordination.entries import (
    Asked,
    ContainerSeen,
    Corrected,
    FileAdded,
    PartyNamed,
    Said,
)
from customhouse.declarations.declaration import Document
from customhouse.operations import answers, cases, guests, papers_used, referrals
from customhouse.operations.asking import NotConfirmedError, ReferralError
from customhouse.operations.context import Context
from customhouse.operations.guests import Guest
from customhouse.operations.referrals import Sent
from customhouse.operations.screenings import NotFoundError
from customhouse.store import case_documents
from customhouse.store import referrals as kept
from customhouse.store.cases import ConflictError
from tests.operations.scenes import CONSENT, Scene, asking, scene, waste
from tests.operations.stores import Clock
from tests.people import organisation, person

DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _today(clock: Clock) -> Iterator[None]:
    yield
    clock.ahead = datetime.timedelta()


def ask(on: Scene, *, confirmed: str = "GHA", **changes: Any) -> Sent:
    return referrals.ask(
        on.context, on.officer.actor, on.key, on.seen, asking(**changes), confirmed_iso3=confirmed
    )


def link(sent: Sent) -> str:
    assert sent.token is not None
    return sent.token


def reply(context: Context, token: str, verdict: str = "denied") -> None:
    guests.answer(
        context,
        Guest(token=token, name="Kofi Mensah"),
        verdict=verdict,  # type: ignore[arg-type]
        text="We gave no such consent.",
        language="en",
    )


def test_another_state_is_asked_only_when_it_was_confirmed(each: Context) -> None:
    on = scene(each)
    for confirmed in ("", "KEN", "NGA"):
        with pytest.raises(NotConfirmedError) as told:
            ask(on, confirmed=confirmed)
        assert told.value.iso3 == "GHA"
    assert on.case().every(Asked) == []
    with each.store.reading() as connection:
        assert kept.of_case(connection, on.key) == {}
    ask(on, confirmed="GHA")
    assert on.asked().iso3 == "GHA"
    ask(on, confirmed="", iso3="KEN", to="police", question="other")
    assert on.asked().iso3 == "KEN"


def test_an_organisation_is_asked_in_its_own_state_whatever_is_typed(each: Context) -> None:
    on = scene(each)
    abroad = organisation(each, "GHA", "authority")
    with pytest.raises(NotConfirmedError):
        ask(on, confirmed="KEN", organisation=abroad.id, iso3="KEN", name="Kenya")
    sent = ask(on, organisation=abroad.id, iso3="KEN", name="Kenya")
    assert sent.token is None
    assert (on.asked().name, on.asked().iso3) == (abroad.name, "GHA")
    with pytest.raises(ReferralError):
        ask(on, organisation=on.host.id)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("days", {"days": 61}),
        ("days", {"days": 0}),
        ("answer_by", {"answer_by": datetime.date(2001, 1, 1)}),
        ("shared", {"shared": (1,)}),
        ("shared", {"shared": (99,)}),
        ("document_type", {"document_type": ""}),
        ("name", {"name": " "}),
        ("iso3", {"iso3": "Atlantis"}),
        ("text", {"text": " "}),
        ("language", {"language": "in English"}),
    ],
)
def test_what_a_question_lacks_is_named(each: Context, field: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(ReferralError) as told:
        ask(scene(each), **wrong)
    assert told.value.field == field


def test_a_guest_answers_once_and_writes_under_the_state_asked(each: Context) -> None:
    on = scene(each)
    token = link(ask(on))
    guest = Guest(token=token, name="Kofi Mensah")
    guests.say(each, guest, text="We are looking.", language="en")
    reply(each, token)
    author = on.case().last.by
    assert (author.via, author.name, author.iso3) == ("guest", "Kofi Mensah", "GHA")
    assert author.organisation == "Environmental Protection Authority"
    assert author.user_id is None
    with pytest.raises(ReferralError):
        reply(each, token, "confirmed")
    assert on.answered().verdict == "denied"
    guests.say(each, guest, text="By the way", language="en")
    part = guests.look(each, token)
    assert part.answered == on.answered()
    assert [type(entry.body).__name__ for entry in part.thread] == [
        "Asked", "Said", "Answered", "Said",
    ]  # fmt: skip


def test_a_guest_with_no_name_or_too_many_messages_is_refused(
    each: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = link(ask(scene(each)))
    with pytest.raises(ReferralError):
        guests.say(each, Guest(token=token, name=" "), text="x", language="en")
    monkeypatch.setattr(guests, "MOST_MESSAGES", 1)
    guest = Guest(token=token, name="Kofi")
    guests.say(each, guest, text="one", language="en")
    with pytest.raises(ReferralError):
        guests.say(each, guest, text="two", language="en")


def every_door(context: Context, token: str) -> list[Callable[[], object]]:
    guest = Guest(token=token, name="Kofi")
    return [
        lambda: guests.look(context, token),
        lambda: guests.say(context, guest, text="x", language="en"),
        lambda: reply(context, token),
    ]


def closed(context: Context, token: str) -> None:
    for door in every_door(context, token):
        with pytest.raises(NotFoundError):
            door()


def test_a_link_ends_on_its_day(each: Context, clock: Clock) -> None:
    on = scene(each)
    token = link(ask(on, days=3))
    clock.ahead = 3 * DAY - datetime.timedelta(minutes=5)
    guests.look(each, token)
    clock.ahead = 3 * DAY
    closed(each, token)
    with pytest.raises(ReferralError):
        referrals.say(
            each, on.officer.actor, on.key, on.seen, on.asked().referral,
            text="Are you there?", language="en", confirmed_iso3="GHA",
        )  # fmt: skip


@pytest.mark.parametrize("answered", [False, True])
def test_a_withdrawn_link_is_dead_and_the_answer_stays(each: Context, answered: bool) -> None:
    on = scene(each)
    sent = ask(on)
    if answered:
        reply(each, link(sent))
    actor = on.officer.actor
    with pytest.raises(ReferralError):
        referrals.withdraw(each, actor, on.key, on.seen, sent.referral, " ")
    referrals.withdraw(each, actor, on.key, on.seen, sent.referral, "wrong office")
    closed(each, link(sent))
    assert (sharing.answer(on.case(), sent.referral) is not None) == answered
    with pytest.raises(CaseError):
        referrals.withdraw(each, actor, on.key, on.seen, sent.referral, "again")


def test_a_forged_token_is_refused_before_any_look_up(
    each: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = link(ask(scene(each)))
    secret, _, signature = token.partition(".")
    flipped = ("B" if secret[0] == "A" else "A") + secret[1:]

    def no_look_up(*_: object) -> None:
        raise AssertionError("a forged token was looked up")

    monkeypatch.setattr(kept, "of_token", no_look_up)
    for forged in ("", ".", secret, f"{secret}.", f"{flipped}.{signature}", f"{token}0", "é.é"):
        closed(each, forged)


def test_tokens_are_not_kept(each: Context) -> None:
    token = link(ask(scene(each)))
    with each.store.reading() as connection:
        dump = connection.exec_driver_sql("select * from referrals").all()
        written = connection.exec_driver_sql("select record from case_entries").all()
    assert token not in str(dump)
    assert token.partition(".")[0].encode() not in b"".join(bytes(row[0]) for row in written)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    shared=st.lists(st.booleans(), min_size=4, max_size=4),
    other=st.lists(st.sampled_from(["fact", "word", "question"]), max_size=4),
)
def test_a_guest_sees_what_was_shared_and_nothing_else(
    context: Context, shared: list[bool], other: list[str]
) -> None:
    on = scene(context)
    marks = [f"mark-{uuid.uuid4().hex}" for _ in shared]
    numbers = on.tell(*(PartyNamed(role="other", name=mark) for mark in marks))
    told = [number for number, yes in zip(numbers, shared, strict=True) if yes]
    token = link(ask(on, shared=tuple(told)))
    secret = f"secret-{uuid.uuid4().hex}"
    for what in other:
        if what == "fact":
            on.tell(ContainerSeen(number=secret))
        elif what == "word":
            on.tell(Said(text=secret, language="en"))
        else:
            ask(on, text=secret, shared=tuple(numbers))
    part = guests.look(context, token)
    seen = [entry.sequence for entry in part.shared]
    assert seen == told
    assert secret not in str(part)
    assert [mark in str(part) for mark in marks] == shared


def test_an_account_answers_what_its_organisation_was_asked(each: Context) -> None:
    on = scene(each)
    abroad = organisation(each, "GHA", "authority")
    authority = person(each, "authority", at=abroad).actor
    sent = ask(on, organisation=abroad.id)
    [line] = answers.received(each, authority)
    assert line.incoming.organisation == on.host.name
    part = answers.look(each, authority, sent.referral)
    assert [entry.sequence for entry in part.shared] == [3]
    with pytest.raises(NotFoundError):
        cases.get(each, authority, on.key)
    answers.say(each, authority, sent.referral, text="One moment", language="en")
    answers.translate(
        each, authority, sent.referral, of=sent.entry.sequence, language="fr", text="Est-ce vrai ?"
    )
    answers.answer(
        each, authority, sent.referral, verdict="confirmed", text="Yes, ours.", language="en"
    )
    assert on.case().last.by.iso3 == "GHA"
    with pytest.raises(ReferralError):
        answers.answer(each, authority, sent.referral, verdict="denied", text="No.", language="en")


def test_nobody_else_sees_or_answers_a_question(each: Context) -> None:
    on = scene(each)
    abroad = organisation(each, "GHA", "authority")
    sent = ask(on, organisation=abroad.id)
    officer = person(each, "officer", at=abroad).actor
    with pytest.raises(DeniedError):
        answers.look(each, officer, sent.referral)
    for stranger in (
        person(each, "authority").actor,
        person(each, "authority", at=organisation(each, "GHA")).actor,
    ):
        assert answers.received(each, stranger) == []
        with pytest.raises(NotFoundError):
            answers.look(each, stranger, sent.referral)
        with pytest.raises(NotFoundError):
            answers.answer(
                each, stranger, sent.referral, verdict="confirmed", text="Yes", language="en"
            )
        with pytest.raises(NotFoundError):
            referrals.withdraw(each, stranger, on.key, on.seen, sent.referral, "mine")


def test_translations_stand_beside_the_words_and_go_to_the_one_asked(each: Context) -> None:
    on = scene(each)
    sent = ask(on)
    own = on.tell(Said(text="Watch this one", language="en"))[0]

    def translate(of: int, language: str = "ar", confirmed: str = "GHA") -> None:
        referrals.translate(
            each, on.officer.actor, on.key, on.seen, sent.referral,
            of=of, language=language, text="…", confirmed_iso3=confirmed,
        )  # fmt: skip

    with pytest.raises(NotConfirmedError):
        translate(sent.entry.sequence, confirmed="")
    with pytest.raises(ReferralError):
        translate(own)
    with pytest.raises(ReferralError):
        translate(sent.entry.sequence, language="?")
    translate(sent.entry.sequence)
    assert guests.look(each, link(sent)).thread[-1].body.text == "…"  # type: ignore[union-attr]


def test_messages_mention_own_people_only_and_conflicts_are_told(each: Context) -> None:
    on = scene(each)
    sent = ask(on)
    mate = person(each, "officer", at=on.host)
    actor, seen = on.officer.actor, on.seen

    def say(at: int, mentioned: uuid.UUID) -> None:
        referrals.say(
            each, actor, on.key, at, sent.referral,
            text="Any news?", language="en", mentions=(mentioned,), confirmed_iso3="GHA",
        )  # fmt: skip

    with pytest.raises(ReferralError):
        say(seen, person(each, "officer").user.id)
    say(seen, mate.user.id)
    with pytest.raises(ConflictError):
        say(seen, mate.user.id)


def test_a_paper_used_before_is_told_in_full_at_home_and_barely_elsewhere(each: Context) -> None:
    first = scene(each, waste(id="KE-1"))
    again = scene(each, waste(id="KE-2"), host=first.host)
    near = scene(each, waste(id="KE-3"))
    abroad = scene(each, waste(id="KE-4"), host=organisation(each, "GHA"))
    found = papers_used.of_case(each, again.officer.actor, again.key)
    movement = [f for f in found.flags if f.paper.type == "basel_movement_document"]
    assert [flag.reuse for flag in movement] == ["reused"]
    uses = [told for told in movement[0].told if told.use is not None]
    assert {told.use.consignment for told in uses if told.use} == {"KE-1"}
    assert {told.use.trader for told in uses if told.use} == {"Mombasa Metals"}
    others = {told.organisation for told in movement[0].told if told.use is None}
    assert near.host.name in others
    assert abroad.host.name not in others | {told.organisation for told in uses}
    consents = [f.reuse for f in found.flags if f.paper.type == "basel_consent"]
    assert consents == ["used_also"]


def test_a_consent_past_its_end_and_the_same_consignment(each: Context) -> None:
    shown = (
        Document(type="basel_consent", reference="E-77", valid_until=datetime.date(2025, 6, 30)),
        Document(type="basel_movement_document", reference=uuid.uuid4().hex),
    )
    first = scene(each, waste(id="KE-9", documents=shown))
    again = scene(each, waste(id="KE-9", documents=shown), host=first.host)
    found = papers_used.of_case(each, again.officer.actor, again.key)
    assert [flag.reuse for flag in found.flags] == ["ended"]


def test_files_of_cases_are_found_by_their_reference_however_written(each: Context) -> None:
    mark = uuid.uuid4().hex[:10]
    paper = FileAdded(
        role="document", sha256="0" * 64, name="m.pdf", media_type="application/pdf", size=1,
        document_type="basel_movement_document", reference=f"KE / {mark.upper()}",
        issuer_iso3="KEN",
    )  # fmt: skip
    first, second = scene(each), scene(each, waste(id="KE-2"))
    [number] = first.tell(paper)
    wanted = {("basel_movement_document", f"ke{mark}")}
    with each.store.reading() as connection:
        [use] = case_documents.uses(connection, "KEN", wanted, second.key, [])
        assert (use.path, use.consignment) == (f"/cases/{first.key}", "KE-1")
        assert case_documents.uses(connection, "KEN", wanted, first.key, []) == []
    cases.correct(
        each, first.officer.actor, first.key, first.seen,
        Corrected(of=number, reason="another case's paper"),
    )  # fmt: skip
    with each.store.reading() as connection:
        assert case_documents.uses(connection, "KEN", wanted, second.key, []) == []


def test_the_consent_asked_about_is_named_as_declared(each: Context) -> None:
    on = scene(each)
    ask(on)
    assert (on.asked().document, on.asked().document_type) == (CONSENT, "basel_consent")
