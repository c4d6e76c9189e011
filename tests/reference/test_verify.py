"""Every check can fail, and says where, what and how to mend it."""

from pathlib import Path

import msgspec
import pytest

from customhouse.reference.pack import load_pack, write_manifest
from customhouse.reference.tables import PackProblem
from customhouse.reference.verify import verify

from .folders import LAW_AS_OF, SOUND, changed, sound_folder, write_files


def test_the_sound_pack_has_no_problems(tmp_path: Path) -> None:
    assert verify([load_pack(sound_folder(tmp_path / "tiny"))]) == []


FAULTS = {
    "cas-check-digit": (
        "identifiers.csv", "50-29-3", "50-29-4", 2, "CAS number '50-29-4'", "look the number up",
    ),
    "cas-without-hyphens": (
        "identifiers.csv", "50-29-3", "50293", 2, "CAS number '50293' is malformed", "hyphens",
    ),
    "cas-of-near-miss": (
        "near_misses.csv", "115-32-2", "115-32-3", 2, "CAS number '115-32-3'", "look the number",
    ),
    "cas-of-component": (
        "formulations.csv", "50-29-3", "50-29-4", 2, "CAS number '50-29-4'", "look the number up",
    ),
    "ec-check-digit": (
        "identifiers.csv", "200-024-3", "200-024-4", 3, "EC number '200-024-4'", "look the number",
    ),
    "un-digits": ("identifiers.csv", "UN,2761", "UN,276", 4, "UN number '276'", "2761"),
    "hs-digits": (
        "identifiers.csv", "HS2022,290392", "HS2022,29039", 5, "HS code '29039'", "4 or 6 digits",
    ),
    "hs-points": (
        "hs_hints.csv", "2022,290392", "2022,2903.92", 2, "HS code '2903.92'", "no points",
    ),
    "hs-chapter": ("hs_hints.csv", "2022,3915", "2022,9915", 3, "HS code '9915'", "from 01 to 97"),
    "hs-escape": ("hs_hints.csv", "290399", "29", 2, "HS code '29'", "4 or 6 digits"),
    "hs-of-article": ("articles.csv", "4403", "44.03", 2, "HS code '44.03'", "4 or 6 digits"),
    "inchikey": ("identifiers.csv", "UHFFFAOYSA-N", "UHFF-N", 6, "InChIKey 'YVGG", "look the"),
    "smiles": ("identifiers.csv", "Clc1ccc(cc1)C(", "Clc1ccc(cc1C(", 7, "SMILES '", "structure"),
    "smarts": ("identifiers.csv", "c1(Cl)c(Cl)c", "c1(Cl)c(Cl", 8, "SMARTS '", "structure"),
    "date-implausible": (
        "opt_in.csv", "2004-05-17", "1204-05-17", 2, "valid_from 1204-05-17 is implausible",
        "to 2100-12-31",
    ),
    "date-order-of-listing": (
        "substances.csv", "2001-05-22", "2004-05-22", 2,
        "adopted_on 2004-05-22 is after in_force_from 2004-05-17", "correct the one",
    ),
    "date-order-of-validity": (
        "agreements.csv", "2030-01-01", "2000-01-01", 2, "valid_from 2001-06-14 is after valid_to",
        "correct the one",
    ),
    "date-of-the-future": (
        "substances.csv", "2009-05-08,2010-08-26", "2027-05-08,", 3,
        "adopted_on 2027-05-08 is after the pack's valid_from 2026-11-24", "later valid_from",
    ),
    "limit-negative": ("thresholds.csv", ",50,", ",-50,", 2, "the limit -50.0 mg/kg", "number or"),
    "limit-endless": ("thresholds.csv", ",50,", ",inf,", 2, "the limit inf mg/kg", "number or"),
    "limit-over-100-in-words": (
        "thresholds.csv", "50,mg/kg", "101,percent", 2, "101.0 percent", "number or unit",
    ),
    "limit-over-100-percent": ("formulations.csv", "1.5", "150", 2, "150.0 %", "number or unit"),
    "stray-space": ("synonyms.csv", "clofenotane", "clofenotane ", 2, "name 'clofenotane '", "spa"),
    "empty-value": ("countries.csv", "Germany,EU;OECD", "Germany,EU;", 2, "groups has an", "';'"),
    "near-miss-without-scheme": (
        "near_misses.csv", "CAS,115-32-2", ",115-32-2", 2, "scheme and value are not", "both or",
    ),
    "near-miss-of-nothing": (
        "near_misses.csv", "dicofol,CAS,115-32-2", ",,", 2, "neither a name nor", "give a name",
    ),
    "substance": (
        "exemptions.csv", "ddt,", "dtd,", 2, "substance_id 'dtd' is no substance", "add what it",
    ),
    "substance-of-identifier": (
        "identifiers.csv", "ddt,UN", "dtd,UN", 4, "'dtd' is no substance or code of Basel", "corr",
    ),
    "resembles": (
        "near_misses.csv", ",ddt,", ",dtd,", 2, "resembles 'dtd' is no substance or", "correct",
    ),
    "hint-substance": (
        "hs_hints.csv", "substance,ddt", "substance,Y48", 2, "ref_id 'Y48' is no substance", "corr",
    ),
    "hint-code": (
        "hs_hints.csv", "waste_code,Y48", "waste_code,ddt", 3, "ref_id 'ddt' is no code of", "corr",
    ),
    "mirror-code": (
        "waste_codes.csv", "other_waste,B3011", "other_waste,B9999", 2, "mirror_codes has 'B9999'",
        "correct the code",
    ),
    "code-of-ban": ("import_bans.csv", "Y48", "Y4", 2, "codes has 'Y4'", "correct the code"),
    "agreement-of-ban": (
        "import_bans.csv", "oecd", "oced", 2, "except_from 'oced' is no agreement", "agreement_id",
    ),
    "country": (
        "import_responses.csv", "FRA", "FRE", 2, "'FRE' is in no countries table", "alpha-3",
    ),
    "member-of-agreement": (
        "agreements.csv", "DEU;FRA", "DEU;EUR", 2, "'EUR' is in no countries table", "alpha-3",
    ),
    "decision": (
        "amendment_acceptances.csv", "SC-4/15", "SC-4/99", 2, "'SC-4/99' lists no substance",
        "decision column",
    ),
    "source": ("opt_in.csv", "source,T", "source,X", 2, "source 'X' of 1 rows", "SOURCES.md"),
    "source-of-rule": (
        "procedure.json", '"requires": "disease vector control",\n    "missing_data": "ask",\n'
        '    "outcome": "hold",\n    "source": "T"',
        '"requires": "disease vector control",\n    "missing_data": "ask",\n'
        '    "outcome": "hold",\n    "source": "T; Y"',
        13, "source 'Y' of 1 rows", "SOURCES.md",
    ),
    "duplicate": (
        "waste_codes.csv", "B3011,IX", "Y48,IX", 3, "the same code, valid_from as on line 2",
        "keep one",
    ),
    "shared-cas": (
        "identifiers.csv", "118-74-1", "50-29-3", 9, "50-29-3 is exact for 'ddt' too, on line 2",
        "group for the other",
    ),
    "provision": (
        "procedure.json", "stockholm:art-3-2-a-ii", "stockholm:article-3", 2,
        "provision 'stockholm:article-3' of rule STO-01 is malformed", "stockholm:art-6-1",
    ),
    "provision-of-another-convention": (
        "procedure.json", "stockholm:annex-b", "basel:annex-viii", 13,
        "'basel:annex-viii' of rule STO-02 is not of stockholm", "correct the convention",
    ),
    "rule-id": (
        "procedure.json", "STO-02", "STO-01", 13,
        "rule id 'STO-01' is taken by tiny@2026.1/procedure.json:2", "an id of its own",
    ),
    "class-rules-json": ("class_rules.json", "}]}", "}]", 0, "no class rules: ", "classes"),
    "class-rules-substance": (
        "class_rules.json", "hcb", "hbc", 0, "substance_id 'hbc' is no substance", "correct it",
    ),
}  # fmt: skip
"""Name: file, text, what it becomes, line of the problem, part of the problem and remedy."""


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "problem", "remedy"), FAULTS.values(), ids=FAULTS
)
def test_a_fault_is_found(
    tmp_path: Path, file: str, old: str, new: str, line: int, problem: str, remedy: str
) -> None:
    found = verify([changed(tmp_path / "tiny", file, old, new)])
    matching = [one for one in found if problem in one.problem]
    assert len(matching) == 1, found
    assert (matching[0].file, matching[0].line) == (f"tiny@2026.1/{file}", line)
    assert remedy in matching[0].remedy


