"""Cases that were seized and closed through the operations, for tests of what they teach."""

import uuid

from customhouse.coordination.entries import PartyNamed
from customhouse.declarations.declaration import Document, Trader
from customhouse.operations import cases, screenings
from customhouse.operations.context import Context
from customhouse.store.organisations import Organisation
from tests.people import Person, person
from tests.screening.build import declare

EXPORTER = "Zambezi Agro Supplies"
CARRIER = "Blue Crane Lines"
CONTAINER = "MSKU 123456-7"
PERMIT = "PCPB/2025/0417"


def chief(context: Context, home: Organisation | None = None) -> Person:
    """Somebody who opens, writes, moves and closes cases."""
    return person(context, "officer", "supervisor", at=home)


def opened(context: Context, who: Person, *, exporter: str = EXPORTER) -> uuid.UUID:
    """A case of a shipment of lindane, with its carrier named."""
    declaration = declare(
        id=f"KE-{uuid.uuid4().hex[:8]}",
        regime="export",
        country_of_export="DE",
        country_of_destination="KE",
        exporter=Trader(name=exporter, id="DE-998877"),
        consignee=Trader(name="Rift Farm Stores"),
        description=f"Lindane powder from {exporter}, container {CONTAINER}",
        net_mass_kg=24380.0,
        purpose="pesticide",
        documents=(Document(type="permit", reference=PERMIT),),
    )
    [kept] = screenings.screen(context, who.actor, [declaration])
    number = f"MSA/{uuid.uuid4().hex[:10]}"
    key = cases.open_case(
        context, who.actor, number=number, title="Lindane at berth 7", screening=kept.id
    )
    cases.tell(context, who.actor, key, 2, [PartyNamed(role="carrier", name=CARRIER)])
    return key


def closed(context: Context, who: Person, *, exporter: str = EXPORTER) -> uuid.UUID:
    """Such a case, held, seized and closed."""
    key = opened(context, who, exporter=exporter)
    cases.move(context, who.actor, key, 3, "hold", "The permit names other goods.")
    cases.move(context, who.actor, key, 4, "seize", "No exemption is left.", (2,))
    cases.move(context, who.actor, key, 5, "close", "Handed over.")
    return key
