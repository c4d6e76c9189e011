"""Small packs for the tests of identification: a few rows of each table, made by hand."""

from collections import defaultdict
from datetime import date
from itertools import count
from typing import TypeVar

import msgspec

from customhouse.reference.pack import Pack
from customhouse.reference.records import (
    GenericTerm,
    HsHint,
    Identifier,
    NearMiss,
    Record,
    Substance,
    Synonym,
    WasteCode,
)

R = TypeVar("R", bound=Record)
_lines = count(2)


def pack(name: str, *rows: Record) -> Pack:
    """A pack with the given rows, each in the table of its type."""
    tables: defaultdict[type[Record], list[Record]] = defaultdict(list)
    for row in rows:
        tables[type(row)].append(row)
    return Pack(
        name=name,
        version="1",
        valid_from=date(2026, 1, 1),
        tables={kind: tuple(records) for kind, records in tables.items()},
    )


def _record(table: type[R], **cells: object) -> R:
    """A record as it comes out of a table."""
    place = {"row": f"{table.__name__}:{next(_lines)}", "confidence": "known", "source": "T"}
    return msgspec.convert(place | cells, table)


def substance(key: str, name: str, convention: str = "stockholm") -> Substance:
    return _record(
        Substance,
        substance_id=key,
        convention=convention,
        annex=["A"],
        category=["pesticide"],
        name=name,
    )


def synonym(
    key: str, name: str, *, lang: str = "en", kind: str = "common", strength: str = "strong"
) -> Synonym:
    return _record(Synonym, substance_id=key, name=name, lang=lang, kind=kind, strength=strength)


def near_miss(name: str, resembles: str, cas: str = "") -> NearMiss:
    scheme = "CAS" if cas else None
    return _record(NearMiss, name=name, scheme=scheme, value=cas, resembles=resembles)


def identifier(key: str, scheme: str, value: str, specificity: str = "exact") -> Identifier:
    return _record(
        Identifier, substance_id=key, scheme=scheme, value=value, specificity=specificity
    )


def hint(edition: str, code: str, key: str, specificity: str = "group") -> HsHint:
    return _record(
        HsHint,
        hs_edition=edition,
        hs_code=code,
        title="",
        ref_kind="waste_code",
        ref_id=key,
        specificity=specificity,
    )


def waste_code(code: str, title: str, kind: str = "VIII") -> WasteCode:
    return _record(WasteCode, code=code, list=kind, title=title, control="hazardous")


def term(word: str, kind: str, lang: str = "en") -> GenericTerm:
    return _record(GenericTerm, term=word, lang=lang, kind=kind)


COMMON = pack(
    "common",
    *(term(word, "filler") for word in ("in", "drums", "kg", "other", "n.e.s.", "any", "de")),
    *(term(word, "filler") for word in ("free flowing", "free of charge", "used for", "product")),
    *(term(word, "chemical") for word in ("insecticide", "EC", "chemical", "hazardous")),
    *(term(word, "chemical") for word in ("technical", "flame retardant")),
    *(term(word, "waste") for word in ("waste", "scrap", "spent")),
    term("Abfall", "waste", "de"),
    term("отходы", "waste", "ru"),
    term("نفايات", "waste", "ar"),
    term("废", "waste", "zh"),
    term("化学品", "chemical", "zh"),
    *(term(word, "used") for word in ("used", "second hand")),
    *(term(cue, "negation") for cue in ("free of *", "free from *", "non *", "no *", "* free")),
    *(term(cue, "negation") for cue in ("does not contain *", "* none", "* not detected")),
    term("sans *", "negation", "fr"),
    term("libre de *", "negation", "es"),
    term("без *", "negation", "ru"),
    term("خال من *", "negation", "ar"),
    term("不含*", "negation", "zh"),
    term("*未检出", "negation", "zh"),
)

