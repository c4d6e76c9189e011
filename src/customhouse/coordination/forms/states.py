"""Boxes about States: where the goods come from, pass and go to, and whom to write to there."""

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from customhouse.coordination.entries import PartyNamed, PartyRole
from customhouse.coordination.forms.form import Form
from customhouse.coordination.forms.ground import Field, Filler, Ground, Told, entry, together
from customhouse.reference.library import Library
from customhouse.reference.records import Contact

Convention = Literal["basel", "rotterdam"]
Side = Literal["export", "import"]

_OFFICES = {"basel": "competent_authority", "rotterdam": "dna"}
_DECLARED: dict[Side, str] = {"export": "country_of_export", "import": "country_of_destination"}
_PARTIES: dict[Side, tuple[PartyRole, ...]] = {
    "export": ("exporter",),
    "import": ("disposer", "consignee"),
}
_CODE = re.compile(r"\(([A-Z]{3})\)")


def state_of(convention: Convention, side: Side) -> Filler:
    """The filler for a State and its office for a convention."""

    def fill(ground: Ground) -> Field:
        state = _state(ground, side)
        return _with_offices(ground, convention, [state]) if state else Field()

    return fill


def transit_of(convention: Convention) -> Filler:
    """The filler for the States of transit, each with its office."""
    return lambda ground: _with_offices(ground, convention, _transit(ground))


def route(ground: Ground) -> Field:
    """All States in the order of the movement; empty while either end is not known."""
    first, last = _state(ground, "export"), _state(ground, "import")
    if first is None or last is None:
        return Field()
    return together([first, *_transit(ground), last], " – ")


def concerned(form: Form, fields: Mapping[str, str], library: Library) -> str | None:
    """The alpha-3 code of the State that a paper is for, as its box says.

    `None` when the box does not settle it: one State is needed there, or on a route two ends.
    """
    first_line = fields.get(form.state_box, "").strip().partition("\n")[0]
    codes = [one for one in _CODE.findall(first_line) if library.country(one)]
    if form.box(form.state_box).fill == "route":
        return None if len(codes) < 2 else codes[-1] if form.to == "import" else codes[0]
    return codes[0] if len(codes) == 1 else None


def _state(ground: Ground, side: Side) -> Told | None:
    """The State at one end: as declared, else as a party of that end is named."""
    if ground.declaration is not None:
        place = _DECLARED[side]
        code = getattr(ground.declaration, place)
        if code:
            return written(ground.library, code), f"declaration:{place}"
    for role in _PARTIES[side]:
        for number, party in ground.case.every(PartyNamed):
            if party.role == role and party.iso3:
                return written(ground.library, party.iso3), entry(number)
    return None


def _transit(ground: Ground) -> list[Told]:
    codes = ground.declaration.transit_countries if ground.declaration else ()
    return [
        (written(ground.library, code), f"declaration:transit_countries[{place}]")
        for place, code in enumerate(codes)
    ]


def written(library: Library, code: str) -> str:
    """A State with its code, `Ghana (GHA)`; the code as it is when no list knows it."""
    country = library.country(code)
    return f"{country.name} ({country.iso3})" if country else code


def _with_offices(ground: Ground, convention: Convention, states: list[Told]) -> Field:
    told: list[Told] = []
    for words, place in states:
        told.append((words, place))
        found = _CODE.search(words)
        if found:
            told += _offices(ground, convention, found.group(1))
    return together(told)


def _offices(ground: Ground, convention: Convention, iso3: str) -> Iterator[Told]:
    for pack in ground.library.packs:
        for one in pack.rows(Contact):
            asked = (one.iso3, one.convention, one.role)
            if asked == (iso3, convention, _OFFICES[convention]) and _holds(one, ground):
                words = filter(None, (one.name, one.address, one.email, one.phone))
                yield ", ".join(words), f"pack:{one.row}"


def _holds(one: Contact, ground: Ground) -> bool:
    return (one.valid_from is None or one.valid_from <= ground.day) and (
        one.valid_to is None or ground.day <= one.valid_to
    )
