"""Customs codes of the packs: what a code may hide, what stands beside it, its history."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

import msgspec

from customhouse.reference.correlation import EDITIONS, Correlation, HsLink
from customhouse.reference.pack import Pack
from customhouse.reference.records import (
    HsEdition,
    HsHint,
    Identifier,
    Record,
    Specificity,
    Substance,
    WasteCode,
)

R = TypeVar("R", bound=Record)

_SCHEMES: dict[str, HsEdition] = {f"HS{edition}": edition for edition in EDITIONS}
_FIRMNESS: tuple[Specificity, ...] = ("exact", "group", "flag")
_SHORTEST, _LONGEST = 4, 12
_HEADING, _SUBHEADING = 4, 6


class HsCodeError(ValueError):
    """A text that is no customs code; the message says why."""


class HsCode(msgspec.Struct, frozen=True, kw_only=True):
    """A code of one edition; `title` is empty where no pack has one."""

    edition: HsEdition
    code: str
    title: str = ""


class HsEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A listed item under a customs code, and the row that says so.

    `title` is what the code covers, `name` the listed item. `escapes` are the codes next to
    which, or under which instead, the same goods are declared.
    """

    edition: HsEdition
    code: str
    title: str
    ref: str
    name: str
    specificity: Specificity
    escapes: tuple[str, ...]
    row: str


class HsSiblings(msgspec.Struct, frozen=True, kw_only=True):
    """What stands beside a code: others under its heading, and its mirror and escape codes."""

    known: tuple[HsCode, ...]
    escapes: tuple[HsCode, ...]


class HsHistory(msgspec.Struct, frozen=True, kw_only=True):
    """The codes of the edition `to` that hold goods of a code of the edition `edition`."""

    edition: HsEdition
    code: str
    to: HsEdition
    links: tuple[HsLink, ...]


