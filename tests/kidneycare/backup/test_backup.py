"""Copies of the database: whole, private, few, and only where there is something to lose."""

import datetime as dt
import json
import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kidneycare.backup.archive import BackupError, Contents, back_up, manifest_of, newest, restore
from kidneycare.backup.sqlite import SqliteFile, contents
from kidneycare.db.sqlite_file import connected, fault

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


def test_no_copy_of_any_label_stays_longer_than_is_said(database: Path, tmp_path: Path) -> None:
    """By hand and before an upgrade too; what isn't a copy is left alone."""
    folder = tmp_path / "copies"
    made = {
        label: back_up(
            SqliteFile(database), folder, label=label, now=NOON + dt.timedelta(days=day), keep=9
        )
        for day, label in enumerate(["by-hand", "before-upgrade", "daily"])
    }
    (folder / "by-hand-20200101T000000Z.txt").touch()
    now = NOON + dt.timedelta(days=15)
    limit = now - dt.timedelta(days=14)
    last = back_up(SqliteFile(database), folder, label="daily", now=now, keep=9, older=limit)
    left = {path.name for path in folder.iterdir()}
    assert made["by-hand"].name not in left
    assert manifest_of(made["by-hand"]).name not in left
    for copy in (made["before-upgrade"], made["daily"], last):
        assert {copy.name, manifest_of(copy).name} <= left
    assert "by-hand-20200101T000000Z.txt" in left


def ticks(path: Path) -> list[str]:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM tick ORDER BY name")]


def test_a_copy_of_a_database_in_use_is_whole(
    database: Path, in_use: sqlite3.Connection, tmp_path: Path
) -> None:
    in_use.execute("INSERT INTO tick VALUES ('not yet kept')")

    copy = back_up(SqliteFile(database), tmp_path / "backups", label="before-migration", now=NOON)

    assert copy.name == "before-migration-20261120T120000Z.sqlite3"
    assert ticks(copy) == ["sole-rub", "waist-rub"]
    assert sorted(copy.parent.iterdir()) == [copy, manifest_of(copy)]


