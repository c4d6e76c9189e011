"""Entries are kept and read back the same, and their chain shows whatever is done to it."""

import datetime
import hashlib
import uuid
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from customhouse.coordination.case import CaseError
from customhouse.coordination.entries import (
    FIRST,
    AnyBody,
    Author,
    CostEntered,
    Entry,
    ItemFound,
    PartyNamed,
    ResultReported,
    Said,
    decode,
    encode,
    first_broken,
    hash_of,
    sealed,
)
from customhouse.store.tables import case_entries
from tests.coordination.build import AMINA, BARAKA, BODIES, KINDS, NOON, author, bodies_of

CASE = uuid.UUID(int=5)
WRONG: Any = "boss"
FACTS: dict[str, Any] = {"not a number": float("nan"), "no end": float("inf"), "list": [1]}


def chain(bodies: Sequence[AnyBody], case: uuid.UUID = CASE) -> list[Entry]:
    """Entries after each other, each sealed."""
    entries: list[Entry] = []
    for number, body in enumerate(bodies, start=1):
        entries.append(
            sealed(
                Entry(
                    case=case,
                    sequence=number,
                    at=NOON + datetime.timedelta(seconds=number),
                    by=author(AMINA),
                    body=body,
                    previous=entries[-1].hash if entries else FIRST,
                )
            )
        )
    return entries


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_body_of_every_kind_is_read_as_it_was_kept(kind: type[Any]) -> None:
    @given(body=bodies_of(kind))
    def read_again(body: AnyBody) -> None:
        (entry,) = chain([body])
        again = decode(encode(entry))
        assert again == entry and type(again.body) is kind
        assert encode(again) == encode(entry)
        assert first_broken([again]) is None

    read_again()


def test_the_kinds_have_names_of_their_own_that_fit_their_column() -> None:
    tags = [kind.__struct_config__.tag for kind in KINDS]
    length = case_entries.c.kind.type.length  # type: ignore[attr-defined]
    assert len(set(tags)) == len(KINDS)
    assert all(len(tag) <= length for tag in tags)


@pytest.mark.parametrize("number", [1, True, 1.5, 0, 2**40])
def test_a_number_among_facts_holds_however_it_is_given(number: float) -> None:
    facts = {"pcb_mg_kg": number}
    (entry,) = chain([result(facts)])
    assert first_broken([decode(encode(entry))]) is None
    assert entry.body == result(facts)


def result(facts: dict[str, Any]) -> ResultReported:
    return ResultReported(
        sample="1",
        laboratory="GC",
        method="EN 12766",
        finding="PCB",
        reported_on=NOON.date(),
        facts=facts,
    )


@pytest.mark.parametrize(
    "body",
    [
        *(result({"pcb_mg_kg": value}) for value in FACTS.values()),
        PartyNamed(role=WRONG, name="Duka Ltd"),
        PartyNamed(role="other", name="\ud800"),
        CostEntered(cost="other", amount=Decimal(1), currency="KES", day=NOON, payer="us"),
        ItemFound(description="oil", packages=1.5),  # type: ignore[arg-type]
    ],
)
def test_what_could_not_be_read_again_is_never_sealed(body: AnyBody) -> None:
    with pytest.raises(CaseError, match="cannot be kept"):
        chain([body])


def test_what_is_no_entry_is_not_read() -> None:
    (entry,) = chain([Said(text="Hello", language="en")])
    for wrong in (b"", b"{}", encode(entry)[:-1], encode(entry).replace(b"said", b"sung")):
        with pytest.raises(msgspec.DecodeError):
            decode(wrong)


CHAINS = st.lists(BODIES, min_size=2, max_size=5).map(chain)


@given(entries=CHAINS)
def test_an_untouched_chain_holds(entries: list[Entry]) -> None:
    assert first_broken(entries) is None
    assert first_broken([decode(encode(entry)) for entry in entries]) is None
    assert first_broken([]) is None


CHANGES: dict[str, Any] = {
    "case": uuid.UUID(int=6),
    "sequence": 77,
    "at": NOON - datetime.timedelta(microseconds=1),
    "by": author(BARAKA),
    "body": Said(text="Nothing was found.", language="en"),
    "previous": "1" * 64,
    "hash": "1" * 64,
}


