"""Declarations of every kind, put together from pieces that traders write."""

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar, get_args

from hypothesis import strategies as st

from customhouse.declarations.declaration import (
    Declaration,
    Document,
    DocumentType,
    Formulation,
    Ingredient,
    Item,
)
from customhouse.declarations.facts import FACTS
from tests.screening import basel_rows, rotterdam_rows, stockholm_rows
from tests.screening.build import declare

T = TypeVar("T")
ROWS = (*basel_rows.ROWS, *basel_rows.RISK, *rotterdam_rows.ROWS, *stockholm_rows.ROWS)

DAYS = (date(2003, 1, 1), date(2019, 6, 1), date(2024, 12, 31), date(2025, 6, 1), date(2026, 2, 1))
STATES = ("", "DE", "NOR", "US", "CN", "GH", "IN", "AR", "AL", "KR", "GL", "AQ", "XX", "HT")
DESCRIPTIONS = (
    "",
    "---",
    "Goods",
    "Wooden chairs",
    "Chemical product n.e.s.",
    "Plastic scrap, mixed, unwashed",
    "Copper cable scrap",
    "Used televisions, second hand",
    "Used oil-filled transformers",
    "Spent lead-acid batteries",
    "Lindane 20 % dustable powder",
    "Lindane-free shampoo",
    "Dieldrinn",
    "DDT technical",
    "Decabromodiphenyl ether for textiles",
    "Sulfluramid bait",
    "Aldicarb 15 G",
    "Methyl-parathion",
    "Captan technical",
    "PCB assembly",
    "Toys of recycled plastic with pentabromodiphenyl ether",
)
HS_CODES = ("", "39", "3915.90", "7404.00", "8549.21", "8504.21", "3808.59", "2903.81", "2930.80")
CAS = ("58-89-9", "50-29-3", "1163-19-5", "116-06-3", "298-00-0", "7732-18-5", "50-29-4", "n/a")
CODES = ("Y48", "B3011", "B1010", "A1160", "A1180", "A1181", "A4030", "Y49", "D10", "R4", "GC010")
SMILES = ("CCO", "C1CC(", "OC(=O)C(F)(F)C(F)(F)C(F)(F)C(F)(F)C(F)(F)C(F)(F)C(F)(F)F")
PURPOSES = (
    "",
    "pesticide",
    "industrial",
    "disposal",
    "recovery",
    "research",
    "reuse",
    "R4",
    "malaria vector control",
    "medicine",
    "parts of motor vehicles",
    "insect bait for leaf-cutting ants",
)
EDITIONS = ("", "2012", "2017", "2022", "2028")
ISSUERS = ("", "DE", "Ministry of Environment, Norway")
MASSES = st.none() | st.sampled_from((0.0, 1.0, 10.0, 24000.0))


def some(values: Sequence[T], most: int = 2) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(st.sampled_from(values), max_size=most, unique=True).map(tuple)


def _value(name: str) -> st.SearchStrategy[Any]:
    if "true" in FACTS[name]:
        return st.booleans()
    return st.sampled_from((0, 10, 55, 1979, 2020))


FACT_VALUES = st.sampled_from(sorted(FACTS)).flatmap(lambda n: st.tuples(st.just(n), _value(n)))

INGREDIENTS = st.builds(
    Ingredient,
    name=st.sampled_from(("", "lindane", "Methyl-parathion")),
    cas=st.sampled_from(("", "58-89-9", "298-00-0")),
    strength=st.none() | st.sampled_from((0.0, 1.0, 50.0)),
    unit=st.sampled_from(("", "%", "g/l")),
)
FORMULATIONS = st.builds(
    Formulation,
    type=st.sampled_from(("", "EC", "DP", "granules")),
    ingredients=st.lists(INGREDIENTS, max_size=2).map(tuple),
)


def items(number: int = 1) -> st.SearchStrategy[Item]:
    return st.builds(
        Item,
        number=st.just(number),
        description=st.sampled_from(DESCRIPTIONS),
        hs_code=st.sampled_from(HS_CODES),
        hs_edition=st.sampled_from(EDITIONS),
        cas=some(CAS, 1),
        waste_codes=some(CODES),
        smiles=some(SMILES, 1),
        is_waste=st.sampled_from((None, True, False)),
        purpose=st.sampled_from(PURPOSES),
        formulation=st.none() | FORMULATIONS,
        net_mass_kg=MASSES,
        value=st.none() | st.sampled_from((-1.0, 0.0, 1000.0)),
        currency=st.sampled_from(("", "USD")),
        facts=st.lists(FACT_VALUES, max_size=2).map(dict),
    )


DOCUMENTS = st.builds(
    Document,
    type=st.sampled_from(get_args(DocumentType)),
    reference=st.sampled_from(("", "N-1")),
    issuer=st.sampled_from(ISSUERS),
    issued_on=st.none() | st.sampled_from(DAYS),
    valid_until=st.none() | st.sampled_from(DAYS),
    covers_items=some((1, 2), 1),
)

MADE: st.SearchStrategy[Declaration] = st.builds(
    Declaration,
    date=st.sampled_from(DAYS),
    regime=st.sampled_from((None, "import", "export", "transit")),
    country_of_export=st.sampled_from(STATES),
    country_of_destination=st.sampled_from(STATES),
    transit_countries=some(STATES[1:], 1),
    items=items().map(lambda item: (item,)),
    documents=st.lists(DOCUMENTS, max_size=5).map(tuple),
)

FROM_TABLES = st.sampled_from([declare(**row.pieces) for row in ROWS])

DECLARATIONS = FROM_TABLES | MADE
"""A declaration of one item: from the tables of the rules, or of pieces at random."""
