import csv
import json
import subprocess
import sys
from importlib.resources import files
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdkit import Chem
from rdkit.Chem import EnumerateStereoisomers, rdDistGeom
from rdkit.Chem.rdinchi import MolToInchiKey

from customhouse.identify.listing import Listing
from customhouse.identify.structure import LONGEST, StructureRules
from customhouse.reference.records import Identifier

STOCKHOLM = files("customhouse").joinpath("packs", "stockholm")
RULES_JSON = STOCKHOLM.joinpath("class_rules.json").read_bytes()
CLASSES = json.loads(RULES_JSON)["classes"]


def _identifiers() -> list[Identifier]:
    text = STOCKHOLM.joinpath("identifiers.csv").read_text("utf-8")
    rows: list[dict[str, Any]] = list(csv.DictReader(text.splitlines()))
    return [
        Identifier(row=f"identifiers.csv:{line}", **row)
        for line, row in enumerate(rows, 2)
        if row["scheme"] in ("SMILES", "InChIKey")
    ]


IDENTIFIERS = _identifiers()
RULES = StructureRules.from_class_rules(RULES_JSON, IDENTIFIERS)

HCH = "ClC1C(Cl)C(Cl)C(Cl)C(Cl)C1Cl"
ALPHA = "Cl[C@H]1[C@H](Cl)[C@@H](Cl)[C@H](Cl)[C@H](Cl)[C@H]1Cl"
ALPHA_MIRRORED = "Cl[C@H]1[C@H](Cl)[C@H](Cl)[C@@H](Cl)[C@H](Cl)[C@H]1Cl"
BETA = "Cl[C@H]1[C@H](Cl)[C@@H](Cl)[C@H](Cl)[C@@H](Cl)[C@@H]1Cl"
GAMMA = "Cl[C@H]1[C@H](Cl)[C@@H](Cl)[C@@H](Cl)[C@H](Cl)[C@H]1Cl"
DELTA = "Cl[C@H]1[C@H](Cl)[C@@H](Cl)[C@H](Cl)[C@@H](Cl)[C@H]1Cl"
DRIN = "ClC1=C(Cl)C2(Cl)C3C4CC(C5OC45)C3C1(Cl)C2(Cl)Cl"
DIELDRIN = "ClC1=C(Cl)[C@]2(Cl)[C@@H]3[C@@H]4C[C@@H]([C@H]5O[C@@H]45)[C@@H]3[C@@]1(Cl)C2(Cl)Cl"
ENDRIN = "ClC1=C(Cl)[C@]2(Cl)[C@@H]3[C@H]4C[C@H]([C@@H]5O[C@H]45)[C@@H]3[C@@]1(Cl)C2(Cl)Cl"
ALDRIN = "ClC1=C(Cl)[C@]2(Cl)[C@H]3[C@H]([C@@H]4C=C[C@H]3C4)[C@@]1(Cl)C2(Cl)Cl"
ISODRIN = "ClC1=C(Cl)[C@]2(Cl)[C@H]3[C@H]([C@H]4C=C[C@@H]3C4)[C@@]1(Cl)C2(Cl)Cl"
FLAT_ALDRIN = "ClC1=C(Cl)C2(Cl)C3C4C=CC(C4)C3C1(Cl)C2(Cl)Cl"


@pytest.mark.parametrize(
    ("substance_id", "smiles", "expected"),
    [
        pytest.param(rule["substance_id"], test["smiles"], test["expected"], id=test["name"])
        for rule in CLASSES
        for test in rule["tests"]
    ],
)
def test_every_test_of_the_class_rules(substance_id: str, smiles: str, expected: str) -> None:
    assert RULES.classify(smiles).ruling(substance_id) == expected


@pytest.mark.parametrize(
    "row", [i for i in IDENTIFIERS if i.scheme == "SMILES"], ids=lambda row: row.row
)
def test_every_structure_of_the_pack_is_found(row: Identifier) -> None:
    ruling = RULES.classify(row.value).ruling(row.substance_id)
    sulfluramid = "CCNS(=O)" in row.value
    assert ruling == ("review" if row.specificity == "group" or sulfluramid else "in") or (
        row.substance_id == "hbcd"
    )


def test_all_isomers_of_hbcd_are_hbcd() -> None:
    flat = "BrC1CCC(Br)C(Br)CCC(Br)C(Br)CCC1Br"
    assert RULES.classify(flat).ruling("hbcd") == "in"
    first, *_ = _isomers(flat)
    assert RULES.classify(Chem.MolToSmiles(first)).ruling("hbcd") == "in"


