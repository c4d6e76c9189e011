"""Manifests, loading, and the rows that hold on a day."""

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest

from customhouse.reference import records as r
from customhouse.reference.pack import (
    Manifest,
    in_effect,
    load_pack,
    load_packs,
    write_manifest,
)
from customhouse.reference.tables import TABLES, PackError

from .folders import LAW_AS_OF, SOUND, sound_folder, write_files


def told(folder: Path) -> list[str]:
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    return [str(problem) for problem in caught.value.problems]


def test_a_pack_loads_as_its_manifest_says(tmp_path: Path) -> None:
    pack = load_pack(sound_folder(tmp_path / "tiny"))
    assert (pack.label, pack.valid_from, pack.title) == (
        "tiny@2026.1",
        LAW_AS_OF,
        "Tiny reference pack",
    )
    assert pack.license == "Apache-2.0"
    assert set(pack.tables) == set(TABLES.values())
    assert [rule.id for rule in pack.rules] == ["STO-01", "STO-02"]
    assert pack.sources == {"T": "The treaty", "L": "A list"}
    assert json.loads(pack.class_rules) == {"classes": [{"substance_id": "hcb"}]}
    assert pack.rows(r.OptIn)[0].row == "tiny@2026.1/opt_in.csv:2"
    assert pack.row_counts()["identifiers.csv"] == 8


def test_a_table_that_a_pack_lacks_has_no_rows(tmp_path: Path) -> None:
    folder = write_files(tmp_path / "few", {"SOURCES.md": SOUND["SOURCES.md"]})
    write_manifest(folder, "2026.1", LAW_AS_OF)
    pack = load_pack(folder)
    assert pack.rows(r.Country) == ()
    assert (pack.rules, pack.class_rules, pack.row_counts()) == ((), b"", {})


def test_a_manifest_says_what_is_in_the_folder(tmp_path: Path) -> None:
    folder = sound_folder(tmp_path / "tiny")
    manifest = json.loads((folder / "manifest.json").read_bytes())
    assert manifest["version"] == "2026.1"
    assert manifest["valid_from"] == "2026-11-24"
    assert list(manifest["files"]) == sorted(SOUND)
    digest = hashlib.sha256(SOUND["parties.csv"].encode()).hexdigest()
    assert manifest["files"]["parties.csv"] == digest
    assert manifest["counts"]["parties.csv"] == 2
    assert manifest["counts"]["procedure.json"] == 2


def test_a_manifest_is_the_same_when_built_again(tmp_path: Path) -> None:
    folder = sound_folder(tmp_path / "tiny")
    first = (folder / "manifest.json").read_bytes()
    write_manifest(folder, "2026.1", LAW_AS_OF)
    assert (folder / "manifest.json").read_bytes() == first
    assert first.endswith(b"}\n")


def test_a_rebuilt_manifest_keeps_name_title_and_licence(tmp_path: Path) -> None:
    folder = sound_folder(tmp_path / "tiny")
    write_manifest(folder, "2026.1", LAW_AS_OF, title="Tiny", license_id="CC0-1.0")
    renamed = folder.rename(tmp_path / "tiny-next")
    manifest = write_manifest(renamed, "2027.1", date(2027, 1, 1))
    assert (manifest.name, manifest.title, manifest.license) == ("tiny", "Tiny", "CC0-1.0")
    assert load_pack(renamed).version == "2027.1"


def test_no_manifest_is_built_over_a_broken_table(tmp_path: Path) -> None:
    folder = write_files(tmp_path / "tiny", SOUND | {"opt_in.csv": "iso3\n"})
    with pytest.raises(PackError, match=r"tiny@2026.1/opt_in.csv:1: the header"):
        write_manifest(folder, "2026.1", LAW_AS_OF)
    assert not (folder / "manifest.json").exists()


@pytest.mark.parametrize(("name", "version"), [("tiny", "one"), ("Tiny Pack", "2026.1")])
def test_a_name_or_version_of_another_form_is_refused(
    tmp_path: Path, name: str, version: str
) -> None:
    folder = write_files(tmp_path / name)
    with pytest.raises(PackError, match=r"not a manifest: .* Remedy: use a name of small"):
        write_manifest(folder, version, LAW_AS_OF)


def test_a_changed_file_is_named(tmp_path: Path) -> None:
    folder = sound_folder(tmp_path / "tiny")
    table = folder / "parties.csv"
    table.write_bytes(table.read_bytes() + b"FRA,France,basel,party,,,known,L\n")
    assert told(folder) == [
        "tiny@2026.1/parties.csv: the file was changed after the manifest was built. "
        "Remedy: restore the file, or rebuild the manifest under a new version."
    ]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    folder = sound_folder(tmp_path / "tiny")
    (folder / "parties.csv").unlink()
    (problem,) = told(folder)
    assert problem.startswith("tiny@2026.1/parties.csv: the manifest lists this file")
    assert "put the file back" in problem


