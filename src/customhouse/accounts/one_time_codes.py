"""Codes of an authenticator app: TOTP (RFC 6238), six digits, a new one each 30 seconds."""

import datetime
import hmac

import pyotp

_ISSUER = "customhouse"
_DIGITS = 6
_WINDOW = 1
"""Steps that a clock may be wrong by, either way."""


def new_secret() -> str:
    """A secret of 160 random bits, in base 32 as apps take it."""
    return pyotp.random_base32()


def provisioning_uri(secret: str, login: str) -> str:
    """What an app reads from a QR code: the secret, and what to call it."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=_ISSUER)


def step_of(
    secret: str, code: str, now: datetime.datetime, last_step: int | None = None
) -> int | None:
    """The step of a good code; `None` for a wrong one, and for one at or before `last_step`.

    Keep the step: it is what makes a code good for one use only.
    """
    told = digits(code)
    if told is None:
        return None
    totp = pyotp.TOTP(secret)
    present = totp.timecode(now)
    for step in range(present - _WINDOW, present + _WINDOW + 1):
        fresh = last_step is None or step > last_step
        if hmac.compare_digest(totp.generate_otp(step), told) and fresh:
            return step
    return None


def digits(text: str) -> str | None:
    """The six digits of a code in any script and however spaced; `None` for anything else."""
    told = "".join(text.split())
    if len(told) != _DIGITS or not told.isdecimal():
        return None
    return "".join(str(int(one)) for one in told)
