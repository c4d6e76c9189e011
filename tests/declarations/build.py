"""Small valid files, to be spoilt by the tests."""

import json
from pathlib import Path
from typing import Any

import pytest

from customhouse.declarations.declaration import Declaration, DeclarationError
from customhouse.declarations.read import ReadResult, read_declarations
from customhouse.declarations.source import DEFAULT_LIMITS, Limits

EXAMPLES = Path(__file__).parents[2] / "examples"


def declared(**fields: Any) -> dict[str, Any]:
    """A declaration of one item, with the fields of the item and `declaration` put in."""
    whole = fields.pop("declaration", {})
    return {"items": [{"number": 1, "description": "goods", **fields}], **whole}


def read_text(text: str, name: str, limits: Limits = DEFAULT_LIMITS) -> ReadResult:
    return read_declarations(text.encode(), name, limits=limits)


def read_one(raw: Any) -> Declaration:
    (declaration,) = read_json(raw).declarations
    return declaration


def read_json(raw: Any, limits: Limits = DEFAULT_LIMITS) -> ReadResult:
    return read_text(json.dumps(raw), "d.json", limits)


def refusal(text: str | bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> DeclarationError:
    data = text.encode() if isinstance(text, str) else text
    with pytest.raises(DeclarationError) as caught:
        read_declarations(data, name, limits=limits)
    assert caught.value.problem
    assert caught.value.remedy
    return caught.value


def json_refusal(raw: Any, limits: Limits = DEFAULT_LIMITS) -> DeclarationError:
    return refusal(json.dumps(raw, indent=1), "d.json", limits)
