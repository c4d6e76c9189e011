"""National layers as packs: the shipped ones are sound, a bad one is told, a new one starts."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from customhouse.desk import Desk
from customhouse.reference.layers import LAYER_TABLES, layer_names
from customhouse.reference.new_layer import write_layer
from customhouse.reference.pack import (
    LAYERS,
    SHIPPED,
    Pack,
    load_pack,
    load_packs,
    load_shipped,
    write_manifest,
)
from customhouse.reference.records import Country, ImportBan, NationalDefinition
from customhouse.reference.tables import TABLES, columns
from customhouse.reference.verify import verify
from tests.cli.command import customhouse
from tests.screening.build import declare, papers

DAY = date(2026, 11, 24)
ROOT = Path(__file__).parents[2]
ALL = load_shipped(LAYERS)
BASE = tuple(pack for pack in ALL if pack.name in SHIPPED)


def country(iso2: str) -> Country:
    return next(c for pack in BASE for c in pack.rows(Country) if c.iso2 == iso2)


@pytest.fixture
def kenya(tmp_path: Path) -> Path:
    folder = tmp_path / "our law"
    write_layer(folder, country("KE"), DAY)
    return folder


def fill(folder: Path, table: str, *rows: str) -> None:
    """Add rows to a table of a layer and seal it."""
    with (folder / table).open("a", encoding="utf-8") as file:
        file.writelines(f"{row}\n" for row in rows)
    seal(folder)


def seal(folder: Path) -> Pack:
    write_manifest(folder, "2026.1", DAY)
    return load_pack(folder)


def problems(folder: Path) -> list[str]:
    return [str(problem) for problem in verify([load_pack(folder)], BASE)]


def test_layers_load_only_when_asked_for() -> None:
    assert tuple(pack.name for pack in load_shipped()) == SHIPPED
    assert tuple(pack.name for pack in load_shipped(("in",))) == (*SHIPPED, "in")
    assert layer_names(ALL) == set(LAYERS)


def test_the_shipped_layers_have_no_problems() -> None:
    layers = [pack for pack in ALL if pack.name in LAYERS]
    assert [str(problem) for problem in verify(layers, BASE)] == []


def test_the_shipped_layers_say_how_much_of_the_law_they_hold() -> None:
    for pack in ALL:
        if pack.name in LAYERS:
            assert pack.sources
            text = Path(__file__).parents[2] / "src/customhouse/packs" / pack.name / "SOURCES.md"
            assert "## A subset, and its gaps" in text.read_text("utf-8")


def test_a_new_layer_verifies_as_it_is(kenya: Path) -> None:
    pack = load_pack(kenya)
    assert (pack.name, pack.version, [rule.id for rule in pack.rules]) == (
        "ke",
        "2026.1",
        ["KE-01"],
    )
    assert set(pack.tables) == set(LAYER_TABLES)
    assert problems(kenya) == []


def test_a_new_layer_never_overwrites(kenya: Path) -> None:
    with pytest.raises(FileExistsError):
        write_layer(kenya, country("KE"), DAY)


def test_the_worked_example_of_the_handbook(kenya: Path) -> None:
    text = (ROOT / "docs" / "national.md").read_text("utf-8")
    rows = re.findall(r"^(\w+\.csv) +(\S.*,ACT-1)$", text, re.M)
    assert [table for table, _ in rows] == [
        "substances.csv",
        "identifiers.csv",
        "national_definitions.csv",
    ]
    rules = kenya / "procedure.json"
    rules.write_text(rules.read_text("utf-8").replace('"refuse"', '"hold"'), "utf-8")
    for table, row in rows:
        fill(kenya, table, row)
    assert problems(kenya) == []
    desk = Desk((*BASE, load_pack(kenya)))
    goods = declare(
        description="Carbaryl 85 WP",
        purpose="pesticide",
        country_of_export="CN",
        country_of_destination="KE",
    )
    (item,) = desk.screen(goods, DAY).items
    assert item.outcome == "hold"
    (finding,) = (f for f in item.findings if f.subject == "ke:carbaryl")
    assert finding.rule == "KE-01"
    assert [c.row for c in finding.citations] == [
        "ke@2026.1/procedure.json#KE-01",
        "ke@2026.1/national_definitions.csv:2",
        "ke@2026.1/substances.csv:2",
    ]
    shown = replace(goods, documents=papers("permit"))
    assert desk.screen(shown, DAY).outcome == "release"
    assert Desk(BASE).screen(goods, DAY).outcome == "release"


@pytest.mark.parametrize(
    ("role", "measure", "condition", "confidence", "way", "answer"),
    [
        ("transit", "consent", "", "known", ("TZ", "KE", "UG"), ("yes", "refuse")),
        ("any", "permit", "", "known", ("TZ", "KE", "UG"), ("yes", "refuse")),
        ("any", "permit", "", "known", ("TZ", "KE"), ("yes", "refuse")),
        ("any", "permit", "", "known", ("KE", "TZ"), ("yes", "refuse")),
        ("import", "prohibited", "", "known", ("TZ", "KE"), ("yes", "refuse")),
        ("import", "prohibited", "save for crops", "known", ("TZ", "KE"), ("unknown", "refer")),
        ("import", "prohibited", "", "unverified", ("TZ", "KE"), ("unknown", "refer")),
        ("import", "prohibited", "", "known", ("KE", "TZ"), None),
        ("transit", "consent", "", "known", ("TZ", "KE"), None),
        ("export", "prohibited", "", "known", ("TZ", "KE", "UG"), None),
        ("import", "prohibited", "", "known", ("KE", "KE"), None),
    ],
)
def test_role_and_measure(
    kenya: Path,
    role: str,
    measure: str,
    condition: str,
    confidence: str,
    way: tuple[str, ...],
    answer: tuple[str, str] | None,
) -> None:
    """The State is on the way as exporter, as importer, or between the two."""
    fill(
        kenya,
        "national_definitions.csv",
        f"KEN,B3040,{role},{measure},ke:art-1,{condition},,,,{confidence},ACT-1",
    )
    start, *between, end = way
    goods = declare(
        description="Rubber waste",
        waste_codes=("B3040",),
        is_waste=True,
        country_of_export=start,
        country_of_destination=end,
        transit_countries=tuple(between),
    )
    (item,) = Desk((*BASE, load_pack(kenya))).screen(goods, DAY).items
    found = [(f.applies, f.outcome) for f in item.findings if f.provision == "ke:art-1"]
    assert found == ([answer] if answer else [])


Spoil = Callable[[Path], object]
DEFINITION = "{},{},import,permit,{},,2020-01-01,,,known,ACT-1"
BAD: dict[str, tuple[Spoil, str]] = {
    "a table that settles a convention": (
        lambda f: (f / "import_responses.csv").write_text(_header("import_responses.csv")),
        "import_responses.csv: a national layer has no such table",
    ),
    "a convention of another name": (
        lambda f: fill(f, "substances.csv", "x,basel,list,pesticide,Ex,,,,,,,,known,ACT-1"),
        "convention 'basel' in the layer 'ke'",
    ),
    "the law of another State": (
        lambda f: fill(f, "national_definitions.csv", DEFINITION.format("TZA", "Y46", "ke:art-1")),
        "'TZA' is not the State or group of the layer 'ke'",
    ),
    "a chemical of a convention that is not listed here": (
        lambda f: fill(
            f, "national_definitions.csv", DEFINITION.format("KEN", "lindane", "ke:art-1")
        ),
        "ref 'lindane' is no substance of this layer",
    ),
    "a ref that nothing defines": (
        lambda f: fill(f, "national_definitions.csv", DEFINITION.format("KEN", "Z99", "ke:art-1")),
        "ref 'Z99' is no substance or code of Basel",
    ),
    "a provision without a rule": (
        lambda f: fill(f, "national_definitions.csv", DEFINITION.format("KEN", "Y46", "ke:art-9")),
        "no rule in procedure.json has provision 'ke:art-9'",
    ),
    "an import ban without a rule": (
        lambda f: fill(f, "import_bans.csv", "KEN,plastics,,,,,2020-01-01,,,known,ACT-2"),
        "no rule of refusal in procedure.json has source 'ACT-2'",
    ),
    "a code that is none": (
        lambda f: fill(f, "export_bans.csv", "KEN,plastics,Y99,,ke:art-1,,,,known,ACT-1"),
        "codes has 'Y99', no code of Basel",
    ),
    "a group that is none": (
        lambda f: fill(f, "export_bans.csv", "KEN,plastics,,OECDX,ke:art-1,,,,known,ACT-1"),
        "'OECDX' is in no countries table",
    ),
}


def _header(table: str) -> str:
    return ",".join(columns(TABLES[table])) + "\n"


@pytest.mark.parametrize("name", BAD)
def test_a_bad_layer_is_told(kenya: Path, name: str) -> None:
    spoil, told = BAD[name]
    spoil(kenya)
    seal(kenya)
    assert any(told in problem for problem in problems(kenya)), problems(kenya)


def test_a_rule_may_not_take_the_id_of_another(kenya: Path) -> None:
    file = kenya / "procedure.json"
    file.write_text(file.read_text("utf-8").replace("KE-01", "BAS-12"), "utf-8")
    seal(kenya)
    assert any("rule id 'BAS-12' is taken by basel@" in problem for problem in problems(kenya))
    desk = Desk((*BASE, load_pack(kenya)))
    assert desk.library.rules["BAS-12"].convention == "basel"


def test_a_group_may_stand_where_a_state_does() -> None:
    eu = next(pack for pack in ALL if pack.name == "eu")
    assert {row.iso3 for row in eu.rows(NationalDefinition)} == {"EU"}


def test_the_tables_of_layers_stay_out_of_the_conventions() -> None:
    library = Desk(ALL).library
    germany, india = country("DE"), country("IN")
    assert library.national.export_bans(germany, DAY)
    assert library.national.import_bans(india, DAY)
    view = library.view(DAY)
    assert all(ban.row.startswith("basel@") for ban in view.import_bans("IND"))
    assert any(ban.row.startswith("in@") for pack in ALL for ban in pack.rows(ImportBan))


DECLARATION = b"""{"id": "T", "date": "2026-02-01", "country_of_export": "DE",
"country_of_destination": "TN", "items": [{"number": 1, "description": "Waste equipment",
"waste_codes": ["Y49"], "is_waste": true, "purpose": "recovery"}]}"""


def test_the_command_takes_a_layer() -> None:
    assert customhouse("screen", "-", stdin=DECLARATION).code == 12
    ran = customhouse("screen", "-", "--layer", "eu", stdin=DECLARATION)
    assert ran.code == 13
    assert "EU law, Article 36" in ran.out
    assert "eu@2026.1/export_bans.csv" in " ".join(ran.out.split())


def test_the_command_takes_a_folder(kenya: Path) -> None:
    ran = customhouse("screen", "-", "--layer", "eu", "--layer", kenya, stdin=DECLARATION)
    assert ran.code == 13
    assert "ke 2026.1" in ran.out


def test_the_command_stops_at_a_bad_layer(kenya: Path) -> None:
    fill(kenya, "national_definitions.csv", DEFINITION.format("TZA", "Y99", "ke:art-9"))
    ran = customhouse("screen", "-", "--layer", kenya, stdin=DECLARATION)
    assert (ran.code, ran.out) == (2, "")
    lines = ran.err.splitlines()
    assert len(lines) == 3
    assert all(line.startswith("customhouse: layer: ke@2026.1/national_def") for line in lines)
    (kenya / "SOURCES.md").write_text("changed")
    ran = customhouse("screen", "-", "--layer", kenya, stdin=DECLARATION)
    assert ran.code == 2
    assert "the file was changed after the manifest was built" in ran.err


def test_the_command_knows_what_is_no_layer(tmp_path: Path, kenya: Path) -> None:
    ran = customhouse("screen", "-", "--layer", "nowhere", stdin=DECLARATION)
    assert ran.code == 2
    assert "neither a folder nor one of the layers eu, in" in ran.err
    twice = tmp_path / "again"
    write_layer(twice, country("KE"), DAY)
    ran = customhouse("screen", "-", "--layer", kenya, "--layer", twice, stdin=DECLARATION)
    assert (ran.code, "a pack called 'ke' is in use already" in ran.err) == (2, True)


def test_new_layer_on_the_command_line(tmp_path: Path) -> None:
    folder = tmp_path / "gh"
    ran = customhouse("packs", "new-layer", "gh", "--output", folder, "--valid-from", "2026-01-01")
    assert (ran.code, ran.out) == (0, f"gh@2026.1: 14 files in {folder}\n")
    assert customhouse("packs", "verify", folder).code == 0
    assert load_packs([folder])[0].title == "Ghana: national layer"
    again = customhouse("packs", "new-layer", "gh", "--output", folder)
    assert (again.code, "there is something in it already" in again.err) == (2, True)
    ran = customhouse("packs", "new-layer", "zz", "--output", tmp_path / "zz")
    assert (ran.code, "no ISO 3166 code" in ran.err) == (2, True)
