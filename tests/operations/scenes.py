"""A case of a shipment of waste with its papers, to ask about: shared by tests of referrals."""

import uuid
from typing import Any

import msgspec

from customhouse.coordination.case import Case
from customhouse.coordination.entries import Answered, Asked, Fact, PartyNamed, Said
from customhouse.declarations.declaration import Declaration
from customhouse.operations import cases, screenings
from customhouse.operations.asking import Asking
from customhouse.operations.context import Context
from customhouse.store.organisations import Organisation
from tests.people import Person, organisation, person
from tests.screening.build import PAPERS, declare, papers

CONSENT = "GH/2025-17"


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """An officer with a case; `host` is the organisation."""

    context: Context
    host: Organisation
    officer: Person
    key: uuid.UUID

    def case(self) -> Case:
        return cases.get(self.context, self.officer.actor, self.key)

    @property
    def seen(self) -> int:
        return self.case().last.sequence

    def tell(self, *bodies: Fact | Said) -> list[int]:
        told = cases.tell(self.context, self.officer.actor, self.key, self.seen, bodies)
        return [entry.sequence for entry in told]

    def asked(self) -> Asked:
        return self.case().every(Asked)[-1][1]

    def answered(self) -> Answered:
        return self.case().every(Answered)[-1][1]


def waste(**pieces: Any) -> Declaration:
    """Controlled waste from Kenya to Ghana with all its papers: released."""
    usual: dict[str, Any] = {
        "id": "KE-1",
        "regime": "export",
        "country_of_export": "KE",
        "country_of_destination": "GH",
        "exporter": {"name": "Mombasa Metals"},
        "description": "Spent lead-acid batteries",
        "hs_code": "8549.11",
        "waste_codes": ("A1160",),
        "is_waste": True,
        "purpose": "recovery",
        "net_mass_kg": 20_000.0,
        "documents": papers(*PAPERS, reference=CONSENT),
    }
    made = declare(**(usual | pieces))
    return msgspec.convert(msgspec.to_builtins(made), Declaration)


def scene(
    context: Context,
    declaration: Declaration | None = None,
    *,
    host: Organisation | None = None,
    officer: Person | None = None,
) -> Scene:
    """A case from a kept screening, with one party named (entry 3)."""
    host = host or organisation(context, "KEN")
    officer = officer or person(context, "officer", at=host)
    [answer] = screenings.screen(context, officer.actor, [declaration or waste()])
    key = cases.open_case(
        context,
        officer.actor,
        number=uuid.uuid4().hex[:8],
        title="Batteries to Tema",
        screening=answer.id,
    )
    made = Scene(context=context, host=host, officer=officer, key=key)
    made.tell(PartyNamed(role="exporter", name="Mombasa Metals"))
    return made


def asking(**changes: Any) -> Asking:
    """A question to Ghana about its consent, by a guest link; entry 3 is shared."""
    usual: dict[str, Any] = {
        "to": "other_state",
        "question": "confirm_consent",
        "text": "Did you give this consent?",
        "language": "en",
        "name": "Environmental Protection Authority",
        "iso3": "GHA",
        "document": CONSENT,
        "document_type": "basel_consent",
        "shared": (3,),
    }
    return Asking(**(usual | changes))
