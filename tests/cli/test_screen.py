"""`customhouse screen` for real: the installed command on the files of examples/."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from customhouse.cli.main import cli
from customhouse.cli.screen import EXIT_CODES
from customhouse.screening.finding import OUTCOMES, SEVERITY

from .command import EXAMPLES, customhouse

FILES = sorted(path.name for path in EXAMPLES.iterdir() if path.suffix in (".json", ".xml", ".csv"))

ONE_OF_EACH: dict[str, dict[str, Any]] = {
    "release": {"description": "cotton T-shirts", "hs_code": "6109.10"},
    "request_documents": {"description": "insecticide", "hs_code": "3808.91"},
    "refer": {"description": "plastic waste, baled", "hs_code": "3915.90", "is_waste": False},
}


def answer(*arguments: str | Path, stdin: bytes = b"") -> tuple[int, Any]:
    ran = customhouse("screen", *arguments, "--format", "json", stdin=stdin)
    assert ran.err == ""
    return ran.code, json.loads(ran.out)


def declaration(**changes: Any) -> bytes:
    facts: dict[str, Any] = {
        "id": "T-1",
        "date": "2025-06-01",
        "regime": "import",
        "country_of_export": "DE",
        "country_of_destination": "GH",
        "items": [{"number": 1, **ONE_OF_EACH["release"]}],
    }
    return json.dumps(facts | changes).encode()


@pytest.mark.parametrize("file", FILES)
def test_the_exit_code_is_the_outcome_of_the_file(file: str) -> None:
    code, answers = answer(EXAMPLES / file)
    outcomes = [a["outcome"] for a in (answers if isinstance(answers, list) else [answers])]
    assert code == EXIT_CODES[max(outcomes, key=SEVERITY.__getitem__)]


def test_there_is_a_code_for_each_outcome_and_they_follow_the_contract() -> None:
    assert tuple(EXIT_CODES) == OUTCOMES
    assert list(EXIT_CODES.values()) == [0, 10, 11, 12, 13]


@pytest.mark.parametrize("outcome", ONE_OF_EACH)
def test_mild_outcomes(outcome: str) -> None:
    item = {"number": 1, **ONE_OF_EACH[outcome]}
    code, found = answer("-", stdin=declaration(items=[item]))
    assert (code, found["outcome"]) == (EXIT_CODES[outcome], outcome)


@pytest.mark.parametrize(
    ("file", "outcome"),
    [
        ("lawful_scrap.json", "release"),
        ("plastic_export.json", "hold"),
        ("sad_import_lindane.xml", "hold"),
        ("ewaste.json", "refuse"),
    ],
)
def test_the_examples_answer_what_they_show(file: str, outcome: str) -> None:
    code, found = answer(EXAMPLES / file)
    assert (code, found["outcome"]) == (EXIT_CODES[outcome], outcome)


CONTRACT = {
    "": (["outcome", "as_of", "items", "missing", "packs"], ["id", "confidence", "notes"]),
    "item": (["number", "outcome", "candidates", "findings"], []),
    "candidate": (["ref", "convention", "found_by", "evidence", "specificity"], None),
    "finding": (
        ["provision", "applies", "because", "requires", "outcome", "explanation"],
        None,
    ),
    "missing": (["field", "why", "would_change"], []),
}


def keeps(part: str, record: dict[str, Any]) -> None:
    """The contract's names come first and in its order; what is added comes after."""
    names, added = CONTRACT[part]
    assert list(record)[: len(names)] == names
    if added is not None:
        assert list(record)[len(names) :] == added


@pytest.mark.parametrize("file", FILES)
def test_the_shape_of_the_answer_is_the_contract(file: str) -> None:
    _, answers = answer(EXAMPLES / file)
    for found in answers if isinstance(answers, list) else [answers]:
        keeps("", found)
        assert found["outcome"] in OUTCOMES
        assert date.fromisoformat(found["as_of"])
        assert all(isinstance(version, str) for version in found["packs"].values())
        assert {"basel", "rotterdam", "stockholm"} <= set(found["packs"])
        for missing in found["missing"]:
            keeps("missing", missing)
        for item in found["items"]:
            keeps("item", item)
            for candidate in item["candidates"]:
                keeps("candidate", candidate)
                assert re.fullmatch(r"(basel|rotterdam|stockholm):\S+", candidate["ref"])
                assert candidate["ref"].startswith(candidate["convention"])
                assert candidate["found_by"] in ("cas", "name", "hs", "un", "code", "structure")
                assert candidate["specificity"] in ("exact", "group", "flag")
            for finding in item["findings"]:
                keeps("finding", finding)
                assert re.fullmatch(r"\w+:(art|annex)-[a-z0-9-]+", finding["provision"])
                assert finding["applies"] in ("yes", "no", "unknown")
                assert finding["outcome"] in OUTCOMES
                assert finding["applies"] != "unknown" or finding["outcome"] != "release"
                assert all(isinstance(fact, str) for fact in finding["because"])
                assert all(isinstance(need, str) for need in finding["requires"])


