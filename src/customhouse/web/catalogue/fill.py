"""Translations as JSON: what is missing, and what a translator gives back, checked."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from gettext import c2py

from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import get_plural

from customhouse.web.catalogue.files import PLURALS, is_translated, texts

Given = Mapping[str, object]
"""By text: its translation, or for a plural the list of its forms."""

_PLACEHOLDER = re.compile(r"%\((\w+)\)[#0\- +]*\d*(?:\.\d+)?[a-zA-Z]")
_TAG = re.compile(r"<[^<>]*>?|>|&#?\w+;")
_UNWANTED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffd]")
_COUNTS = frozenset({"num", "number", "count"})
"""Placeholders of the number itself; a form for one number only may say it in words."""

_TRIED = 1000
_SHOWN = 6


def missing(catalogue: Catalog, language: str) -> dict[str, object]:
    """The texts without a translation, each with an empty one to be filled in.

    A plural tells its English plural, how many forms to give, and some numbers of each form.
    """
    return {
        _key(message): _blank(message, language)
        for message in texts(catalogue)
        if not is_translated(message)
    }


def fill(catalogue: Catalog, language: str, given: Given) -> list[str]:
    """Put translations in, over those that are there; gives what is wrong with them.

    Nothing is put in when anything is wrong. What was left empty is left as it is.
    """
    entries = {_key(message): message for message in texts(catalogue)}
    problems: list[str] = []
    good: list[tuple[Message, str | tuple[str, ...]]] = []
    for text, value in given.items():
        message = entries.get(text)
        if message is None:
            problems.append(f"{text!r}: the catalogue has no such text; bring it up to date first")
            continue
        translation, wrong = _read(message, value, language)
        problems += [f"{text!r}: {one}" for one in wrong]
        if translation and not wrong:
            good.append((message, translation))
    if not problems:
        for message, translation in good:
            message.string = translation
    return problems


def faults(catalogue: Catalog, language: str) -> list[str]:
    """What is wrong with the translations that a catalogue has."""
    told = {_key(message): message.string for message in texts(catalogue) if is_translated(message)}
    return fill(catalogue, language, told)


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _blank(message: Message, language: str) -> object:
    if isinstance(message.id, str):
        return ""
    numbers = _numbers(language)
    return {
        "plural": message.id[1],
        "forms": len(numbers),
        "numbers": [", ".join(map(str, found[:_SHOWN])) for found in numbers],
    }


def _read(
    message: Message, value: object, language: str
) -> tuple[str | tuple[str, ...], list[str]]:
    """The translation given, empty for none, and what is wrong with it."""
    if isinstance(message.id, str):
        if not isinstance(value, str):
            return "", ["the translation is to be a text in quotes"]
        return value, list(_problems([message.id], value, one_number=False)) if value else []
    numbers = _numbers(language)
    forms = value.get("forms") if isinstance(value, dict) else value
    if isinstance(forms, int) or forms in ("", [], [""] * len(numbers)):
        return "", []
    if not isinstance(forms, (list, tuple)) or not all(isinstance(form, str) for form in forms):
        return "", [f"give the {len(numbers)} plural forms as a list of texts"]
    if len(forms) != len(numbers) or not all(forms):
        filled = len([form for form in forms if form])
        return "", [f"it has {filled} plural forms filled in, of {len(numbers)} needed"]
    wrong = [
        f"form {place}: {problem}"
        for place, (form, found) in enumerate(zip(forms, numbers, strict=True))
        for problem in _problems(list(message.id), form, one_number=len(found) == 1)
    ]
    return tuple(forms), wrong


def _problems(originals: list[str], translation: str, *, one_number: bool) -> Iterator[str]:
    """What a translation has that none of the originals has, or lacks that all of them have."""
    last = originals[-1]
    wanted, got = _placeholders(last), _placeholders(translation)
    allowed = Counter[str]()
    for original in originals:
        allowed |= _placeholders(original)
    for placeholder in got:
        if placeholder not in allowed:
            yield f"it has {placeholder}, which the English has not"
    for placeholder in wanted:
        name = placeholder[2:].partition(")")[0]
        if placeholder not in got and not (one_number and name in _COUNTS):
            yield f"it lacks {placeholder}"
    if _stray(translation) > max(map(_stray, originals)):
        yield "it has a % that is no placeholder; write it %%"
    if Counter(_TAG.findall(translation)) - Counter(_TAG.findall(last)):
        yield "it has markup that the English has not"
    if _UNWANTED.search(translation):
        yield "it has an invisible character that does not belong there"
    if translation.strip() != translation and last.strip() == last:
        yield "it begins or ends with a space"


def _placeholders(text: str) -> Counter[str]:
    return Counter(found.group() for found in _PLACEHOLDER.finditer(text.replace("%%", "")))


def _stray(text: str) -> int:
    return _PLACEHOLDER.sub("", text.replace("%%", "")).count("%")


def _numbers(language: str) -> list[list[int]]:
    """For each plural form of a language the numbers below a thousand that take it."""
    form = c2py(PLURALS[language].partition("plural=")[2].rstrip(";"))
    found: list[list[int]] = [[] for _ in range(get_plural(language).num_plurals)]
    for number in range(_TRIED):
        found[form(number)].append(number)
    return found
