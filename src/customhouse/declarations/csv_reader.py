"""Declarations in CSV: one line an item, the lines of a declaration under one id."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from customhouse.declarations import csv_columns as columns
from customhouse.declarations.contract import Path, to_declaration
from customhouse.declarations.declaration import Declaration, DeclarationError
from customhouse.declarations.source import Limits
from customhouse.declarations.wording import Notes, clean, show, suggestion

_DELIMITERS = ",;\t|"
_EXCEL_HINT = re.compile(r"sep=(.)\s*")
_Row = tuple[int, dict[str, str]]


def read_csv(text: str, notes: Notes, limits: Limits) -> tuple[Declaration, ...]:
    """The declarations of a CSV file, in the order of their first lines.

    The first line names the columns. Columns that are none of a declaration's are noted and
    left out. Raises `DeclarationError` with line and column for a broken line, a cell that
    its column cannot hold, and lines of one declaration that disagree about it.
    """
    lines = _Lines(text, limits)
    names, delimiter = _header(lines, notes)
    groups: dict[str, _Group] = {}
    for count, (line, row) in enumerate(_rows(lines, names, delimiter), 1):
        if count > limits.items:
            raise DeclarationError(
                f"there are more than {limits.items:,} items",
                remedy="Split the file.",
                line=line,
            )
        key = clean(row.get("declaration_id", ""))
        group = groups.setdefault(key, _Group(decimal_comma=delimiter != ","))
        group.take(line, row)
    if not groups:
        raise DeclarationError(
            "there is a header and no line below it", remedy="Give one line for each item."
        )
    if "" in groups and len(groups) > 1:
        _refuse(
            groups[""].lines[0],
            "declaration_id",
            "is empty",
            "Give the declaration's id on each of its lines.",
        )
    return tuple(to_declaration(group.raw, notes, limits, group.place) for group in groups.values())


class _Lines:
    """The lines of the text, none too long, nor one record over too many of them."""

    def __init__(self, text: str, limits: Limits):
        self._file = io.StringIO(text, newline="")
        self._most = limits.text_chars
        self._taken = 0
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._file.readline(self._most + 2)
        if not line:
            raise StopIteration
        self.number += 1
        self._taken += len(line)
        if self._taken > self._most + 1:
            raise DeclarationError(
                f"a line has more than {self._most:,} characters",
                remedy="Check the quotes: one may be open to the end of the file.",
                line=self.number,
            )
        return line

    def record_done(self) -> None:
        """The lines so far made whole records."""
        self._taken = 0


class _Group:
    """The lines of one declaration, brought into the contract's shape."""

    def __init__(self, *, decimal_comma: bool):
        self.raw: dict[str, Any] = {"items": [], "documents": []}
        self.lines: list[int] = []
        self._decimal_comma = decimal_comma
        self._first: dict[str, tuple[str, int]] = {}
        self._documents: dict[str, int] = {}
        self._document_lines: list[int] = []

    def take(self, line: int, row: dict[str, str]) -> None:
        """Add one line. Raises `DeclarationError` naming line and column."""
        item: dict[str, Any] = {"number": len(self.lines) + 1}
        for column, cell in row.items():
            if column in columns.DECLARATION_COLUMNS:
                self._whole(line, column, cell)
            elif column in columns.ITEM_COLUMNS:
                value = self._value(line, column, cell)
                _put(item, columns.ITEM_COLUMNS[column], value)
            elif column.startswith(columns.FACT):
                value = self._value(line, column, cell)
                item.setdefault("facts", {})[column.removeprefix(columns.FACT)] = value
        self._ingredients(line, row, item)
        for text in columns.parts(row.get(columns.DOCUMENTS, "")):
            if text:
                self._document(line, text, item["number"])
        self.raw["items"].append(item)
        self.lines.append(line)

    def place(self, path: Path, name: str) -> tuple[str, int | None]:
        """The column and line of a path of the contract."""
        if path[0] == "items" and len(path) > 1:
            line = self.lines[int(path[1])]
            steps = tuple(step for step in path[2:] if isinstance(step, str))
            return _column(steps) or name, line
        if path[0] == columns.DOCUMENTS and len(path) > 1:
            return columns.DOCUMENTS, self._document_lines[int(path[1])]
        steps = tuple(step for step in path if isinstance(step, str))
        column = next((c for c, to in columns.DECLARATION_COLUMNS.items() if to == steps), name)
        return column, self._first.get(column, ("", None))[1]

    def _whole(self, line: int, column: str, cell: str) -> None:
        first = self._first.setdefault(column, (clean(cell), line))
        if first[0] != clean(cell):
            _refuse(
                line,
                column,
                f"is {show(cell)}, and {show(first[0])} on line {first[1]} of the same declaration",
                "Give the two their own declaration_id, or the same value.",
            )
        _put(self.raw, columns.DECLARATION_COLUMNS[column], self._value(line, column, cell))

    def _ingredients(self, line: int, row: dict[str, str], item: dict[str, Any]) -> None:
        """The cells of the ingredient columns, part by part, as a list of ingredients."""
        given = {c: columns.parts(row[c]) for c in columns.INGREDIENT_COLUMNS if c in row}
        if not given:
            return
        ingredients: list[dict[str, Any]] = [{} for _ in range(max(map(len, given.values())))]
        for column, cells in given.items():
            for index, cell in enumerate(cells):
                field = columns.INGREDIENT_COLUMNS[column]
                ingredients[index][field] = self._value(line, column, cell) if cell else None
        item.setdefault("formulation", {})["ingredients"] = ingredients

    def _document(self, line: int, text: str, number: int) -> None:
        """A document named on several lines is one that covers their items."""
        if text not in self._documents:
            self._documents[text] = len(self._document_lines)
            self._document_lines.append(line)
            self.raw["documents"].append(columns.document(text) | {"covers_items": []})
        self.raw["documents"][self._documents[text]]["covers_items"].append(number)

    def _value(self, line: int, column: str, cell: str) -> Any:
        try:
            return columns.cell_value(column, cell, decimal_comma=self._decimal_comma)
        except ValueError as wrong:
            _refuse(line, column, f"is {show(cell)}: it {wrong}", "Correct the cell.")


