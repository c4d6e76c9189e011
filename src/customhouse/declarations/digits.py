"""Numbers that a file holds as text."""

import re

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_MOST_DIGITS = 18


def read_number(text: str, decimal_comma: bool = False) -> int | float:
    """The number that digits stand for; a decimal comma only where it is said to be one.

    Raises `ValueError` with the reason for anything else, thousands separators among it:
    they and decimal signs cannot be told apart.
    """
    digits = text.strip()
    if not _NUMBER.fullmatch(digits) or ("," in digits and not decimal_comma):
        raise ValueError("is not a number in digits without thousands separators")
    digits = digits.replace(",", ".")
    whole = digits.lstrip("+-").isdecimal() and len(digits) < _MOST_DIGITS
    return int(digits) if whole else float(digits)
