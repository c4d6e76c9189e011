"""What changed between two packs: rows by their key, fields by name."""

from pathlib import Path

import pytest

from customhouse.reference.compare import Change, FieldChange, compare, describe
from customhouse.reference.pack import Pack, load_pack

from .folders import SOUND, changed, sound_folder


@pytest.fixture
def sound(tmp_path: Path) -> Pack:
    return load_pack(sound_folder(tmp_path / "sound"))


def test_a_pack_does_not_differ_from_itself(sound: Pack) -> None:
    assert compare(sound, sound) == []
    assert describe([]) == []


def test_the_order_of_rows_is_no_change(sound: Pack, tmp_path: Path) -> None:
    head, first, second = SOUND["parties.csv"].splitlines()
    new = changed(tmp_path / "new", "parties.csv", f"{first}\n{second}", f"{second}\n{first}")
    assert head.startswith("iso3")
    assert compare(sound, new) == []


def test_a_changed_field_is_named(sound: Pack, tmp_path: Path) -> None:
    old = "Germany,stockholm,party"
    new = changed(tmp_path / "new", "parties.csv", old, "Germany,stockholm,signatory")
    changes = compare(sound, new)
    assert changes == [
        Change(
            table="parties.csv",
            kind="changed",
            key=("stockholm", "DEU"),
            fields=(FieldChange(name="status", old="party", new="signatory"),),
            convention="stockholm",
            states=("DEU",),
        )
    ]
    assert describe(changes) == [
        "parties.csv: stockholm / DEU was changed",
        "    status: party -> signatory",
    ]


def test_several_values_and_empty_cells_are_shown_as_in_the_table(
    sound: Pack, tmp_path: Path
) -> None:
    new = changed(tmp_path / "new", "countries.csv", "Germany,EU;OECD", "Germany,")
    assert describe(compare(sound, new)) == [
        "countries.csv: DEU was changed",
        "    groups: EU;OECD -> (empty)",
    ]


def test_added_and_removed_rows(sound: Pack, tmp_path: Path) -> None:
    row = "hcb,CAS,118-74-1,exact,,source,T\n"
    new = changed(tmp_path / "new", "identifiers.csv", row, "")
    (removed,), (added,) = compare(sound, new), compare(new, sound)
    assert (removed.kind, removed.key) == ("removed", ("hcb", "CAS", "118-74-1"))
    assert (added.kind, added.key) == ("added", ("hcb", "CAS", "118-74-1"))
    assert FieldChange(name="specificity", old="exact", new="") in removed.fields
    assert FieldChange(name="specificity", old="", new="exact") in added.fields
    assert describe([removed]) == ["identifiers.csv: hcb / CAS / 118-74-1 was removed"]


def test_a_second_row_of_the_same_key_counts(sound: Pack, tmp_path: Path) -> None:
    row = "DEU,2004-05-17,,source,T\n"
    new = changed(tmp_path / "new", "opt_in.csv", row, row + row)
    assert [(change.kind, change.key) for change in compare(sound, new)] == [("added", ("DEU",))]


def test_rules_sources_and_class_rules_are_compared(sound: Pack, tmp_path: Path) -> None:
    rule = changed(tmp_path / "rule", "procedure.json", '"outcome": "hold"', '"outcome": "refer"')
    source = changed(tmp_path / "source", "SOURCES.md", "| A list |", "| The list |")
    classes = changed(tmp_path / "classes", "class_rules.json", "hcb", "ddt")
    assert describe(compare(sound, rule)) == [
        "procedure.json: STO-02 was changed",
        "    outcome: hold -> refer",
    ]
    assert describe(compare(sound, source)) == [
        "SOURCES.md: L was changed",
        "    document: A list -> The list",
    ]
    assert describe(compare(sound, classes)) == ["class_rules.json: the file was changed"]
