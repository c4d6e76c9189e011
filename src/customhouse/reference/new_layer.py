"""The first folder of a State's own layer: empty tables, one example rule, and it verifies."""

from datetime import date
from pathlib import Path

import msgspec

from customhouse.reference.layers import LAYER_TABLES
from customhouse.reference.pack import MANIFEST, SOURCES, Manifest, write_manifest
from customhouse.reference.records import Country, Record
from customhouse.reference.tables import RULES, TABLES, columns


def write_layer(folder: Path, country: Country, law_as_of: date) -> Manifest:
    """Write the empty layer of a State into a folder that is new or empty.

    `law_as_of` is the day whose law the layer will record. Raises `FileExistsError` when the
    folder holds anything, and `OSError` when it cannot be written.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(folder)
    folder.mkdir(parents=True, exist_ok=True)
    name = country.iso2.lower()
    for file, kind in TABLES.items():
        if kind in LAYER_TABLES:
            (folder / file).write_bytes(_header(kind))
    rule = msgspec.json.format(msgspec.json.encode([_example_rule(name)]), indent=1)
    (folder / RULES).write_bytes(rule + b"\n")
    (folder / SOURCES).write_text(_SOURCES.format(state=country.name), "utf-8", newline="\n")
    _claim_name(folder, name, law_as_of)
    title = f"{country.name}: national layer"
    return write_manifest(folder, f"{law_as_of.year}.1", law_as_of, title=title)


def _header(kind: type[Record]) -> bytes:
    return (",".join(columns(kind)) + "\n").encode()


def _claim_name(folder: Path, name: str, law_as_of: date) -> None:
    """A manifest that holds the State's code as the pack's name, whatever the folder is called."""
    claim = Manifest(
        name=name,
        version=f"{law_as_of.year}.1",
        valid_from=law_as_of,
        title="",
        license="Apache-2.0",
        files={},
        counts={},
    )
    (folder / MANIFEST).write_bytes(msgspec.json.encode(claim))


def _example_rule(name: str) -> dict[str, str]:
    return {
        "id": f"{name.upper()}-01",
        "convention": name,
        "provision": f"{name}:art-1",
        "title": "Name of the act, Article 1 (an example: replace it)",
        "applies_when": "an example: say when the provision applies",
        "requires": "an example: say what it asks for",
        "missing_data": "an example: say what to do when a fact is missing",
        "outcome": "refuse",
        "deadline": "",
        "exceptions": "",
        "source": "ACT-1",
        "confidence": "unverified",
    }


_SOURCES = """\
# Sources of the layer of {state}

What {state} adds to the conventions. Each row of a table names one of these documents. A row with
`confidence=source` was read in it; `known` is general knowledge, to be confirmed; `unverified` is
doubtful, and a ban that is doubtful refers to a person and never refuses.

| key | document |
|---|---|
| ACT-1 | Name, number and day of the act (an example: replace it) |

## Gaps

Say what is not here.
"""
