"""The papers of a case: their drafts in order, and who signed which."""

import hashlib
from collections.abc import Mapping

import msgspec

from customhouse.coordination.case import Case
from customhouse.coordination.entries import Drafted, Entry, Signed
from customhouse.coordination.forms.form import Form, forms
from customhouse.coordination.forms.ground import TYPED, Field


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """One draft. `signature` is the entry that signed it; `newer` the number of the next draft."""

    number: int
    body: Drafted
    signature: Entry | None
    newer: int | None

    @property
    def form(self) -> Form:
        """The form it is of."""
        return forms()[self.body.form]

    @property
    def filled(self) -> dict[str, Field]:
        """The boxes, each with its places."""
        told = self.body
        return {key: Field(text, told.sources.get(key, ())) for key, text in told.fields.items()}


def drafts(case: Case) -> list[Draft]:
    """All drafts of forms that are known here, the oldest first."""
    signatures = {
        entry.body.draft: entry for entry in case.entries if isinstance(entry.body, Signed)
    }
    kept = [(number, body) for number, body in case.every(Drafted) if body.form in forms()]
    return [
        Draft(
            number=number,
            body=body,
            signature=signatures.get(number),
            newer=next(
                (n for n, one in kept if n > number and one.document == body.document), None
            ),
        )
        for number, body in kept
    ]


def new_name(case: Case, form: Form) -> str:
    """A name for another paper of a form: none is used twice in a case."""
    used = {body.document for _, body in case.every(Drafted)}
    names = (f"{form.form}-{n}" for n in range(1, len(used) + 2))
    return next(name for name in names if name not in used)


def drafted(
    form: Form, document: str, texts: Mapping[str, str], known: tuple[Mapping[str, Field], ...]
) -> Drafted:
    """The draft of what a person left in the boxes.

    Words that are as one of `known` has them keep its places; all others were typed.
    """
    told = {box.id: _plain(texts.get(box.id, "")) for box in form.boxes}
    fields = {key: text for key, text in told.items() if text}
    return Drafted(
        document=document,
        form=form.form,
        fields=fields,
        sha256=mark(form.form, fields),
        sources={key: _sources(key, text, known) for key, text in fields.items()},
    )


def _sources(key: str, text: str, known: tuple[Mapping[str, Field], ...]) -> tuple[str, ...]:
    for fields in known:
        field = fields.get(key)
        if field is not None and _plain(field.text) == text and field.sources:
            return field.sources
    return (TYPED,)


def _plain(text: str) -> str:
    """The text with one kind of line end, and without blanks at the ends."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def mark(form: str, fields: Mapping[str, str]) -> str:
    """SHA-256 over a form and its boxes: by it a printed paper is known for the one of the case."""
    return hashlib.sha256(msgspec.json.encode([form, dict(fields)], order="sorted")).hexdigest()
