"""Run all benchmarks: `python -m benchmarks [--write docs/benchmarks.md]`."""

import argparse
import platform
from pathlib import Path

from benchmarks import scan, screening, search, serving, startup, structures
from customhouse.desk import Desk

START, END = "<!-- measured: start -->", "<!-- measured: end -->"


def main() -> None:
    """Measure, and print or write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", type=Path)
    page: Path | None = parser.parse_args().write
    desk = Desk.shipped()
    table = ["| what | measured | beside it | ratio |", "|---|---|---|---|"]
    for part in (startup, search, scan, structures, screening, serving):
        for row in part.rows(desk):
            line = f"| {row.what} | {row.value} | {row.peer} | {row.ratio} |"
            print(line, flush=True)
            table.append(line)
    if page is not None:
        made = f"Python {platform.python_version()}, one process, on a shared 2-core machine."
        before, _, rest = page.read_text("utf-8").partition(START)
        _, _, after = rest.partition(END)
        text = "\n".join([made, "", *table])
        page.write_text(f"{before}{START}\n\n{text}\n\n{END}{after}", "utf-8")


if __name__ == "__main__":
    main()
