"""The catalogue files: a template, and one for each language, written the same every time."""

import io
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po

from customhouse.languages.catalogues import DEFAULT, LANGUAGES, LOCALES

TRANSLATED = tuple(language for language in LANGUAGES if language != DEFAULT)
"""The languages that have a catalogue: English is in the pages themselves."""

DOCUMENT = Path(__file__).parents[4] / "docs" / "languages.md"
_TABLE = re.compile(r"(?<=<!-- counts -->\n).*?(?=<!-- end of counts -->)", re.DOTALL)

PLURALS = {language: str(get_plural(language)) for language in TRANSLATED} | {
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
    "n%100>=11 ? 4 : 5);"
}
"""The forms of plurals. Arabic in the order of CLDR: zero, one, two, few, many, other."""

_WIDTH = 100
_HEADER = """\
# {title}
# Translated without a native reviewer; nobody has signed it off. See docs/languages.md.
msgid ""
msgstr ""
"Project-Id-Version: customhouse\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""
_TEMPLATE_HEADER = """\
# Every text of the pages. Made by `python -m customhouse.web.catalogue`: do not edit.
msgid ""
msgstr ""
"Project-Id-Version: customhouse\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


class Count(msgspec.Struct, frozen=True):
    """How many texts a language has, and how many of them are translated."""

    language: str
    texts: int
    translated: int


def template_path(locales: Path = LOCALES) -> Path:
    """Where the template is."""
    return locales / "messages.pot"


def path_of(language: str, locales: Path = LOCALES) -> Path:
    """Where the catalogue of a language is."""
    return locales / language / "LC_MESSAGES" / "messages.po"


def read(language: str, locales: Path = LOCALES) -> Catalog:
    """The catalogue of a language; one without texts when there is no file yet.

    Raises `babel.messages.pofile.PoFileError` for a file that is none.
    """
    path = path_of(language, locales)
    text = path.read_text("utf-8") if path.exists() else ""
    if not text:
        text = _HEADER.format(title="", language=language, plurals=PLURALS[language])
    return read_po(io.StringIO(text), locale=language, ignore_obsolete=True, abort_invalid=True)


def expected(found: Catalog, locales: Path = LOCALES) -> dict[Path, str]:
    """What each catalogue file should hold for these texts, with the translations it has now.

    A translation is kept only for the very same text.
    """
    files = {template_path(locales): _TEMPLATE_HEADER + _written(found)}
    for language in TRANSLATED:
        old = read(language, locales)
        new = Catalog(locale=language)
        for message in texts(found):
            known = old.get(_first(message))
            kept = known.string if known is not None and known.id == message.id else None
            new.add(message.id, kept, locations=message.locations)
        files[path_of(language, locales)] = whole(new, language)
    return files


def whole(catalogue: Catalog, language: str) -> str:
    """The text of a language's catalogue file, without days and line numbers."""
    title = f"{Locale.parse(language).english_name}: the words of the pages."
    header = _HEADER.format(title=title, language=language, plurals=PLURALS[language])
    return header + _written(catalogue)


def write(path: Path, text: str) -> None:
    """Replace a file at once, so that no reader meets half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f"{path.name}.{os.getpid()}")
    half.write_text(text, "utf-8", newline="\n")
    half.replace(path)


def texts(catalogue: Catalog) -> Iterator[Message]:
    """The entries of a catalogue without its header."""
    return (message for message in catalogue if message.id)


def is_translated(message: Message) -> bool:
    """Whether an entry has its words in the language: all of its plural forms."""
    strings = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    return bool(strings) and all(strings)


def count(language: str, locales: Path = LOCALES) -> Count:
    """How far a language is translated."""
    found = list(texts(read(language, locales)))
    return Count(language, len(found), sum(map(is_translated, found)))


def with_counts(document: str, counts: Iterable[Count]) -> str:
    """The document on languages with the table between its marks made anew."""
    head = (
        "| Language | Texts | Translated | Signed off by a native reviewer |",
        "|---|---|---|---|",
    )
    rows = (
        f"| {LANGUAGES[one.language]} (`{one.language}`) | {one.texts} | {one.translated} | none |"
        for one in counts
    )
    table = "\n".join(["", *head, *rows, "", ""])
    return _TABLE.sub(lambda _: table, document)


def tell_counts(document: Path = DOCUMENT, locales: Path = LOCALES) -> None:
    """Make the table of the document on languages anew, where the document is at hand."""
    if document.exists():
        old = document.read_text("utf-8")
        new = with_counts(old, [count(language, locales) for language in TRANSLATED])
        if new != old:
            write(document, new)


def stale(found: Catalog, locales: Path = LOCALES, document: Path = DOCUMENT) -> Iterator[str]:
    """What is out of date: each text that a file lacks or has too much, and the table."""
    for path, text in expected(found, locales).items():
        old = path.read_text("utf-8") if path.exists() else ""
        if old == text:
            continue
        name = path.relative_to(locales).as_posix()
        had, wanted = _ids(old), _ids(text)
        yield f"{name} is out of date"
        yield from (f"{name} lacks {one!r}" for one in sorted(wanted - had))
        yield from (f"{name} has {one!r}, which no page uses" for one in sorted(had - wanted))
    if document.exists():
        told = document.read_text("utf-8")
        if told != with_counts(told, [count(language, locales) for language in TRANSLATED]):
            yield f"the table of {document.name} is out of date"


def _ids(text: str) -> set[str]:
    return {"\n".join(_all(one)) for one in texts(read_po(io.StringIO(text)))}


def _all(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _written(catalogue: Catalog) -> str:
    for message in texts(catalogue):
        message.flags.clear()
    out = io.BytesIO()
    write_po(out, catalogue, width=_WIDTH, omit_header=True, sort_output=True, include_lineno=False)
    return out.getvalue().decode("utf-8").rstrip("\n") + "\n"


def _first(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]
