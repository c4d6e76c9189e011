"""Counting what is in a pack."""

from datetime import date
from pathlib import Path

from customhouse.reference.inventory import TableFacts, inventory
from customhouse.reference.pack import Pack, load_pack
from customhouse.report.inventory import END, START, in_page, render_inventory

from .folders import sound_folder


def tiny(tmp_path: Path) -> Pack:
    return load_pack(sound_folder(tmp_path / "tiny"))


def facts(pack: Pack, table: str) -> TableFacts:
    return next(one for one in inventory([pack]) if one.table == table)


def test_every_table_and_the_rules_are_counted(tmp_path: Path) -> None:
    pack = tiny(tmp_path)
    assert {one.table: one.rows for one in inventory([pack])} == pack.row_counts()


def test_rows_by_confidence_and_source(tmp_path: Path) -> None:
    found = facts(tiny(tmp_path), "hs_hints.csv")
    assert found.confidence == {"source": 0, "known": 2, "unverified": 0}
    assert [(use.key, use.rows) for use in found.sources] == [("L", 2)]
    assert found.row_is == "A customs code that may carry a listed item"


def test_days_and_languages(tmp_path: Path) -> None:
    pack = tiny(tmp_path)
    parties, names = facts(pack, "parties.csv"), facts(pack, "country_names.csv")
    assert (parties.first, parties.last) == (date(2004, 5, 17), date(2004, 5, 17))
    assert parties.languages == {}
    assert (names.first, names.languages) == (None, {"fr": 1})


def test_the_page_names_documents_that_no_row_rests_on(tmp_path: Path) -> None:
    pack = tiny(tmp_path)
    text = render_inventory([pack], inventory([pack]))
    assert "| T | The treaty | " in text
    assert f"| {pack.label} | hs_hints.csv |" in text
    assert len({line.count("|") for line in text.splitlines() if line.startswith("| tiny")}) == 1


def test_only_a_page_with_both_marks_has_a_place() -> None:
    assert in_page(f"a{START}b{END}c", "x") == f"a{START}\n\nx\n\n{END}c"
    assert in_page(f"a{START}b", "x") is None
    assert in_page(f"{END} {START}", "x") is None
