"""Chemicals that a State lists by its own law: prohibited, or on consent, permit or notice."""

import re
from collections.abc import Iterator

from customhouse.reference.layers import CONTROL
from customhouse.reference.records import NationalDefinition, Threshold
from customhouse.screening.cite import state
from customhouse.screening.finding import Finding
from customhouse.screening.identity import possible_entry
from customhouse.screening.listed import Listed
from customhouse.screening.national.measures import demand
from customhouse.screening.national.states import Involved, definitions
from customhouse.screening.purpose import Purpose

_INGREDIENT = re.compile(r"formulation\.ingredients\[(\d+)\]")
_SPARED = (Purpose.RESEARCH, Purpose.PHARMACEUTICAL, Purpose.FOOD)
"""Purposes that laws on chemicals often spare, in small quantities or under other law."""


def national_list(entry: Listed) -> list[Finding]:
    """What the layer of an entry asks, in the order of the States and rows.

    A possible match is settled first, by one question.
    """
    if entry.certainty == "hint":
        return []
    found: list[Finding] = []
    for involved, row in _rows(entry):
        rule = entry.case.view.library.national.rule_of(row)
        if entry.certainty == "possible":
            question = possible_entry(entry, rule.id)
            return [question] if question is not None else []
        found.append(
            _outside(entry, row)
            or _doubtful_purpose(entry, involved, row)
            or demand(
                entry.case,
                involved,
                row,
                name=entry.substance.name,
                waste=False,
                because=entry.because,
                rows=(entry.substance,),
                subject=entry.ref,
            )
        )
    return found


def _rows(entry: Listed) -> Iterator[tuple[Involved, NationalDefinition]]:
    """The rows of the entry's own layer; another layer may use the same id for it."""
    for involved, row in definitions(entry.case, entry.substance.substance_id):
        if row.row.startswith(f"{entry.substance.convention}@"):
            yield involved, row


def _outside(entry: Listed, row: NationalDefinition) -> Finding | None:
    """Waste is for the law on wastes; a strength below the limit of the law is outside it."""
    case = entry.case
    rule = case.view.library.national.rule_of(row)
    waste = case.waste
    if waste.verdict == "yes":
        return state(
            case.view,
            rule.id,
            "no",
            f"The goods are waste: the law on wastes answers for {entry.substance.name}, not the "
            f"law on chemicals ({rule.title}).",
            because=(*entry.because, *waste.because),
            rows=(row,),
            subject=entry.ref,
        )
    limit, strength = _limit(entry), _strength(entry)
    if limit is None or strength is None or strength >= limit.value:
        return None
    return state(
        case.view,
        rule.id,
        "no",
        f"{strength:g} % of {entry.substance.name} is below the {limit.value:g} % from which "
        f"{rule.title} applies.",
        because=(*entry.because, f"strength declared: {strength:g} %"),
        rows=(row, limit),
        subject=entry.ref,
    )


def _limit(entry: Listed) -> Threshold | None:
    key = (entry.substance.convention, entry.substance.substance_id)
    limit = entry.case.view.library.national.limits.get(key)
    if limit is None or limit.kind != CONTROL or limit.unit != "%":
        return None
    begun = limit.valid_from is None or limit.valid_from <= entry.case.as_of
    return limit if begun else None


def _strength(entry: Listed) -> float | None:
    """The highest strength in % of the ingredients that are the entry; `None` if not declared."""
    formulation = entry.case.item.formulation
    places = {int(found[1]) for c in entry.evidence if (found := _INGREDIENT.match(c.field))}
    if formulation is None or not places:
        return None
    named = [formulation.ingredients[place] for place in sorted(places)]
    strengths = [one.strength for one in named if one.strength is not None and one.unit == "%"]
    return max(strengths) if len(strengths) == len(named) else None


def _doubtful_purpose(entry: Listed, involved: Involved, row: NationalDefinition) -> Finding | None:
    """A prohibition that the purpose may take the goods out of is for a person to judge.

    A listing as a pesticide alone, or as an industrial chemical alone, prohibits that use. With
    no purpose declared the goods are held until it is.
    """
    case, substance = entry.case, entry.substance
    if row.measure != "prohibited":
        return None
    uses = set(substance.category) & {"pesticide", "industrial"}
    silent = case.purpose is None and len(uses) == 1
    other = len(uses) == 1 and (
        case.purpose is (Purpose.INDUSTRIAL if "pesticide" in uses else Purpose.PESTICIDE)
    )
    if not (silent or other or case.purpose in _SPARED):
        return None
    rule = case.view.library.national.rule_of(row)
    return state(
        case.view,
        rule.id,
        "unknown",
        f"{involved.under(row.iso3)} prohibits the {involved.role} of {substance.name} as "
        f"{' and '.join(substance.category)} ({rule.title}). "
        + (
            "What the goods are for is not declared."
            if silent
            else "Whether that reaches the purpose declared is for its authority to say."
        ),
        because=(*entry.because, case.said("purpose"), involved.said),
        outcome="hold" if silent else "refer",
        requires=("the purpose",) if silent else ("word of the State's authority",),
        asks=(case.ask("purpose", "the prohibition is on one use"),) if silent else (),
        rows=(row, substance),
        subject=entry.ref,
    )
