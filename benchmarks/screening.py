"""Lines screened per second on one core, against reading the same lines from JSON."""

import datetime

import msgspec

from benchmarks.corpus import lines
from benchmarks.measure import Row, best
from customhouse.declarations.declaration import Declaration
from customhouse.desk import Desk

DAY = datetime.date(2025, 6, 1)
COUNT = 4000


def rows(desk: Desk) -> list[Row]:
    """Screening rates at two shares of listed goods, warm, with all descriptions different."""
    return [row for share in (0.02, 0.25) for row in _at(desk, share)]


def _at(desk: Desk, share: float) -> list[Row]:
    declarations = list(lines(desk, COUNT, share))
    encoded = [msgspec.json.encode(one) for one in declarations]
    decoder = msgspec.json.Decoder(Declaration)

    def read() -> None:
        for one in encoded:
            decoder.decode(one)

    def screened() -> None:
        for one in declarations:
            desk.screen(one, DAY)

    def answered() -> None:
        for one in declarations:
            msgspec.json.encode(desk.screen(one, DAY))

    read_time, screen_time, answer_time = best(read), best(screened, 3), best(answered, 3)
    return [
        Row(
            f"lines screened per second, {share:.0%} listed, one core",
            f"{COUNT / screen_time:,.0f}",
            f"reading the same lines from JSON: {COUNT / read_time:,.0f}",
            f"{screen_time / read_time:.0f} times the time",
        ),
        Row(
            f"the same, with the answer written as JSON, {share:.0%} listed",
            f"{COUNT / answer_time:,.0f}",
        ),
    ]
