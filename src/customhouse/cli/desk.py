"""The packs that are in use on this machine, and the desk over them, for every command."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from customhouse.desk import Desk
    from customhouse.reference.pack import Pack


def packs_in_use(layers: Sequence[str] = ()) -> "Sequence[Pack]":
    """The installed packs, else those that come with the software.

    `layers` are the names of national layers and optional treaties to load beside them. Raises
    `PackError` when a pack in use is damaged: another one is never taken in its place.
    """
    from customhouse.publishing.home import has_installed

    if has_installed():
        from customhouse.publishing.installed import current_packs  # loads what checks bundles

        return current_packs(layers)
    from customhouse.reference.pack import load_shipped

    return load_shipped(layers)


def desk(layers: Sequence[str] = ()) -> "Desk":
    """The desk with the packs in use and these layers. Raises `PackError`."""
    from customhouse.desk import Desk

    return Desk(packs_in_use(layers))
