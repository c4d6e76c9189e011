"""The name by which a language usually calls each State and territory."""

import unicodedata
from functools import lru_cache

from customhouse.reference.library import Library
from customhouse.reference.records import Country, CountryName

_STANDARD = "ISO"
"""The source of the names of ISO 3166; others are how people and papers also write them."""


@lru_cache(maxsize=32)
def country_names(library: Library, language: str) -> dict[str, str]:
    """A name by ISO 3166-1 alpha-3 code, sorted by name, accents aside.

    The shortest that the standard has in the language ("Royaume-Uni" and not its long form),
    else any in the language, else the English one of the list of countries.
    """
    named: dict[str, list[CountryName]] = {}
    for pack in library.packs:
        for one in pack.rows(CountryName):
            if one.lang == language:
                named.setdefault(one.iso3, []).append(one)
    found = {
        country.iso3: country.name if language == "en" else _usual(country, named)
        for pack in library.packs
        for country in pack.rows(Country)
    }
    return dict(sorted(found.items(), key=lambda pair: _letters(pair[1])))


def _usual(country: Country, named: dict[str, list[CountryName]]) -> str:
    names = named.get(country.iso3, [])
    standard = [one for one in names if one.source == _STANDARD]
    usual = min(standard or names, key=lambda one: len(one.name), default=None)
    return usual.name if usual else country.name


def _letters(name: str) -> str:
    parts = unicodedata.normalize("NFKD", name.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))


class CountryNames:
    """The countries of the packs as a language calls them, and back to their codes."""

    def __init__(self, library: Library, language: str):
        self._library = library
        self._named = country_names(library, language)
        self._codes: dict[str, str] = {}
        for pack in library.packs:
            for one in pack.rows(CountryName):
                self._codes.setdefault(one.name.casefold(), one.iso3)
            self._codes |= {row.name.casefold(): row.iso3 for row in pack.rows(Country)}
        self._codes |= {name.casefold(): iso3 for iso3, name in self._named.items()}
        self.listed = tuple(self._named.values())
        """The names, in the order of their letters."""

    def name(self, code: str) -> str:
        """The name for a code of two or three letters; the code itself when no list knows it."""
        country = self._library.country(code)
        return self._named[country.iso3] if country else code

    def iso3(self, typed: str) -> str | None:
        """The code for a name in any language, or for a code; `None` when no list knows it."""
        known = self._codes.get(" ".join(typed.split()).casefold())
        if known is not None:
            return known
        country = self._library.country(typed)
        return country.iso3 if country else None


@lru_cache(maxsize=32)
def countries_in(library: Library, language: str) -> CountryNames:
    """The countries in a language, gathered once."""
    return CountryNames(library, language)
