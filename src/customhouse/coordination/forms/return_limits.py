"""Boxes about the time limits for taking waste back, as the clocks of the case have them."""

from customhouse.coordination.clocks import clocks_of, limits
from customhouse.coordination.forms.ground import Field, Ground, entry, together
from customhouse.reference.provision import provision_words

_LIMITS = ("basel-9-2-return", "basel-8-return")


def return_clock(ground: Ground) -> Field:
    """When the limit of Article 9(2) or 8 began and when it ends; empty when none was started."""
    return together(
        (
            f"{provision_words(limits()[one.limit].provision)}: began {one.began_on}, "
            f"ends {one.ends_on}",
            entry(one.started),
        )
        for one in clocks_of(ground.case.entries)
        if one.limit in _LIMITS and one.ends_on is not None
    )
