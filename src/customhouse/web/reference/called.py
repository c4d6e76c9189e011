"""What things are called in the reader's language, where the packs have a name in it."""

from functools import lru_cache

import msgspec
from babel import Locale
from babel.numbers import format_decimal

from customhouse.dossiers.customs_code import customs_titles
from customhouse.dossiers.rows import rows_of
from customhouse.dossiers.substance import name_in
from customhouse.reference.country_names import country_names
from customhouse.reference.library import Library
from customhouse.reference.records import GlossaryTerm, Substance, Synonym, WasteCode


class Name(msgspec.Struct, frozen=True):
    """A name, and its language where that is not the reader's."""

    text: str
    lang: str = ""


class Called:
    """Names for one language. References are those of the search: `basel:A1181`, `iso:KEN`."""

    def __init__(self, library: Library, language: str):
        rows = rows_of(library)
        self._library = library
        self._language = language
        self._foreign = "" if language == "en" else "en"
        self._countries = country_names(library, language)
        self._languages = Locale.parse(language).languages
        self._customs_codes = frozenset(customs_titles(library))
        self._names: dict[str, Name] = {}
        for code in rows.all(WasteCode):
            self._names[f"basel:{code.code}"] = Name(code.title, self._foreign)
        for one in rows.all(Substance):
            self._names[f"{one.convention}:{one.substance_id}"] = self._translated(
                one.name, name_in(rows.of(Synonym, "substance_id", one.substance_id), language)
            )
        for term in rows.all(GlossaryTerm):
            if term.lang == "en":
                self._names.setdefault(f"term:{term.term}", Name(term.term, self._foreign))
            elif term.lang == language:
                self._names |= {f"term:{english}": Name(term.term) for english in term.see}

    def _translated(self, english: str, own: str) -> Name:
        return Name(own) if own and self._foreign else Name(english, self._foreign)

    def knows(self, ref: str) -> bool:
        """Whether a reference is a listed chemical, a waste code or a term."""
        return ref in self._names

    def lists_chemicals(self, convention: str) -> bool:
        """Whether a convention or layer lists chemicals of its own."""
        return convention != "basel" and any(r.startswith(f"{convention}:") for r in self._names)

    def has_customs_code(self, code: str) -> bool:
        """Whether the packs speak of a customs code."""
        return code in self._customs_codes

    def name(self, ref: str) -> Name:
        """The name of a listed chemical, waste code, State or term; else the reference."""
        if ref.startswith("iso:"):
            return Name(self.country(ref.removeprefix("iso:")))
        return self._names.get(ref) or Name(ref)

    def country(self, key: str) -> str:
        """The State or territory of an ISO code, or a group as it is."""
        known = self._library.country(key)
        return self._countries[known.iso3] if known else key

    def country_page(self, key: str) -> str:
        """The reference of a State's page; empty for a group that has none."""
        known = self._library.country(key)
        return f"iso:{known.iso3}" if known else ""

    def language(self, code: str) -> str:
        """A language by its code."""
        return self._languages.get(code) or code

    def number(self, value: float) -> str:
        """A number with all its digits, however small."""
        return format_decimal(value, locale=self._language, decimal_quantization=False)


@lru_cache(maxsize=32)
def called_in(library: Library, language: str) -> Called:
    """The names for a language, put together once."""
    return Called(library, language)
