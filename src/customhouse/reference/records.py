"""One frozen record type for each table of a reference pack.

A field is named as its CSV column. `row` is the place the record was read from
(`table.csv:line`), so that a finding can cite it. An empty cell is `None` or an
empty tuple: the fact is unknown, never assumed.
"""

from datetime import date
from typing import Annotated, Literal

import msgspec

Confidence = Literal["source", "known", "unverified"]
Convention = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9]*$")]
"""A body of law: `basel`, `rotterdam`, `stockholm`, an optional treaty, or a national layer."""

Specificity = Literal["exact", "group", "flag"]
Scheme = Literal[
    "CAS",
    "EC",
    "UN",
    "HS2012",
    "HS2017",
    "HS2022",
    "HS2028",
    "SMILES",
    "SMARTS",
    "InChIKey",
    "FORMULA",
]
HsEdition = Literal["2012", "2017", "2022", "2028"]
CodeList = Literal["Y", "II", "VIII", "IX", "D", "R", "H"]
Control = Literal["hazardous", "other_waste", "green", "disposal", "recovery", "characteristic"]
PartyStatus = Literal["party", "non-party", "signatory"]
NameStrength = Literal["strong", "weak"]
NameKind = Literal["common", "trade", "iupac", "waste"]
RuleOutcome = Literal["release", "request_documents", "refer", "hold", "refuse"]


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """What every row of every table carries: where it stands and how sure it is."""

    row: str
    confidence: Confidence
    source: str


class Substance(Record, frozen=True, kw_only=True):
    """A chemical, formulation or group listed by a convention.

    `in_force_from` is the first day on which the listing binds; `None` with an
    `adopted_on` means that it is adopted and its entry into force is not known.
    """

    substance_id: str
    convention: Convention
    annex: tuple[str, ...]
    category: tuple[str, ...]
    name: str
    entry_scope: str = ""
    condition: str = ""
    decision: str = ""
    adopted_on: date | None = None
    in_force_from: date | None = None
    valid_to: date | None = None
    notes: str = ""


class Identifier(Record, frozen=True, kw_only=True):
    """A number or structure of a substance, and how far it settles the matter."""

    substance_id: str
    scheme: Scheme
    value: str
    specificity: Specificity
    notes: str = ""


class Synonym(Record, frozen=True, kw_only=True):
    """Another name of a substance, or a trade word of a Basel code.

    A `weak` name is ambiguous alone (PCB is also a printed circuit board).
    """

    substance_id: str
    name: str
    lang: str
    kind: NameKind
    strength: NameStrength
    notes: str = ""


class NearMiss(Record, frozen=True, kw_only=True):
    """A name or number often mistaken for a listed item which it is not."""

    name: str = ""
    scheme: Scheme | None = None
    value: str = ""
    resembles: str = ""
    reason: str = ""
    notes: str = ""


class Formulation(Record, frozen=True, kw_only=True):
    """The form and strength to which a Rotterdam Annex III entry is limited.

    Rows of one entry are alternatives; rows with a `component` belong together: every
    component has to reach its strength (a mixture of three actives, for instance).
    """

    substance_id: str
    form: str
    min_strength: float
    strength_unit: Literal["%", "g/l"]
    comparison: Literal[">=", ">"]
    component: str = ""
    component_cas: str = ""
    notes: str = ""


class WasteCode(Record, frozen=True, kw_only=True):
    """A code of Basel Annexes I-IV, VIII or IX."""

    code: str
    list: CodeList
    title: str
    summary: str = ""
    control: Control
    mirror_codes: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    notes: str = ""


class Party(Record, frozen=True, kw_only=True):
    """What one State or organisation is to one convention."""

    iso3: str
    name: str
    convention: Convention
    status: PartyStatus
    entry_into_force: date | None = None
    notes: str = ""


class ImportResponse(Record, frozen=True, kw_only=True):
    """A State's decision on future import of an Annex III chemical (Rotterdam Art. 10)."""

    iso3: str
    substance_id: str
    decision: Literal[
        "consent",
        "consent_with_conditions",
        "no_consent",
        "interim_consent",
        "interim_no_consent",
        "no_decision",
    ]
    conditions: str = ""
    valid_from: date | None = None
    notes: str = ""


class Exemption(Record, frozen=True, kw_only=True):
    """A specific exemption or acceptable purpose of the Stockholm annexes."""

    substance_id: str
    annex: str
    use: str
    kind: str
    production_or_use: str = ""
    expires: date | None = None
    notes: str = ""


class Threshold(Record, frozen=True, kw_only=True):
    """A concentration limit and the instrument that sets it."""

    substance_id: str
    convention: Convention
    kind: str
    value: float
    unit: str
    basis: str
    valid_from: date | None = None
    notes: str = ""


class HsHint(Record, frozen=True, kw_only=True):
    """A customs code that may carry a listed item."""

    hs_edition: HsEdition
    hs_code: str
    title: str
    ref_kind: Literal["substance", "waste_code"]
    ref_id: str
    specificity: Specificity
    mirror_or_escape_codes: tuple[str, ...] = ()
    notes: str = ""


