"""Boxes about traders: those named in the case, else those declared."""

from customhouse.coordination.entries import PartyNamed, PartyRole
from customhouse.coordination.forms.ground import Field, Filler, Ground, Told, entry, together

_OTHERS: tuple[PartyRole, ...] = (
    "generator",
    "disposer",
    "carrier",
    "broker",
    "declarant",
    "other",
)


def exporter(ground: Ground) -> Field:
    """The exporter."""
    return together(named(ground, "exporter") or _declared(ground, "exporter"))


def consignee(ground: Ground) -> Field:
    """The consignee."""
    return together(named(ground, "consignee") or _declared(ground, "consignee"))


def of_role(role: PartyRole) -> Filler:
    """The filler for parties that a declaration does not tell."""
    return lambda ground: together(named(ground, role))


def others(ground: Ground) -> Field:
    """Every party but exporter and consignee, each with its role."""
    return together(
        (f"{role}: {words}", place) for role in _OTHERS for words, place in named(ground, role)
    )


def named(ground: Ground, role: PartyRole) -> list[Told]:
    """The parties of a role that the case names."""
    return [
        (_words(party), entry(number))
        for number, party in ground.case.every(PartyNamed)
        if party.role == role
    ]


def _words(party: PartyNamed) -> str:
    identifier = f"({party.identifier})" if party.identifier else ""
    name = " ".join(filter(None, (party.name, identifier)))
    return ", ".join(filter(None, (name, party.address, party.iso3)))


def _declared(ground: Ground, role: str) -> list[Told]:
    if ground.declaration is None:
        return []
    trader = getattr(ground.declaration, role)
    words = " ".join(filter(None, (trader.name, f"({trader.id})" if trader.id else "")))
    return [(words, f"declaration:{role}")] if words else []
