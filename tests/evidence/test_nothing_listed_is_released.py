"""What the packs call by a sure number, structure or name is never waved through.

The goods come in without a purpose: whatever the convention, something has to be asked. A name
that only some other row of the packs calls weak is weak everywhere, and not tested here.
"""

import datetime
from collections.abc import Iterator

import pytest

from customhouse.declarations.declaration import Declaration, Item
from customhouse.desk import Desk
from customhouse.identify.normalise import squeeze
from customhouse.reference.records import Identifier, Synonym

DAY = datetime.date(2026, 11, 1)
CHEMICALS = ("rotterdam", "stockholm")


def outcome(desk: Desk, item: Item) -> str:
    declaration = Declaration(
        date=DAY,
        regime="import",
        country_of_export="CN",
        country_of_destination="TZ",
        items=(item,),
    )
    return desk.screen(declaration, DAY).outcome


def identifiers(desk: Desk, scheme: str) -> Iterator[Identifier]:
    for pack in desk.library.packs:
        if pack.name in CHEMICALS:
            for row in pack.rows(Identifier):
                if row.scheme == scheme and row.specificity == "exact":
                    yield row


@pytest.mark.parametrize("place", ["field", "words"])
def test_a_cas_number(desk: Desk, place: str) -> None:
    released = [
        row.row
        for row in identifiers(desk, "CAS")
        if outcome(
            desk,
            Item(number=1, description="chemical in drums", cas=(row.value,))
            if place == "field"
            else Item(number=1, description=f"25 kg bags, CAS {row.value}, 40 drums"),
        )
        == "release"
    ]
    assert released == []


def test_a_structure(desk: Desk) -> None:
    released = [
        row.row
        for row in identifiers(desk, "SMILES")
        if outcome(desk, Item(number=1, description="chemical", smiles=(row.value,))) == "release"
    ]
    assert released == []


def names(desk: Desk) -> Iterator[Synonym]:
    rows = [row for pack in desk.library.packs for row in pack.rows(Synonym)]
    weak = {squeeze(row.name) for row in rows if row.strength == "weak"}
    for row in rows:
        if row.strength == "strong" and squeeze(row.name) not in weak:
            yield row


def test_a_name_of_a_chemical(desk: Desk) -> None:
    released = [
        row.row
        for row in names(desk)
        if not row.row.startswith("basel")
        and outcome(desk, Item(number=1, description=f"{row.name} 25 kg drums")) == "release"
    ]
    assert released == []


def test_a_trade_word_of_controlled_waste(desk: Desk) -> None:
    view = desk.library.view(DAY)
    released = []
    for row in names(desk):
        code = view.waste_code(row.substance_id)
        if code is not None and code.control in ("hazardous", "other_waste"):
            item = Item(number=1, description=f"{row.name}, 20 t in bulk")
            if outcome(desk, item) == "release":
                released.append(row.row)
    assert released == []
