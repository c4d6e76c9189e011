"""A scenario tells nobody whose case it was, and keeps what a learner needs."""

import datetime
import re
import unicodedata
import uuid
from collections.abc import Iterator, Sequence
from decimal import Decimal

import msgspec
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from customhouse.coordination.anonymous import identifying, two_digits
from customhouse.coordination.case import Case, CaseError, case_of
from customhouse.coordination.entries import (
    Answered,
    AnyBody,
    Asked,
    Author,
    ClockStarted,
    ContainerSeen,
    Corrected,
    CostEntered,
    CustodyPassed,
    Entry,
    FileAdded,
    Moved,
    Opened,
    PartyNamed,
    ResultReported,
    Said,
    SampleTaken,
    Screened,
    Translated,
    Withdrawn,
    sealed,
)
from customhouse.coordination.scenario import DRAFT, Scenario, encode, scenario_of
from customhouse.coordination.scrubbing import Scrubber
from customhouse.declarations.declaration import (
    Declaration,
    Document,
    Formulation,
    Ingredient,
    Item,
    Trader,
)
from customhouse.desk import Desk
from tests.coordination.build import BODIES, NOON
from tests.coordination.many import SCREENING, case, closed, finding, saved

SHIFT = datetime.timedelta(days=-100)
FOUND = saved(
    finding("stockholm:art-3-1-a", subject="stockholm:lindane", outcome="refuse"),
    finding("basel:art-9-1", applies="no"),
    outcome="refuse",
).assessment
REFERRAL = uuid.UUID(int=5)
COUNTRIES = {code: code for code in ("DE", "KE", "TG", "DEU", "KEN")}
NAMES = 24
"""How many identifying texts a case is made of."""


def known_case(t: Sequence[str]) -> Case:
    """A closed case that has an identifying text in every field for one; bodies of each kind."""
    bodies: list[AnyBody] = [
        Opened(number=t[0], title=t[1]),
        Screened(screening=SCREENING, outcome="refuse"),
        PartyNamed(role="exporter", name=t[2], identifier=t[3], iso3="DEU", address=t[4]),
        PartyNamed(role="carrier", name=t[5]),
        Corrected(of=4, reason=t[6], body=PartyNamed(role="carrier", name=t[7])),
        FileAdded(
            role="document", sha256=t[8], name=t[9], media_type="application/pdf", size=1,
            about=t[10], reference=t[11],
        ),
        ContainerSeen(number=t[12], seal=t[13], place=t[14]),
        SampleTaken(sample="S1", of=t[10], taken_by=t[15], taken_at=NOON, seal=t[16]),
        CustodyPassed(sample="S1", giver=t[15], taker=t[17], passed_at=NOON, seal_intact=True),
        ResultReported(
            sample="S1", laboratory=t[17], method="GC", finding=t[18], reported_on=NOON.date(),
            facts={"pop_mg_kg": 12.0, t[19]: t[19]},
        ),
        CostEntered(
            cost="storage", amount=Decimal(5), currency="KES", day=NOON.date(), payer=t[2],
            note=t[20],
        ),
        Asked(
            referral=REFERRAL, to="competent_authority", name=t[21], iso3="DEU",
            question="is_it_controlled", text=t[22], language="en", address=t[4], contact=t[15],
        ),
        Said(text=t[22], language="en"),
        Answered(referral=REFERRAL, verdict="confirmed", text=t[23], language="en"),
        Moved(move="seize", to="seized", reason=t[20]),
        Moved(move="close", to="closed", reason=t[20]),
    ]  # fmt: skip
    by = Author(via="account", name=t[15], iso3="KEN", organisation=t[17])
    entries = [
        sealed(Entry(case=uuid.UUID(int=8), sequence=n, at=NOON, by=by, body=body, previous=""))
        for n, body in enumerate(bodies, start=1)
    ]
    return case_of(entries)


def known_declaration(t: Sequence[str], text: str) -> Declaration:
    """A declaration with identifying texts where traders write them, and `text` in free text."""
    return Declaration(
        id=t[0],
        date=NOON.date(),
        regime="export",
        country_of_export="DE",
        country_of_destination="KE",
        transit_countries=("TG", t[12]),
        exporter=Trader(name=t[2], id=t[3]),
        consignee=Trader(name=t[5], id=t[6]),
        items=(
            Item(
                number=1,
                description=text,
                hs_code=t[3],
                cas=("58-89-9", t[11]),
                un=("2761", t[13]),
                waste_codes=("A4030", t[16]),
                smiles=("CCO", t[9]),
                purpose=text,
                formulation=Formulation(
                    type=t[2], ingredients=(Ingredient(name=text, cas=t[12], strength=20.0),)
                ),
                net_mass_kg=24380.5,
                value=1234.0,
                currency="USD",
                facts={"laboratory": text, "pcb_mg_kg": 51.5, t[19]: t[2], "food": [t[2]]},
            ),
        ),
        documents=(
            Document(type="basel_consent", reference=t[11], issuer=t[21], issued_on=NOON.date()),
            Document(type="permit", reference=t[8], issuer="DE", valid_until=NOON.date()),
        ),
    )


