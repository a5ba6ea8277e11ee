"""What SQLite writes aside while it works is in no file: nothing would overwrite it there."""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest

from kidneycare.server.environment import SQLITE_PRAGMAS

OPEN_FILES = Path("/proc/self/fd")


def temporary_files() -> list[str]:
    found = []
    for each in OPEN_FILES.iterdir():
        with suppress(OSError):
            found.append(str(each.readlink()))
    return [each for each in found if "etilqs" in each]


@pytest.mark.skipif(not OPEN_FILES.exists(), reason="this system doesn't list a process's files")
@pytest.mark.parametrize(
    ("pragmas", "leaves_some"),
    [(SQLITE_PRAGMAS, False), (SQLITE_PRAGMAS.replace("MEMORY", "FILE"), True)],
)
def test_an_import_writes_nothing_beside_the_database(
    tmp_path: Path, pragmas: str, *, leaves_some: bool
) -> None:
    """As TickQuerySet.upsert_many does it, with 20,000 rows; and the test sees what there is."""
    with closing(sqlite3.connect(tmp_path / "record.sqlite3")) as line:
        line.executescript(pragmas)
        line.execute("CREATE TABLE kept (a PRIMARY KEY, b) WITHOUT ROWID")
        line.executemany("INSERT INTO kept VALUES (?, 'before')", ((n,) for n in range(20_000)))
        line.execute("CREATE TEMP TABLE coming (a, b)")
        line.executemany(
            "INSERT INTO temp.coming VALUES (?, 'after')", ((n,) for n in range(20_000))
        )
        line.execute(
            "INSERT INTO kept SELECT * FROM temp.coming WHERE TRUE "
            "ON CONFLICT (a) DO UPDATE SET b = excluded.b"
        )
        line.execute("DROP TABLE temp.coming")
        line.commit()
        assert bool(temporary_files()) == leaves_some
