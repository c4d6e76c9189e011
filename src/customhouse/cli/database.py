"""The database that a command works with: the one named, else a file in the home folder."""

from typing import TYPE_CHECKING

from customhouse.cli.door import Fault
from customhouse.publishing.home import home_folder

if TYPE_CHECKING:
    from customhouse.store.engine import Store


def open_store(url: str | None) -> "Store":
    """The database, its tables up to date. Raises `Fault` when it cannot be used."""
    from customhouse.store.engine import Store, StoreError

    if url is None:
        folder = home_folder()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        url = f"sqlite:///{folder / 'customhouse.db'}"
    try:
        store = Store(url)
        store.migrate()
    except StoreError as error:
        raise Fault("--database", error.problem, error.remedy) from None
    return store