def texts(value: object) -> Iterator[str]:
    """Every text of a scenario, names of fields included."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield key
            yield from texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)
    else:
        yield str(value)


def folded(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in parts if not unicodedata.combining(c)).split())


def told(scenario: Scenario) -> str:
    return "\n".join(folded(text) for text in texts(msgspec.json.decode(encode(scenario))))


PLACEHOLDERS = [f"zq{chr(97 + n)}xvkqj" for n in range(NAMES)]
INNOCENT = told(
    scenario_of(
        known_case(PLACEHOLDERS), known_declaration(PLACEHOLDERS, "Lindane powder in drums"),
        FOUND, shift=SHIFT, countries=COUNTRIES,
    )
)  # fmt: skip
"""What the scenario says of a case in which nothing is named: this is no leak of anything."""

WORDS = st.text(
    st.characters(
        categories=("Lu", "Ll", "Lt", "Lo", "Nd", "Zs", "Pd", "Po", "Mn"), max_codepoint=0x2FFF
    ),
    min_size=3,
    max_size=14,
)
NUMBERS = st.from_regex(r"[A-Z]{0,4}[0-9]{3,9}(-[0-9])?", fullmatch=True)
PLAIN = st.from_regex(r"[A-Z][a-z]{2,9}( [A-Z][a-z]{2,9}){0,2}", fullmatch=True)
NAMED = st.lists(
    (WORDS | NUMBERS | PLAIN).filter(lambda t: sum(map(str.isalnum, t)) >= 3),
    min_size=NAMES,
    max_size=NAMES,
)


def written(name: str, way: int) -> str:
    """A name as it may stand in free text."""
    ways = (name, name.upper(), name.lower(), " ".join(name.split()), f"({name})", f"{name}.")
    return ways[way % len(ways)]


@given(NAMED, st.lists(st.integers(0, 100), min_size=4, max_size=12))
@example(
    ["ACME Ltd", "Acme", "Acme Ltd Kenya", *(f"MSKU{n}234567" for n in range(NAMES - 3))],
    [1, 2, 3, 4],
)
@example([f"a.b{n}*c[" for n in range(NAMES)], [5, 6, 7, 8])
def test_nothing_that_identifies_the_case_is_in_the_scenario(
    named: list[str], places: list[int]
) -> None:
    text = "Lindane powder in drums"
    for place in places:
        text += f" {written(named[place % NAMES], place)} "
    one, declaration = known_case(named), known_declaration(named, text)
    said = told(scenario_of(one, declaration, FOUND, shift=SHIFT, countries=COUNTRIES))
    for name in identifying(one, declaration):
        looked_for = folded(name)
        if sum(map(str.isalnum, looked_for)) >= 3 and looked_for not in INNOCENT:
            assert looked_for not in said


@given(st.lists(PLAIN, min_size=NAMES, max_size=NAMES, unique=True))
def test_two_cases_that_differ_in_names_alone_make_one_scenario(named: list[str]) -> None:
    goods = {"lindane", "powder", "drums", "in", "from", "for"}
    assume(goods.isdisjoint(word for name in named for word in name.casefold().split()))

    def made(names: Sequence[str]) -> Scenario:
        text = f"Lindane powder from {names[2]}, for {names[5]}; drums"
        return scenario_of(
            known_case(names),
            known_declaration(names, text),
            FOUND,
            shift=SHIFT,
            countries=COUNTRIES,
        )

    assert made(named) == made(PLACEHOLDERS)


@given(st.lists(BODIES, max_size=6))
def test_whatever_is_written_in_a_case_a_scenario_can_be_made(bodies: list[AnyBody]) -> None:
    kept = [b for b in bodies if not isinstance(b, Opened | Moved | Answered | Corrected)]
    try:
        one = closed("seized", *kept)
    except (CaseError, OverflowError):
        return
    made = scenario_of(
        one, known_declaration(PLACEHOLDERS, "drums"), FOUND, shift=SHIFT, countries=COUNTRIES
    )
    assert msgspec.json.decode(encode(made), type=Scenario) == made
    assert "Amina" not in told(made)


def test_what_a_learner_needs_is_kept() -> None:
    declaration = known_declaration(PLACEHOLDERS, "Lindane powder of zqcxvkqj, 25 % in drums")
    made = scenario_of(
        known_case(PLACEHOLDERS), declaration, FOUND, shift=SHIFT, countries=COUNTRIES
    )
    item = made.declaration.items[0]
    assert item.description == "Lindane powder of …, 25 % in drums"
    assert (item.cas, item.un, item.waste_codes) == (("58-89-9",), ("2761",), ("A4030",))
    assert (item.net_mass_kg, item.value, item.currency) == (24000.0, 1200.0, "USD")
    assert item.facts == {"laboratory": item.description, "pcb_mg_kg": 51.5}
    assert made.declaration.exporter == Trader(name="Trader A", id="A-1")
    assert [(one.reference, one.issuer) for one in made.declaration.documents] == [
        ("PAPER-1", ""),
        ("PAPER-2", "DE"),
    ]
    assert made.declaration.country_of_export == "DE"
    assert made.declaration.transit_countries == ("TG",)
    assert made.status == DRAFT
    assert made.ended == "seized"
    assert made.expected.outcome == "refuse"
    assert [f.provision for f in made.expected.items[0].findings] == ["stockholm:art-3-1-a"]


def test_all_dates_move_by_the_same_days() -> None:
    made = scenario_of(
        known_case(PLACEHOLDERS),
        known_declaration(PLACEHOLDERS, ""),
        FOUND,
        shift=SHIFT,
        countries=COUNTRIES,
    )
    day = NOON.date() + SHIFT
    first, second = made.declaration.documents
    assert {made.declaration.date, made.expected.as_of, first.issued_on, second.valid_until} == {
        day
    }
    assert not re.search(rf"{NOON.year}-03-02", encode(made).decode())


def test_steps_are_choices_with_what_followed() -> None:
    bodies: tuple[AnyBody, ...] = (
        Asked(
            referral=REFERRAL, to="focal_point", name="N", iso3="DEU", question="take_back",
            text="?", language="en",
        ),
        Withdrawn(referral=uuid.UUID(int=6), reason="x"),
        ClockStarted(clock="c", limit="answer", began_on=NOON.date()),
        Translated(of=3, language="fr", text="?", by="x"),
        Answered(referral=REFERRAL, verdict="denied", text="no", language="en"),
        Screened(screening=SCREENING, outcome="hold", because=(7,)),
    )  # fmt: skip
    made = scenario_of(
        closed("seized", *bodies), known_declaration(PLACEHOLDERS, ""), FOUND, shift=SHIFT,
        countries=COUNTRIES | {"DEU": "FRA", "DE": "FR"},
    )  # fmt: skip
    assert [(s.day, s.state, s.taken, s.about, s.followed, s.after_days) for s in made.steps] == [
        (2, "open", "ask", ("take_back", "focal_point", "FRA"), "denied", 4),
        (7, "open", "screen_again", (), "hold", None),
        (8, "open", "seize", (), "seized", None),
        (9, "seized", "close", (), "closed", None),
    ]
    assert made.steps[0].choices[:2] == ("inspect", "hold")
    assert made.declaration.country_of_export == "FR"
    assert made.declaration.documents[1].issuer == "FR"


def test_a_case_that_is_not_closed_makes_none() -> None:
    with pytest.raises(CaseError):
        scenario_of(
            case(), known_declaration(PLACEHOLDERS, ""), FOUND, shift=SHIFT, countries=COUNTRIES
        )


def test_goods_keep_their_name_though_a_case_is_called_so(desk: Desk) -> None:
    declaration = Declaration(
        date=datetime.date(2025, 6, 1), items=(Item(number=1, description="Lindane powder"),)
    )
    assessment = desk.screen(declaration, datetime.date(2025, 6, 1))
    one = closed("seized", Said(text="Lindane", language="en"))
    made = scenario_of(one, declaration, assessment, shift=SHIFT, countries=COUNTRIES)
    assert made.declaration.items[0].description == "Lindane powder"
    named = closed("seized", PartyNamed(role="exporter", name="Lindane"))
    hidden = scenario_of(named, declaration, assessment, shift=SHIFT, countries=COUNTRIES)
    assert hidden.declaration.items[0].description == "… powder"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("drums MSKU 123456-7 of oil", "drums … of oil"),
        ("drums msku-1234567, oil", "drums …, oil"),
        ("xxMSKU1234567yy", "…"),
        ("acetone for ACE", "acetone for …"),
        ("sent by Acme of Mombasa", "sent by … of …"),
        ("write to a.b@example.org or www.example.org/x", "write to … or …"),
        ("lot 8812345 of 2020", "lot … of 2020"),
        ("Nairóbi Traders and NAIROBI TRADERS", "… and …"),
        ("lindane 58-89-9", "lindane 58-89-9"),
        ("in HLXU 654321-0, sealed", "in …, sealed"),
        ("in hlxu6543210 and TGHU-654-321-0", "in … and …"),
    ],
)
def test_free_text_loses_names_and_numbers(text: str, left: str) -> None:
    scrubber = Scrubber(
        ["MSKU1234567", "ACE", "Nairobi Traders", "--"], ["Acme Mombasa"], ["lindane"]
    )
    assert scrubber.text(text) == left


@pytest.mark.parametrize(
    ("number", "rounded"), [(24380.5, 24000), (0.0, 0), (0.01234, 0.012), (99.9, 100), (7, 7)]
)
def test_masses_keep_two_digits(number: float, rounded: float) -> None:
    assert two_digits(number) == rounded
