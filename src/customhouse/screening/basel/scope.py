"""Art. 1, 2, 3 and the annexes: is it waste, and which waste is it."""

from customhouse.screening.basel.waste import Waste
from customhouse.screening.case import Case
from customhouse.screening.cite import state
from customhouse.screening.finding import Finding, Outcome
from customhouse.screening.purpose import Purpose
from customhouse.screening.waste import WASTE_LISTS, WasteState, plain_code


def art_2_1(case: Case, waste: WasteState) -> Finding | None:
    """Art. 2(1): waste is what is, is intended to be or has to be disposed of or recovered."""
    if waste.verdict == "unknown":
        return state(
            case.view,
            "BAS-07",
            "unknown",
            "Used equipment is a product when it works and is packed to arrive whole, and waste "
            "otherwise. Nothing shows which this is."
            if case.words.used
            else "The customs heading is for waste and the purpose is that of a product.",
            because=waste.because,
            outcome="refer" if case.item.is_waste is False else "request_documents",
            requires=("record of a functional test for each piece", "evidence of packing")
            if case.words.used
            else ("word of the declarant on whether the goods are waste",),
            asks=(
                case.ask("facts.functional_test", "a test tells used goods from waste"),
                case.ask("is_waste", "the declarant has to say whether the goods are waste"),
            ),
        )
    if waste.verdict == "conflict":
        return state(
            case.view,
            "BAS-06",
            "unknown",
            "Declared as not waste, while the code, the words or the customs heading say waste.",
            because=waste.because,
            outcome="refer",
            requires=("word of the competent authority on whether this is waste",),
            asks=(case.ask("is_waste", "the declaration contradicts itself"),),
        )
    return None


def unknown_code(case: Case) -> Finding | None:
    """Art. 13(3) and Annexes I, II, VIII, IX: a code has to be one that exists."""
    known = {c.ref.partition(":")[2] for c in case.candidates if c.found_by == "code"}
    wrong = [
        code
        for code in case.item.waste_codes
        if code.strip()
        and plain_code(code) not in known
        and not case.view.waste_code_history(plain_code(code))
    ]
    if not wrong:
        return None
    return state(
        case.view,
        "BAS-61",
        "unknown",
        f"{', '.join(wrong)} is not a code of the Basel annexes.",
        because=(case.said("waste_codes"),),
        outcome="request_documents",
        requires=("a code of Annex I, II, VIII or IX",),
        asks=(case.ask("waste_codes", "the code given does not exist"),),
    )


def code_of_another_day(waste: Waste) -> Finding | None:
    """Annexes II, VIII and IX as amended: a code counts from its first day to its last."""
    case = waste.case
    codes = [c.ref.partition(":")[2] for c in case.candidates if c.found_by == "code"]
    stale = [
        row
        for code in dict.fromkeys(codes)
        if case.view.waste_code(code) is None
        for row in case.view.waste_code_history(code)
        if row.list in WASTE_LISTS
    ]
    if not stale:
        return None
    row = stale[0]
    bounds = f"from {row.valid_from or 'the start'} to {row.valid_to or 'today'}"
    instead = ", ".join(row.mirror_codes)
    return state(
        case.view,
        "BAS-60",
        "unknown",
        f"{row.code} holds {bounds}, not on {case.as_of}. Codes for the same waste: {instead}.",
        because=(case.said("waste_codes"), f"as of {case.as_of}"),
        outcome="request_documents",
        requires=("the code that holds on this day",),
        rows=(row,),
        asks=(case.ask("waste_codes", f"{row.code} does not hold on this day"),),
        subject=f"basel:{row.code}",
    )


def art_1_1(waste: Waste) -> Finding | None:
    """Art. 1(1)(a): hazardous is what Annex I and III say, as Annex VIII lists it."""
    case, classification = waste.case, waste.classification
    if classification.control == "controlled" and classification.hazardous:
        return state(
            case.view,
            "BAS-01",
            "yes",
            f"Hazardous waste ({classification.why}).",
            because=waste.because,
            outcome="release",
            rows=classification.codes[:3],
            subject=waste.subject,
        )
    if classification.control != "unsettled":
        return None
    return state(
        case.view,
        "BAS-59",
        "unknown",
        f"Whether this waste is controlled is open: {classification.why}.",
        because=waste.because,
        outcome="request_documents",
        requires=("Basel code", "composition or analysis", "photographs"),
        rows=classification.codes[:3],
        asks=(
            case.ask("waste_codes", "the code decides whether consent is needed"),
            *(
                (case.ask("purpose", "clean plastic is outside control only for recycling"),)
                if case.purpose is None
                else ()
            ),
        ),
        subject=waste.subject,
    )


