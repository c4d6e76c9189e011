"""Who and what one case was about: its parties, route and goods, in a form to be compared."""

import datetime
import re
import unicodedata
import uuid
from collections.abc import Callable
from typing import NamedTuple

import msgspec

from customhouse.coordination.entries import Moved, PartyNamed
from customhouse.coordination.told import FINDS, Told
from customhouse.declarations.declaration import Declaration
from customhouse.screening.finding import Assessment

Route = tuple[str, ...]
"""ISO 3166-1 alpha-3 codes from the country of export to that of destination."""

_TRADING = frozenset({"exporter", "consignee"})
_WORD = re.compile(r"\w+")
_FORMS = frozenset(
    {
        *("ag", "ao", "bv", "co", "company", "corp", "corporation", "eood", "fzc", "fzco", "fze"),
        *("gmbh", "inc", "kg", "limited", "llc", "llp", "ltd", "nv", "ooo", "oy", "plc", "pte"),
        *("pty", "pvt", "sa", "sarl", "sas", "spa", "srl"),
    }
)
"""Words that say what kind of company it is; papers leave them out or shorten them."""

_HEADING = 4


class PartyKey(NamedTuple):
    """By which a party is known again, however it is written."""

    name: str
    identifier: str


class Met(msgspec.Struct, frozen=True, kw_only=True):
    """A party as one case has it."""

    name: str
    identifier: str
    roles: frozenset[str]
    countries: frozenset[str]

    @property
    def trades(self) -> bool:
        """Whether it sends or receives the goods."""
        return not self.roles.isdisjoint(_TRADING)


class Sighting(msgspec.Struct, frozen=True, kw_only=True):
    """One case. `stopped_at` is when it was refused, seized or to be taken back, if ever.

    `controlled` are the listed entries that the goods are; `goods` these, those that they may
    be, and the customs headings. `route` is empty where an end of it is not known.
    """

    case: uuid.UUID
    opened_at: datetime.datetime
    stopped_at: datetime.datetime | None
    parties: dict[PartyKey, Met]
    route: Route
    controlled: tuple[str, ...]
    goods: frozenset[str]


def sighting(told: Told, iso3: Callable[[str], str]) -> Sighting:
    """What one case was about, by its latest screening and the facts that stand."""
    case, latest = told.case, told.latest
    named: list[tuple[str, str, str, str]] = [
        (body.role, body.name, body.identifier, iso3(body.iso3))
        for _, body in case.every(PartyNamed)
    ]
    route: Route = ()
    controlled: tuple[str, ...] = ()
    goods: frozenset[str] = frozenset()
    if latest is not None:
        declaration = latest.declaration
        route = _route(declaration, iso3)
        origin = iso3(declaration.country_of_export)
        destination = iso3(declaration.country_of_destination)
        sender, receiver = declaration.exporter, declaration.consignee
        named.append(("exporter", sender.name, sender.id, origin))
        named.append(("consignee", receiver.name, receiver.id, destination))
        controlled = _controlled(latest.assessment)
        goods = _goods(declaration, latest.assessment)
    stopped = [e.at for e in case.entries if isinstance(e.body, Moved) and e.body.to in FINDS]
    return Sighting(
        case=case.id,
        opened_at=told.opened_at,
        stopped_at=stopped[0] if stopped else None,
        parties=_parties(named),
        route=route,
        controlled=controlled,
        goods=goods,
    )


def party_key(name: str, identifier: str) -> PartyKey:
    """The name without case, accents, signs and forms of company; the identifier without signs.

    >>> party_key("ACME Trading, Ltd.", "KE-12 345")
    PartyKey(name='acme trading', identifier='ke12345')
    """
    words = _WORD.findall(_plain(name))
    bare = [word for word in words if word not in _FORMS] or words
    return PartyKey(" ".join(bare), "".join(_WORD.findall(_plain(identifier))).replace("_", ""))


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def _parties(named: list[tuple[str, str, str, str]]) -> dict[PartyKey, Met]:
    """By key; in one case, a name without an identifier is the party of that name with one."""
    by_name = {
        key.name: key
        for key in (party_key(name, identifier) for _, name, identifier, _ in named)
        if key.name and key.identifier
    }
    found: dict[PartyKey, Met] = {}
    for role, name, identifier, country in named:
        key = party_key(name, identifier)
        if not key.identifier:
            key = by_name.get(key.name, key)
        if not any(key):
            continue
        old = found.get(key)
        found[key] = Met(
            name=(old.name if old else "") or " ".join(name.split()),
            identifier=(old.identifier if old else "") or identifier.strip(),
            roles=(old.roles if old else frozenset()) | {role},
            countries=(old.countries if old else frozenset()) | ({country} if country else set()),
        )
    return found


def _route(declaration: Declaration, iso3: Callable[[str], str]) -> Route:
    ends = iso3(declaration.country_of_export), iso3(declaration.country_of_destination)
    if not all(ends):
        return ()
    between = [code for code in map(iso3, declaration.transit_countries) if code]
    return (ends[0], *between, ends[1])


def _controlled(assessment: Assessment) -> tuple[str, ...]:
    biting = (f for item in assessment.items for f in item.findings if f.applies == "yes")
    return tuple(sorted({f.subject for f in biting if f.subject}))


def _goods(declaration: Declaration, assessment: Assessment) -> frozenset[str]:
    asking = (f for item in assessment.items for f in item.findings if f.applies != "no")
    entries = {f.subject for f in asking if f.subject}
    codes = ("".join(filter(str.isdigit, item.hs_code)) for item in declaration.items)
    return frozenset(entries | {f"hs:{code[:_HEADING]}" for code in codes if len(code) >= _HEADING})
