"""Every text that a page may show in the reader's language, gathered from where it stands."""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from jinja2.ext import babel_extract

from customhouse.reference.pack import load_shipped
from customhouse.web import asked, words

PAGES = Path(__file__).parents[1]
"""The folder of `web`."""

PACKAGE = PAGES.parent
"""The folder of customhouse: cases and letters have words too."""

_KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
}
_TEMPLATE_OPTIONS = {
    "trim_blocks": "true",
    "lstrip_blocks": "true",
    "newstyle_gettext": "true",
    "silent": "false",
}
_CORE, _ASKED, _RULES = "words.py", "asked.txt", "procedure.json"

Text = str | tuple[str, str]
"""A text, or its singular and plural."""


def messages(pages: Path = PAGES, modules: Path = PACKAGE) -> Catalog:
    """All texts, each once with the files that use it.

    Raises `jinja2.TemplateSyntaxError` for a template that cannot be read.
    """
    catalogue = Catalog()
    for text, place in (*_of_templates(pages), *_of_modules(modules), *_of_core()):
        if text and text[0]:
            catalogue.add(text, locations=[(place, 0)])
    for message in catalogue:
        message.flags.clear()
    return catalogue


def _of_templates(pages: Path) -> Iterator[tuple[Text, str]]:
    for path in sorted((pages / "templates").rglob("*.html")):
        with path.open("rb") as source:
            for _, _, text, _ in babel_extract(source, tuple(_KEYWORDS), (), _TEMPLATE_OPTIONS):
                yield from _told(text, path.relative_to(pages).as_posix())


def _of_modules(modules: Path) -> Iterator[tuple[Text, str]]:
    for path in sorted(modules.rglob("*.py")):
        with path.open("rb") as source:
            for _, text, _, _ in extract("python", source, _KEYWORDS):
                yield from _told(text, path.relative_to(modules).as_posix())


def _of_core() -> Iterator[tuple[Text, str]]:
    for text in words.to_translate():
        yield text, _CORE
    for text in asked.phrases():
        yield text, _ASKED
    for pack in load_shipped():
        for rule in pack.rules:
            yield rule.title, _RULES
            yield rule.requires, _RULES
            yield rule.deadline, _RULES


def _told(text: object, place: str) -> Iterator[tuple[Text, str]]:
    """The text of one call; nothing for a call whose text is only known when it runs."""
    match text:
        case str():
            yield text, place
        case (str(singular), str(plural), *_):
            yield (singular, plural), place
        case (str(singular), *_):
            yield singular, place
