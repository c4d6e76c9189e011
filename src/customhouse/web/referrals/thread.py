"""What pages show of a question: its words with their translations, and what was shared."""

from collections.abc import Sequence

import msgspec

from customhouse.coordination.entries import Answered, Asked, Entry, Fact, Said, Translated
from customhouse.coordination.facts.forms import FactForm, form_of


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """The question, a message or the answer, with its translations beside it."""

    entry: Entry
    body: Asked | Said | Answered
    translations: Sequence[Translated]

    @property
    def kind(self) -> str:
        """`asked`, `said` or `answered`."""
        return str(self.body.__struct_config__.tag)


class Shared(msgspec.Struct, frozen=True, kw_only=True):
    """An entry that was shared; `form` has the words of a fact, `None` for a screening."""

    entry: Entry
    form: FactForm | None


def words_of(thread: Sequence[Entry]) -> list[Words]:
    """The words of a thread in order."""
    told: dict[int, list[Translated]] = {}
    for entry in thread:
        if isinstance(entry.body, Translated):
            told.setdefault(entry.body.of, []).append(entry.body)
    return [
        Words(entry=entry, body=entry.body, translations=told.get(entry.sequence, []))
        for entry in thread
        if isinstance(entry.body, Asked | Said | Answered)
    ]


def shared_of(entries: Sequence[Entry]) -> list[Shared]:
    """What was shared, or can be, in order."""
    return [
        Shared(entry=entry, form=form_of(entry.body) if isinstance(entry.body, Fact) else None)
        for entry in entries
    ]
