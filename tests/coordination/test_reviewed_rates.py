"""Hit rates come back to the rules only when a person has reviewed them."""

import datetime

import msgspec
import pytest

from customhouse.coordination.indicators import HitRate, rate_of
from customhouse.coordination.reviewed_rates import DRAFT, FORMAT, HitRates, RatesError, read


def table(status: str, *rates: HitRate, form: str = FORMAT) -> bytes:
    return msgspec.json.encode(
        HitRates(
            format=form,
            status=status,
            made_on=datetime.date(2026, 1, 31),
            fewest_cases=20,
            rates=rates,
        )
    )


def test_told_rates_are_read_and_untold_ones_left_out() -> None:
    told, untold = rate_of("risk", "RSK-01", 40, 12), rate_of("risk", "RSK-02", 3, 3)
    found = read(table("reviewed by A. Okoth, KRA, 2026-02-01", told, untold))
    assert found == {("risk", "RSK-01"): told}


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (table(DRAFT), "it is a draft"),
        (table("", form=FORMAT), "it is a draft"),
        (table("reviewed by A", form="other"), "its format is"),
        (b"{}", "no table of hit rates"),
        (b"\xff\x00", "no table of hit rates"),
    ],
)
def test_anything_else_is_refused_with_a_remedy(data: bytes, problem: str) -> None:
    with pytest.raises(RatesError, match=problem) as raised:
        read(data)
    assert raised.value.remedy.endswith(".")