def test_a_file_of_several_declarations_is_a_list() -> None:
    code, answers = answer(EXAMPLES / "pesticide_lines.csv")
    assert isinstance(answers, list)
    assert len(answers) > 1
    assert code == max(EXIT_CODES[a["outcome"]] for a in answers)


def test_json_is_indented_and_the_same_every_time() -> None:
    first = customhouse("screen", EXAMPLES / "ewaste.json", "--format", "json").out
    assert first.startswith('{\n  "outcome": "')
    assert first.endswith("}\n")
    assert customhouse("screen", EXAMPLES / "ewaste.json", "--format", "json").out == first


def test_the_day_asked_for_wins_then_the_declared_one() -> None:
    assert answer("-", stdin=declaration())[1]["as_of"] == "2025-06-01"
    assert answer("-", "--as-of", "2020-01-31", stdin=declaration())[1]["as_of"] == "2020-01-31"


def test_with_no_day_it_is_today_and_the_answer_says_so() -> None:
    _, found = answer("-", stdin=declaration(date=None))
    today = date.today().isoformat()
    assert found["as_of"] == today
    assert f"No date is declared: the law of today, {today}, was taken." in found["notes"]


def test_what_was_not_read_is_noted() -> None:
    _, found = answer("-", stdin=declaration(colour_of_the_ship="red"))
    assert any("colour_of_the_ship" in note for note in found["notes"])


def test_text_is_the_default_and_its_first_line_the_answer() -> None:
    ran = customhouse("screen", EXAMPLES / "plastic_export.json")
    lines = ran.out.splitlines()
    assert (ran.code, ran.err) == (12, "")
    assert lines[0] == "HOLD. Do not release. Keep the goods until the papers below are shown."
    assert max(map(len, lines)) <= 80
    assert "\x1b" not in ran.out


def test_text_where_only_ascii_can_be_written() -> None:
    ran = customhouse("screen", EXAMPLES / "plastic_export.json", PYTHONIOENCODING="ascii")
    assert ran.code == 12
    assert ran.out.isascii()


def test_text_with_hostile_words_stays_on_its_lines() -> None:
    item = {"number": 1, "description": "DDT \x1b[2J\u202e <script>alert(1)</script>"}
    ran = customhouse("screen", "-", stdin=declaration(items=[item]))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", ran.out)


def test_html_with_hostile_words_has_no_script() -> None:
    item = {"number": 1, "description": 'DDT <script>alert(1)</script>" onload="x'}
    ran = customhouse(
        "screen", "-", "--format", "html", stdin=declaration(id="<script>", items=[item])
    )
    assert "<script" not in ran.out
    assert "<mark>DDT</mark> &lt;script&gt;" in ran.out
    assert len(ran.out.encode()) < 60_000


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_output_goes_to_the_file_and_the_answer_to_the_screen(form: str, tmp_path: Path) -> None:
    file = tmp_path / "answer"
    example = EXAMPLES / "plastic_export.json"
    ran = customhouse("screen", example, "--format", form, "--output", file)
    assert (ran.code, ran.err) == (12, "")
    assert ran.out == (
        "HOLD. Do not release. Keep the goods until the papers below are shown.\n"
        f"Written to {file}\n"
    )
    assert file.read_text("utf-8") == customhouse("screen", example, "--format", form).out


def test_runner_and_process_agree() -> None:
    ran = CliRunner().invoke(cli, ["screen", str(EXAMPLES / "ewaste.json"), "--format", "json"])
    process = customhouse("screen", EXAMPLES / "ewaste.json", "--format", "json")
    assert (ran.exit_code, ran.stdout) == (process.code, process.out)
