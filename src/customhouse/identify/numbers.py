"""Numbers that identify goods, found in free text and read from fields.

Only the shape and the check digit of a number are judged here; whether a table knows it is
the index's business. In free text a bare run of digits says nothing: UN numbers and customs
codes count only behind their label, CAS and EC numbers by their shape.
"""

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

from customhouse.declarations.declaration import Item
from customhouse.identify.normalise import Folded, fold

NumberKind = Literal["cas", "ec", "un", "hs", "code", "operation"]


class Number(msgspec.Struct, frozen=True, kw_only=True):
    """A number found: its canonical `value`, the signs it was read from, and where.

    `span` is in the text of `field`, `None` when the number is a field of its own. `valid` is
    false when the check digit is wrong or the field holds no such number. `labelled` when the
    text or the field says what kind of number it is.
    """

    kind: NumberKind
    value: str
    evidence: str
    field: str
    span: tuple[int, int] | None = None
    valid: bool = True
    labelled: bool = True


_NO = r"(?: ?(?:no|nr|num|number|numero|n°|#|код|号|编号)(?!\w))?"
_GAP = r"[ .:#=-]{0,3}"
_DIGIT = re.compile(r"\d")
_HYPHENATED = re.compile(r"(?<![\w-])(?:\d{2,9} ?- ?\d{2} ?- ?\d|\d{3}-\d{3}-\d)(?![\w-])")
_CAS_LABEL = re.compile(rf"(?:\bcas(?:[ -]?rn)?{_NO}|化学文摘号){_GAP}$")
_BARE_CAS = re.compile(rf"\bcas(?:[ -]?rn)?{_NO}{_GAP}(\d{{5,10}})(?![\w-])")
_UN = re.compile(
    rf"(?:(?<!\w)(?:un|onu|оон|u\.n\.)(?:-?id)?{_NO}|联合国(?:编号)?){_GAP}(\d{{4}})(?!\w)"
)
_HS = re.compile(
    r"(?:\b(?:hs|hts|htsus|hsn|ncm|taric|sh|sa|тн ?вэд)(?: ?(?:code|item|heading|код))?"
    r"|\b(?:tariff|customs|cn|commodity) (?:code|item|heading|line|no)"
    r"|\b(?:partida|subpartida|zolltarifnummer|position tarifaire)"
    rf"|海关编码|税则号列|税号){_NO}{_GAP}(\d{{4}}(?:[. ]?\d{{2}}){{0,4}})(?!\w)"
)
_CODE = re.compile(r"(?<![\w.-])([abав] ?-?\d{4}|[yу] ?-?\d{1,2})(?!\w|[.,-]\d)")
_CODE_LABEL = re.compile(
    r"\b(?:basel|базел\w*|waste|dechets?|residuos?|отход\w*|annex|code|codes|codigo|код)\W{1,3}"
    r"(?:(?:code|codes|viii|ix|ii|i|list|no|convention)\W{1,3}){0,3}$"
)
_CODE_LETTERS = str.maketrans("abyаву", "ABYABY")
_LABEL_REACH = 40


def is_cas(value: str) -> bool:
    """Whether a dashed CAS number has the right check digit."""
    digits = value.replace("-", "")
    weighed = sum(place * int(digit) for place, digit in enumerate(reversed(digits[:-1]), 1))
    return weighed % 10 == int(digits[-1])


def is_ec(value: str) -> bool:
    """Whether a dashed EC number has the right check digit; a remainder of ten is written 1."""
    digits = value.replace("-", "")
    weighed = sum(place * int(digit) for place, digit in enumerate(digits[:-1], 1))
    return str(weighed % 11)[0] == digits[-1]


