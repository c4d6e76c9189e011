"""Two real installations, one on SQLite and one on PostgreSQL, exchange cases as files."""

import io
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, update

from customhouse.accounts.actor import DeniedError
from customhouse.coordination import carried
from customhouse.coordination.carried import BundleError
from customhouse.coordination.case import CaseError
from customhouse.coordination.entries import (
    Answered,
    Corrected,
    Entry,
    FileAdded,
    Moved,
    PartyNamed,
    Said,
    encode,
)
from customhouse.operations import cases, exchange, files, referrals, replies
from customhouse.operations.case_check import check_cases
from customhouse.operations.screenings import NotFoundError
from customhouse.publishing import archive, signing
from customhouse.store import audit
from customhouse.store import referrals as kept_referrals
from customhouse.store.cases import CaseFilter
from customhouse.store.tables import case_entries
from customhouse.store.tables import cases as case_lines
from tests.operations.offices import (
    PHOTO_WORDS,
    Office,
    add_file,
    asked_case,
    office,
    replied,
    trust,
)
from tests.operations.stores import Clock, context_on
from tests.people import person

Two = tuple[Office, Office]
STEPS = st.integers(0, 9)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory, postgres_url: str, clock: Clock) -> Iterator[Two]:
    """Kenya on SQLite and Ghana on PostgreSQL."""
    root = tmp_path_factory.mktemp("offices")
    with (
        context_on(f"sqlite:///{root / 'kenya.db'}", clock) as first,
        context_on(postgres_url, clock) as second,
    ):
        kenya, ghana = office(first, root / "ken", "KEN"), office(second, root / "gha", "GHA")
        trust(kenya, ghana)
        yield kenya, ghana


def holds(*offices: Office) -> None:
    for one in offices:
        assert check_cases(one.context.store).faults == ()


def test_question_and_answer_travel_as_files(two: Two) -> None:
    kenya, ghana = two
    case, asked = asked_case(kenya)
    kenya.say(case.key, "Between ourselves: the driver is nervous.")
    question = kenya.send(case.key, "GHA", asked.referral)

    came = ghana.take_in(question)
    copy = ghana.case(came.case)
    assert (came.iso3, came.sender, copy.is_copy) == ("KEN", kenya.home.name, True)
    assert [entry.sequence for entry in copy.entries] == [1, 3, 4, 5]
    kept = kenya.case(case.key).entries
    assert [entry.hash for entry in copy.entries] == [kept[n - 1].hash for n in (1, 3, 4, 5)]
    assert not any("nervous" in getattr(e.body, "text", "") for e in copy.entries)
    [file] = [body for _, body in copy.every(FileAdded)]
    found = files.read(ghana.context, ghana.chief.actor, came.case, file.sha256)
    assert found[1] == PHOTO_WORDS

    reply = replied(ghana, came.case)
    answer = ghana.send(reply, "KEN", asked.referral)
    taken = kenya.take_in(answer)
    assert (taken.case, taken.entries) == (case.key, 2)
    after = kenya.case(case.key)
    told = after.last
    assert isinstance(told.body, Answered)
    assert (told.by.via, told.by.name, told.by.iso3) == ("import", ghana.chief.user.name, "GHA")
    assert told.by.user_id is None
    assert told.body.origin is not None
    assert told.body.origin.hash == ghana.case(reply).last.hash
    assert (told.body.verdict, after.open_questions) == ("confirmed", [])
    [shown] = told.body.files
    assert b"Register page" in files.read(kenya.context, kenya.chief.actor, case.key, shown)[1]
    with kenya.context.store.reading() as connection:
        kept_referral = kept_referrals.get(connection, asked.referral)
    assert kept_referral is not None
    assert kept_referral.answered_at is not None
    holds(kenya, ghana)


