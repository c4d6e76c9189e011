"""The papers of a case, and where else they were shown."""

import uuid

import msgspec
from sqlalchemy import Connection

from customhouse.accounts.actor import Actor
from customhouse.coordination.case import Case
from customhouse.coordination.entries import FileAdded, Screened
from customhouse.coordination.papers_used import Flag, Paper, flags, plain_reference
from customhouse.operations.context import Context
from customhouse.operations.screenings import NotFoundError
from customhouse.store import case_documents, cases, screenings


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A paper of a case; `copy` is the entry of the file, when there is one."""

    paper: Paper
    copy: int | None = None


class PapersOfCase(msgspec.Struct, frozen=True, kw_only=True):
    """The papers of a case and what to look at among them."""

    shown: tuple[Shown, ...]
    flags: tuple[Flag, ...]


def of_case(context: Context, actor: Actor, key: uuid.UUID) -> PapersOfCase:
    """The declared papers and those added as files, and what was shown elsewhere in the State.

    In full within the actor's own organisation; of others of the State only when and by which.
    Raises `NotFoundError`.
    """
    with context.store.reading() as connection:
        case = cases.get(connection, actor, key)
        if case is None:
            raise NotFoundError
        shown = _shown(context, connection, actor, case)
        wanted = {
            (one.paper.type, plain)
            for one in shown
            if (plain := plain_reference(one.paper.reference))
        }
        own = {body.screening for _, body in case.every(Screened)}
        uses = case_documents.uses(connection, actor.iso3, wanted, case.id, own) if wanted else []
    day = context.today()
    found = flags([one.paper for one in shown], uses, day, actor.organisation_id, actor.iso3)
    return PapersOfCase(shown=tuple(shown), flags=tuple(found))


def _shown(context: Context, connection: Connection, actor: Actor, case: Case) -> list[Shown]:
    """Each paper once: a declared one with the copy of it, then copies of others."""
    consignment = case_documents.consignment_of(connection, case)
    copies = {number: body for number, body in case.every(FileAdded) if body.document_type}
    found: list[Shown] = []
    for paper in _declared(context, connection, actor, case):
        name = (paper.type, plain_reference(paper.reference))
        same = [
            number
            for number, body in copies.items()
            if (body.document_type, plain_reference(body.reference)) == name
        ]
        copies = {number: body for number, body in copies.items() if number not in same}
        named = msgspec.structs.replace(paper, consignment=consignment)
        found.append(Shown(paper=named, copy=same[-1] if same else None))
    for number, body in copies.items():
        paper = Paper(
            type=body.document_type,
            reference=body.reference,
            issuer=body.issuer_iso3,
            consignment=consignment,
        )
        found.append(Shown(paper=paper, copy=number))
    return found


def _declared(context: Context, connection: Connection, actor: Actor, case: Case) -> list[Paper]:
    """The papers as first declared, as far as the actor may see that screening."""
    first = [body for _, body in case.every(Screened) if not body.because]
    if not first:
        return []
    kept = screenings.get(connection, actor, context.now(), first[-1].screening)
    if kept is None:
        return []
    return [
        Paper(
            type=document.type,
            reference=document.reference,
            issuer=document.issuer,
            valid_until=document.valid_until,
        )
        for document in kept.saved.declaration.documents
    ]
