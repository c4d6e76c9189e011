"""A bundle depends on nothing but the files and the key, and holds all that it should."""

import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from customhouse.publishing import archive, bundle, signing
from customhouse.reference.tables import PackError
from tests.publishing.world import KEY, pack_folder
from tests.reference.folders import SOUND


def test_the_same_files_and_key_give_the_same_bytes(tmp_path: Path) -> None:
    one = pack_folder(tmp_path / "one" / "basel", "basel", "2026.2")
    other = tmp_path / "other" / "basel"
    other.mkdir(parents=True)
    for path in sorted(one.iterdir(), reverse=True):
        (other / path.name).write_bytes(path.read_bytes())
        (other / path.name).chmod(0o600)
        os.utime(other / path.name, (10**9, 10**9))
    (other / ".hidden").write_text("of an editor")
    assert bundle.build(one, KEY)[1] == bundle.build(other, KEY)[1]


def test_the_same_bytes_in_another_process_time_zone_and_umask(tmp_path: Path) -> None:
    folder = pack_folder(tmp_path / "basel", "basel", "2026.2")
    program = (
        "import os, sys, hashlib; from pathlib import Path; os.umask(0o077)\n"
        "from customhouse.publishing import bundle; from tests.publishing.world import KEY\n"
        "print(hashlib.sha256(bundle.build(Path(sys.argv[1]), KEY)[1]).hexdigest())"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, folder],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7", "LC_ALL": "C"},
        cwd=Path(__file__).parents[2],
    )
    assert ran.stdout.strip() == hashlib.sha256(bundle.build(folder, KEY)[1]).hexdigest()


def test_the_form_of_a_bundle_never_changes() -> None:
    """A reader of any version builds a bundle anew and compares: the form is fixed for good."""
    data = archive.join({"b.csv": b"2\n", "a.csv": b"1\n"})
    assert (
        hashlib.sha256(data).hexdigest()
        == "784ffc9dcb0de8374a1eb9ef846245bbe8e183be24e2c73a44bf033d06493873"
    )


def test_it_is_a_data_package_with_manifest_and_signature(tmp_path: Path) -> None:
    folder = pack_folder(tmp_path / "basel", "basel", "2026.2")
    pack, data = bundle.build(folder, KEY)
    assert bundle.file_name(pack) == "basel-2026.2.chpack"
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        names = set(opened.namelist())
        described = json.loads(opened.read("datapackage.json"))
        signature = json.loads(opened.read("signature.json"))
    own = set(SOUND) - {"countries.csv"}
    assert names == own | {"manifest.json", "datapackage.json", "signature.json"}
    assert (described["name"], described["version"]) == ("basel", "2026.2")
    assert signature["key"] == signing.fingerprint(KEY.public_key())


def test_a_folder_that_was_changed_after_its_manifest_is_not_sealed(tmp_path: Path) -> None:
    folder = pack_folder(tmp_path / "basel", "basel", "2026.2")
    (folder / "parties.csv").write_bytes(b"iso3\n")
    with pytest.raises(PackError, match="changed after the manifest"):
        bundle.build(folder, KEY)


def test_keys_survive_their_files() -> None:
    key = signing.generate()
    again = signing.read_private(signing.private_pem(key), "k")
    public = signing.read_public(signing.public_pem(key.public_key()), "k")
    assert signing.sign({"a": b"1"}, again) == signing.sign({"a": b"1"}, key)
    signing.check(
        {"a": b"1"}, signing.sign({"a": b"1"}, key), {signing.fingerprint(public): public}, "k"
    )


def test_an_encrypted_key_needs_its_passphrase() -> None:
    data = signing.private_pem(KEY, "tulip")
    assert b"ENCRYPTED" in data
    with pytest.raises(signing.PassphraseError):
        signing.read_private(data, "k")
    with pytest.raises(PackError, match="passphrase is wrong"):
        signing.read_private(data, "k", "rose")
    assert signing.sign({}, signing.read_private(data, "k", "tulip")) == signing.sign({}, KEY)
    assert signing.read_private(signing.private_pem(KEY), "k", "not needed")


@pytest.mark.parametrize("data", [b"", b"rubbish", b"-----BEGIN PUBLIC KEY-----\nAA\n"])
def test_what_is_no_key_is_refused(data: bytes) -> None:
    with pytest.raises(PackError, match="no public key"):
        signing.read_public(data, "k.pub")
    with pytest.raises(PackError, match="no private key"):
        signing.read_private(data, "k.key")


def test_a_private_key_is_never_trusted() -> None:
    with pytest.raises(PackError, match="this is a private key"):
        signing.read_public(signing.private_pem(KEY), "k.key")
