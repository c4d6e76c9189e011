"""Countries as the reader calls them, and back to their codes."""

from collections.abc import Mapping
from functools import lru_cache

from customhouse.operations.context import Context
from customhouse.reference.records import Country, CountryName


class CountryNames:
    """The countries of the packs in one language; English where a name is wanting."""

    def __init__(self, context: Context, language: str):
        rows = [row for pack in context.packs for row in pack.rows(CountryName)]
        countries = [row for pack in context.packs for row in pack.rows(Country)]
        named = {one.iso3: one.name for one in countries}
        for row in reversed(rows):
            if row.lang == language and language != "en":
                named[row.iso3] = row.name
        self._library = context.desk.library
        self._named: Mapping[str, str] = named
        self._codes = {row.name.casefold(): row.iso3 for row in reversed(rows)}
        self._codes |= {one.name.casefold(): one.iso3 for one in countries}
        self._codes |= {name.casefold(): iso3 for iso3, name in named.items()}
        self.listed = tuple(sorted(named.values(), key=str.casefold))
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
def country_names(context: Context, language: str) -> CountryNames:
    """The names in a language, gathered once."""
    return CountryNames(context, language)