def test_only_the_owner_can_read_a_copy(database: Path, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        copy = back_up(SqliteFile(database), tmp_path / "backups", label="x", now=NOON)
    finally:
        os.umask(before)

    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert stat.S_IMODE(manifest_of(copy).stat().st_mode) == 0o600
    assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700


def test_the_newest_of_a_label_are_kept(database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    other = back_up(SqliteFile(database), folder, label="by-hand", now=NOON - dt.timedelta(days=99))
    copies = [
        back_up(
            SqliteFile(database),
            folder,
            label="before-migration",
            now=NOON + dt.timedelta(days=day),
        )
        for day in range(7)
    ]

    kept = [other, *copies[2:]]
    assert sorted(folder.iterdir()) == sorted([*kept, *map(manifest_of, kept)])


def test_the_time_is_written_in_utc(database: Path, tmp_path: Path) -> None:
    zone = dt.timezone(dt.timedelta(hours=9))
    copy = back_up(SqliteFile(database), tmp_path, label="x", now=NOON.astimezone(zone))

    assert copy.name == "x-20261120T120000Z.sqlite3"


def test_a_damaged_database_does_not_push_out_sound_copies(database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    sound = back_up(SqliteFile(database), folder, label="x", now=NOON, keep=1)
    content = bytearray(database.read_bytes())
    content[4096 : 4096 + 64] = b"\xa5" * 64
    database.write_bytes(content)

    with pytest.raises(BackupError, match="could not be backed up"):
        back_up(SqliteFile(database), folder, label="x", now=NOON + dt.timedelta(days=1), keep=1)

    assert sorted(folder.iterdir()) == [sound, manifest_of(sound)]


def test_a_missing_database_is_told_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match=r"absent\.sqlite3"):
        back_up(SqliteFile(tmp_path / "absent.sqlite3"), tmp_path / "backups", label="x", now=NOON)

    assert not (tmp_path / "absent.sqlite3").exists()
    assert list((tmp_path / "backups").iterdir()) == []


def test_a_copy_that_would_not_come_back_is_none(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is restored into an empty place and counted there; nothing of the trial stays."""

    def lose(self: SqliteFile, file: Path) -> Contents:
        held = restore_from(self, file)
        with connected(self.file, "rw") as line:
            line.execute("DELETE FROM tick")
            return contents(line) if held["tick"].rows else held

    restore_from = SqliteFile.restore_from
    sound = back_up(SqliteFile(database), tmp_path / "backups", label="x", now=NOON)
    monkeypatch.setattr(SqliteFile, "restore_from", lose)
    with pytest.raises(BackupError, match="differ in tick"):
        back_up(SqliteFile(database), tmp_path / "backups", label="x", now=NOON, keep=1)
    assert sorted((tmp_path / "backups").iterdir()) == [sound, manifest_of(sound)]


def test_what_a_killed_process_left_of_a_copy_is_removed(database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    name = ".daily-20261118T120000Z.sqlite3.77.part"
    left = [folder / name, folder / f".{name}.restored.part", folder / f"{name}-journal"]
    young = folder / ".daily-20261120T115900Z.sqlite3.78.part"
    for path, days in [*((each, 2) for each in left), (young, 0)]:
        path.touch()
        made = (NOON - dt.timedelta(days=days)).timestamp()
        os.utime(path, (made, made))
    copy = back_up(SqliteFile(database), folder, label="x", now=NOON)
    assert set(folder.iterdir()) == {young, copy, manifest_of(copy)}


# --- and back -------------------------------------------------------------------


def test_what_was_copied_comes_back_into_an_empty_place(
    database: Path, in_use: sqlite3.Connection, tmp_path: Path
) -> None:
    copy = back_up(SqliteFile(database), tmp_path / "backups", label="x", now=NOON)
    in_use.execute("INSERT INTO tick VALUES ('later than the copy')")
    in_use.commit()
    fresh = tmp_path / "fresh.sqlite3"
    before = os.umask(0)
    try:
        held = restore(SqliteFile(fresh), copy)
    finally:
        os.umask(before)

    assert held["tick"].rows == 2
    assert ticks(fresh) == ["sole-rub", "waist-rub"]
    assert stat.S_IMODE(fresh.stat().st_mode) == 0o600


def test_the_sheet_counts_and_hashes_every_table(database: Path, tmp_path: Path) -> None:
    """Rows are hashed one by one and added up: in another order they are the same table."""
    first = back_up(SqliteFile(database), tmp_path, label="x", now=NOON)
    with closing(sqlite3.connect(database)) as line:
        line.executescript("INSERT INTO tick VALUES ('a'), ('b')")
        second = back_up(SqliteFile(database), tmp_path, label="y", now=NOON)
        line.executescript("DELETE FROM tick; INSERT INTO tick VALUES ('b'), ('sole-rub'), ('a')")
        third = back_up(SqliteFile(database), tmp_path, label="z", now=NOON)
    sheets = [
        json.loads(manifest_of(copy).read_text())["tables"] for copy in (first, second, third)
    ]
    assert [sheet["tick"]["rows"] for sheet in sheets] == [1, 3, 3]
    assert sheets[0] != sheets[1] == sheets[2]


def test_a_record_that_is_there_is_never_written_over(database: Path, tmp_path: Path) -> None:
    copy = back_up(SqliteFile(database), tmp_path / "backups", label="x", now=NOON)
    other = tmp_path / "other.sqlite3"
    with closing(sqlite3.connect(other)) as line:
        line.executescript("CREATE TABLE tick (name TEXT); INSERT INTO tick VALUES ('mine')")
    with pytest.raises(BackupError, match="holds a record"):
        restore(SqliteFile(other), copy)
    assert ticks(other) == ["mine"]


def test_a_database_without_a_record_gives_way(database: Path, tmp_path: Path) -> None:
    """As a site leaves it that was started and never used."""
    copy = back_up(SqliteFile(database), tmp_path / "backups", label="x", now=NOON)
    other = tmp_path / "other.sqlite3"
    with closing(sqlite3.connect(other)) as line:
        line.executescript(
            "PRAGMA journal_mode=WAL; CREATE TABLE tick (name TEXT);"
            "CREATE TABLE django_migrations (name TEXT); INSERT INTO django_migrations VALUES ('1')"
        )
    restore(SqliteFile(other), copy)
    assert ticks(other) == ["sole-rub"]


def damage(copy: Path) -> None:
    copy.write_bytes(copy.read_bytes().replace(b"sole-rub", b"sole-rob"))


def change_sheet(copy: Path) -> None:
    sheet = manifest_of(copy)
    sheet.write_text(sheet.read_text().replace('"rows": 1', '"rows": 2'))


@pytest.mark.parametrize(
    "spoil, told",
    [
        (damage, "is damaged"),
        (change_sheet, "differ in tick"),
        (lambda copy: manifest_of(copy).write_text("[]"), "not the manifest of a backup"),
        (lambda copy: manifest_of(copy).unlink(), "No such file"),
        (Path.unlink, "No such file"),
        (
            lambda copy: manifest_of(copy).write_text(
                manifest_of(copy).read_text().replace("SQLite", "PostgreSQL")
            ),
            "can't go into SQLite",
        ),
    ],
)
def test_a_copy_that_is_not_what_its_sheet_says_is_told(
    database: Path, tmp_path: Path, spoil: Callable[[Path], object], told: str
) -> None:
    copy = back_up(SqliteFile(database), tmp_path / "backups", label="x", now=NOON)
    spoil(copy)
    with pytest.raises(BackupError, match=told):
        restore(SqliteFile(tmp_path / "fresh.sqlite3"), copy)


def test_a_copy_is_refused_that_holds_something_else(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SqliteFile, "contents_of_backup", lambda *_args: {})
    with pytest.raises(BackupError, match="differ in tick"):
        back_up(SqliteFile(database), tmp_path / "backups", label="x", now=NOON)
    assert list((tmp_path / "backups").iterdir()) == []


@pytest.mark.parametrize("label", ["", "../x", "A", "a b", "-"])
def test_a_label_is_a_plain_word(database: Path, tmp_path: Path, label: str) -> None:
    with pytest.raises(BackupError, match="can't be a label"):
        back_up(SqliteFile(database), tmp_path / "backups", label=label, now=NOON)


def test_the_age_of_the_newest_copy_is_known(database: Path, tmp_path: Path) -> None:
    assert newest(tmp_path / "nowhere", "x") is None
    for day in (0, 1):
        when = NOON + dt.timedelta(days=day)
        back_up(SqliteFile(database), tmp_path / "b", label="x", now=when)
    back_up(SqliteFile(database), tmp_path / "b", label="xx", now=NOON + dt.timedelta(days=9))
    assert newest(tmp_path / "b", "x") == NOON + dt.timedelta(days=1)


def test_a_table_in_the_order_of_its_key_is_not_taken_for_damaged(tmp_path: Path) -> None:
    """SQLite before 3.42 reports NULL in such tables where there is none, a damage that isn't."""
    path = tmp_path / "record.sqlite3"
    with closing(sqlite3.connect(path)) as line:
        line.executescript(
            "CREATE TABLE tick (day TEXT NOT NULL, note TEXT NULL, number INTEGER NOT NULL,"
            " PRIMARY KEY (number, day)) WITHOUT ROWID;"
            "INSERT INTO tick VALUES ('2026-11-20', NULL, 1), ('2026-11-21', NULL, 1)"
        )
    with connected(path, "ro") as line:
        assert fault(line) is None
    copy = back_up(SqliteFile(path), tmp_path / "backups", label="x", now=NOON)
    assert restore(SqliteFile(tmp_path / "fresh.sqlite3"), copy)["tick"].rows == 2


def test_a_null_that_is_there_is_damage(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "x.sqlite3", isolation_level=None)) as line:
        line.text_factory = bytes
        line.execute("CREATE TABLE tick (name TEXT, number INTEGER)")
        line.execute("INSERT INTO tick VALUES ('a', NULL)")
        line.execute("PRAGMA writable_schema=ON")
        line.execute(
            "UPDATE sqlite_master SET sql ="
            " 'CREATE TABLE tick (name TEXT, number INTEGER NOT NULL)'"
        )
    with connected(tmp_path / "x.sqlite3", "ro") as line:
        assert fault(line) == "NULL value in tick.number"
