"""National layers: what the law of a State adds to the conventions, one function per measure.

The State exports, imports or is passed through; its layer is loaded only when it is asked for.
Layers add findings and take none away, so a layer can make an answer stricter and never milder.
"""

from customhouse.screening.basel.classify import classify
from customhouse.screening.basel.waste import Waste
from customhouse.screening.case import Case
from customhouse.screening.finding import Finding
from customhouse.screening.listed import listed_entries
from customhouse.screening.national.bans import export_ban, import_ban
from customhouse.screening.national.chemicals import national_list
from customhouse.screening.national.wastes import controlled_waste


def screen(case: Case) -> list[Finding]:
    """What the layers that are loaded say of one item."""
    layers = case.view.library.national.names
    if not layers:
        return []
    found: list[Finding] = []
    state = case.waste
    if state.treated_as_waste:
        waste = Waste(case=case, state=state, classification=classify(case))
        found += [*export_ban(waste), *import_ban(waste), *controlled_waste(waste)]
    every = (*case.candidates, *case.national)
    whole = Case(case.declaration, case.item, every, case.words, case.view)
    for layer in sorted(layers):
        for entry in listed_entries(whole, layer):
            found += national_list(entry)
    return found
