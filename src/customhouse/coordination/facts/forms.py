"""The forms in which facts are told to a case: one for each kind of fact."""

from collections.abc import Mapping
from typing import Literal

import msgspec

from customhouse.coordination.entries import (
    Body,
    ContainerSeen,
    CostEntered,
    CustodyPassed,
    Fact,
    FileAdded,
    ItemFound,
    PartyNamed,
    ResultReported,
    SampleTaken,
)
from customhouse.declarations.facts import FACTS
from customhouse.languages.catalogues import N_
from customhouse.report.words import DOCUMENTS

Sort = Literal[
    "text",
    "long",
    "choice",
    "whole",
    "amount",
    "currency",
    "day",
    "moment",
    "yes_no",
    "country",
    "refs",
    "sample",
    "case_file",
]

Choices = tuple[tuple[str, str], ...]


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """A field of a form, called as the field of the fact. `choices` are values and their words."""

    name: str
    label: str
    sort: Sort = "text"
    required: bool = False
    hint: str = ""
    choices: Choices = ()


class FactForm(msgspec.Struct, frozen=True, kw_only=True):
    """A form. `fixed` are fields that a correction leaves as they are; `place` is on the page."""

    kind: str
    title: str
    fact: type[Body]
    place: str
    fields: tuple[Field, ...]
    fixed: tuple[str, ...] = ()


_PARTIES: Choices = (
    ("exporter", N_("Exporter")),
    ("consignee", N_("Consignee")),
    ("carrier", N_("Carrier")),
    ("declarant", N_("Declarant")),
    ("generator", N_("Generator of the waste")),
    ("disposer", N_("Disposer")),
    ("broker", N_("Broker")),
    ("other", N_("Other")),
)
_COSTS: Choices = (
    ("storage", N_("Storage")),
    ("demurrage", N_("Demurrage")),
    ("analysis", N_("Analysis")),
    ("transport", N_("Transport")),
    ("disposal", N_("Disposal")),
    ("take_back", N_("Take-back")),
    ("other", N_("Other")),
)
_FILES: Choices = (("photo", N_("Photograph")), ("document", N_("Document")))
_DOCUMENTS: Choices = (("", N_("not a paper of the movement")), *sorted(DOCUMENTS.items()))

_WHICH_SAMPLE = Field(name="sample", label=N_("Sample"), sort="sample", required=True)
_IN_UTC = N_("In UTC.")
_COUNTRY = N_("Its name, or its code as KE or KEN.")

