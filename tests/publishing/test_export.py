"""Exports hold what the tables hold, in types of their own, and are the same each time."""

import csv
import io
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any, get_args

import polars as pl
import pytest

from customhouse.publishing.descriptions import COLUMNS
from customhouse.publishing.export import FORMATS, Format, export
from customhouse.publishing.memory import MemoryFolder, read_pack_files
from customhouse.publishing.sheets import sheets
from customhouse.reference.pack import SHIPPED, load_pack, shipped_folder
from customhouse.reference.records import Rule
from customhouse.reference.tables import TABLES, PackError, columns
from tests.reference.folders import sound_folder


@pytest.fixture
def tiny(tmp_path: Path) -> MemoryFolder:
    return read_pack_files(sound_folder(tmp_path / "tiny"))


def shipped(name: str) -> MemoryFolder:
    return read_pack_files(shipped_folder(name))


def folder_of(exported: dict[str, bytes] | bytes) -> dict[str, bytes]:
    assert isinstance(exported, dict)
    return exported


def file_of(exported: dict[str, bytes] | bytes) -> bytes:
    assert isinstance(exported, bytes)
    return exported


def database(data: bytes) -> sqlite3.Connection:
    base = sqlite3.connect(":memory:")
    base.deserialize(data)
    base.execute("PRAGMA foreign_keys = ON")
    return base


@pytest.mark.parametrize("form", get_args(Format))
@pytest.mark.parametrize("name", SHIPPED)
def test_the_same_pack_gives_the_same_bytes(name: str, form: Format) -> None:
    assert export(shipped(name), form) == export(shipped(name), form)


@pytest.mark.parametrize("form", get_args(Format))
def test_the_same_bytes_in_another_process(tiny: MemoryFolder, tmp_path: Path, form: str) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from customhouse.publishing.export import export\n"
        "from customhouse.publishing.memory import read_pack_files\n"
        "made = export(read_pack_files(Path(sys.argv[1])), sys.argv[2])\n"
        "whole = made if isinstance(made, bytes) else b''.join(made[n] for n in sorted(made))\n"
        "sys.stdout.buffer.write(whole)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, tmp_path / "tiny", form],
        capture_output=True,
        check=True,
        env=os.environ | {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7", "POLARS_MAX_THREADS": "1"},
    )
    made = export(tiny, form)  # type: ignore[arg-type]
    whole = made if isinstance(made, bytes) else b"".join(made[n] for n in sorted(made))
    assert ran.stdout == whole


def test_every_column_has_a_description_and_no_description_is_left_over() -> None:
    every = {name for kind in TABLES.values() for name in columns(kind)}
    every |= set(Rule.__struct_fields__)
    assert every == set(COLUMNS)


def test_csv_is_as_it_is(tiny: MemoryFolder) -> None:
    assert folder_of(export(tiny, "csv")) == tiny.files


def test_the_data_package_describes_types_keys_and_links(tiny: MemoryFolder) -> None:
    files = folder_of(export(tiny, "datapackage"))
    described = json.loads(files["datapackage.json"])
    assert described["licenses"] == [{"name": "Apache-2.0"}]
    assert {"key": "T", "title": "The treaty"} in described["sources"]
    resources = {one["path"]: one for one in described["resources"]}
    assert set(resources) == set(tiny.files)
    schema = resources["substances.csv"]["schema"]
    fields = {field["name"]: field for field in schema["fields"]}
    assert list(fields) == files["substances.csv"].decode().partition("\n")[0].split(",")
    assert fields["adopted_on"]["type"] == "date"
    assert (fields["annex"]["type"], fields["annex"]["separator"]) == ("string", ";")
    assert fields["name"]["constraints"] == {"required": True}
    assert schema["primaryKey"] == ["convention", "substance_id"]
    limits = resources["formulations.csv"]["schema"]
    assert limits["uniqueKeys"] == [["substance_id", "form", "component"]]
    assert "primaryKey" not in limits
    assert limits["foreignKeys"] == [
        {
            "fields": ["substance_id"],
            "reference": {"resource": "substances", "fields": ["substance_id"]},
        }
    ]
    kinds = {field["name"]: field for field in limits["fields"]}
    assert kinds["min_strength"]["type"] == "number"
    assert kinds["comparison"]["constraints"]["enum"] == [">=", ">"]


@pytest.mark.parametrize("name", SHIPPED)
def test_the_data_package_is_true_of_the_tables(name: str) -> None:
    """Every constraint that is stated holds in every row, read as another program would."""
    files = folder_of(export(shipped(name), "datapackage"))
    tables: dict[str, list[dict[str, str]]] = {}
    schemas: dict[str, Any] = {}
    for one in json.loads(files["datapackage.json"])["resources"]:
        assert len(files[one["path"]]) == one["bytes"]
        if "schema" in one:
            text = io.StringIO(files[one["path"]].decode(), newline="")
            tables[one["name"]] = list(csv.DictReader(text))
            schemas[one["name"]] = one["schema"]
    for table, schema in schemas.items():
        for field in schema["fields"]:
            cells = [row[field["name"]] for row in tables[table]]
            limits = field.get("constraints", {})
            assert not limits.get("required") or all(cells)
            assert "enum" not in limits or set(cells) - {""} <= set(limits["enum"])
            for cell in filter(None, cells):
                assert field["type"] != "date" or date.fromisoformat(cell)
                assert field["type"] != "number" or float(cell) >= 0
        for key in [schema.get("primaryKey"), *schema.get("uniqueKeys", [])]:
            if key:
                values = [tuple(row[column] for column in key) for row in tables[table]]
                assert len(set(values)) == len(values)
        for link in schema.get("foreignKeys", ()):
            ((column,), (target,)) = link["fields"], link["reference"]["fields"]
            known = {row[target] for row in tables[link["reference"]["resource"]]}
            assert {row[column] for row in tables[table]} - {""} <= known


