"""Which file of a pack holds which record, and how its rows are read.

A table is read as a whole or not at all: every problem of the file is collected first, so
that whoever mends it sees the full list and not one mistake at a time.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin

import msgspec

from customhouse.reference import records as r

R = TypeVar("R", bound=r.Record)

TABLES: dict[str, type[r.Record]] = {
    "agreements.csv": r.Agreement,
    "amendment_acceptances.csv": r.AmendmentAcceptance,
    "annex_vii.csv": r.AnnexSeven,
    "articles.csv": r.Article,
    "ban_amendment.csv": r.BanAmendment,
    "contacts.csv": r.Contact,
    "countries.csv": r.Country,
    "country_names.csv": r.CountryName,
    "exemptions.csv": r.Exemption,
    "export_bans.csv": r.ExportBan,
    "formulations.csv": r.Formulation,
    "generic_terms.csv": r.GenericTerm,
    "glossary.csv": r.GlossaryTerm,
    "hs_correlation.csv": r.HsCorrelation,
    "hs_hints.csv": r.HsHint,
    "identifiers.csv": r.Identifier,
    "import_bans.csv": r.ImportBan,
    "import_responses.csv": r.ImportResponse,
    "national_definitions.csv": r.NationalDefinition,
    "near_misses.csv": r.NearMiss,
    "opt_in.csv": r.OptIn,
    "parties.csv": r.Party,
    "substances.csv": r.Substance,
    "synonyms.csv": r.Synonym,
    "thresholds.csv": r.Threshold,
    "waste_codes.csv": r.WasteCode,
}
"""The record type of each table file."""

RULES = "procedure.json"
"""The file of a pack that holds its rules."""

KEYS: dict[type[r.Record], tuple[str, ...]] = {
    r.Agreement: ("agreement_id",),
    r.AmendmentAcceptance: ("iso3", "decision"),
    r.AnnexSeven: ("iso3",),
    r.Article: ("product", "substance_id"),
    r.BanAmendment: ("iso3",),
    r.Contact: ("iso3", "convention", "role", "name"),
    r.Country: ("iso3",),
    r.CountryName: ("iso3", "name", "lang"),
    r.Exemption: ("substance_id", "annex", "use", "kind", "production_or_use"),
    r.ExportBan: ("iso3", "scope", "codes", "not_to", "valid_from"),
    r.GlossaryTerm: ("term", "lang"),
    r.HsCorrelation: ("from_edition", "from_code", "to_edition", "to_code"),
    r.NationalDefinition: ("iso3", "ref", "role", "measure", "valid_from"),
    r.Formulation: ("substance_id", "form", "component"),
    r.GenericTerm: ("term", "lang", "kind"),
    r.HsHint: ("hs_edition", "hs_code", "ref_kind", "ref_id"),
    r.Identifier: ("substance_id", "scheme", "value"),
    r.ImportBan: ("iso3", "scope", "valid_from"),
    r.ImportResponse: ("iso3", "substance_id", "valid_from"),
    r.NearMiss: ("name", "scheme", "value", "resembles"),
    r.OptIn: ("iso3",),
    r.Party: ("convention", "iso3"),
    r.Substance: ("convention", "substance_id"),
    r.Synonym: ("substance_id", "name", "lang"),
    r.Threshold: ("substance_id", "convention", "kind", "value", "unit", "basis", "valid_from"),
    r.WasteCode: ("code", "valid_from"),
}
"""The fields that tell one row of a table from every other, whatever its line."""


class PackProblem(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """One thing wrong in a pack: where it is, what it is and what to do about it.

    `file` is `<pack>@<version>/<file>`, or `<folder>/<file>` where no version could be read.
    `line` counts from 1; 0 means the file as a whole.
    """

    file: str
    line: int
    problem: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.problem}. Remedy: {self.remedy}."


class PackError(Exception):
    """A pack that cannot be used; `problems` holds every reason found."""

    def __init__(self, problems: Sequence[PackProblem]):
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)

    @classmethod
    def one(cls, file: str, line: int, problem: str, remedy: str) -> "PackError":
        """The error of a single problem."""
        return cls([PackProblem(file=file, line=line, problem=problem, remedy=remedy)])


@cache
def columns(record_type: type[r.Record]) -> tuple[str, ...]:
    """The header of a table: the record's own fields, then `confidence` and `source`."""
    own = [name for name in record_type.__struct_fields__ if name not in _SHARED]
    return (*own, "confidence", "source")


_SHARED = r.Record.__struct_fields__


