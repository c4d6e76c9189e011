"""The answer of one who was asked, as its form was sent: a verdict, words, and perhaps a file."""

from typing import get_args

import msgspec

from customhouse.accounts.actor import Actor
from customhouse.coordination.entries import Verdict
from customhouse.http.sent import Sent
from customhouse.operations import files
from customhouse.operations.asking import ReferralError
from customhouse.operations.context import Context
from customhouse.operations.files import LARGEST_FILE, Checked, FileError

LARGEST_REQUEST = LARGEST_FILE + 4_000_000
"""Bytes; a file that is a little too large is told so on the page."""

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)

_WHY = {
    "empty": "the file is empty: choose another one",
    "type": "files of this kind are not taken: send a PDF or a photograph",
    "active": "the file holds programs or links: send it without them",
    "too_large": f"the file is larger than {LARGEST_FILE // 1_000_000} MB: send a smaller one",
    "photo": "the photograph cannot be read: send another one",
    "infected": "the virus scanner refuses this file: it was not kept",
}


class SentAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What was sent, checked."""

    verdict: Verdict
    text: str
    language: str
    attached: Checked | None


def sent_answer(
    context: Context, by: Actor | None, subject: str, sent: Sent, *, scan_command: str
) -> SentAnswer:
    """The answer; its file was looked at. Raises `ReferralError`."""
    typed = sent.fields
    try:
        verdict: Verdict = msgspec.convert(typed.get("verdict", ""), Verdict)
    except msgspec.ValidationError:
        raise ReferralError("verdict", "choose one of the answers") from None
    attached = None
    if sent.file_name:
        try:
            attached = files.check(context, by, subject, sent.file, scan_command=scan_command)
        except FileError as error:
            raise ReferralError("file", _WHY[error.problem]) from None
    return SentAnswer(
        verdict=verdict,
        text=typed.get("text", ""),
        language=typed.get("words_language", ""),
        attached=attached,
    )
