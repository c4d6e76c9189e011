"""What is in use after installs, rollbacks and damage."""

import json

import pytest

from customhouse.publishing import bundle, durable, signing
from customhouse.reference.pack import write_manifest
from customhouse.reference.records import Party
from customhouse.reference.tables import PackError
from tests.publishing.world import KEY, World, office, sealed
from tests.reference.folders import LAW_AS_OF, SOUND, write_files

NEW_NAME = {"parties.csv": SOUND["parties.csv"].replace("Germany", "Deutschland")}


def test_nothing_installed_means_the_shipped_packs(world: World) -> None:
    assert world.labels() == ["common@2026.1", "basel@2026.1"]
    assert not (world.home / "packs").exists()


def test_an_installed_pack_takes_the_place_of_the_shipped_one(world: World) -> None:
    world.office.install({"b": sealed(world.root, changes=NEW_NAME)})
    again = office(world.root).packs()
    assert [pack.label for pack in again] == ["common@2026.1", "basel@2026.2"]
    assert again[1].rows(Party)[0].name == "Deutschland"
    assert again[1].rows(Party)[0].row == "basel@2026.2/parties.csv:2"


def test_installing_it_again_changes_nothing(world: World) -> None:
    data = sealed(world.root)
    world.office.install({"b": data})
    before = world.files_of_home()
    assert world.office.install({"b": data}) == []
    assert world.files_of_home() == before


def test_two_versions_and_back_step_by_step(world: World) -> None:
    for version in ("2026.2", "2026.3"):
        world.office.install({"b": sealed(world.root, version=version)})
    assert world.labels()[1] == "basel@2026.3"
    assert {"packs/basel-2026.2.chpack", "packs/basel-2026.3.chpack"} <= set(world.files_of_home())
    assert world.office.rollback("basel") == "basel@2026.2"
    assert world.labels()[1] == "basel@2026.2"
    assert world.office.rollback("basel") == "basel@2026.1"
    assert world.labels()[1] == "basel@2026.1"
    with pytest.raises(PackError, match="no version of this pack is installed"):
        world.office.rollback("basel")
    with pytest.raises(PackError, match="no version of this pack is installed"):
        world.office.rollback("nothing")


def test_after_a_rollback_the_version_may_come_again_but_not_another_of_its_name(
    world: World,
) -> None:
    data = sealed(world.root)
    world.office.install({"b": data})
    world.office.rollback("basel")
    with pytest.raises(PackError, match=r"another basel@2026\.2 was installed here before"):
        world.office.install({"b": sealed(world.root, changes=NEW_NAME)})
    assert [p.label for p in world.office.install({"b": data})] == ["basel@2026.2"]
    (one, _) = world.office.standings()
    assert (one.in_use, one.withdrawn) == ("2026.2", ())


def test_packs_that_need_each_other_come_together(world: World) -> None:
    countries = SOUND["countries.csv"] + "NO,NOR,Norway,,,known,L\n"
    parties = SOUND["parties.csv"] + "NOR,Norway,stockholm,party,2004-05-17,,source,T\n"
    common = sealed(world.root, "common", changes={"countries.csv": countries})
    basel = sealed(world.root, "basel", changes={"parties.csv": parties})
    with pytest.raises(PackError, match="'NOR' is in no countries table"):
        world.office.install({"basel": basel})
    world.office.install({"basel": basel, "common": common})
    assert world.labels() == ["common@2026.2", "basel@2026.2"]
    before = world.files_of_home()
    with pytest.raises(PackError, match=r"basel@2026\.2/.*'NOR' is in no countries table"):
        world.office.rollback("common")
    assert world.files_of_home() == before
    assert world.office.rollback("basel") == "basel@2026.1"
    assert world.office.rollback("common") == "common@2026.1"


def test_a_pack_that_is_not_shipped_is_used_where_it_is_asked_for(world: World) -> None:
    world.office.install({"b": extra(world)})
    assert world.labels() == ["common@2026.1", "basel@2026.1"]
    assert [p.label for p in world.office.packs(["extra"])][2:] == ["extra@2026.1"]
    with pytest.raises(PackError, match="absent: there is no such pack"):
        world.office.packs(["absent"])
    assert world.office.rollback("extra") == ""
    with pytest.raises(PackError, match="extra: there is no such pack"):
        world.office.packs(["extra"])


