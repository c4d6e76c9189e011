"""What a person calls the States, substances and codes that rows name by a short key."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from customhouse.reference.pack import Pack, in_effect
from customhouse.reference.records import Agreement, Country, Party, Substance, WasteCode

_CONVENTIONS = {
    "basel": "Basel Convention",
    "rotterdam": "Rotterdam Convention",
    "stockholm": "Stockholm Convention",
    "montreal": "Montreal Protocol",
    "minamata": "Minamata Convention",
    "cwc": "Chemical Weapons Convention",
}


class Names:
    """The names in a set of packs. What no pack names is called by its key."""

    def __init__(self, packs: Sequence[Pack]):
        self._countries = {row.iso3: row.name for pack in packs for row in pack.rows(Party)}
        self._countries |= {row.iso3: row.name for pack in packs for row in pack.rows(Country)}
        entries = [row for pack in packs for row in pack.rows(Substance)]
        self._substances = {row.substance_id: row.name for row in entries}
        self._codes: defaultdict[str, list[WasteCode]] = defaultdict(list)
        for pack in packs:
            for code in pack.rows(WasteCode):
                self._codes[code.code].append(code)
        self._agreements = {
            row.agreement_id: row.title for pack in packs for row in pack.rows(Agreement)
        }
        decisions: defaultdict[str, list[str]] = defaultdict(list)
        for entry in entries:
            decisions[first_decision(entry)].append(f"{entry.convention}:{entry.substance_id}")
        self.decisions = {decision: tuple(refs) for decision, refs in decisions.items()}
        """The refs of the entries that each decision listed."""

    def state(self, iso3: str) -> str:
        """The short name of a State, or the name of a group as it is."""
        return self._countries.get(iso3, iso3)

    def substance(self, substance_id: str) -> str:
        """The name of a listed entry."""
        return self._substances.get(substance_id, substance_id)

    def agreement(self, agreement_id: str) -> str:
        """The title of an agreement."""
        return self._agreements.get(agreement_id, agreement_id)

    def ref(self, name: str) -> str:
        """A code or a substance, without its convention, as a person calls it."""
        return name if name in self._codes else self.substance(name)

    def codes_holding(self, codes: Iterable[str], day: date) -> tuple[str, ...]:
        """Those of the codes that hold on a day."""
        return tuple(c for c in codes if any(in_effect(row, day) for row in self._codes.get(c, ())))


def convention_name(body: str) -> str:
    """The convention as a person calls it; a national layer by the name of its pack."""
    return _CONVENTIONS.get(body, f"{body} rules")


def first_decision(substance: Substance) -> str:
    """The decision that listed an entry: `SC-4/15` of `SC-4/15; SC-7/1`."""
    return substance.decision.split(";")[0].split(" ")[0]