def test_messages_follow_and_only_what_is_new_travels(two: Two) -> None:
    kenya, ghana = two
    case, asked = asked_case(kenya)
    whole = kenya.send(case.key, "GHA", asked.referral)
    copy = ghana.take_in(whole).case
    referrals.say(
        kenya.context,
        kenya.chief.actor,
        case.key,
        case.seen,
        asked.referral,
        text="It is urgent.",
        language="en",
        confirmed_iso3="GHA",
    )
    more = kenya.send(case.key, "GHA", asked.referral, after=5)
    assert ghana.take_in(more).entries == 1
    assert isinstance(ghana.case(copy).last.body, Said)
    reply = replied(ghana, copy)
    kenya.take_in(ghana.send(reply, "KEN", asked.referral))
    sent = ghana.case(reply).last.sequence
    replies.say(ghana.context, ghana.chief.actor, reply, sent, text="One more page.", language="en")
    newer = ghana.send(reply, "KEN", asked.referral, after=sent)
    assert kenya.take_in(newer).entries == 1
    assert kenya.take_in(newer).entries == 0
    assert [e.body.text for e in kenya.case(case.key).entries if isinstance(e.body, Said)] == [
        "It is urgent.",
        "One more page.",
    ]


def test_a_later_answer_does_not_overtake(two: Two) -> None:
    kenya, ghana = two
    case, asked = asked_case(kenya)
    reply = replied(ghana, ghana.take_in(kenya.send(case.key, "GHA", asked.referral)).case)
    sent = ghana.case(reply).last.sequence
    first = ghana.send(reply, "KEN", asked.referral)
    replies.say(ghana.context, ghana.chief.actor, reply, sent, text="And more.", language="en")
    second = ghana.send(reply, "KEN", asked.referral, after=sent)
    with pytest.raises(BundleError, match="came in no bundle yet"):
        kenya.take_in(second)
    assert [kenya.take_in(one).entries for one in (first, second)] == [2, 1]


def test_a_whole_case_is_a_copy_that_nobody_here_writes(two: Two) -> None:
    kenya, ghana = two
    case, _ = asked_case(kenya)
    data = kenya.send(case.key, "GHA")
    assert data == kenya.send(case.key, "GHA")
    taken = ghana.take_in(data)
    assert taken.case == carried.copy_id(ghana.home.id, case.key)
    assert ghana.records(taken.case) == kenya.records(case.key)
    assert ghana.take_in(data).entries == 0
    with pytest.raises(CaseError, match="copy of a case"):
        ghana.say(taken.case, "Ours now.")
    with pytest.raises(BundleError, match="this is a copy"):
        ghana.send(taken.case, "NGA")
    line = cases.history(ghana.context, ghana.chief.actor, CaseFilter(words=case.case().number))
    assert [one.number for one in line[0]] == [f"KEN {case.case().number}"]
    kenya.say(case.key, "Moved on.")
    assert ghana.take_in(kenya.send(case.key, "GHA", after=5)).entries == 1
    assert ghana.records(taken.case) == kenya.records(case.key)
    told = exchange.of_case(ghana.context, ghana.chief.actor, taken.case).told
    assert {(one.direction, one.first, one.last) for one in told} == {("in", 1, 5), ("in", 6, 6)}
    holds(ghana)


def test_two_organisations_of_one_desk_keep_copies_of_their_own(two: Two) -> None:
    kenya, ghana = two
    case, _ = asked_case(kenya)
    data = kenya.send(case.key, "GHA")
    neighbour = _neighbour(ghana)
    mine, theirs = ghana.take_in(data), neighbour.take_in(data)
    assert mine.case != theirs.case
    assert mine.entries == theirs.entries == 5
    with pytest.raises(NotFoundError):
        ghana.case(theirs.case)


def _neighbour(of: Office) -> Office:
    """Another organisation of the same installation."""
    return office(of.context, of.peers.folder.parent, of.home.iso3)


def test_bundles_out_of_order_wait_for_the_first(two: Two) -> None:
    kenya, ghana = two
    case, _ = asked_case(kenya)
    first = kenya.send(case.key, "GHA")
    kenya.say(case.key, "Second.")
    second = kenya.send(case.key, "GHA", after=5)
    kenya.say(case.key, "Third.")
    third = kenya.send(case.key, "GHA", after=6)
    for early in (second, third):
        with pytest.raises(BundleError, match="entry 1 came in no bundle yet"):
            ghana.take_in(early)
    copy = ghana.take_in(first).case
    with pytest.raises(BundleError, match="entry 6 came in no bundle yet"):
        ghana.take_in(third)
    assert [ghana.take_in(one).entries for one in (second, first, third, second)] == [1, 0, 1, 0]
    assert ghana.records(copy) == kenya.records(case.key)


