"""What the site removes by itself while it runs, every hour."""

import asyncio
import datetime as dt
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from pytest_django.fixtures import Settings

from kidneycare.backup.archive import STAMP
from kidneycare.db import secure_erase
from kidneycare.management.commands import upkeep
from kidneycare.server import bridge
from practice.models import PendingImport
from tests.conftest import MoveTo
from tests.event_loop import run
from tests.factories import new_pending_import


def test_the_server_does_it_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first time after an hour, here after a moment: the start has just done it."""
    monkeypatch.setattr(bridge, "UPKEEP_SECONDS", 0.01)
    calls: list[None] = []

    async def live() -> None:
        third, messages = asyncio.Event(), asyncio.Queue[dict[str, Any]]()
        loop = asyncio.get_running_loop()

        def count() -> None:
            calls.append(None)
            if len(calls) == 3:
                loop.call_soon_threadsafe(third.set)

        async def send(_message: dict[str, Any]) -> None:
            """Nobody listens."""

        server = bridge.Bridge(lambda _environ, _start: [], bridge.Limits(body=0), upkeep=count)
        await messages.put({"type": "lifespan.startup"})
        living = asyncio.create_task(server.lifespan(messages.get, send))
        await asyncio.wait_for(third.wait(), 60)
        await messages.put({"type": "lifespan.shutdown"})
        await living

    run(live())
    assert len(calls) >= 3


@pytest.fixture
def copies(tmp_path: Path, settings: Settings, at: MoveTo) -> Path:
    """A copy of a fortnight ago, and one that is a minute older."""
    at("2026-11-23T21:00")
    settings.DATA = tmp_path
    folder = tmp_path / "backups"
    folder.mkdir()
    for age in (dt.timedelta(days=14), dt.timedelta(days=14, minutes=1)):
        made = dt.datetime(2026, 11, 23, 21, tzinfo=dt.UTC) - age
        name = f"before-migration-{made.strftime(STAMP)}.sqlite3"
        (folder / name).touch()
        (folder / f"{name}.json").touch()
    return folder


@pytest.mark.django_db
def test_files_that_waited_for_an_hour_and_copies_of_a_fortnight_go(
    copies: Path, at: MoveTo
) -> None:
    at("2026-11-23T19:59")
    new_pending_import()
    at("2026-11-23T20:01")
    waits = new_pending_import()
    at("2026-11-23T21:00")
    call_command("upkeep")
    assert [each.pk for each in PendingImport.objects.all()] == [waits.pk]
    kept = {path.name for path in copies.iterdir() if not path.name.startswith("daily-")}
    assert kept == {
        "before-migration-20261109T210000Z.sqlite3",
        "before-migration-20261109T210000Z.sqlite3.json",
    }


@pytest.mark.django_db
def test_a_copy_that_was_never_finished_goes_after_a_fortnight_too(copies: Path) -> None:
    old, young = (copies / f".{name}.sqlite3.part" for name in ("old", "young"))
    for file in (old, young):
        file.touch()
    fortnight = dt.datetime(2026, 11, 9, 20, 59, tzinfo=dt.UTC).timestamp()
    os.utime(old, (fortnight, fortnight))
    call_command("upkeep")
    assert young.exists()
    assert not old.exists()


@pytest.mark.django_db
def test_where_the_database_is_broken_its_last_copies_stay(
    copies: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(name: str) -> None:
        raise DatabaseError(name)

    monkeypatch.setattr(upkeep, "call_command", broken)
    with pytest.raises(DatabaseError):
        call_command("upkeep")
    assert len(list(copies.iterdir())) == 4


def removed_texts(line: sqlite3.Connection) -> list[str]:
    """Write notes over each other until SQLite moves them about; return those that are gone."""
    dice = Random(2)  # With these a text stays in an unused place, on SQLite 3.40.
    line.execute("CREATE TABLE note (day INTEGER PRIMARY KEY, words TEXT) WITHOUT ROWID")
    texts = [f"words {number:05d} " + "abcdefgh" * dice.randrange(24) for number in range(3000)]
    line.execute("BEGIN")
    for text in texts:
        day = dice.randrange(600)
        if dice.random() < 0.25:
            line.execute("DELETE FROM note WHERE day = ?", [day])
        else:
            line.execute("REPLACE INTO note VALUES (?, ?)", [day, text])
    line.execute("COMMIT")
    live = {words for (words,) in line.execute("SELECT words FROM note")}
    return [text[:11] for text in texts if text not in live]


def test_a_file_that_is_rewritten_holds_nothing_of_what_was_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "record.sqlite3"
    with closing(sqlite3.connect(file, isolation_level=None)) as line:
        line.executescript("PRAGMA journal_mode=WAL; PRAGMA secure_delete=ON;")
        gone = removed_texts(line)
        monkeypatch.setattr(secure_erase, "connection", Connection(line))
        secure_erase.request_checkpoint()
        secure_erase.rewrite()
        content = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert [text for text in gone if text.encode() in content] == []


class Connection:
    """Django's, of another file."""

    vendor = "sqlite"

    def __init__(self, line: sqlite3.Connection) -> None:
        self.line = line

    def cursor(self) -> Any:
        return closing(self.line.cursor())
