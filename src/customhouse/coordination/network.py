"""Who trades with whom in an organisation's cases, over which routes. It names traders.

So it is never for anybody else: what may be passed on is `insight`.
"""

import datetime
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import Literal

import msgspec

from customhouse.coordination.sightings import PartyKey, Route, Sighting, sighting
from customhouse.coordination.told import Told

NEW = datetime.timedelta(days=90)
"""How long a trader is new after the first case."""

LinkKind = Literal["partners", "country", "route"]


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """A trader or other party. `links` counts the different partners and countries."""

    id: int
    name: str
    identifier: str
    roles: tuple[str, ...]
    cases: int
    links: int
    first_seen: datetime.date


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """Two parties of the same cases, a party and a country, or a leg from country to country.

    A party is given by its id, a country by its ISO 3166-1 alpha-3 code.
    """

    kind: LinkKind
    a: int | str
    b: int | str
    cases: int
    newest: uuid.UUID


class Newcomer(msgspec.Struct, frozen=True, kw_only=True):
    """A trader first seen of late, in a case with goods that are controlled."""

    party: int
    first_seen: datetime.date
    goods: tuple[str, ...]
    case: uuid.UUID


class ChangedRoute(msgspec.Struct, frozen=True, kw_only=True):
    """Goods of a trader were stopped on one route, and like goods came later on another."""

    party: int
    before: Route
    after: Route
    stopped: uuid.UUID
    later: uuid.UUID


class Network(msgspec.Struct, frozen=True, kw_only=True):
    """The whole network; links with the most cases first."""

    parties: tuple[Party, ...]
    links: tuple[Link, ...]
    newcomers: tuple[Newcomer, ...]
    changed_routes: tuple[ChangedRoute, ...]

    @property
    def repeated(self) -> tuple[Link, ...]:
        """Partners who are in more than one case together."""
        return tuple(one for one in self.links if one.kind == "partners" and one.cases > 1)


Place = PartyKey | str


def network_of(told: Iterable[Told], iso3: Callable[[str], str], today: datetime.date) -> Network:
    """The network of all cases. `iso3` gives the code of a country as declared, or nothing."""
    seen = sorted((sighting(one, iso3) for one in told), key=lambda s: (s.opened_at, s.case))
    same = _same_party(seen)
    parties = _parties(seen, same)
    counted: Counter[tuple[LinkKind, Place, Place]] = Counter()
    newest: dict[tuple[LinkKind, Place, Place], uuid.UUID] = {}
    for one in seen:
        for link in _links(one, same):
            counted[link] += 1
            newest[link] = one.case
    around: defaultdict[Place, set[Place]] = defaultdict(set)
    for _kind, a, b in counted:
        around[a].add(b)
        around[b].add(a)
    ids = {key: number for number, key in enumerate(parties, start=1)}
    links = [
        Link(kind=k, a=_end(a, ids), b=_end(b, ids), cases=n, newest=newest[k, a, b])
        for (k, a, b), n in counted.items()
    ]
    return Network(
        parties=tuple(
            msgspec.structs.replace(party, id=ids[key], links=len(around[key]))
            for key, party in parties.items()
        ),
        links=tuple(sorted(links, key=lambda one: (-one.cases, one.kind, str(one.a), str(one.b)))),
        newcomers=_newcomers(seen, same, parties, ids, today),
        changed_routes=_changed_routes(seen, same, ids),
    )


def _end(place: Place, ids: dict[PartyKey, int]) -> int | str:
    return place if isinstance(place, str) else ids[place]


def _same_party(seen: list[Sighting]) -> dict[PartyKey, PartyKey]:
    """A party without an identifier is the one of its name with one, where there is one only."""
    keys = {key for one in seen for key in one.parties}
    numbered: defaultdict[str, set[PartyKey]] = defaultdict(set)
    for key in keys:
        if key.identifier:
            numbered[key.name].add(key)
    same = {}
    for key in keys:
        others = numbered[key.name] if key.name else set()
        same[key] = key if key.identifier or len(others) != 1 else next(iter(others))
    return same


def _parties(seen: list[Sighting], same: dict[PartyKey, PartyKey]) -> dict[PartyKey, Party]:
    """Every party, with the most cases first; the name is as it was written first."""
    cases: Counter[PartyKey] = Counter()
    roles: defaultdict[PartyKey, set[str]] = defaultdict(set)
    first: dict[PartyKey, tuple[str, str, datetime.date]] = {}
    for one in seen:
        cases.update({same[key] for key in one.parties})
        for key, met in one.parties.items():
            roles[same[key]].update(met.roles)
            old = first.setdefault(same[key], (met.name, met.identifier, one.opened_at.date()))
            if not old[1] and met.identifier:
                first[same[key]] = (old[0], met.identifier, old[2])
    return {
        key: Party(
            id=0,
            name=first[key][0],
            identifier=first[key][1],
            roles=tuple(sorted(roles[key])),
            cases=count,
            links=0,
            first_seen=first[key][2],
        )
        for key, count in sorted(cases.items(), key=lambda pair: (-pair[1], pair[0]))
    }


def _links(one: Sighting, same: dict[PartyKey, PartyKey]) -> set[tuple[LinkKind, Place, Place]]:
    keys = sorted({same[key] for key in one.parties})
    found: set[tuple[LinkKind, Place, Place]] = {
        ("partners", a, b) for n, a in enumerate(keys) for b in keys[n + 1 :]
    }
    for key, met in one.parties.items():
        found.update(("country", same[key], country) for country in met.countries)
    found.update(("route", a, b) for a, b in zip(one.route, one.route[1:], strict=False))
    return found


def _newcomers(
    seen: list[Sighting],
    same: dict[PartyKey, PartyKey],
    parties: dict[PartyKey, Party],
    ids: dict[PartyKey, int],
    today: datetime.date,
) -> tuple[Newcomer, ...]:
    found: dict[PartyKey, Newcomer] = {}
    for one in seen:
        for key in {same[key] for key in one.parties} if one.controlled else ():
            since = parties[key].first_seen
            if key not in found and today - since <= NEW:
                found[key] = Newcomer(
                    party=ids[key], first_seen=since, goods=one.controlled, case=one.case
                )
    return tuple(sorted(found.values(), key=lambda n: (n.first_seen, n.party), reverse=True))


def _changed_routes(
    seen: list[Sighting], same: dict[PartyKey, PartyKey], ids: dict[PartyKey, int]
) -> tuple[ChangedRoute, ...]:
    """Of each trader and stopped consignment, the first later one that went another way."""
    trips: defaultdict[PartyKey, list[Sighting]] = defaultdict(list)
    for one in seen:
        for key in {same[k] for k, met in one.parties.items() if met.trades and one.route}:
            trips[key].append(one)
    found = []
    for key, own in trips.items():
        for stopped in own:
            later = next((one for one in own if _avoids(stopped, one)), None)
            if later is not None:
                found.append(
                    ChangedRoute(
                        party=ids[key],
                        before=stopped.route,
                        after=later.route,
                        stopped=stopped.case,
                        later=later.case,
                    )
                )
    return tuple(sorted(found, key=lambda one: (one.party, str(one.later))))


def _avoids(stopped: Sighting, later: Sighting) -> bool:
    return (
        stopped.stopped_at is not None
        and later.opened_at > stopped.stopped_at
        and later.route != stopped.route
        and not stopped.goods.isdisjoint(later.goods)
    )
