"""What every operation works with: the packs, the database and the time of day."""

import datetime
from collections.abc import Callable, Sequence
from functools import cached_property
from types import MappingProxyType

from customhouse.coordination.reviewed_rates import Rates
from customhouse.desk import Desk
from customhouse.reference.hs import HsCodes
from customhouse.reference.pack import Pack
from customhouse.search.search import Search
from customhouse.store.engine import Store


class Context:
    """One for a server, or for a command; safe between threads.

    `rates` are the reviewed hit rates of indicators, shown beside what they find. `clock` gives
    the moment in UTC. It is asked here and nowhere deeper.
    """

    def __init__(
        self,
        packs: Sequence[Pack],
        store: Store,
        clock: Callable[[], datetime.datetime] = lambda: datetime.datetime.now(datetime.UTC),
        rates: Rates = MappingProxyType({}),
    ):
        self.packs = tuple(packs)
        self.store = store
        self.now = clock
        self.rates = rates
        self.desk = Desk(packs)
        self.search = Search(packs)

    def today(self) -> datetime.date:
        """The day, in UTC."""
        return self.now().date()

    @cached_property
    def hs(self) -> HsCodes:
        """The customs codes of the packs."""
        return HsCodes(self.packs)
