"""Screened again: answers on papers and results of laboratories change what is answered."""

import datetime
from collections.abc import Mapping

import msgspec
import pytest

from customhouse.coordination import moves
from customhouse.coordination.case import Case, CaseError
from customhouse.coordination.entries import (
    Corrected,
    FileAdded,
    ResultReported,
    SampleTaken,
    Screened,
    Verdict,
)
from customhouse.declarations.declaration import Declaration
from customhouse.operations import cases, guests, referrals, rescreen, screenings
from customhouse.operations.context import Context
from customhouse.operations.guests import Guest
from customhouse.operations.screenings import NotFoundError
from customhouse.store.cases import ConflictError
from tests.operations.scenes import CONSENT, Scene, asking, scene, waste
from tests.people import person
from tests.screening.build import declare, papers

WITHOUT_CONSENT = papers("basel_notification", "basel_movement_document", "contract")
NOW = datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC)


def answered(on: Scene, verdict: Verdict, **changes: object) -> int:
    """The entry of a guest's answer to a question about the consent."""
    sent = referrals.ask(
        on.context, on.officer.actor, on.key, on.seen, asking(**changes), confirmed_iso3="GHA"
    )
    assert sent.token is not None
    guest = Guest(token=sent.token, name="Kofi")
    entry = guests.answer(on.context, guest, verdict=verdict, text="So it is.", language="en")
    return entry.sequence


def again(on: Scene, items: Mapping[int, int] | None = None) -> Screened:
    entry = rescreen.rescreen(on.context, on.officer.actor, on.key, on.seen, items or {})
    assert isinstance(entry.body, Screened)
    return entry.body


def first(case: Case) -> Screened:
    return case.every(Screened)[0][1]


def declared(on: Scene, screened: Screened) -> Declaration:
    kept = screenings.get(on.context, on.officer.actor, screened.screening)
    return kept.saved.declaration


def test_a_denied_consent_turns_release_into_hold(each: Context) -> None:
    on = scene(each)
    assert first(on.case()).outcome == "release"
    number = answered(on, "denied")
    seen = rescreen.preview(each, on.officer.actor, on.key, {})
    assert seen.restated is not None
    [change] = seen.restated.papers
    assert (change.becomes, change.paper.reference) == ("left_out", CONSENT)
    assert on.case().screened == first(on.case())
    told = again(on)
    assert (told.outcome, told.because) == ("hold", (number,))
    left = {document.type for document in declared(on, told).documents}
    assert "basel_consent" not in left
    assert "basel_movement_document" in left


@pytest.mark.parametrize(
    ("verdict", "outcome"), [("confirmed", "release"), ("unknown", "hold"), ("partly", "hold")]
)
def test_only_a_confirmed_paper_stays(each: Context, verdict: Verdict, outcome: str) -> None:
    on = scene(each)
    answered(on, verdict)
    assert again(on).outcome == outcome


def test_a_later_answer_of_the_same_authority_counts(each: Context) -> None:
    on = scene(each)
    answered(on, "unknown")
    assert again(on).outcome == "hold"
    answered(on, "confirmed")
    assert again(on).outcome == "release"
    answered(on, "denied", name="Ghana Maritime Police")
    assert again(on).outcome == "hold"
    answered(on, "confirmed", name="Another office")
    assert again(on).outcome == "hold"


def test_another_question_or_paper_changes_nothing(each: Context) -> None:
    on = scene(each)
    answered(on, "denied", question="other", document_type="", document="")
    with pytest.raises(CaseError, match="no answer"):
        again(on)
    answered(on, "denied", document="Another number")
    told = again(on)
    assert told.outcome == "release"
    assert len(declared(on, told).documents) == 4


def test_a_paper_that_came_later_counts_once_it_is_confirmed(each: Context) -> None:
    on = scene(each, waste(documents=WITHOUT_CONSENT))
    assert first(on.case()).outcome == "hold"
    answered(on, "confirmed")
    assert again(on).outcome == "hold"
    on.tell(
        FileAdded(
            role="document", sha256="0" * 64, name="consent.pdf", media_type="application/pdf",
            size=1, document_type="basel_consent", reference="gh 2025 17",
        )
    )  # fmt: skip
    assert again(on).outcome == "release"


OIL = {
    "regime": "import",
    "country_of_export": "GH",
    "country_of_destination": "KE",
    "description": "Used oil-filled transformers, 1979",
    "hs_code": "8504.21",
    "waste_codes": (),
    "is_waste": None,
    "purpose": "reuse",
    "documents": (),
}


def analysed(on: Scene, sample: str, **facts: str | float | bool) -> int:
    taken = SampleTaken(
        sample=sample, of=f"item {sample[0]}", taken_by="Amina", taken_at=NOW, seal="S1"
    )
    result = ResultReported(
        sample=sample, laboratory="Government Chemist", method="EN 61619", finding="see facts",
        reported_on=NOW.date(), facts=facts,
    )  # fmt: skip
    return on.tell(taken, result)[-1]


