"""Sealed exchange: send a case, a question or an answer to another installation, as one file.

Nothing is sent before a person has confirmed the State that it goes to. The same entries give
the same file, so that a download that broke off is repeated and nothing more is noted.
"""

import uuid
from typing import IO

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection

from customhouse.accounts.actor import Actor
from customhouse.coordination import bundle, carried, sharing
from customhouse.coordination.bundle import Sender
from customhouse.coordination.carried import BundleError, Kind
from customhouse.coordination.case import Case
from customhouse.coordination.entries import Asked, Entry
from customhouse.operations import cases as case_operations
from customhouse.operations.context import Context
from customhouse.operations.screenings import NotFoundError
from customhouse.publishing import signing
from customhouse.publishing.peers import Peers
from customhouse.reference.tables import PackError
from customhouse.store import audit, cases, exchanges, files, organisations
from customhouse.store.exchanges import Exchange


class Outgoing(msgspec.Struct, frozen=True, kw_only=True):
    """What would be sent, to be looked at first.

    `to` is the State that it has to go to, empty where a person chooses. `absent` are files that
    are not kept here, or were found infected: they do not go along.
    """

    case: Case
    kind: Kind
    to: str
    entries: tuple[Entry, ...]
    carried: tuple[Entry, ...]
    files: tuple[str, ...]
    absent: tuple[str, ...]
    size: int


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """A bundle that was made: the name of its file and its SHA-256."""

    name: str
    sha256: str


class Exchanges(msgspec.Struct, frozen=True, kw_only=True):
    """A case, what was sent and taken in of it, and the question that a copy of it is about.

    `mine` tells that it is of the actor's own organisation.
    """

    case: Case
    mine: bool
    told: tuple[Exchange, ...]
    referral: uuid.UUID | None
    questions: tuple[Asked, ...]


def of_case(context: Context, actor: Actor, key: uuid.UUID) -> Exchanges:
    """The exchanges of a case that the actor may see. Raises `NotFoundError`."""
    case = case_operations.get(context, actor, key)
    with context.store.reading() as connection:
        owner = cases.owner(connection, key)
        told = exchanges.of_case(connection, key)
    about = carried.referral_of(case, owner) if owner and case.is_copy else None
    return Exchanges(
        case=case,
        mine=owner == actor.organisation_id,
        told=tuple(told),
        referral=about,
        questions=tuple(body for _, body in case.every(Asked)) if not case.is_copy else (),
    )


def preview(
    context: Context, actor: Actor, key: uuid.UUID, referral: uuid.UUID | None, after: int
) -> Outgoing:
    """What would be sent of the actor's own case: all of it, or one question or answer.

    Only entries after the number `after`. Raises `DeniedError`, `NotFoundError`, `BundleError`.
    """
    actor.require("cases.exchange")
    with context.store.reading() as connection:
        return _outgoing(connection, actor, key, referral, after)


def send(
    context: Context,
    actor: Actor,
    peers: Peers,
    key: uuid.UUID,
    target: IO[bytes],
    *,
    referral: uuid.UUID | None,
    after: int,
    to: str,
    confirmed_iso3: str,
    name: str = "",
) -> Sent:
    """Seal what `preview` shows in `target`, and note to which State it was let go.

    `confirmed_iso3` is the State that a person confirmed and `name` whom it is for. Raises
    `DeniedError`, `NotFoundError` and `BundleError`; nothing is noted then.
    """
    actor.require("cases.exchange")
    private = _own_key(peers)
    with context.store.reading() as connection:
        out = _outgoing(connection, actor, key, referral, after)
        if not (to and to == confirmed_iso3 and out.to in ("", to)):
            raise BundleError(
                "the State that was confirmed is not the one that it goes to",
                "look at what is sent and confirm the State again",
            )
        manifest = bundle.manifest_of(
            kind=out.kind,
            case=_case_asked(connection, out),
            referral=referral,
            sender=_sender(connection, actor, signing.fingerprint(private.public_key())),
            to=to,
            chosen=out.entries,
            after=after,
            files=out.files,
        )
        sha256 = bundle.write(
            target, manifest, out.carried, lambda one: files.content(connection, one), private
        )
    now = context.now()
    exchange = Exchange(
        direction="out",
        peer=" ".join(f"{to} {name}".split()),
        at=now,
        first=manifest.first,
        last=manifest.last,
    )
    with context.store.writing() as connection:
        exchanges.note(connection, key, sha256, exchange)
        detail = {"kind": out.kind, "to": to, "bundle": sha256}
        detail |= {"first": str(manifest.first), "last": str(manifest.last)}
        audit.record(connection, actor, now, "case.sent", f"case:{key}", detail)
    label = f"{out.kind}-{manifest.case.hex[:8]}-{manifest.first}-{manifest.last}"
    return Sent(name=label + bundle.SUFFIX, sha256=sha256)


def _outgoing(
    connection: Connection,
    actor: Actor,
    key: uuid.UUID,
    referral: uuid.UUID | None,
    after: int,
) -> Outgoing:
    case = own(connection, actor, key)
    if case.is_copy:
        raise BundleError("this is a copy", "only the installation whose case it is sends it")
    entries = carried.chosen(case, referral)
    new = tuple(entry for entry in entries if entry.sequence > after)
    if not new:
        raise BundleError(f"there is nothing after entry {after}", "begin at an earlier entry")
    named = carried.files_of(new)
    known = files.known(connection, named)
    there = [one for one in named if one in known and known[one].scan != "infected"]
    return Outgoing(
        case=case,
        kind=carried.kind_of(case, referral),
        to=_bound_for(connection, case, referral),
        entries=entries,
        carried=new,
        files=tuple(there),
        absent=tuple(one for one in named if one not in there),
        size=sum(known[one].size for one in there),
    )


def _bound_for(connection: Connection, case: Case, referral: uuid.UUID | None) -> str:
    """The State asked, or the one that asks; empty for a whole case, which may go to any."""
    if referral is None:
        return ""
    if referral == case.opened.answers:
        return _linked(connection, case).entries[0].by.iso3
    asked = sharing.question(case, referral)
    return asked.iso3 if asked else ""


def _case_asked(connection: Connection, out: Outgoing) -> uuid.UUID:
    """The case that the bundle is about: of an answer, that of the one who asked."""
    if out.kind != "answer":
        return out.case.id
    return _linked(connection, out.case).entries[0].case


def _linked(connection: Connection, reply: Case) -> Case:
    linked = reply.opened.linked
    copy = cases.whole(connection, linked) if linked else None
    if copy is None:
        raise NotFoundError
    return copy


def own(connection: Connection, actor: Actor, key: uuid.UUID) -> Case:
    """A case or copy of the actor's organisation. Raises `NotFoundError` for any other."""
    case = cases.get(connection, actor, key)
    if case is None or cases.owner(connection, key) != actor.organisation_id:
        raise NotFoundError
    return case


def _own_key(peers: Peers) -> Ed25519PrivateKey:
    try:
        return peers.key()
    except PackError as error:
        raise BundleError(error.problems[0].problem, error.problems[0].remedy) from None


def _sender(connection: Connection, actor: Actor, fingerprint: str) -> Sender:
    home = organisations.get(connection, actor.organisation_id)
    return Sender(key=fingerprint, name=home.name if home else "", iso3=actor.iso3)
