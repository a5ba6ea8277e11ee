"""`manage.py backup` and `restore` on the database that the tests run on, SQLite or PostgreSQL."""

import datetime as dt
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kidneycare.backup.archive import STAMP, newest
from kidneycare.backup.postgresql import find
from tests.sites import ON_POSTGRESQL, Site, empty_site

pytestmark = pytest.mark.own_database

ROOT = Path(__file__).parents[3]

FILL = """
import datetime as dt
from tests.factories import many_full_days, new_person, new_plan, new_device, new_note
for number in range(3):
    somebody = new_person()
    new_device(person=somebody)
    new_plan(person=somebody, starts=dt.date(2026, 11, 1))
    new_note(person=somebody, day=dt.date(2026, 11, 1), words="腰 was “sore”\\\\ at first")
    many_full_days(person=somebody, last=dt.date(2026, 11, 20), days=20)
"""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with empty_site(tmp_path_factory.mktemp("x") / "filled") as site:
        assert site.manage("migrate", "--verbosity", "0").returncode == 0
        done = site.manage("shell", "--no-imports", "--command", FILL)
        assert done.returncode == 0, done.stderr
        yield site


def test_a_record_comes_back_into_an_empty_place_with_every_row(
    filled: Site, tmp_path: Path
) -> None:
    folder = tmp_path / "copies"
    made = filled.manage("backup", "--folder", str(folder), "--label", "weekly")
    assert made.returncode == 0, made.stderr
    (copy,) = (path for path in folder.iterdir() if path.suffix != ".json")
    assert str(copy) in made.stdout

    with empty_site(tmp_path / "fresh") as fresh:
        back = fresh.manage("restore", str(copy))
        assert back.returncode == 0, back.stderr
        assert "each as it was backed up" in back.stdout
        again = fresh.manage("backup", "--folder", str(folder), "--label", "again")
        assert again.returncode == 0, again.stderr
        # It is in use from here on, so nothing may be put over it.
        refused = fresh.manage("restore", str(copy))
        assert refused.returncode == 1
        assert "Traceback" not in refused.stderr
        pending = fresh.manage("migrate", "--check")
        assert pending.returncode == 0, pending.stdout

    sheets = {
        path.name.split("-")[0]: json.loads(path.read_text()) for path in folder.glob("*.json")
    }
    assert sheets["weekly"]["tables"] == sheets["again"]["tables"]
    rows = {name: table["rows"] for name, table in sheets["weekly"]["tables"].items()}
    assert (rows["people_person"], rows["practice_tick"], rows["practice_daynote"]) == (3, 600, 3)


def test_a_job_that_copies_regularly_ends_when_told_and_tells_its_age(
    filled: Site, tmp_path: Path
) -> None:
    folder = tmp_path / "copies"
    command = [sys.executable, "manage.py", "backup", "--every", "24", "--folder", str(folder)]
    job = subprocess.Popen(
        command,
        cwd=ROOT,
        env=filled.environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert job.stdout is not None
        assert "by-hand-" in job.stdout.readline()
    finally:
        job.terminate()
    assert job.wait(120) == 0
    young = filled.manage("backup", "--younger-than", "1", "--folder", str(folder))
    assert (young.returncode, "0.0 hours old" in young.stdout) == (0, True)
    none = filled.manage("backup", "--younger-than", "1", "--folder", str(tmp_path / "nowhere"))
    assert none.returncode == 1


TOLD_AT_EACH_LINE = """
import signal, sys
from kidneycare.management.commands.backup import Command

lines_left = 0

def tell(_frame, event, _argument):
    global lines_left
    lines_left -= event == "line"
    if lines_left == 0 and event == "line":
        signal.raise_signal(signal.SIGTERM)
    return tell

def backed_up(_options):
    sys.settrace(tell)
    sys._getframe(1).f_trace = tell

command = Command()
command.back_up = backed_up
for lines_left in range(1, 12):
    command.repeat({"every": 0.00001})
    sys.settrace(None)
"""


def test_a_job_that_copies_regularly_ends_whatever_it_is_doing_when_told(tmp_path: Path) -> None:
    site = Site(tmp_path, f"sqlite:///{tmp_path}/none")
    done = site.manage("shell", "--no-imports", "--command", TOLD_AT_EACH_LINE, timeout=60)
    assert done.returncode == 0, done.stderr


def test_what_cannot_be_copied_is_told_in_a_sentence(tmp_path: Path) -> None:
    nowhere = (
        "postgres://nobody:x@127.0.0.1:1/none" if ON_POSTGRESQL else f"sqlite:///{tmp_path}/none"
    )
    done = Site(tmp_path, nowhere).manage("backup")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "none").exists()


def test_a_program_that_is_too_old_for_the_server_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from kidneycare.backup.archive import BackupError

    with pytest.raises(BackupError, match=r"pg_dump of PostgreSQL 999 or newer is needed"):
        find("pg_dump", 999)


def test_the_newest_copy_is_found_by_its_name(tmp_path: Path) -> None:
    for day in ("20261120", "20261122", "20261121"):
        (tmp_path / f"x-{day}T010203Z.dump").touch()
    (tmp_path / "x-20261123T010203Z.dump.json").touch()
    assert newest(tmp_path, "x") == dt.datetime(2026, 11, 22, 1, 2, 3, tzinfo=dt.UTC)


@pytest.mark.skipif(ON_POSTGRESQL, reason="a service of its own backs PostgreSQL up")
def test_the_site_itself_makes_a_checked_copy_a_day(tmp_path: Path) -> None:
    with empty_site(tmp_path / "site") as site:
        assert site.manage("migrate", "--verbosity", "0").returncode == 0
        folder = site.data / "backups"
        for _hour in range(2):
            assert site.manage("upkeep").returncode == 0
        (copy,) = folder.glob("daily-*.sqlite3")
        with empty_site(tmp_path / "fresh") as fresh:
            assert fresh.manage("restore", str(copy)).returncode == 0
        yesterday = dt.datetime.now(dt.UTC) - dt.timedelta(hours=25)
        for path in list(folder.iterdir()):
            path.rename(folder / re.sub(r"\d{8}T\d{6}Z", yesterday.strftime(STAMP), path.name))
        assert site.manage("upkeep").returncode == 0
        assert len(list(folder.glob("daily-*.sqlite3"))) == 2


@pytest.mark.skipif(ON_POSTGRESQL, reason="only SQLite is backed up by the site")
@pytest.mark.parametrize("command", ["backup", "upkeep", "backup --younger-than 26"])
def test_where_the_folder_of_copies_is_a_file_a_sentence_says_so(
    tmp_path: Path, command: str
) -> None:
    with empty_site(tmp_path / "site") as site:
        assert site.manage("migrate", "--verbosity", "0").returncode == 0
        (site.data / "backups").touch()
        done = site.manage(*command.split())
        assert "backup" in done.stderr
        assert "Traceback" not in done.stderr
        assert len(done.stderr.splitlines()) == 1
        # That nothing is copied keeps nobody from ticking.
        assert done.returncode == (0 if command == "upkeep" else 1)


@pytest.mark.parametrize("command", ["backup", "upkeep", "serve"])
def test_where_the_data_folder_is_a_file_a_sentence_says_so(tmp_path: Path, command: str) -> None:
    data = tmp_path / "data"
    data.touch()
    done = Site(data, "").manage(command)
    assert done.returncode == 1
    assert str(data) in done.stderr
    assert "Traceback" not in done.stderr
