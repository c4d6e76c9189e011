"""Where installed packs and trusted keys lie. Imports nothing heavy: every command asks here."""

import os
from pathlib import Path

HOME = "CUSTOMHOUSE_HOME"
"""The environment variable that names another home folder."""

CURRENT = "current.json"


def home_folder() -> Path:
    """The home folder: what CUSTOMHOUSE_HOME names, else the user's data folder."""
    named = os.environ.get(HOME)
    if named:
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("customhouse")


def packs_folder(home: Path) -> Path:
    """The folder of installed bundles."""
    return home / "packs"


def has_installed() -> bool:
    """Whether anything says which packs are in use, be it whole or damaged."""
    return os.path.lexists(packs_folder(home_folder()) / CURRENT)
