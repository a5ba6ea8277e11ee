"""Copies of the record that can be taken while the site is in use, and brought back.

A copy is one file with a sheet beside it (`<name>.json`): what was in every table when it was
taken, as a number of rows and a hash. Making a copy ends with comparing the two, and so does
restoring one: a copy that was never read back is only a hope.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FORMAT = "kidneycare-backup"
LABEL = re.compile(r"[a-z][a-z0-9-]{0,39}")
STAMP = "%Y%m%dT%H%M%SZ"
COPY = re.compile(rf"({LABEL.pattern})-(\d{{8}}T\d{{6}}Z)\.(sqlite3|dump)")


class BackupTrouble(Exception):
    """No copy could be made or brought back; the message says why, for the reader."""


@dataclass(frozen=True)
class Table:
    """What is in a table: how many rows, and a hash of all of them in whatever order."""

    rows: int
    sha256: str


Contents = dict[str, Table]


class Database(Protocol):
    """A database that can be copied to a file and filled from one."""

    kind: str
    """What the sheet calls it: a copy only fits the same kind."""
    suffix: str
    """The end of a copy's name, with its dot."""

    def copy_to(self, file: Path) -> Contents:
        """Write a copy into an empty file; return what was in the database at that moment."""

    def contents_of_copy(self, file: Path) -> Contents:
        """Read a copy back, in a place of its own, and return what is in it."""

    def fill_from(self, file: Path) -> Contents:
        """Bring a copy back into this database, which must be empty; return what is in it now."""


def summed(rows: Iterable[object]) -> Table:
    """Count and hash rows; their order doesn't matter, so that none must be made."""
    total, count = 0, 0
    for count, row in enumerate(rows, start=1):  # noqa: B007 - the last one is the number of rows
        total += int.from_bytes(hashlib.sha256(repr(row).encode()).digest())
    return Table(count, f"{total % 2**256:064x}")


def back_up(
    database: Database,
    folder: Path,
    *,
    label: str,
    now: dt.datetime,
    keep: int = 5,
    older: dt.datetime | None = None,
    check: bool = True,
) -> Path:
    """Copy `database` into `folder` as `<label>-<UTC time><suffix>` and return that path.

    The copy is readable by its owner alone. Of the copies with this label the newest `keep` stay,
    and none of any label that was made before `older`: what somebody erased is gone with them. A
    copy that doesn't hold what the database held is refused, because each such copy would push
    out an older, sound one; `check` off leaves that comparison out.

    Raises BackupTrouble; older copies are then all still there.
    """
    if not LABEL.fullmatch(label):
        raise BackupTrouble(f"“{label}” can't be a label: use small letters, digits and -.")
    copy = folder / f"{label}-{now.astimezone(dt.UTC).strftime(STAMP)}{database.suffix}"
    unfinished = folder / f".{copy.name}.{os.getpid()}.part"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Made first and empty, so that the record is at no moment readable by others.
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        held = database.copy_to(unfinished)
        if check:
            require_same(held, database.contents_of_copy(unfinished))
        _write_sheet(copy, unfinished, database.kind, held, now)
        unfinished.replace(copy)
        _to_disk(folder)
    except OSError as trouble:
        raise BackupTrouble(f"No copy could be kept in {folder}: {trouble}.") from trouble
    finally:
        unfinished.unlink(missing_ok=True)
    mine = [
        each
        for each in copies(folder)
        if each.label == label and each.path.suffix == database.suffix
    ]
    # The newest first.
    mine.sort(key=lambda each: each.made, reverse=True)
    _forget(each.path for each in mine[keep:])
    if older is not None:
        _forget(each.path for each in copies(folder) if each.made < older and each.path != copy)
    return copy


def restore(database: Database, copy: Path) -> Contents:
    """Bring a copy back into an empty place; return what is in the database now.

    Raises BackupTrouble when the copy isn't what its sheet says, is of another kind of database,
    or there is something in the database already; then nothing is changed.
    """
    try:
        sheet = json.loads(sheet_of(copy).read_text(encoding="utf-8"))
        kind, digest = sheet["database"], sheet["sha256"]
        held = {name: Table(**each) for name, each in sheet["tables"].items()}
        found = _digest(copy)
    except OSError as trouble:
        raise BackupTrouble(f"{trouble.filename}: {trouble.strerror}.") from trouble
    except (ValueError, KeyError, TypeError, AttributeError) as trouble:
        raise BackupTrouble(f"{sheet_of(copy)} is not the sheet of a copy.") from trouble
    if kind != database.kind:
        raise BackupTrouble(f"{copy.name} is of {kind} and can't go into {database.kind}.")
    if found != digest:
        raise BackupTrouble(f"{copy.name} is damaged: it isn't the file that its sheet describes.")
    now_there = database.fill_from(copy)
    require_same(held, now_there)
    return now_there


def require_same(held: Contents, found: Contents) -> None:
    """Raise BackupTrouble, naming the tables, unless both hold the same."""
    differ = sorted(
        name for name in held.keys() | found.keys() if held.get(name) != found.get(name)
    )
    if differ:
        raise BackupTrouble(f"The copy and the database differ in {', '.join(differ)}.")


def newest(folder: Path, label: str) -> dt.datetime | None:
    """When the newest copy with this label was taken."""
    return max((each.made for each in copies(folder) if each.label == label), default=None)


class Copy(NamedTuple):
    """A copy in a folder, as its name tells it."""

    path: Path
    label: str
    made: dt.datetime


def copies(folder: Path) -> Iterator[Copy]:
    """Every copy in a folder."""
    for path in folder.glob("*-*"):
        if found := COPY.fullmatch(path.name):
            # Of another's making, the digits need not be a time.
            with contextlib.suppress(ValueError):
                made = dt.datetime.strptime(found[2], STAMP).replace(tzinfo=dt.UTC)
                yield Copy(path, found[1], made)


def sheet_of(copy: Path) -> Path:
    """Where the sheet of a copy lies."""
    return copy.with_name(f"{copy.name}.json")


def _write_sheet(copy: Path, file: Path, kind: str, held: Contents, now: dt.datetime) -> None:
    """Put the sheet in its place before the copy: a copy without one would be of no use."""
    sheet = {
        "format": FORMAT,
        "version": 1,
        "made": now.astimezone(dt.UTC).isoformat(timespec="seconds"),
        "database": kind,
        "bytes": file.stat().st_size,
        "sha256": _digest(file),
        "tables": {name: asdict(table) for name, table in sorted(held.items())},
    }
    path = sheet_of(copy)
    path.touch(mode=0o600)
    path.write_text(json.dumps(sheet, indent=1) + "\n", encoding="utf-8")
    for each in (path, file):
        _to_disk(each)


def _to_disk(path: Path) -> None:
    """Wait until it would survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _forget(old: Iterable[Path]) -> None:
    for copy in list(old):
        # Somebody may have tidied up at the same moment.
        copy.unlink(missing_ok=True)
        sheet_of(copy).unlink(missing_ok=True)
