"""Entries that are single substances, known by the InChIKey of their structure.

The first block of an InChIKey is the skeleton; isomers in space share it. Where listed
substances share a skeleton (dieldrin and endrin, the isomers of HCH), only a structure with
its stereochemistry tells them apart.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from customhouse.identify.verdict import Verdict
from customhouse.reference.records import Identifier

_SKELETON = 14
_FLAT = "-UHFFFAOYSA-"
_ISOMERS = {
    "aldrin": {"QBYJBZPUGVGKQQ-SJJAEHHWSA-N"},
    "alpha-hch": {"JLYXXMFPNIAWKQ-SHFUYGGZSA-N", "JLYXXMFPNIAWKQ-LKPKBOIGSA-N"},
    "beta-hch": {"JLYXXMFPNIAWKQ-CDRYSYESSA-N"},
    "dieldrin": {"DFBKLUNHFCTMDC-PICURKEMSA-N"},
    "endrin": {"DFBKLUNHFCTMDC-GKRDHZSOSA-N"},
    "lindane": {"JLYXXMFPNIAWKQ-GNIYUCBRSA-N"},
}
"""The stereoisomers that an entry means where its skeleton has others (alpha-HCH has two
mirror images); tests/identify/test_structure.py derives each from its geometry."""


class Singles:
    """The single substances of the packs. Raises `ValueError` when a key is not its structure's.

    `but_not` are the entries that a class rule decides.
    """

    def __init__(self, identifiers: Iterable[Identifier], but_not: frozenset[str]):
        from rdkit import Chem
        from rdkit.Chem.rdMolDescriptors import CalcMolFormula

        rows = [i for i in identifiers if i.substance_id not in but_not]
        self._holders: defaultdict[str, dict[str, str]] = defaultdict(dict)
        formulas = set()
        for row in (i for i in rows if i.scheme == "SMILES"):
            molecule = Chem.MolFromSmiles(row.value)
            if molecule is None:
                raise ValueError(f"{row.row}: SMILES {row.value!r} cannot be read")
            self._holders[_key(molecule)[:_SKELETON]].setdefault(row.substance_id, row.row)
            formulas.add(CalcMolFormula(molecule))
        for row in (i for i in rows if i.scheme == "InChIKey"):
            holders = self._holders.get(row.value[:_SKELETON], {})
            if row.substance_id not in holders:
                raise ValueError(f"{row.row}: no SMILES of {row.substance_id} has this InChIKey")
            holders[row.substance_id] = row.row
        self._formulas = frozenset(formulas)

    def may_hold(self, formula: str) -> bool:
        """Whether a substance has this molecular formula. Cheap, so it is asked first."""
        return formula in self._formulas

    def verdicts(self, molecule: Any) -> Iterator[Verdict]:
        """What the molecule is among the substances of its skeleton; nothing for a stranger."""
        key = _key(molecule)
        holders = self._holders.get(key[:_SKELETON], {})
        named = any(key in _ISOMERS.get(one, ()) for one in holders)
        told = named or not (_FLAT in key or _is_partial(molecule))
        for substance_id, row in holders.items():
            isomers = _ISOMERS.get(substance_id)
            if isomers is None or key in isomers or (_FLAT in key and len(holders) == 1):
                yield Verdict(substance_id, "in", f"InChIKey {key}", row)
            elif told:
                yield Verdict(substance_id, "out", f"InChIKey {key} is another isomer", row)
            else:
                why = "the stereochemistry that would tell the isomers apart is not given"
                yield Verdict(substance_id, "review", why, row)


def _key(molecule: Any) -> str:
    from rdkit.Chem.rdinchi import MolToInchiKey

    return str(MolToInchiKey(molecule))


def _is_partial(molecule: Any) -> bool:
    """Whether the structure leaves open a centre that could be one way or the other."""
    from rdkit import Chem

    return any(
        centre.specified == Chem.StereoSpecified.Unspecified
        for centre in Chem.FindPotentialStereo(molecule)
    )
