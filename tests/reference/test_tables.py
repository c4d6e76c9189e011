"""Reading tables: what a row becomes, and what is said of a row that cannot be read."""

import csv
import io
import re
from datetime import date
from typing import Annotated, Any, get_args, get_origin

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from customhouse.reference import records as r
from customhouse.reference.tables import KEYS, TABLES, PackError, columns, read_rules, read_table

from .folders import SOUND


def problems_of(file: str, text: str | bytes) -> list[tuple[int, str, str]]:
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(PackError) as caught:
        if file.endswith(".json"):
            read_rules(data, file)
        else:
            read_table(TABLES[file], data, file)
    assert {problem.file for problem in caught.value.problems} == {file}
    return [(problem.line, problem.problem, problem.remedy) for problem in caught.value.problems]


def read(file: str, text: str) -> tuple[r.Record, ...]:
    return read_table(TABLES[file], text.encode(), f"p@2026.1/{file}")


def test_a_row_becomes_a_typed_record_that_knows_its_place() -> None:
    assert read("substances.csv", SOUND["substances.csv"])[1] == r.Substance(
        row="p@2026.1/substances.csv:3",
        substance_id="hcb",
        convention="stockholm",
        annex=("A", "C"),
        category=("pesticide", "industrial"),
        name="Hexachlorobenzene",
        decision="SC-4/15",
        adopted_on=date(2009, 5, 8),
        in_force_from=date(2010, 8, 26),
        confidence="source",
        source="T",
    )


def test_every_table_of_the_sound_pack_is_read() -> None:
    for file in TABLES:
        assert read(file, SOUND[file])


def test_every_record_type_has_a_table_and_a_key_of_its_own_fields() -> None:
    kinds = {kind for kind in vars(r).values() if isinstance(kind, type)}
    assert set(TABLES.values()) == {k for k in kinds if issubclass(k, r.Record)} - {r.Record}
    for kind, key in KEYS.items():
        assert set(key) <= set(columns(kind))


def test_the_line_is_where_the_row_starts_in_the_file() -> None:
    head = SOUND["ban_amendment.csv"].splitlines()[0]
    rows = read(
        "ban_amendment.csv", f'{head}\nDEU,bound,,"two\nlines",known,T\nFRA,bound,,"a, b",known,T\n'
    )
    assert [row.row for row in rows] == [
        "p@2026.1/ban_amendment.csv:2",
        "p@2026.1/ban_amendment.csv:4",
    ]


def test_all_cells_that_do_not_fit_are_told_at_once() -> None:
    text = SOUND["thresholds.csv"] + "ddt,The London,,much,mg/kg,law,2019-5-1,,sure,T\n"
    found = problems_of("thresholds.csv", text)
    assert [line for line, _, _ in found] == [3] * 5
    told = {problem: remedy for _, problem, remedy in found}
    assert "small letters" in told["column 'convention' has 'The London'"]
    assert "every row" in told["column 'kind' is empty"]
    assert told["column 'value' has 'much'"] == "write a number such as 0.5"
    assert "YYYY-MM-DD" in told["column 'valid_from' has '2019-5-1'"]
    assert told["column 'confidence' has 'sure'"] == "use one of source, known, unverified"


def test_problems_of_every_row_are_collected_in_order_of_lines() -> None:
    text = SOUND["opt_in.csv"] + "DEU,2004,,source,T\n\nFRA,x\nFRA,then,,source,T\n"
    assert [line for line, _, _ in problems_of("opt_in.csv", text)] == [3, 4, 5, 6]


@pytest.mark.parametrize(
    ("text", "line", "problem", "remedy"),
    [
        ("", 1, "the header is ''", "write exactly 'iso3,valid_from"),
        ("iso3,valid_from\n", 1, "the header is 'iso3,valid_from'", "write exactly"),
        ("\ufeffiso3,valid_from,notes,confidence,source\n", 1, "'\\ufeffiso3", "byte order mark"),
        ("{head}\nDEU,,\n", 2, "3 cells under 5 columns", "quote cells"),
        ("{head}\nDEU,,,known,T\n\n", 3, "an empty line", "delete the line"),
        ('{head}\nDEU,,"a"b,known,T\n', 2, "broken CSV", "RFC 4180"),
        ('{head}\nDEU,,,known,T\nFRA,,"never closed', 3, "broken CSV", "RFC 4180"),
    ],
)
def test_a_file_that_is_no_table(text: str, line: int, problem: str, remedy: str) -> None:
    text = text.format(head="iso3,valid_from,notes,confidence,source")
    ((at, told, advice),) = problems_of("opt_in.csv", text)
    assert at == line
    assert problem in told
    assert remedy in advice