def _isomers(smiles: str) -> list[Any]:
    enumerate_stereoisomers: Any = EnumerateStereoisomers.EnumerateStereoisomers
    return list(enumerate_stereoisomers(Chem.MolFromSmiles(smiles)))


# Isomers in space


def _positions(smiles: str) -> tuple[Any, Any]:
    molecule = Chem.AddHs(Chem.MolFromSmiles(smiles))
    assert rdDistGeom.EmbedMolecule(molecule, randomSeed=7) == 0
    return molecule, molecule.GetConformer().GetPositions()


def _sides(smiles: str) -> str:
    """`t` or `c` for each pair of neighbours of the ring: chlorine trans or cis."""
    molecule, at = _positions(smiles)
    ring = list(molecule.GetRingInfo().AtomRings()[0])
    middle = at[ring].mean(axis=0)
    normal = sum(
        np.cross(at[a] - middle, at[b] - middle)
        for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)
    )
    up = []
    for index in ring:
        near = {n.GetSymbol(): n.GetIdx() for n in molecule.GetAtomWithIdx(index).GetNeighbors()}
        up.append(np.dot(at[near["Cl"]] - at[near["H"]], normal) > 0)
    return "".join("c" if a == b else "t" for a, b in zip(up, [*up[1:], up[0]], strict=True))


def _bridges(smiles: str) -> tuple[bool, bool]:
    """Whether the two middle hydrogens lean to the CCl2 bridge and to the CH2 bridge."""
    molecule, at = _positions(smiles)

    def found(smarts: str) -> tuple[int, ...]:
        return tuple(molecule.GetSubstructMatch(Chem.MolFromSmarts(smarts)))

    middle = found("[CH1]([C]Cl)([CH1])-[CH1]([C]Cl)[CH1]")
    pair = (middle[0], middle[3])
    hydrogens = [
        n.GetIdx()
        for index in pair
        for n in molecule.GetAtomWithIdx(index).GetNeighbors()
        if n.GetSymbol() == "H"
    ]
    centre = at[list(pair)].mean(axis=0)
    lean = at[hydrogens].mean(axis=0) - centre

    def angle(index: int) -> float:
        to = at[index] - centre
        return float(np.degrees(np.arccos(to @ lean / np.linalg.norm(to) / np.linalg.norm(lean))))

    return angle(found("[CX4;R](Cl)Cl")[0]) < 116, angle(found("[CH2;R]")[0]) < 116


@pytest.mark.parametrize(
    ("smiles", "sides"),
    [
        pytest.param(ALPHA, "ttctct", id="alpha 1,2,4/3,5,6"),
        pytest.param(BETA, "tttttt", id="beta: all neighbours trans"),
        pytest.param(GAMMA, "ttcttc", id="gamma 1,2,4,5/3,6"),
        pytest.param(DELTA, "ttttcc", id="delta"),
    ],
)
def test_geometry_of_the_hch_isomers(smiles: str, sides: str) -> None:
    around = _sides(smiles)
    turns = {around[i:] + around[:i] for i in range(6)}
    assert sides in turns | {turn[::-1] for turn in turns}


def test_alpha_hch_is_the_only_chiral_hch() -> None:
    keys = {MolToInchiKey(molecule) for molecule in _isomers(HCH)}
    assert len(keys) == 9  # eight isomers, one of them with a mirror image
    mirrored = ALPHA.replace("@@", "%").replace("@", "@@").replace("%", "@")
    assert MolToInchiKey(Chem.MolFromSmiles(mirrored)) == MolToInchiKey(
        Chem.MolFromSmiles(ALPHA_MIRRORED)
    )


@pytest.mark.parametrize(
    ("smiles", "bridges"),
    [
        pytest.param(ALDRIN, (True, False), id="aldrin: endo, exo"),
        pytest.param(DIELDRIN, (True, False), id="dieldrin: endo, exo"),
        pytest.param(ISODRIN, (True, True), id="isodrin: endo, endo"),
        pytest.param(ENDRIN, (True, True), id="endrin: endo, endo"),
    ],
)
def test_geometry_of_the_drins(smiles: str, bridges: tuple[bool, bool]) -> None:
    assert _bridges(smiles) == bridges