@pytest.mark.parametrize(
    "provision",
    [
        "stockholm:art-4a",
        "stockholm:art-3",
        "stockholm:art-3-2-a-ii",
        "stockholm:art-22-4",
        "stockholm:annex-viii",
    ],
)
def test_a_provision_of_the_right_form_is_accepted(tmp_path: Path, provision: str) -> None:
    assert verify([changed(tmp_path / "t", "procedure.json", "stockholm:annex-b", provision)]) == []


@pytest.mark.parametrize(
    "provision",
    ["stockholm:art-", "stockholm:art-3-", "stockholm:annex", "stockholm:annex-", "art-3"],
)
def test_a_provision_of_the_wrong_form_is_refused(tmp_path: Path, provision: str) -> None:
    pack = changed(tmp_path / "t", "procedure.json", "stockholm:annex-b", provision)
    assert [problem.line for problem in verify([pack])] == [13]


def test_a_source_that_many_rows_lack_is_told_once_a_file(tmp_path: Path) -> None:
    folder = write_files(tmp_path / "tiny", SOUND | {"SOURCES.md": "| key | document |\n"})
    write_manifest(folder, "2026.1", LAW_AS_OF)
    found = [p for p in verify([load_pack(folder)]) if p.file.endswith("/identifiers.csv")]
    assert [(p.line, p.problem) for p in found] == [
        (2, "source 'T' of 8 rows from here on is no key of SOURCES.md")
    ]


