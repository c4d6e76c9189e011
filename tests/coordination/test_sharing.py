"""Who is asked sees what was shared and the own thread, and nothing else: on generated cases."""

import datetime
import uuid

from hypothesis import given
from hypothesis import strategies as st

from customhouse.coordination import sharing
from customhouse.coordination.case import Case, CaseError, case_of
from customhouse.coordination.entries import (
    FIRST,
    Answered,
    AnyBody,
    Asked,
    Author,
    ContainerSeen,
    Corrected,
    Entry,
    Fact,
    Moved,
    Opened,
    PartyNamed,
    Said,
    Screened,
    Translated,
    Withdrawn,
    sealed,
)
from customhouse.coordination.following import may_follow

REFERRALS = tuple(uuid.UUID(int=number) for number in (1, 2))
CASE = uuid.UUID(int=99)
BY = Author(via="account", name="Amina", iso3="KEN")
NUMBER = st.integers(1, 25)
REFERRAL = st.sampled_from(REFERRALS)


def asked(referral: uuid.UUID, shared: tuple[int, ...] = ()) -> Asked:
    return Asked(
        referral=referral,
        to="police",
        name="Police",
        iso3="KEN",
        question="other",
        text="What do you know?",
        language="en",
        shared=shared,
    )


BODIES: st.SearchStrategy[AnyBody] = st.one_of(
    st.builds(PartyNamed, role=st.just("exporter"), name=st.sampled_from("abc")),
    st.builds(ContainerSeen, number=st.sampled_from("abc")),
    st.builds(Screened, screening=st.just(CASE), outcome=st.just("hold")),
    st.builds(asked, REFERRAL, st.lists(NUMBER, max_size=5).map(tuple)),
    st.builds(Said, text=st.just("-"), language=st.just("en"), referral=st.none() | REFERRAL),
    st.builds(
        Answered,
        referral=REFERRAL,
        verdict=st.just("denied"),
        text=st.just("no"),
        language=st.just("en"),
    ),
    st.builds(Withdrawn, referral=REFERRAL, reason=st.just("wrong office")),
    st.builds(Translated, of=NUMBER, language=st.just("fr"), text=st.just("t"), by=st.just("A")),
    st.builds(
        Corrected,
        of=NUMBER,
        reason=st.just("typed wrongly"),
        body=st.none() | st.builds(PartyNamed, role=st.just("carrier"), name=st.just("new")),
    ),
)


def case_with(*bodies: AnyBody) -> Case:
    """A case of the bodies that can follow each other; others are left out, moves are made."""
    entries: list[Entry] = []
    for body in (Opened(number="1", title="T"), *bodies):
        if entries and not isinstance(body, Moved):
            try:
                may_follow(case_of(entries), body)
            except CaseError:
                continue
        entries.append(
            sealed(
                Entry(
                    case=CASE,
                    sequence=len(entries) + 1,
                    at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
                    by=BY,
                    body=body,
                    previous=entries[-1].hash if entries else FIRST,
                )
            )
        )
    return case_of(entries)


CASES = st.lists(BODIES, min_size=8, max_size=25).map(lambda bodies: case_with(*bodies))


@given(case=CASES, referral=REFERRAL)
def test_exactly_what_was_shared_and_the_thread(case: Case, referral: uuid.UUID) -> None:
    questions = [body for _, body in case.every(Asked) if body.referral == referral]
    closed = referral in {body.referral for _, body in case.every(Withdrawn)}
    named = set(questions[0].shared) if questions else set()
    words = {
        number
        for number, body in case.standing.items()
        if getattr(body, "referral", None) == referral and not isinstance(body, Withdrawn)
    }
    words |= {number for number, body in case.every(Translated) if body.of in words}
    facts = {n for n in named if isinstance(case.standing.get(n), Fact | Screened)}
    seen = sharing.shared_part(case, referral)
    assert [entry.sequence for entry in seen] == ([] if closed else sorted(facts | words))
    assert all(entry.body == case.standing[entry.sequence] for entry in seen)


@given(case=CASES, added=BODIES)
def test_what_is_added_for_others_is_not_seen(case: Case, added: AnyBody) -> None:
    before = sharing.shared_part(case, REFERRALS[0])
    after = case_with(*(entry.body for entry in case.entries[1:]), added)
    own = getattr(added, "referral", None) == REFERRALS[0]
    if not own and not isinstance(added, Translated | Corrected):
        assert sharing.shared_part(after, REFERRALS[0]) == before


def test_a_shared_fact_is_seen_as_corrected_and_no_more_once_taken_back() -> None:
    shown = PartyNamed(role="exporter", name="Old name")
    right = PartyNamed(role="exporter", name="Right name")
    case = case_with(
        shown,
        PartyNamed(role="carrier", name="Not shared"),
        asked(REFERRALS[0], (2,)),
        Corrected(of=2, reason="misread", body=right),
    )
    assert [entry.body for entry in sharing.shared(case, REFERRALS[0])] == [right]
    taken_back = case_with(
        *(entry.body for entry in case.entries[1:]), Corrected(of=2, reason="not so")
    )
    assert sharing.shared(taken_back, REFERRALS[0]) == ()


def test_nothing_is_seen_of_a_question_that_was_withdrawn() -> None:
    first, second = REFERRALS
    words = (
        PartyNamed(role="exporter", name="Shared"),
        asked(first, (2,)),
        Said(text="Any news?", language="en", referral=first),
        Translated(of=4, language="fr", text="Du nouveau ?", by="Amina"),
        asked(second, (2,)),
    )
    case = case_with(*words)
    assert [entry.sequence for entry in sharing.shared_part(case, first)] == [2, 3, 4, 5]
    case = case_with(*words, Withdrawn(referral=first, reason="wrong office"))
    assert sharing.shared_part(case, first) == ()
    assert [entry.sequence for entry in sharing.shared_part(case, second)] == [2, 6]


def test_moves_and_messages_of_the_house_are_not_shared_even_when_named() -> None:
    case = case_with(
        Said(text="Watch the exporter", language="en"),
        Moved(move="hold", to="held", reason="suspicion"),
        asked(REFERRALS[0], (1, 2, 3)),
    )
    assert [entry.sequence for entry in sharing.shared_part(case, REFERRALS[0])] == [4]
