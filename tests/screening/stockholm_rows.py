"""One declaration and its contrary for each row of the Stockholm procedure table."""

from datetime import date
from typing import Any

from customhouse.declarations.declaration import Formulation, Ingredient
from tests.screening.build import Pieces, Row, papers

BASEL = papers("basel_consent", "basel_movement_document")
PERMIT = papers("permit")
ANALYSIS = papers("analysis")


def endosulfan(**pieces: Any) -> Pieces:
    """No exemption is left for it."""
    item = {"description": "Endosulfan technical", "cas": ("115-29-7",), "hs_code": "2920.30"}
    route = {"regime": "import", "country_of_export": "CN", "country_of_destination": "KE"}
    return item | route | {"purpose": "pesticide"} | pieces


def exported(**pieces: Any) -> Pieces:
    return endosulfan(**({"regime": "export"} | pieces))


def decabde(**pieces: Any) -> Pieces:
    """Exemptions are open for vehicles and aircraft."""
    item = {
        "description": "Decabromodiphenyl ether",
        "cas": ("1163-19-5",),
        "hs_code": "2909.30",
        "purpose": "parts for legacy vehicles",
    }
    return endosulfan(**(item | pieces))


def bait(**pieces: Any) -> Pieces:
    """The one acceptable purpose that PFOS has left, exported to Brazil."""
    item = {
        "description": "Sulfluramid 0.3 % granular bait",
        "cas": ("4151-50-2",),
        "hs_code": "3808.91",
        "purpose": "insect bait for leaf-cutting ants Atta and Acromyrmex",
        "country_of_export": "AR",
        "country_of_destination": "BR",
    }
    return exported(**(item | pieces))


def ddt(**pieces: Any) -> Pieces:
    item = {"description": "DDT technical", "cas": ("50-29-3",), "hs_code": "2903.92"}
    return endosulfan(**(item | {"purpose": "malaria vector control"} | pieces))


def uv328(**pieces: Any) -> Pieces:
    item = {"description": "UV-328", "cas": ("25973-55-1",), "hs_code": "2933.99"}
    return endosulfan(**(item | {"purpose": "parts of motor vehicles"} | pieces))


def pcb(**pieces: Any) -> Pieces:
    item = {"description": "Aroclor 1254 dielectric fluid", "cas": ("11097-69-1",)}
    return endosulfan(**(item | {"hs_code": "2710.91", "purpose": "industrial"} | pieces))


def transformers(**pieces: Any) -> Pieces:
    item = {
        "description": "Used oil-filled transformers, 1979",
        "cas": (),
        "hs_code": "8504.21",
        "purpose": "reuse",
    }
    return endosulfan(**(item | pieces))


def pop_waste(**pieces: Any) -> Pieces:
    """Obsolete stock, shipped as waste."""
    item = {"waste_codes": ("A4030",), "is_waste": True, "purpose": "disposal"}
    route = {"country_of_export": "DE", "country_of_destination": "NO", "hs_code": "3825.61"}
    return exported(**(item | route | pieces))