class Article(Record, frozen=True, kw_only=True):
    """A product that may contain a listed chemical, and when it was made so."""

    product: str
    substance_id: str
    hs_hint: str = ""
    era: str = ""
    note: str = ""


class Agreement(Record, frozen=True, kw_only=True):
    """An agreement under Basel Art. 11; members are iso3 codes or names of groups."""

    agreement_id: str
    title: str
    exporters: tuple[str, ...]
    importers: tuple[str, ...]
    scope: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    notes: str = ""


class ImportBan(Record, frozen=True, kw_only=True):
    """A State's ban on importing wastes (Basel Art. 4(1), 13); `only_for` narrows it.

    `except_from` is the agreement whose members are spared; `condition` the words of a ban
    that is not absolute (only for disposal, only without a permit).
    """

    iso3: str
    scope: Literal["all_waste", "hazardous", "other_waste", "plastics", "e_waste"]
    codes: tuple[str, ...] = ()
    except_from: str = ""
    only_for: Literal["", "disposal"] = ""
    condition: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    notes: str = ""


class BanAmendment(Record, frozen=True, kw_only=True):
    """Whether a Party is bound by Basel Art. 4A. A State without a row is not known to be."""

    iso3: str
    status: Literal["bound", "not_bound"] = "bound"
    valid_from: date | None = None
    notes: str = ""


class AnnexSeven(Record, frozen=True, kw_only=True):
    """A State of Basel Annex VII (OECD, EU, Liechtenstein)."""

    iso3: str
    basis: str
    valid_from: date | None = None
    notes: str = ""


class OptIn(Record, frozen=True, kw_only=True):
    """A Party bound by a Stockholm amendment only on deposit (Art. 25(4))."""

    iso3: str
    valid_from: date | None = None
    notes: str = ""


class AmendmentAcceptance(Record, frozen=True, kw_only=True):
    """An opt-in Party's deposit of an instrument for one amendment."""

    iso3: str
    decision: str
    valid_from: date | None = None
    notes: str = ""


class Contact(Record, frozen=True, kw_only=True):
    """An authority of a State for one convention; each State fills in its own.

    `role`: designated national authority, competent authority, focal point, or laboratory.
    """

    iso3: str
    convention: Convention
    role: Literal["dna", "competent_authority", "focal_point", "laboratory"]
    name: str
    address: str = ""
    email: str = ""
    phone: str = ""
    languages: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    notes: str = ""


class HsCorrelation(Record, frozen=True, kw_only=True):
    """What became of a customs code from one edition of the HS to another.

    `relation`: `same` goods under the same or another number, `split` into several, `merged`
    from several, or `moved` in part.
    """

    from_edition: HsEdition
    from_code: str
    to_edition: HsEdition
    to_code: str
    relation: Literal["same", "split", "merged", "moved"]
    notes: str = ""


class NationalDefinition(Record, frozen=True, kw_only=True):
    """A waste or chemical that a State controls by its own law beyond the conventions.

    `role` says when: the State exports, imports or is passed through. `ref` is a Basel code or
    a substance id of the layer; `measure` what the State asks.
    """

    iso3: str
    ref: str
    role: Literal["export", "import", "transit", "any"]
    measure: Literal["prohibited", "consent", "notification", "permit"]
    provision: str
    condition: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    notes: str = ""


class ExportBan(Record, frozen=True, kw_only=True):
    """A State's ban on exporting wastes; `not_to` are the groups or States it spares.

    `iso3` may name a group of States (EU).
    """

    iso3: str
    scope: Literal["all_waste", "hazardous", "other_waste", "plastics", "e_waste"]
    codes: tuple[str, ...] = ()
    not_to: tuple[str, ...] = ()
    provision: str
    valid_from: date | None = None
    valid_to: date | None = None
    notes: str = ""


class GlossaryTerm(Record, frozen=True, kw_only=True):
    """A term of the field in plain words; `see` are refs, provisions or other terms."""

    term: str
    lang: str
    meaning: str
    see: tuple[str, ...] = ()


class Country(Record, frozen=True, kw_only=True):
    """A State or territory of ISO 3166-1, and the groups it belongs to."""

    iso2: str
    iso3: str
    name: str
    groups: tuple[str, ...] = ()
    notes: str = ""


class CountryName(Record, frozen=True, kw_only=True):
    """Another name of a State or territory."""

    iso3: str
    name: str
    lang: str


class GenericTerm(Record, frozen=True, kw_only=True):
    """A word that says nothing about which substance the goods are."""

    term: str
    lang: str
    kind: Literal["filler", "chemical", "waste", "used", "negation"]


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a procedure table: what a provision asks and what follows without it.

    `row` is `<pack>@<version>/procedure.json:<line>`; empty for a rule made in memory.
    """

    row: str = ""
    id: str
    convention: Convention
    provision: str
    title: str = ""
    applies_when: str
    requires: str
    missing_data: str
    outcome: RuleOutcome
    deadline: str = ""
    exceptions: str = ""
    source: str
    confidence: Confidence