def test_a_file_that_is_not_utf_8_names_the_line() -> None:
    data = SOUND["opt_in.csv"].encode() + "FRA,,für,known,T\n".encode("latin-1")
    assert problems_of("opt_in.csv", data) == [(3, "not UTF-8", "save the file as UTF-8")]


def test_rules_know_their_line() -> None:
    rules = read_rules(SOUND["procedure.json"].encode(), "p@2026.1/procedure.json")
    assert [(rule.id, rule.row) for rule in rules] == [
        ("STO-01", "p@2026.1/procedure.json:2"),
        ("STO-02", "p@2026.1/procedure.json:13"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ('"outcome": "hold"', '"outcome": "shrug"', 13, "Invalid enum value 'shrug'"),
        ('"requires": "an exemption",', "", 2, "missing required field `requires`"),
        ('"requires": "an exemption",', '"needs": "x",', 2, "unknown field 'needs'"),
        ('"applies_when": "import",', '"applies_when": "import"', 7, "malformed"),
    ],
)
def test_a_broken_rule_names_its_line(old: str, new: str, line: int, problem: str) -> None:
    found = problems_of("procedure.json", SOUND["procedure.json"].replace(old, new))
    assert found[0][0] == line
    assert problem in found[0][1]
    assert found[0][2]


def test_a_procedure_that_is_no_list() -> None:
    ((line, problem, remedy),) = problems_of("procedure.json", "{}")
    assert (line, remedy) == (0, "make the file one JSON list of objects")
    assert problem.startswith("not a JSON list of rules")


def test_a_problem_is_one_line_with_place_and_remedy() -> None:
    error = PackError.one("p@2026.1/a.csv", 7, "it is wrong", "mend it")
    assert str(error) == "p@2026.1/a.csv:7: it is wrong. Remedy: mend it."
    assert str(PackError.one("a.csv", 0, "gone", "restore")) == "a.csv: gone. Remedy: restore."


def values_of(kind: Any, *, required: bool) -> st.SearchStrategy[Any]:
    """Values that a cell can hold; text of any script, with line ends and quotes."""
    if get_origin(kind) is tuple:
        part = st.text(min_size=1).filter(lambda text: text == text.strip() and ";" not in text)
        return st.lists(part, min_size=int(required)).map(tuple)
    if get_origin(kind) is Annotated:
        return st.from_regex(r"[a-z][a-z0-9]*", fullmatch=True)
    members = get_args(kind)
    if type(None) in members:
        (inner,) = (one for one in members if one is not type(None))
        return st.none() | values_of(inner, required=True)
    if members:
        return st.sampled_from(members)
    if kind is float:
        return st.floats(allow_nan=False, allow_infinity=False)
    return st.dates() if kind is date else st.text(min_size=int(required))


@st.composite
def tables(draw: st.DrawFn) -> tuple[type[r.Record], list[r.Record]]:
    kind = draw(st.sampled_from(list(TABLES.values())))
    fields = {
        field.name: values_of(field.type, required=field.required)
        for field in msgspec.structs.fields(kind)
        if field.name != "row"
    }
    return kind, draw(st.lists(st.builds(kind, row=st.just(""), **fields), max_size=5))


def as_cell(value: Any) -> str:
    if value is None:
        return ""
    return ";".join(value) if isinstance(value, tuple) else str(value)


@given(tables())
def test_what_is_written_as_csv_reads_back(
    table: tuple[type[r.Record], list[r.Record]],
) -> None:
    kind, rows = table
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(columns(kind))
    starts = []
    for row in rows:
        starts.append(1 + len(re.findall(r"\r\n|\r|\n", text.getvalue())))
        writer.writerow([as_cell(getattr(row, name)) for name in columns(kind)])
    found = read_table(kind, text.getvalue().encode(), "t.csv")
    assert [msgspec.structs.replace(row, row="") for row in found] == rows
    assert [row.row for row in found] == [f"t.csv:{line}" for line in starts]
