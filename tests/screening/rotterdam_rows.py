"""One declaration and its contrary for each row of the Rotterdam procedure table."""

from datetime import date
from typing import Any

from customhouse.declarations.declaration import Formulation, Ingredient
from customhouse.screening.finding import Applies
from tests.screening.build import Pieces, Row, paper, papers


def aldicarb(**pieces: Any) -> Pieces:
    """A pesticide in Annex III alone, into a Party with no response on record."""
    item = {"description": "Aldicarb 15 G", "cas": ("116-06-3",), "hs_code": "3808.59"}
    route = {"regime": "import", "country_of_export": "CN", "country_of_destination": "KE"}
    return item | route | {"purpose": "pesticide"} | pieces


def exported(**pieces: Any) -> Pieces:
    return aldicarb(**({"regime": "export"} | pieces))


def edb(**pieces: Any) -> Pieces:
    """Albania has refused it, Argentina consents under conditions."""
    item = {"description": "Ethylene dibromide", "cas": ("106-93-4",), "hs_code": "2903.62"}
    return aldicarb(**(item | pieces))


def phorate(**pieces: Any) -> Pieces:
    """Benin has an interim response: consent under conditions."""
    item = {"description": "Phorate 10 G", "cas": ("298-02-2",), "country_of_destination": "BJ"}
    return aldicarb(**(item | pieces))


def parathion_methyl(form: str, strength: float | None, unit: Any = "%", **more: Any) -> Pieces:
    """A severely hazardous formulation: listed as EC from 19.5 % and as dust from 1.5 %."""
    active = Ingredient(name="Methyl-parathion", cas="298-00-0", strength=strength, unit=unit)
    item = {
        "description": "Methyl-parathion insecticide",
        "cas": ("298-00-0",),
        "formulation": Formulation(type=form, ingredients=(active,)),
    }
    return aldicarb(**(item | more))


def powder(benomyl: float, carbofuran: float, thiram: float, form: str = "DP") -> Pieces:
    """The dustable powder of three actives: each of them has its strength."""
    actives = (
        Ingredient(name="benomyl", cas="17804-35-2", strength=benomyl, unit="%"),
        Ingredient(name="carbofuran", cas="1563-66-2", strength=carbofuran, unit="%"),
        Ingredient(name="thiram", cas="137-26-8", strength=thiram, unit="%"),
    )
    formulation = Formulation(type=form, ingredients=actives)
    return aldicarb(description="Seed dressing powder", cas=(), formulation=formulation)


CONSENT = papers("pic_import_consent")
OLD_CONSENT = papers("pic_import_consent", valid_until=date(2025, 5, 31))
NOTICE = papers("pic_export_notification", issued_on=date(2025, 2, 1))
DP = "rotterdam:benomyl-carbofuran-thiram-dp"

