"""From a structure (SMILES) to the listed substances and classes that it belongs to."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from customhouse.identify.candidate import Candidate
from customhouse.identify.listing import Listing
from customhouse.identify.structure_classes import ClassRule, Elements, compile_rule
from customhouse.identify.structure_singles import Singles
from customhouse.identify.verdict import Ruling, Verdict, strongest
from customhouse.reference.records import Identifier

LONGEST = 1000
"""The most characters of a SMILES that is read."""

_ELEMENT = re.compile(r"([A-Z][a-z]?)(\d*)")
_METALS = frozenset({
    "Li", "Be", "Na", "Mg", "Al", "K", "Ca", "Ti", "V", "Cr", "Mn", "Fe", "Co", "Ni", "Cu", "Zn",
    "Rb", "Sr", "Zr", "Mo", "Ag", "Cd", "Sn", "Cs", "Ba", "Pt", "Au", "Hg", "Tl", "Pb", "Bi",
})  # fmt: skip


class StructureError(Exception):
    """A text that is no structure: the problem, and how to mend it."""

    def __init__(self, problem: str, remedy: str):
        super().__init__(f"{problem}. {remedy}")
        self.problem = problem
        self.remedy = remedy


class StructureResult(msgspec.Struct, frozen=True, kw_only=True):
    """What the rules say of one SMILES.

    `verdicts` has the entries of which it is a member or may be one, and those that a rule
    names and leaves out; every other entry is `out`. `problem` says why a text is no
    structure; then there are no verdicts, and nothing is known.
    """

    smiles: str
    verdicts: tuple[Verdict, ...] = ()
    problem: str = ""

    def ruling(self, substance_id: str) -> Ruling | None:
        """The verdict on one entry; `None` when the text is no structure."""
        if self.problem:
            return None
        found = (v.ruling for v in self.verdicts if v.substance_id == substance_id)
        return next(found, "out")

    def candidates(
        self, listings: Mapping[str, Sequence[Listing]], field: str
    ) -> tuple[Candidate, ...]:
        """A candidate for every convention that lists a substance of which this is or may be one.

        `listings` are the entries by substance id, `field` is where the SMILES stood. A member
        is `exact` and `in`, a case for review `group` and `review`.
        """
        return tuple(
            Candidate(
                ref=listing.ref,
                convention=listing.convention,
                found_by="structure",
                evidence=self.smiles,
                specificity="exact" if verdict.ruling == "in" else "group",
                match=verdict.ruling,
                field=field,
                row=verdict.row,
                title=listing.title,
            )
            for verdict in self.verdicts
            if verdict.ruling != "out"
            for listing in listings.get(verdict.substance_id, ())
        )


class StructureRules:
    """The rules of the packs, compiled. Keep one: it costs some milliseconds to make."""

    def __init__(self, rules: Iterable[ClassRule], identifiers: Iterable[Identifier], place: str):
        from rdkit import rdBase

        with rdBase.BlockLogs():
            self._classes = tuple(
                (rule.substance_id, f"{place}:{rule.substance_id}", *compile_rule(rule))
                for rule in rules
            )
            decided = frozenset(substance_id for substance_id, *_ in self._classes)
            self._singles = Singles(identifiers, but_not=decided)

    @classmethod
    def from_class_rules(
        cls,
        rules_json: bytes,
        identifiers: Iterable[Identifier] = (),
        place: str = "class_rules.json",
    ) -> "StructureRules":
        """The rules of a pack's class_rules.json, and the single substances of its identifiers.

        `place` begins the `row` that a verdict cites. Raises `ValueError` when the JSON is not
        that of class rules, a pattern cannot be read, or an InChIKey is not of its SMILES.
        """
        try:
            rules = msgspec.json.decode(rules_json, type=_ClassRules)
        except msgspec.DecodeError as wrong:
            raise ValueError(f"{place}: {wrong}") from wrong
        return cls(rules.classes, identifiers, place)

    def classify(self, smiles: str) -> StructureResult:
        """The verdicts on a SMILES, the strongest over its fragments. Never raises.

        Salts fall into their ions, covalent bonds to metals are cut, isotope labels do not
        count: the conventions list the chemical whatever comes with it.
        """
        from rdkit import rdBase

        smiles = smiles.strip()
        problem = _not_a_smiles(smiles)
        if problem:
            return StructureResult(smiles=smiles[:LONGEST], problem=problem)
        with rdBase.BlockLogs():
            fragments = _fragments(smiles)
            if fragments is None:
                return StructureResult(smiles=smiles, problem="it cannot be read as a structure")
            found = strongest(verdict for one in fragments for verdict in self._verdicts(*one))
        return StructureResult(smiles=smiles, verdicts=found)

    def _verdicts(self, molecule: Any, formula: str) -> Iterator[Verdict]:
        elements = _elements(formula)
        for substance_id, row, test, needed in self._classes:
            if needed <= elements.keys():
                said = test(molecule, elements)
                if said:
                    yield Verdict(substance_id, *said, row)
        if self._singles.may_hold(formula):
            yield from self._singles.verdicts(molecule)


class _ClassRules(msgspec.Struct):
    classes: list[ClassRule]


def _not_a_smiles(smiles: str) -> str:
    if not smiles:
        return "it is empty"
    if len(smiles) > LONGEST:
        return f"it is longer than {LONGEST} characters"
    if not smiles.isascii() or not smiles.isprintable() or " " in smiles:
        return "a SMILES has no spaces, control characters or letters beyond ASCII"
    return ""


def _fragments(smiles: str) -> list[tuple[Any, str]] | None:
    """The parts that are not bonded to each other, with their formulas; `None` for no structure."""
    from rdkit import Chem
    from rdkit.Chem.rdMolDescriptors import CalcMolFormula

    molecule = Chem.MolFromSmiles(smiles)
    if molecule is None:
        return None
    if "[" in smiles and any(atom.GetIsotope() for atom in molecule.GetAtoms()):
        for atom in molecule.GetAtoms():
            atom.SetIsotope(0)
        molecule = Chem.RemoveHs(molecule)
    formula = CalcMolFormula(molecule)
    if "*" in formula or not formula:
        return None
    if _METALS & _elements(formula).keys() and molecule.GetNumBonds():
        from rdkit.Chem.MolStandardize.rdMolStandardize import MetalDisconnector

        molecule = MetalDisconnector().Disconnect(molecule)
    elif "." not in smiles:
        return [(molecule, formula)]
    parts = Chem.GetMolFrags(molecule, asMols=True)
    return [(part, CalcMolFormula(part)) for part in parts]


def _elements(formula: str) -> Elements:
    counts: Counter[str] = Counter()
    for symbol, count in _ELEMENT.findall(formula):
        counts[symbol] += int(count or 1)
    return counts
