"""Where papers were shown: as files of cases, and in the declarations of kept screenings."""

import uuid
from collections.abc import Collection, Iterator

import msgspec
from sqlalchemy import Connection, delete, insert, select

from customhouse.coordination.case import Case
from customhouse.coordination.entries import Corrected, Entry, FileAdded
from customhouse.coordination.papers_used import Use, plain_reference
from customhouse.declarations.declaration import Document, Trader
from customhouse.store.tables import case_documents, cases, organisations, screenings
from customhouse.store.tables import case_entries as entries

MOST_SCREENINGS = 1000
"""How many kept screenings of the State are looked through, the newest first."""


class _Papers(msgspec.Struct, frozen=True):
    exporter: Trader = Trader()
    documents: tuple[Document, ...] = ()


class _Record(msgspec.Struct, frozen=True):
    declaration: _Papers


def note(connection: Connection, case: Case, entry: Entry) -> None:
    """Keep the reference of a document that was added, or put right one that was corrected."""
    body = entry.body
    if isinstance(body, Corrected):
        connection.execute(
            delete(case_documents).where(
                case_documents.c.case_id == case.id, case_documents.c.sequence == body.of
            )
        )
        if isinstance(body.body, FileAdded):
            _keep(connection, case, body.of, body.body)
    elif isinstance(body, FileAdded):
        _keep(connection, case, entry.sequence, body)


def _keep(connection: Connection, case: Case, sequence: int, added: FileAdded) -> None:
    plain = plain_reference(added.reference)
    if not plain:
        return
    connection.execute(
        insert(case_documents),
        {
            "case_id": case.id,
            "sequence": sequence,
            "document_type": added.document_type,
            "issuer_iso3": added.issuer_iso3,
            "reference": plain,
            "consignment": consignment_of(connection, case),
        },
    )


def consignment_of(connection: Connection, case: Case) -> str:
    """The number of the declaration that the case is about; empty when none is known."""
    if case.screened is None:
        return ""
    found: str | None = connection.execute(
        select(screenings.c.declaration_id).where(screenings.c.id == case.screened.screening)
    ).scalar_one_or_none()
    return found or ""


def uses(
    connection: Connection,
    iso3: str,
    references: Collection[tuple[str, str]],
    case_id: uuid.UUID,
    own_screenings: Collection[uuid.UUID],
) -> list[Use]:
    """Uses in the State of papers by type and plain reference, but for those of one case.

    `own_screenings` are those of the case. The newest come first.
    """
    found = [
        *_in_cases(connection, iso3, references, case_id),
        *_in_screenings(connection, iso3, references, own_screenings),
    ]
    return sorted(found, key=lambda use: (use.at, use.path), reverse=True)


def _in_cases(
    connection: Connection,
    iso3: str,
    references: Collection[tuple[str, str]],
    case_id: uuid.UUID,
) -> Iterator[Use]:
    rows = connection.execute(
        select(
            case_documents.c.case_id,
            case_documents.c.document_type,
            case_documents.c.reference,
            case_documents.c.consignment,
            cases.c.organisation_id,
            cases.c.iso3,
            organisations.c.name,
            entries.c.at,
        )
        .join(cases, cases.c.id == case_documents.c.case_id)
        .join(organisations, organisations.c.id == cases.c.organisation_id)
        .join(
            entries,
            (entries.c.case_id == case_documents.c.case_id)
            & (entries.c.sequence == case_documents.c.sequence),
        )
        .where(
            cases.c.iso3 == iso3,
            case_documents.c.case_id != case_id,
            case_documents.c.reference.in_({reference for _, reference in references}),
        )
    )
    for row in rows:
        if (row.document_type, row.reference) in references:
            yield Use(
                type=row.document_type,
                reference=row.reference,
                consignment=row.consignment,
                organisation_id=row.organisation_id,
                organisation=row.name,
                iso3=row.iso3,
                at=row.at,
                path=f"/cases/{row.case_id}",
            )


def _in_screenings(
    connection: Connection,
    iso3: str,
    references: Collection[tuple[str, str]],
    own: Collection[uuid.UUID],
) -> Iterator[Use]:
    rows = connection.execute(
        select(
            screenings.c.id,
            screenings.c.declaration_id,
            screenings.c.organisation_id,
            screenings.c.iso3,
            screenings.c.created_at,
            screenings.c.record,
            organisations.c.name,
        )
        .join(organisations, organisations.c.id == screenings.c.organisation_id)
        .where(screenings.c.iso3 == iso3)
        .order_by(screenings.c.created_at.desc(), screenings.c.id.desc())
        .limit(MOST_SCREENINGS)
    )
    for row in rows:
        if row.id in own:
            continue
        declared = msgspec.json.decode(row.record, type=_Record).declaration
        shown = {(one.type, plain_reference(one.reference)) for one in declared.documents}
        for kind, reference in shown & set(references):
            yield Use(
                type=kind,
                reference=reference,
                consignment=row.declaration_id,
                organisation_id=row.organisation_id,
                organisation=row.name,
                iso3=row.iso3,
                at=row.created_at,
                path=f"/screenings/{row.id}",
                trader=declared.exporter.name,
            )
