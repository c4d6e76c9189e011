"""The installed command, run as a person runs it: in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

COMMAND = Path(sys.executable).with_name("customhouse")
EXAMPLES = Path(__file__).parents[2] / "examples"


class Ran(NamedTuple):
    """What a run left behind."""

    code: int
    out: str
    err: str


def customhouse(*arguments: str | Path, stdin: bytes = b"", **environment: str) -> Ran:
    """Run the command; standard output is a pipe, as it is for a program that calls it."""
    ran = subprocess.run(
        [COMMAND, *map(str, arguments)],
        input=stdin,
        capture_output=True,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"} | environment,
        timeout=120,
        check=False,
    )
    return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())
