"""Start-up, look-up and memory of the command line, against Python doing nothing."""

import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.measure import Row, best
from customhouse.desk import Desk
from customhouse.reference.pack import load_shipped

COMMAND = Path(sys.executable).with_name("customhouse")
QUERIES = ("lindane", "58-89-9", "3808.59", "A1181", "endosulphan", "滴滴涕", "mixed plastic waste")


def _wall(command: list[str], runs: int = 7) -> float:
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run(command, capture_output=True, check=False)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def rows(desk: Desk) -> list[Row]:
    """Medians of whole processes; look-ups inside a running one."""
    nothing = _wall([sys.executable, "-c", "pass"])
    help_time = _wall([str(COMMAND), "--help"])
    cold = _wall([str(COMMAND), "lookup", "lindane"])
    for query in QUERIES:
        desk.lookup(query)
    times = []
    for query in QUERIES * 20:
        start = time.perf_counter()
        desk.lookup(query)
        times.append(time.perf_counter() - start)
    times.sort()
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return [
        Row(
            "customhouse --help, s",
            f"{help_time:.3f}",
            f"python -c pass: {nothing:.3f}",
            f"{help_time / nothing:.1f} times",
        ),
        Row(
            "customhouse lookup lindane, whole process, s",
            f"{cold:.3f}",
            "",
            f"{cold / nothing:.1f} times",
        ),
        Row(
            "lookup, warm, ms",
            f"median {statistics.median(times) * 1e3:.2f}, "
            f"95th percentile {times[int(len(times) * 0.95)] * 1e3:.2f}",
        ),
        Row("loading the shipped packs, ms", f"{best(load_shipped) * 1e3:.0f}"),
        Row("memory of the largest of these processes, MiB", f"{peak:.0f}"),
    ]