def art_1_2(waste: Waste) -> Finding | None:
    """Art. 1(2): the other wastes of Annex II need consent as hazardous wastes do."""
    classification = waste.classification
    if classification.control != "controlled" or classification.hazardous:
        return None
    return state(
        waste.case.view,
        "BAS-03",
        "yes",
        f"Other waste of Annex II ({classification.why}): prior informed consent is needed.",
        because=waste.because,
        outcome="release",
        rows=classification.codes[:3],
        subject=waste.subject,
    )


def annex_ix(waste: Waste) -> Finding | None:
    """Annex IX: outside control, unless its content makes it hazardous under Annex III."""
    case, classification = waste.case, waste.classification
    outcome: Outcome
    if classification.control == "green":
        pop = _listed_chemical(case)
        if pop is None:
            return state(
                case.view,
                "BAS-51",
                "no",
                f"Annex IX ({classification.why}): not controlled, and nothing declared speaks "
                "against it.",
                because=waste.because,
                rows=classification.codes[:3],
                subject=waste.subject,
            )
        reason = f"it is declared with {pop}"
        outcome = "refer"
    elif classification.control == "disputed":
        reason, outcome = classification.why, "hold"
    else:
        return None
    return state(
        case.view,
        "BAS-51",
        "unknown",
        f"Annex IX does not cover waste that its content makes hazardous: {reason}.",
        because=waste.because,
        outcome=outcome,
        requires=("analysis or inspection of the waste", "word of the competent authority"),
        rows=classification.codes[:3],
        asks=(
            case.ask("facts.contaminated", "contamination takes the waste out of Annex IX"),
            case.ask("waste_codes", "the code and the words disagree"),
        ),
        subject=waste.subject,
    )


def _listed_chemical(case: Case) -> str | None:
    """The evidence of a listed chemical in the same item, if any is named."""
    for candidate in case.candidates:
        if candidate.convention == "stockholm" and (
            candidate.found_by in ("cas", "structure")
            or (candidate.found_by == "name" and candidate.match == "exact")
        ):
            return candidate.evidence
    return None


CODE_RULES = {
    "Y48": "BAS-54",
    "A3210": "BAS-55",
    "Y49": "BAS-56",
    "A1181": "BAS-56",
    "A1160": "BAS-62",
}
"""Codes with a rule of their own; every other code of Annex VIII has BAS-50."""


def annex_entry(waste: Waste) -> Finding | None:
    """Annexes II and VIII: what the entry itself says of the waste."""
    if waste.classification.control != "controlled":
        return None
    row = waste.classification.codes[0]
    rule_id = CODE_RULES.get(row.code, "BAS-50" if row.list == "VIII" else "")
    if not rule_id:
        return None
    return state(
        waste.case.view,
        rule_id,
        "yes",
        f"{row.code}: {row.title}. {row.summary}",
        because=waste.because[:3],
        outcome="release",
        rows=(row,),
        subject=waste.subject,
    )


def annex_ix_b3011(waste: Waste) -> Finding | None:
    """Annex IX, B3011: clean plastic for recycling only; the purpose has to be declared."""
    case, classification = waste.case, waste.classification
    plastic = next((row for row in classification.codes if row.code == "B3011"), None)
    if plastic is None or classification.control != "unsettled" or case.purpose is not None:
        return None
    return state(
        case.view,
        "BAS-53",
        "unknown",
        "B3011 is for sorted, almost clean plastic that goes to recycling. The purpose is not "
        "declared.",
        because=(*waste.because[:3], case.said("purpose")),
        requires=("the purpose, and where the plastic is recycled",),
        rows=(plastic,),
        asks=(case.ask("purpose", "clean plastic is outside control only for recycling"),),
        subject=waste.subject,
    )


def art_2_4(waste: Waste) -> Finding | None:
    """Art. 2(4): reuse of waste is disposal in the Convention's sense."""
    case = waste.case
    if case.purpose is not Purpose.REUSE or waste.classification.control == "green":
        return None
    return state(
        case.view,
        "BAS-09",
        "yes",
        "Direct reuse of waste is an operation of Annex IV: calling it reuse does not take the "
        "goods out of the Convention.",
        because=(*waste.because[:3], case.said("purpose")),
        requires=("the operation of Annex IV, or evidence that the goods are not waste",),
        subject=waste.subject,
    )


def art_4_8(waste: Waste) -> Finding | None:
    """Art. 4(8): waste with a chemical of the Stockholm Convention is destroyed soundly."""
    chemical = _listed_chemical(waste.case)
    if chemical is None:
        return None
    shown = waste.case.shows("basel_consent")
    return state(
        waste.case.view,
        "BAS-58",
        "yes",
        f"The waste is declared with {chemical}: the guidelines on POP waste ask for destruction.",
        because=waste.because[:3],
        outcome="release" if shown else None,
        requires=() if shown else ("word of the competent authority on the POP content",),
        subject=waste.subject,
    )