def test_parquet_has_types(tiny: MemoryFolder) -> None:
    files = folder_of(export(tiny, "parquet"))
    frame = pl.read_parquet(files["substances.parquet"])
    assert frame.schema["adopted_on"] == pl.Date
    assert frame.schema["annex"] == pl.List(pl.String)
    assert frame["adopted_on"].to_list() == [date(2001, 5, 22), date(2009, 5, 8)]
    assert frame["annex"].to_list() == [["B"], ["A", "C"]]
    assert frame["valid_to"].to_list() == [None, None]
    assert frame["row"].to_list()[0] == "tiny@2026.1/substances.csv:2"
    assert pl.read_parquet(files["thresholds.parquet"])["value"].to_list() == [50.0]
    assert "class_rules.json" in files


def test_sqlite_has_types_keys_and_links(tiny: MemoryFolder) -> None:
    with closing(database(file_of(export(tiny, "sqlite")))) as base:
        assert base.execute("SELECT name, version, valid_from, license FROM pack").fetchall() == [
            ("tiny", "2026.1", "2026-11-24", "Apache-2.0")
        ]
        assert base.execute("SELECT value, typeof(value) FROM thresholds").fetchall() == [
            (50.0, "real")
        ]
        listed = base.execute(
            "SELECT i.value FROM identifiers i JOIN substances s USING (substance_id) "
            "WHERE s.name = 'DDT' AND i.scheme = 'CAS' AND s.in_force_from < '2005-01-01'"
        )
        assert listed.fetchall() == [("50-29-3",)]
        assert base.execute("SELECT id FROM procedure").fetchall() == [("STO-01",), ("STO-02",)]
        for broken in (
            "UPDATE exemptions SET substance_id = 'nothing'",
            "UPDATE substances SET adopted_on = '2001-99-99'",
            "UPDATE identifiers SET specificity = 'perhaps'",
            "UPDATE substances SET name = NULL",
            "INSERT INTO opt_in SELECT * FROM opt_in",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                base.execute(broken)


@pytest.mark.parametrize("name", SHIPPED)
def test_no_row_is_lost(name: str) -> None:
    folder = shipped(name)
    counts = {file.rpartition(".")[0]: n for file, n in load_pack(folder).row_counts().items()}
    parquet = folder_of(export(folder, "parquet"))
    with closing(database(file_of(export(folder, "sqlite")))) as base:
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        for table, count in counts.items():
            assert base.execute(f'SELECT count(*) FROM "{table}"').fetchone() == (count,)  # noqa: S608
            assert pl.read_parquet(parquet[f"{table}.parquet"]).height == count
    graph = json.loads(file_of(export(folder, "jsonld")))["@graph"]
    assert len(graph) == 1 + len(counts) + sum(counts.values())
    assert len({node["@id"] for node in graph}) == len(graph)


def test_json_ld_names_every_row_and_asks_no_address(tiny: MemoryFolder) -> None:
    document = json.loads(file_of(export(tiny, "jsonld")))
    assert isinstance(document["@context"], dict)
    nodes = {node["@id"]: node for node in document["@graph"]}
    assert nodes["urn:customhouse:tiny"]["@type"] == "Dataset"
    assert nodes["urn:customhouse:tiny"]["version"] == "2026.1"
    ddt = nodes["urn:customhouse:tiny:substances:stockholm:ddt"]
    assert ddt["@type"] == "record:Substance"
    assert (ddt["field:name"], ddt["field:in_force_from"]) == ("DDT", "2004-05-17")
    acceptance = nodes["urn:customhouse:tiny:amendment_acceptances:DEU:SC-4%2F15"]
    assert acceptance["identifier"] == "tiny@2026.1/amendment_acceptances.csv:2"


def test_a_link_is_stated_only_where_it_holds(tiny: MemoryFolder) -> None:
    links = {sheet.name: sheet.links for sheet in sheets(load_pack(tiny))}
    assert [link.to_sheet for link in links["parties"]] == ["countries"]
    assert links["synonyms"] == ()  # of a substance or of a waste: no one table


def test_a_table_that_says_a_thing_twice_is_not_exported(tmp_path: Path) -> None:
    from customhouse.reference.pack import write_manifest
    from tests.reference.folders import LAW_AS_OF, SOUND, write_files

    twice = SOUND["opt_in.csv"] + SOUND["opt_in.csv"].splitlines(keepends=True)[1]
    folder = write_files(tmp_path / "twice", SOUND | {"opt_in.csv": twice})
    write_manifest(folder, "2026.1", LAW_AS_OF)
    for form in ("datapackage", "sqlite", "jsonld", "parquet"):
        with pytest.raises(PackError, match="the same iso3 as on line 2"):
            export(read_pack_files(folder), form)
    assert set(FORMATS) == {"csv", "datapackage", "sqlite", "jsonld", "parquet"}