def test_a_file_that_the_manifest_does_not_list_is_found(tmp_path: Path) -> None:
    folder = sound_folder(tmp_path / "tiny")
    (folder / "draft.csv").write_text("x")
    (folder / "old").mkdir()
    (folder / ".hidden").write_text("x")
    assert [str(problem) for problem in verify([load_pack(folder)])] == [
        "tiny@2026.1/draft.csv: the manifest does not list it. "
        "Remedy: remove it, or rebuild the manifest.",
        "tiny@2026.1/old/: the manifest does not list it. "
        "Remedy: remove it, or rebuild the manifest; a pack has no folders inside.",
    ]


def test_a_file_that_went_after_loading_is_found(tmp_path: Path) -> None:
    pack = load_pack(sound_folder(tmp_path / "tiny"))
    left = tuple(name for name in pack.present if name != "opt_in.csv")
    assert verify([msgspec.structs.replace(pack, present=left)]) == [
        PackProblem(
            file="tiny@2026.1/opt_in.csv",
            line=0,
            problem="the manifest lists it and the folder lacks it",
            remedy="put it back, or rebuild the manifest",
        )
    ]


def test_a_wrong_count_is_found(tmp_path: Path) -> None:
    pack = load_pack(sound_folder(tmp_path / "tiny"))
    counts = pack.counts | {"opt_in.csv": 7}
    (problem,) = verify([msgspec.structs.replace(pack, counts=counts)])
    assert problem.file == "tiny@2026.1/manifest.json"
    assert problem.problem == "opt_in.csv has 1 rows, not 7"
    assert problem.remedy == "rebuild the manifest"


COMMON = {name: SOUND[name] for name in ("SOURCES.md", "countries.csv")}


def test_rows_may_point_at_packs_that_are_not_checked(tmp_path: Path) -> None:
    write_files(tmp_path / "rest", {k: v for k, v in SOUND.items() if k != "countries.csv"})
    common = COMMON | {"countries.csv": COMMON["countries.csv"].replace("France,", "France ,")}
    write_files(tmp_path / "common", common)
    for name in ("rest", "common"):
        write_manifest(tmp_path / name, "2026.1", LAW_AS_OF)
    rest, other = load_pack(tmp_path / "rest"), load_pack(tmp_path / "common")
    assert verify([rest], against=[other]) == []
    assert {problem.problem for problem in verify([rest])} == {
        "'DEU' is in no countries table",
        "'FRA' is in no countries table",
        "'OECD' is in no countries table",
    }
    assert [problem.file for problem in verify([rest, other])] == ["common@2026.1/countries.csv"]


def test_a_rule_id_of_another_pack_is_taken(tmp_path: Path) -> None:
    one = load_pack(sound_folder(tmp_path / "one"))
    two = load_pack(sound_folder(tmp_path / "two"))
    taken = [p for p in verify([one, two]) if "is taken by one@2026.1" in p.problem]
    assert [problem.file for problem in taken] == ["two@2026.1/procedure.json"] * 2
