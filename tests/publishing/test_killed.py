"""The power fails in the middle of an install: the old packs are in use, or the new, whole."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from customhouse.publishing import durable
from tests.publishing.world import World, office, sealed

OLD, NEW = ["common@2026.1", "basel@2026.2"], ["common@2026.2", "basel@2026.3"]

PROGRAM = """
import os, pathlib, signal, sys
from pathlib import Path
from tests.publishing.world import office

root, stop = Path(sys.argv[1]), int(sys.argv[2])
bundles = {p.name: p.read_bytes() for p in sorted((root / "stick").iterdir())}
count = 0

def deadly(call):
    def called(*arguments, **named):
        global count
        for moment in ("before", "after"):
            count += 1
            if count == stop:
                os.kill(os.getpid(), signal.SIGKILL)
            if moment == "before":
                result = call(*arguments, **named)
        return result
    return called

real_open = os.fdopen
class Torn:
    def __init__(self, file): self.file = file
    def __enter__(self): return self
    def __exit__(self, *error): self.file.close()
    def __getattr__(self, name): return getattr(self.file, name)
    def write(self, data):
        half = len(data) // 2
        self.file.write(data[:half]); self.file.flush()
        deadly(self.file.write)(data[half:])

os.fdopen = lambda *arguments: Torn(real_open(*arguments))
os.fsync = deadly(os.fsync)
pathlib.Path.replace = deadly(pathlib.Path.replace)
installation = office(root)
{act}
print(count)
"""
INSTALL = "installation.install(bundles)"
ROLLBACK = "installation.rollback('basel')"


def run(root: Path, act: str, stop: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM.replace("{act}", act), root, str(stop)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd=Path(__file__).parents[2],
    )


def with_stick(world: World) -> None:
    world.office.install({"b": sealed(world.root, version="2026.2")})
    stick = world.root / "stick"
    stick.mkdir()
    (stick / "a.chpack").write_bytes(sealed(world.root, "common", "2026.2"))
    (stick / "b.chpack").write_bytes(sealed(world.root, "basel", "2026.3"))


def bundles(world: World) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (world.root / "stick").iterdir()}


DEADLY_MOMENTS = 24
"""Two bundles and the list of versions: each a write, two syncs and a rename, before and after."""


def test_the_moments_are_all_there_are(world: World) -> None:
    with_stick(world)
    ran = run(world.root, INSTALL, -1)
    assert (ran.returncode, ran.stdout) == (0, f"{DEADLY_MOMENTS}\n"), ran.stderr
    assert world.labels() == NEW


@pytest.mark.parametrize("moment", range(1, DEADLY_MOMENTS + 1))
def test_killed_while_installing(world: World, moment: int) -> None:
    with_stick(world)
    assert run(world.root, INSTALL, moment).returncode == -signal.SIGKILL
    renamed = moment >= DEADLY_MOMENTS - 2  # from after the last rename on
    assert world.labels() == (NEW if renamed else OLD)
    office(world.root).install(bundles(world))
    assert world.labels() == NEW
    assert not list((world.home / "packs").glob(f".*{durable.PART}"))


@pytest.mark.parametrize("moment", range(1, 9))
def test_killed_while_rolling_back(world: World, moment: int) -> None:
    world.office.install({"b": sealed(world.root, version="2026.2")})
    world.office.install({"b": sealed(world.root, version="2026.3")})
    (world.root / "stick").mkdir()
    assert run(world.root, ROLLBACK, moment).returncode == -signal.SIGKILL
    now = world.labels()[1]
    assert now == ("basel@2026.2" if moment >= 6 else "basel@2026.3")


@pytest.mark.parametrize(
    ("call", "which"),
    [
        ("os.fsync", 0),
        ("os.fsync", 1),
        ("os.fsync", 2),
        ("os.fsync", 4),
        ("pathlib.Path.replace", 0),
    ],
)
def test_a_full_or_failing_disk(
    world: World, monkeypatch: pytest.MonkeyPatch, call: str, which: int
) -> None:
    with_stick(world)
    current = (world.home / "packs" / "current.json").read_bytes()
    left = [which]

    def fail(*_: object) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched, pytest.raises(OSError, match="No space left"):
        patched.setattr(call, fail)
        world.office.install(bundles(world))
    assert (world.home / "packs" / "current.json").read_bytes() == current
    assert world.labels() == OLD
    assert not list((world.home / "packs").glob(f".*{durable.PART}"))
