"""From a provision as rules name it to the words that an officer can look up."""

import re

_ROMAN = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})")


def provision_words(provision: str) -> str:
    """`stockholm:art-3-2-b-iii` is `Stockholm Convention, Article 3(2)(b)(iii)`.

    A provision of a form that is not known comes back as it is: an officer can still look
    up a machine name, and a wrong article would mislead.
    """
    convention, colon, place = provision.partition(":")
    kind, *parts = place.split("-")
    if not (convention and colon and parts and all(parts)):
        return provision
    match kind:
        case "art":
            words = _article(parts)
        case "annex":
            words = _annex(parts)
        case _:
            return provision
    return f"{convention.replace('_', ' ').capitalize()} Convention, {words}"


def _article(parts: list[str]) -> str:
    number, *paragraphs = parts
    return f"Article {number.upper()}{_brackets(paragraphs)}"


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
