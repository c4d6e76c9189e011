"""Papers of a case: filled, kept again and again, signed by whom and for whom."""

import uuid

import pytest

from customhouse.accounts.actor import DeniedError
from customhouse.accounts.permissions import Role
from customhouse.coordination.entries import Drafted, PartyNamed, Signed
from customhouse.coordination.forms.fillers import LONGEST
from customhouse.coordination.forms.form import forms
from customhouse.coordination.forms.ground import TYPED
from customhouse.operations import cases, papers, screenings
from customhouse.operations.context import Context
from customhouse.operations.papers import Paper, PaperError
from customhouse.operations.screenings import NotFoundError
from customhouse.store import organisations
from customhouse.store.cases import ConflictError
from customhouse.store.organisations import Organisation
from tests.people import Person, organisation, person
from tests.screening.build import declare

MOVEMENT = "basel_movement_document"


@pytest.fixture
def officer(each: Context) -> Person:
    return person(each, "officer")


@pytest.fixture
def plastic(each: Context, officer: Person) -> uuid.UUID:
    """A case opened from an export of plastic waste to Ghana."""
    declaration = declare(
        regime="export",
        country_of_export="DE",
        country_of_destination="GH",
        description="mixed plastic waste",
        waste_codes=("Y48", "R3"),
        net_mass_kg=24000.0,
    )
    (answer,) = screenings.screen(each, officer.actor, [declaration])
    return cases.open_case(
        each, officer.actor, number=uuid.uuid4().hex[:8], title="Bales", screening=answer.id
    )


def whole(paper: Paper) -> dict[str, str]:
    """What the case filled, and a word in each box that is still needed."""
    told = {key: field.text for key, field in paper.fields.items()}
    return told | {box.id: "seen on the paper" for box in paper.gaps}


def kept(context: Context, by: Person, case: uuid.UUID, form: str = MOVEMENT, **texts: str) -> int:
    paper = papers.begin(context, by.actor, case, form)
    seen = paper.case.last.sequence
    entry = papers.keep(context, by.actor, case, seen, form, whole(paper) | texts)
    return entry.sequence


def sign(context: Context, by: Person, case: uuid.UUID, number: int, state: str = "GHA") -> Signed:
    seen = cases.get(context, by.actor, case).last.sequence
    body = papers.sign(context, by.actor, case, seen, number, state).body
    assert isinstance(body, Signed)
    return body


def test_a_movement_document_is_filled_kept_and_signed(
    each: Context, officer: Person, plastic: uuid.UUID
) -> None:
    paper = papers.begin(each, officer.actor, plastic, MOVEMENT)
    assert paper.fields["quantity"].text == "24000 kg"
    assert "movement_began" in {box.id for box in paper.gaps}
    assert (paper.state, paper.mine, paper.declared) == ("GHA", True, True)
    assert cases.get(each, officer.actor, plastic).every(Drafted) == []
    number = kept(each, officer, plastic)
    draft = papers.get(each, officer.actor, plastic, number)
    assert draft.gaps == ()
    assert draft.fields["codes"].sources == ("declaration:items[0].waste_codes[0]",)
    assert draft.fields["movement_began"].sources == (TYPED,)
    signed = sign(each, officer, plastic, number)
    assert (signed.name, signed.iso3) == (officer.actor.name, "GHA")
    assert signed.office
    signature = papers.get(each, officer.actor, plastic, number).draft
    assert signature is not None
    assert signature.signature is not None
    with pytest.raises(PaperError, match="signed already"):
        sign(each, officer, plastic, number)


def test_each_change_is_a_new_draft_and_only_the_latest_is_signed(
    each: Context, officer: Person, plastic: uuid.UUID
) -> None:
    first = kept(each, officer, plastic)
    old = papers.get(each, officer.actor, plastic, first)
    texts = whole(old) | {"transport": "sea"}
    second = papers.keep(each, officer.actor, plastic, first, MOVEMENT, texts, of=first).sequence
    assert papers.get(each, officer.actor, plastic, first).fields == old.fields
    new = papers.get(each, officer.actor, plastic, second)
    assert new.fields["transport"].text == "sea"
    assert new.fields["quantity"].sources == old.fields["quantity"].sources
    with pytest.raises(PaperError, match="newer"):
        sign(each, officer, plastic, first)
    with pytest.raises(NotFoundError):
        papers.keep(
            each, officer.actor, plastic, second, "take_back_request", {"facts": "x"}, of=first
        )
    other = kept(each, officer, plastic)
    bodies = dict(cases.get(each, officer.actor, plastic).every(Drafted))
    assert bodies[first].document == bodies[second].document != bodies[other].document


