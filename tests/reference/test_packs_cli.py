"""The commands of `customhouse packs`, run as a person would run them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from customhouse.cli.packs import packs
from customhouse.reference import pack as pack_module

from .folders import SOUND, changed, sound_folder, write_files


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(packs, [str(argument) for argument in arguments])


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return sound_folder(tmp_path / "tiny")


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A `common` and a `basel` pack in the place of the shipped ones."""
    root = tmp_path / "shipped"
    root.mkdir()
    common = {name: SOUND[name] for name in ("SOURCES.md", "countries.csv")}
    for name, files in (
        ("common", common),
        ("basel", {k: v for k, v in SOUND.items() if k not in common or k == "SOURCES.md"}),
    ):
        write_files(root / name, files)
        assert run("manifest", root / name, "--version", "2026.1", "--valid-from", "2026-11-24")
    monkeypatch.setattr(pack_module, "SHIPPED", ("common", "basel"))
    monkeypatch.setattr(pack_module, "OPTIONAL", ())
    monkeypatch.setattr(pack_module, "LAYERS", ())
    monkeypatch.setattr(pack_module, "shipped_folder", root.joinpath)
    return root


def test_manifest_is_built_and_told(tmp_path: Path) -> None:
    folder = write_files(tmp_path / "tiny")
    result = run(
        "manifest", folder, "--version", "2026.2", "--valid-from", "2026-12-01", "--title", "Tiny"
    )
    assert (result.exit_code, result.stdout) == (0, "tiny@2026.2: 29 files, 42 rows\n")
    assert json.loads((folder / "manifest.json").read_bytes())["title"] == "Tiny"


def test_manifest_refuses_a_broken_table(tmp_path: Path) -> None:
    folder = write_files(tmp_path / "tiny", SOUND | {"opt_in.csv": "iso3\n"})
    result = run("manifest", folder, "--version", "2026.1", "--valid-from", "2026-11-24")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("tiny@2026.1/opt_in.csv:1: the header is 'iso3'. Remedy: ")
    assert len(result.stderr.splitlines()) == 1


def test_manifest_that_cannot_be_written_is_told_in_one_line(tiny: Path) -> None:
    (tiny / "manifest.json").unlink()
    (tiny / "manifest.json").mkdir()
    result = run("manifest", tiny, "--version", "2026.1", "--valid-from", "2026-11-24")
    assert result.exit_code == 2
    assert "manifest.json" in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.usefixtures("shipped")
def test_list_gives_a_row_a_pack() -> None:
    result = run("list")
    assert result.exit_code == 0
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert "common 2026.1 2026-11-24 2 Common reference pack" in lines
    (common, basel) = json.loads(run("list", "--format", "json").stdout)
    assert common["rows"] == {"countries.csv": 2}
    assert (basel["name"], basel["valid_from"]) == ("basel", "2026-11-24")


def test_verify_of_shipped_packs(shipped: Path) -> None:
    result = run("verify")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == "common@2026.1: 2 rows, no problems"
    (shipped / "basel" / "opt_in.csv").unlink()
    broken = run("verify")
    assert broken.exit_code == 2
    assert broken.stderr.startswith("basel@2026.1/opt_in.csv: the manifest lists this file")


def test_verify_of_a_folder_looks_at_the_shipped_packs_too(shipped: Path) -> None:
    assert run("verify", shipped / "basel").stdout == "basel@2026.1: 40 rows, no problems\n"


@pytest.mark.usefixtures("shipped")
def test_verify_tells_each_problem_on_a_line_and_exits_2(tmp_path: Path) -> None:
    changed(tmp_path / "tiny", "near_misses.csv", "dicofol,CAS,115-32-2", '"two\nlines ",CAS,1')
    result = run("verify", tmp_path / "tiny")
    lines = [line for line in result.stderr.splitlines() if "rule id" not in line]
    assert result.exit_code == 2
    assert [line.split(". Remedy: ")[0] for line in lines] == [
        "tiny@2026.1/near_misses.csv:2: CAS number '1' is malformed or fails its check digit",
        "tiny@2026.1/near_misses.csv:2: name 'two\\nlines ' has a stray space",
    ]
    told = json.loads(run("verify", tmp_path / "tiny", "--format", "json").stdout)
    assert told["packs"] == ["tiny@2026.1"]
    assert told["problems"][0]["file"] == "tiny@2026.1/near_misses.csv"


