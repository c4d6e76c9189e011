"""One declaration and its contrary for each row of the Basel procedure table."""

from datetime import date
from typing import Any

from customhouse.screening.finding import Applies, Outcome
from tests.screening.build import PAPERS, Pieces, Row, paper, papers

ROUTE: Pieces = {"regime": "export", "country_of_export": "DE", "country_of_destination": "NO"}


def waste(code: str, description: str, hs_code: str, /, **pieces: Any) -> Pieces:
    """A waste with a code, shipped from Germany to Norway for recovery."""
    item = {
        "description": description,
        "hs_code": hs_code,
        "waste_codes": (code,) if code else (),
        "is_waste": True,
        "purpose": "recovery",
    }
    return ROUTE | item | pieces


def plastic(**pieces: Any) -> Pieces:
    return waste("Y48", "Mixed plastic waste, baled", "3915.90", **pieces)


def battery(**pieces: Any) -> Pieces:
    return waste("A1160", "Spent lead-acid batteries", "8549.11", **pieces)


def copper(**pieces: Any) -> Pieces:
    return waste("B1010", "Copper scrap, millberry", "7404.00", **pieces)


def clean_plastic(**pieces: Any) -> Pieces:
    return waste("B3011", "Polyethylene film scrap, clean, sorted", "3915.10", **pieces)


def televisions(**pieces: Any) -> Pieces:
    item = {"description": "Used televisions, second hand", "hs_code": "8528.72"}
    return ROUTE | item | {"purpose": "reuse"} | pieces


def goods(**pieces: Any) -> Pieces:
    return ROUTE | {"description": "Wooden chairs", "hs_code": "9401.69"} | pieces


ALL = papers(*PAPERS)
CONSENT = papers("basel_consent")
NOTICE = papers("basel_notification")
OLD_CONSENT = papers("basel_consent", valid_until=date(2025, 5, 31))

ITEM_FACTS: tuple[tuple[str, str, Applies, Outcome], ...] = (
    ("BAS-02", "hazardous_in_export_state", "yes", "refer"),
    ("BAS-04", "radioactive", "unknown", "refer"),
    ("BAS-05", "ship_operation", "unknown", "refer"),
    ("BAS-10", "nationally_hazardous", "yes", "refer"),
    ("BAS-30", "hazardous_only_in_some_states", "unknown", "refer"),
)
"""Rules that bite when the fact is true, whether the goods are waste or not."""

WASTE_FACTS: tuple[tuple[str, str, bool, Applies, Outcome], ...] = (
    ("BAS-13", "consent_refused", True, "yes", "hold"),
    ("BAS-14", "unsound_management_suspected", True, "unknown", "refer"),
    ("BAS-15", "annex_v_a_complete", False, "yes", "request_documents"),
    ("BAS-16", "import_unsound_management_suspected", True, "unknown", "refer"),
    ("BAS-19", "carrier_authorised", False, "yes", "request_documents"),
    ("BAS-20", "packed_and_labelled", False, "yes", "request_documents"),
    ("BAS-22", "facility_sound", False, "yes", "request_documents"),
    ("BAS-23", "export_justified", False, "yes", "request_documents"),
    ("BAS-24", "duty_handed_over", True, "yes", "refer"),
    ("BAS-32", "movement_document_signed", False, "yes", "request_documents"),
    ("BAS-33", "papers_through_authority", False, "yes", "request_documents"),
    ("BAS-36", "contract_failed", True, "yes", "hold"),
    ("BAS-40", "consent_by_deception", True, "yes", "refer"),
    ("BAS-42", "dumping", True, "yes", "hold"),
    ("BAS-43", "illegal_traffic_by_exporter", True, "yes", "refuse"),
    ("BAS-44", "illegal_traffic_by_importer", True, "yes", "hold"),
    ("BAS-45", "illegal_traffic_fault_unknown", True, "yes", "refer"),
    ("BAS-52", "hazard_characteristics_known", False, "unknown", "request_documents"),
)
"""Rules of waste alone, with the value of the fact that bites."""