SCOPE = (
    Row(
        "STK-01",
        "misspelt",
        endosulfan(description="Dieldrinn powder", cas=(), hs_code="3808.91"),
        ("unknown", "request_documents"),
    ),
    Row(
        "STK-01",
        "structure for an expert",
        endosulfan(description="Ester", cas=(), smiles=("CS(=O)(=O)Oc1c(Cl)c(Cl)c(Cl)c(Cl)c1Cl",)),
        ("unknown", "refer"),
        "stockholm:pcp",
    ),
    Row(
        "STK-01",
        "a known look-alike",
        endosulfan(description="Hexachlorocyclopentadiene", cas=("77-47-4",), hs_code="2903.81"),
        ("no", "release"),
    ),
    Row("STK-01", "named", endosulfan(), None),
    Row(
        "STK-11",
        "declared",
        endosulfan(facts={"new_chemical_under_assessment": True}),
        ("unknown", "refer"),
    ),
    Row("STK-11", "not so", endosulfan(facts={"new_chemical_under_assessment": False}), None),
    Row("STK-12", "no mass", endosulfan(purpose="research"), ("unknown", "request_documents")),
    Row(
        "STK-12",
        "no laboratory",
        endosulfan(purpose="research", net_mass_kg=1.0),
        ("unknown", "request_documents"),
    ),
    Row(
        "STK-12",
        "laboratory",
        endosulfan(purpose="research", net_mass_kg=1.0, facts={"laboratory": "KEMRI, Nairobi"}),
        ("no", "release"),
    ),
    Row(
        "STK-12",
        "statement of use",
        endosulfan(purpose="research", net_mass_kg=1.0, documents=papers("other")),
        ("no", "release"),
    ),
    Row(
        "STK-12",
        "a quarter of a tonne",
        endosulfan(purpose="research", net_mass_kg=250.0, facts={"laboratory": True}),
        ("unknown", "refer"),
    ),
    Row("STK-13", "words alone", decabde(facts={"trace_contaminant": True}), ("unknown", "refer")),
    Row(
        "STK-13",
        "no analysis",
        decabde(facts={"trace_contaminant": True, "pop_mg_kg": 5}),
        ("unknown", "refer"),
    ),
    Row(
        "STK-13",
        "above",
        decabde(facts={"trace_contaminant": True, "pop_mg_kg": 11}, documents=ANALYSIS),
        ("unknown", "refer"),
    ),
    Row(
        "STK-13",
        "analysis",
        decabde(facts={"trace_contaminant": True, "pop_mg_kg": 10}, documents=ANALYSIS),
        ("no", "release"),
    ),
    Row("STK-14", "article", decabde(facts={"article": True}), ("unknown", "refer")),
    Row("STK-14", "chemical", decabde(), None),
    Row(
        "STK-18",
        "10 mg/kg, no analysis",
        pcb(facts={"pcb_mg_kg": 10}),
        ("unknown", "request_documents"),
    ),
    Row("STK-18", "50 mg/kg", pcb(facts={"pcb_mg_kg": 50}, documents=ANALYSIS), ("no", "release")),
    Row("STK-18", "51 mg/kg", pcb(facts={"pcb_mg_kg": 51}, documents=ANALYSIS), None),
    Row("STK-18", "old equipment", transformers(), ("unknown", "request_documents")),
    Row(
        "STK-18",
        "old equipment for a foundry",
        transformers(description="Used oil-filled transformers for a foundry"),
        ("unknown", "request_documents"),
    ),
    Row("STK-18", "dry equipment", transformers(description="Used dry transformers"), None),
    Row(
        "STK-18",
        "old equipment, tested",
        transformers(facts={"pcb_mg_kg": 10}, documents=ANALYSIS),
        ("no", "release"),
    ),
    Row("STK-18", "made in 1994", transformers(facts={"year_of_manufacture": 1994}), None),
    Row(
        "STK-27",
        "chlorpyrifos",
        endosulfan(description="Chlorpyrifos 480 EC", cas=("2921-88-2",), hs_code="3808.91"),
        ("yes", "refer"),
    ),
    Row(
        "STK-27",
        "before its adoption",
        endosulfan(
            description="Chlorpyrifos 480 EC",
            cas=("2921-88-2",),
            hs_code="3808.91",
            date=date(2025, 5, 8),
        ),
        None,
    ),
    Row(
        "STK-29",
        "dioxin",
        endosulfan(description="Tetrachlorodibenzo-p-dioxin", cas=("1746-01-6",)),
        ("yes", "refer"),
    ),
    Row(
        "STK-29",
        "standard",
        endosulfan(
            description="Tetrachlorodibenzo-p-dioxin", cas=("1746-01-6",), purpose="research"
        ),
        ("no", "release"),
    ),
    Row("STK-29", "Annex A too", endosulfan(), None),
    Row(
        "STK-34",
        "40 % chlorine, claimed",
        endosulfan(description="SCCP", cas=("85535-84-8",), facts={"chlorine_percent": 40}),
        ("unknown", "request_documents"),
    ),
    Row(
        "STK-34",
        "40 % chlorine by analysis",
        endosulfan(
            description="SCCP",
            cas=("85535-84-8",),
            facts={"chlorine_percent": 40},
            documents=papers("analysis"),
        ),
        ("no", "release"),
    ),
    Row(
        "STK-34",
        "a longer chain by analysis",
        endosulfan(
            description="SCCP",
            cas=("85535-84-8",),
            facts={"chain_length": "C14-17", "chlorine_percent": 52},
            documents=papers("analysis"),
        ),
        ("no", "release"),
    ),
    Row(
        "STK-34",
        "58 % chlorine",
        endosulfan(description="SCCP", cas=("85535-84-8",), facts={"chlorine_percent": 58}),
        None,
    ),
    Row(
        "STK-34",
        "no paraffin",
        endosulfan(
            description="Perfluorooctanoic acid",
            cas=("335-67-1",),
            facts={"chlorine_percent": 0},
        ),
        None,
    ),
    Row("STK-35", "no date", endosulfan(date=None), ("unknown", "refer")),
    Row("STK-35", "date", endosulfan(), None),
)

