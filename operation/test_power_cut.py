"""Which of SQLite's ways to wait for the disk keeps a tick when the power goes (synchronous).

A file system of our own stands under SQLite and remembers what it was told to bring to the disk.
At the cut the rest is gone, or, as disks do, some of it has come through and some has not.
"""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import apsw
import pytest

from kidneycare.server.environment import SQLITE_PRAGMAS
from operation.conftest import Faults

CUTS = 12
TICKS = 120
PAGE = 512
"""A disk keeps or loses so many bytes as one."""


@dataclass
class Disk:
    """What is safely on the disk of each file, and what was written since."""

    safe: dict[str, bytearray] = field(default_factory=dict)
    waiting: dict[str, list[tuple[int, bytes | None]]] = field(default_factory=dict)
    waits: int = 0

    def write(self, name: str, offset: int, data: bytes | None) -> None:
        """``None`` cuts the file off at ``offset``."""
        self.waiting.setdefault(name, []).append((offset, data))

    def sync(self, name: str) -> None:
        """Everything written so far is safe."""
        self.waits += 1
        content = self.safe.setdefault(name, bytearray())
        for offset, data in self.waiting.pop(name, []):
            put(content, offset, data)

    def after_the_cut(self, luck: random.Random | None) -> dict[str, bytes]:
        """What each file holds then; with ``luck``, some of what was waiting has come through."""
        found = {}
        for name in {*self.safe, *self.waiting}:
            content = bytearray(self.safe.get(name, b""))
            for offset, data in self.waiting.get(name, []):
                if luck is not None and data is not None:
                    for start in range(0, len(data), PAGE):
                        if luck.random() < 0.5:
                            put(content, offset + start, data[start : start + PAGE])
            found[name] = bytes(content)
        return found


def put(content: bytearray, offset: int, data: bytes | None) -> None:
    """As writing, or cutting off, does."""
    if data is None:
        del content[offset:]
        return
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(data)] = data


class WatchedFile(apsw.VFSFile):
    """A file that tells the disk what happens to it."""

    def __init__(self, disk: Disk, name: Any, flags: list[int]) -> None:
        super().__init__("", name, flags)
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        self.name = Path(str(path)).name
        self.disk = disk

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - SQLite's name
        super().xWrite(data, offset)
        self.disk.write(self.name, offset, bytes(data))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        super().xTruncate(newsize)
        self.disk.write(self.name, newsize, None)

    def xSync(self, flags: int) -> None:  # noqa: N802
        super().xSync(flags)
        self.disk.sync(self.name)


class Watched(apsw.VFS):
    """Opens files that tell the disk."""

    def __init__(self, disk: Disk) -> None:
        self.disk = disk
        super().__init__("watched", "")

    def xOpen(self, name: Any, flags: list[int]) -> WatchedFile:  # noqa: N802
        return WatchedFile(self.disk, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802
        super().xDelete(filename, syncdir)
        for files in (self.disk.safe, self.disk.waiting):
            files.pop(Path(filename).name, None)


@pytest.fixture
def disk() -> Iterator[Disk]:
    found = Disk()
    system = Watched(found)
    yield found
    system.unregister()


SCHEMA = (
    "CREATE TABLE tick (person INTEGER NOT NULL, day TEXT NOT NULL, slot INTEGER NOT NULL,"
    " state INTEGER NOT NULL, PRIMARY KEY (person, day, slot)) WITHOUT ROWID"
)


def lost_at_cuts(disk: Disk, folder: Path, pragmas: str) -> tuple[int, int, int]:
    """Tick, cut the power at places spread over it; acknowledged, found again, damaged files."""
    line = apsw.Connection(str(folder / "record.sqlite3"), vfs="watched")
    line.execute(pragmas).fetchall()  # or only the first of them would run
    line.execute("PRAGMA wal_autocheckpoint=20")  # so that the cuts meet it too
    line.execute(SCHEMA)
    # The folder and the schema are there before the first tick.
    line.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for name in list(disk.waiting):
        disk.sync(name)
    chance = random.Random(8)
    cuts = set(chance.sample(range(1, TICKS), CUTS))
    acknowledged = found = damaged = 0
    for number in range(TICKS):
        line.execute("BEGIN IMMEDIATE")
        line.execute("INSERT INTO tick VALUES (?, '2026-11-20', ?, 1)", (number % 7, number))
        line.execute("COMMIT")
        if number in cuts:
            for luck in (None, chance):
                acknowledged += number + 1
                kept, sound = after(
                    disk.after_the_cut(luck), folder / f"cut-{number}-{luck is None}"
                )
                found += kept
                damaged += not sound
    line.close()
    return acknowledged, found, damaged


def after(files: dict[str, bytes], folder: Path) -> tuple[int, bool]:
    """Start again on what is left: how many ticks there are, and whether the file is sound."""
    folder.mkdir()
    for name, content in files.items():
        if not name.endswith("-shm"):
            (folder / name).write_bytes(content)
    try:
        line = apsw.Connection(str(folder / "record.sqlite3"))
        count = next(line.execute("SELECT count(*) FROM tick"))[0]
        sound = next(line.execute("PRAGMA integrity_check"))[0] == "ok"
        line.close()
    except apsw.Error:
        return 0, False
    return count, sound


@pytest.mark.parametrize("way", ["OFF", "NORMAL", "FULL"])
def test_only_full_keeps_every_acknowledged_tick_through_a_power_cut(
    disk: Disk, tmp_path: Path, faults: Faults, way: str
) -> None:
    pragmas = SQLITE_PRAGMAS.replace("synchronous=FULL", f"synchronous={way}")
    assert f"synchronous={way}" in pragmas
    begun = time.perf_counter()
    acknowledged, found, damaged = lost_at_cuts(disk, tmp_path, pragmas)
    took = time.perf_counter() - begun
    faults.note(
        f"power cut {2 * CUTS} times, synchronous={way} ({damaged} files damaged, "
        f"{disk.waits / TICKS:.1f} waits for the disk a tick)",
        "SQLite",
        acknowledged=acknowledged,
        found=found,
        lost=acknowledged - found,
        refused=0,
    )
    assert took < 60
    if way == "FULL":
        assert found == acknowledged
    else:
        assert found < acknowledged, "or FULL would cost its wait for nothing"
    if way != "OFF":
        assert damaged == 0


def test_the_product_waits_in_full() -> None:
    assert "synchronous=FULL" in SQLITE_PRAGMAS
    assert "journal_mode=WAL" in SQLITE_PRAGMAS
