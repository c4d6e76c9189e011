"""Optional treaties flag that a licence may be needed, and never change an answer."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
import pytest
from evidence.cases import assess as assess_case
from evidence.cases import every_case
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

from customhouse.declarations.declaration import Declaration
from customhouse.desk import Desk
from customhouse.reference.pack import OPTIONAL
from customhouse.screening.finding import Assessment, Finding
from customhouse.screening.flags.rules import MERCURY_IMPORT, MERCURY_WASTE, NOT_A_PARTY, RULES
from tests.screening.build import DAY, assess, findings, item_of
from tests.screening.strategies import DECLARATIONS

LATER = date(2026, 11, 24)


@pytest.fixture(scope="module")
def flagging() -> Desk:
    return Desk.shipped(optional=OPTIONAL)


def flags(found: Sequence[Finding]) -> list[Finding]:
    return [f for f in found if f.provision.partition(":")[0] in OPTIONAL]


def without_flags(assessment: Assessment) -> bytes:
    """An assessment as JSON, less what optional treaties added to it."""
    items = tuple(
        replace(
            item,
            candidates=tuple(c for c in item.candidates if c.convention not in OPTIONAL),
            findings=tuple(f for f in item.findings if f not in flags(item.findings)),
        )
        for item in assessment.items
    )
    packs = {name: v for name, v in assessment.packs.items() if name not in OPTIONAL}
    return msgspec.json.encode(replace(assessment, items=items, packs=packs, confidence={}))


def check_unchanged(plain: Assessment, flagged: Assessment) -> None:
    assert plain.packs.keys().isdisjoint(OPTIONAL)
    assert without_flags(flagged) == msgspec.json.encode(replace(plain, confidence={}))
    assert all(finding.outcome == "release" for finding in flags(findings(flagged)))


def test_no_answer_of_the_evidence_changes(desk: Desk, flagging: Desk) -> None:
    spoke = 0
    for case in every_case():
        flagged = assess_case(flagging, case)
        check_unchanged(assess_case(desk, case), flagged)
        spoke += bool(flags(findings(flagged)))
    assert spoke > 5


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(DECLARATIONS)
def test_no_answer_changes(desk: Desk, flagging: Desk, declaration: Declaration) -> None:
    check_unchanged(assess(desk, declaration), assess(flagging, declaration))


MIXED: list[dict[str, Any]] = [
    {"cas": ("75-45-6", "57-74-9"), "hs_code": "290371"},
    {"description": "chloropicrin with lindane", "hs_code": "380891"},
    {"description": "mercury compounds", "hs_code": "285210"},
    {"cas": ("75-45-6",), "hs_code": "380859"},
    {"description": "methyl bromide and ethylene dibromide", "un": ("1647",)},
    {"description": "Freon 12 from old refrigerators", "is_waste": True},
    {"description": "triethanolamine", "hs_code": "290379"},
]


@pytest.mark.parametrize("pieces", MIXED)
def test_a_listed_and_a_flagged_chemical_together(
    desk: Desk, flagging: Desk, pieces: dict[str, Any]
) -> None:
    plain, flagged = item_of(desk, **pieces), item_of(flagging, **pieces)
    assert flags(flagged.findings)
    assert [f for f in flagged.findings if f not in flags(flagged.findings)] == list(plain.findings)
    assert flagged.outcome == plain.outcome


SPEAKS: list[tuple[str, dict[str, Any], str]] = [
    ("MON-01", {"cas": ("75-45-6",)}, "montreal:hcfc-22"),
    ("MON-01", {"description": "Halon 1301 in cylinders"}, "montreal:halon-1301"),
    ("MON-01", {"hs_code": "290377"}, ""),
    ("MON-02", {"description": "refrigerant R-410A"}, "montreal:hfc-32"),
    ("MON-02", {"hs_code": "290342", "hs_edition": "2022"}, "montreal:hfc-32"),
    ("MON-03", {"cas": ("74-83-9",)}, "montreal:methyl-bromide"),
    ("MON-04", {"cas": ("1511-62-2",)}, "montreal:hbfc-22b1"),
    ("MON-05", {"description": "chlorobromomethane"}, "montreal:bromochloromethane"),
    ("MIN-01", {"description": "metallic mercury", "regime": "export"}, "minamata:mercury"),
    ("MIN-01", {"cas": ("7439-97-6",)}, "minamata:mercury"),
    ("MIN-02", {"cas": ("7439-97-6",), "regime": "import"}, "minamata:mercury"),
    ("MIN-03", {"description": "mercury thermometers"}, "minamata:mercury-measuring-devices"),
    ("MIN-04", {"cas": ("21908-53-2",)}, "minamata:mercury-compounds"),
    (
        "MIN-05",
        {"description": "mercury thermometers", "is_waste": True},
        "minamata:mercury-measuring-devices",
    ),
    ("MIN-06", {"description": "dental amalgam capsules"}, "minamata:dental-amalgam"),
    ("CWC-01", {"cas": ("107-44-8",)}, "cwc:alkyl-phosphonofluoridates"),
    ("CWC-02", {"description": "thiodiglycol"}, "cwc:thiodiglycol"),
    ("CWC-03", {"cas": ("7719-09-7",), "country_of_export": "DE"}, "cwc:thionyl-chloride"),
    ("CWC-04", {"cas": ("7719-09-7",), "country_of_destination": "EG"}, "cwc:thionyl-chloride"),
]


@pytest.mark.parametrize(("rule", "pieces", "subject"), SPEAKS)
def test_a_rule_speaks(flagging: Desk, rule: str, pieces: dict[str, Any], subject: str) -> None:
    found = {f.rule: f for f in flags(item_of(flagging, **pieces).findings) if f.subject == subject}
    assert set(found) == {rule}
    finding = found[rule]
    assert (finding.applies, finding.outcome) == ("yes", "release")
    assert finding.requires
    assert "does not change the answer" in finding.explanation


def test_the_rules_of_code_tables_and_tests_are_the_same(flagging: Desk) -> None:
    packs = [pack for pack in flagging.library.packs if pack.name in OPTIONAL]
    in_packs = {rule.id for pack in packs for rule in pack.rules}
    assert {*RULES.values(), MERCURY_IMPORT, MERCURY_WASTE, NOT_A_PARTY} == in_packs
    assert {rule for rule, _, _ in SPEAKS} == in_packs
    assert all(rule.outcome == "release" for pack in packs for rule in pack.rules)


def test_every_entry_has_a_rule(flagging: Desk) -> None:
    substances = [
        s for (convention, _), s in flagging.library._substances.items() if convention in OPTIONAL
    ]
    assert {(s.convention, s.category[0]) for s in substances} == set(RULES)


@pytest.mark.parametrize(
    "description",
    [
        "Mercury outboard motor",
        "CFC-free foam panels",
        "castor oil",
        "tyres 295/80 R22.5",
        "HFO-1234yf refrigerant",
        "N,N-dimethylaminoethanol",
        "digital thermometer",
    ],
)
def test_what_only_looks_listed_is_not_flagged(flagging: Desk, description: str) -> None:
    assert flags(item_of(flagging, description=description).findings) == []


def test_a_product_before_its_phase_out_is_not_flagged(flagging: Desk) -> None:
    pieces: dict[str, Any] = {"description": "mercury vacuum pump"}
    assert flags(item_of(flagging, DAY, **pieces).findings) == []
    assert flags(item_of(flagging, LATER, **pieces).findings)


def test_a_shared_code_is_one_flag(flagging: Desk) -> None:
    item = item_of(flagging, hs_code="290376")
    (finding,) = flags(item.findings)
    assert finding.explanation.startswith("The HS number 290376 may carry ")
    assert len({c.ref for c in item.candidates if c.convention == "montreal"}) == 3
