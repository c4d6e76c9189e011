"""Whether a waste is controlled under Basel, from its codes, words and customs heading."""

import re
from typing import Literal

import msgspec

from customhouse.reference.records import WasteCode
from customhouse.screening.case import Case
from customhouse.screening.purpose import Purpose
from customhouse.screening.waste import WASTE_LISTS, declared_codes, named_codes, waste_heading

CONTROLLED = ("hazardous", "other_waste")

_DIRTY = re.compile(
    r"contaminat|household|municipal|unsorted|unwashed|\bdirty\b|infectious|hazardous"
)
_DENIED = re.compile(
    r"(\b(without|no|not|non|never|free of|free from)\b[^.,;]{0,20}|\b(un|non-?))$"
)
"""What stands before a word of contamination that the description denies."""


class Classification(msgspec.Struct, frozen=True, kw_only=True):
    """How the waste stands.

    `controlled`: hazardous or other waste under the Convention. `green`: Annex IX, presumed
    outside. `unsettled`: the codes or words leave it open. `disputed`: the declared code says
    green and something else in the declaration says otherwise. `codes` are the rows it rests on.
    """

    control: Literal["controlled", "green", "unsettled", "disputed"]
    codes: tuple[WasteCode, ...]
    because: tuple[str, ...]
    why: str

    @property
    def hazardous(self) -> bool:
        """Whether it is hazardous waste (Art. 1(1)), not only other waste (Art. 1(2))."""
        return any(row.control == "hazardous" for row in self.codes)


def is_dirty(case: Case) -> bool:
    """Whether a fact or the words say that the waste is contaminated.

    The words stand against a fact that denies them: one of the two is wrong.
    """
    if case.flag("contaminated"):
        return True
    words = case.item.description.casefold()
    return any(not _DENIED.search(words[: m.start()]) for m in _DIRTY.finditer(words))


def classify(case: Case) -> Classification:
    """Classify the waste: by declared codes if there are any, else by words and heading."""
    codes = declared_codes(case)
    return _by_codes(case, codes) if codes else _by_words(case)


def _by_codes(case: Case, codes: tuple[str, ...]) -> Classification:
    because = tuple(f"{case.path('waste_codes')}: {code}" for code in codes)
    rows: list[WasteCode] = []
    open_codes = []
    for code in codes:
        row = case.view.waste_code(code)
        if row is not None:
            rows.append(row)
            continue
        successors = _successors(case, code)
        rows += successors
        if not successors or any(r.control not in CONTROLLED for r in successors):
            open_codes.append(code)
    controlled = tuple(row for row in rows if row.control in CONTROLLED)
    if controlled and not open_codes:
        return Classification(
            control="controlled",
            codes=controlled,
            because=because,
            why=f"{controlled[0].code}: {controlled[0].title}",
        )
    if open_codes:
        return Classification(
            control="unsettled",
            codes=tuple(rows),
            because=because,
            why=f"{', '.join(open_codes)} is not a code of this day: another has to be given",
        )
    return _green(case, tuple(rows), because)


def _successors(case: Case, code: str) -> list[WasteCode]:
    """The codes that hold on the day in the place of one that does not."""
    mirrors = [m for row in case.view.waste_code_history(code) for m in row.mirror_codes]
    found = (case.view.waste_code(mirror) for mirror in dict.fromkeys(mirrors))
    return [row for row in found if row is not None and row.list in WASTE_LISTS]


def _by_words(case: Case) -> Classification:
    named = named_codes(case)
    because = [f"{case.path('description')}: words for {row.code}" for row in named]
    heading = waste_heading(case)
    if heading is not None:
        because.append(f"{case.said('hs_code')}: heading for {heading.ref_id} ({heading.row})")
    controlled = tuple(row for row in named if row.control in CONTROLLED)
    green = tuple(row for row in named if row.control == "green")
    if controlled and not green:
        return Classification(
            control="controlled",
            codes=controlled,
            because=tuple(because),
            why=f"the words name {controlled[0].code}: {controlled[0].title}",
        )
    if green and not controlled:
        return _green(case, green, tuple(because))
    if heading is not None and not named and heading.specificity == "exact":
        row = case.view.waste_code(heading.ref_id)
        if row is not None and row.control == "green":
            return _green(case, (row,), tuple(because))
    return Classification(
        control="unsettled",
        codes=named,
        because=tuple(because) or (case.said("waste_codes"),),
        why="no waste code is declared and the words do not settle one",
    )


def _green(case: Case, rows: tuple[WasteCode, ...], because: tuple[str, ...]) -> Classification:
    """Annex IX holds only as long as nothing else speaks against it."""
    mirrors = tuple(
        mirror
        for row in rows
        for mirror in (case.view.waste_code(code) for code in row.mirror_codes)
        if mirror is not None and mirror.control in CONTROLLED
    )
    if case.flag("contaminated") is True and mirrors:
        return Classification(
            control="controlled",
            codes=mirrors,
            because=(*because, f"{case.path('facts.contaminated')} = True"),
            why=f"contaminated, so {mirrors[0].code} and not {rows[0].code}",
        )
    if is_dirty(case):
        return Classification(
            control="disputed",
            codes=rows,
            because=(*because, f"{case.path('description')}: words for contamination"),
            why=f"{rows[0].code} is for clean waste, and the declaration speaks of contamination",
        )
    others = [
        row
        for row in named_codes(case)
        if row.control in CONTROLLED and not {r.code for r in rows} & {row.code}
    ]
    if others:
        return Classification(
            control="disputed",
            codes=rows,
            because=(*because, f"{case.path('description')}: words for {others[0].code}"),
            why=f"declared {rows[0].code}, but the words name {others[0].code}",
        )
    plastic = next((row for row in rows if row.code == "B3011"), None)
    if plastic is not None:
        return _clean_plastic(case, plastic, because)
    return Classification(
        control="green", codes=rows, because=because, why=f"{rows[0].code}: {rows[0].title}"
    )


def _clean_plastic(case: Case, row: WasteCode, because: tuple[str, ...]) -> Classification:
    """B3011 is plastic for recycling: without that purpose it is not B3011 (Annex IX, note)."""
    said = (*because, case.said("purpose"))
    if case.purpose is Purpose.DISPOSAL:
        other = case.view.waste_code("Y48")
        return Classification(
            control="controlled",
            codes=(other,) if other is not None else (row,),
            because=said,
            why="plastic for disposal is Y48, not B3011",
        )
    if case.purpose is None:
        return Classification(
            control="unsettled",
            codes=(row,),
            because=said,
            why="B3011 is for plastic that goes to recycling, and the purpose is not declared",
        )
    return Classification(
        control="green", codes=(row,), because=said, why=f"{row.code}: {row.title}"
    )
