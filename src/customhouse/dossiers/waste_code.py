"""All that the packs hold on a waste code, a Y code, or a D, R or H code of Basel."""

import re
from datetime import date

import msgspec

from customhouse.dossiers.customs_fact import CustomsFact, customs_facts
from customhouse.dossiers.rows import Rows, rows_of
from customhouse.reference.hs import HsCodes
from customhouse.reference.library import Library, Listing, View
from customhouse.reference.records import (
    CodeList,
    Control,
    ImportBan,
    NationalDefinition,
    NearMiss,
    Rule,
    Synonym,
    Threshold,
    WasteCode,
)

_ON_LIST: dict[CodeList, tuple[str, ...]] = {
    "Y": ("art-1-1-a",),
    "II": ("art-1-2", "annex-ii"),
    "VIII": ("art-1-1-a", "annex-viii"),
    "IX": ("annex-ix",),
    "D": ("art-2-4", "annex-iv"),
    "R": ("art-2-4", "annex-iv"),
    "H": ("annex-iii",),
}
_ON_MOVEMENT: dict[Control, tuple[str, ...]] = {
    "hazardous": ("art-4-1", "art-4-5", "art-4-7", "art-4a", "art-6"),
    "other_waste": ("art-4-1", "art-4-5", "art-4-7", "art-6"),
}
"""Provisions on a movement of what needs notice and consent."""


class MirrorCode(msgspec.Struct, frozen=True, kw_only=True):
    """A code that the same goods may stand under; `holds` on the day of the dossier."""

    code: str
    title: str
    control: Control
    holds: bool


class WasteDossier(msgspec.Struct, frozen=True, kw_only=True):
    """A code as of a day.

    `current` is the row that holds on the day, `None` for a code that has ended or does not
    hold yet; `history` are all its rows, the oldest first. `limits` are those whose basis names
    the code, `bans` and `national` the rows of States that name it.
    """

    ref: str
    code: str
    as_of: date
    status: Listing
    current: WasteCode | None
    history: tuple[WasteCode, ...]
    mirrors: tuple[MirrorCode, ...]
    customs_codes: tuple[CustomsFact, ...]
    names: tuple[Synonym, ...]
    limits: tuple[Threshold, ...]
    look_alikes: tuple[NearMiss, ...]
    bans: tuple[ImportBan, ...]
    national: tuple[NationalDefinition, ...]
    rules: tuple[Rule, ...]

    @property
    def latest(self) -> WasteCode:
        """The row to tell of: that of the day, else the last there was."""
        return self.current or self.history[-1]


def waste_code(library: Library, codes: HsCodes, code: str, as_of: date) -> WasteDossier | None:
    """The dossier of a code, written in large letters or small; `None` when there is none."""
    code = code.upper()
    view = library.view(as_of)
    history = view.waste_code_history(code)
    if not history:
        return None
    rows = rows_of(library)
    current = view.waste_code(code)
    mirrors = dict.fromkeys(other for row in history for other in row.mirror_codes)
    ref = f"basel:{code}"
    return WasteDossier(
        ref=ref,
        code=code,
        as_of=as_of,
        status=code_status(view, code),
        current=current,
        history=tuple(sorted(history, key=lambda row: row.valid_from or date.min)),
        mirrors=tuple(
            MirrorCode(
                code=other,
                title=known[-1].title,
                control=known[-1].control,
                holds=view.waste_code(other) is not None,
            )
            for other in mirrors
            if (known := view.waste_code_history(other))
        ),
        customs_codes=customs_facts(
            rows, (one for found in codes.codes_of(ref).values() for one in found)
        ),
        names=rows.of(Synonym, "substance_id", code),
        limits=tuple(row for row in rows.all(Threshold) if _names(row.basis, code)),
        look_alikes=rows.of(NearMiss, "resembles", code),
        bans=tuple(row for row in rows.all(ImportBan) if code in row.codes),
        national=tuple(
            row for row in rows.all(NationalDefinition) if row.ref.removeprefix("basel:") == code
        ),
        rules=_rules(rows, current or history[-1]),
    )


def code_status(view: View, code: str) -> Listing:
    """Where a code that there is stands on the day of a view."""
    if view.waste_code(code) is not None:
        return "in_force"
    to_come = all(
        row.valid_from is not None and view.as_of < row.valid_from
        for row in view.waste_code_history(code)
    )
    return "pending" if to_come else "ended"


def _names(text: str, code: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(code)}(?!\.?\w)", text) is not None


def _rules(rows: Rows, row: WasteCode) -> tuple[Rule, ...]:
    """The rules of its list, those on its movement, and those that name the code."""
    places = (*_ON_LIST[row.list], *_ON_MOVEMENT.get(row.control, ()))
    about = tuple(f"basel:{place}" for place in places)
    return tuple(
        rule
        for rule in rows.rules()
        if any(rule.provision == one or rule.provision.startswith(f"{one}-") for one in about)
        or _names(f"{rule.title} {rule.applies_when}", row.code)
    )