def _header(lines: _Lines, notes: Notes) -> tuple[list[str], str]:
    """The names of the columns, and the delimiter under which most of them are known."""
    first = next((line for line in lines if line.strip()), "")
    hint = _EXCEL_HINT.fullmatch(first)
    if hint:
        first = next((line for line in lines if line.strip()), "")
    read: dict[str, list[str]] = {}
    for delimiter in hint[1] if hint else _DELIMITERS:
        try:
            cells = next(csv.reader([first], delimiter=delimiter, strict=True), [])
        except (csv.Error, TypeError, ValueError):
            continue
        read[delimiter] = [columns.column_name(clean(cell)) for cell in cells]
    lines.record_done()
    best = max(read, key=lambda d: sum(map(columns.is_known, read[d])), default="")
    if not best or not any(map(columns.is_known, read[best])):
        raise DeclarationError(
            "no column of the first line is one of a declaration",
            remedy="Name the columns in the first line, such as description, hs_code, cas.",
            line=lines.number or None,
        )
    for name in read[best]:
        if columns.is_known(name):
            if read[best].count(name) > 1:
                _refuse(lines.number, name, "stands twice in the header", "Keep one of the two.")
        elif name:
            guess = "" if notes.full else suggestion(name, columns.COLUMNS)
            notes.add(f"column {show(name)} is not one of a declaration: not read{guess}")
    return read[best], best


def _rows(lines: _Lines, names: list[str], delimiter: str) -> Iterator[_Row]:
    """The lines below the header: where each begins, and its filled cells by column."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        start = lines.number + 1
        try:
            cells = next(reader, None)
        except csv.Error as wrong:
            raise DeclarationError(
                f"the line is no CSV: {wrong}",
                remedy="Put a cell with quotes or delimiters in quotes, its own quotes doubled.",
                line=start,
            ) from wrong
        if cells is None:
            return
        lines.record_done()
        if any(cell.strip() for cell in cells[len(names) :]):
            raise DeclarationError(
                f"the line has {len(cells)} cells, the header {len(names)}",
                remedy="Put a cell that holds the delimiter in quotes.",
                line=start,
            )
        row = {
            name: cell
            for name, cell in zip(names, cells, strict=False)
            if clean(cell) and columns.is_known(name)
        }
        if row:
            yield start, row


def _column(steps: Path) -> str:
    """The column of a path within an item; nothing for what has no column of its own."""
    if steps[:1] == ("facts",):
        return ".".join(map(str, steps))
    if steps[:2] == ("formulation", "ingredients"):
        return next((c for c, to in columns.INGREDIENT_COLUMNS.items() if to in steps), "")
    return next((c for c, to in columns.ITEM_COLUMNS.items() if to == steps), "")


def _put(record: dict[str, Any], steps: tuple[str, ...], value: Any) -> None:
    for step in steps[:-1]:
        record = record.setdefault(step, {})
    record[steps[-1]] = value


def _refuse(line: int, column: str, problem: str, remedy: str) -> NoReturn:
    raise DeclarationError(problem, remedy=remedy, field=column, line=line)
