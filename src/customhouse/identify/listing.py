"""The entries that evidence can point to: listed chemicals and Basel codes of waste."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from customhouse.reference.pack import Pack
from customhouse.reference.records import Convention, Substance, WasteCode

_WASTE_LISTS = ("Y", "II", "VIII", "IX")


class Listing(NamedTuple):
    """One entry of one convention; `key` is its substance id or its Basel code."""

    ref: str
    convention: Convention
    key: str
    title: str
    row: str


def collect_listings(packs: Sequence[Pack]) -> dict[str, tuple[Listing, ...]]:
    """The entries of every substance id and Basel waste code, all conventions together.

    Packs give the same chemical the same id in every convention, so what identifies it in
    one identifies it in all. Codes of operations and characteristics are no wastes.
    """
    found: defaultdict[str, dict[str, Listing]] = defaultdict(dict)
    for pack in packs:
        for entry in pack.rows(Substance):
            key = entry.substance_id
            ref = f"{entry.convention}:{key}"
            found[key].setdefault(ref, Listing(ref, entry.convention, key, entry.name, entry.row))
        for code in pack.rows(WasteCode):
            if code.list in _WASTE_LISTS:
                ref = f"basel:{code.code}"
                listing = Listing(ref, "basel", code.code, code.title, code.row)
                found[code.code].setdefault(ref, listing)
    return {key: tuple(listings.values()) for key, listings in found.items()}
