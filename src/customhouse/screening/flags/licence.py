"""The words of a flag: which treaty, which entry, and which licence to ask for."""

from collections.abc import Sequence

from customhouse.reference.treaties import treaty_name
from customhouse.screening.cite import state
from customhouse.screening.finding import Finding
from customhouse.screening.listed import Listed

_NAMED = 6


def flag(entry: Listed, rule_id: str) -> Finding:
    """Say that goods which are or may be an entry may need a licence under its treaty."""
    sure = "are" if entry.certainty == "identified" else "may be"
    return _flag(entry, rule_id, f"The goods {sure} {entry.substance.name}.", [entry], entry.ref)


def flag_by_code(rule_id: str, entries: Sequence[Listed]) -> Finding:
    """Say the same of the entries of one rule that only a customs or UN number suggests."""
    if len(entries) == 1:
        return flag(entries[0], rule_id)
    first = entries[0]
    names = ", ".join(entry.substance.name for entry in entries[:_NAMED])
    more = ", ..." if len(entries) > _NAMED else ""
    code = first.evidence[0]
    said = f"The {code.found_by.upper()} number {code.evidence} may carry {names}{more}."
    return _flag(first, rule_id, said, entries, "")


def _flag(
    entry: Listed, rule_id: str, said: str, entries: Sequence[Listed], subject: str
) -> Finding:
    view = entry.case.view
    rule = view.rule(rule_id)
    return state(
        view,
        rule_id,
        "yes",
        f"{said} They may also need a licence, permit or consent under the "
        f"{treaty_name(rule.convention)}: ask the authority. This does not change the answer.",
        because=entry.because,
        outcome="release",
        requires=(rule.requires,),
        rows=[one.substance for one in entries[:3]],
        subject=subject,
    )