SCOPE = (
    Row(
        "ROT-01",
        "shared customs code",
        aldicarb(description="Organosulphur compound", cas=(), hs_code="2930.80"),
        ("unknown", "request_documents"),
    ),
    Row(
        "ROT-01",
        "a known look-alike",
        aldicarb(description="Captan technical", cas=("133-06-2",), hs_code="2930.80"),
        ("no", "release"),
    ),
    Row("ROT-01", "named", aldicarb(), None),
    Row(
        "ROT-02",
        "misspelt",
        aldicarb(description="Binapacril 50 WP", cas=(), hs_code="3808.91"),
        ("unknown", "request_documents"),
    ),
    Row("ROT-02", "named", aldicarb(), None),
    Row(
        "ROT-03",
        "declared",
        aldicarb(facts={"under_other_treaty": True}),
        ("unknown", "request_documents"),
    ),
    Row("ROT-03", "not so", aldicarb(facts={"under_other_treaty": False}), None),
    Row("ROT-04", "waste", aldicarb(is_waste=True, purpose="disposal"), ("no", "release")),
    Row("ROT-04", "product", aldicarb(), None),
    Row("ROT-05", "claimed", aldicarb(purpose="medicine"), ("unknown", "request_documents")),
    Row(
        "ROT-05",
        "authorised",
        aldicarb(facts={"pharmaceutical": True}, documents=papers("permit")),
        ("no", "release"),
    ),
    Row("ROT-05", "pesticide", aldicarb(facts={"pharmaceutical": False}), None),
    Row("ROT-06", "claimed", aldicarb(facts={"food": True}), ("unknown", "request_documents")),
    Row(
        "ROT-06",
        "authorised",
        aldicarb(facts={"food": True}, documents=papers("permit")),
        ("no", "release"),
    ),
    Row("ROT-06", "pesticide", aldicarb(), None),
    Row("ROT-07", "a kilogram", aldicarb(purpose="research", net_mass_kg=1.0), ("no", "release")),
    Row("ROT-07", "no mass", aldicarb(purpose="research"), ("unknown", "request_documents")),
    Row(
        "ROT-07",
        "half a tonne",
        aldicarb(purpose="research", net_mass_kg=500.0),
        ("unknown", "refer"),
    ),
    Row("ROT-07", "pesticide", aldicarb(net_mass_kg=1.0), None),
    Row("ROT-08", "industrial", edb(purpose="industrial"), ("no", "release")),
    Row("ROT-08", "no purpose", edb(purpose=""), ("unknown", "request_documents")),
    Row("ROT-08", "pesticide", edb(), None),
    Row("ROT-09", "EC 50 %", parathion_methyl("EC", 50), ("yes", "release")),
    Row("ROT-09", "EC 19.5 %", parathion_methyl("ec", 19.5), ("yes", "release")),
    Row("ROT-09", "EC 19.4 %", parathion_methyl("EC", 19.4), ("no", "release")),
    Row("ROT-09", "dust 1.5 %", parathion_methyl("dust", 1.5), ("yes", "release")),
    Row("ROT-09", "other form", parathion_methyl("WP", 50), ("no", "release")),
    Row("ROT-09", "no form", parathion_methyl("", 50), ("unknown", "request_documents")),
    Row("ROT-09", "no strength", parathion_methyl("EC", None), ("unknown", "request_documents")),
    Row(
        "ROT-09",
        "other unit",
        parathion_methyl("EC", 500, "g/l"),
        ("unknown", "request_documents"),
    ),
    Row(
        "ROT-09",
        "form in words",
        parathion_methyl("Emulsifiable concentrate", 50),
        ("unknown", "request_documents"),
    ),
    Row("ROT-09", "three actives", powder(7, 10, 15), ("yes", "release"), DP),
    Row("ROT-09", "two actives", powder(7, 10, 14.9), ("no", "release"), DP),
    Row("ROT-09", "three actives, granules", powder(7, 10, 15, "GR"), ("no", "release"), DP),
    Row("ROT-09", "no limit", aldicarb(), None),
    Row(
        "ROT-10",
        "carbosulfan in June",
        aldicarb(description="Carbosulfan 25 EC", cas=("55285-14-8",)),
        ("yes", "refer"),
    ),
    Row(
        "ROT-10",
        "carbosulfan in November",
        aldicarb(description="Carbosulfan 25 EC", cas=("55285-14-8",), date=date(2025, 11, 1)),
        None,
    ),
    Row("ROT-11", "no date", aldicarb(date=None), ("unknown", "request_documents")),
    Row("ROT-11", "date", aldicarb(), None),
    Row("ROT-28", "transit", aldicarb(regime="transit"), ("no", "release")),
    Row("ROT-28", "not declared", aldicarb(regime=None), ("unknown", "request_documents")),
    Row("ROT-28", "import", aldicarb(), None),
    Row(
        "ROT-29",
        "asked for",
        aldicarb(regime="transit", facts={"transit_information_required": True}),
        ("yes", "refer"),
    ),
    Row("ROT-29", "not asked for", aldicarb(regime="transit"), None),
    Row("ROT-30", "United States", aldicarb(country_of_destination="US"), ("no", "release")),
    Row("ROT-30", "Kenya", aldicarb(), None),
    Row(
        "ROT-33",
        "endosulfan",
        aldicarb(description="Endosulfan 35 EC", cas=("115-29-7",)),
        ("yes", "release"),
    ),
    Row("ROT-33", "aldicarb", aldicarb(), None),
)

