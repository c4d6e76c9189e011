"""Boxes about papers that were shown: in the case, and with the declaration."""

from customhouse.coordination.entries import Answered, Asked, FileAdded
from customhouse.coordination.forms.ground import Field, Filler, Ground, Told, entry, together
from customhouse.coordination.forms.states import written
from customhouse.declarations.declaration import Document, DocumentType
from customhouse.report.words import DOCUMENTS


def shown(ground: Ground) -> Field:
    """All papers."""
    return together(_papers(ground))


def of_type(kind: DocumentType) -> Filler:
    """The filler for papers of one kind."""
    return lambda ground: together(_papers(ground, kind))


def consents(ground: Ground) -> Field:
    """Written consents that were shown, and consents that an authority confirmed."""
    asked = {one.referral: one for _, one in ground.case.every(Asked)}
    confirmed = [
        (f"consent confirmed by {question.name} ({question.iso3})", entry(number))
        for number, answer in ground.case.every(Answered)
        if answer.verdict == "confirmed"
        for question in [asked.get(answer.referral)]
        if question is not None and question.question == "confirm_consent"
    ]
    return together([*_papers(ground, "basel_consent"), *confirmed])


def _papers(ground: Ground, kind: DocumentType | None = None) -> list[Told]:
    told = [
        (_words(one.document_type, one.reference or one.name, one.issuer_iso3), entry(number))
        for number, one in ground.case.every(FileAdded)
        if (one.document_type == kind if kind else one.role == "document" or one.document_type)
    ]
    declared = ground.declaration.documents if ground.declaration else ()
    told += [
        (_declared(ground, one), f"declaration:documents[{at}]")
        for at, one in enumerate(declared)
        if kind in (None, one.type)
    ]
    return told


def _declared(ground: Ground, one: Document) -> str:
    day = f"of {one.issued_on}" if one.issued_on else ""
    return _words(one.type, one.reference, written(ground.library, one.issuer), day)


def _words(kind: str, reference: str, issuer: str, day: str = "") -> str:
    title = {str(key): words for key, words in DOCUMENTS.items()}.get(kind, kind)
    by = f"by {issuer}" if issuer else ""
    return " ".join(filter(None, (title, reference, day, by)))
