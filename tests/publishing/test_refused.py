"""Bundles that must not be installed: each is refused for its reason and changes nothing."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from customhouse.publishing import archive, signing
from customhouse.reference.pack import load_pack
from customhouse.reference.tables import PackError
from tests.publishing.world import KEY, World, found, pack_folder, sealed
from tests.reference.folders import SOUND

Forge = Callable[[dict[str, bytes]], bytes]


def refused(world: World, data: bytes, reason: str) -> None:
    before = world.files_of_home()
    with pytest.raises(PackError, match=reason) as caught:
        world.office.install({"stick/b.chpack": data})
    assert all(str(one).count("\n") == 0 for one in caught.value.problems)
    assert world.files_of_home() == before
    assert world.labels() == ["common@2026.1", "basel@2026.1"]


def signed(files: dict[str, bytes]) -> bytes:
    """Files with a true signature: a trusted signer who made a mistake, or was robbed."""
    content = {name: data for name, data in files.items() if name != "signature.json"}
    return archive.join(content | {"signature.json": signing.sign(content, KEY).to_bytes()})


def zipped(files: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as opened:
        for name, data in files.items():
            opened.writestr(name, data)
    return target.getvalue()


def replaced(name: str, old: bytes, new: bytes) -> Forge:
    def forge(files: dict[str, bytes]) -> bytes:
        assert old in files[name]
        return archive.join(files | {name: files[name].replace(old, new, 1)})

    return forge


def without(name: str) -> Forge:
    return lambda files: archive.join({n: d for n, d in files.items() if n != name})


def doubled(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO(archive.join(files))
    with (
        zipfile.ZipFile(target, "a") as opened,
        pytest.warns(UserWarning, match="Duplicate name"),
    ):
        opened.writestr("parties.csv", b"iso3\n")
    return target.getvalue()


def other_key(files: dict[str, bytes]) -> bytes:
    content = {name: data for name, data in files.items() if name != "signature.json"}
    signature = signing.sign(content, signing.generate())
    return archive.join(content | {"signature.json": signature.to_bytes()})


def borrowed_name(files: dict[str, bytes]) -> bytes:
    """Signed by a stranger who writes the fingerprint of the trusted key over his own."""
    content = {name: data for name, data in files.items() if name != "signature.json"}
    fields = json.loads(signing.sign(content, signing.generate()).to_bytes())
    fields["key"] = signing.fingerprint(KEY.public_key())
    text = json.dumps(fields, indent=2).encode() + b"\n"
    return archive.join(content | {"signature.json": text})


def bomb(files: dict[str, bytes]) -> bytes:
    return zipped(files | {"parties.csv": bytes(50 * 2**20)}, zipfile.ZIP_DEFLATED)


def lying_sizes(files: dict[str, bytes]) -> bytes:
    """A central directory whose one entry claims four gigabytes."""
    data = zipped({"a.csv": b"1234"})
    at = data.index(b"PK\x01\x02")
    size = (0xFFFFFFF0).to_bytes(4, "little")
    return data[: at + 20] + size + size + data[at + 28 :]


FORGERIES: dict[str, tuple[Forge, str]] = {
    "a fact changed": (replaced("parties.csv", b"Germany", b"Germani"), "changed after it was sig"),
    "a hash changed": (replaced("manifest.json", b"2026.2", b"2026.3"), "changed after it was sig"),
    "the description": (replaced("datapackage.json", b"basel", b"hasel"), "changed after it was s"),
    "the signature": (replaced("signature.json", b'e": "', b'e": "A'), "changed after it was sig"),
    "signature with a space": (replaced("signature.json", b'"key"', b'"key" '), "is malformed"),
    "signature of rubbish": (lambda f: archive.join(f | {"signature.json": b"{"}), "malformed"),
    "a file added": (lambda f: archive.join(f | {"x.csv": b"1"}), "changed after it was signed"),
    "a file left out": (without("parties.csv"), "changed after it was signed"),
    "unsigned": (without("signature.json"), "it is not signed"),
    "unknown key": (other_key, "is not trusted here"),
    "another's fingerprint": (borrowed_name, "changed after it was signed"),
    "two files of one name": (doubled, "two files of one name"),
    "a comment": (lambda f: archive.join(f)[:-2] + b"\x02\x00hi", "more than its files"),
    "bytes before": (lambda f: b"#!/bin/sh\n" + archive.join(f), "more than its files"),
    "bytes after": (lambda f: archive.join(f) + b"x", "cut short|more than its files"),
    "another clock": (lambda f: zipped(dict(sorted(f.items()))), "more than its files"),
    "another order": (lambda f: zipped(dict(sorted(f.items(), reverse=True))), "more than its"),
    "a bomb": (bomb, "could unfold to any size"),
    "a bomb of sizes": (lying_sizes, "claim to be larger|cut short"),
    "too many files": (lambda f: zipped({f"a{n}": b"" for n in range(70)}), "70 files and 64 are"),
    "too large": (lambda _: bytes(64 * 2**20 + 1), "larger than 64 MiB"),
    "up and out": (lambda f: zipped(f | {"../../evil.csv": b"1"}), "no plain file name"),
    "absolute": (lambda f: zipped(f | {"/etc/evil": b"1"}), "no plain file name"),
    "of Windows": (lambda f: zipped(f | {"..\\evil.csv": b"1"}), "no plain file name"),
    "a folder": (lambda f: zipped(f | {"sub/": b""}), "no plain file name"),
    "hidden": (lambda f: zipped(f | {".hidden": b""}), "no plain file name"),
    "half written": (lambda f: archive.join(f)[: len(archive.join(f)) // 2], "cut short"),
    "all but the end": (lambda f: archive.join(f)[:-1], "cut short"),
    "empty": (lambda _: b"", "cut short"),
    "no bundle": (lambda _: b"a letter", "cut short"),
    "signed, a hash does not fit": (
        lambda f: signed(f | {"parties.csv": f["parties.csv"] + b"\n"}),
        "the file was changed after the manifest",
    ),
    "signed, no manifest": (lambda f: signed({"parties.csv": b""}), "manifest.json: cannot be r"),
    "signed, an extra file": (lambda f: signed(f | {"x.txt": b"1"}), "manifest does not list it"),
}


@pytest.mark.parametrize("kind", FORGERIES)
def test_a_forgery_is_refused(world: World, kind: str) -> None:
    forge, reason = FORGERIES[kind]
    refused(world, forge(archive.split(sealed(world.root), "b")), reason)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"parties.csv": SOUND["parties.csv"].replace("FRA", "XYZ")}, "in no countries table"),
        ({"identifiers.csv": SOUND["identifiers.csv"].replace("50-29-3", "50-29-4")}, "check dig"),
    ],
)
def test_false_facts_are_refused_though_signed(
    world: World, changes: dict[str, str], reason: str
) -> None:
    refused(world, sealed(world.root, changes=changes), reason)


def test_a_pack_that_takes_away_what_others_point_at_is_refused(world: World) -> None:
    only = "".join(SOUND["countries.csv"].splitlines(keepends=True)[:2])
    refused(
        world,
        sealed(world.root, "common", changes={"countries.csv": only}),
        r"basel@2026.1/.*'FRA' is in no countries table",
    )


@pytest.mark.parametrize("version", ["2026.1", "2025.9", "2026.0"])
def test_a_bundle_no_newer_than_what_is_in_use_is_refused(world: World, version: str) -> None:
    refused(world, sealed(world.root, version=version), "is no newer than basel@2026.1")


def test_versions_are_numbers_and_not_text(world: World) -> None:
    world.office.install({"b": sealed(world.root, version="2026.10")})
    with pytest.raises(PackError, match=r"no newer than basel@2026\.10"):
        world.office.install({"b": sealed(world.root, version="2026.9")})


def test_one_bad_bundle_of_two_keeps_both_out(world: World) -> None:
    good, bad = sealed(world.root, "common"), sealed(world.root, key=signing.generate())
    before = world.files_of_home()
    with pytest.raises(PackError, match="bad: it is signed by the key"):
        world.office.install({"good": good, "bad": bad})
    assert world.files_of_home() == before


def test_one_pack_twice_is_refused(world: World) -> None:
    with pytest.raises(PackError, match="two of the bundles hold one pack"):
        world.office.install({"a": sealed(world.root), "b": sealed(world.root, version="2026.3")})


def test_rubbish_in_the_trust_folder_is_told(world: World) -> None:
    (world.home / "trust" / "z.pub").write_bytes(b"rubbish")
    refused(world, sealed(world.root), r"z\.pub: it is no public key")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> tuple[World, bytes]:
    world = found(tmp_path_factory.mktemp("shared"))
    return world, sealed(world.root)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_no_changed_byte_gets_through(shared: tuple[World, bytes], data: st.DataObject) -> None:
    world, whole = shared
    place = data.draw(st.integers(0, len(whole) - 1))
    flip = data.draw(st.integers(1, 255))
    forged = whole[:place] + bytes([whole[place] ^ flip]) + whole[place + 1 :]
    with pytest.raises(PackError):
        world.office.install({"b": forged})
    assert world.labels() == ["common@2026.1", "basel@2026.1"]


@settings(max_examples=60, deadline=None)
@given(end=st.integers(0, 10**6))
def test_no_half_bundle_gets_through(shared: tuple[World, bytes], end: int) -> None:
    world, whole = shared
    with pytest.raises(PackError, match="cut short"):
        world.office.install({"b": whole[: end % len(whole)]})


def test_the_whole_bundle_does_get_through(world: World) -> None:
    """The other tests would pass as well if nothing could ever be installed."""
    assert [p.label for p in world.office.install({"b": sealed(world.root)})] == ["basel@2026.2"]


def test_the_helper_makes_packs_that_load(tmp_path: Path) -> None:
    assert load_pack(pack_folder(tmp_path / "x" / "basel", "basel", "2026.7")).version == "2026.7"