def test_an_analysis_for_pcb_changes_the_answer(each: Context) -> None:
    on = scene(each, waste(**OIL))
    before = first(on.case())
    number = analysed(on, "1a", pcb_mg_kg=500)
    told = again(on)
    assert before.outcome == "request_documents"
    assert (told.outcome, told.because) == ("hold", (number,))
    assert declared(on, told).items[0].facts["pcb_mg_kg"] == 500


def test_an_analysis_that_finds_little_answers_the_question(each: Context) -> None:
    on = scene(each, waste(**OIL))
    analysed(on, "1a", pcb_mg_kg=10)
    told = again(on)
    assert "stockholm:annex-a" not in told.missing
    assert "stockholm:annex-a" in first(on.case()).missing


def test_the_worst_of_several_samples_counts_until_it_is_taken_back(each: Context) -> None:
    on = scene(each, waste(**OIL))
    worst = analysed(on, "1a", pcb_mg_kg=500)
    analysed(on, "1b", pcb_mg_kg=10)
    assert declared(on, again(on)).items[0].facts["pcb_mg_kg"] == 500
    cases.correct(
        each, on.officer.actor, on.key, on.seen, Corrected(of=worst, reason="samples mixed up")
    )
    assert declared(on, again(on)).items[0].facts["pcb_mg_kg"] == 10


def test_when_all_evidence_is_taken_back_the_declaration_is_screened_as_it_was(
    each: Context,
) -> None:
    """Until then nothing is released: the latest screening rests on what counts no more."""
    on = scene(each)
    before = first(on.case())
    number = analysed(on, "1a", pcb_mg_kg=500)
    assert "nothing_unknown" in missing_for_release(on)
    again(on)
    assert missing_for_release(on) == set()
    cases.correct(
        each, on.officer.actor, on.key, on.seen, Corrected(of=number, reason="samples mixed up")
    )
    assert missing_for_release(on) == {"nothing_unknown"}
    told = again(on)
    assert (told.outcome, told.because) == (before.outcome, (on.seen - 1,))
    assert missing_for_release(on) == set()
    with pytest.raises(CaseError, match="no answer"):
        again(on)


def missing_for_release(on: Scene) -> set[str]:
    case = on.case()
    move = moves.moves()["propose_release"]
    return set(moves.unmet(move, case, on.officer.actor, "seen", tuple(case.evidence)))


def test_a_result_that_cannot_be_put_in_is_asked_about(each: Context) -> None:
    on = scene(each, waste(**OIL))
    analysed(on, "1a", year_of_manufacture=1979)
    wrong = analysed(on, "1b", year_of_manufacture=1995)
    with pytest.raises(CaseError, match="differ on year_of_manufacture"):
        again(on)
    cases.correct(each, on.officer.actor, on.key, on.seen, Corrected(of=wrong, reason="misread"))
    assert again(on).outcome
    too_much = analysed(on, "1c", pcb_mg_kg=2_000_000)
    shown = rescreen.preview(each, on.officer.actor, on.key, {})
    assert shown.restated is None
    assert f"entry {too_much}" in shown.problem


def test_the_item_of_a_sample_is_told_where_the_case_does_not_say(each: Context) -> None:
    chairs = declare(number=2, description="Wooden chairs").items
    one = waste(**OIL)
    on = scene(each, msgspec.structs.replace(one, items=one.items + chairs))
    analysed(on, "2a", pcb_mg_kg=60)
    assert "pcb_mg_kg" in declared(on, again(on)).items[1].facts
    unclear = analysed(on, "9x", pcb_mg_kg=70)
    with pytest.raises(CaseError, match=f"entry {unclear}"):
        again(on)
    told = again(on, {unclear: 1})
    assert declared(on, told).items[0].facts["pcb_mg_kg"] == 70


def test_who_may_not_see_the_screening_or_the_case_screens_nothing(each: Context) -> None:
    on = scene(each)
    answered(on, "denied")
    mate = person(each, "officer", at=on.host).actor
    with pytest.raises(CaseError, match="ask whoever made it"):
        rescreen.rescreen(each, mate, on.key, on.seen, {})
    boss = person(each, "supervisor", at=on.host).actor
    with pytest.raises(NotFoundError):
        rescreen.rescreen(each, person(each, "officer").actor, on.key, on.seen, {})
    with pytest.raises(ConflictError):
        rescreen.rescreen(each, boss, on.key, on.seen - 1, {})
    entry = rescreen.rescreen(each, boss, on.key, on.seen, {})
    assert isinstance(entry.body, Screened)


def test_a_case_without_a_screening_cannot_be_screened_again(each: Context) -> None:
    officer = person(each, "officer").actor
    key = cases.open_case(each, officer, number="1", title="By hand")
    with pytest.raises(CaseError, match="without a screening"):
        rescreen.preview(each, officer, key, {})
