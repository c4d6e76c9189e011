"""The Basel provisions that rest on one declared fact."""

from customhouse.screening.declared import DeclaredRule

ITEM_RULES: tuple[DeclaredRule, ...] = (
    DeclaredRule(
        "BAS-04",
        "radioactive",
        True,
        "Radioactive waste is outside the Convention where another system controls it.",
        "word of the nuclear regulator",
        "unknown",
    ),
    DeclaredRule(
        "BAS-05",
        "ship_operation",
        True,
        "Waste from a ship's normal operation is outside the Convention where another "
        "instrument covers its discharge.",
        "word of the maritime authority",
        "unknown",
    ),
    DeclaredRule(
        "BAS-10",
        "nationally_hazardous",
        True,
        "A State involved defines this waste as hazardous: notification and consent are needed.",
        "notification and consent under the national definition",
        settled_by_consent=True,
    ),
    DeclaredRule(
        "BAS-02",
        "hazardous_in_export_state",
        True,
        "The law of the State of export calls this waste hazardous: its authority notifies.",
        "notification and consent under the national definition",
        settled_by_consent=True,
    ),
    DeclaredRule(
        "BAS-30",
        "hazardous_only_in_some_states",
        True,
        "Hazardous only under the law of some of the States: who notifies whom depends on which.",
        "word of the competent authorities of the States involved",
        "unknown",
    ),
)
"""Asked of every item."""

WASTE_RULES: tuple[DeclaredRule, ...] = (
    DeclaredRule(
        "BAS-13",
        "consent_refused",
        True,
        "The State of import has refused this import.",
        "written consent of the State of import",
    ),
    DeclaredRule(
        "BAS-14",
        "unsound_management_suspected",
        True,
        "There is reason to believe that the waste will not be soundly managed: no export.",
        "evidence of sound management at the facility",
        "unknown",
    ),
    DeclaredRule(
        "BAS-16",
        "import_unsound_management_suspected",
        True,
        "There is reason to believe that the waste will not be soundly managed: no import.",
        "evidence of sound management at the facility",
        "unknown",
    ),
    DeclaredRule(
        "BAS-15",
        "annex_v_a_complete",
        False,
        "The information of Annex V A was not given in full.",
        "the missing fields of Annex V A",
    ),
    DeclaredRule(
        "BAS-19",
        "carrier_authorised",
        False,
        "Carrier or disposer is declared as not authorised for waste.",
        "authorisation of carrier and disposer",
    ),
    DeclaredRule(
        "BAS-20",
        "packed_and_labelled",
        False,
        "Packing and labels are declared as not those of the international rules.",
        "packing and labels that follow the rules of transport",
    ),
    DeclaredRule(
        "BAS-22",
        "facility_sound",
        False,
        "The facility is declared as not able to manage the waste soundly.",
        "permit of the facility",
    ),
    DeclaredRule(
        "BAS-23",
        "export_justified",
        False,
        "Export is open only where the exporter lacks capacity, or the importer needs the waste "
        "as a raw material.",
        "reason for the export",
    ),
    DeclaredRule(
        "BAS-24",
        "duty_handed_over",
        True,
        "The duty of sound management stays with the State where the waste arose.",
        "word of the competent authority of the State of export",
    ),
    DeclaredRule(
        "BAS-32",
        "movement_document_signed",
        False,
        "Whoever takes charge of the waste signs the movement document; a signature is missing.",
        "signatures on the movement document",
    ),
    DeclaredRule(
        "BAS-33",
        "papers_through_authority",
        False,
        "Notification and answer go to the competent authorities; these did not.",
        "notification sent through the competent authority",
    ),
    DeclaredRule(
        "BAS-36",
        "contract_failed",
        True,
        "The contract cannot be completed. The State of export takes the waste back unless "
        "sound disposal elsewhere is arranged within 90 days of being told.",
        "arrangement for the return or another sound disposal",
    ),
    DeclaredRule(
        "BAS-40",
        "consent_by_deception",
        True,
        "Consent obtained by falsification, misrepresentation or fraud is illegal traffic.",
        "word of the State that gave the consent",
    ),
    DeclaredRule(
        "BAS-42",
        "dumping",
        True,
        "Deliberate disposal against the Convention is illegal traffic.",
        "referral to the authority for enforcement",
    ),
    DeclaredRule(
        "BAS-43",
        "illegal_traffic_by_exporter",
        True,
        "A person has confirmed illegal traffic by the exporter's side: the waste goes back "
        "within 30 days of the State of export being told.",
        "request to the State of export to take the waste back",
    ),
    DeclaredRule(
        "BAS-44",
        "illegal_traffic_by_importer",
        True,
        "A person has confirmed illegal traffic by the importer's side: the State of import sees "
        "to sound disposal within 30 days.",
        "sound disposal arranged by the State of import",
    ),
    DeclaredRule(
        "BAS-45",
        "illegal_traffic_fault_unknown",
        True,
        "Nobody at fault can be named: the States together see to sound disposal.",
        "agreement of the States on sound disposal",
    ),
    DeclaredRule(
        "BAS-52",
        "hazard_characteristics_known",
        False,
        "The characteristics of Annex III are declared as not known.",
        "analysis against Annex III",
        "unknown",
    ),
)
"""Asked of every waste."""
