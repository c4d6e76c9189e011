"""Structures judged per second, against RDKit's FilterCatalog with the packs' own patterns."""

import json

from rdkit import Chem
from rdkit.Chem import FilterCatalog

from benchmarks.measure import Row, best
from customhouse.desk import Desk
from customhouse.identify.structure import StructureRules
from customhouse.reference.records import Identifier

_PLAIN = ("CCO", "CC(=O)C", "c1ccccc1O", "CC(C)Cc1ccc(cc1)C(C)C(=O)O", "OCC(O)CO", "ClCCl")


def rows(desk: Desk) -> list[Row]:
    """Rates on the packs' own structures mixed with ordinary ones, nothing remembered."""
    pack = next(p for p in desk.library.packs if p.class_rules)
    identifiers = [i for p in desk.library.packs for i in p.rows(Identifier)]
    listed = sorted({i.value for i in identifiers if i.scheme == "SMILES"})
    smiles = [s for pair in zip(listed, _PLAIN * len(listed), strict=False) for s in pair]
    rules = StructureRules.from_class_rules(pack.class_rules, identifiers)

    catalog = FilterCatalog.FilterCatalog()
    for rule in json.loads(pack.class_rules)["classes"]:
        for number, smarts in enumerate(rule["include_smarts"]):
            matcher = FilterCatalog.SmartsMatcher(f"{rule['substance_id']}-{number}", smarts, 1)
            catalog.AddEntry(FilterCatalog.FilterCatalogEntry(matcher.GetName(), matcher))

    def peer() -> None:
        for one in smiles:
            molecule = Chem.MolFromSmiles(one)
            if molecule is not None:
                catalog.GetMatches(molecule)

    ours = len(smiles) / best(lambda: [rules.classify(one) for one in smiles])
    theirs = len(smiles) / best(peer)
    return [
        Row(
            "structures judged per second",
            f"{ours:,.0f}",
            f"FilterCatalog with the include patterns alone: {theirs:,.0f}",
            f"{ours / theirs:.2f} times its rate",
        )
    ]
