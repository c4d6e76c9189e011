"""The desk behind every command: the packs that are in use on this machine."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from customhouse.desk import Desk


def desk(layers: Sequence[str] = ()) -> "Desk":
    """The desk with the packs in use: the installed ones, else those shipped with the software.

    `layers` are the names of national layers and optional treaties to load beside them. Raises
    `PackError` when a pack in use is damaged: another one is never taken in its place.
    """
    from customhouse.desk import Desk
    from customhouse.publishing.home import has_installed

    if not has_installed():
        return Desk.shipped(layers)
    from customhouse.publishing.installed import current_packs  # loads what checks bundles

    return Desk(current_packs(layers))