@pytest.mark.parametrize("field", Entry.__struct_fields__)
@given(entries=CHAINS, place=st.integers(0, 4))
def test_a_change_of_any_field_is_found(field: str, entries: list[Entry], place: int) -> None:
    place %= len(entries)
    changed = msgspec.structs.replace(entries[place], **{field: CHANGES[field]})
    if changed == entries[place]:
        return
    broken = first_broken([*entries[:place], changed, *entries[place + 1 :]])
    assert broken == place + 1


@pytest.mark.parametrize("field", Author.__struct_fields__)
def test_a_change_of_its_author_is_found(field: str) -> None:
    values: dict[str, Any] = {"via": "guest", "user_id": None, "organisation_id": None}
    entries = chain([Said(text=str(n), language="en") for n in range(3)])
    by = msgspec.structs.replace(
        entries[1].by, **{field: values.get(field, CASE if field == "referral" else "XXX")}
    )
    assert first_broken([entries[0], msgspec.structs.replace(entries[1], by=by)]) == 2


@given(entries=CHAINS, place=st.integers(0, 3))
def test_a_change_with_a_hash_made_for_it_is_found_at_the_next(
    entries: list[Entry], place: int
) -> None:
    place %= len(entries) - 1
    by = msgspec.structs.replace(entries[place].by, name="Somebody else")
    forged = sealed(msgspec.structs.replace(entries[place], by=by))
    assert first_broken([*entries[:place], forged, *entries[place + 1 :]]) == place + 2


@given(entries=CHAINS, data=st.data())
def test_a_swap_is_found(entries: list[Entry], data: st.DataObject) -> None:
    places = st.lists(st.integers(0, len(entries) - 1), min_size=2, max_size=2, unique=True)
    one, other = sorted(data.draw(places))
    entries[one], entries[other] = entries[other], entries[one]
    assert first_broken(entries) == one + 1


@given(entries=CHAINS, place=st.integers(0, 3))
def test_a_removal_is_found(entries: list[Entry], place: int) -> None:
    place %= len(entries) - 1
    assert first_broken(entries[:place] + entries[place + 1 :]) == place + 1


@given(entries=CHAINS, place=st.integers(0, 4), body=BODIES)
def test_an_insertion_is_found(entries: list[Entry], place: int, body: AnyBody) -> None:
    place %= len(entries)
    previous = entries[place - 1].hash if place else FIRST
    new = sealed(
        Entry(
            case=CASE,
            sequence=place + 1,
            at=NOON,
            by=author(BARAKA),
            body=body,
            previous=previous,
        )
    )
    if new == entries[place]:
        return
    assert first_broken([*entries[:place], new, *entries[place:]]) == place + 2


def test_an_end_that_was_cut_off_shows_beside_a_kept_hash() -> None:
    entries = chain([Said(text=str(n), language="en") for n in range(4)])
    assert first_broken(entries[:2]) is None
    assert entries[1].hash != entries[-1].hash


def test_an_entry_of_another_case_does_not_fit() -> None:
    bodies = [Said(text=str(n), language="en") for n in range(3)]
    entries, others = chain(bodies), chain(bodies, uuid.UUID(int=6))
    for place in range(3):
        mixed = [*entries[:place], others[place], *entries[place + 1 :]]
        assert first_broken(mixed) == max(place + 1, 2)


@given(hours=st.integers(-12, 14))
def test_the_same_moment_in_another_zone_has_the_same_hash(hours: int) -> None:
    (entry,) = chain([Said(text="Hello", language="en")])
    zone = datetime.timezone(datetime.timedelta(hours=hours))
    assert hash_of(msgspec.structs.replace(entry, at=entry.at.astimezone(zone))) == entry.hash


def test_the_hash_is_sha_256_of_the_entry_without_it() -> None:
    (entry,) = chain([Said(text="Hello", language="en")])
    told = msgspec.json.decode(encode(entry)) | {"hash": ""}
    expected = hashlib.sha256(msgspec.json.encode(told, order="sorted")).hexdigest()
    assert entry.hash == expected