STOCKHOLM = pack(
    "stockholm",
    substance("hcb", "Hexachlorobenzene"),
    substance("lindane", "Lindane (gamma-HCH)"),
    substance("alpha-hch", "alpha-Hexachlorocyclohexane"),
    substance("aldrin", "Aldrin"),
    substance("mirex", "Mirex"),
    substance("dechlorane-plus", "Dechlorane Plus"),
    substance("chlorpyrifos", "Chlorpyrifos"),
    substance("chlordane", "Chlordane"),
    substance("ddt", "DDT (1,1,1-trichloro-2,2-bis(4-chlorophenyl)ethane)"),
    substance("pfoa", "Perfluorooctanoic acid (PFOA), its salts and related compounds"),
    substance("pfos", "Perfluorooctane sulfonic acid, its salts and fluoride"),
    substance("pcb", "Polychlorinated biphenyls (PCB)"),
    substance("bde", "Hexabromodiphenyl ether and heptabromodiphenyl ether"),
    substance("uv328", "UV-328"),
    substance("pcn", "Polychlorinated naphthalenes"),
    substance("sccp", "Short-chain chlorinated paraffins"),
    synonym("pfos", "PFOS"),
    synonym("pcb", "PCB", strength="weak"),
    synonym("mirex", "Dechlorane"),
    synonym("chlorpyrifos", "毒死蜱", lang="zh"),
    synonym("chlorpyrifos", "хлорпирифос", lang="ru"),
    synonym("lindane", "ليندين", lang="ar"),
    synonym("lindane", "линдан", lang="ru"),
    synonym("hcb", "hexachlorobenzène", lang="fr"),
    synonym("chlorpyrifos", "Lock-On", kind="trade"),
    synonym("pcn", "N-Oil", kind="trade"),
    synonym("bde", "DE-71", kind="trade"),
    synonym("pfos", "Scotchgard (pre-2002)", kind="trade"),
    near_miss("chlorpyrifos-methyl", "chlorpyrifos", "5598-13-0"),
    near_miss("Dechlorane 602", "dechlorane-plus"),
    near_miss("printed circuit board", "pcb"),
    near_miss("Buzz Aldrin", "aldrin"),
    near_miss("PCB-free", "pcb"),
    near_miss("alachlor", "chlordane"),
    near_miss("perfluorooctane", "pfos"),
    identifier("aldrin", "CAS", "309-00-2"),
    identifier("chlorpyrifos", "CAS", "2921-88-2"),
    identifier("chlorpyrifos", "CAS", "5598-13-0", "flag"),
    identifier("lindane", "CAS", "58-89-9"),
    identifier("lindane", "EC", "200-401-2"),
    identifier("aldrin", "UN", "2761", "flag"),
    identifier("mirex", "HS2022", "290383"),
    identifier("mirex", "HS2017", "290383", "group"),
    identifier("aldrin", "HS2022", "290382", "group"),
    identifier("aldrin", "HS2012", "2903", "flag"),
)

ROTTERDAM = pack(
    "rotterdam",
    substance("lindane", "Lindane", "rotterdam"),
    substance("aldrin", "Aldrin", "rotterdam"),
    substance("alachlor", "Alachlor", "rotterdam"),
    substance("crocidolite", "Asbestos: crocidolite", "rotterdam"),
    substance("amosite", "Asbestos: amosite", "rotterdam"),
    synonym("alachlor", "Lasso", kind="trade", strength="weak"),
    synonym("crocidolite", "crocidolite"),
    identifier("aldrin", "CAS", "309-00-2", "group"),
    identifier("aldrin", "HS2022", "380891", "flag"),
)

BASEL = pack(
    "basel",
    waste_code("A3180", "PCB waste"),
    waste_code("A1180", "Hazardous electronic scrap"),
    waste_code("Y48", "Plastic waste", "II"),
    waste_code("B3011", "Clean plastic waste", "IX"),
    waste_code("R4", "Recycling of metals", "R"),
    synonym("A3180", "waste PCB oil", kind="waste"),
    synonym("Y48", "plastic scrap", kind="waste"),
    hint("2022", "3915", "Y48"),
    hint("2022", "391510", "B3011"),
)

PACKS = (COMMON, BASEL, ROTTERDAM, STOCKHOLM)