DECLARED = (
    *(Row(r, f, goods(facts={f: True}), (a, o)) for r, f, a, o in ITEM_FACTS),
    *(Row(r, f"{f} not", goods(facts={f: False}), None) for r, f, _, _ in ITEM_FACTS),
    *(Row(r, f, copper(facts={f: bite}), (a, o)) for r, f, bite, a, o in WASTE_FACTS),
    *(Row(r, f"{f} not", copper(facts={f: not bite}), None) for r, f, bite, _, _ in WASTE_FACTS),
    *(Row(r, f"{f}, no waste", goods(facts={f: b}), None) for r, f, b, _, _ in WASTE_FACTS),
    Row(
        "BAS-02",
        "consent",
        goods(facts={"hazardous_in_export_state": True}, documents=CONSENT),
        ("yes", "release"),
    ),
    Row(
        "BAS-10",
        "consent",
        goods(facts={"nationally_hazardous": True}, documents=CONSENT),
        ("yes", "release"),
    ),
)

CLASS = (
    Row("BAS-01", "Annex VIII", battery(), ("yes", "release")),
    Row("BAS-01", "Annex II is no Annex I", plastic(), None),
    Row("BAS-03", "Annex II", plastic(), ("yes", "release")),
    Row("BAS-03", "hazardous", battery(), None),
    Row("BAS-06", "not waste, waste heading", plastic(is_waste=False), ("unknown", "refer")),
    Row("BAS-06", "declared as waste", plastic(), None),
    Row("BAS-07", "no test", televisions(), ("unknown", "request_documents")),
    Row("BAS-07", "no test, not waste", televisions(is_waste=False), ("unknown", "refer")),
    Row("BAS-07", "tested", televisions(facts={"functional_test": True}), None),
    Row("BAS-09", "reuse", plastic(purpose="reuse"), ("yes", "request_documents")),
    Row("BAS-09", "recovery", plastic(), None),
    Row("BAS-50", "code of Annex VIII", waste("A4050", "Salts", "3825.69"), ("yes", "release")),
    Row("BAS-50", "code of Annex II", plastic(), None),
    Row("BAS-51", "clean", copper(), ("no", "release")),
    Row(
        "BAS-51",
        "dirty",
        clean_plastic(description="Polyethylene film, unwashed"),
        ("unknown", "hold"),
    ),
    Row("BAS-51", "with PCB", copper(cas=("1336-36-3",)), ("unknown", "refer")),
    Row("BAS-51", "controlled", plastic(), None),
    Row("BAS-53", "no purpose", clean_plastic(purpose=""), ("unknown", "request_documents")),
    Row("BAS-53", "recycling", clean_plastic(), None),
    Row("BAS-54", "Y48", plastic(), ("yes", "release")),
    Row("BAS-54", "A3210", waste("A3210", "Plastic waste", "3915.90"), None),
    Row("BAS-55", "A3210", waste("A3210", "Plastic waste", "3915.90"), ("yes", "release")),
    Row("BAS-55", "Y48", plastic(), None),
    Row("BAS-56", "Y49", waste("Y49", "Waste appliances", "8549.99"), ("yes", "release")),
    Row("BAS-56", "A1181", waste("A1181", "Waste appliances", "8549.99"), ("yes", "release")),
    Row("BAS-56", "plastic", plastic(), None),
    Row("BAS-58", "DDT", waste("A4030", "Obsolete DDT", "3825.61"), ("yes", "refer")),
    Row(
        "BAS-58",
        "DDT with consent",
        waste("A4030", "Obsolete DDT", "3825.61", documents=CONSENT),
        ("yes", "release"),
    ),
    Row("BAS-58", "no listed chemical", waste("A4030", "Obsolete stock", "3825.61"), None),
    Row(
        "BAS-59",
        "no code",
        waste("", "Plastic scrap in bales", "3915.90"),
        ("unknown", "request_documents"),
    ),
    Row("BAS-59", "code", plastic(), None),
    Row(
        "BAS-60",
        "A1180 after 2024",
        waste("A1180", "Assorted units", "8549.29"),
        ("unknown", "request_documents"),
    ),
    Row(
        "BAS-60",
        "A1180 in 2024",
        waste("A1180", "Assorted units", "8549.29", date=date(2024, 12, 31)),
        None,
    ),
    Row(
        "BAS-61",
        "OECD code",
        waste("GC010", "Electrical scrap", "8549.99"),
        ("unknown", "request_documents"),
    ),
    Row("BAS-61", "Basel code", plastic(), None),
    Row("BAS-61", "operation", plastic(waste_codes=("Y48", "R3")), None),
    Row("BAS-62", "A1160", battery(), ("yes", "release")),
    Row("BAS-62", "other battery", waste("A1170", "Unsorted batteries", "8549.19"), None),
)

