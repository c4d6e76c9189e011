"""All operations of the API together."""

from litestar import Router
from litestar.di import Provide

from customhouse.api import (
    cases,
    cases_due,
    cases_files,
    cases_written,
    dossiers,
    invitations,
    listing,
    me,
    reference,
    screenings,
)
from customhouse.api.caller import TellsWhatIsLeft, caller_of, known_caller
from customhouse.api.document import PREFIX

ROUTER = Router(
    PREFIX,
    route_handlers=[
        *screenings.HANDLERS,
        *listing.HANDLERS,
        *invitations.HANDLERS,
        *cases.HANDLERS,
        *cases_written.HANDLERS,
        *cases_files.HANDLERS,
        *cases_due.HANDLERS,
        *reference.HANDLERS,
        *dossiers.HANDLERS,
        *me.HANDLERS,
    ],
    guards=[known_caller],
    dependencies={"caller": Provide(caller_of, sync_to_thread=False)},
    middleware=[TellsWhatIsLeft()],
)
