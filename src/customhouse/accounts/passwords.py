"""Passwords: argon2id, with the parameters that RFC 9106 recommends for small machines."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

SHORTEST = 12
"""Characters; NIST SP 800-63B asks for length and against rules on kinds of characters."""
LONGEST = 200

_HASHER = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
_NOBODY = _HASHER.hash("no account has this password")


class WeakPasswordError(ValueError):
    """A password that is not taken; the message says why."""


def check_strength(password: str, *told: str) -> None:
    """Raise `WeakPasswordError` for one that is short, long, or holds a name that is `told`."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise WeakPasswordError(f"it must have {SHORTEST} to {LONGEST} characters")
    if len(set(password)) < 5:
        raise WeakPasswordError("it repeats too few characters")
    folded = password.casefold()
    if any(len(word) > 3 and word.casefold() in folded for word in told):
        raise WeakPasswordError("it must not hold your name or sign-in name")


def hash_password(password: str) -> str:
    """The hash to keep, with its salt and parameters in it."""
    return _HASHER.hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """Whether the password is the one hashed.

    Takes as long when there is no account or no password, so that time tells nothing.
    """
    try:
        _HASHER.verify(password_hash or _NOBODY, password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether the hash was made with weaker parameters and should be made again."""
    return _HASHER.check_needs_rehash(password_hash)