def read_table(record_type: type[R], data: bytes, place: str) -> tuple[R, ...]:
    """Read the bytes of one CSV table into records, in file order.

    `place` is `<pack>@<version>/<table>.csv`; with the line on which a row starts it becomes
    the record's `row`. An empty cell leaves the field at its default. A cell of a field that
    holds several values is split at `;`. Raises `PackError` with every problem of the file.
    """
    problems: list[PackProblem] = []
    rows: list[dict[str, Any]] = []
    names = columns(record_type)
    many = _many(record_type)
    try:
        for line, cells in _lines(data, place, names):
            if len(cells) != len(names):
                problems.append(_width(place, line, cells, names))
                continue
            row: dict[str, Any] = {
                name: cell for name, cell in zip(names, cells, strict=True) if cell
            }
            for name in many:
                if name in row:
                    row[name] = [part.strip() for part in row[name].split(";")]
            row["row"] = f"{place}:{line}"
            rows.append(row)
    except PackError as error:
        problems.extend(error.problems)
    try:
        found: list[R] = msgspec.convert(rows, list[record_type], strict=False)  # type: ignore[valid-type]
    except msgspec.ValidationError:
        for row in rows:
            problems.extend(_cells(record_type, row))
    if problems:
        raise PackError(sorted(problems, key=lambda p: p.line))
    return tuple(found)


def read_rules(data: bytes, place: str) -> tuple[r.Rule, ...]:
    """Read the bytes of a procedure table into rules, in file order.

    `place` is `<pack>@<version>/procedure.json`; a rule's `row` adds the line on which its
    object starts. Raises `PackError` with every problem of the file.
    """
    try:
        items = msgspec.json.decode(data, type=list[msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        at = re.search(r"\(byte (\d+)\)", str(error))
        line = data.count(b"\n", 0, int(at[1])) + 1 if at else 0
        raise PackError.one(
            place,
            line,
            f"not a JSON list of rules: {error}",
            "make the file one JSON list of objects",
        ) from None
    problems: list[PackProblem] = []
    rules: list[r.Rule] = []
    position = 0
    for item in items:
        raw = bytes(item)
        position = data.index(raw, position)
        line = data.count(b"\n", 0, position) + 1
        position += len(raw)
        try:
            rules.append(_rule(raw, f"{place}:{line}"))
        except (msgspec.DecodeError, ValueError) as error:
            problems.append(
                PackProblem(
                    file=place,
                    line=line,
                    problem=f"not a rule: {error}",
                    remedy=f"give it the fields {', '.join(_RULE_FIELDS)} and no others",
                )
            )
    if problems:
        raise PackError(problems)
    return tuple(rules)


_RULE_FIELDS = tuple(name for name in r.Rule.__struct_fields__ if name != "row")


def _rule(raw: bytes, row: str) -> r.Rule:
    fields = msgspec.json.decode(raw, type=dict[str, Any])
    unknown = sorted(fields.keys() - set(_RULE_FIELDS))
    if unknown:
        raise ValueError(f"unknown field {', '.join(map(repr, unknown))}")
    return msgspec.convert({**fields, "row": row}, r.Rule)


def _lines(data: bytes, place: str, names: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    """Each row below the header, with the line on which it starts."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise PackError.one(place, line, "not UTF-8", "save the file as UTF-8") from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    start = 1
    try:
        header = next(reader, [])
        if tuple(header) != names:
            raise PackError.one(
                place,
                1,
                f"the header is {','.join(header)!r}",
                f"write exactly {','.join(names)!r}, as UTF-8 without a byte order mark",
            )
        start = reader.line_num + 1
        for cells in reader:
            yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        raise PackError.one(
            place, start, f"broken CSV: {error}", "quote the row's cells as RFC 4180 says"
        ) from None


def _width(place: str, line: int, cells: list[str], names: tuple[str, ...]) -> PackProblem:
    if not cells:
        return PackProblem(file=place, line=line, problem="an empty line", remedy="delete the line")
    return PackProblem(
        file=place,
        line=line,
        problem=f"{len(cells)} cells under {len(names)} columns",
        remedy="quote cells that hold a comma and give every column a cell",
    )


@cache
def _many(record_type: type[r.Record]) -> tuple[str, ...]:
    """The fields that hold several values."""
    fields = msgspec.structs.fields(record_type)
    return tuple(field.name for field in fields if get_origin(field.type) is tuple)


def _cells(record_type: type[r.Record], row: dict[str, Any]) -> Iterator[PackProblem]:
    """Every cell of a row that does not fit its field."""
    place, _, line = row["row"].rpartition(":")
    for field in msgspec.structs.fields(record_type):
        if field.name not in row:
            if field.required:
                yield PackProblem(
                    file=place,
                    line=int(line),
                    problem=f"column {field.name!r} is empty",
                    remedy="fill the cell; every row of this table needs it",
                )
            continue
        try:
            msgspec.convert(row[field.name], field.type, strict=False)
        except msgspec.ValidationError:
            yield PackProblem(
                file=place,
                line=int(line),
                problem=f"column {field.name!r} has {row[field.name]!r}",
                remedy=_expected(field.type),
            )


def _expected(kind: Any) -> str:
    if get_origin(kind) is Annotated:
        return "write one word of small letters, such as basel"
    members = [one for one in get_args(kind) or (kind,) if one is not type(None)]
    literals = [
        value
        for one in ([kind] if get_origin(kind) is Literal else members)
        if get_origin(one) is Literal
        for value in get_args(one)
    ]
    if literals:
        return f"use one of {', '.join(literals)}"
    if float in members:
        return "write a number such as 0.5"
    return "write a date as YYYY-MM-DD, or leave the cell empty where it is not known"