def test_a_fork_is_refused_whole(two: Two, clock: Clock, tmp_path: Path) -> None:
    """Kenya's server is put back to an old backup, and goes on from there."""
    kenya, ghana = two
    case, _ = asked_case(kenya)
    target = tmp_path / "backup.db"
    with closing(sqlite3.connect(str(kenya.context.store.url.database))) as connection:
        connection.execute("vacuum into ?", (str(target),))
    kenya.say(case.key, "As it was.")
    copy = ghana.take_in(kenya.send(case.key, "GHA")).case
    before = ghana.records(copy)
    with context_on(f"sqlite:///{target}", clock) as old:
        restored = Office(context=old, peers=kenya.peers, home=kenya.home, chief=kenya.chief)
        restored.say(case.key, "As it is now.")
        restored.say(case.key, "And more.")
        for forked in (restored.send(case.key, "GHA"), restored.send(case.key, "GHA", after=6)):
            with pytest.raises(BundleError, match="entry 6 is another one here"):
                ghana.take_in(forked)
    assert ghana.records(copy) == before
    holds(ghana)


def test_what_was_changed_cut_or_signed_by_others_is_refused(two: Two, tmp_path: Path) -> None:
    kenya, ghana = two
    case, _ = asked_case(kenya)
    data = kenya.send(case.key, "GHA")
    stranger = office(kenya.context, tmp_path / "stranger", "KEN")
    foreign = Office(
        context=kenya.context, peers=stranger.peers, home=kenya.home, chief=kenya.chief
    )
    at = data.index(b"Batteries")
    for bad, why in (
        (data[:-1], "cut short"),
        (data[: len(data) // 2], "cut short"),
        (data[:at] + b"X" + data[at + 1 :], "damaged|changed"),
        (data + b"x", "more than its files|cut short"),
        (b"", "cut short"),
        (foreign.send(case.key, "GHA"), "not trusted here"),
    ):
        with pytest.raises(BundleError, match=why):
            ghana.take_in(bad)
    with pytest.raises(NotFoundError):
        ghana.case(carried.copy_id(ghana.home.id, case.key))


def test_a_key_speaks_for_its_own_state_only(two: Two, tmp_path: Path) -> None:
    kenya, ghana = two
    case, _ = asked_case(kenya)
    odd = office(ghana.context, tmp_path / "odd", "GHA")
    odd.peers.add(signing.public_pem(kenya.peers.key().public_key()), "k.pub", "UGA")
    with pytest.raises(BundleError, match="trusted for UGA, and it says that it comes from KEN"):
        odd.take_in(kenya.send(case.key, "GHA"))
    with pytest.raises(BundleError, match="it is for NGA and not for GHA"):
        ghana.take_in(kenya.send(case.key, "NGA"))
    with pytest.raises(BundleError, match="case of your own organisation"):
        mirror = office(kenya.context, tmp_path / "mirror", "KEN")
        trust(kenya, mirror)
        back = kenya.send(case.key, "KEN")
        msgspec.structs.replace(kenya, peers=mirror.peers).take_in(back)


def test_who_was_not_asked_does_not_answer(two: Two, clock: Clock, tmp_path: Path) -> None:
    kenya, ghana = two
    case, asked = asked_case(kenya)
    with context_on(f"sqlite:///{tmp_path / 'uga.db'}", clock) as third:
        uganda = office(third, tmp_path / "uga", "UGA")
        trust(kenya, uganda)
        question = kenya.send(case.key, "GHA", asked.referral)
        with pytest.raises(BundleError, match="for GHA and not for UGA"):
            uganda.take_in(question)
    reply = replied(ghana, ghana.take_in(question).case)
    answer = ghana.send(reply, "KEN", asked.referral)
    other, _ = asked_case(kenya)
    elsewhere = _neighbour(kenya)
    with pytest.raises(BundleError, match="no case here has asked"):
        elsewhere.take_in(answer)
    referrals.withdraw(
        kenya.context, kenya.chief.actor, case.key, case.seen, asked.referral, reason="Settled."
    )
    assert other.case().open_questions
    before = kenya.records(case.key)
    with pytest.raises(BundleError, match="was withdrawn"):
        kenya.take_in(answer)
    assert kenya.records(case.key) == before


def test_nothing_goes_without_a_confirmed_state(two: Two) -> None:
    kenya, _ = two
    case, asked = asked_case(kenya)
    for to, confirmed, referral in (
        ("GHA", "", None),
        ("GHA", "NGA", None),
        ("", "", None),
        ("NGA", "NGA", asked.referral),
    ):
        with pytest.raises(BundleError, match="confirm"):
            exchange.send(
                kenya.context,
                kenya.chief.actor,
                kenya.peers,
                case.key,
                io.BytesIO(),
                referral=referral,
                after=0,
                to=to,
                confirmed_iso3=confirmed,
            )
    assert exchange.of_case(kenya.context, kenya.chief.actor, case.key).told == ()
    officer = person(kenya.context, "officer", at=kenya.home)
    with pytest.raises(DeniedError):
        exchange.preview(kenya.context, officer.actor, case.key, None, 0)
    outsider = person(kenya.context, "supervisor")
    with pytest.raises(NotFoundError):
        exchange.preview(kenya.context, outsider.actor, case.key, None, 0)
    with pytest.raises(BundleError, match="nothing after entry 9"):
        kenya.send(case.key, "GHA", after=9)


def test_every_sending_and_taking_in_is_audited(two: Two) -> None:
    kenya, ghana = two
    case, _ = asked_case(kenya)
    copy = ghana.take_in(kenya.send(case.key, "GHA")).case
    for at, subject, action in (
        (kenya, case.key, "case.sent"),
        (ghana, copy, "case.taken_in"),
    ):
        with at.context.store.reading() as connection:
            rows = audit.latest(connection, limit=20)
        assert (action, f"case:{subject}") in {(row.action, row.subject) for row in rows}


def test_a_question_is_answered_once_and_in_words(two: Two) -> None:
    kenya, ghana = two
    case, asked = asked_case(kenya)
    copy = ghana.take_in(kenya.send(case.key, "GHA", asked.referral)).case
    reply = replied(ghana, copy)
    seen = ghana.case(reply).last.sequence
    with pytest.raises(CaseError, match="answered already"):
        replies.answer(
            ghana.context,
            ghana.chief.actor,
            reply,
            seen,
            verdict="denied",
            text="No.",
            language="en",
        )
    with pytest.raises(BundleError, match="no question of another installation"):
        replies.open_reply(ghana.context, ghana.chief.actor, reply, number="X1", title="Again")
    second = replied(ghana, copy)
    kenya.take_in(ghana.send(reply, "KEN", asked.referral))
    with pytest.raises(BundleError, match="answer"):
        kenya.take_in(ghana.send(second, "KEN", asked.referral))


def test_a_file_that_is_not_here_is_told_and_left_out(two: Two) -> None:
    kenya, ghana = two
    case, _ = asked_case(kenya)
    lost = FileAdded(
        role="photo", sha256="ab" * 32, name="gone.jpg", media_type="image/jpeg", size=5
    )
    case.tell(lost)
    seen = exchange.preview(kenya.context, kenya.chief.actor, case.key, None, 0)
    assert seen.absent == ("ab" * 32,)
    copy = ghana.take_in(kenya.send(case.key, "GHA")).case
    assert ghana.records(copy) == kenya.records(case.key)


def test_the_check_names_the_case_and_the_entry(two: Two, clock: Clock, tmp_path: Path) -> None:
    with context_on(f"sqlite:///{tmp_path / 'one.db'}", clock) as context:
        here = office(context, tmp_path / "home", "KEN")
        case, _ = asked_case(here)
        good = check_cases(context.store)
        assert (good.cases, good.entries, good.faults) == (1, 5, ())
        with context.store.writing() as connection:
            connection.execute(update(case_lines).values(state="released"))
        [fault] = check_cases(context.store).faults
        assert (fault.case, fault.entry) == (case.key, 5)
        with context.store.writing() as connection:
            connection.execute(update(case_lines).values(state="open"))
            forged = case.case().last
            forged_body = Moved(move="x", to="released", reason="x")
            connection.execute(
                insert(case_entries),
                {
                    "case_id": case.key,
                    "sequence": 6,
                    "kind": "moved",
                    "at": forged.at,
                    "record": _forged(forged, forged_body),
                },
            )
        [fault] = check_cases(context.store).faults
        assert (fault.number, fault.entry) == (case.case().number, 6)


def _forged(after: Entry, body: Moved) -> bytes:
    return encode(msgspec.structs.replace(after, sequence=6, body=body, hash="0" * 64))


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["say", "send", "take"]), st.integers(0, 9)), max_size=14
    )
)
def test_any_order_with_repeats_ends_in_the_same_entries(
    two: Two, steps: list[tuple[str, int]]
) -> None:
    kenya, ghana = two
    case, _ = asked_case(kenya)
    bundles = [kenya.send(case.key, "GHA")]
    copy = carried.copy_id(ghana.home.id, case.key)
    for step, number in steps:
        if step == "say":
            kenya.say(case.key, f"Number {number}.")
        elif step == "send":
            last = kenya.case(case.key).last.sequence
            bundles.append(kenya.send(case.key, "GHA", after=min(number, last - 1)))
        else:
            try:
                ghana.take_in(bundles[number % len(bundles)])
            except BundleError as error:
                assert "came in no bundle yet" in error.problem
            held = ghana.records(copy)
            assert held == kenya.records(case.key)[: len(held)]
    for data in (kenya.send(case.key, "GHA"), *bundles):
        ghana.take_in(data)
    assert ghana.records(copy) == kenya.records(case.key)
    assert check_cases(ghana.context.store).faults == ()