STATES = (
    Row(
        "BAS-08",
        "no destination",
        plastic(country_of_destination=""),
        ("unknown", "request_documents"),
    ),
    Row(
        "BAS-08",
        "one State",
        plastic(country_of_destination="DEU"),
        ("unknown", "request_documents"),
    ),
    Row("BAS-08", "two States", plastic(), None),
    Row(
        "BAS-11",
        "conditional ban of Ghana",
        battery(country_of_export="NG", country_of_destination="GH"),
        ("unknown", "refer"),
    ),
    Row(
        "BAS-11",
        "conditional ban, consent",
        battery(country_of_export="NG", country_of_destination="GH", documents=CONSENT),
        None,
    ),
    Row(
        "BAS-11",
        "green waste, no destination",
        copper(country_of_destination=""),
        ("unknown", "request_documents"),
    ),
    Row("BAS-11", "no ban", copper(), None),
    Row("BAS-12", "China", copper(country_of_destination="CN"), ("yes", "refuse")),
    Row(
        "BAS-12",
        "China in 2020",
        copper(country_of_destination="CN", date=date(2020, 12, 31)),
        None,
    ),
    Row("BAS-12", "Norway", copper(), None),
    Row(
        "BAS-12",
        "India, disposal",
        battery(country_of_destination="IN", purpose="D1"),
        ("yes", "refuse"),
    ),
    Row("BAS-12", "India, recovery", battery(country_of_destination="IN", purpose="R4"), None),
    Row("BAS-17", "Haiti", plastic(country_of_destination="HT"), ("yes", "refuse")),
    Row("BAS-17", "OECD agreement", plastic(country_of_destination="US"), ("yes", "hold")),
    Row(
        "BAS-17",
        "OECD agreement, permit",
        plastic(country_of_destination="US", documents=papers("permit")),
        ("yes", "release"),
    ),
    Row(
        "BAS-17",
        "OECD agreement is for recovery alone",
        plastic(country_of_destination="US", purpose="disposal"),
        ("yes", "refuse"),
    ),
    Row("BAS-17", "in no table", plastic(country_of_destination="GL"), ("unknown", "refer")),
    Row(
        "BAS-17",
        "no destination",
        plastic(country_of_destination=""),
        ("unknown", "request_documents"),
    ),
    Row("BAS-17", "two Parties", plastic(), None),
    Row("BAS-18", "Antarctica", plastic(country_of_destination="AQ"), ("yes", "refuse")),
    Row("BAS-18", "near the line", plastic(country_of_destination="GS"), ("unknown", "refer")),
    Row("BAS-18", "Norway", plastic(), None),
    Row("BAS-25", "Germany to Kenya", battery(country_of_destination="KE"), ("yes", "refuse")),
    Row("BAS-25", "both in Annex VII", battery(), None),
    Row("BAS-25", "other waste", plastic(country_of_destination="KE"), None),
    Row(
        "BAS-25",
        "before the amendment",
        battery(country_of_destination="KE", date=date(2019, 12, 4)),
        None,
    ),
    Row(
        "BAS-25",
        "Australia is not bound",
        battery(country_of_export="AU", country_of_destination="KE"),
        None,
    ),
    Row("BAS-46", "to the United States", plastic(country_of_destination="US"), ("yes", "refer")),
    Row(
        "BAS-46",
        "permit",
        plastic(country_of_destination="US", documents=papers("permit")),
        ("yes", "release"),
    ),
    Row("BAS-46", "two Parties", plastic(), None),
    Row("BAS-47", "ban not sure", battery(country_of_destination="BD"), ("unknown", "refer")),
    Row("BAS-47", "no ban", battery(), None),
    Row(
        "BAS-49",
        "Iceland: no record",
        battery(country_of_export="IS", country_of_destination="KE"),
        ("unknown", "refer"),
    ),
    Row("BAS-49", "Germany: recorded", battery(country_of_destination="KE"), None),
)

