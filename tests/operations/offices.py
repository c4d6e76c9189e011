"""Two installations that trust each other's keys and exchange cases as files."""

import io
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from customhouse.accounts.actor import Actor
from customhouse.coordination.case import Case
from customhouse.coordination.entries import Asked, FileAdded, Said
from customhouse.operations import cases, exchange, files, referrals, replies, taking_in
from customhouse.operations.context import Context
from customhouse.operations.taking_in import Taken
from customhouse.publishing import signing
from customhouse.publishing.peers import Peers
from customhouse.store import cases as kept_cases
from customhouse.store import organisations
from customhouse.store.organisations import Organisation
from tests.operations.scenes import Scene, asking, scene
from tests.people import Person, organisation, person

PHOTO_WORDS = b"A list of drums, seen at the gate.\n"


class Office(msgspec.Struct, frozen=True, kw_only=True):
    """One installation: its database, its key, its organisation and a supervisor there."""

    context: Context
    peers: Peers
    home: Organisation
    chief: Person

    def take_in(self, data: bytes) -> Taken:
        return taking_in.take_in(
            self.context, self.chief.actor, self.peers, io.BytesIO(data), "bundle"
        )

    def send(
        self, key: uuid.UUID, to: str, referral: uuid.UUID | None = None, after: int = 0
    ) -> bytes:
        target = io.BytesIO()
        exchange.send(
            self.context,
            self.chief.actor,
            self.peers,
            key,
            target,
            referral=referral,
            after=after,
            to=to,
            confirmed_iso3=to,
        )
        return target.getvalue()

    def case(self, key: uuid.UUID) -> Case:
        return cases.get(self.context, self.chief.actor, key)

    def records(self, key: uuid.UUID) -> list[tuple[int, str]]:
        with self.context.store.reading() as connection:
            return [(one.sequence, one.hash) for one in kept_cases.entries(connection, key)]

    def say(self, key: uuid.UUID, text: str, referral: uuid.UUID | None = None) -> None:
        told = Said(text=text, language="en", referral=referral)
        cases.tell(self.context, self.chief.actor, key, self.case(key).last.sequence, [told])


def office(context: Context, home: Path, iso3: str) -> Office:
    """An installation of a State, with a key of its own."""
    peers = Peers(home)
    peers.make_key()
    own = organisation(context, iso3)
    return Office(
        context=context,
        peers=peers,
        home=own,
        chief=person(context, "officer", "supervisor", at=own),
    )


def trust(one: Office, other: Office) -> None:
    """Each takes in what the other seals."""
    for here, there in ((one, other), (other, one)):
        public = signing.public_pem(there.peers.key().public_key())
        here.peers.add(public, "key.pub", there.home.iso3)


def asked_case(asker: Office, to: str = "GHA", words: bytes = PHOTO_WORDS) -> tuple[Scene, Asked]:
    """A case of the office with a file, and a question to a State that shares entries 3 and 4."""
    made = scene(asker.context, host=asker.home, officer=asker.chief)
    add_file(asker, made.key, "drums.txt", words)
    referrals.ask(
        asker.context,
        asker.chief.actor,
        made.key,
        made.seen,
        asking(shared=(3, 4), iso3=to),
        confirmed_iso3=to,
    )
    return made, made.asked()


def add_file(at: Office, key: uuid.UUID, name: str, content: bytes) -> FileAdded:
    """A document of a case."""
    entry = files.add(
        at.context,
        at.chief.actor,
        key,
        at.case(key).last.sequence,
        files.About(role="document", name=name),
        content,
    )
    assert isinstance(entry.body, FileAdded)
    return entry.body


def replied(at: Office, copy: uuid.UUID, *, text: str = "Yes, we gave it.") -> uuid.UUID:
    """A case opened to answer the question of a copy, answered with a file."""
    key = replies.open_reply(
        at.context, at.chief.actor, copy, number=uuid.uuid4().hex[:8], title="Reply to Kenya"
    )
    file = add_file(at, key, "register.txt", f"Register page for {key}\n".encode())
    replies.answer(
        at.context,
        at.chief.actor,
        key,
        at.case(key).last.sequence,
        verdict="confirmed",
        text=text,
        language="en",
        shown=(file.sha256,),
    )
    return key


@contextmanager
def neighbours(context: Context, actor: Actor) -> Iterator[tuple[Office, Office]]:
    """An office for the actor's organisation, and one of Ghana, each with a key of its own."""
    with context.store.reading() as connection:
        own = organisations.get(connection, actor.organisation_id)
    assert own is not None
    with tempfile.TemporaryDirectory() as folder:
        peers = Peers(Path(folder) / "here")
        peers.make_key()
        chief = person(context, "officer", "supervisor", at=own)
        here = Office(context=context, peers=peers, home=own, chief=chief)
        there = office(context, Path(folder) / "there", "GHA")
        trust(here, there)
        yield here, there