_FORMS = (
    FactForm(
        kind="party",
        title=N_("Name a party"),
        fact=PartyNamed,
        place="parties",
        fields=(
            Field(name="role", label=N_("Role"), sort="choice", choices=_PARTIES, required=True),
            Field(name="name", label=N_("Name"), required=True),
            Field(name="identifier", label=N_("Trader's number")),
            Field(name="iso3", label=N_("State"), sort="country", hint=_COUNTRY),
            Field(name="address", label=N_("Address"), sort="long"),
        ),
    ),
    FactForm(
        kind="item",
        title=N_("Tell of goods"),
        fact=ItemFound,
        place="items",
        fields=(
            Field(name="description", label=N_("Description of the goods"), required=True),
            Field(name="number", label=N_("Item of the declaration"), sort="whole"),
            Field(name="hs_code", label=N_("Customs (HS) code")),
            Field(
                name="refs",
                label=N_("Listed entries"),
                sort="refs",
                hint=N_("As stockholm:lindane or basel:A1180; a space between two."),
            ),
            Field(name="mass_kg", label=N_("Net mass (kg)"), sort="amount"),
            Field(name="packages", label=N_("Packages"), sort="whole"),
        ),
    ),
    FactForm(
        kind="container",
        title=N_("Tell of a container or vehicle"),
        fact=ContainerSeen,
        place="containers",
        fields=(
            Field(name="number", label=N_("Number of the container or vehicle"), required=True),
            Field(name="seal", label=N_("Number of the seal")),
            Field(name="seal_intact", label=N_("Is the seal intact?"), sort="yes_no"),
            Field(name="place", label=N_("Place")),
        ),
    ),
    FactForm(
        kind="sample",
        title=N_("Tell of a sample"),
        fact=SampleTaken,
        place="samples",
        fixed=("sample",),
        fields=(
            Field(
                name="sample",
                label=N_("Number of the sample"),
                required=True,
                hint=N_("As it is written on the sample; each has its own within the case."),
            ),
            Field(name="of", label=N_("What it was taken of"), required=True),
            Field(name="taken_by", label=N_("Taken by"), required=True),
            Field(
                name="taken_at", label=N_("Taken at"), sort="moment", required=True, hint=_IN_UTC
            ),
            Field(name="seal", label=N_("Number of the seal"), required=True),
            Field(name="place", label=N_("Place")),
            Field(name="method", label=N_("Method")),
        ),
    ),
    FactForm(
        kind="custody",
        title=N_("A sample changes hands"),
        fact=CustodyPassed,
        place="samples",
        fixed=("sample",),
        fields=(
            _WHICH_SAMPLE,
            Field(name="giver", label=N_("Given by"), required=True),
            Field(name="taker", label=N_("Taken over by"), required=True),
            Field(
                name="passed_at",
                label=N_("When it changed hands"),
                sort="moment",
                required=True,
                hint=_IN_UTC,
            ),
            Field(
                name="seal_intact", label=N_("Is the seal intact?"), sort="yes_no", required=True
            ),
        ),
    ),
    FactForm(
        kind="result",
        title=N_("Tell of a laboratory's result"),
        fact=ResultReported,
        place="samples",
        fixed=("sample",),
        fields=(
            _WHICH_SAMPLE,
            Field(name="laboratory", label=N_("Laboratory"), required=True),
            Field(name="method", label=N_("Method"), required=True),
            Field(name="finding", label=N_("What was found"), sort="long", required=True),
            Field(name="reported_on", label=N_("Reported on"), sort="day", required=True),
            Field(name="file", label=N_("The report, if it is in the case"), sort="case_file"),
        ),
    ),
    FactForm(
        kind="cost",
        title=N_("Enter a cost"),
        fact=CostEntered,
        place="costs",
        fields=(
            Field(
                name="cost", label=N_("Kind of cost"), sort="choice", choices=_COSTS, required=True
            ),
            Field(
                name="amount",
                label=N_("Amount"),
                sort="amount",
                required=True,
                hint=N_("With a point: 1250.50."),
            ),
            Field(
                name="currency",
                label=N_("Currency"),
                sort="currency",
                required=True,
                hint=N_("Its code of three letters, as USD."),
            ),
            Field(name="day", label=N_("Day"), sort="day", required=True),
            Field(name="payer", label=N_("Who pays"), required=True),
            Field(name="note", label=N_("Note"), sort="long"),
        ),
    ),
    FactForm(
        kind="file",
        title=N_("Add a photograph or document"),
        fact=FileAdded,
        place="files",
        fields=(
            Field(name="role", label=N_("Kind"), sort="choice", choices=_FILES, required=True),
            Field(name="about", label=N_("What it shows")),
            Field(
                name="document_type",
                label=N_("Paper of the movement"),
                sort="choice",
                choices=_DOCUMENTS,
            ),
            Field(name="reference", label=N_("Reference of the document")),
            Field(
                name="issuer_iso3", label=N_("State that issued it"), sort="country", hint=_COUNTRY
            ),
        ),
    ),
)

FORMS: Mapping[str, FactForm] = {form.kind: form for form in _FORMS}
"""By the kind of entry."""

MEASURED = (
    "pcb_mg_kg",
    "pop_mg_kg",
    "chlorine_percent",
    "chain_length",
    "trace_contaminant",
    "contaminated",
    "composition_known",
    "hazard_characteristics_known",
    "radioactive",
)
"""Facts that a laboratory tells most often; the form has them first."""

OTHER_FACTS = tuple(name for name in FACTS if name not in MEASURED)


def form_of(fact: Fact) -> FactForm:
    """The form of a fact."""
    return FORMS[str(fact.__struct_config__.tag)]
