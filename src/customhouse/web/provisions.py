"""A provision as the reader's language calls it."""

from collections.abc import Callable
from functools import cache

from customhouse.languages.catalogues import N_, translations
from customhouse.reference.provision import provision_words

_PLACES = {
    "Article": N_("%(treaty)s, Article %(number)s"),
    "Annex": N_("%(treaty)s, Annex %(number)s"),
}


@cache
def teller(language: str) -> Callable[[str], str]:
    """What calls a provision in a language; in English where the catalogue lacks the words."""
    said = translations(language).gettext

    def tell(provision: str) -> str:
        english = provision_words(provision)
        treaty, _, place = english.partition(", ")
        kind, _, number = place.partition(" ")
        if kind not in _PLACES or said(_PLACES[kind]) == _PLACES[kind]:
            return english
        return said(_PLACES[kind]) % {"treaty": said(treaty), "number": number}

    return tell
