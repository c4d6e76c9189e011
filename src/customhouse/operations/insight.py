"""What the cases of an office teach: numbers, hit rates of indicators, and the network of traders.

Numbers and hit rates tell of nobody and may be passed on once a person has read them. The
network names traders, and is for the organisation whose cases they are. None of them changes
how anything is screened.
"""

from customhouse.accounts.actor import Actor
from customhouse.coordination import indicators, network
from customhouse.coordination.indicators import TOLD, HitRate
from customhouse.coordination.insight import Statistics, statistics_of
from customhouse.coordination.network import Network
from customhouse.coordination.reviewed_rates import DRAFT, FORMAT, HitRates
from customhouse.operations.context import Context
from customhouse.store import audit, insight


def statistics(context: Context, actor: Actor) -> Statistics:
    """The numbers of all cases that the actor may see. Raises `DeniedError`."""
    actor.require("dashboard.read")
    with context.store.reading() as connection:
        return statistics_of(insight.told(connection, actor, context.now()))


def hit_rates(context: Context, actor: Actor) -> tuple[HitRate, ...]:
    """How often each indicator led to a find, in closed cases. Raises `DeniedError`."""
    actor.require("dashboard.read")
    with context.store.reading() as connection:
        return indicators.hit_rates(insight.told(connection, actor, context.now()))


def export(context: Context, actor: Actor) -> HitRates:
    """The hit rates to be reviewed and published; that they were taken is kept in the audit log.

    Raises `DeniedError`.
    """
    rates = hit_rates(context, actor)
    now = context.now()
    with context.store.writing() as connection:
        audit.record(connection, actor, now, "insight.exported", "insight:hit-rates")
    return HitRates(
        format=FORMAT,
        status=DRAFT,
        made_on=now.date(),
        fewest_cases=TOLD,
        rates=rates,
    )


def traders(context: Context, actor: Actor) -> Network:
    """The network of traders and routes in the actor's own organisation's cases.

    Raises `DeniedError`.
    """
    actor.require("cases.read_organisation")
    now = context.now()
    with context.store.reading() as connection:
        library = context.desk.library
        found = insight.told(connection, actor, now, own=True)
        return network.network_of(found, lambda code: library.iso3(code) or "", now.date())
