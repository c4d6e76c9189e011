"""Screening a saved declaration again under the same law, to see that the answer is the same."""

from typing import Literal

import msgspec

from customhouse.desk import Desk
from customhouse.saved.differences import differences
from customhouse.saved.record import SavedError, answer_bytes, decode

Verdict = Literal["same", "differs", "packs_not_at_hand", "unreadable"]


class Replayed(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one file.

    `why` says in words what a verdict other than `same` rests on: the packs that are missing,
    what is wrong with the file, or in what the answers differ.
    """

    file: str
    verdict: Verdict
    declaration_id: str = ""
    why: tuple[str, ...] = ()


def replay(file: str, data: bytes, desk: Desk) -> Replayed:
    """Screen the declaration of a file again and hold the bytes of the answers side by side.

    The packs have to be of the versions that the answer names: with others another answer would
    prove nothing.
    """
    try:
        saved = decode(data)
    except SavedError as error:
        return Replayed(file=file, verdict="unreadable", why=(error.problem,))
    identity = saved.declaration.id
    wanted = packs_not_at_hand(saved.assessment.packs, desk.library.versions)
    if wanted:
        return Replayed(file=file, verdict="packs_not_at_hand", declaration_id=identity, why=wanted)
    then = saved.assessment
    now = desk.screen(saved.declaration, then.as_of, then.notes)
    if msgspec.json.encode(now) == answer_bytes(data):
        return Replayed(file=file, verdict="same", declaration_id=identity)
    why = differences(then, now) or (
        "the outcome and the findings are the same; words, order or candidates are not",
    )
    return Replayed(file=file, verdict="differs", declaration_id=identity, why=why)


def packs_not_at_hand(wanted: dict[str, str], at_hand: dict[str, str]) -> tuple[str, ...]:
    """In words, each pack of which another version is at hand, or none, or one too many."""
    lacking = [
        f"it was answered with {name}@{version}; at hand is {_at_hand(name, at_hand)}"
        for name, version in wanted.items()
        if at_hand.get(name) != version
    ]
    extra = [
        f"{name}@{version} is at hand, and the answer was given without it"
        for name, version in at_hand.items()
        if name not in wanted
    ]
    return (*lacking, *extra)


def _at_hand(name: str, at_hand: dict[str, str]) -> str:
    return f"{name}@{at_hand[name]}" if name in at_hand else f"no pack {name}"
