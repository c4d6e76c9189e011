"""One sentence for each thing that a day in a pack can mean.

Every function takes a row, the day on which the change falls, and the names; it returns a
sentence in plain words without the day, which stands beside it in the log.
"""

from collections.abc import Sequence
from datetime import date

from customhouse.reference import records as r
from customhouse.reference.bearing import body_of
from customhouse.reference.names import Names, convention_name

_SCOPES = {
    "all_waste": "waste of every kind",
    "hazardous": "hazardous waste",
    "other_waste": "household waste and the other wastes of Annex II",
    "plastics": "plastic waste",
    "e_waste": "electrical and electronic waste",
}
_MEASURES = {
    "prohibited": "is prohibited",
    "consent": "needs consent",
    "notification": "needs notification",
    "permit": "needs a permit",
}
_ROLES = {"export": "export from", "import": "import into", "transit": "transit through"}
_THRESHOLDS = {"low_pop_content": "low POP content"}


def listing_adopted(row: r.Substance, _day: date, _names: Names) -> str:
    """The Conference has decided to list a chemical."""
    binds = (
        f"It binds from {row.in_force_from}."
        if row.in_force_from
        else "The day from which it binds is not recorded."
    )
    return f"The listing of {row.name} in {_annex(row)} was adopted{_by(row.decision)}. {binds}"


def listing_in_force(row: r.Substance, _day: date, _names: Names) -> str:
    """A listing begins to bind."""
    return f"The listing of {row.name} in {_annex(row)} enters into force{_by(row.decision)}."


def listing_ended(row: r.Substance, _day: date, _names: Names) -> str:
    """A listing binds no longer."""
    return f"The listing of {row.name} in {_annex(row)} has ended{_last(row.valid_to)}."


def code_begins(row: r.WasteCode, _day: date, _names: Names) -> str:
    """A waste code can be used."""
    return f"Waste code {row.code} ({_title(row)}) begins to hold."


def code_ends(row: r.WasteCode, day: date, names: Names) -> str:
    """A waste code can be used no longer, and what stands in its place."""
    instead = names.codes_holding(row.mirror_codes, day)
    place = f"In its place: {_listed(instead)}." if instead else "No code is recorded in its place."
    return f"Waste code {row.code} ({_title(row)}) has ended{_last(row.valid_to)}. {place}"


def exemption_expired(row: r.Exemption, _day: date, names: Names) -> str:
    """A use that was left open is closed."""
    named = any(word in row.kind for word in ("exemption", "purpose"))
    kind = row.kind if named else f"use under {row.kind}"
    return (
        f"The {kind} for {names.substance(row.substance_id)} ({row.use}) has expired"
        f"{_last(row.expires)}."
    )


def party_joins(row: r.Party, _day: date, _names: Names) -> str:
    """A convention begins to bind a State."""
    return f"{row.name} becomes a Party to the {convention_name(row.convention)}."


def amendment_accepted(row: r.AmendmentAcceptance, _day: date, names: Names) -> str:
    """A Party that opts in to amendments is bound by one."""
    refs = names.decisions.get(row.decision, ())
    chemicals = [names.substance(ref.partition(":")[2]) for ref in refs]
    of = f" ({_listed(chemicals)})" if chemicals else ""
    return f"{names.state(row.iso3)} is bound by decision {row.decision}{of}."


def import_ban_begins(row: r.ImportBan, _day: date, names: Names) -> str:
    """A State closes its border to a kind of waste."""
    return f"{names.state(row.iso3)} {_stops(row)} the import of {_banned(row, names)}."


def import_ban_ends(row: r.ImportBan, _day: date, names: Names) -> str:
    """A State opens its border again."""
    return (
        f"{names.state(row.iso3)} no longer {_stops(row)} the import of {_banned(row, names)}"
        f"{_last(row.valid_to)}."
    )


def export_ban_begins(row: r.ExportBan, _day: date, names: Names) -> str:
    """A State stops sending a kind of waste abroad."""
    return f"{names.state(row.iso3)} prohibits the export of {_kept(row, names)}."


def export_ban_ends(row: r.ExportBan, _day: date, names: Names) -> str:
    """A State allows a kind of waste to be sent abroad again."""
    return (
        f"{names.state(row.iso3)} no longer prohibits the export of {_kept(row, names)}"
        f"{_last(row.valid_to)}."
    )