TRANSIT: Pieces = {"transit_countries": ("NL",)}
DOCUMENTS = (
    *(
        row
        for rule, kind in zip(("BAS-26", "BAS-27", "BAS-21", "BAS-28"), PAPERS, strict=True)
        for row in (
            Row(rule, f"no {kind}", plastic(), ("yes", "hold")),
            Row(rule, kind, plastic(documents=papers(kind)), ("yes", "release")),
        )
    ),
    Row("BAS-29", "no consent", plastic(**TRANSIT), ("yes", "hold")),
    Row(
        "BAS-29",
        "consent",
        plastic(**TRANSIT, documents=papers("basel_consent", issuer="ILT, Netherlands")),
        ("yes", "release"),
    ),
    Row("BAS-29", "no transit", plastic(), None),
    Row(
        "BAS-31",
        "two years old",
        plastic(documents=papers("basel_notification", issued_on=date(2023, 5, 1))),
        ("yes", "request_documents"),
    ),
    Row(
        "BAS-31",
        "new",
        plastic(documents=papers("basel_notification", issued_on=date(2025, 1, 1))),
        None,
    ),
    Row("BAS-34", "not shown", plastic(), ("unknown", "request_documents")),
    Row("BAS-34", "goes with the notification", plastic(documents=NOTICE), None),
    Row("BAS-35", "through Haiti", plastic(transit_countries=("HT",)), ("yes", "hold")),
    Row(
        "BAS-35",
        "consent of Haiti",
        plastic(transit_countries=("HT",), documents=papers("basel_consent", issuer="Haiti")),
        None,
    ),
    Row("BAS-35", "through a Party", plastic(**TRANSIT), None),
    Row("BAS-37", "neither", plastic(), ("yes", "hold")),
    Row("BAS-37", "notification", plastic(documents=NOTICE), None),
    Row("BAS-38", "consent alone", plastic(documents=CONSENT), ("yes", "hold")),
    Row("BAS-38", "both", plastic(documents=ALL), None),
    Row("BAS-39", "notification alone", plastic(documents=NOTICE), ("yes", "hold")),
    Row("BAS-39", "both", plastic(documents=ALL), None),
    Row("BAS-41", "expired", plastic(documents=OLD_CONSENT), ("yes", "hold")),
    Row("BAS-41", "valid", plastic(documents=ALL), None),
    Row(
        "BAS-48",
        "no number",
        plastic(documents=(paper("basel_notification", reference=""),)),
        ("unknown", "request_documents"),
    ),
    Row("BAS-48", "number", plastic(documents=NOTICE), None),
    Row("BAS-57", "neither", plastic(purpose=""), ("unknown", "request_documents")),
    Row("BAS-57", "purpose", plastic(), None),
    Row("BAS-57", "operation", plastic(purpose="", waste_codes=("Y48", "R3")), None),
)

RISK = (
    Row("RSK-01", "negative", goods(value=-100.0), ("unknown", "refer")),
    Row("RSK-01", "nothing", goods(value=0.0), None),
    Row(
        "RSK-02",
        "polymer for a cent",
        goods(hs_code="3901.10", value=10.0, currency="USD", net_mass_kg=1000.0),
        ("unknown", "refer"),
    ),
    Row(
        "RSK-02",
        "polymer for a dollar",
        goods(hs_code="3901.10", value=1000.0, currency="USD", net_mass_kg=1000.0),
        None,
    ),
    Row("RSK-02", "no currency", goods(hs_code="3901.10", value=10.0, net_mass_kg=1000.0), None),
    Row(
        "RSK-03",
        "net above gross",
        goods(net_mass_kg=11.0, gross_mass_kg=10.0),
        ("unknown", "request_documents"),
    ),
    Row("RSK-03", "net is gross", goods(net_mass_kg=10.0, gross_mass_kg=10.0), None),
)

ROWS = (*DECLARED, *CLASS, *STATES, *DOCUMENTS)
