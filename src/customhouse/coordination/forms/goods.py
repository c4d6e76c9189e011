"""The goods of a case: as found, else as declared."""

import re
from collections.abc import Iterator

import msgspec

from customhouse.coordination.entries import ItemFound
from customhouse.coordination.forms.ground import Ground, Told, entry
from customhouse.declarations.declaration import Item
from customhouse.identify.candidate import Candidate

OPERATION = re.compile(r"[DR][0-9]{1,2}")
_HAZARD = re.compile(r"H[0-9]{1,2}(?:\.[0-9])?")


class Good(msgspec.Struct, frozen=True, kw_only=True):
    """One line of goods, with the entry that tells of it, the place in the declaration, or both."""

    found: tuple[int, ItemFound] | None = None
    declared: tuple[int, Item] | None = None
    candidates: tuple[Candidate, ...] = ()

    def told(self, name: str, declared_name: str = "") -> Told:
        """A text of the line and its place: as found, else as declared."""
        if self.found is not None:
            number, item = self.found
            value = getattr(item, name)
            if value not in ("", None, ()):
                return str(value), entry(number)
        if self.declared is not None:
            value = getattr(self.declared[1], declared_name or name)
            if value not in ("", None, ()):
                return str(value), self.place(declared_name or name)
        return "", ""

    def place(self, name: str) -> str:
        """The place of a field in the declaration."""
        at = self.declared[0] if self.declared else 0
        return f"declaration:items[{at}].{name}"

    @property
    def item(self) -> Item | None:
        """The line as declared."""
        return self.declared[1] if self.declared else None

    def mass(self) -> tuple[float | None, str]:
        """Kilograms, net where that is known, and the place."""
        if self.found is not None and self.found[1].mass_kg is not None:
            return float(self.found[1].mass_kg), entry(self.found[0])
        for name in ("net_mass_kg", "gross_mass_kg"):
            value = getattr(self.item, name, None)
            if value is not None:
                return value, self.place(name)
        return None, ""

    def waste_codes(self) -> list[Told]:
        """The codes that say what the waste is: as found, else declared, else recognised."""
        recognised = (
            (one.ref.partition(":")[2], self.place(one.field))
            for one in self.candidates
            if (one.convention, one.specificity, one.match) == ("basel", "exact", "exact")
        )
        for told in (self._found_codes(), self._declared_codes(), recognised):
            codes = [
                one
                for one in told
                if not OPERATION.fullmatch(one[0]) and not _HAZARD.fullmatch(one[0])
            ]
            if codes:
                return codes
        return []

    def hazards(self) -> list[Told]:
        """The codes of Annex III, found and declared."""
        told = (*self._found_codes(), *self._declared_codes())
        return [one for one in told if _HAZARD.fullmatch(one[0])]

    def operations(self) -> list[Told]:
        """The codes of Annex IV, also where they are declared as the purpose."""
        told = [*self._found_codes(), *self._declared_codes()]
        if self.item is not None:
            told.append((self.item.purpose.strip(), self.place("purpose")))
        return [one for one in told if OPERATION.fullmatch(one[0])]

    def _found_codes(self) -> Iterator[Told]:
        number, refs = (self.found[0], self.found[1].refs) if self.found else (0, ())
        for ref in refs:
            convention, _, code = ref.partition(":")
            if convention == "basel":
                yield code, entry(number)

    def _declared_codes(self) -> Iterator[Told]:
        for at, code in enumerate(self.item.waste_codes if self.item else ()):
            yield code, self.place(f"waste_codes[{at}]")


def goods(ground: Ground) -> list[Good]:
    """The lines. An item found that names its number stands for the line declared under it.

    Where goods were found without a number, only what was found counts: they may be the same as
    those declared, and would be counted twice.
    """
    found = ground.case.every(ItemFound)
    declared = list(_declared(ground))
    if any(item.number is None for _, item in found):
        return [Good(found=one) for one in found]
    by_number = {item.number: (number, item) for number, item in found}
    lines = [
        msgspec.structs.replace(
            one, found=by_number.pop(one.item.number, None) if one.item else None
        )
        for one in declared
    ]
    return [*lines, *(Good(found=one) for one in by_number.values())]


def _declared(ground: Ground) -> Iterator[Good]:
    if ground.saved is None:
        return
    answers = {one.number: one.candidates for one in ground.saved.assessment.items}
    for at, item in enumerate(ground.saved.declaration.items):
        yield Good(declared=(at, item), candidates=answers.get(item.number, ()))
