"""`customhouse search`."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from .command import customhouse


def found(*arguments: str) -> dict[str, Any]:
    ran = customhouse("search", *arguments, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    answer: dict[str, Any] = json.loads(ran.out)
    assert list(answer) == ["query", "total", "kinds", "conventions", "results"]
    return answer


def test_search_as_json() -> None:
    answer = found("prior", "informed", "consent")
    assert answer["query"] == "prior informed consent"
    first = answer["results"][0]
    assert list(first) == ["kind", "ref", "title", "matched", "score", "detail", "conventions"]
    assert (first["kind"], first["ref"]) == ("term", "term:prior informed consent")


def test_filters() -> None:
    answer = found("lindane", "--kind", "entry", "--convention", "rotterdam", "--limit", "1")
    assert [result["ref"] for result in answer["results"]] == ["rotterdam:lindane"]


def test_search_as_text() -> None:
    ran = customhouse("search", "A1181")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith('"A1181": ')
    assert "[basel:A1181] code" in ran.out
    assert "Kinds: code" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80


def test_nothing_found_is_no_failure() -> None:
    ran = customhouse("search", "zzqxv")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith('"zzqxv": no result.')
    assert found("zzqxv")["results"] == []


def test_hostile_words() -> None:
    ran = customhouse("search", "\x1b[2J[bold]" + "x" * 10_000)
    assert ran.code == 0
    assert "\x1b" not in ran.out
    assert len(ran.out) < 1000


@pytest.mark.skipif(os.name != "posix", reason="arguments are bytes on POSIX alone")
def test_words_that_are_not_utf_8() -> None:
    ran = customhouse("search", os.fsdecode(b"lindane \xff"), "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out)["query"] == "lindane ?"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("lindane", "--convention", "tea"), "no pack has 'tea'. Give one of basel, rotterdam"),
        (("lindane", "--kind", "tea"), "'tea' is not one of"),
        ((" ",), "there is nothing to search for"),
        ((), "missing argument"),
        (("lindane", "--limit", "0"), "0 is not in the range"),
    ],
)
def test_bad_use_is_one_line_and_exit_2(arguments: tuple[str, ...], told: str) -> None:
    ran = customhouse("search", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert len(ran.err.splitlines()) == 1


def test_the_command_loads_nothing_heavy() -> None:
    heavy = "{'rich', 'msgspec', 'rapidfuzz', 'customhouse.search.search'}"
    code = (
        "import customhouse.cli.search, customhouse.cli.inventory, sys; "
        f"print({heavy} & set(sys.modules))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert out.stdout == b"set()\n", out