def test_a_party_can_be_put_right_in_a_question_that_was_sent(two: Two) -> None:
    kenya, ghana = two
    case, asked = asked_case(kenya)
    copy = ghana.take_in(kenya.send(case.key, "GHA", asked.referral)).case
    right = PartyNamed(role="exporter", name="Nairobi Metals")
    cases.correct(
        kenya.context,
        kenya.chief.actor,
        case.key,
        case.seen,
        Corrected(of=3, reason="misread", body=right),
    )
    ghana.take_in(kenya.send(case.key, "GHA", asked.referral, after=5))
    assert [body.name for _, body in ghana.case(copy).every(PartyNamed)] == ["Nairobi Metals"]


def test_no_photo_is_smuggled_in(two: Two) -> None:
    """A signed bundle whose file is not what an entry names: the key was stolen, say."""
    kenya, ghana = two
    case, _ = asked_case(kenya)
    add_file(kenya, case.key, "more.txt", b"one more\n")
    parts = archive_of(kenya.send(case.key, "GHA"))
    [name, *_] = [one for one in parts if len(one) == 64]
    parts[name] = b"something else\n"
    hashes = {one: h for one, h in signing.hashes_of(parts).items() if one != "signature.json"}
    signature = signing.sign_hashes(hashes, kenya.peers.key(), signing.CASE)
    with pytest.raises(BundleError, match="not the one that its name promises"):
        ghana.take_in(archive.join(parts | {"signature.json": signature.to_bytes()}))


def archive_of(data: bytes) -> dict[str, bytes]:
    return archive.split(data, "bundle")


def test_unknown_keys_of_a_case_are_refused(two: Two) -> None:
    kenya, _ = two
    case, _ = asked_case(kenya)
    with pytest.raises(BundleError, match="no such question"):
        exchange.preview(kenya.context, kenya.chief.actor, case.key, uuid.uuid4(), 0)
