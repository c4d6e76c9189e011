"""Entries that are classes of structures: how class_rules.json decides on one molecule.

RDKit is imported when the rules are compiled, not before: it costs more than the rest of a
start. Molecules are RDKit's, single fragments without isotope labels.
"""

from collections.abc import Callable, Mapping
from typing import Any, Literal

import msgspec

from customhouse.identify.perfluoroalkyl import perfluoroalkyl_groups
from customhouse.identify.verdict import Ruling

Elements = Mapping[str, int]
"""The number of atoms of each element of a molecule, hydrogen included."""

Test = Callable[[Any, Elements], tuple[Ruling, str] | None]
"""What a rule says of a molecule and why; `None` when it says nothing."""


class GroupRule(msgspec.Struct, frozen=True):
    """A verdict on a perfluoroalkyl group by its number of carbons and what it is bonded to."""

    carbons: tuple[int, int]
    attached_to: tuple[str, ...]
    verdict: Ruling
    why: str


class Counts(msgspec.Struct, frozen=True):
    """What a molecule may be made of. Ranges hold both ends; a fraction is by mass."""

    elements: tuple[str, ...]
    carbon: tuple[int, int] = msgspec.field(name="C")
    hal: str = ""
    range: tuple[int, int] = (0, 0)
    rings: int = 0
    chlorine_mass_fraction_min: float = 0.0
    strictly_greater: bool = False
    acyclic: bool = False
    saturated: bool = False
    straight_chain: str = ""


class ClassRule(msgspec.Struct, frozen=True):
    """One class of class_rules.json."""

    substance_id: str
    kind: Literal["perfluoroalkyl_group", "scaffold_and_counts", "paraffin", "smarts"]
    include_smarts: tuple[str, ...] = ()
    exclude_smarts: tuple[str, ...] = ()
    group_rules: tuple[GroupRule, ...] = ()
    counts: Counts | None = None


_HALOGENS = frozenset({"F", "Cl", "Br", "I"})
_OPEN_TEXT = {"pcp": ("[OX2]([!c;!#1])c1c(Cl)c(Cl)c(Cl)c(Cl)c1Cl",)}
"""Structures on which an entry's text is open.

Pentachloroanisole is named in the decision on pentachlorophenol as what it turns into, and
esters of other than carboxylic acids are esters too.
"""


def compile_rule(rule: ClassRule) -> tuple[Test, frozenset[str]]:
    """The test of a class, and the elements without which it says nothing.

    Raises `ValueError` for a pattern that cannot be read or a rule without its counts.
    """
    match rule.kind:
        case "perfluoroalkyl_group":
            return _perfluoroalkyl(rule), frozenset({"C", "F"})
        case "scaffold_and_counts":
            return _scaffold(rule, _counts(rule)), frozenset({"C", _counts(rule).hal})
        case "paraffin":
            return _paraffin(rule, _counts(rule)), frozenset({"C", "Cl"})
        case "smarts":
            return _smarts(rule), _needed_halogens(rule)


def _counts(rule: ClassRule) -> Counts:
    if rule.counts is None:
        raise ValueError(f"class {rule.substance_id} of kind {rule.kind} has no counts")
    return rule.counts


def _perfluoroalkyl(rule: ClassRule) -> Test:
    fewest = 2 * min(group.carbons[0] for group in rule.group_rules) + 1

    def test(molecule: Any, elements: Elements) -> tuple[Ruling, str] | None:
        if elements["F"] < fewest:
            return None
        found: dict[Ruling, str] = {}
        for size, attached in perfluoroalkyl_groups(molecule):
            for group in rule.group_rules:
                least, most = group.carbons
                if least <= size <= most and {attached, "*"} & set(group.attached_to):
                    found.setdefault(group.verdict, group.why)
                    break
        for ruling in ("in", "review", "out"):
            if ruling in found:
                return ruling, found[ruling]
        return None

    return test


