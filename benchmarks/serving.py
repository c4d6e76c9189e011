"""The server under load: screenings kept a second and how long each takes.

Twenty `hey` processes ask ten times a second each, not in step with one another, and `wrk` asks
over ten connections as fast as it is answered, all from the same machine, beside a bare "hello"
of the same framework and server in the same run. Each declaration is screened, kept and written
to the audit log before the answer. Both programs come from Debian's packages of the same names.
"""

import csv
import io
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

from tests.people import person
from tests.servers import postgres

from benchmarks.measure import Row
from customhouse.desk import Desk
from customhouse.operations import keys
from customhouse.operations.context import Context
from customhouse.reference.pack import load_shipped
from customhouse.store.engine import Store

CLIENTS, EACH, CONNECTIONS, SECONDS = 20, 10, 10, 15
RATE = CLIENTS * EACH
_BODY = Path(__file__).parents[1] / "examples" / "plastic_export.json"
_HELLO = """
from litestar import Litestar, post
@post("/", sync_to_thread=True)
def hello(data: dict[str, object]) -> dict[str, str]:
    return {"hello": "world"}
app = Litestar([hello])
"""


class Load(NamedTuple):
    """Milliseconds at the median and the 99th percentile, and answers that were not 2xx."""

    rate: float
    median: float
    late: float
    refused: int

    @property
    def told(self) -> str:
        refused = f", {self.refused} refused" if self.refused else ""
        return (
            f"{self.rate:.0f}/s: median {self.median:.1f}, 99th percentile {self.late:.1f}{refused}"
        )


def rows(_desk: Desk) -> list[Row]:
    """The load on SQLite and on PostgreSQL, each beside the bare answer."""
    missing = [name for name in ("hey", "wrk") if shutil.which(name) is None]
    if missing:
        return [Row(f"the server under load: not measured, {' and '.join(missing)} missing", "")]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with _hello(folder) as url:
            bare, most = _steady(url), _most(folder, url, "")
        table = []
        with postgres(folder / "postgres") as address:
            for kind, database in (
                ("SQLite", f"sqlite:///{folder / 'desk.db'}"),
                ("PostgreSQL", address),
            ):
                key = _key(database)
                with _customhouse(database) as base:
                    steady = _steady(f"{base}/api/v1/screenings", key)
                    pages = _most(folder, f"{base}/api/v1/screenings", key)
                table += [
                    Row(
                        f"screenings kept on {kind}, asked at {RATE}/s, ms",
                        steady.told,
                        f"bare answer at {bare.told}",
                        f"{steady.late / bare.late:.1f} times its 99th percentile",
                    ),
                    Row(
                        f"screenings kept a second on {kind}, at most",
                        f"{pages:.0f}",
                        f"bare answer: {most:.0f}",
                        f"{pages / most:.2f} times its rate",
                    ),
                ]
    return table


def _key(database: str) -> str:
    """An API key of a new officer."""
    store = Store(database)
    store.migrate()
    context = Context(load_shipped(), store)
    key = keys.create(context, person(context, "officer").actor, name="load", days=1)
    store.close()
    return key.text


@contextmanager
def _hello(folder: Path) -> Iterator[str]:
    (folder / "hello.py").write_text(_HELLO)
    port = _free_port()
    uvicorn = [sys.executable, "-m", "uvicorn", "hello:app", "--log-level", "warning"]
    with _running([*uvicorn, "--no-access-log", "--port", str(port)], folder, port) as url:
        yield url


@contextmanager
def _customhouse(database: str) -> Iterator[str]:
    port = _free_port()
    serve = [str(Path(sys.executable).with_name("customhouse")), "serve", "--port", str(port)]
    unlimited = ["--requests-a-minute", "1000000"]
    with _running([*serve, *unlimited, "--database", database], Path.cwd(), port) as url:
        yield url


@contextmanager
def _running(command: list[str], folder: Path, port: int) -> Iterator[str]:
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}/"
        for _ in range(300):
            try:
                with urlopen(url):
                    break
            except OSError as error:
                if getattr(error, "code", None):
                    break
                time.sleep(0.1)
        yield url.rstrip("/")
    finally:
        process.terminate()
        process.wait(30)


def _steady(url: str, key: str = "") -> Load:
    """Answers at a fixed rate, after a short warming up."""
    _hey(url, key, 3)
    lines = [line for told in _hey(url, key, SECONDS) for line in csv.DictReader(io.StringIO(told))]
    times = sorted(float(line["response-time"]) * 1e3 for line in lines)
    refused = sum(not line["status-code"].startswith("2") for line in lines)
    return Load(
        len(lines) / SECONDS, times[len(times) // 2], times[int(len(times) * 0.99)], refused
    )


def _hey(url: str, key: str, seconds: int) -> list[str]:
    command = [
        "hey", "-z", f"{seconds}s", "-c", "1", "-q", str(EACH), "-o", "csv", "-m", "POST",
        "-T", "application/json", "-D", str(_BODY), "-H", f"Authorization: Bearer {key}", url,
    ]  # fmt: skip
    clients = []
    for _ in range(CLIENTS):
        clients.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
        time.sleep(1 / RATE)
    return [client.communicate()[0] for client in clients]


def _most(folder: Path, url: str, key: str) -> float:
    """Answers a second when each connection asks again at once."""
    script = folder / "post.lua"
    script.write_text(
        'wrk.method = "POST"\nwrk.headers["Content-Type"] = "application/json"\n'
        f'wrk.headers["Authorization"] = "Bearer {key}"\nwrk.body = [==[{_BODY.read_text()}]==]\n'
    )
    told = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-s", str(script), url],
        check=True, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"},
    ).stdout  # fmt: skip
    if "Non-2xx" in told:
        raise RuntimeError(f"some answers were refused:\n{told}")
    found = re.search(r"Requests/sec:\s*([\d.]+)", told)
    return float(found[1]) if found else 0.0


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port
