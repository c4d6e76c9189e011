"""What cases teach: numbers, the network of traders, hit rates, training scenarios."""

from customhouse.web.insight import numbers, scenario, traders

HANDLERS = [*numbers.HANDLERS, *traders.HANDLERS, *scenario.HANDLERS]