def _scaffold(rule: ClassRule, counts: Counts) -> Test:
    scaffolds = _patterns(rule.include_smarts)
    excluded = _patterns(rule.exclude_smarts)

    def test(molecule: Any, elements: Elements) -> tuple[Ruling, str] | None:
        halogens = elements[counts.hal]
        if not (
            _made_of(elements, counts)
            and counts.range[0] <= halogens <= counts.range[1]
            and molecule.GetRingInfo().NumRings() == counts.rings
        ):
            return None
        # The scaffold must be all of the molecule but halogen: a hydroxyl makes another class.
        bare = molecule.GetNumAtoms() - halogens
        if any(_matches(molecule, pattern) for pattern in excluded) or not any(
            pattern.GetNumAtoms() == bare and _matches(molecule, pattern) for pattern in scaffolds
        ):
            return None
        return "in", f"the scaffold of the class with {halogens} {counts.hal}"

    return test


def _paraffin(rule: ClassRule, counts: Counts) -> Test:
    from rdkit import Chem

    table = Chem.GetPeriodicTable()
    weights = {symbol: table.GetAtomicWeight(symbol) for symbol in counts.elements}
    excluded = _patterns(rule.exclude_smarts)

    def test(molecule: Any, elements: Elements) -> tuple[Ruling, str] | None:
        if not _made_of(elements, counts):
            return None
        chlorine = elements["Cl"] * weights["Cl"]
        fraction = chlorine / sum(count * weights[symbol] for symbol, count in elements.items())
        enough = (
            fraction > counts.chlorine_mass_fraction_min
            if counts.strictly_greater
            else fraction >= counts.chlorine_mass_fraction_min
        )
        if (
            not enough
            or (counts.acyclic and molecule.GetRingInfo().NumRings())
            or (counts.saturated and any(b.GetBondTypeAsDouble() != 1 for b in molecule.GetBonds()))
            or any(_matches(molecule, pattern) for pattern in excluded)
        ):
            return None
        what = f"C{elements['C']} chain with {fraction:.1%} chlorine by mass"
        if counts.straight_chain and _branched(molecule):
            return "review", f"{what}, branched: the entry is for straight chains"
        return "in", what

    return test


def _smarts(rule: ClassRule) -> Test:
    included = _patterns(rule.include_smarts)
    excluded = _patterns(rule.exclude_smarts)
    open_text = _patterns(_OPEN_TEXT.get(rule.substance_id, ()))

    def test(molecule: Any, elements: Elements) -> tuple[Ruling, str] | None:
        if any(_matches(molecule, pattern) for pattern in excluded):
            return None
        if any(_matches(molecule, pattern) for pattern in included):
            return "in", "the structure that the entry names"
        if any(_matches(molecule, pattern) for pattern in open_text):
            return "review", "a derivative on which the entry's text is open"
        return None

    return test


def _needed_halogens(rule: ClassRule) -> frozenset[str]:
    """The halogens that every pattern of the class has."""
    patterns = _patterns((*rule.include_smarts, *_OPEN_TEXT.get(rule.substance_id, ())))
    return frozenset.intersection(
        _HALOGENS, *({atom.GetSmarts() for atom in pattern.GetAtoms()} for pattern in patterns)
    )


def _made_of(elements: Elements, counts: Counts) -> bool:
    least, most = counts.carbon
    return least <= elements["C"] <= most and elements.keys() <= set(counts.elements)


def _branched(molecule: Any) -> bool:
    return any(
        sum(1 for near in atom.GetNeighbors() if near.GetSymbol() == "C") > 2
        for atom in molecule.GetAtoms()
        if atom.GetSymbol() == "C"
    )


def _matches(molecule: Any, pattern: Any) -> bool:
    return bool(molecule.HasSubstructMatch(pattern))


def _patterns(smarts: tuple[str, ...]) -> tuple[Any, ...]:
    from rdkit import Chem

    compiled = tuple(Chem.MolFromSmarts(one) for one in smarts)
    for one, pattern in zip(smarts, compiled, strict=True):
        if pattern is None:
            raise ValueError(f"SMARTS {one!r} cannot be read")
    return compiled
