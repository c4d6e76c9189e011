"""Real servers for tests and benchmarks: customhouse itself, and PostgreSQL."""

import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from litestar import Litestar

_PATIENCE = 30.0


@contextmanager
def serving(app: Litestar, listener: socket.socket) -> Iterator[str]:
    """The application behind a real socket in a thread; gives its address."""
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    until = time.monotonic() + _PATIENCE
    while not server.started:
        if time.monotonic() > until or not thread.is_alive():
            raise RuntimeError("the server did not start")
        time.sleep(0.01)
    yield address(listener)
    server.should_exit = True
    thread.join(_PATIENCE)


def listening() -> socket.socket:
    """A socket on a free port of this machine."""
    return socket.create_server(("127.0.0.1", 0))


def address(listener: socket.socket) -> str:
    """How a browser reaches the socket."""
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


class Postgres:
    """A PostgreSQL server that can be brought down hard and started again."""

    def __init__(self, url: str, control: Sequence[str], begin: Sequence[str]):
        self.url = url
        self._control, self._begin = control, begin

    def start(self) -> None:
        """Start it; after a crash, it recovers what was acknowledged."""
        _run(*self._begin)

    def crash(self) -> None:
        """Stop it at once, with nothing written down that was not yet."""
        _run(*self._control, "-m", "immediate", "stop")


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """A PostgreSQL server of its own in a folder; gives the address of its database."""
    with postgres_server(folder) as server:
        yield server.url


@contextmanager
def postgres_server(folder: Path) -> Iterator[Postgres]:
    """A PostgreSQL server of its own in a folder.

    PostgreSQL refuses to run as root, so root lends it to the user that Debian's package makes.
    """
    programs = _programs()
    as_user: list[str] = []
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        for parent in folder.parents:
            if parent.stat().st_mode & 0o1 == 0:
                parent.chmod(parent.stat().st_mode | 0o1)
        as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    data = folder / "data"
    _run(
        *as_user, str(programs / "initdb"), "-D", str(data), "-A", "trust", "-U", "desk",
        "-E", "UTF8", "--locale=C",
    )  # fmt: skip
    control = [*as_user, str(programs / "pg_ctl"), "-D", str(data), "-w"]
    server = _started(folder, control)
    try:
        yield server
    finally:
        server.crash()


def _started(folder: Path, control: Sequence[str]) -> Postgres:
    """On a free port; another program may take it before PostgreSQL does."""
    for last in (False, False, True):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1"
        begin = [*control, "-l", str(folder / "log"), "-o", options, "start"]
        server = Postgres(f"postgresql://desk@127.0.0.1:{port}/postgres", control, begin)
        try:
            server.start()
        except subprocess.CalledProcessError:
            if last:
                raise
        else:
            return server
    raise AssertionError("the last try returns or raises")


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    if initdb is None:
        raise RuntimeError("PostgreSQL is not installed: run bin/check, which installs it")
    return Path(initdb).parent


def _run(*command: str) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")
