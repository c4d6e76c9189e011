"""Text to measure on: lines as traders write them, made from a seed."""

import random
from collections.abc import Iterator

from customhouse.declarations.declaration import Declaration, Item
from customhouse.desk import Desk
from customhouse.reference.records import Synonym

_GOODS = (
    "COTTON T-SHIRTS MENS ASSORTED COLOURS", "STAINLESS STEEL BOLTS M12", "GREEN COFFEE BEANS",
    "LED LAMPS 9W E27", "PLASTIC HOUSEHOLD ARTICLES", "CERAMIC FLOOR TILES 60X60", "FROZEN FISH",
    "SPARE PARTS FOR TRACTORS", "POLYETHYLENE GRANULES VIRGIN", "CAUSTIC SODA FLAKES 98%",
    "TITANIUM DIOXIDE RUTILE", "WOODEN FURNITURE KD", "USED CLOTHING BALES", "GLYPHOSATE 480 SL",
    "SOLAR PANELS 450W MONO", "MOBILE PHONE CASES SILICONE", "BASE OIL SN150", "UREA 46% N",
    "MEDICAL GLOVES NITRILE", "TYRES 205/55R16 NEW", "PAINT WATER BASED WHITE", "RICE 5% BROKEN",
    "COPPER CATHODES GRADE A", "GENERATOR SET DIESEL 20KVA", "INSECTICIDE DELTAMETHRIN 2.5 EC",
)  # fmt: skip
_WORDS = (
    "NEW", "ASSORTED", "IN CARTONS", "ON PALLETS", "20 KG BAGS", "200 L DRUMS", "GRADE A", "HS",
    "AS PER INVOICE", "PO 4711", "BATCH 22-118", "ORIGIN CHINA", "NET", "FOR INDUSTRIAL USE",
    "UN PACKED", "LOT 7", "PCS", "SETS", "HIGH QUALITY", "STANDARD EXPORT PACKING",
)  # fmt: skip
_HS = ("610910", "731815", "090111", "853952", "392490", "690721", "030389", "870899", "390120",
       "281512", "320611", "940360", "630900", "380893", "854143", "271019", "310210", "401519",
       "401110", "320990", "100630", "740311", "850211", "380891")  # fmt: skip


def lines(desk: Desk, count: int, share_listed: float, seed: int = 7) -> Iterator[Declaration]:
    """Declarations of one item; `share_listed` of them name a listed chemical or waste.

    Descriptions are put together at random, so that few repeat.
    """
    pick = random.Random(seed)
    names = [s for pack in desk.library.packs for s in pack.rows(Synonym) if s.strength == "strong"]
    for number in range(count):
        words = [pick.choice(_GOODS), *pick.sample(_WORDS, 3), f"{pick.randrange(10**6)}"]
        if pick.random() < share_listed:
            words.insert(pick.randrange(3), pick.choice(names).name)
        item = Item(
            number=1,
            description=" ".join(words),
            hs_code=pick.choice(_HS),
            hs_edition="2022",
            purpose=pick.choice(("", "industrial", "pesticide", "recovery")),
            net_mass_kg=float(pick.randrange(1, 25_000)),
            value=float(pick.randrange(100, 90_000)),
            currency="USD",
        )
        yield Declaration(
            id=f"L{number}",
            regime=pick.choice(("import", "export")),
            country_of_export=pick.choice(("DE", "CN", "IN", "US", "BR")),
            country_of_destination=pick.choice(("GH", "KE", "TR", "VN", "PE")),
            items=(item,),
        )
