"""The time limits of a case as a part of a page: `cases/parts/clocks.html`."""

import datetime
import uuid
from collections.abc import Mapping

import msgspec

from customhouse.accounts.actor import Actor
from customhouse.coordination.clocks import Limit, Suggestion, limits
from customhouse.operations import clocks
from customhouse.operations.clocks import ClockError, ShownClock
from customhouse.operations.context import Context


class ClocksPart(msgspec.Struct, frozen=True, kw_only=True):
    """What the part shows. `form` is what was typed and `error` what is wrong with it."""

    clocks: list[ShownClock]
    suggestions: list[Suggestion]
    limits: Mapping[str, Limit]
    today: datetime.date
    form: Mapping[str, str]
    error: ClockError | None


def clocks_part(
    context: Context,
    actor: Actor,
    key: uuid.UUID,
    *,
    form: Mapping[str, str] | None = None,
    error: ClockError | None = None,
) -> ClocksPart:
    """The part for a page about the case. Raises `NotFoundError`."""
    return ClocksPart(
        clocks=clocks.of_case(context, actor, key),
        suggestions=clocks.suggestions(context, actor, key),
        limits=limits(),
        today=context.today(),
        form=form or {},
        error=error,
    )