class HsCodes:
    """All customs codes of the packs. Build one and keep it.

    A code is taken as written with or without points, 4 to 12 digits; what national tariffs
    add after the sixth digit is left aside. Every method that takes one raises `HsCodeError`
    for a text that is none.
    """

    def __init__(self, packs: Sequence[Pack]):
        self._correlation = Correlation(packs)
        self._names = {f"{s.convention}:{s.substance_id}": s.name for s in _rows(packs, Substance)}
        self._names |= {f"basel:{c.code}": c.title for c in _rows(packs, WasteCode)}
        self._titles: dict[tuple[HsEdition, str], str] = {}
        for hint in _rows(packs, HsHint):
            if hint.title:
                self._titles.setdefault((hint.hs_edition, hint.hs_code), hint.title)
        firmest: dict[tuple[HsEdition, str, str], HsEntry] = {}
        for entry in (entry for pack in packs for entry in self._entries(pack)):
            key = (entry.edition, entry.code, entry.ref)
            known = firmest.get(key)
            escapes = {*(known.escapes if known else ()), *entry.escapes}
            if known is not None and _order(known) <= _order(entry):
                entry = known
            firmest[key] = msgspec.structs.replace(entry, escapes=tuple(sorted(escapes)))
        self._by_code: defaultdict[HsEdition, dict[str, list[HsEntry]]] = defaultdict(dict)
        self._by_ref: defaultdict[str, list[HsEntry]] = defaultdict(list)
        for entry in sorted(firmest.values(), key=_order):
            self._by_code[entry.edition].setdefault(entry.code, []).append(entry)
            self._by_ref[entry.ref].append(entry)

    def _entries(self, pack: Pack) -> Iterator[HsEntry]:
        """The rows of a pack on customs codes, each for the entry of the pack's own convention.

        How far a code settles the matter depends on the scope of the entry, so a code of one
        convention says nothing about another.
        """
        for one in pack.rows(Identifier):
            edition = _SCHEMES.get(one.scheme)
            if edition is not None:
                yield from self._entry(pack, edition, one.value, one.substance_id, one)
        for hint in pack.rows(HsHint):
            yield from self._entry(
                pack, hint.hs_edition, hint.hs_code, hint.ref_id, hint, hint.mirror_or_escape_codes
            )

    def _entry(
        self,
        pack: Pack,
        edition: HsEdition,
        code: str,
        key: str,
        row: Identifier | HsHint,
        escapes: tuple[str, ...] = (),
    ) -> Iterator[HsEntry]:
        ref = f"{pack.name}:{key}"
        if ref in self._names:
            yield HsEntry(
                edition=edition,
                code=code,
                title=self._titles.get((edition, code), ""),
                ref=ref,
                name=self._names[ref],
                specificity=row.specificity,
                escapes=escapes,
                row=row.row,
            )

    def hides(self, code: str, edition: HsEdition | None = None) -> tuple[HsEntry, ...]:
        """Every listed item that goods of a code may be, in one edition or in all.

        A heading hides what stands under it and under its subheadings; a subheading what
        stands under it and, as the packs then speak of all its subheadings, under the heading.
        The newest edition comes first, in it the firmest item.
        """
        asked = normalise(code)
        found: list[HsEntry] = []
        for one in self._asked(edition):
            under = [
                entry
                for known, entries in self._by_code[one].items()
                if asked.startswith(known) or known.startswith(asked)
                for entry in entries
            ]
            found += sorted(under, key=_order)
        return tuple(found)

    def siblings(self, code: str, edition: HsEdition | None = None) -> HsSiblings:
        """The other codes under the heading of a code that the packs know, and its escapes."""
        asked = normalise(code)
        own = asked[:_SUBHEADING]
        known: list[HsCode] = []
        escapes: set[tuple[int, HsEdition, str]] = set()
        for place, one in enumerate(self._asked(edition)):
            for other in sorted(self._by_code[one]):
                if other[:_HEADING] == asked[:_HEADING] and other != own:
                    known.append(self._code(one, other))
            for entry in self.hides(code, one):
                escapes |= {(place, one, other) for other in entry.escapes if other != own}
        return HsSiblings(
            known=tuple(known),
            escapes=tuple(self._code(one, other) for _, one, other in sorted(escapes)),
        )

    def codes_of(self, ref: str) -> dict[HsEdition, tuple[HsEntry, ...]]:
        """The customs codes of a listed item by edition, the oldest edition first.

        `ref` is `stockholm:lindane` or `basel:A1181`. Empty when no pack gives it a code.
        """
        entries = self._by_ref.get(ref, ())
        return {
            edition: found
            for edition in EDITIONS
            if (found := tuple(e for e in entries if e.edition == edition))
        }

    def refs(self, key: str) -> tuple[str, ...]:
        """The references of listed items that have this reference, substance id or code."""
        asked = key.strip().lower()
        return tuple(
            sorted(ref for ref in self._names if asked in (ref.lower(), ref.lower().split(":")[1]))
        )

    def name(self, ref: str) -> str:
        """The name of a listed item. Raises `KeyError` for a reference that no pack has."""
        return self._names[ref]

    def successors(
        self, code: str, from_edition: HsEdition, to_edition: HsEdition
    ) -> tuple[HsLink, ...]:
        """The codes of another edition, newer or older, that hold goods of a code.

        Empty when the correlation does not know, which is not the same as unchanged. A
        subheading that it does not know is never answered with its heading.
        """
        return self._correlation.follow(normalise(code)[:_SUBHEADING], from_edition, to_edition)

    def history(self, code: str, edition: HsEdition | None = None) -> tuple[HsHistory, ...]:
        """All that the correlation says of a code, from one edition, or from each, to others."""
        own = normalise(code)[:_SUBHEADING]
        return tuple(
            HsHistory(edition=one, code=own, to=other, links=links)
            for one in ((edition,) if edition else EDITIONS)
            for other in EDITIONS
            if (links := self._correlation.follow(own, one, other))
        )

    def _asked(self, edition: HsEdition | None) -> Iterable[HsEdition]:
        return (edition,) if edition else reversed(EDITIONS)

    def _code(self, edition: HsEdition, code: str) -> HsCode:
        return HsCode(edition=edition, code=code, title=self._titles.get((edition, code), ""))


def normalise(code: str) -> str:
    """The digits of a customs code. Raises `HsCodeError` for a text that is none."""
    digits = code.strip()
    for mark in (".", " ", "-"):
        digits = digits.replace(mark, "")
    if not (digits.isascii() and digits.isdigit()):
        raise HsCodeError("a customs code has digits, and points between them, alone")
    if not _SHORTEST <= len(digits) <= _LONGEST:
        raise HsCodeError(f"a customs code has {_SHORTEST} to {_LONGEST} digits, not {len(digits)}")
    return digits


def _rows(packs: Sequence[Pack], kind: type[R]) -> Iterator[R]:
    return (row for pack in packs for row in pack.rows(kind))


def _order(entry: HsEntry) -> tuple[int, str, str]:
    return _FIRMNESS.index(entry.specificity), entry.code, entry.ref
