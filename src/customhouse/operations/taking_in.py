"""Take in a sealed bundle of another installation: all of it, or nothing.

The signature is checked before anything in it is believed. A bundle that came before adds
nothing, so a bundle may be taken in again whenever it is not known whether it arrived.
"""

import uuid
from collections.abc import Mapping, Sequence
from typing import IO

import msgspec
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from customhouse.accounts.actor import Actor
from customhouse.coordination import carried, sharing
from customhouse.coordination.bundle import Bundle, opened
from customhouse.coordination.carried import BundleError
from customhouse.coordination.case import Case, CaseError, case_of
from customhouse.coordination.entries import (
    Answered,
    Asked,
    Author,
    Entry,
    FileAdded,
    Origin,
    Said,
    first_broken,
)
from customhouse.coordination.following import may_follow
from customhouse.operations import files as file_operations
from customhouse.operations.context import Context
from customhouse.operations.files import FileError
from customhouse.publishing.peers import Peers
from customhouse.reference.tables import PackError
from customhouse.store import audit, cases, exchanges, files, referrals
from customhouse.store.cases import ConflictError
from customhouse.store.exchanges import Exchange
from customhouse.store.scan_command import Scan

_AGAIN = "ask the sender for the bundle again"
_NOT_HERE = BundleError(
    "it answers a question that no case here has asked",
    "look whether it was meant for another organisation",
)


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What a bundle brought: into which case, from whom, and how many entries were new."""

    case: uuid.UUID
    sender: str
    iso3: str
    entries: int


class Looked(msgspec.Struct, frozen=True):
    """What was found about a file before it is kept."""

    media_type: str
    scan: Scan


def take_in(
    context: Context,
    actor: Actor,
    peers: Peers,
    source: IO[bytes],
    place: str,
    *,
    scan_command: str = "",
) -> Taken:
    """Take in the bundle in `source`; `place` names it in problems.

    Raises `DeniedError`, and `BundleError` with the reason; nothing is kept then.
    """
    actor.require("cases.exchange")
    try:
        trusted = peers.trusted()
    except PackError as error:
        raise BundleError(error.problems[0].problem, error.problems[0].remedy) from None
    with opened(source, place, trusted) as bundle:
        told = bundle.manifest
        state = peers.state_of(told.sender.key)
        if told.sender.iso3 != state:
            raise BundleError(
                f"its key is trusted for {state}, and it says that it comes from "
                f"{told.sender.iso3}",
                "ask the sender which is right",
            )
        if told.to != actor.iso3:
            raise BundleError(
                f"it is for {told.to} and not for {actor.iso3}", "tell the sender, and delete it"
            )
        looked = _look_at_files(context, actor, bundle, scan_command)
        try:
            return _write(context, actor, bundle, looked)
        except (IntegrityError, ConflictError):
            return _write(context, actor, bundle, looked)


def _look_at_files(
    context: Context, actor: Actor, bundle: Bundle, scan_command: str
) -> dict[str, Looked]:
    found = {}
    subject = f"bundle:{bundle.sha256}"
    for sha256 in bundle.manifest.files:
        try:
            checked = file_operations.check(
                context, actor, subject, bundle.file(sha256), scan_command=scan_command
            )
        except FileError as error:
            raise BundleError(
                f"the file {sha256[:12]} in it is not taken: {error}", _AGAIN
            ) from None
        found[sha256] = Looked(checked.media_type, checked.scan)
    return found


def _write(context: Context, actor: Actor, bundle: Bundle, looked: Mapping[str, Looked]) -> Taken:
    told, now = bundle.manifest, context.now()
    with context.store.writing() as connection:
        if told.kind == "answer":
            key = told.case
            _asked(connection, actor, bundle)
        else:
            key = carried.copy_id(actor.organisation_id, told.case, told.referral)
            _check_foreign(connection, actor, told.case)
        new: Sequence[Entry] = ()
        if not exchanges.is_known(connection, "in", key, bundle.sha256):
            for sha256, one in looked.items():
                content = bundle.file(sha256)
                files.put(connection, sha256, one.media_type, content, one.scan, now)
            if told.kind == "answer":
                new = _add_answer(context, connection, actor, bundle)
            else:
                new = _add_to_copy(context, connection, actor, bundle, key)
            exchange = Exchange(
                direction="in",
                peer=f"{told.sender.iso3} {told.sender.name}",
                at=now,
                first=told.first,
                last=told.last,
            )
            exchanges.note(connection, key, bundle.sha256, exchange)
            detail = {"kind": told.kind, "from": told.sender.iso3, "key": told.sender.key[:16]}
            detail |= {"bundle": bundle.sha256, "entries": str(len(new))}
            audit.record(connection, actor, now, "case.taken_in", f"case:{key}", detail)
    return Taken(case=key, sender=told.sender.name, iso3=told.sender.iso3, entries=len(new))


def _check_foreign(connection: Connection, actor: Actor, case: uuid.UUID) -> None:
    if cases.owner(connection, case) == actor.organisation_id:
        raise BundleError(
            "it is of a case of your own organisation, which is here already",
            "give it to the other installation",
        )


def _add_to_copy(
    context: Context, connection: Connection, actor: Actor, bundle: Bundle, key: uuid.UUID
) -> tuple[Entry, ...]:
    """The entries that were missing, after which the copy holds as a whole."""
    told = bundle.manifest
    held = cases.entries(connection, key)
    new = carried.fresh(held, told.hashes, bundle.carried)
    if not new:
        return ()
    joined = sorted((*held, *new), key=lambda entry: entry.sequence)
    broken = first_broken(joined) if told.kind == "case" else carried.first_unfit(joined)
    if broken is not None or not carried.begins(joined):
        raise BundleError(f"entry {broken or 1} does not follow the entry before it", _AGAIN)
    if joined[0].by.iso3 != told.sender.iso3:
        raise BundleError("the case was opened in another State than the sender's", _AGAIN)
    try:
        copy = case_of(joined, kept_as=key)
    except CaseError as error:
        raise BundleError(str(error), _AGAIN) from None
    if told.kind == "question" and carried.referral_of(copy, actor.organisation_id) is None:
        raise BundleError("the question is not in it", _AGAIN)
    exchanges.keep_copy(connection, actor, copy, new, context.now())
    return new


def _asked(connection: Connection, actor: Actor, bundle: Bundle) -> tuple[Case, Asked]:
    """The case that asked, and its question. Raises `BundleError` when there is none."""
    told = bundle.manifest
    if cases.owner(connection, told.case) != actor.organisation_id or told.referral is None:
        raise _NOT_HERE
    case = cases.whole(connection, told.case)
    asked = sharing.question(case, told.referral) if case else None
    if case is None or asked is None:
        raise _NOT_HERE
    if asked.iso3 != told.sender.iso3:
        raise BundleError(f"{asked.iso3} was asked, and {told.sender.iso3} answers", _AGAIN)
    return case, asked


def _add_answer(
    context: Context, connection: Connection, actor: Actor, bundle: Bundle
) -> list[Entry]:
    """What was said becomes entries of the case that asked, each naming where it was written."""
    told, now = bundle.manifest, context.now()
    case, asked = _asked(connection, actor, bundle)
    if sharing.is_withdrawn(case, asked.referral):
        raise BundleError("the question was withdrawn here", "tell the sender that it is settled")
    origins = {
        one.body.origin.hash
        for one in case.entries
        if isinstance(one.body, FileAdded | Answered | Said) and one.body.origin is not None
    }
    carried.check_answer(bundle.carried, asked.referral)
    carried.lost_between(
        {number for number, one in told.hashes if one not in origins},
        {entry.sequence for entry in bundle.carried},
    )
    written = []
    for entry in bundle.carried:
        if entry.hash in origins or not isinstance(entry.body, FileAdded | Answered | Said):
            continue
        origin = Origin(hash=entry.hash, at=entry.at, key=told.sender.key)
        body = msgspec.structs.replace(entry.body, origin=origin)
        try:
            may_follow(case, body)
        except CaseError as error:
            raise BundleError(str(error), "look at the case; nothing was taken in") from None
        made = cases.add(connection, case, _author(entry, asked.referral), body, now)
        case = case_of([*case.entries, made])
        written.append(made)
        if isinstance(body, Answered):
            referrals.answered(connection, asked.referral, now)
    return written


def _author(entry: Entry, referral: uuid.UUID) -> Author:
    """Who wrote it there; an id of an account of another installation says nothing here."""
    return Author(
        via="import",
        name=entry.by.name,
        iso3=entry.by.iso3,
        organisation=entry.by.organisation,
        referral=referral,
    )
