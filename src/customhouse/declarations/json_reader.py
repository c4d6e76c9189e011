"""Declarations in JSON: the command line's contract to the letter."""

import json
from typing import Any, NoReturn

from customhouse.declarations.contract import Path, to_declaration
from customhouse.declarations.declaration import Declaration, DeclarationError
from customhouse.declarations.json_lines import (
    depth,
    line_of_path,
    line_of_repeat,
    line_of_word,
)
from customhouse.declarations.source import Limits
from customhouse.declarations.wording import Notes, show

_LIST = "declarations"


class _NotOursError(Exception):
    """What the JSON decoder met that JSON text may hold and a declaration may not."""

    def __init__(self, *, key: str | None = None, word: str = ""):
        super().__init__(key, word)
        self.key = key
        self.word = word


def read_json(text: str, notes: Notes, limits: Limits) -> tuple[Declaration, ...]:
    """The declaration of a JSON object, or those of a list of objects.

    Raises `DeclarationError` with the line for text that is no JSON, for keys that stand
    twice, for NaN and Infinity, and for all that `to_declaration` refuses.
    """
    levels = depth(text)
    if levels > limits.depth:
        raise DeclarationError(
            f"{levels:,} levels lie within one another, more than {limits.depth}",
            remedy="A declaration needs no more than six; check that it is the right file.",
        )
    raw = _parse(text)
    many = isinstance(raw, list)
    declared = raw if many else [raw]
    if not declared:
        raise DeclarationError("the list is empty", remedy="Give at least one declaration.")
    count = sum(len(d["items"]) for d in declared if _has_items(d))
    if count > limits.items:
        raise DeclarationError(
            f"there are {count:,} items, more than {limits.items:,}",
            remedy="Split the declaration into several files.",
            field="items",
        )

    def place(path: Path, name: str) -> tuple[str, int | None]:
        return name, line_of_path(text, path[1:] if many else path)

    return tuple(
        to_declaration(one, notes, limits, place, (_LIST, index) if many else ())
        for index, one in enumerate(declared)
    )


def _parse(text: str) -> Any:
    try:
        return json.loads(
            text, strict=False, object_pairs_hook=_unique, parse_constant=_no_constant
        )
    except _NotOursError as refused:
        if refused.key is not None:
            raise DeclarationError(
                f"the key {show(refused.key)} stands twice in one object",
                remedy="Keep one of the two: nothing says which is meant.",
                line=line_of_repeat(text, refused.key),
            ) from None
        raise DeclarationError(
            f"{refused.word} is not a number",
            remedy="Write the number, or null when it is not known.",
            line=line_of_word(text, refused.word),
        ) from None
    except json.JSONDecodeError as wrong:
        raise DeclarationError(
            f"the text is not JSON: {wrong.msg} at column {wrong.colno}",
            remedy="Correct the text there; the cause may be just before.",
            line=wrong.lineno,
        ) from wrong
    except ValueError as wrong:
        raise DeclarationError(
            "a number has thousands of digits", remedy="Correct the number."
        ) from wrong


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _NotOursError(key=key)
            seen.add(key)
    return fields


def _no_constant(word: str) -> NoReturn:
    raise _NotOursError(word=word)


def _has_items(declared: Any) -> bool:
    return isinstance(declared, dict) and isinstance(declared.get("items"), list)
