"""What the treaties are called, where it is not `<Name> Convention`."""

_NAMES = {
    "montreal": "Montreal Protocol",
    "cwc": "Chemical Weapons Convention",
}

ROMAN_ARTICLES = frozenset({"cwc"})
"""The treaties whose articles have Roman numbers."""


def treaty_name(convention: str) -> str:
    """The name of a treaty as people say it: `montreal` is `Montreal Protocol`, `eu` `EU law`."""
    if len(convention) == _STATE_CODE:
        return f"{convention.upper()} law"
    return _NAMES.get(convention) or f"{convention.replace('_', ' ').capitalize()} Convention"


_STATE_CODE = 2
"""A national layer has the two letters of its State as its name; no treaty has so short a one."""
