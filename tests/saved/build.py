"""Declarations and saved screenings to try things on."""

from datetime import date
from typing import Any

import msgspec

from customhouse.declarations.declaration import Declaration
from customhouse.desk import Desk
from customhouse.saved.record import SavedScreening

SAVED_ON = date(2026, 11, 24)

T_SHIRTS: dict[str, Any] = {"description": "cotton T-shirts", "hs_code": "610910"}
LINDANE: dict[str, Any] = {
    "description": "lindane shampoo for head lice",
    "hs_code": "300490",
    "cas": ["58-89-9"],
    "purpose": "human health pharmaceutical for head lice and scabies",
}
CHLORPYRIFOS: dict[str, Any] = {
    "description": "chlorpyrifos technical",
    "cas": ["2921-88-2"],
    "purpose": "pesticide",
}
SCRAP: dict[str, Any] = {
    "description": "electrical scrap with circuit boards",
    "waste_codes": ["A1180"],
    "is_waste": True,
    "purpose": "recovery",
}


def declared(item: dict[str, Any], **more: Any) -> Declaration:
    facts = {
        "id": "T-1",
        "regime": "import",
        "country_of_export": "DE",
        "country_of_destination": "GH",
        "items": [{"number": 1, **item}],
    }
    return msgspec.convert(facts | more, Declaration)


def screened(desk: Desk, item: dict[str, Any], day: date, **more: Any) -> SavedScreening:
    declaration = declared(item, **({"date": str(day)} | more))
    return SavedScreening(
        declaration=declaration, assessment=desk.screen(declaration, day), saved_on=SAVED_ON
    )
