"""`current.json`: which version of each installed pack is in use, and which came before it."""

from pathlib import Path

import msgspec

from customhouse.publishing import durable
from customhouse.reference.tables import PackError


class Held(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One installed version, and the SHA-256 of its bundle as it was when it was checked."""

    version: str
    sha256: str


class PackState(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is installed of one pack.

    Without `in_use` the pack that comes with customhouse is used. `before` are the versions
    that `in_use` replaced, latest last; `withdrawn` those that were rolled back.
    """

    in_use: Held | None
    before: tuple[Held, ...] = ()
    withdrawn: tuple[Held, ...] = ()

    def with_new(self, held: Held) -> "PackState":
        """The state once another version is in use."""
        before = self.before if self.in_use is None else (*self.before, self.in_use)
        withdrawn = tuple(one for one in self.withdrawn if one != held)
        return PackState(in_use=held, before=before, withdrawn=withdrawn)

    def rolled_back(self) -> "PackState":
        """The state once the version before is in use again."""
        gone = () if self.in_use is None else (self.in_use,)
        return PackState(
            in_use=self.before[-1] if self.before else None,
            before=self.before[:-1],
            withdrawn=(*self.withdrawn, *gone),
        )

    def known(self, version: str) -> Held | None:
        """The installed bundle of a version, in use or not."""
        every = (*self.before, *self.withdrawn, *((self.in_use,) if self.in_use else ()))
        return next((one for one in every if one.version == version), None)


State = dict[str, PackState]
"""By the name of the pack."""


def read(path: Path) -> State:
    """What is installed; nothing when there is no file. Raises `PackError` for a damaged one."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise PackError.one(
            str(path), 0, f"it cannot be read: {error.strerror}", "mend that and run it again"
        ) from None
    try:
        return msgspec.json.decode(data, type=State)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise PackError.one(
            str(path),
            0,
            "it is damaged, so which packs are in use is not known",
            "put it back from a copy, or move its folder away, which brings back the packs that "
            "come with customhouse, and install the bundles again",
        ) from None


def write(path: Path, state: State) -> None:
    """Put what is installed in place, in one step. Raises `OSError`."""
    ordered = {name: state[name] for name in sorted(state)}
    durable.write(path, msgspec.json.format(msgspec.json.encode(ordered), indent=2) + b"\n")
