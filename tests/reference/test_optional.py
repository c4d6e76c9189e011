"""The optional packs are sound, whole, and loaded only when they are asked for."""

from collections import Counter

import pytest

from customhouse.reference.pack import OPTIONAL, SHIPPED, Pack, load_shipped
from customhouse.reference.records import Identifier, Party, Substance
from customhouse.reference.verify import verify

PACKS = load_shipped(optional=OPTIONAL)


def pack(name: str) -> Pack:
    return next(pack for pack in PACKS if pack.name == name)


def test_they_are_not_loaded_unasked() -> None:
    assert [one.name for one in load_shipped()] == list(SHIPPED)


def test_order_and_repetition_make_no_difference() -> None:
    asked = load_shipped(optional=("cwc", "montreal", "cwc"))
    assert [one.name for one in asked] == [*SHIPPED, "montreal", "cwc"]


def test_an_unknown_one_is_refused() -> None:
    with pytest.raises(ValueError, match="no optional pack is called basel"):
        load_shipped(optional=("basel",))


def test_they_have_no_problems() -> None:
    assert [str(problem) for problem in verify(PACKS)] == []


@pytest.mark.parametrize("name", OPTIONAL)
def test_a_pack_speaks_of_its_own_treaty(name: str) -> None:
    one = pack(name)
    assert {s.convention for s in one.rows(Substance)} == {name}
    assert {rule.convention for rule in one.rules} == {name}


@pytest.mark.parametrize("name", OPTIONAL)
def test_customs_codes_stand_in_hints_alone(name: str) -> None:
    """An HS identifier would join the codes that rules of the conventions compare."""
    assert not any(i.scheme.startswith("HS") for i in pack(name).rows(Identifier))


def test_the_montreal_annexes_are_whole() -> None:
    groups = Counter((s.annex[0], s.category[0]) for s in pack("montreal").rows(Substance))
    assert groups == {
        ("A", "cfc"): 5,
        ("A", "halon"): 3,
        ("B", "cfc"): 10,
        ("B", "carbon-tetrachloride"): 1,
        ("B", "methyl-chloroform"): 1,
        ("C", "hcfc"): 38,
        ("C", "hbfc"): 34,
        ("C", "bromochloromethane"): 1,
        ("E", "methyl-bromide"): 1,
        ("F", "hfc"): 18,
    }


def test_every_montreal_entry_but_rare_hbfcs_has_a_cas_number() -> None:
    numbered = {i.substance_id for i in pack("montreal").rows(Identifier) if i.scheme == "CAS"}
    bare = [s for s in pack("montreal").rows(Substance) if s.substance_id not in numbered]
    assert {s.category[0] for s in bare} == {"hbfc"}


def test_the_schedules_are_whole() -> None:
    entries = pack("cwc").rows(Substance)
    assert Counter(s.category[0] for s in entries) == {
        "schedule-1": 16,
        "schedule-2": 14,
        "schedule-3": 17,
    }
    numbered = {i.substance_id for i in pack("cwc").rows(Identifier) if i.scheme == "CAS"}
    assert numbered == {s.substance_id for s in entries}


def test_the_parties_of_the_schedules_are_all_but_five() -> None:
    others = {p.iso3 for p in pack("cwc").rows(Party) if p.status != "party"}
    assert others == {"EGY", "ISR", "PRK", "SSD", "EUE"}


def test_a_chemical_of_two_treaties_has_one_id() -> None:
    """A CAS number that is exact in two packs names one substance id."""
    ids: dict[str, set[str]] = {}
    for one in PACKS:
        for i in one.rows(Identifier):
            if i.scheme == "CAS" and i.specificity == "exact":
                ids.setdefault(i.value, set()).add(i.substance_id)
    optional = {i.value for name in OPTIONAL for i in pack(name).rows(Identifier)}
    assert {cas: found for cas, found in ids.items() if cas in optional and len(found) > 1} == {}
