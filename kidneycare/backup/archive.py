"""Backups of the database, made while the site is in use, verified, pruned and restored.

A backup is one file with a manifest beside it (`<name>.json`): the number of rows and a hash of
every table when it was made. Making and restoring a backup both end with comparing the two.
"""

import contextlib
import datetime as dt
import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from django.core.management.base import CommandError

LABEL = re.compile(r"[a-z][a-z0-9-]{0,39}")
STAMP = "%Y%m%dT%H%M%SZ"
NAME = re.compile(rf"({LABEL.pattern})-(\d{{8}}T\d{{6}}Z)\.(sqlite3|dump)")


class BackupError(CommandError):
    """No backup could be made or restored; the message says why."""


@dataclass(frozen=True)
class Table:
    """The contents of a table: the number of rows, and a hash that ignores their order."""

    rows: int
    sha256: str


Contents = dict[str, Table]


class Database(Protocol):
    """A database that can be copied to a file and filled from one."""

    kind: str
    """What the manifest calls it: a backup only fits the same kind."""
    suffix: str

    def back_up_to(self, file: Path) -> Contents:
        """Write a backup into an empty file; return the contents at that moment."""

    def contents_of_backup(self, file: Path) -> Contents: ...

    def restore_from(self, file: Path) -> Contents:
        """Restore into this database, which must be empty; return its contents."""


def checksum(rows: Iterable[object]) -> Table:
    total, count = 0, 0
    for row in rows:
        total += int.from_bytes(hashlib.sha256(repr(row).encode()).digest())
        count += 1
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
    """Back up `database` into `folder` as `<label>-<UTC time><suffix>` and return that path.

    The file is readable by its owner alone. Of the backups with this label the newest `keep` stay,
    and none of any label that was made before `older`: what somebody erased is gone with them.
    Unless `check` is off, the backup is read back and compared with the database.

    Raises:
        BackupError: older backups are then all still there.
    """
    if not LABEL.fullmatch(label):
        raise BackupError(f"“{label}” can't be a label: use small letters, digits and -.")
    backup = folder / f"{label}-{now.astimezone(dt.UTC).strftime(STAMP)}{database.suffix}"
    unfinished = folder / f".{backup.name}.{os.getpid()}.part"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Made first and empty, so that the record is at no moment readable by others.
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        held = database.back_up_to(unfinished)
        if check:
            require_same(held, database.contents_of_backup(unfinished))
        # Before the backup itself, which would be of no use without its manifest.
        _write_manifest(backup, unfinished, database.kind, held, now)
        unfinished.replace(backup)
        _sync(folder)
        _remove_unfinished(folder, now - dt.timedelta(days=1))
    except OSError as error:
        raise BackupError(f"No backup could be kept in {folder}: {error}.") from error
    finally:
        # Where the folder is a file, this would say it in other words.
        with contextlib.suppress(OSError):
            unfinished.unlink()
    found = sorted(backups(folder), key=lambda each: each.made, reverse=True)
    same = [each for each in found if each.label == label and each.path.suffix == database.suffix]
    remove([each.path for each in same[keep:]])
    if older is not None:
        remove_older(folder, older, but=backup)
    return backup


def remove_older(folder: Path, older: dt.datetime, but: Path | None = None) -> None:
    """Remove backups of every label that were made before ``older``."""
    remove([each.path for each in backups(folder) if each.made < older and each.path != but])
    _remove_unfinished(folder, older)


def remove(paths: Iterable[Path]) -> None:
    for path in paths:
        # Somebody may have removed them at the same moment.
        path.unlink(missing_ok=True)
        manifest_of(path).unlink(missing_ok=True)


def restore(database: Database, backup: Path) -> Contents:
    """Restore a backup into an empty database; return its contents.

    Raises:
        BackupError: the backup isn't what its manifest says, is of another kind of database, or
            the database isn't empty; then nothing is changed.
    """
    try:
        manifest = json.loads(manifest_of(backup).read_text(encoding="utf-8"))
        kind, digest = manifest["database"], manifest["sha256"]
        held = {name: Table(**each) for name, each in manifest["tables"].items()}
        found_digest = _digest(backup)
    except OSError as error:
        raise BackupError(f"{error.filename}: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupError(f"{manifest_of(backup)} is not the manifest of a backup.") from error
    if kind != database.kind:
        raise BackupError(f"{backup.name} is of {kind} and can't go into {database.kind}.")
    if found_digest != digest:
        raise BackupError(f"{backup.name} is damaged: its manifest describes another file.")
    restored = database.restore_from(backup)
    require_same(held, restored)
    return restored


def require_same(held: Contents, found: Contents) -> None:
    differing = {name for name, _table in held.items() ^ found.items()}
    if differing:
        raise BackupError(f"The backup and the database differ in {', '.join(sorted(differing))}.")


def newest(folder: Path, label: str) -> dt.datetime | None:
    return max((each.made for each in backups(folder) if each.label == label), default=None)


class Backup(NamedTuple):
    path: Path
    label: str
    made: dt.datetime


def backups(folder: Path) -> Iterator[Backup]:
    for path in folder.glob("*-*"):
        if found := NAME.fullmatch(path.name):
            # In a file of somebody else the digits need not be a time.
            with contextlib.suppress(ValueError):
                made = dt.datetime.strptime(found[2], STAMP).replace(tzinfo=dt.UTC)
                yield Backup(path, found[1], made)


def _remove_unfinished(folder: Path, before: dt.datetime) -> None:
    """Remove what a killed process left behind; what is younger may still be in the making."""
    for path in folder.glob(".*.part*"):
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_mtime < before.timestamp():
                path.unlink()


def manifest_of(backup: Path) -> Path:
    return backup.with_name(f"{backup.name}.json")


def _write_manifest(backup: Path, file: Path, kind: str, held: Contents, now: dt.datetime) -> None:
    manifest = {
        "format": "kidneycare-backup",
        "version": 1,
        "made": now.astimezone(dt.UTC).isoformat(timespec="seconds"),
        "database": kind,
        "bytes": file.stat().st_size,
        "sha256": _digest(file),
        "tables": {name: asdict(table) for name, table in sorted(held.items())},
    }
    path = manifest_of(backup)
    path.touch(mode=0o600)
    path.write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    for each in (path, file):
        _sync(each)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
