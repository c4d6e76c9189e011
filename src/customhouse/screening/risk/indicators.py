"""Price and mass indicators. The price floors are the desk's own and not signed off."""

from customhouse.screening.case import Case
from customhouse.screening.cite import state
from customhouse.screening.finding import Finding

PRICE_FLOORS: tuple[tuple[str, float, str], ...] = (
    ("390", 0.15, "polymers in primary forms"),
    ("391", 0.15, "polymers and plastics"),
    ("271019", 0.10, "oils"),
    ("8471", 1.0, "computers"),
    ("8517", 1.0, "telephones and network equipment"),
    ("8528", 0.7, "monitors and television sets"),
    ("8418", 0.4, "refrigerators"),
)
"""HS prefix, the price per kilogram (US dollar, euro or pound) below which a person looks, name."""

COMPARABLE = ("USD", "EUR", "GBP")
"""Currencies close enough to each other for a floor that is a tenth of the usual price."""


def negative_value(case: Case) -> Finding | None:
    """RSK-01: whoever pays to be rid of goods ships waste."""
    value = case.item.value
    if value is None or value >= 0:
        return None
    return state(
        case.view,
        "RSK-01",
        "unknown",
        "The value is negative: the sender pays for the goods to be taken.",
        because=(case.said("value"),),
        requires=("contract and invoice", "inspection of the goods"),
        asks=(case.ask("is_waste", "goods that nobody pays for are often waste"),),
    )


def price_of_waste(case: Case) -> Finding | None:
    """RSK-02: a product's code at the price of waste."""
    item = case.item
    if item.value is None or item.value < 0 or not item.net_mass_kg:
        return None
    if item.currency.upper() not in COMPARABLE or case.item.is_waste is True:
        return None
    price = item.value / item.net_mass_kg
    for prefix, floor, name in PRICE_FLOORS:
        if case.hs.startswith(prefix) and not case.hs.startswith("3915") and price < floor:
            return state(
                case.view,
                "RSK-02",
                "unknown",
                f"{price:.2f} {item.currency} per kilogram is the price of waste, not of {name}.",
                because=(case.said("value"), case.said("net_mass_kg"), case.said("hs_code")),
                requires=("invoice and contract", "inspection of the goods"),
                asks=(case.ask("is_waste", "the price is that of waste"),),
            )
    return None


def masses(case: Case) -> Finding | None:
    """RSK-03: a net mass above the gross mass."""
    net, gross = case.item.net_mass_kg, case.item.gross_mass_kg
    if net is None or gross is None or net <= gross:
        return None
    return state(
        case.view,
        "RSK-03",
        "unknown",
        "The net mass is above the gross mass: one of them is wrong.",
        because=(case.said("net_mass_kg"), case.said("gross_mass_kg")),
        requires=("the right masses",),
        asks=(case.ask("net_mass_kg", "it cannot be above the gross mass"),),
    )