def national_begins(row: r.NationalDefinition, _day: date, names: Names) -> str:
    """A State's own law begins to control an entry."""
    return f"{_nationally(row, names)} from this day ({row.provision})."


def national_ends(row: r.NationalDefinition, _day: date, names: Names) -> str:
    """A State's own law controls an entry no longer."""
    return f"{_nationally(row, names)} no longer{_last(row.valid_to)} ({row.provision})."


def import_response(row: r.ImportResponse, _day: date, names: Names) -> str:
    """A State answers whether it takes a chemical of Annex III."""
    decision = row.decision.replace("_", " ")
    conditions = f": {row.conditions}" if row.conditions else ""
    return (
        f"{names.state(row.iso3)} answers on the import of {names.substance(row.substance_id)}: "
        f"{decision}{conditions}."
    )


def agreement_begins(row: r.Agreement, _day: date, names: Names) -> str:
    """An agreement on waste begins to hold."""
    scope = f" It covers: {row.scope}." if row.scope else ""
    return f"{row.title}, {_between(row, names)}, takes effect.{scope}"


def agreement_ends(row: r.Agreement, _day: date, names: Names) -> str:
    """An agreement on waste holds no longer."""
    return f"{row.title}, {_between(row, names)}, has ended{_last(row.valid_to)}."


def ban_amendment(row: r.BanAmendment, _day: date, names: Names) -> str:
    """Art. 4A begins to bind a State."""
    return (
        f"{names.state(row.iso3)} is bound by the ban amendment (Article 4A): no hazardous waste "
        "from States of Annex VII to others."
    )


def annex_seven(row: r.AnnexSeven, _day: date, names: Names) -> str:
    """A State counts as one of Annex VII."""
    return f"{names.state(row.iso3)} counts as a State of Annex VII ({row.basis})."


def threshold(row: r.Threshold, _day: date, names: Names) -> str:
    """A concentration limit begins to count."""
    kind = _THRESHOLDS.get(row.kind, row.kind.replace("_", " "))
    return (
        f"A limit for {names.ref(row.substance_id)} takes effect: {row.value:g} {row.unit} "
        f"({kind}; {row.basis})."
    )


def _annex(row: r.Substance) -> str:
    places = [one if one.startswith("Schedule") else f"Annex {one}" for one in row.annex]
    return " of ".join(filter(None, (_listed(places), f"the {convention_name(body_of(row))}")))


def _by(decision: str) -> str:
    return f" ({decision})" if decision else ""


def _last(day: date | None) -> str:
    return f" (last day {day})" if day else ""


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _title(row: r.WasteCode) -> str:
    return row.title.removesuffix(" (ended)")


def _stops(row: r.ImportBan) -> str:
    """A ban that is not absolute is a restriction."""
    return "restricts" if row.condition else "prohibits"


def _banned(row: r.ImportBan, names: Names) -> str:
    purpose = f" for {row.only_for}" if row.only_for else ""
    spared = f", unless under {names.agreement(row.except_from)}" if row.except_from else ""
    condition = f" ({row.condition})" if row.condition else ""
    return f"{_SCOPES[row.scope]}{_codes(row.codes)}{purpose}{spared}{condition}"


def _kept(row: r.ExportBan, names: Names) -> str:
    spared = f", except to {_listed([names.state(n) for n in row.not_to])}" if row.not_to else ""
    return f"{_SCOPES[row.scope]}{_codes(row.codes)}{spared} ({row.provision})"


def _codes(codes: Sequence[str]) -> str:
    return f" ({', '.join(codes)})" if codes else ""


def _nationally(row: r.NationalDefinition, names: Names) -> str:
    move = _ROLES.get(row.role, "movement into, out of or through")
    measure = _MEASURES[row.measure]
    return f"{names.ref(row.ref)}: {move} {names.state(row.iso3)} {measure}"


def _between(row: r.Agreement, names: Names) -> str:
    sides = [_side(side, names) for side in (row.exporters, row.importers)]
    if sides[0] == sides[1]:
        return f"within {sides[0]}" if len(row.exporters) == 1 else f"among {sides[0]}"
    return f"from {sides[0]} to {sides[1]}"


def _side(members: Sequence[str], names: Names) -> str:
    return (
        f"{len(members)} States" if len(members) > _MANY else _listed([*map(names.state, members)])
    )


_MANY = 4