def extra(world: World) -> bytes:
    folder = write_files(world.root / "extra", {"SOURCES.md": SOUND["SOURCES.md"]})
    write_manifest(folder, "2026.1", LAW_AS_OF)
    return bundle.build(folder, KEY)[1]


@pytest.mark.parametrize("damage", ["flipped", "cut", "gone", "a folder"])
def test_a_damaged_pack_stops_everything_and_is_never_replaced_in_silence(
    world: World, damage: str
) -> None:
    data = sealed(world.root)
    world.office.install({"b": data})
    path = world.home / "packs" / "basel-2026.2.chpack"
    if damage == "flipped":
        path.write_bytes(data.replace(b"Germany", b"Germani"))
    elif damage == "cut":
        path.write_bytes(data[:1000])
    else:
        path.unlink()
        if damage == "a folder":
            path.mkdir()
    with pytest.raises(PackError, match=r"basel-2026.2.chpack: the installed pack .*Remedy: inst"):
        world.office.packs()
    with pytest.raises(PackError):
        world.office.check()
    if damage == "a folder":
        path.rmdir()
    assert world.office.install({"b": data}) == []
    assert world.labels()[1] == "basel@2026.2"


def test_a_damaged_pack_can_be_left_by_rollback(world: World) -> None:
    world.office.install({"b": sealed(world.root)})
    (world.home / "packs" / "basel-2026.2.chpack").unlink()
    assert world.office.rollback("basel") == "basel@2026.1"
    assert world.labels()[1] == "basel@2026.1"


def test_going_back_to_a_damaged_version_is_refused(world: World) -> None:
    for version in ("2026.2", "2026.3"):
        world.office.install({"b": sealed(world.root, version=version)})
    (world.home / "packs" / "basel-2026.2.chpack").write_bytes(b"")
    with pytest.raises(PackError, match=r"basel-2026\.2\.chpack: the installed pack was changed"):
        world.office.rollback("basel")
    assert world.labels()[1] == "basel@2026.3"


def test_going_back_to_a_version_of_a_key_no_longer_trusted_is_refused(world: World) -> None:
    other = signing.generate()
    world.office.trust.add(signing.public_pem(other.public_key()), "k")
    world.office.install({"b": sealed(world.root, key=other)})
    world.office.install({"b": sealed(world.root, version="2026.3")})
    world.office.trust.remove(signing.fingerprint(other.public_key()))
    with pytest.raises(PackError, match="is not trusted here"):
        world.office.rollback("basel")
    assert world.labels()[1] == "basel@2026.3"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"basel": {"in_use": 3}}', "\udcff"])
def test_a_damaged_list_of_versions_stops_everything(world: World, text: str) -> None:
    world.office.install({"b": sealed(world.root)})
    (world.home / "packs" / "current.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    for act in (
        world.office.packs,
        lambda: world.office.rollback("basel"),
        lambda: world.office.install({"b": sealed(world.root, version="2026.3")}),
    ):
        with pytest.raises(PackError, match=r"current.json: it is damaged"):
            act()


def test_a_newer_pack_that_came_with_the_software_is_pointed_out(world: World) -> None:
    world.office.install({"b": sealed(world.root)})
    folder = world.root / "shipped" / "basel"
    text = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(text | {"version": "2027.1"}))
    (one, other) = world.office.standings()
    assert (one.in_use, one.shipped, one.shipped_is_newer) == ("2026.2", "2027.1", True)
    assert not other.shipped_is_newer
    assert world.labels()[1] == "basel@2026.2"


def test_only_one_at_a_time(world: World) -> None:
    with (
        durable.alone(world.home / "packs"),
        pytest.raises(PackError, match="another install or rollback is under way"),
    ):
        world.office.install({"b": sealed(world.root)})
    world.office.install({"b": sealed(world.root)})


def test_trust_is_the_presence_of_a_file(world: World) -> None:
    other = signing.generate()
    data = sealed(world.root, key=other)
    by_hand = world.home / "trust" / "from-geneva.pub"
    by_hand.write_bytes(signing.public_pem(other.public_key()))
    world.office.install({"b": data})
    name = signing.fingerprint(other.public_key())
    assert set(world.office.trust.keys()) == {name, signing.fingerprint(KEY.public_key())}
    with pytest.raises(PackError, match="2 trusted keys have a fingerprint that begins with ''"):
        world.office.trust.remove("")
    assert world.office.trust.remove(name[:20].upper()) == name
    assert not by_hand.exists()
