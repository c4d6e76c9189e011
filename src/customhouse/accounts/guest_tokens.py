"""Links for guests: a random secret, signed, so that a forged one is refused without a look-up."""

import hashlib
import hmac

from customhouse.accounts.tokens import new_token

_FOR = b"guest link:"
_SIGNS = 32


def new_guest_token(key: str) -> str:
    """A secret of 256 random bits and its signature, safe in a URL. `key` signs for this desk."""
    secret = new_token()
    return f"{secret}.{_signature(secret, key)}"


def is_signed(token: str, key: str) -> bool:
    """Whether the key signed the token; it may still have ended."""
    secret, _, signature = token.partition(".")
    return hmac.compare_digest(_signature(secret, key).encode(), signature.encode())


def _signature(secret: str, key: str) -> str:
    made = hmac.new(key.encode(), _FOR + secret.encode(), hashlib.sha256)
    return made.hexdigest()[:_SIGNS]
