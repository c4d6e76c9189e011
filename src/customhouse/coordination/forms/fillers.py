"""Every way to fill a box, by the name that the forms use; and a form filled as a whole."""

from collections.abc import Mapping

from customhouse.coordination.forms import (
    course,
    goods_boxes,
    papers_shown,
    parties,
    return_limits,
    states,
)
from customhouse.coordination.forms.form import BY_HAND, Form
from customhouse.coordination.forms.goods import Good
from customhouse.coordination.forms.ground import Field, Filler, Ground

FILLERS: Mapping[str, Filler] = {
    BY_HAND: lambda _ground: Field(),
    "exporter": parties.exporter,
    "consignee": parties.consignee,
    "generator": parties.of_role("generator"),
    "disposer": parties.of_role("disposer"),
    "carriers": parties.of_role("carrier"),
    "other_parties": parties.others,
    "basel_state_of_export": states.state_of("basel", "export"),
    "basel_state_of_import": states.state_of("basel", "import"),
    "basel_states_of_transit": states.transit_of("basel"),
    "rotterdam_state_of_export": states.state_of("rotterdam", "export"),
    "rotterdam_state_of_import": states.state_of("rotterdam", "import"),
    "route": states.route,
    "goods": goods_boxes.descriptions,
    "codes": goods_boxes.codes_of(Good.waste_codes),
    "classification": goods_boxes.explained(Good.waste_codes),
    "hazards": goods_boxes.explained(Good.hazards, notes=True),
    "disposal": goods_boxes.explained(Good.operations),
    "quantity": goods_boxes.quantity,
    "packages": goods_boxes.packages,
    "containers": goods_boxes.containers,
    "un_numbers": goods_boxes.declared_list("un"),
    "cas_numbers": goods_boxes.declared_list("cas"),
    "customs_codes": goods_boxes.customs_codes,
    "chemicals": goods_boxes.chemicals,
    "categories": goods_boxes.categories,
    "concentrations": goods_boxes.concentrations,
    "uses": goods_boxes.uses,
    "papers_shown": papers_shown.shown,
    "notifications": papers_shown.of_type("basel_notification"),
    "contract": papers_shown.of_type("contract"),
    "safety_data_sheets": papers_shown.of_type("sds"),
    "consents": papers_shown.consents,
    "reporter": course.reporter,
    "case_number": course.case_number,
    "found_on": course.found_on,
    "found_at": course.found_at,
    "evidence": course.evidence,
    "measures": course.measures,
    "illegal_grounds": course.illegal_grounds,
    "conduct": course.conduct,
    "return_ground": course.return_ground,
    "return_clock": return_limits.return_clock,
    "costs": course.costs,
}
"""A box that its filler leaves empty is filled by a person, or is a gap."""

LONGEST = 4000
"""Characters in one box."""


def filled(form: Form, ground: Ground) -> dict[str, Field]:
    """Every box of the form by its id, as far as the case tells."""
    return {box.id: _short(FILLERS[box.fill](ground)) for box in form.boxes}


def _short(field: Field) -> Field:
    if len(field.text) <= LONGEST:
        return field
    return Field(field.text[: LONGEST - 2].rstrip() + " …", field.sources)