@pytest.mark.parametrize(
    ("smiles", "expected"),
    [
        (ALPHA, {"alpha-hch": "in", "beta-hch": "out", "lindane": "out"}),
        (ALPHA_MIRRORED, {"alpha-hch": "in", "beta-hch": "out", "lindane": "out"}),
        (BETA, {"alpha-hch": "out", "beta-hch": "in", "lindane": "out"}),
        (GAMMA, {"alpha-hch": "out", "beta-hch": "out", "lindane": "in"}),
        (DELTA, {"alpha-hch": "out", "beta-hch": "out", "lindane": "out"}),
        (HCH, {"alpha-hch": "review", "beta-hch": "review", "lindane": "review"}),
        (
            "Cl[C@H]1[C@H](Cl)C(Cl)[C@H](Cl)[C@@H](Cl)[C@H]1Cl",
            {"alpha-hch": "review", "beta-hch": "review", "lindane": "review"},
        ),
        (DIELDRIN, {"dieldrin": "in", "endrin": "out"}),
        (ENDRIN, {"dieldrin": "out", "endrin": "in"}),
        (DRIN, {"dieldrin": "review", "endrin": "review"}),
        (ALDRIN, {"aldrin": "in"}),
        (FLAT_ALDRIN, {"aldrin": "in"}),
        (ISODRIN, {"aldrin": "out"}),
    ],
)
def test_isomers_decide_where_they_are_given(smiles: str, expected: dict[str, str]) -> None:
    result = RULES.classify(smiles)
    assert {one: result.ruling(one) for one in expected} == expected


# What the rules leave to reading

PFOS_TAIL = "C(F)(F)" * 7 + "C(F)(F)F"


@pytest.mark.parametrize(
    ("smiles", "substance_id", "expected"),
    [
        pytest.param("[Na]OS(=O)(=O)" + PFOS_TAIL, "pfos", "in", id="salt with a covalent metal"),
        pytest.param("[K]Oc1c(Cl)c(Cl)c(Cl)c(Cl)c1Cl", "pcp", "in", id="phenate, covalent metal"),
        pytest.param("COS(=O)(=O)" + PFOS_TAIL, "pfos", "review", id="ester of PFOS"),
        pytest.param("OC(=O)C(F)(F)" + PFOS_TAIL[7:], "lc-pfca", "in", id="PFNA"),
        pytest.param("OC(=O)CC(F)(F)" + PFOS_TAIL[7:], "pfoa", "in", id="8:2 acid"),
        pytest.param("OC(=O)C(F)(F)" + PFOS_TAIL[7:-1] + "Cl", "lc-pfca", "out", id="two ends"),
        pytest.param(
            "OC(=O)C(F)(F)C(F)(F)C(F)(F)C(C(F)(F)F)(C(F)(F)F)C(F)(F)F", "pfoa", "in",
            id="quaternary carbon",
        ),
        pytest.param("Oc1cc(Br)ccc1Oc1cc(Br)c(Br)cc1Br", "tetra-penta-bde", "out", id="OH-BDE"),
        pytest.param("Oc1cc2c(cc1Cl)Oc1cc(Cl)c(Cl)cc1O2", "pcdd", "out", id="OH-dioxin"),
        pytest.param("CCO.Clc1ccccc1-c1ccccc1", "pcb", "in", id="in a mixture"),
        pytest.param("ClC(Cl)(Cl)" + "C(Cl)(Cl)" * 8 + "C(Cl)(Cl)Cl", "sccp", "in", id="C10Cl22"),
        pytest.param("CC(C)C(Cl)C(Cl)C(Cl)C(Cl)C(Cl)C(Cl)CCl", "sccp", "review", id="branched"),
        pytest.param("CS(=O)(=O)Oc1c(Cl)c(Cl)c(Cl)c(Cl)c1Cl", "pcp", "review", id="sulfonate"),
        pytest.param("[2H]c1c(Cl)c(Cl)c(Cl)c(Cl)c1Cl", "pecb", "in", id="deuterium"),
        pytest.param("[13CH3]c1ccccc1", "pecb", "out", id="labelled toluene"),
        pytest.param("CCC(C)(C)c1cc(-n2nc3ccccc3n2)c(O)c(C(C)(C)CC)c1.Cl", "uv328", "in",
                     id="no halogen of its own"),
        pytest.param("COP(=S)(OC)Oc1nc(Cl)c(Cl)cc1Cl", "chlorpyrifos", "out", id="the methyl one"),
    ],
)  # fmt: skip
def test_derivatives(smiles: str, substance_id: str, expected: str) -> None:
    assert RULES.classify(smiles).ruling(substance_id) == expected


