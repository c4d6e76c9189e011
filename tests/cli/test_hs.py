"""`customhouse hs`."""

import json
from typing import Any

import pytest

from .command import customhouse


def answer(*arguments: str) -> dict[str, Any]:
    ran = customhouse("hs", *arguments, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    found: dict[str, Any] = json.loads(ran.out)
    return found


def test_a_code_as_json() -> None:
    found = answer("2903.81", "--edition", "2022")
    assert list(found) == ["query", "code", "edition", "hides", "siblings", "history"]
    assert (found["query"], found["code"], found["edition"]) == ("2903.81", "290381", "2022")
    assert "stockholm:lindane" in {entry["ref"] for entry in found["hides"]}
    assert {entry["edition"] for entry in found["hides"]} == {"2022"}
    assert "290389" in {one["code"] for one in found["siblings"]["escapes"]}
    assert [(one["edition"], one["to"]) for one in found["history"]] == [
        ("2022", "2012"),
        ("2022", "2017"),
    ]


def test_a_code_as_text() -> None:
    ran = customhouse("hs", "2903.31")
    assert (ran.code, ran.err) == (0, "")
    said = " ".join(ran.out.split())
    assert "[rotterdam:edb] under 2903.31 in 2012 and 2017" in said
    assert "2903.31 of 2017 became in 2022: 2903.62 (the same goods)" in said
    assert "2903.31 is the same code in 2012 and 2017" in said
    assert "A customs code alone proves nothing" in said
    assert max(map(len, ran.out.splitlines())) <= 80


def test_the_parts_of_a_code_are_told_apart() -> None:
    said = " ".join(customhouse("hs", "8548.10", "--edition", "2017").out.split())
    assert "8549.11, 8549.12, 8549.13, 8549.14, 8549.19 (part of it)" in said
    assert "(some of it, with others)" in said
    back = " ".join(customhouse("hs", "2931.54").out.split())
    assert "2931.54 of 2022 was in 2017: 2931.39 (part of that)" in back


@pytest.mark.parametrize(
    ("ref", "refs"),
    [
        ("stockholm:lindane", ["stockholm:lindane"]),
        ("lindane", ["rotterdam:lindane", "stockholm:lindane"]),
        ("basel:A1181", ["basel:A1181"]),
        ("a1181", ["basel:A1181"]),
    ],
)
def test_the_codes_of_a_listed_item(ref: str, refs: list[str]) -> None:
    found = answer(ref)
    assert [item["ref"] for item in found["items"]] == refs
    for item in found["items"]:
        assert list(item["codes"]) == ["2012", "2017", "2022"]
        assert all(entry["ref"] == item["ref"] for entry in item["codes"]["2022"])
    text = customhouse("hs", ref, "--edition", "2022")
    assert text.code == 0
    assert "HS 2022" in text.out
    assert "HS 2017" not in text.out


def test_an_item_without_a_code_in_an_edition() -> None:
    ran = customhouse("hs", "stockholm:lindane", "--edition", "2028")
    assert (ran.code, ran.err) == (0, "")
    assert "No customs code is recorded for it." in ran.out


@pytest.mark.parametrize("code", ["9603.10", "9603.10.00.00", "2903.31"])
def test_a_code_that_no_edition_knows_is_no_failure(code: str) -> None:
    ran = customhouse("hs", code, "--edition", "2028")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"No listed item is known under {code} of HS 2028.\n")
    assert "no proof" in ran.out


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("29", "'29' is no customs code: a customs code has 4 to 12 digits, not 2. Write it as"),
        ("2903/81", "'2903/81' is no customs code: a customs code has digits"),
        ("stockholm:lindan", "'stockholm:lindan' is neither a customs code nor a listed item."),
        ("2903.8x", "'2903.8x' is neither a customs code nor a listed item."),
        ("", "'' is no customs code"),
    ],
)
def test_what_is_neither_code_nor_item(query: str, said: str) -> None:
    ran = customhouse("hs", query)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"customhouse: hs: {said}")
    assert len(ran.err.splitlines()) == 1


def test_an_edition_that_does_not_exist() -> None:
    ran = customhouse("hs", "2903.81", "--edition", "2007")
    assert ran.code == 2
    assert "2007" in ran.err


def test_hostile_text_does_not_reach_the_terminal() -> None:
    ran = customhouse("hs", "\x1b[2Jx")
    assert ran.code == 2
    assert "\x1b" not in ran.err
