"""A change between two versions of a pack as an officer would tell it to another."""

from collections.abc import Callable, Sequence

from customhouse.reference.compare import WHOLE_FILE, Change, FieldChange
from customhouse.reference.names import Names, convention_name
from customhouse.reference.pack import CLASS_RULES, SOURCES
from customhouse.reference.tables import RULES

_BOOKKEEPING = frozenset({"notes", "note", "source", "confidence"})
"""Fields that say how a fact is known and not what it is."""


def explain(change: Change, names: Names) -> str:
    """One sentence on a change: what it is about, and what is different."""
    subject = _subject(change, names)
    if change.kind != "changed":
        verb = "is new" if change.kind == "added" else "was taken out"
        return f"{subject} {verb}."
    telling = [field for field in change.fields if field.name not in _BOOKKEEPING]
    if not change.fields:
        return f"{subject} changed."
    if not telling:
        return f"{subject}: the fact is the same, what is noted of its source changed."
    return f"{subject} changed: {'; '.join(map(_field, telling))}."


def _field(field: FieldChange) -> str:
    name = field.name.replace("_", " ")
    if not field.old:
        return f"{name} is now {field.new}"
    if not field.new:
        return f"{name} was {field.old} and is now empty"
    return f"{name} was {field.old} and is now {field.new}"


def _subject(change: Change, names: Names) -> str:
    if change.key == WHOLE_FILE:
        return f"{_FILES.get(change.table, change.table)} of the {change.convention or 'pack'}"
    tell = _SUBJECTS.get(change.table)
    if tell is None:
        return f"The entry {_joined(change.key)} of {change.table}"
    return tell(change.key, names)


def _joined(key: Sequence[str]) -> str:
    return " / ".join(filter(None, key))


def _of_state(what: str) -> Callable[[Sequence[str], Names], str]:
    return lambda key, names: f"{what} of {names.state(key[0])}"


_FILES = {CLASS_RULES: "The rules on classes of structures"}

_SUBJECTS: dict[str, Callable[[Sequence[str], Names], str]] = {
    "agreements.csv": lambda key, names: f"The agreement {names.agreement(key[0])}",
    "amendment_acceptances.csv": lambda key, names: (
        f"The acceptance of decision {key[1]} by {names.state(key[0])}"
    ),
    "annex_vii.csv": _of_state("The Annex VII entry"),
    "articles.csv": lambda key, names: f"The product {key[0]} that may hold {names.ref(key[1])}",
    "ban_amendment.csv": _of_state("The ban amendment record"),
    "countries.csv": _of_state("The country record"),
    "country_names.csv": lambda key, names: f"The name {key[1]} of {names.state(key[0])}",
    "exemptions.csv": lambda key, names: f"The {key[3]} for {names.ref(key[0])} ({key[2]})",
    "export_bans.csv": _of_state("The ban on exporting waste"),
    "formulations.csv": lambda key, names: f"The form {key[1]} listed for {names.ref(key[0])}",
    "hs_hints.csv": lambda key, names: (
        f"The customs code {key[1]} (HS {key[0]}) as a hint at {names.ref(key[3])}"
    ),
    "identifiers.csv": lambda key, names: f"The {key[1]} {key[2]} of {names.ref(key[0])}",
    "import_bans.csv": _of_state("The ban on importing waste"),
    "import_responses.csv": lambda key, names: (
        f"The answer of {names.state(key[0])} on the import of {names.ref(key[1])}"
    ),
    "national_definitions.csv": lambda key, names: (
        f"The national rule of {names.state(key[0])} on {names.ref(key[1])}"
    ),
    "near_misses.csv": lambda key, names: (
        f"The look-alike {key[0] or key[2]}" + (f" of {names.ref(key[3])}" if key[3] else "")
    ),
    "opt_in.csv": _of_state("The opt-in declaration"),
    "parties.csv": lambda key, names: (
        f"The standing of {names.state(key[1])} in the {convention_name(key[0])}"
    ),
    RULES: lambda key, _names: f"Rule {key[0]}",
    SOURCES: lambda key, _names: f"The source {key[0]}",
    "substances.csv": lambda key, names: (
        f"The listing of {names.ref(key[1])} in the {convention_name(key[0])}"
    ),
    "synonyms.csv": lambda key, names: f"The name {key[1]} of {names.ref(key[0])}",
    "thresholds.csv": lambda key, names: (
        f"The limit of {key[3]} {key[4]} for {names.ref(key[0])} ({key[2].replace('_', ' ')})"
    ),
    "waste_codes.csv": lambda key, _names: f"Waste code {key[0]}",
}
"""What a row is called, by its table and the values of its natural key."""
