"""A virus scanner of the house, asked by a command that gets the bytes on standard input."""

import os
import shlex
import subprocess
from typing import Literal

import msgspec

PATIENCE = 120
"""Seconds; a scanner that takes longer has not answered."""

Verdict = Literal["clean", "infected", "not_scanned"]

_LONGEST_TOLD = 300


class Scan(msgspec.Struct, frozen=True, kw_only=True):
    """What the scanner says: `told` are its words, or why it said nothing."""

    verdict: Verdict
    told: str = ""


def scan(command: str, data: bytes) -> Scan:
    """Ask the command: it ends with 0 for clean, 1 for infected, anything else is no answer.

    Without a command, or when it cannot be run, nothing was scanned.
    """
    words = shlex.split(command, posix=os.name == "posix")
    if not words:
        return Scan(verdict="not_scanned", told="no scanner is set up")
    try:
        done = subprocess.run(  # noqa: S603  the one who runs the server gives the command
            words, input=data, capture_output=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return Scan(verdict="not_scanned", told="the scanner did not answer in time")
    except OSError:
        return Scan(verdict="not_scanned", told="the scanner could not be started")
    told = " ".join((done.stdout or done.stderr).decode("utf-8", "replace").split())
    verdict: Verdict = {0: "clean", 1: "infected"}.get(done.returncode, "not_scanned")  # type: ignore[assignment]
    return Scan(verdict=verdict, told=told[:_LONGEST_TOLD])
