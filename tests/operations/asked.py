"""Questions in the world of the table of permissions: to another State, and from one."""

import uuid

import msgspec

from customhouse.operations import answers, files, guests, referrals, rescreen
from customhouse.operations.guests import Guest
from tests.operations.scenes import Scene, asking, waste
from tests.operations.scenes import scene as case_by
from tests.operations.world import World
from tests.people import person

LETTER = b"a letter about the consent"


def own_case(w: World) -> Scene:
    """A case of a colleague, with a question to Ghana in it."""
    made = case_by(w.context, officer=w.mate)
    referrals.ask(w.context, w.mate.actor, made.key, made.seen, asking(), confirmed_iso3="GHA")
    return made


def ask(w: World) -> object:
    on = case_by(w.context, officer=w.mate)
    return referrals.ask(w.context, w.actor, on.key, on.seen, asking(), confirmed_iso3="GHA")


def say(w: World) -> object:
    on = own_case(w)
    return referrals.say(
        w.context, w.actor, on.key, on.seen, on.asked().referral,
        text="Any news?", language="en", confirmed_iso3="GHA",
    )  # fmt: skip


def translate(w: World) -> object:
    on = own_case(w)
    return referrals.translate(
        w.context, w.actor, on.key, on.seen, on.asked().referral,
        of=on.seen, language="fr", text="Est-ce vrai ?", confirmed_iso3="GHA",
    )  # fmt: skip


def withdraw(w: World) -> object:
    on = own_case(w)
    return referrals.withdraw(
        w.context, w.actor, on.key, on.seen, on.asked().referral, "wrong office"
    )


def from_abroad(w: World) -> uuid.UUID:
    """A question of Ghana to the organisation of the one who acts, with a file shared."""
    asker = person(w.context, "officer", at=w.abroad)
    on = case_by(w.context, officer=asker)
    about = files.About(role="document", name="letter.txt")
    entry = files.add(w.context, asker.actor, on.key, on.seen, about, LETTER)
    asked = asking(organisation=w.actor.organisation_id, shared=(entry.sequence,))
    return referrals.ask(
        w.context, asker.actor, on.key, on.seen, asked, confirmed_iso3="KEN"
    ).referral


def answer(w: World) -> object:
    return answers.answer(
        w.context, w.actor, from_abroad(w), verdict="denied", text="No.", language="en"
    )


def translate_theirs(w: World) -> object:
    key = from_abroad(w)
    return answers.translate(
        w.context, w.actor, key, of=_number(w, key), language="fr", text="Est-ce vrai ?"
    )


def _number(w: World, key: uuid.UUID) -> int:
    """The entry of a question, as somebody of the organisation who may see it does."""
    authority = msgspec.structs.replace(w.actor, roles=frozenset({"authority"}))
    return answers.look(w.context, authority, key).asker.sequence


def denied_case(w: World) -> Scene:
    """A case that the one who acts opened when the role allowed it; its consent was denied."""
    actor = msgspec.structs.replace(w.actor, roles=frozenset({"officer"}))
    on = case_by(w.context, waste(), officer=msgspec.structs.replace(w.own, actor=actor))
    sent = referrals.ask(w.context, actor, on.key, on.seen, asking(), confirmed_iso3="GHA")
    guest = Guest(token=sent.token or "", name="Kofi")
    guests.answer(w.context, guest, verdict="denied", text="No.", language="en")
    return on


def screen_again(w: World) -> object:
    on = denied_case(w)
    return rescreen.rescreen(w.context, w.actor, on.key, on.seen, {})
