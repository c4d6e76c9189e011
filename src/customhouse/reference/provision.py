"""From a provision as rules name it to the words that an officer can look up."""

import re

from customhouse.reference.treaties import ROMAN_ARTICLES, treaty_name

_ROMAN = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})")


def provision_words(provision: str) -> str:
    """`stockholm:art-3-2-b-iii` is `Stockholm Convention, Article 3(2)(b)(iii)`.

    `montreal:art-4b` is `Montreal Protocol, Article 4B`, and the articles of a treaty that
    numbers them so are Roman: `cwc:art-6-3` is `Chemical Weapons Convention, Article VI(3)`.

    A provision of a form that is not known comes back as it is: an officer can still look
    up a machine name, and a wrong article would mislead.
    """
    convention, colon, place = provision.partition(":")
    kind, *parts = place.split("-")
    if not (convention and colon and parts and all(parts)):
        return provision
    match kind:
        case "art":
            words = _article(parts, roman=convention in ROMAN_ARTICLES)
        case "annex":
            words = _annex(parts)
        case _:
            return provision
    return f"{treaty_name(convention)}, {words}"


def _article(parts: list[str], *, roman: bool) -> str:
    number, *paragraphs = parts
    if roman and number.isdecimal():
        number = _roman(int(number))
    return f"Article {number.upper()}{_brackets(paragraphs)}"


def _roman(number: int) -> str:
    """A number up to 39 as Roman digits; no treaty has more articles than that."""
    return "x" * (number // 10) + _ROMAN_DIGITS[number % 10]


_ROMAN_DIGITS = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")


def _annex(parts: list[str]) -> str:
    name, *within = parts
    words = f"Annex {name.upper()}"
    if within and within[0] != "note":
        part, *within = within
        words += f", {'Part ' if _is_roman(part) else ''}{part.upper()}"
    if within and within[0] == "note":
        return f"{words}, note {_brackets(within[1:])}".rstrip()
    return words + _brackets(within)


def _brackets(parts: list[str]) -> str:
    return "".join(f"({part})" for part in parts)


def _is_roman(part: str) -> bool:
    return _ROMAN.fullmatch(part) is not None
