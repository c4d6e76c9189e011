"""Packs installed from bundles, without a network, into the user's own folder.

A bundle is checked in memory from end to end and only then kept, whole and as it came. One
small file then says that it is in use, and is put in place in one step: there is no moment at
which a half installed pack could be used. Loading compares the bundle with the hash that was
noted when it was checked; a pack that does not fit is never replaced by another in silence.
"""

import hashlib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import msgspec

from customhouse.publishing import durable, state
from customhouse.publishing.archive import MAX_BUNDLE
from customhouse.publishing.bundle import Bundle, file_name
from customhouse.publishing.home import CURRENT, home_folder, packs_folder
from customhouse.publishing.state import Held, PackState
from customhouse.publishing.trust import TrustFolder
from customhouse.reference.pack import MANIFEST, SHIPPED, Pack, load_pack
from customhouse.reference.tables import PackError, PackProblem
from customhouse.reference.verify import verify

_MEND = (
    "install its bundle again, or go back with 'customhouse packs rollback {name}'; until then "
    "no answer is given"
)


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """One pack as `customhouse packs installed` lists it.

    `in_use` is empty for a pack that was rolled back to nothing, `installed` false where the
    shipped pack is in use. `shipped` is the version that comes with customhouse, empty for a
    pack that does not.
    """

    name: str
    in_use: str
    installed: bool
    shipped: str
    before: tuple[str, ...]
    withdrawn: tuple[str, ...]

    @property
    def shipped_is_newer(self) -> bool:
        """Whether the software brought a later version than the one that was installed."""
        return self.installed and bool(self.shipped) and _order(self.shipped) > _order(self.in_use)


