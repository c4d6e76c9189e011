"""The network: who is the same, who is linked, who is new, whose route changed."""

import datetime
import uuid
from typing import Any

import pytest

from customhouse.coordination.entries import AnyBody, Corrected, PartyNamed
from customhouse.coordination.network import Network, network_of
from customhouse.coordination.sightings import party_key
from customhouse.coordination.told import Told
from customhouse.declarations.declaration import Declaration, Item, Trader
from tests.coordination.build import NOON
from tests.coordination.many import DAY, case, closed, finding, told

CODES = {"KE": "KEN", "KEN": "KEN", "DE": "DEU", "GH": "GHA", "TG": "TGO"}
LINDANE = finding("stockholm:art-3-1-a", subject="stockholm:lindane")
TODAY = NOON.date()


def shipped(
    exporter: str = "Acme Ltd",
    consignee: str = "Best GmbH",
    route: tuple[str, ...] = ("DE", "KE"),
    hs_code: str = "380859",
) -> Declaration:
    return Declaration(
        id="A-1",
        country_of_export=route[0],
        transit_countries=route[1:-1],
        country_of_destination=route[-1],
        exporter=Trader(name=exporter),
        consignee=Trader(name=consignee),
        items=(Item(number=1, hs_code=hs_code),),
    )


def seen(
    number: int, *bodies: AnyBody, days: int = 0, stopped: bool = False, **fields: Any
) -> Told:
    made = closed if stopped else case
    start = ("refused",) if stopped else ()
    one = made(*start, *bodies, number=number, opened_at=NOON + days * DAY)
    return told(one, *fields.pop("findings", [LINDANE]), declaration=shipped(**fields))


def network(*cases: Told, today: datetime.date = TODAY) -> Network:
    return network_of(cases, lambda code: CODES.get(code, ""), today)


def name_of(network: Network, end: int | str) -> str:
    return end if isinstance(end, str) else network.parties[end - 1].name


def links(network: Network) -> set[tuple[str, str, str, int]]:
    return {
        (one.kind, name_of(network, one.a), name_of(network, one.b), one.cases)
        for one in network.links
    }


@pytest.mark.parametrize("other", ["ACME", "acme, limited.", "Acme   LTD", "Ａｃｍｅ", "Acmé"])
def test_a_name_is_known_however_it_is_written(other: str) -> None:
    assert party_key("Acme Ltd", "KE-1 2") == party_key(other, "ke12")


def test_different_names_and_numbers_are_different_parties() -> None:
    keys = {party_key("Acme", ""), party_key("Acme Two", ""), party_key("Acme", "1"),
            party_key("Ltd", ""), party_key("", "1")}  # fmt: skip
    assert len(keys) == 5


def test_partners_countries_and_legs_are_linked() -> None:
    made = network(seen(1, route=("DE", "TG", "GH")), seen(2, consignee="BEST", route=("DE", "GH")))
    assert links(made) == {
        ("partners", "Acme Ltd", "Best GmbH", 2),
        ("country", "Acme Ltd", "DEU", 2),
        ("country", "Best GmbH", "GHA", 2),
        ("route", "DEU", "TGO", 1),
        ("route", "TGO", "GHA", 1),
        ("route", "DEU", "GHA", 1),
    }
    assert [one.newest for one in made.repeated] == [uuid.UUID(int=2)]
    assert {party.name: (party.cases, party.links) for party in made.parties} == {
        "Acme Ltd": (2, 2),
        "Best GmbH": (2, 2),
    }
    assert made.parties[0].roles == ("exporter",)


def test_a_name_without_a_number_is_the_one_with_it_where_there_is_one_only() -> None:
    one = PartyNamed(role="exporter", name="ACME", identifier="P-1")
    two = PartyNamed(role="exporter", name="ACME", identifier="P-2")
    together = network(seen(1, one), seen(2))
    assert next((p.name, p.identifier, p.cases) for p in together.parties) == ("ACME", "P-1", 2)
    apart = network(seen(1, one), seen(2, two), seen(3))
    assert sorted(p.identifier for p in apart.parties if p.name != "Best GmbH") == [
        "",
        "P-1",
        "P-2",
    ]


def test_a_party_named_by_mistake_is_not_in_it() -> None:
    wrong = PartyNamed(role="carrier", name="Wrong Lines")
    taken_back = network(seen(1, wrong, Corrected(of=2, reason="another ship")))
    assert "Wrong Lines" not in {party.name for party in taken_back.parties}


def test_a_trader_is_new_for_ninety_days_and_only_with_controlled_goods() -> None:
    cases = (seen(1, days=-200), seen(2, exporter="Young"), seen(3, exporter="Dull", findings=[]))
    made = network(*cases)
    assert [name_of(made, one.party) for one in made.newcomers] == ["Young"]
    [new] = made.newcomers
    assert (new.goods, new.case) == (("stockholm:lindane",), uuid.UUID(int=2))
    assert network(*cases, today=TODAY + 91 * DAY).newcomers == ()


@pytest.mark.parametrize(
    ("later", "found"),
    [
        ({"route": ("DE", "TG", "GH")}, True),
        ({"route": ("DE", "KE")}, False),
        ({"route": ("DE", "GH"), "exporter": "Another", "consignee": "Other"}, False),
        ({"route": ("DE", "GH"), "exporter": "Another"}, True),
        ({"route": ("DE", "GH"), "findings": [], "hs_code": "620520"}, False),
        ({"route": ("DE", "GH"), "findings": [], "hs_code": "3808.91"}, True),
        ({"route": ("DE", "GH"), "days": 0}, False),
        ({"route": ("DE", "")}, False),
    ],
)
def test_like_goods_on_another_route_after_they_were_stopped(
    later: dict[str, Any], found: bool
) -> None:
    made = network(seen(1, stopped=True), seen(2, **{"days": 30} | later))
    changed = made.changed_routes
    assert bool(changed) == found
    for one in changed:
        assert (one.before, one.stopped) == (("DEU", "KEN"), uuid.UUID(int=1))
        assert (one.after[-1], one.later) == ("GHA", uuid.UUID(int=2))


def test_goods_that_were_let_go_changed_no_route() -> None:
    made = network(seen(1), seen(2, days=30, route=("DE", "GH")))
    assert made.changed_routes == ()


def test_no_cases_are_no_network() -> None:
    empty = network()
    assert (empty.parties, empty.links, empty.newcomers, empty.repeated) == ((), (), (), ())
    assert network(Told(case=case())).parties == ()
