"""Secrets that open something: made at random, kept only as a hash."""

import hashlib
import secrets

_BYTES = 32
KEY_MARK = "chk"
"""How an API key begins, so that a leaked one is known at sight."""


def new_token() -> str:
    """A secret of 256 random bits, safe in a cookie and a URL."""
    return secrets.token_urlsafe(_BYTES)


def new_key() -> str:
    """An API key: `chk_` and a secret."""
    return f"{KEY_MARK}_{new_token()}"


def digest(token: str) -> str:
    """What is kept of a token. It is random, so a plain hash cannot be guessed back."""
    return hashlib.sha256(token.encode()).hexdigest()
