"""`customhouse packs data`, and that docs/data.md is what the packs say."""

import json
from pathlib import Path

from customhouse.cli.inventory import every_shipped_pack
from customhouse.reference.inventory import inventory
from customhouse.report.inventory import END, START, in_page, render_inventory

from .command import customhouse

PAGE = Path(__file__).parents[2] / "docs" / "data.md"


def test_the_page_is_up_to_date_with_the_packs() -> None:
    packs = every_shipped_pack()
    page = PAGE.read_text("utf-8")
    assert page == in_page(page, render_inventory(packs, inventory(packs))), (
        "docs/data.md is out of date: run 'customhouse packs data --write docs/data.md'"
    )


def test_text() -> None:
    ran = customhouse("packs", "data")
    assert (ran.code, ran.err) == (0, "")
    assert "| one row is |" in ran.out
    assert "| stockholm@" in ran.out


def test_json() -> None:
    ran = customhouse("packs", "data", "--format", "json")
    tables = json.loads(ran.out)
    substances = next(
        t for t in tables if t["table"] == "substances.csv" and t["pack"].startswith("stockholm")
    )
    assert sum(substances["confidence"].values()) == substances["rows"] > 0
    assert all(use["document"] for use in substances["sources"])
    assert substances["first"] <= substances["last"]


def test_write_keeps_what_stands_around_the_marks(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{START}\nfigures of yesterday\n{END}\nafter\n", "utf-8")
    assert customhouse("packs", "data", "--write", page).code == 0
    text = page.read_text("utf-8")
    assert text.startswith(f"before\n{START}\n")
    assert text.endswith(f"{END}\nafter\n")
    assert "of yesterday" not in text
    assert customhouse("packs", "data", "--write", page).code == 0
    assert page.read_text("utf-8") == text


def test_a_page_without_marks_is_left_alone(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("no marks\n", "utf-8")
    ran = customhouse("packs", "data", "--write", page)
    assert (ran.code, ran.out) == (2, "")
    assert "it has no place for the figures" in ran.err
    assert len(ran.err.splitlines()) == 1
    assert page.read_text("utf-8") == "no marks\n"


def test_a_page_that_is_not_there(tmp_path: Path) -> None:
    ran = customhouse("packs", "data", "--write", tmp_path / "none.md")
    assert ran.code == 2
    assert len(ran.err.splitlines()) == 1
