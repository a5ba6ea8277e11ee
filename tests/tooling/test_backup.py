"""Copies of the database: whole, private, few, and only where there is something to lose."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import stat
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from kidneycare.backup import BackupTrouble, back_up

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "record.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE tick (name TEXT)")
        connection.execute("INSERT INTO tick VALUES ('sole-rub')")
        connection.commit()
    return path


@pytest.fixture
def in_use(database: Path) -> Iterator[sqlite3.Connection]:
    """A connection that stays open, with a write that only the WAL file holds."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("INSERT INTO tick VALUES ('waist-rub')")
        connection.commit()
        yield connection


def ticks(path: Path) -> list[str]:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM tick ORDER BY name")]


def test_a_copy_of_a_database_in_use_is_whole(
    database: Path, in_use: sqlite3.Connection, tmp_path: Path
) -> None:
    in_use.execute("INSERT INTO tick VALUES ('not yet kept')")

    copy = back_up(database, tmp_path / "backups", label="before-migration", now=NOON)

    assert copy.name == "before-migration-20261120T120000Z.sqlite3"
    assert ticks(copy) == ["sole-rub", "waist-rub"]
    assert list(copy.parent.iterdir()) == [copy]


def test_only_the_owner_can_read_a_copy(database: Path, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        copy = back_up(database, tmp_path / "backups", label="x", now=NOON)
    finally:
        os.umask(before)

    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700


def test_the_newest_of_a_label_are_kept(database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    other = back_up(database, folder, label="by-hand", now=NOON - dt.timedelta(days=99))
    copies = [
        back_up(database, folder, label="before-migration", now=NOON + dt.timedelta(days=day))
        for day in range(7)
    ]

    assert sorted(folder.iterdir()) == sorted([other, *copies[2:]])


def test_the_time_is_written_in_utc(database: Path, tmp_path: Path) -> None:
    zone = dt.timezone(dt.timedelta(hours=9))
    copy = back_up(database, tmp_path, label="x", now=NOON.astimezone(zone))

    assert copy.name == "x-20261120T120000Z.sqlite3"


def test_a_damaged_database_does_not_push_out_sound_copies(database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    sound = back_up(database, folder, label="x", now=NOON, keep=1)
    content = bytearray(database.read_bytes())
    content[4096 : 4096 + 64] = b"\xa5" * 64
    database.write_bytes(content)

    with pytest.raises(BackupTrouble, match="could not be copied"):
        back_up(database, folder, label="x", now=NOON + dt.timedelta(days=1), keep=1)

    assert list(folder.iterdir()) == [sound]


def test_a_missing_database_is_told_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(BackupTrouble, match=r"absent\.sqlite3"):
        back_up(tmp_path / "absent.sqlite3", tmp_path / "backups", label="x", now=NOON)

    assert not (tmp_path / "absent.sqlite3").exists()
    assert list((tmp_path / "backups").iterdir()) == []
