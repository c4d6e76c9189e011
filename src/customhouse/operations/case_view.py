"""A case with all that a page about it shows, read in one go."""

import uuid
from collections.abc import Mapping

import msgspec
from sqlalchemy import Connection

from customhouse.accounts.actor import Actor
from customhouse.coordination.case import Case
from customhouse.coordination.entries import Corrected, FileAdded, Said
from customhouse.operations.context import Context
from customhouse.operations.screenings import NotFoundError
from customhouse.store import cases, files, screenings, users
from customhouse.store.cases import CaseLine
from customhouse.store.files import FileRecord


class Colleague(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of the own organisation who can be mentioned."""

    id: uuid.UUID
    name: str


class CaseView(msgspec.Struct, frozen=True, kw_only=True):
    """A case as one person sees it.

    `mine` tells that it is the person's organisation's, and may be added to; `sees_screening`
    that the latest screening is the person's to see too. `files` are by hash, `names` those of
    people who are mentioned.
    """

    case: Case
    line: CaseLine
    mine: bool
    sees_screening: bool
    files: Mapping[str, FileRecord]
    names: Mapping[uuid.UUID, str]


def view(context: Context, actor: Actor, key: uuid.UUID) -> CaseView:
    """A case whole. Raises `NotFoundError` for one that the actor may not see."""
    with context.store.reading() as connection:
        case, line = cases.get(connection, actor, key), cases.line(connection, actor, key)
        if case is None or line is None:
            raise NotFoundError
        latest = case.screened
        kept = latest and screenings.get(connection, actor, context.now(), latest.screening)
        return CaseView(
            case=case,
            line=line,
            mine=not case.is_copy and cases.owner(connection, key) == actor.organisation_id,
            sees_screening=kept is not None,
            files=files.known(connection, _hashes(case)),
            names=_names(connection, case),
        )


def colleagues(context: Context, actor: Actor) -> list[Colleague]:
    """The other people of the actor's organisation, by name. Raises `DeniedError`."""
    actor.require("cases.write")
    with context.store.reading() as connection:
        everybody = users.of_organisation(connection, actor.organisation_id)
    return [
        Colleague(id=user.id, name=user.name)
        for user in everybody
        if user.active and user.id != actor.user_id
    ]


def _hashes(case: Case) -> set[str]:
    bodies = [
        entry.body.body if isinstance(entry.body, Corrected) else entry.body
        for entry in case.entries
    ]
    return {body.sha256 for body in bodies if isinstance(body, FileAdded)}


def _names(connection: Connection, case: Case) -> dict[uuid.UUID, str]:
    mentioned = {key for _, said in case.every(Said) for key in said.mentions}
    found = {key: users.get(connection, key) for key in mentioned}
    return {key: user.name for key, user in found.items() if user}
