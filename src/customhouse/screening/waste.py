"""Whether the goods are waste: shared by the rules of all three conventions."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import msgspec

from customhouse.identify.candidate import Candidate
from customhouse.reference.library import View
from customhouse.reference.records import HsHint, WasteCode
from customhouse.screening.purpose import Purpose

if TYPE_CHECKING:
    from customhouse.screening.case import Case

WASTE_LISTS = ("Y", "II", "VIII", "IX")
"""The lists whose codes name wastes; D, R and H codes name operations and hazards."""


USES = (Purpose.PESTICIDE, Purpose.VECTOR_CONTROL, Purpose.INDUSTRIAL, Purpose.RESEARCH)
"""Purposes that speak of a product in use, against a customs heading for waste."""


DOUBTFUL_WHEN_USED = (
    "8415", "8418", "8422", "8443", "8450", "8451", "8470", "8471", "8472", "8473", "8476",
    "85", "90", "2710",
)  # fmt: skip
"""HS codes whose goods may be waste once they are used: electrical and electronic equipment,
and oils. Used lathes and excavators are trade as usual."""


FARM_AND_FOOD = tuple(f"{chapter:02}" for chapter in range(1, 25))
"""HS chapters of farm goods and food. Their bran, oil-cake and husks are by-products, called
waste and residues by the tariff itself and no concern of the Convention; a declared code or a
trade word of waste still counts."""


class WasteState(msgspec.Struct, frozen=True, kw_only=True):
    """`verdict` is `unknown` when facts are missing and `conflict` when they disagree."""

    verdict: Literal["yes", "no", "unknown", "conflict"]
    because: tuple[str, ...]

    @property
    def treated_as_waste(self) -> bool:
        """Whether the rules on waste are asked: also where a denial contradicts the facts."""
        return self.verdict in ("yes", "conflict")


def waste_heading(case: "Case") -> HsHint | None:
    """The waste heading that the declared customs code belongs to."""
    code = case.hs
    return case.view.waste_heading(case.item.hs_edition, code) if code else None


def plain_code(code: str) -> str:
    """A code of a field as the tables write it: `d 10` is `D10`."""
    return code.replace(" ", "").upper()


def declared_codes(case: "Case") -> tuple[str, ...]:
    """The Basel waste codes found as codes, in fields or in the words; no operations."""
    found = [
        c.ref.partition(":")[2]
        for c in case.candidates
        if c.found_by == "code" and c.specificity == "exact"
    ]
    return tuple(dict.fromkeys(code for code in found if _is_waste_list(case, code)))


def named_codes(case: "Case") -> tuple[WasteCode, ...]:
    """The codes whose trade words the description uses (strong names only), valid on the day."""
    found: dict[str, WasteCode] = {}
    for candidate in case.candidates:
        if candidate.convention != "basel" or candidate.found_by != "name":
            continue
        if candidate.match == "exact" and candidate.specificity != "flag":
            row = case.view.waste_code(candidate.ref.partition(":")[2])
            if row is not None and row.list in WASTE_LISTS:
                found[row.code] = row
    return tuple(found.values())


def without_settled(candidates: Sequence[Candidate], view: View) -> tuple[Candidate, ...]:
    """The candidates without the trade words of wastes that a declared code has settled.

    "Copper cable scrap" names A1190 and B1115, and a declared B1115 says which. A declared
    hazardous code settles every other word for waste: none is stricter. A declared code of
    Annex II settles those that are not hazardous.
    """
    declared = {c.ref for c in candidates if c.found_by == "code"}
    controls = {_control(view, ref) for ref in declared} - {""}
    if not controls:
        return tuple(candidates)
    if "hazardous" in controls:
        settled = {"hazardous", "other_waste", "green"}
    elif "other_waste" in controls:
        settled = {"other_waste", "green"}
    else:
        settled = set()
    spans = {(c.field, c.span) for c in candidates if c.found_by == "name" and c.ref in declared}
    return tuple(
        c
        for c in candidates
        if c.found_by != "name"
        or c.convention != "basel"
        or c.ref in declared
        or not (_control(view, c.ref) in settled or (c.field, c.span) in spans)
    )


def _control(view: View, ref: str) -> str:
    """How the waste of a code is controlled, by its latest row; empty for operations."""
    rows = view.waste_code_history(ref.partition(":")[2])
    return rows[-1].control if rows and rows[-1].list in WASTE_LISTS else ""


def _is_waste_list(case: "Case", code: str) -> bool:
    return any(row.list in WASTE_LISTS for row in case.view.waste_code_history(code))


def waste_state(case: "Case") -> WasteState:
    """Whether the goods are waste under Basel Art. 2(1), and the facts that say so.

    A declaration of "not waste" against a waste code, waste words or a heading for waste is a
    conflict, not an answer: calling waste a product is the commonest way around the Convention.
    """
    heading, signs = _heading(case), _signs(case)
    if case.item.is_waste is False:
        if not (signs or heading):
            used = _used_goods(case)
            return WasteState(verdict=used.verdict, because=(case.said("is_waste"), *used.because))
        return WasteState(verdict="conflict", because=(case.said("is_waste"), *signs, *heading))
    if case.item.is_waste is True:
        return WasteState(verdict="yes", because=(case.said("is_waste"),))
    if signs:
        return WasteState(verdict="yes", because=(*signs, *heading))
    if heading:
        use = case.purpose in USES
        return WasteState(
            verdict="unknown" if use else "yes",
            because=(*heading, case.said("purpose")) if use else heading,
        )
    if case.purpose in (Purpose.DISPOSAL, Purpose.RECOVERY):
        return WasteState(verdict="yes", because=(case.said("purpose"),))
    return _used_goods(case)


def _signs(case: "Case") -> tuple[str, ...]:
    signs = [f"{case.path('waste_codes')}: {code}" for code in declared_codes(case)]
    if case.words.waste and not case.hs.startswith(FARM_AND_FOOD):
        signs.append(f"{case.path('description')}: words for waste")
    signs += [f"{case.path('description')}: words for {row.code}" for row in named_codes(case)]
    return tuple(signs)


def _heading(case: "Case") -> tuple[str, ...]:
    heading = waste_heading(case)
    if heading is None:
        return ()
    return (f"{case.said('hs_code')} is a heading for waste ({heading.row})",)


def _used_goods(case: "Case") -> WasteState:
    """Used equipment and oil may be waste; for equipment a test shows that it works."""
    doubtful = case.hs.startswith(DOUBTFUL_WHEN_USED)
    if not (case.words.used and (doubtful or not case.hs)):
        return WasteState(verdict="no", because=(case.said("description"),))
    tested = case.flag("functional_test")
    if tested:
        return WasteState(verdict="no", because=(f"{case.path('facts.functional_test')} = True",))
    if tested is False:
        return WasteState(verdict="yes", because=(f"{case.path('facts.functional_test')} = False",))
    return WasteState(
        verdict="unknown",
        because=(f"{case.path('description')}: used goods", "no functional test shown"),
    )