class Installation:
    """The home folder: installed packs, which of them are in use, and trusted keys.

    `shipped` are the packs that come with customhouse; those named in `always` are loaded for
    every answer, the others (national layers) where they are asked for.
    """

    def __init__(self, home: Path, shipped: Mapping[str, Traversable], always: Sequence[str]):
        self.folder = packs_folder(home)
        self.trust = TrustFolder(home / "trust")
        self._current = self.folder / CURRENT
        self._shipped = dict(shipped)
        self.always = tuple(always)

    def kept(self) -> state.State:
        """What is installed. Raises `PackError` when that cannot be told."""
        return state.read(self._current)

    def packs(self, extra: Sequence[str] = ()) -> tuple[Pack, ...]:
        """The packs of every answer and the `extra` ones, each in the version in use.

        That is the installed version where there is one, else the shipped one. Raises
        `PackError` with every pack that is damaged, or of which there is none.
        """
        return tuple(self._load(self.kept(), (*self.always, *extra)).values())

    def check(self) -> None:
        """Hold that every installed pack in use is what was checked. Raises `PackError`."""
        now = self.kept()
        self._load(now, self._names(now))

    def folder_of(self, name: str) -> Traversable:
        """The files of the pack in use. Raises `PackError` when it is damaged or unknown."""
        held = self.kept().get(name, PackState(in_use=None)).in_use
        if held is not None:
            return self._bundle(name, held).folder
        if name not in self._shipped:
            raise self._unknown(name)
        return self._shipped[name]

    def standings(self) -> list[Standing]:
        """Each pack, shipped or installed, and its versions."""
        now = self.kept()
        listed = []
        for name in sorted({*self._shipped, *now}):
            one = now.get(name, PackState(in_use=None))
            shipped = load_pack(self._shipped[name]).version if name in self._shipped else ""
            listed.append(
                Standing(
                    name=name,
                    in_use=one.in_use.version if one.in_use else shipped,
                    installed=one.in_use is not None,
                    shipped=shipped,
                    before=tuple(held.version for held in one.before),
                    withdrawn=tuple(held.version for held in one.withdrawn),
                )
            )
        return listed

    def install(self, bundles: Mapping[str, bytes]) -> list[Pack]:
        """Install bundles, given as bytes by the place they came from; all of them or none.

        Packs that point at each other are installed together. The packs in use afterwards
        have to verify as a whole. Gives the packs that are newly in use: none when all were
        in use before. Raises `PackError` with the reason, and then nothing is changed.
        """
        trusted = self.trust.keys()
        opened = [Bundle.open(data, place) for place, data in bundles.items()]
        for bundle in opened:
            bundle.check(trusted)
        packs = {bundle.pack.name: bundle.pack for bundle in opened}
        if len(packs) != len(opened):
            raise PackError.one(
                opened[0].place, 0, "two of the bundles hold one pack", "give each pack once"
            )
        with durable.alone(self.folder):
            return self._install(packs, dict(zip(packs, bundles.items(), strict=True)))

    def _install(
        self, packs: Mapping[str, Pack], bundles: Mapping[str, tuple[str, bytes]]
    ) -> list[Pack]:
        now = self.kept()
        after = dict(now)
        fresh: dict[str, Pack] = {}
        for name, pack in packs.items():
            place, data = bundles[name]
            held = Held(version=pack.version, sha256=hashlib.sha256(data).hexdigest())
            before = now.get(name, PackState(in_use=None))
            if before.in_use == held:
                self._mend(pack, data)
                continue
            self._check_newer(pack, held, before, place)
            after[name] = before.with_new(held)
            fresh[name] = pack
        if fresh:
            others = [name for name in self._names(after) if name not in fresh]
            _check_facts((*self._load(now, others).values(), *fresh.values()))
            for name, pack in fresh.items():
                durable.write(self.folder / file_name(pack), bundles[name][1])
            state.write(self._current, after)
        return list(fresh.values())

    def rollback(self, name: str) -> str:
        """Use the version before the one in use, and give its label.

        The first installed version gives way to the shipped pack, or to none (an empty label)
        where no such pack is shipped. The version before is checked like a new one, its
        signature included. Raises `PackError` with the reason, and then nothing is changed.
        """
        with durable.alone(self.folder):
            now = self.kept()
            if name not in now or now[name].in_use is None:
                raise PackError.one(
                    name,
                    0,
                    "no version of this pack is installed, so there is none to go back from",
                    "see 'customhouse packs installed'",
                )
            after = now | {name: now[name].rolled_back()}
            held = after[name].in_use
            if held is not None:
                self._bundle(name, held).check(self.trust.keys())
            _check_facts(tuple(self._load(after, self._names(after)).values()))
            state.write(self._current, after)
        if held is not None:
            return f"{name}@{held.version}"
        return load_pack(self._shipped[name]).label if name in self._shipped else ""

    def _names(self, now: state.State) -> list[str]:
        """The packs that have to hold together: those of every answer and all installed."""
        extra = sorted(name for name in now if name not in self.always and now[name].in_use)
        return [*self.always, *extra]

    def _unknown(self, name: str) -> PackError:
        known = ", ".join(sorted({*self._shipped, *self._names(self.kept())}))
        return PackError.one(name, 0, "there is no such pack", f"name one of {known}")

    def _load(self, now: state.State, names: Sequence[str]) -> dict[str, Pack]:
        found: dict[str, Pack] = {}
        problems: list[PackProblem] = []
        for name in names:
            held = now.get(name, PackState(in_use=None)).in_use
            try:
                if held is not None:
                    found[name] = self._bundle(name, held).pack
                elif name in self._shipped:
                    found[name] = load_pack(self._shipped[name])
                else:
                    raise self._unknown(name)
            except PackError as error:
                problems.extend(error.problems)
        if problems:
            raise PackError(problems)
        return found

    def _bundle(self, name: str, held: Held) -> Bundle:
        """The kept bundle of a version, which is the one that was checked, to the byte."""
        path = self.folder / f"{name}-{held.version}.chpack"
        try:
            data = read_bundle(path)
        except OSError as error:
            problem = f"the installed pack cannot be read: {(error.strerror or '').lower()}"
            raise PackError.one(str(path), 0, problem, _MEND.format(name=name)) from None
        if hashlib.sha256(data).hexdigest() != held.sha256:
            problem = "the installed pack was changed after it was installed"
            raise PackError.one(str(path), 0, problem, _MEND.format(name=name))
        return Bundle.open(data, str(path))

    def _mend(self, pack: Pack, data: bytes) -> None:
        """Put back the bundle in use, if what is kept of it is not what was checked."""
        path = self.folder / file_name(pack)
        if not path.is_file() or read_bundle(path) != data:
            durable.write(path, data)

    def _check_newer(self, pack: Pack, held: Held, before: PackState, place: str) -> None:
        known = before.known(pack.version)
        if known is not None and known != held:
            raise PackError.one(
                place,
                0,
                f"another {pack.label} was installed here before, with other content",
                "ask the sender to give the changed pack a version of its own",
            )
        if before.in_use is not None:
            in_use = before.in_use.version
        elif pack.name in self._shipped:
            in_use = load_pack(self._shipped[pack.name]).version
        else:
            return
        if _order(pack.version) <= _order(in_use):
            raise PackError.one(
                place,
                0,
                f"{pack.label} is no newer than {pack.name}@{in_use}, which is in use",
                f"use a later bundle; to go back, use 'customhouse packs rollback {pack.name}'",
            )


def installation() -> Installation:
    """The installation of this user, over the packs that come with customhouse."""
    folders = files("customhouse").joinpath("packs").iterdir()
    shipped = {one.name: one for one in folders if one.joinpath(MANIFEST).is_file()}
    return Installation(home_folder(), shipped, SHIPPED)


def current_packs(extra: Sequence[str] = ()) -> tuple[Pack, ...]:
    """The packs in use and the `extra` ones. Raises `PackError` with every damaged one."""
    return installation().packs(extra)


def read_bundle(path: Path) -> bytes:
    """The bytes of a bundle, one more than is allowed at most: opening it then refuses it."""
    with path.open("rb") as file:
        return file.read(MAX_BUNDLE + 1)


def check_beside(pack: Pack, others: Sequence[Pack]) -> None:
    """Hold that a pack verifies next to the others. Raises `PackError` with every problem."""
    problems = verify([pack], [one for one in others if one.name != pack.name])
    if problems:
        raise PackError(problems)


def _check_facts(packs: Sequence[Pack]) -> None:
    problems = verify(packs)
    if problems:
        raise PackError(problems)


def _order(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))
