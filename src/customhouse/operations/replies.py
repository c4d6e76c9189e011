"""Answer a question of another installation, in a case of one's own that is opened for it."""

import uuid

from customhouse.accounts.actor import Actor
from customhouse.coordination import carried
from customhouse.coordination.carried import BundleError
from customhouse.coordination.entries import Answered, Entry, Said, Verdict
from customhouse.operations import cases as case_operations
from customhouse.operations.asking import language_of, text_of
from customhouse.operations.context import Context
from customhouse.operations.exchange import own


def open_reply(
    context: Context, actor: Actor, key: uuid.UUID, *, number: str, title: str
) -> uuid.UUID:
    """Open a case of one's own to answer the question of a copy, which it names.

    Raises `DeniedError`, `NotFoundError`, `BundleError` and `CaseError`.
    """
    actor.require("cases.answer")
    with context.store.reading() as connection:
        copy = own(connection, actor, key)
    about = carried.referral_of(copy, actor.organisation_id) if copy.is_copy else None
    if about is None:
        raise BundleError("it holds no question of another installation", "choose another case")
    return case_operations.open_case(
        context, actor, number=number, title=title, linked=key, answers=about
    )


def answer(
    context: Context,
    actor: Actor,
    key: uuid.UUID,
    seen: int,
    *,
    verdict: Verdict,
    text: str,
    language: str,
    shown: tuple[str, ...] = (),
) -> Entry:
    """Answer the question that the case was opened for, once. It is sent as a bundle afterwards.

    `shown` are files of the case by SHA-256. Raises `DeniedError`, `NotFoundError`,
    `ConflictError`, `BundleError`, `ReferralError` and `CaseError`.
    """
    actor.require("cases.answer")
    with context.store.writing() as connection:
        case = case_operations.current(connection, actor, key, seen)
        if case.opened.answers is None:
            raise BundleError("no question of another installation is answered here", "choose one")
        if not set(shown) <= set(carried.files_of(case.entries)):
            raise BundleError("a file of the answer is not in the case", "add it to the case first")
        told = Answered(
            referral=case.opened.answers,
            verdict=verdict,
            text=text_of("text", text),
            language=language_of(language),
            files=shown,
        )
        return case_operations.append(context, connection, actor, case, [told])[0]


def say(
    context: Context, actor: Actor, key: uuid.UUID, seen: int, *, text: str, language: str
) -> Entry:
    """Write a message that goes to the one who asked with the next bundle. Raises as `answer`."""
    actor.require("cases.answer")
    with context.store.writing() as connection:
        case = case_operations.current(connection, actor, key, seen)
        if case.opened.answers is None:
            raise BundleError("no question of another installation is answered here", "choose one")
        told = Said(
            referral=case.opened.answers,
            text=text_of("text", text),
            language=language_of(language),
        )
        return case_operations.append(context, connection, actor, case, [told])[0]