def test_a_paper_with_a_gap_is_kept_and_not_signed(
    each: Context, officer: Person, plastic: uuid.UUID
) -> None:
    number = kept(each, officer, plastic, carriers="")
    with pytest.raises(PaperError, match="box 4") as told:
        sign(each, officer, plastic, number)
    assert told.value.field == "carriers"


@pytest.mark.parametrize(("box", "confirmed"), [(None, "TGO"), (None, ""), ("Ghana", "GHA")])
def test_nothing_is_signed_for_a_state_that_was_not_confirmed(
    each: Context, officer: Person, plastic: uuid.UUID, box: str | None, confirmed: str
) -> None:
    number = kept(each, officer, plastic, **({"states": box} if box else {}))
    with pytest.raises(PaperError):
        sign(each, officer, plastic, number, confirmed)
    assert cases.get(each, officer.actor, plastic).every(Signed) == []


@pytest.mark.parametrize("form", [name for name in forms() if name != MOVEMENT])
@pytest.mark.parametrize(
    ("role", "may"), [("officer", False), ("supervisor", True), ("authority", True)]
)
def test_what_goes_to_another_state_is_signed_by_a_supervisor_or_an_authority(
    each: Context, plastic: uuid.UUID, officer: Person, form: str, role: Role, may: bool
) -> None:
    home = officer.user.organisation_id
    by = person(each, role, at=organisation_of(each, home))
    paper = papers.begin(each, officer.actor, plastic, form)
    number = kept(each, officer, plastic, form)
    if may:
        assert paper.state is not None
        assert sign(each, by, plastic, number, paper.state).iso3 == paper.state
    else:
        with pytest.raises(PaperError, match="supervisor or authority"):
            sign(each, by, plastic, number, paper.state or "")


def organisation_of(context: Context, key: uuid.UUID) -> Organisation:
    with context.store.reading() as connection:
        found = organisations.get(connection, key)
    assert found is not None
    return found


def test_what_others_added_meanwhile_is_told(
    each: Context, officer: Person, plastic: uuid.UUID
) -> None:
    number = kept(each, officer, plastic)
    carrier = PartyNamed(role="carrier", name="Hapag")
    cases.tell(each, officer.actor, plastic, number, [carrier])
    with pytest.raises(ConflictError) as told:
        papers.keep(each, officer.actor, plastic, number, MOVEMENT, {"codes": "Y48"}, of=number)
    assert [entry.body for entry in told.value.since] == [carrier]
    with pytest.raises(ConflictError):
        papers.sign(each, officer.actor, plastic, number, number, "GHA")


def test_out_of_sight_is_not_found_and_reading_is_not_writing(
    each: Context, officer: Person, plastic: uuid.UUID
) -> None:
    number = kept(each, officer, plastic)
    seen = cases.get(each, officer.actor, plastic).last.sequence
    abroad = person(each, "supervisor", at=organisation(each, "GHA"))
    for call in (
        lambda: papers.get(each, abroad.actor, plastic, number),
        lambda: papers.begin(each, abroad.actor, plastic, MOVEMENT),
        lambda: papers.keep(each, abroad.actor, plastic, seen, MOVEMENT, {"codes": "x"}),
        lambda: papers.sign(each, abroad.actor, plastic, seen, number, "GHA"),
        lambda: papers.get(each, officer.actor, plastic, 1),
        lambda: papers.begin(each, officer.actor, plastic, "no_form"),
    ):
        with pytest.raises(NotFoundError):
            call()
    auditor = person(each, "auditor", at=organisation(each, "KEN"))
    assert not papers.get(each, auditor.actor, plastic, number).mine
    with pytest.raises(DeniedError):
        papers.keep(each, auditor.actor, plastic, seen, MOVEMENT, {"codes": "x"})


def test_a_colleague_who_may_not_see_the_screening_gets_nothing_of_it(
    each: Context, officer: Person, plastic: uuid.UUID
) -> None:
    mate = person(each, "officer", at=organisation_of(each, officer.user.organisation_id))
    paper = papers.begin(each, mate.actor, plastic, MOVEMENT)
    assert not paper.declared
    assert paper.fields["quantity"].text == ""


@pytest.mark.parametrize("texts", [{}, {"codes": " \n "}, {"codes": "x" * (LONGEST + 1)}])
def test_an_empty_paper_and_an_endless_box_are_refused(
    each: Context, officer: Person, plastic: uuid.UUID, texts: dict[str, str]
) -> None:
    seen = cases.get(each, officer.actor, plastic).last.sequence
    with pytest.raises(PaperError):
        papers.keep(each, officer.actor, plastic, seen, MOVEMENT, texts)
    assert cases.get(each, officer.actor, plastic).last.sequence == seen
