"""A term of the glossary in all languages."""

import msgspec

from customhouse.dossiers.rows import rows_of
from customhouse.reference.library import Library
from customhouse.reference.records import GlossaryTerm


class TermDossier(msgspec.Struct, frozen=True, kw_only=True):
    """A term: `english` is its own row, `translations` those of other languages.

    `see` are references that pages have (`term:PIC`, `basel:art-6-2`), `seen_by` the English
    terms that point at this one.
    """

    ref: str
    term: str
    english: GlossaryTerm
    translations: tuple[GlossaryTerm, ...]
    see: tuple[str, ...]
    seen_by: tuple[str, ...]

    def in_language(self, language: str) -> GlossaryTerm:
        """Its row in a language, else the English one."""
        return next((row for row in self.translations if row.lang == language), self.english)


def term(library: Library, name: str) -> TermDossier | None:
    """The dossier of a term by its English name or a translation; `None` for no such term."""
    rows = rows_of(library)
    glossary = tuple(rows.all(GlossaryTerm))
    found = [row for row in glossary if row.term == name]
    if not found:
        found = [row for row in glossary if row.term.casefold() == name.casefold()]
    if not found:
        return None
    first = next((row for row in found if row.lang == "en"), found[0])
    own = first.term if first.lang == "en" else next(iter(first.see), "")
    english = next((row for row in glossary if row.lang == "en" and row.term == own), None)
    if english is None:
        return None
    return TermDossier(
        ref=f"term:{own}",
        term=own,
        english=english,
        translations=tuple(r for r in glossary if r.lang != "en" and own in r.see),
        see=tuple(one if ":" in one else f"term:{one}" for one in english.see),
        seen_by=tuple(r.term for r in glossary if r.lang == "en" and own in r.see),
    )
