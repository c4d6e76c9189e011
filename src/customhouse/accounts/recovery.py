"""Recovery codes: for somebody whose phone or key is lost. Each opens once."""

import secrets

from customhouse.accounts.tokens import digest

HOW_MANY = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without i, l, o, 0 and 1, which are taken for one another on paper."""
_GROUPS = 4
_GROUP = 4


def new_codes() -> tuple[str, ...]:
    """Ten codes of 79 random bits each, as `k7mq-2xnd-9fhw-3tzc`; to be shown once."""
    return tuple(
        "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
        for _ in range(HOW_MANY)
    )


def code_hash(code: str) -> str:
    """What is kept of a code, however it is typed. It is random, so a plain hash is enough."""
    return digest("".join(one for one in code.casefold() if one.isalnum()))
