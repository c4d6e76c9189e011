"""The commands as a Secretariat and an office run them, with the packs that are shipped."""

import json
import shutil
import stat
from pathlib import Path

import pytest

from customhouse.reference.pack import load_pack, shipped_folder
from tests.cli.command import Ran, customhouse

TULIP, ROSE = ({"CUSTOMHOUSE_KEY_PASSPHRASE": words} for words in ("tulip", "rose"))


class Office:
    """One home folder and a stick."""

    def __init__(self, root: Path):
        self.root = root

    def packs(self, *words: str | Path, **environment: str) -> Ran:
        return self.run("packs", *words, **environment)

    def run(self, *words: str | Path, **environment: str) -> Ran:
        environment |= {"CUSTOMHOUSE_HOME": str(self.root / "home")}
        return customhouse(*words, stdin=b"", **environment)


@pytest.fixture(scope="module")
def stick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keys and a bundle of the basel pack with a title of its own, one version on."""
    root = tmp_path_factory.mktemp("stick")
    office = Office(root)
    assert office.packs("keygen", root / "key").code == 0
    folder = root / "basel"
    shutil.copytree(str(shipped_folder("basel")), folder)
    year, number = load_pack(folder).version.split(".")
    version = f"{year}.{int(number) + 1}"
    day = str(load_pack(folder).valid_from)
    made = ("manifest", folder, "--version", version, "--valid-from", day, "--title", "From Geneva")
    assert office.packs(*made).code == 0
    target = root / "basel.chpack"
    built = office.packs("build", folder, "--key", root / "key.key", "--output", target)
    assert (built.code, built.err) == (0, "")
    assert built.out.startswith(f"basel@{version}: ")
    return root


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def refused(ran: Ran, *words: str) -> None:
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("customhouse: ")
    assert ran.err.count("\n") == 1
    assert "Traceback" not in ran.err
    for word in words:
        assert word in ran.err


def version_of(stick: Path) -> str:
    return load_pack(stick / "basel").version


def test_from_the_stick_to_the_answer_and_back(office: Office, stick: Path) -> None:
    new, old = f"basel@{version_of(stick)}", load_pack(shipped_folder("basel")).label
    refused(office.packs("install", stick / "basel.chpack"), "not trusted here", "basel.chpack")
    assert office.packs("trust", stick / "key.pub").out.startswith("trusted: ")
    (fingerprint,) = office.packs("trust", "--list").out.split()
    installed = office.packs("install", stick / "basel.chpack")
    assert (installed.code, installed.err) == (0, "")
    assert installed.out.startswith(f"{new} is in use: law as of ")
    assert office.packs("install", stick / "basel.chpack").out.startswith("in use already")
    assert f"{new}: installed" in office.packs("installed").out
    listed = json.loads(office.packs("installed", "--format", "json").out)
    assert [one["name"] for one in listed if one["installed"]] == ["basel"]

    assert new in answer(office)
    back = office.packs("rollback", "basel")
    assert (back.code, back.out) == (0, f"{old} is in use\n")
    assert old in answer(office)
    refused(office.packs("rollback", "basel"), "no version of this pack is installed")
    assert fingerprint in office.packs("trust", "--remove", fingerprint[:12]).out
    assert office.packs("trust", "--list").out == ""


def answer(office: Office) -> str:
    """What screening says of a waste; it cites the packs it rests on."""
    item = {"description": "mixed plastic waste", "hs_code": "391590", "waste_code": "Y48"}
    declaration = {"direction": "import", "date": "2026-11-24", "items": [item]}
    path = office.root / "declaration.json"
    path.write_text(json.dumps(declaration))
    ran = office.run("screen", path, "--format", "json")
    assert ran.err == ""
    return ran.out


def test_a_damaged_installed_pack_stops_every_answer(office: Office, stick: Path) -> None:
    office.packs("trust", stick / "key.pub")
    office.packs("install", stick / "basel.chpack")
    path = office.root / "home" / "packs" / f"basel-{version_of(stick)}.chpack"
    whole = path.read_bytes()
    path.write_bytes(whole[:-10])
    for words in (("lookup", "lindane"), ("packs", "installed")):
        refused(office.run(*words), "the installed pack was changed", "packs rollback basel")
    assert office.packs("install", stick / "basel.chpack").code == 0
    assert path.read_bytes() == whole
    assert office.run("lookup", "lindane").code == 0


def test_keys(office: Office) -> None:
    name = office.root / "mine"
    made = office.packs("keygen", name, "--passphrase", **TULIP)
    assert (made.code, made.err) == (0, "")
    assert stat.S_IMODE((office.root / "mine.key").stat().st_mode) == 0o600
    assert b"ENCRYPTED" in (office.root / "mine.key").read_bytes()
    refused(office.packs("keygen", name), "there is such a file already")
    refused(office.packs("keygen", office.root / "no" / "key"), "no such file")
    refused(office.packs("trust", office.root / "mine.key"), "this is a private key")
    refused(office.packs("trust", office.root / "none.pub"), "no such file")
    refused(office.packs("trust"), "give one of")
    refused(office.packs("trust", "--remove", "abc"), "0 trusted keys")


def test_building_with_an_encrypted_key(office: Office, stick: Path) -> None:
    office.packs("keygen", office.root / "mine", "--passphrase", **TULIP)
    build = ("build", stick / "basel", "--key", office.root / "mine.key", "--output")
    target = office.root / "b.chpack"
    refused(office.packs(*build, target, **ROSE), "passphrase is wrong")
    assert not target.exists()
    assert office.packs(*build, target, **TULIP).code == 0
    refused(office.packs(*build, office.root / "no" / "b", **TULIP), "no such file")


def test_a_pack_with_problems_is_not_built(office: Office, stick: Path) -> None:
    folder = office.root / "basel"
    shutil.copytree(stick / "basel", folder)
    (folder / "notes.txt").write_text("for myself")
    built = office.packs("build", folder, "--key", stick / "key.key")
    refused(built, "notes.txt: the manifest does not list it")
    refused(office.packs("build", folder / "x", "--key", stick / "key.key"), "no such folder")
    refused(office.packs("build", folder, "--key", stick / "key.pub"), "no private key")


@pytest.mark.parametrize("form", ["datapackage", "csv", "jsonld", "parquet", "sqlite"])
def test_export(office: Office, form: str) -> None:
    target = office.root / "out" / "made"
    if form in ("jsonld", "sqlite"):
        target.parent.mkdir()
    ran = office.packs("export", "common", "--format", form, "--output", target)
    assert (ran.code, ran.err) == (0, "")
    assert target.is_file() if form in ("jsonld", "sqlite") else (target / "SOURCES.md").is_file()
    assert [path.name for path in target.parent.iterdir()] == ["made"]


def test_export_takes_what_is_in_use(office: Office, stick: Path) -> None:
    office.packs("trust", stick / "key.pub")
    office.packs("install", stick / "basel.chpack")
    office.packs("export", "basel", "--format", "csv", "--output", office.root / "out")
    assert json.loads((office.root / "out" / "manifest.json").read_text())["title"] == "From Geneva"


def test_export_refuses(office: Office) -> None:
    export = ("export", "common", "--format", "csv", "--output")
    (office.root / "full").mkdir()
    (office.root / "full" / "x").touch()
    refused(office.packs(*export, office.root / "full"), "it is there already")
    refused(office.packs("export", "no", "--format", "csv", "--output", "x"), "no such pack")


def test_help() -> None:
    for words in ("build", "keygen", "trust", "install", "rollback", "installed", "export"):
        ran = customhouse("packs", words, "--help")
        assert (ran.code, ran.err) == (0, "")
        assert f"packs {words}" in ran.out
