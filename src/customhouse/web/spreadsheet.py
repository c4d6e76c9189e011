"""Lists as CSV that a spreadsheet opens without running anything in them."""

import csv
import io
from collections.abc import Iterable, Sequence

from litestar.response import Response

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_file(
    name: str, columns: Sequence[str], lines: Iterable[Sequence[object]]
) -> Response[bytes]:
    """A file to save: UTF-8 with the mark that spreadsheets look for."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([harmless(cell) for cell in line] for line in lines)
    return Response(
        text.getvalue().encode("utf-8-sig"),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def harmless(cell: object) -> object:
    """The cell; text that a spreadsheet would take for a formula with an apostrophe before it."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULA):
        return f"'{cell}"
    return "" if cell is None else cell