def test_diff_of_folders(tiny: Path, tmp_path: Path) -> None:
    changed(tmp_path / "new", "formulations.csv", ",1.5,", ",2.5,")
    result = run("diff", tiny, tmp_path / "new")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == "tiny@2026.1 -> new@2026.1: 1 row differs"
    assert result.stdout.splitlines()[-1] == "    min_strength: 1.5 -> 2.5"
    told = json.loads(run("diff", tiny, tmp_path / "new", "--format", "json").stdout)
    assert told["changes"][0]["fields"] == [{"name": "min_strength", "old": "1.5", "new": "2.5"}]


def test_diff_of_a_shipped_pack_and_a_folder(shipped: Path) -> None:
    result = run("diff", "basel", shipped / "basel")
    assert result.stdout == "basel@2026.1 -> basel@2026.1: no row differs\n"


def test_show_of_a_pack(tiny: Path) -> None:
    result = run("show", tiny)
    assert result.exit_code == 0
    assert result.stdout.startswith("tiny@2026.1  Tiny reference pack\nlaw as of 2026-11-24")
    told = json.loads(run("show", tiny, "--format", "json").stdout)
    assert told["rows"]["identifiers.csv"] == 8
    assert told["sources"]["T"] == "The treaty"


@pytest.mark.parametrize("table", ["substances", "substances.csv"])
def test_show_of_a_table(tiny: Path, table: str) -> None:
    result = run("show", tiny, table)
    assert result.exit_code == 0
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert "hcb stockholm A; C pesticide; industrial Hexachlorobenzene SC-4/15 2009-05-08" in (
        " ".join(lines)
    )
    (ddt, hcb) = json.loads(run("show", tiny, table, "--format", "json").stdout)
    assert ddt["row"] == "tiny@2026.1/substances.csv:2"
    assert hcb["annex"] == ["A", "C"]


def test_show_as_of_a_day_leaves_out_what_is_not_in_force(tiny: Path) -> None:
    result = run("show", tiny, "substances", "--as-of", "2009-12-31", "--format", "json")
    assert [row["substance_id"] for row in json.loads(result.stdout)] == ["ddt"]


def test_show_of_the_procedure(tiny: Path) -> None:
    result = run("show", tiny, "procedure")
    assert "stockholm:art-3-2-a-ii" in result.stdout
    told = json.loads(run("show", tiny, "procedure.json", "--format", "json").stdout)
    assert [rule["id"] for rule in told] == ["STO-01", "STO-02"]


def test_markup_in_a_cell_is_only_text(tmp_path: Path) -> None:
    changed(tmp_path / "tiny", "synonyms.csv", "clofenotane", "[red]x[/red]")
    assert "[red]x[/red]" in run("show", tmp_path / "tiny", "synonyms").stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("show", "nowhere"), "neither a folder nor one of the packs common, basel, rotterdam"),
        (("show", "TINY", "planets"), "tiny@2026.1 has no table 'planets'; it has agreements,"),
        (("show", "TINY", "--as-of", "2020-01-01"), "--as-of needs a TABLE"),
        (("show", "TINY", "opt_in", "--as-of", "soon"), "'soon' does not match the format"),
        (("diff", "TINY", "nowhere"), "'nowhere' is neither a folder"),
        (("verify", "nowhere"), "does not exist"),
        (("manifest", "TINY", "--version", "2026.1"), "Missing option '--valid-from'"),
    ],
)
def test_bad_use_exits_2_and_says_why(tiny: Path, arguments: tuple[str, ...], told: str) -> None:
    result = run(*(str(tiny) if one == "TINY" else one for one in arguments))
    assert result.exit_code == 2
    assert told in " ".join(result.stderr.split())


@pytest.mark.parametrize("command", [("show",), ("verify",), ("diff", "")])
def test_a_folder_that_is_no_pack_exits_2_with_one_line(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    result = run(command[0], *[tmp_path] * len(command))
    assert result.exit_code == 2
    assert result.stderr.splitlines()[0].startswith(f"{tmp_path.name}/manifest.json: cannot be")


def test_the_group_loads_nothing_heavy() -> None:
    heavy = "{'rich', 'msgspec', 'rdkit', 'stdnum', 'customhouse.reference'}"
    code = f"import customhouse.cli.packs, sys; print({heavy} & set(sys.modules))"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment)
    assert out.stdout == b"set()\n", out


def test_diff_in_words(tiny: Path, tmp_path: Path) -> None:
    changed(tmp_path / "new", "formulations.csv", ",1.5,", ",2.5,")
    told = run("diff", tiny, tmp_path / "new", "--words").stdout
    assert "min strength was 1.5 and is now 2.5." in told