IMPORT = (
    Row("ROT-12", "none on record", aldicarb(), ("yes", "hold")),
    Row("ROT-12", "consent", aldicarb(documents=CONSENT), ("yes", "release")),
    Row("ROT-12", "old consent", aldicarb(documents=OLD_CONSENT), ("yes", "hold")),
    Row("ROT-13", "conditions", edb(country_of_destination="AR"), ("yes", "hold")),
    Row("ROT-13", "met", edb(country_of_destination="AR", documents=papers("permit")), None),
    Row("ROT-14", "conditions", phorate(), ("yes", "hold")),
    Row("ROT-14", "met", phorate(documents=CONSENT), ("yes", "release")),
    Row("ROT-14", "final response", edb(country_of_destination="AR"), None),
    Row("ROT-15", "no consent", edb(country_of_destination="AL"), ("yes", "refuse")),
    Row(
        "ROT-15",
        "no consent, whatever is shown",
        edb(country_of_destination="AL", documents=CONSENT),
        ("yes", "refuse"),
    ),
    Row("ROT-15", "none on record", aldicarb(), None),
)

EXPORT_FACTS: tuple[tuple[str, str, Applies], ...] = (
    ("ROT-22", "export_notification_acknowledged", "yes"),
    ("ROT-25", "labelled", "yes"),
    ("ROT-27", "language_of_importer", "yes"),
    ("ROT-32", "composition_known", "unknown"),
)
"""Rules of export that bite when the fact is denied."""

EXPORT = (
    Row(
        "ROT-16", "no consent", edb(regime="export", country_of_destination="AL"), ("yes", "refuse")
    ),
    Row("ROT-16", "conditions", edb(regime="export", country_of_destination="AR"), ("yes", "hold")),
    Row(
        "ROT-16",
        "conditions met",
        edb(regime="export", country_of_destination="AR", documents=CONSENT),
        ("yes", "release"),
    ),
    Row("ROT-16", "interim, conditions", phorate(regime="export"), ("yes", "hold")),
    Row(
        "ROT-16",
        "no destination",
        exported(country_of_destination=""),
        ("unknown", "request_documents"),
    ),
    Row("ROT-16", "none on record", exported(), None),
    Row("ROT-17", "none on record", exported(), ("yes", "hold")),
    Row("ROT-17", "consent", exported(documents=CONSENT), ("yes", "release")),
    Row("ROT-17", "response", edb(regime="export", country_of_destination="AR"), None),
    *(
        row
        for rule, fact in (
            ("ROT-18", "registered_in_importing_party"),
            ("ROT-19", "used_before_in_importing_party"),
        )
        for row in (
            Row(rule, "claimed", exported(facts={fact: True}), ("yes", "request_documents")),
            Row(
                rule,
                "shown",
                exported(facts={fact: True}, documents=papers("other")),
                ("yes", "release"),
            ),
            Row(rule, "denied", exported(facts={fact: False}), None),
        )
    ),
    Row("ROT-20", "consent", exported(documents=CONSENT), ("yes", "release")),
    Row("ROT-20", "expired", exported(documents=OLD_CONSENT), ("yes", "hold")),
    Row("ROT-20", "none", exported(), None),
    Row("ROT-21", "none", exported(), ("unknown", "request_documents")),
    Row("ROT-21", "of the year", exported(documents=NOTICE), ("yes", "release")),
    Row(
        "ROT-21",
        "of last year",
        exported(documents=papers("pic_export_notification", issued_on=date(2024, 12, 31))),
        ("unknown", "request_documents"),
    ),
    Row("ROT-21", "no ban at home", exported(facts={"exporter_bans": False}), ("no", "release")),
    *(
        row
        for rule, fact, applies in EXPORT_FACTS
        for row in (
            Row(rule, "denied", exported(facts={fact: False}), (applies, "request_documents")),
            Row(rule, "given", exported(facts={fact: True}), None),
            Row(rule, "import", aldicarb(facts={fact: False}), None),
        )
    ),
    Row(
        "ROT-23",
        "no reference",
        exported(documents=(paper("pic_export_notification", reference=""),)),
        ("unknown", "request_documents"),
    ),
    Row("ROT-23", "whole", exported(documents=NOTICE), None),
    Row("ROT-24", "code", exported(), ("yes", "release")),
    Row("ROT-24", "no code", exported(hs_code=""), ("unknown", "request_documents")),
    Row("ROT-26", "none", exported(), ("yes", "request_documents")),
    Row("ROT-26", "sheet", exported(documents=papers("sds")), ("yes", "release")),
)

ROWS = (*SCOPE, *IMPORT, *EXPORT)
