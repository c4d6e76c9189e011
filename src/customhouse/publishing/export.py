"""A pack in the forms in which others can use it without this software."""

from typing import Literal, get_args

from customhouse.publishing.datapackage import DATAPACKAGE, datapackage
from customhouse.publishing.memory import MemoryFolder
from customhouse.reference.pack import CLASS_RULES, SOURCES, load_pack

Format = Literal["datapackage", "csv", "jsonld", "parquet", "sqlite"]
FORMATS: tuple[str, ...] = get_args(Format)


def export(folder: MemoryFolder, form: Format) -> dict[str, bytes] | bytes:
    """A pack in one of the forms: the bytes of one file, or several files by name.

    Raises `PackError` for a pack that does not load or says the same thing twice.
    """
    pack = load_pack(folder)
    files = folder.files
    if form == "csv":
        return dict(files)
    if form == "datapackage":
        return {**files, DATAPACKAGE: datapackage(pack, files)}
    if form == "jsonld":
        from customhouse.publishing.jsonld import jsonld

        return jsonld(pack)
    if form == "sqlite":
        from customhouse.publishing.sqlite import sqlite

        return sqlite(pack, files)
    from customhouse.publishing.parquet import parquet  # loads polars, which is slow

    beside = {name: files[name] for name in (CLASS_RULES, SOURCES) if name in files}
    return parquet(pack) | beside
