"""What somebody removed is gone from every byte of the data folder."""

import datetime as dt
import re
import threading
import time
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path

import pytest

from kidneycare.backup.archive import STAMP
from tests.kidneycare.server.served import Served, first_visit, serving
from tests.practice.transfer.files import record_file, tick_entry

OLD, NEW = "knee replaced in the spring", "visiting my sister"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("data")) as found:
        yield found


@pytest.fixture
def cookies(served: Served) -> dict[str, str]:
    return served.ask("POST", "/plan/begin/", first_visit(served), way="full")[2]


def send(served: Served, cookies: dict[str, str], path: str, **values: str) -> None:
    assert served.ask("POST", path, cookies, **values)[0] == 303


def today(served: Served, cookies: dict[str, str]) -> str:
    found = re.search(r'data-day="([0-9-]+)"', served.ask("GET", "/", cookies)[1])
    assert found is not None
    return found[1]


def require_gone(served: Served, text: str, *, stays: str = "") -> None:
    found = served.everything()
    is_left, has_stayed = text.encode() in found, stays.encode() in found
    assert not is_left
    assert has_stayed


def test_the_reason_of_a_rest_goes_with_the_rest(served: Served, cookies: dict[str, str]) -> None:
    day = today(served, cookies)
    send(served, cookies, "/rest/", days="today", reason=OLD)
    assert OLD.encode() in served.everything()
    send(served, cookies, "/rest/end/", first=day, whole="1")
    require_gone(served, OLD)


def test_of_a_note_that_was_changed_the_old_words_go(
    served: Served, cookies: dict[str, str]
) -> None:
    path = f"/day/{today(served, cookies)}/note/"
    send(served, cookies, "/me/notes/", keep="1")
    send(served, cookies, path, words=OLD)
    assert OLD.encode() in served.everything()
    send(served, cookies, path, words=NEW)
    require_gone(served, OLD, stays=NEW)


def test_a_name_goes_with_the_next_one(served: Served, cookies: dict[str, str]) -> None:
    send(served, cookies, "/me/people/name/", name="Grandmother Li")
    assert b"Grandmother Li" in served.everything()
    send(served, cookies, "/me/people/name/", name="")
    require_gone(served, "Grandmother Li")


def test_after_a_kill_no_upload_is_left_anywhere(tmp_path: Path) -> None:
    """Killed while it reads a file of many megabytes: on disk, as long files are."""
    elsewhere, data = tmp_path / "elsewhere", tmp_path / "data"
    elsewhere.mkdir()
    note = "a line that nobody else may read, many times"
    day = dt.date(2000, 1, 1)
    file = record_file(
        ticks=[tick_entry(day=(day + dt.timedelta(days=n)).isoformat()) for n in range(9000)],
        notes=[
            {"day": (day + dt.timedelta(days=n)).isoformat(), "feeling": None, "words": note}
            for n in range(9000)
        ],
    )
    with serving(data, TMPDIR=str(elsewhere)) as served:
        cookies = first_visit(served)
        sender = threading.Thread(target=send_until_killed, args=(served, cookies, file))
        sender.start()
        wait_for_upload(data, elsewhere)
        served.kill()
        sender.join()
    assert [path.name for path in elsewhere.rglob("*")] == []
    with serving(data, TMPDIR=str(elsewhere)) as served:
        require_gone(served, note)


def send_until_killed(served: Served, cookies: dict[str, str], file: bytes) -> None:
    try:
        served.send("/import/", cookies, file)
    except (OSError, HTTPException):
        return


def wait_for_upload(*folders: Path) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        if any(path for folder in folders for path in folder.rglob("*.upload*")):
            return
        time.sleep(0.001)
    raise AssertionError("no upload was put on disk")


def test_no_copy_is_older_than_a_fortnight(tmp_path: Path) -> None:
    """The five that `make run` makes before updates too: looked at with each start."""
    folder = tmp_path / "backups"
    folder.mkdir()
    now = dt.datetime.now(dt.UTC)
    names = {
        days: f"before-migration-{(now - dt.timedelta(days=days)).strftime(STAMP)}.sqlite3"
        for days in (13, 15, 400)
    }
    for name in names.values():
        for path in (folder / name, folder / f"{name}.json"):
            path.write_text(OLD, encoding="utf-8")
    (folder / "of-somebody-else.sqlite3").touch()
    with serving(tmp_path):
        # Beside the one that each start of a day makes.
        left = {path.name for path in folder.iterdir() if "daily-" not in path.name}
    assert left == {names[13], f"{names[13]}.json", "of-somebody-else.sqlite3"}
