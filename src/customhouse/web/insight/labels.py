"""Words for what cases name in one token, for pages about many cases."""

from collections.abc import Mapping

from customhouse.languages.catalogues import N_

STATES: Mapping[str, str] = {
    "open": N_("Open"),
    "inspection": N_("Under inspection"),
    "held": N_("Held"),
    "referred": N_("Referred to an authority"),
    "release_proposed": N_("Release proposed"),
    "released": N_("Released"),
    "refused": N_("Refused"),
    "take_back": N_("To be taken back"),
    "seized": N_("Seized"),
    "closed": N_("Closed"),
}

QUESTIONS: Mapping[str, str] = {
    "all": N_("All questions"),
    "is_it_controlled": N_("Are the goods controlled?"),
    "confirm_consent": N_("Is the consent genuine?"),
    "confirm_notification": N_("Is the notification genuine?"),
    "confirm_movement_document": N_("Is the movement document genuine?"),
    "confirm_permit": N_("Is the permit genuine?"),
    "analyse_sample": N_("Analyse a sample"),
    "take_back": N_("Take the goods back"),
    "other": N_("Another question"),
}

ADDRESSEES: Mapping[str, str] = {
    "designated_national_authority": N_("designated national authority"),
    "competent_authority": N_("competent authority"),
    "focal_point": N_("focal point"),
    "laboratory": N_("laboratory"),
    "police": N_("police"),
    "customs": N_("customs"),
    "other_state": N_("another State"),
}

VERDICTS: Mapping[str, str] = {
    "confirmed": N_("Confirmed"),
    "denied": N_("Denied"),
    "partly": N_("Confirmed in part"),
    "unknown": N_("Not known"),
    "": N_("No answer"),
}

COSTS: Mapping[str, str] = {
    "storage": N_("Storage"),
    "demurrage": N_("Demurrage"),
    "analysis": N_("Analysis"),
    "transport": N_("Transport"),
    "disposal": N_("Disposal"),
    "take_back": N_("Taking back"),
    "other": N_("Other costs"),
}

ROLES: Mapping[str, str] = {
    "exporter": N_("exporter"),
    "consignee": N_("consignee"),
    "carrier": N_("carrier"),
    "declarant": N_("declarant"),
    "generator": N_("generator of the waste"),
    "disposer": N_("disposer"),
    "broker": N_("broker"),
    "other": N_("other party"),
}

INDICATORS: Mapping[str, str] = {
    "risk": N_("Indicators of price and mass"),
    "flag": N_("Other treaties"),
    "provision": N_("Provisions"),
    "standing": N_("How sure the identity was"),
    "evidence": N_("Kinds of evidence"),
    "outcome": N_("Outcome of the first screening"),
}

STANDINGS: Mapping[str, str] = {
    "identified": N_("A listed entry is identified"),
    "possible": N_("A listed entry is possible, not settled"),
}

FOUND_BY: Mapping[str, str] = {
    "cas": N_("CAS number"),
    "name": N_("Name"),
    "hs": N_("Customs code"),
    "un": N_("UN number"),
    "code": N_("Waste code"),
    "structure": N_("Structure"),
}

MATCHES: Mapping[str, str] = {
    "exact": N_("met exactly"),
    "fuzzy": N_("misspelt"),
    "weak": N_("with other meanings too"),
    "denied": N_("the text says it is free of this"),
    "in": N_("inside the listed class"),
    "review": N_("a chemist has to look"),
}

ACTIONS: Mapping[str, str] = {
    "ask": N_("Ask"),
    "analyse": N_("Have a sample analysed"),
    "screen_again": N_("Screen the declaration again"),
}

LABELS: Mapping[str, Mapping[str, str]] = {
    "states": STATES,
    "questions": QUESTIONS,
    "addressees": ADDRESSEES,
    "verdicts": VERDICTS,
    "costs": COSTS,
    "roles": ROLES,
    "indicators": INDICATORS,
    "standings": STANDINGS,
    "found_by": FOUND_BY,
    "matches": MATCHES,
    "actions": ACTIONS,
}
"""By list and token; a template says `_(labels.states[token])`."""
