"""`customhouse lookup` and `customhouse identify`."""

import json
import subprocess
from typing import Any

import pytest

from .command import COMMAND, customhouse

PCB_126 = "Clc1cc(-c2cc(Cl)c(Cl)c(Cl)c2)ccc1Cl"


def results(*arguments: str) -> list[dict[str, Any]]:
    ran = customhouse(*arguments, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    answer = json.loads(ran.out)
    assert list(answer) == ["query", "results"]
    found: list[dict[str, Any]] = answer["results"]
    for result in found:
        names = ["ref", "convention", "title", "matched", "specificity", "score"]
        assert list(result)[: len(names)] == names
        assert isinstance(result["score"], float)
    scores = [result["score"] for result in found]
    assert scores == sorted(scores, reverse=True)
    return found


@pytest.mark.parametrize(
    ("query", "ref"),
    [
        ("lindane", "stockholm:lindane"),
        ("50-29-3", "stockholm:ddt"),
        ("Y48", "basel:Y48"),
        ("carbofuran", "rotterdam:carbofuran"),
    ],
)
def test_lookup(query: str, ref: str) -> None:
    assert ref in [result["ref"] for result in results("lookup", query)][:3]


def test_lookup_joins_its_words_and_keeps_the_query() -> None:
    ran = customhouse("lookup", "plastic", "waste", "--format", "json")
    assert json.loads(ran.out)["query"] == "plastic waste"


def test_lookup_keeps_to_the_limit() -> None:
    assert len(results("lookup", "chlor", "--limit", "2")) <= 2


def test_nothing_found_is_said_in_words_and_is_no_failure() -> None:
    assert results("lookup", "zzqxv") == []
    ran = customhouse("lookup", "zzqxv")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith('"zzqxv": no result.\nNothing listed was found. That is no proof')


def test_lookup_as_text() -> None:
    ran = customhouse("lookup", "lindane")
    assert (ran.code, ran.err) == (0, "")
    assert "[stockholm:lindane]" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80


def test_lookup_of_hostile_words() -> None:
    ran = customhouse("lookup", "\x1b[2J[bold]" + "x" * 10_000)
    assert ran.code == 0
    assert "\x1b" not in ran.out


def test_identify() -> None:
    assert "stockholm:pcb" in [r["ref"] for r in results("identify", "--smiles", PCB_126)]


def test_identify_nothing() -> None:
    assert results("identify", "--smiles", "CCO") == []
    ran = customhouse("identify", "--smiles", "CCO")
    assert (ran.code, ran.err) == (0, "")
    assert "no result" in ran.out


@pytest.mark.parametrize("form", ["text", "json"])
def test_an_argument_that_is_no_text_is_looked_up_all_the_same(form: str) -> None:
    ran = subprocess.run(
        [COMMAND, "lookup", b"\xff", "--format", form], capture_output=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, b"")


def test_lookup_as_of_a_day_tells_what_was_listed_then() -> None:
    def refs(day: str) -> set[str]:
        ran = customhouse("lookup", "methoxychlor", "--as-of", day, "--format", "json")
        return {result["ref"] for result in json.loads(ran.out)["results"]}

    assert "stockholm:methoxychlor" not in refs("2010-01-01")
    assert "stockholm:methoxychlor" in refs("2026-01-01")


def test_lookup_as_of_a_day_knows_the_codes_of_that_day() -> None:
    ran = customhouse("lookup", "A1181", "--as-of", "2024-06-01")
    assert "no result" in ran.out
