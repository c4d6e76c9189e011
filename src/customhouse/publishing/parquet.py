"""The tables of a pack as Parquet, a file a table, with typed columns."""

import io

import polars as pl

from customhouse.publishing.sheets import Kind, sheets
from customhouse.reference.pack import Pack

_TYPES: dict[Kind, pl.DataType] = {
    "text": pl.String(),
    "number": pl.Float64(),
    "date": pl.Date(),
    "list": pl.List(pl.String()),
}


def parquet(pack: Pack) -> dict[str, bytes]:
    """The files by name. Days are dates, cells with several values lists, unknown is null.

    The last column, `row`, is the place by which a row is cited. The same pack gives the same
    bytes under one version of polars. Raises `PackError` for a table that says a thing twice.
    """
    files = {}
    for sheet in sheets(pack):
        schema = {column.name: _TYPES[column.kind] for column in sheet.columns}
        rows = [{**row, "row": place} for row, place in zip(sheet.rows, sheet.places, strict=True)]
        frame = pl.DataFrame(rows, schema=schema | {"row": pl.String()}, orient="row")
        target = io.BytesIO()
        frame.write_parquet(
            target, compression="zstd", compression_level=3, row_group_size=65536, statistics=True
        )
        files[f"{sheet.name}.parquet"] = target.getvalue()
    return files
