"""The perfluoroalkyl groups of a molecule, by the algorithm that class_rules.json describes."""

from collections.abc import Iterator
from typing import Any, Literal

Attached = Literal[
    "none",
    "carboxyl",
    "carbon",
    "sulfonate_or_fluoride",
    "sulfonyl_other",
    "P",
    "Cl",
    "Br",
    "I",
    "other",
]

_HALOGENS = frozenset({"F", "Cl", "Br", "I"})


def perfluoroalkyl_groups(molecule: Any) -> Iterator[tuple[int, Attached]]:
    """The number of carbons of each group at an end of the molecule, and what it hangs on.

    A group is a connected set of acyclic sp3 carbons without hydrogen that carry fluorine,
    with the quaternary carbons that hold three of them together. Branched chains count as
    straight ones; groups within a chain are left out.
    """
    bare = [atom for atom in molecule.GetAtoms() if _is_bare_carbon(atom)]
    members = {a.GetIdx() for a in bare if any(n.GetSymbol() == "F" for n in a.GetNeighbors())}
    members |= {
        a.GetIdx() for a in bare if sum(n.GetIdx() in members for n in a.GetNeighbors()) >= 3
    }
    while members:
        group = _connected(molecule, members)
        members -= group
        bonds = [
            (index, near)
            for index in group
            for near in molecule.GetAtomWithIdx(index).GetNeighbors()
            if near.GetIdx() not in group and near.GetSymbol() != "F"
        ]
        if not bonds:
            yield len(group), "none"
        elif len(bonds) == 1:
            yield len(group), _attached(*bonds[0])


def _is_bare_carbon(atom: Any) -> bool:
    return bool(
        atom.GetSymbol() == "C"
        and atom.GetTotalDegree() == 4
        and not atom.GetTotalNumHs()
        and not atom.IsInRing()
    )


def _connected(molecule: Any, members: set[int]) -> set[int]:
    first = next(iter(members))
    group, ahead = {first}, [first]
    while ahead:
        for near in molecule.GetAtomWithIdx(ahead.pop()).GetNeighbors():
            index = near.GetIdx()
            if index in members and index not in group:
                group.add(index)
                ahead.append(index)
    return group


def _attached(group_atom: int, atom: Any) -> Attached:
    match atom.GetSymbol():
        case "C":
            return "carboxyl" if _is_carboxyl(group_atom, atom) else "carbon"
        case "S":
            return _sulfur(group_atom, atom)
        case "P":
            return "P"
        case "Cl":
            return "Cl"
        case "Br":
            return "Br"
        case "I":
            return "I"
    return "other"


def _is_carboxyl(group_atom: int, carbon: Any) -> bool:
    """Whether the carbon is that of an acid, its salt, ester or halide."""
    near = list(_others(group_atom, carbon))
    return any(symbol == "O" and order == 2 for symbol, order, _ in near) and any(
        order == 1 and (symbol == "O" or symbol in _HALOGENS) for symbol, order, _ in near
    )


def _sulfur(group_atom: int, sulfur: Any) -> Attached:
    near = list(_others(group_atom, sulfur))
    if sum(symbol == "O" and order == 2 for symbol, order, _ in near) != 2:
        return "other"
    for symbol, order, atom in near:
        acid = symbol == "O" and order == 1 and atom.GetDegree() == 1
        if acid or symbol == "F":
            return "sulfonate_or_fluoride"
    return "sulfonyl_other"


def _others(group_atom: int, atom: Any) -> Iterator[tuple[str, float, Any]]:
    """The other neighbours of an atom: symbol, order of the bond, and the neighbour."""
    for bond in atom.GetBonds():
        near = bond.GetOtherAtom(atom)
        if near.GetIdx() != group_atom:
            yield near.GetSymbol(), bond.GetBondTypeAsDouble(), near