def test_every_problem_of_a_pack_is_told_at_once(tmp_path: Path) -> None:
    folder = sound_folder(tmp_path / "tiny")
    (folder / "opt_in.csv").unlink()
    (folder / "parties.csv").write_text("iso3\n")
    (folder / "procedure.json").write_text("{}")
    assert [one.split(": ")[0] for one in told(folder)] == [
        "tiny@2026.1/opt_in.csv",
        "tiny@2026.1/parties.csv",
        "tiny@2026.1/procedure.json",
        "tiny@2026.1/parties.csv:1",
        "tiny@2026.1/procedure.json",
    ]


def test_a_table_of_an_unknown_name_is_refused(tmp_path: Path) -> None:
    folder = write_files(tmp_path / "tiny", SOUND | {"partys.csv": "iso3\n"})
    with pytest.raises(PackError, match=r"tiny@2026.1/partys.csv: no table has this name\. Rem"):
        write_manifest(folder, "2026.1", LAW_AS_OF)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"name": "tiny"}', "\udcff"])
def test_a_broken_manifest_is_named(tmp_path: Path, text: str) -> None:
    folder = sound_folder(tmp_path / "tiny")
    (folder / "manifest.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    (problem,) = told(folder)
    assert problem.startswith("tiny/manifest.json: not a manifest")
    assert "customhouse packs manifest" in problem


def test_a_folder_without_a_manifest_is_no_pack(tmp_path: Path) -> None:
    (problem,) = told(tmp_path)
    assert problem.startswith(f"{tmp_path.name}/manifest.json: cannot be read: No such file")
    assert "customhouse packs manifest" in problem


def test_a_manifest_cannot_reach_outside_its_folder(tmp_path: Path) -> None:
    folder = sound_folder(tmp_path / "tiny")
    (tmp_path / "secret.csv").write_text("x")
    manifest = json.loads((folder / "manifest.json").read_bytes())
    manifest["files"]["../secret.csv"] = hashlib.sha256(b"x").hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))
    (problem,) = told(folder)
    assert problem.startswith("tiny@2026.1/../secret.csv: the manifest lists this file and the")


def test_problems_of_several_packs_come_together(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (sound_folder(tmp_path / name) / "opt_in.csv").unlink()
    with pytest.raises(PackError) as caught:
        load_packs([tmp_path / "one", tmp_path / "two"])
    assert [problem.file for problem in caught.value.problems] == [
        "one@2026.1/opt_in.csv",
        "two@2026.1/opt_in.csv",
    ]


def test_the_manifest_type_has_no_field_to_spare() -> None:
    assert Manifest.__struct_fields__ == (
        "name",
        "version",
        "valid_from",
        "title",
        "license",
        "files",
        "counts",
    )


def listing(
    adopted_on: date | None = None, first: date | None = None, last: date | None = None
) -> r.Substance:
    return r.Substance(
        row="t.csv:2",
        confidence="known",
        source="T",
        substance_id="x",
        convention="stockholm",
        annex=("A",),
        category=(),
        name="X",
        adopted_on=adopted_on,
        in_force_from=first,
        valid_to=last,
    )


def test_a_listing_holds_from_its_first_to_its_last_day() -> None:
    first, last = date(2020, 1, 2), date(2020, 1, 4)
    record = listing(first=first, last=last)
    assert [in_effect(record, date(2020, 1, day)) for day in range(1, 6)] == [
        False,
        True,
        True,
        True,
        False,
    ]


def test_a_listing_not_known_to_be_in_force_does_not_hold() -> None:
    assert not in_effect(listing(adopted_on=date(2020, 1, 1)), date(2030, 1, 1))


def test_a_row_of_unknown_beginning_holds() -> None:
    ban = r.BanAmendment(row="t.csv:2", confidence="known", source="T", iso3="DEU")
    assert in_effect(ban, date(1900, 1, 1))


def test_a_party_holds_from_its_entry_into_force_and_an_exemption_until_it_expires() -> None:
    party = r.Party(
        row="t.csv:2",
        confidence="known",
        source="T",
        iso3="DEU",
        name="Germany",
        convention="basel",
        status="party",
        entry_into_force=date(1995, 7, 20),
    )
    exemption = r.Exemption(
        row="t.csv:2",
        confidence="known",
        source="T",
        substance_id="x",
        annex="A",
        use="u",
        kind="k",
        expires=date(1995, 7, 19),
    )
    assert [in_effect(party, date(1995, 7, day)) for day in (19, 20)] == [False, True]
    assert [in_effect(exemption, date(1995, 7, day)) for day in (19, 20)] == [True, False]