def text_numbers(field: str, text: Folded) -> Iterator[Number]:
    """The numbers in free text, each with its place.

    A CAS number whose check digit is wrong is one only if the text calls it a CAS number:
    part numbers look the same. Operations (D10, R4) are left out: they are refrigerants and
    drill sizes too.
    """
    folded = text.folded
    if not _DIGIT.search(folded):
        return
    if "-" in folded:
        for match in _HYPHENATED.finditer(folded):
            labelled = _labelled(_CAS_LABEL, folded, match.start())
            value = match.group().replace(" ", "")
            if len(value.split("-")[1]) == 3:
                if is_ec(value):
                    yield _number("ec", value, field, text, match.span())
            elif is_cas(value) or labelled:
                yield _number("cas", _cas(value), field, text, match.span(), labelled=labelled)
    for match in _BARE_CAS.finditer(folded):
        yield _number("cas", _cas(match.group(1)), field, text, match.span(1))
    for match in _UN.finditer(folded):
        yield _number("un", match.group(1), field, text, match.span(1))
    for match in _HS.finditer(folded):
        yield _number("hs", _digits(match.group(1)), field, text, match.span(1))
    for match in _CODE.finditer(folded):
        labelled = _labelled(_CODE_LABEL, folded, match.start())
        yield _number("code", _code(match.group()), field, text, match.span(), labelled=labelled)


def cas_field(field: str, value: str) -> Iterator[Number]:
    """The CAS numbers of a field meant for them; one that is not valid is given as such.

    A field without a digit ("n/a") holds none.
    """
    folded = fold(value)
    found = [m.group().replace(" ", "") for m in _HYPHENATED.finditer(folded)]
    found = [_cas(number) for number in found if len(number.split("-")[1]) == 2]
    if not found and re.fullmatch(r"\D*\d{5,10}\D*", folded):
        found = [_cas(_digits(folded))]
    for number in found:
        yield Number(kind="cas", value=number, evidence=value, field=field, valid=is_cas(number))
    if not found and _DIGIT.search(folded):
        evidence = value.strip()
        yield Number(kind="cas", value=evidence, evidence=value, field=field, valid=False)


def un_field(field: str, value: str) -> Iterator[Number]:
    """The UN numbers of a field meant for them."""
    for number in re.findall(r"(?<!\d)\d{4}(?!\d)", fold(value)):
        yield Number(kind="un", value=number, evidence=value, field=field)


def hs_field(field: str, value: str) -> Iterator[Number]:
    """The customs code of a field, 4 to 12 digits however they are grouped."""
    match = re.fullmatch(r"(?:hs|hts)?[ :.]*(\d[\d .\-]*)", fold(value).strip())
    if match and 4 <= len(_digits(match.group(1))) <= 12:
        yield Number(kind="hs", value=_digits(match.group(1)), evidence=value, field=field)


def code_field(field: str, value: str) -> Iterator[Number]:
    """The Basel codes of a field meant for codes of waste; OECD and national codes are none."""
    for match in _CODE.finditer(fold(value)):
        yield Number(kind="code", value=_code(match.group()), evidence=value, field=field)


def invalid_cas(item: Item) -> tuple[Number, ...]:
    """What an item gives as CAS numbers and cannot be one: wrong check digit or shape."""
    numbers = [n for i, value in enumerate(item.cas) for n in cas_field(f"cas[{i}]", value)]
    numbers += text_numbers("description", Folded(item.description))
    if item.formulation is not None:
        for i, ingredient in enumerate(item.formulation.ingredients):
            numbers += cas_field(f"formulation.ingredients[{i}].cas", ingredient.cas)
    return tuple(number for number in numbers if not number.valid)


def _number(
    kind: NumberKind,
    value: str,
    field: str,
    text: Folded,
    span: tuple[int, int],
    *,
    labelled: bool = True,
) -> Number:
    start, end = text.original(*span)
    return Number(
        kind=kind,
        value=value,
        evidence=text.text[start:end],
        field=field,
        span=(start, end),
        valid=kind != "cas" or is_cas(value),
        labelled=labelled,
    )


def _labelled(label: re.Pattern[str], folded: str, place: int) -> bool:
    return label.search(folded[max(0, place - _LABEL_REACH) : place]) is not None


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _cas(number: str) -> str:
    """The usual form of a CAS number: dashes, no leading zeros."""
    digits = _digits(number).lstrip("0").rjust(5, "0")
    return f"{digits[:-3]}-{digits[-3:-1]}-{digits[-1]}"


def _code(text: str) -> str:
    """The usual form of a Basel code, without blanks or dashes."""
    letter, number = text[0].translate(_CODE_LETTERS), int(_digits(text))
    return f"{letter}{number}"
