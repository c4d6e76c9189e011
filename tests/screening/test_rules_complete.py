"""The tables of the tests, the packs and the code speak of the same rules and facts."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import customhouse.screening
from customhouse.declarations.facts import FACTS
from customhouse.desk import Desk
from customhouse.screening.basel.facts import ITEM_RULES, WASTE_RULES
from customhouse.screening.rotterdam.facts import EXPORT_RULES
from tests.screening import basel_rows, rotterdam_rows, stockholm_rows
from tests.screening.build import Row, bites

CODE = Path(customhouse.screening.__file__).parent
ROOT = Path(__file__).parents[2]
ROWS: dict[str, tuple[Row, ...]] = {
    "basel": basel_rows.ROWS,
    "rotterdam": rotterdam_rows.ROWS,
    "stockholm": stockholm_rows.ROWS,
    "common": basel_rows.RISK,
}


@pytest.mark.parametrize("name", ROWS)
def test_every_rule_of_a_pack_has_a_declaration_that_makes_it_speak(desk: Desk, name: str) -> None:
    pack = next(pack for pack in desk.library.packs if pack.name == name)
    assert bites(ROWS[name]) == {rule.id for rule in pack.rules}


def test_the_code_names_the_rules_of_the_packs(desk: Desk) -> None:
    text = "\n".join(path.read_text("utf-8") for path in CODE.rglob("*.py"))
    assert set(re.findall(r'"((?:BAS|ROT|STK|RSK)-\d+)"', text)) == set(desk.library.rules)


def test_the_facts_that_rules_read_are_known() -> None:
    assert set(_facts_read()) <= set(FACTS)


def test_the_facts_that_rules_read_are_found() -> None:
    """The search below sees each way in which a rule reads a fact."""
    read = set(_facts_read())
    assert {"pcb_mg_kg", "contaminated", "laboratory", "dumping"} <= read
    assert {"registered_in_importing_party", "used_before_in_importing_party"} <= read


def test_the_rows_of_facts_are_true_or_false() -> None:
    kinds = {FACTS[row.fact] for row in (*ITEM_RULES, *WASTE_RULES, *EXPORT_RULES)}
    assert kinds == {"true or false"}


def test_the_handbook_names_the_facts() -> None:
    handbook = (ROOT / "docs" / "declaration.md").read_text("utf-8")
    table = handbook.partition("### Facts")[2].partition("\n## ")[0]
    told: dict[str, str] = {}
    for names, kind in re.findall(r"^\| (`[^|]+) \| ([^|]+) \|", table, re.M):
        told |= dict.fromkeys(re.findall(r"`(\w+)`", names), kind)
    assert told == FACTS


def _facts_read() -> Iterator[str]:
    """Every name by which a rule reads a fact."""
    for path in CODE.rglob("*.py"):
        yield from _read_in(ast.parse(path.read_text("utf-8")))
    yield from (row.fact for row in (*ITEM_RULES, *WASTE_RULES, *EXPORT_RULES))


def _read_in(tree: ast.Module) -> Iterator[str]:
    """Arguments of `flag`, `number` and `facts.get`, and of a parameter called `fact`."""
    places = {
        node.name: [arg.arg for arg in node.args.args].index("fact")
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and "fact" in [arg.arg for arg in node.args.args]
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        match node.func:
            case ast.Attribute(attr="flag" | "number"):
                given = node.args[0]
            case ast.Attribute(
                attr="get", value=ast.Name(id="facts") | ast.Attribute(attr="facts")
            ):
                given = node.args[0]
            case ast.Name(id=name) if name in places:
                given = node.args[places[name]]
            case _:
                continue
        if isinstance(given, ast.Constant) and isinstance(given.value, str):
            yield given.value
