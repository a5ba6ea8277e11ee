"""A database that is damaged, empty or of a newer release: nobody is told that all is well."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.kidneycare.server.served import ROOT, Served, first_visit, free_port, serving

PROMISE = re.compile("is safe|nothing of it is lost", re.IGNORECASE)
YEARS_OF_TICKS = """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 8000)
    INSERT INTO practice_tick
        (person_id, day, period, exercise, "set", state, source, felt, late, instant)
    SELECT person, date('2000-01-01', i || ' days'), 3, 1, 1, 1, 1, 0, 0, i
    FROM n, (SELECT max(id) AS person FROM people_person)
"""
LATER = "INSERT INTO django_migrations (app, name, applied) VALUES ('practice', '9999_later', '')"


def change(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file, isolation_level=None, timeout=60)) as line:
        line.execute(statement)
        line.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def damage(file: Path) -> None:
    """Write over the second half of the pages: there the ticks are, and not the first table."""
    with file.open("r+b") as pages:
        size = file.stat().st_size // 4096
        pages.seek(size // 2 * 4096)
        pages.write(b"\x55" * (size // 2 - 2) * 4096)


def begun(served: Served) -> dict[str, str]:
    cookies = served.ask("POST", "/plan/begin/", first_visit(served), way="full")[2]
    change(served.database, YEARS_OF_TICKS)
    return cookies


def test_of_a_damaged_database_no_export_looks_whole_and_nothing_is_promised(
    tmp_path: Path,
) -> None:
    with serving(tmp_path) as served:
        cookies = begun(served)
        assert served.ask("GET", "/readyz", {})[0] == 200
        assert served.ask("GET", "/export.json", cookies)[1].endswith(',"complete":true}\n')
    with serving(tmp_path) as served:
        damage(served.database)
        for path in ("/export.json", "/export.csv"):
            status, text, _cookies = served.ask("GET", path, cookies)
            assert status == 503, path
            assert "The store of the records is not in order" in text
        for path in ("/", "/history/weeks/", "/history/year/2021/", "/me/", "/plan/"):
            assert not PROMISE.search(served.ask("GET", path, cookies)[1]), path
        # It looks at most a second after it has looked before.
        assert ask_until_changed(served) == (503, "database damaged\n")


def ask_until_changed(served: Served) -> tuple[int, str]:
    """Of two processes each looks by itself, and not with every question."""
    answer = (0, "")
    for _question in range(10_000):
        answer = served.ask("GET", "/readyz", {})[:2]
        if answer[0] != 200:
            break
    return answer


def test_of_a_database_of_a_newer_release_nothing_is_promised(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        cookies = begun(served)
        change(served.database, LATER)
        assert served.ask("GET", "/readyz", {})[:2] == (503, "database of a newer release\n")
        change(served.database, "ALTER TABLE practice_tick RENAME COLUMN felt TO felt_end")
        status, text, _cookies = served.ask("GET", "/export.json", cookies)
        assert status == 503
        assert "The store of the records is not in order" in text
        assert not PROMISE.search(text)


BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "damaged": (damage, "is damaged"),
    "no database": (lambda file: file.write_bytes(b"not a database" * 4096), "is damaged"),
    "empty": (lambda file: file.write_bytes(b""), "the file is empty"),
    "newer": (lambda file: change(file, LATER), "by a newer Kidneycare"),
}


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a site that was stopped, with a copy of its database."""
    data = tmp_path_factory.mktemp("data")
    with serving(data) as served:
        begun(served)
    manage(data, "backup")
    return data


@pytest.mark.parametrize(("break_it", "told"), BROKEN.values(), ids=BROKEN.keys())
def test_the_site_does_not_start_on_it_and_says_how_a_copy_comes_back(
    tmp_path: Path, stopped: Path, break_it: Callable[[Path], object], told: str
) -> None:
    data = tmp_path / "data"
    shutil.copytree(stopped, data)
    file = data / "kidneycare.sqlite3"
    (copy,) = (data / "backups").glob("by-hand-*.sqlite3")
    break_it(file)
    before = file.read_bytes()
    refused = manage(data, "serve", ok=False)
    assert told in refused
    assert "The site was not started." in refused
    assert "Traceback" not in refused
    assert file.read_bytes() == before, "nothing is written to it"
    assert f"manage.py restore {copy}" in refused
    for path in data.glob("kidneycare.sqlite3*"):
        path.rename(data / f"broken-{path.name}")
    manage(data, "restore", str(copy))
    with closing(sqlite3.connect(file)) as line:
        assert line.execute("SELECT count(*) FROM practice_tick").fetchall() == [(8000,)]


def manage(data: Path, *words: str, ok: bool = True) -> str:
    """What a management command says; a site that starts after all is ended."""
    environment = {**os.environ, "KIDNEYCARE_DATA": str(data), "PORT": str(free_port())}
    for name in ("DJANGO_SETTINGS_MODULE", "DATABASE_URL"):
        environment.pop(name, None)
    done = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert (done.returncode == 0) is ok, done.stdout + done.stderr
    return done.stderr
