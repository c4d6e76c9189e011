"""What a State asks of goods that it controls, and the paper that satisfies it."""

from collections.abc import Sequence

import msgspec

from customhouse.declarations.declaration import DocumentType
from customhouse.reference.records import NationalDefinition, Record
from customhouse.screening.case import Case
from customhouse.screening.cite import state
from customhouse.screening.finding import Finding, Outcome, strictest
from customhouse.screening.national.states import Involved


class Measure(msgspec.Struct, frozen=True):
    """The least outcome without the paper, the papers for a chemical and for a waste, in words."""

    outcome: Outcome
    chemical: tuple[DocumentType, ...]
    waste: tuple[DocumentType, ...]
    wanted: str


MEASURES: dict[str, Measure] = {
    "prohibited": Measure("refuse", (), (), ""),
    "consent": Measure(
        "hold", ("pic_import_consent",), ("basel_consent",), "written consent to the movement"
    ),
    "notification": Measure(
        "request_documents",
        ("pic_export_notification",),
        ("basel_notification",),
        "notification of the movement",
    ),
    "permit": Measure("hold", ("permit",), ("permit",), "permit for the movement"),
}


def demand(
    case: Case,
    involved: Involved,
    row: NationalDefinition,
    *,
    name: str,
    waste: bool,
    because: Sequence[str],
    rows: Sequence[Record],
    subject: str,
) -> Finding:
    """The finding of one measure on goods that are `name`.

    The outcome is the stricter of the measure's and the rule's. A prohibition with a condition
    is for a person to judge, and is lifted by a permit that is shown.
    """
    law = case.view.library.national
    rule, measure = law.rule_of(row), MEASURES[row.measure]
    papers = measure.waste if waste else measure.chemical
    conditional = row.measure == "prohibited" and bool(row.condition)
    if conditional:
        papers = ("permit",)
    shown = bool(papers) and case.shows(*papers)
    doubtful = not shown and (conditional or row.confidence == "unverified")
    outcome = strictest([measure.outcome, rule.outcome])
    if doubtful:
        outcome = "refer"
    wanted = "word of the State's authority" if doubtful else measure.wanted
    return state(
        case.view,
        rule.id,
        "unknown" if doubtful else "yes",
        f"{involved.under(row.iso3)} controls the {involved.role} of {name} "
        f"({rule.title or law.law_of(row)}): {_what(row)}"
        + (" The paper is shown." if shown else ""),
        because=(
            *because,
            involved.said,
            *([case.documents_said(*papers)] if papers else []),
        ),
        outcome="release" if shown else outcome,
        requires=() if shown or not wanted else (wanted,),
        asks=() if shown or not papers else (case.ask_shipment("documents", wanted),),
        rows=(row, *rows),
        subject=subject,
    )


def _what(row: NationalDefinition) -> str:
    words = {
        "prohibited": "it is prohibited",
        "consent": "it needs written consent",
        "notification": "it has to be notified",
        "permit": "it needs a permit",
    }[row.measure]
    return f"{words}{f' ({row.condition})' if row.condition else ''}."