TRADE = (
    Row("STK-02", "import", endosulfan(), ("yes", "refuse")),
    Row("STK-02", "exemption", decabde(), None),
    Row("STK-02", "research", endosulfan(purpose="research"), None),
    Row("STK-03", "no papers", endosulfan(purpose="disposal"), ("yes", "hold")),
    Row("STK-03", "papers", endosulfan(purpose="disposal", documents=BASEL), ("yes", "release")),
    Row("STK-04", "register", decabde(), ("yes", "request_documents")),
    Row("STK-04", "permit", decabde(documents=PERMIT), ("yes", "release")),
    Row("STK-04", "no regime", decabde(regime=None), ("unknown", "request_documents")),
    Row("STK-05", "no destination", exported(country_of_destination=""), ("unknown", "hold")),
    Row("STK-05", "destination", exported(), None),
    Row("STK-06", "no papers", decabde(regime="export", purpose="disposal"), ("yes", "hold")),
    Row(
        "STK-06",
        "papers",
        decabde(regime="export", purpose="disposal", documents=BASEL),
        ("yes", "release"),
    ),
    Row("STK-06", "no exemption left", exported(purpose="disposal"), None),
    Row("STK-07", "register", bait(), ("yes", "request_documents")),
    Row("STK-07", "permit", bait(documents=PERMIT), ("yes", "release")),
    Row("STK-07", "non-Party", bait(country_of_destination="US"), None),
    Row("STK-08", "non-Party", bait(country_of_destination="US"), ("yes", "hold")),
    Row(
        "STK-08",
        "certification of the year",
        bait(
            country_of_destination="US",
            documents=papers("stockholm_certification", issued_on=date(2025, 1, 2)),
        ),
        ("yes", "release"),
    ),
    Row(
        "STK-08",
        "certification of last year",
        bait(
            country_of_destination="US",
            documents=papers("stockholm_certification", issued_on=date(2024, 12, 30)),
        ),
        ("yes", "hold"),
    ),
    Row("STK-08", "Party", bait(), None),
    Row("STK-09", "use", exported(), ("yes", "refuse")),
    Row("STK-09", "disposal, no papers", exported(purpose="disposal"), ("yes", "hold")),
    Row("STK-09", "disposal", exported(purpose="disposal", documents=BASEL), ("yes", "release")),
    Row("STK-09", "exemption", bait(), None),
    Row(
        "STK-10",
        "into the United States",
        endosulfan(country_of_destination="US"),
        ("unknown", "refer"),
    ),
    Row("STK-10", "into Kenya", endosulfan(), None),
    Row("STK-15", "intermediate", endosulfan(purpose="chemical intermediate"), ("yes", "refuse")),
    Row("STK-15", "pesticide", endosulfan(), None),
    Row("STK-16", "register", decabde(), ("unknown", "request_documents")),
    Row("STK-16", "permit", decabde(documents=PERMIT), None),
    Row("STK-17", "use", pcb(), ("yes", "refuse")),
    Row("STK-17", "disposal", pcb(purpose="disposal"), None),
    Row("STK-17", "equipment", transformers(facts={"pcb_mg_kg": 500}), ("yes", "hold")),
    Row("STK-17", "equipment, 50 mg/kg", transformers(facts={"pcb_mg_kg": 50}), None),
    Row(
        "STK-19",
        "recycled plastic",
        endosulfan(
            description="Toys of recycled plastic with pentabromodiphenyl ether",
            cas=("32534-81-9",),
            purpose="consumer goods",
        ),
        ("unknown", "request_documents"),
    ),
    Row(
        "STK-19",
        "chemical",
        endosulfan(
            description="Pentabromodiphenyl ether", cas=("32534-81-9",), purpose="industrial"
        ),
        None,
    ),
    Row("STK-20", "cotton", ddt(purpose="agriculture"), ("yes", "refuse")),
    Row("STK-20", "malaria", ddt(), None),
    Row("STK-21", "register", bait(), ("yes", "request_documents")),
    Row("STK-21", "permit", bait(documents=PERMIT), ("yes", "release")),
    Row("STK-21", "carpets", bait(purpose="carpet treatment"), ("yes", "refuse")),
    Row("STK-21", "other chemical", exported(), None),
    Row(
        "STK-22",
        "register",
        endosulfan(
            description="Perfluorooctanoic acid",
            cas=("335-67-1",),
            purpose="photolithography in semiconductor manufacturing",
        ),
        ("unknown", "request_documents"),
    ),
    Row(
        "STK-22",
        "permit",
        endosulfan(
            description="Perfluorooctanoic acid",
            cas=("335-67-1",),
            purpose="photolithography in semiconductor manufacturing",
            documents=PERMIT,
        ),
        ("yes", "release"),
    ),
    Row(
        "STK-22",
        "closed",
        endosulfan(
            description="Perfluorooctanoic acid",
            cas=("335-67-1",),
            purpose="photolithography in semiconductor manufacturing",
            date=date(2025, 12, 4),
        ),
        None,
    ),
    Row("STK-26", "Korea", uv328(country_of_destination="KR"), ("unknown", "refer")),
    Row("STK-26", "China, accepted", decabde(country_of_destination="CN"), None),
    Row("STK-26", "Kenya", uv328(), None),
    Row("STK-28", "no purpose", ddt(purpose=""), ("unknown", "hold")),
    Row("STK-28", "purpose", ddt(), None),
    Row("STK-30", "no purpose", endosulfan(purpose=""), ("unknown", "hold")),
    Row("STK-30", "no regime", endosulfan(regime=None), ("unknown", "hold")),
    Row("STK-30", "purpose", endosulfan(), None),
    Row("STK-31", "transit", endosulfan(regime="transit"), ("yes", "refer")),
    Row("STK-31", "import", endosulfan(), None),
    Row("STK-32", "in Annex III too", endosulfan(), ("yes", "release")),
    Row("STK-32", "not in Annex III", uv328(), None),
    Row(
        "STK-33",
        "no composition",
        endosulfan(description="Endosulfan preparation", hs_code="3808.59"),
        ("unknown", "request_documents"),
    ),
    Row(
        "STK-33",
        "composition",
        endosulfan(
            hs_code="3808.59",
            formulation=Formulation(
                type="EC", ingredients=(Ingredient(name="endosulfan", strength=35.0, unit="%"),)
            ),
        ),
        None,
    ),
)

WASTE = (
    Row("STK-23", "no purpose", pop_waste(purpose=""), ("unknown", "hold")),
    Row("STK-23", "recovery", pop_waste(purpose="recovery"), ("yes", "refuse")),
    Row("STK-23", "R4", pop_waste(purpose="R4"), ("yes", "refuse")),
    Row("STK-23", "disposal", pop_waste(), None),
    Row(
        "STK-23",
        "below the low content",
        pop_waste(purpose="recovery", facts={"pop_mg_kg": 1}, documents=ANALYSIS),
        ("no", "release"),
    ),
    Row(
        "STK-23",
        "below, by word alone",
        pop_waste(purpose="recovery", facts={"pop_mg_kg": 1}),
        ("unknown", "request_documents"),
    ),
    Row("STK-24", "no papers", pop_waste(), ("yes", "hold")),
    Row("STK-24", "papers", pop_waste(documents=BASEL), ("yes", "release")),
    Row("STK-24", "no waste", exported(), None),
    Row("STK-25", "United States", pop_waste(country_of_destination="US"), ("unknown", "refer")),
    Row("STK-25", "Norway", pop_waste(), None),
)

ROWS = (*SCOPE, *TRADE, *WASTE)
