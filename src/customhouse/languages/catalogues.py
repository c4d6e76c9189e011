"""The six languages of the pages: which one a visitor gets, and its catalogue.

The catalogues are gettext files (`locales/<language>/LC_MESSAGES/messages.po`), read as they
are, so that a translator's correction needs no build. English is in the pages themselves.
"""

import gettext
import io
from functools import cache
from pathlib import Path

from babel import Locale, negotiate_locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES: dict[str, str] = {
    "ar": "العربية",
    "zh": "中文",
    "en": "English",
    "fr": "Français",
    "ru": "Русский",
    "es": "Español",
}
"""The official languages of the United Nations, each called as its speakers do."""

DEFAULT = "en"
LOCALES = Path(__file__).with_name("locales")


def choose(chosen: str | None, accepted: str) -> str:
    """The language: the one chosen, else the best of an Accept-Language header, else English."""
    if chosen in LANGUAGES:
        return chosen
    wanted = [part.split(";")[0].strip() for part in accepted.split(",")][:20]
    return negotiate_locale([w for w in wanted if w], list(LANGUAGES), sep="-") or DEFAULT


def direction(language: str) -> str:
    """`rtl` or `ltr`, as CLDR has it."""
    return Locale.parse(language).text_direction


@cache
def translations(language: str) -> gettext.NullTranslations:
    """The catalogue; what it lacks comes out in English."""
    path = LOCALES / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def N_(text: str) -> str:  # noqa: N802
    """Mark a text for the catalogues where it stands; it is said in a language later."""
    return text
