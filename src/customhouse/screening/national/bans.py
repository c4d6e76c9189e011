"""Bans of a State on the export or import of wastes (Basel Art. 4(1), 4(11), 13)."""

from customhouse.reference.records import Country, ExportBan, ImportBan, Rule
from customhouse.screening.basel.bans import covers, excepted, for_purpose
from customhouse.screening.basel.waste import Waste
from customhouse.screening.cite import state
from customhouse.screening.finding import Finding
from customhouse.screening.national.states import belongs, by_law_of, within
from customhouse.screening.purpose import Purpose


def export_ban(waste: Waste) -> list[Finding]:
    """Waste does not leave a State that prohibits its export there; a rule speaks once."""
    case = waste.case
    exporter, importer = case.exporter, case.importer
    if exporter is None or exporter == importer:
        return []
    law = case.view.library.national
    found: dict[str, Finding] = {}
    for ban in law.export_bans(exporter, case.as_of):
        rule = law.rule_of(ban)
        if rule.id in found or not covers(ban, waste.classification):
            continue
        if not _spares(ban, waste, importer):
            found[rule.id] = _export_finding(waste, ban, rule, exporter, importer)
    return list(found.values())


def _spares(ban: ExportBan, waste: Waste, importer: Country | None) -> bool:
    """Goods that stay inside the group, or go to a State that the ban spares."""
    if within(waste.case, ban.iso3):
        return True
    return any(belongs(importer, state) for state in ban.not_to)


def _export_finding(
    waste: Waste, ban: ExportBan, rule: Rule, exporter: Country, importer: Country | None
) -> Finding:
    case = waste.case
    because = (*waste.because[:3], f"country_of_export = {exporter.name}")
    if importer is None:
        return state(
            case.view,
            rule.id,
            "unknown",
            f"{by_law_of(exporter, ban.iso3)} prohibits the export of {waste.name} to some States "
            f"({rule.title}), and the State of import is not known.",
            because=(*because, "country_of_destination = not declared"),
            outcome="request_documents",
            requires=("the State of import",),
            asks=(case.ask_shipment("country_of_destination", "an export ban depends on it"),),
            rows=(ban,),
            subject=waste.subject,
        )
    sure = ban.confidence != "unverified"
    spared = ", ".join(ban.not_to)
    return state(
        case.view,
        rule.id,
        "yes" if sure else "unknown",
        f"{by_law_of(exporter, ban.iso3)} prohibits the export of {waste.name} to {importer.name} "
        f"({rule.title})"
        + (f"; only {spared} are spared." if spared else ".")
        + ("" if sure else " The row is doubtful: its authority has to say so."),
        because=(*because, f"country_of_destination = {importer.name}"),
        outcome="refuse" if sure else "refer",
        requires=() if sure else ("word of the competent authority of the State of export",),
        rows=(ban,),
        subject=waste.subject,
    )


def import_ban(waste: Waste) -> list[Finding]:
    """Waste does not enter a State whose own layer prohibits its import; a rule speaks once."""
    case = waste.case
    importer = case.importer
    if importer is None or importer == case.exporter:
        return []
    law = case.view.library.national
    found: dict[str, Finding] = {}
    for ban in law.import_bans(importer, case.as_of):
        rule = law.rule_of(ban)
        reached = covers(ban, waste.classification) and for_purpose(ban, waste)
        if rule.id in found or not reached or excepted(ban, waste) or within(case, ban.iso3):
            continue
        if not (ban.condition and case.shows("basel_consent")):
            found[rule.id] = _import_finding(waste, ban, rule, importer)
    return list(found.values())


def _import_finding(waste: Waste, ban: ImportBan, rule: Rule, importer: Country) -> Finding:
    """Refuse under a ban that is sure and absolute; send any other to the authority."""
    case = waste.case
    open_purpose = bool(ban.only_for) and case.purpose is not Purpose.DISPOSAL
    sure = ban.confidence != "unverified" and not ban.condition and not open_purpose
    narrowed = f" for {ban.only_for}" if ban.only_for else ""
    return state(
        case.view,
        rule.id,
        "yes" if sure else "unknown",
        f"{by_law_of(importer, ban.iso3)} prohibits the import of {waste.name}{narrowed} "
        f"({rule.title})"
        + ("." if sure else f": {ban.condition or 'whether it reaches this is open'}."),
        because=(*waste.because[:3], f"country_of_destination = {importer.name}"),
        outcome="refuse" if sure else "refer",
        requires=() if sure else ("word of the competent authority of the State of import",),
        asks=(case.ask("purpose", "the ban is on import for disposal"),) if open_purpose else (),
        rows=(ban,),
        subject=waste.subject,
    )