def test_one_molecule_may_belong_to_several_entries() -> None:
    result = RULES.classify("OCCC(F)(F)" + PFOS_TAIL[7:])
    assert [(v.substance_id, v.ruling) for v in result.verdicts] == [
        ("pfoa", "in"),
        ("lc-pfca", "review"),
    ]


# Texts that are no structure


@pytest.mark.parametrize(
    "text",
    ["", "   ", "lindane", "C1CC", "CC(", "C>>C", "*C(F)(F)F", "CCO ethanol", "C\0C", "é", "\ud800",
     "C" * (LONGEST + 1), "F(F)(F)F"],
)  # fmt: skip
def test_no_structure_is_said_so(text: str) -> None:
    result = RULES.classify(text)
    assert result.problem
    assert result.verdicts == ()
    assert result.ruling("pfos") is None
    assert len(result.smiles) <= LONGEST


def test_the_longest_text_is_read() -> None:
    assert RULES.classify("C" * LONGEST).problem == ""


SIGNS = ["C", "c", "(", ")", "1", "2", "=", "#", "F", "Cl", "[O-]", "[N+]", "@", "[C@H]", ".", "/",
         "S", "P", "[Na]", "*", "[2H]"]  # fmt: skip


@given(st.text(max_size=60) | st.lists(st.sampled_from(SIGNS)).map("".join))
def test_any_text_gets_a_result(text: str) -> None:
    result = RULES.classify(text)
    assert result.problem or result.ruling("pfos") in ("in", "review", "out")


def test_nothing_is_written_to_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    for text in ("C1CC", "lindane", "F(F)(F)F", HCH, "[Na]OC"):
        RULES.classify(text)
    assert capfd.readouterr() == ("", "")


# Candidates


def test_candidates_for_every_convention_that_lists_the_substance() -> None:
    listings = {
        "lindane": (
            Listing("stockholm:lindane", "stockholm", "lindane", "Lindane", "substances.csv:19"),
            Listing("rotterdam:lindane", "rotterdam", "lindane", "Lindane", "substances.csv:7"),
        )
    }
    found = RULES.classify(GAMMA).candidates(listings, "smiles[0]")
    assert [c.ref for c in found] == ["stockholm:lindane", "rotterdam:lindane"]
    assert {(c.found_by, c.specificity, c.match) for c in found} == {("structure", "exact", "in")}
    assert found[0].evidence == GAMMA
    assert found[0].field == "smiles[0]"
    assert found[0].row.startswith("identifiers.csv:")
    review = RULES.classify(HCH).candidates(listings, "smiles[0]")
    assert {(c.specificity, c.match) for c in review} == {("group", "review")}
    assert RULES.classify(DELTA).candidates(listings, "smiles[0]") == ()


def test_a_class_verdict_cites_its_rule() -> None:
    rules = StructureRules.from_class_rules(RULES_JSON, place="stockholm@2026.1/class_rules.json")
    verdict = rules.classify("Clc1ccccc1-c1ccccc1").verdicts[0]
    assert verdict.row == "stockholm@2026.1/class_rules.json:pcb"


# Packs with mistakes


def _row(scheme: str, value: str) -> Identifier:
    return Identifier(
        row="identifiers.csv:2",
        confidence="known",
        source="T",
        substance_id="mirex",
        scheme=scheme,  # type: ignore[arg-type]
        value=value,
        specificity="exact",
    )


@pytest.mark.parametrize(
    "rows",
    [
        [_row("SMILES", "not a structure")],
        [_row("InChIKey", "GVYLCNUFSHDAAW-UHFFFAOYSA-N")],
        [_row("SMILES", "CCO"), _row("InChIKey", "GVYLCNUFSHDAAW-UHFFFAOYSA-N")],
    ],
)
def test_a_key_that_is_not_its_structures_is_refused(rows: list[Identifier]) -> None:
    with pytest.raises(ValueError, match=r"identifiers\.csv:2"):
        StructureRules.from_class_rules(b'{"classes": []}', rows)


@pytest.mark.parametrize(
    "rules",
    [
        b"no json",
        b'{"classes": [{"substance_id": "x", "kind": "other"}]}',
        b'{"classes": [{"substance_id": "x", "kind": "paraffin"}]}',
        b'{"classes": [{"substance_id": "x", "kind": "smarts", "include_smarts": ["C(("]}]}',
    ],
)
def test_class_rules_that_cannot_be_read_are_refused(rules: bytes) -> None:
    with pytest.raises(ValueError):
        StructureRules.from_class_rules(rules)


def test_rdkit_is_imported_only_when_needed() -> None:
    code = "import sys, customhouse.identify.structure; sys.exit('rdkit' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
