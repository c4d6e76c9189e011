"""The commands of the guide, run as they stand there; its errors, as the server has them."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from customhouse.api import problems
from customhouse.http.settings import Settings
from tests.api.conftest import Program

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "api.md").read_text("utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)
COMMANDS = [
    command
    for block in BLOCKS
    for command in re.split(r"\n(?=curl|export)", block)
    if command.startswith("curl")
]


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command(program: Program, api: str, command: str) -> None:
    client = program()
    key = client.headers["Authorization"].removeprefix("Bearer ")
    case = client.post("/api/v1/cases", json={"number": "K 1", "title": "Drums"})
    told = {"CASE": case.json()["id"], "ETAG": case.headers["ETag"]}
    done = subprocess.run(
        ["bash", "-c", f"{command.rstrip()} --fail-with-body"],
        env={**os.environ, "DESK": api, "KEY": key, **told},
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout.decode()[:500]
    assert msgspec.json.decode(done.stdout)


def test_the_guide_has_commands() -> None:
    assert len(COMMANDS) >= 8


def test_each_kind_of_problem_is_in_the_guide() -> None:
    table = GUIDE[GUIDE.index("## Errors") :]
    named = set(re.findall(r"^\| \d{3} \| (.+) \|$", table, re.MULTILINE))
    told = {kind for line in named for kind in re.findall(r"`([a-z-]+-?[a-z-]*)`", line)}
    assert told - {"reference"} == set(get_args(problems.Kind))


def test_the_limit_is_that_of_the_settings() -> None:
    limit = Settings(public_url="", factor_required=False).requests_a_minute
    assert f"Each key may ask {limit} times a minute" in GUIDE
