"""Codes of an app, with the values of RFC 6238 appendix B."""

import base64
import datetime

import pytest

from customhouse.accounts import one_time_codes

SECRET = base64.b32encode(b"12345678901234567890").decode()
RFC_6238 = ((59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (2000000000, "279037"))


def at(seconds: float) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC)


@pytest.mark.parametrize(("seconds", "code"), RFC_6238)
def test_the_values_of_the_standard(seconds: int, code: str) -> None:
    assert one_time_codes.step_of(SECRET, code, at(seconds)) == seconds // 30


@pytest.mark.parametrize(("seconds", "good"), [(-31, False), (0, True), (59, True), (91, False)])
def test_a_clock_may_be_one_step_wrong(seconds: int, good: bool) -> None:
    taken = one_time_codes.step_of(SECRET, "081804", at(1111111080 + seconds))
    assert (taken is not None) is good


def test_a_step_is_not_used_twice_nor_one_before_it() -> None:
    now = at(1111111109)
    step = one_time_codes.step_of(SECRET, "081804", now)
    assert step is not None
    assert one_time_codes.step_of(SECRET, "081804", now, step) is None
    assert one_time_codes.step_of(SECRET, "081804", now, step + 1) is None
    assert one_time_codes.step_of(SECRET, "081804", now, step - 1) == step


@pytest.mark.parametrize("typed", ["081 804", " 081804", "٠٨١٨٠٤", "０８１８０４"])
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert one_time_codes.step_of(SECRET, typed, at(1111111109)) is not None


@pytest.mark.parametrize("typed", ["", "81804", "0818040", "08180a", "-81804", "²81804", "000000"])
def test_anything_else_is_no_code(typed: str) -> None:
    assert one_time_codes.step_of(SECRET, typed, at(1111111109)) is None


def test_an_app_reads_the_secret_from_the_address() -> None:
    secret = one_time_codes.new_secret()
    uri = one_time_codes.provisioning_uri(secret, "amina@example.org")
    assert uri.startswith("otpauth://totp/customhouse:amina%40example.org?")
    assert f"secret={secret}" in uri
    assert one_time_codes.new_secret() != secret
