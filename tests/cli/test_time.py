"""`packs changes`, `screen --save`, `replay` and `reopen` as a person runs them."""

import json
import shutil
from importlib.resources import as_file
from pathlib import Path

import pytest

from customhouse.reference.pack import shipped_folder

from .command import EXAMPLES, customhouse

SHIRTS = {"number": 1, "description": "cotton T-shirts", "hs_code": "610910"}
LOTION = {
    "number": 1,
    "description": "lindane shampoo for head lice",
    "hs_code": "300490",
    "cas": ["58-89-9"],
    "purpose": "human health pharmaceutical for head lice and scabies",
}


VIENNA = ("--convention", "vienna")


def declaration(identity: str, item: dict[str, object]) -> bytes:
    return json.dumps(
        {
            "id": identity,
            "date": "2015-06-01",
            "regime": "import",
            "country_of_export": "DE",
            "country_of_destination": "GH",
            "items": [item],
        }
    ).encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a saved screening of shirts, and one of lindane as a medicine."""
    place = tmp_path / "saved"
    for identity, item, code in (("SHIRTS", SHIRTS, 0), ("LOTION", LOTION, 10)):
        ran = customhouse("screen", "-", "--save", place, stdin=declaration(identity, item))
        assert ran.code == code
        assert ran.err == f"Saved in {place}: 1 new, 0 there already.\n"
    return place


def test_saving_leaves_the_answer_as_it_is(tmp_path: Path) -> None:
    file = EXAMPLES / "pesticide_lines.csv"
    plain = customhouse("screen", file, "--format", "json")
    for told in ("2 new, 0 there already", "0 new, 2 there already"):
        saved = customhouse("screen", file, "--format", "json", "--save", tmp_path)
        assert (saved.out, saved.code) == (plain.out, plain.code)
        assert told in saved.err
    assert len(list(tmp_path.iterdir())) == 2
    kept = [json.loads(path.read_text())["assessment"] for path in sorted(tmp_path.iterdir())]
    answers = json.loads(plain.out)
    assert sorted(map(json.dumps, kept)) == sorted(map(json.dumps, answers))


def test_a_file_that_holds_something_else_is_not_overwritten(folder: Path) -> None:
    (path,) = folder.glob("SHIRTS-*")
    path.write_text("{}")
    ran = customhouse("screen", "-", "--save", folder, stdin=declaration("SHIRTS", SHIRTS))
    assert ran.code == 2
    assert "it is not overwritten" in ran.err and len(ran.err.splitlines()) == 1
    assert path.read_text() == "{}"


def test_a_folder_that_cannot_be_made_is_a_plain_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ran = customhouse("screen", "-", "--save", tmp_path / "file", stdin=declaration("S", SHIRTS))
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)


def test_replay_says_the_same(folder: Path) -> None:
    ran = customhouse("replay", folder)
    assert ran.code == 0
    assert ran.out.count("the same answer, byte for byte") == 2
    (path,) = folder.glob("LOTION-*")
    told = json.loads(customhouse("replay", path, "--format", "json").out)
    assert [(one["file"], one["verdict"]) for one in told] == [(path.name, "same")]


def test_replay_says_what_differs_and_what_is_not_at_hand(folder: Path) -> None:
    (lotion,), (shirts,) = folder.glob("LOTION-*"), folder.glob("SHIRTS-*")
    text = lotion.read_text()
    lotion.write_text(text.replace('"outcome": "request_documents"', '"outcome": "release"', 1))
    ran = customhouse("replay", folder)
    assert ran.code == 1
    assert "ANOTHER ANSWER" in ran.out
    assert "the answer was release and is request documents" in ran.out
    shirts.write_text(shirts.read_text().replace('"basel": "', '"basel": "19', 1))
    ran = customhouse("replay", folder)
    assert ran.code == 2
    assert "NOT REPLAYED, the packs are not at hand" in ran.out
    assert "it was answered with basel@19" in ran.out


def test_replay_takes_the_packs_that_it_is_given(folder: Path, tmp_path: Path) -> None:
    newer = pack(tmp_path / "basel", version="2027.1")
    ran = customhouse("replay", folder, "--packs", newer)
    assert ran.code == 2
    assert "at hand is basel@2027.1" in ran.out


def pack(folder: Path, name: str = "basel", version: str = "", **replaced: str) -> Path:
    with as_file(shipped_folder(name)) as shipped:
        shutil.copytree(shipped, folder)
    for table, text in replaced.items():
        (folder / f"{table}.csv").write_text(text)
    if version:
        arguments = ("--version", version, "--valid-from", "2027-01-01")
        assert customhouse("packs", "manifest", folder, *arguments).code == 0
    return folder


def test_reopen_by_dates(folder: Path) -> None:
    span = ("--from", "2015-08-27", "--to", "2015-08-27")
    ran = customhouse("reopen", folder, *span)
    assert ran.code == 0
    assert "LOTION: was REQUEST DOCUMENTS, would be REFUSE" in ran.out
    assert "has expired" in ran.out and "SHIRTS" not in ran.out
    told = json.loads(customhouse("reopen", folder, *span, "--format", "json").out)
    assert told["looked_at"] == 2
    assert [one["declaration_id"] for one in told["reopened"]] == ["LOTION"]
    before = customhouse("reopen", folder, "--from", "2015-08-01", "--to", "2015-08-26")
    assert "0 touched" in " ".join(before.out.split())


def test_reopen_by_packs(folder: Path, tmp_path: Path) -> None:
    old = pack(tmp_path / "old", "stockholm")
    text = (old / "exemptions.csv").read_text()
    assert text.count('2015-08-26,"use only') == 1
    text = text.replace('2015-08-26,"use only', '2014-08-26,"use only')
    new = pack(tmp_path / "new", "stockholm", "2027.1", exemptions=text)
    ran = customhouse("reopen", folder, "--old", old, "--new", new)
    assert ran.code == 0
    words = " ".join(ran.out.split())
    assert "LOTION: was REQUEST DOCUMENTS, would be REFUSE" in words
    assert "expires was 2015-08-26 and is now 2014-08-26" in words
    assert "SHIRTS" not in words


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("reopen", "HERE"), "neither a span of time nor two packs"),
        (("reopen", "HERE", "--from", "2025-01-01"), "neither a span of time nor two packs"),
        (("reopen", "HERE", "--old", "HERE"), "one of --old and --new is missing"),
        (("reopen", "HERE", "--from", "2025-01-02", "--to", "2025-01-01"), "no saved screening"),
        (("reopen", "nowhere", "--from", "2025-01-01", "--to", "2025-01-01"), "does not exist"),
        (("replay", "HERE"), "no saved screening is in it"),
        (("packs", "changes", "--from", "2025-13-01", "--to", "2025-01-01"), "is not a day"),
        (("packs", "changes", "--from", "2025-02-01", "--to", "2025-01-01"), "is before --from"),
        (
            ("packs", "changes", *("--from", "2025-01-01", "--to", "2025-01-01"), *VIENNA),
            "no pack 'vienna'",
        ),
    ],
)
def test_bad_use_is_one_plain_line(tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    ran = customhouse(*(tmp_path if one == "HERE" else one for one in arguments))
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err and len(ran.err.splitlines()) == 1


def test_changes_in_words_and_in_json() -> None:
    day = ("--from", "2025-01-01", "--to", "2025-01-01")
    ran = customhouse("packs", "changes", *day)
    words = " ".join(ran.out.split())
    assert ran.code == 0
    assert "Waste code A1180 (Hazardous electrical and electronic scrap) has ended" in words
    assert "In its place: A1181 and Y49." in words
    assert "Not in this log, as the packs lack the date" in words
    told = json.loads(customhouse("packs", "changes", *day, "--format", "json").out)
    assert {change["day"] for change in told["changes"]} == {"2025-01-01"}
    assert told["undated"]["listing_in_force"] > 0
    rotterdam = customhouse("packs", "changes", *day, "--convention", "rotterdam")
    assert rotterdam.out.startswith("0 changes")
