"""Two requests at the same moment, on the real server with its real database file."""

import re
import sqlite3
import threading
import time
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from tests.kidneycare.server.served import Served, first_visit, serving
from tests.practice.transfer.files import record_file, tick_entry


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("data"), WEB_WORKERS="2") as found:
        yield found


@pytest.mark.parametrize("attempt", range(3))
def test_first_ticks_at_the_same_moment_all_land_and_share_no_guest_by_accident(
    served: Served, attempt: int
) -> None:
    """Rules.md 18; a page with its script sends them one after the other."""
    people, ticks = (served.rows(f"SELECT * FROM {t}") for t in ("people_person", "practice_tick"))
    cookies = first_visit(served)
    day = re.search(r'data-day="([0-9-]+)"', served.ask("GET", "/", cookies)[1])
    assert day is not None
    exercises = ("sole-rub", "waist-rub", "waist-knead", "arm-raise")
    served.at_once(
        cookies,
        [(f"/day/{day[1]}/evening/{exercise}/1/", {"done": "1"}) for exercise in exercises],
    )
    assert len(served.rows("SELECT * FROM people_person")) == len(people) + 4
    assert len(served.rows("SELECT * FROM practice_tick")) == len(ticks) + 4
    assert attempt >= 0


def test_exercises_set_aside_at_the_same_moment_are_all_set_aside(served: Served) -> None:
    cookies = served.ask("POST", "/plan/begin/", first_visit(served), way="full")[2]
    names = ("waist-rub", "waist-knead", "sole-rub")
    served.at_once(cookies, [("/plan/set-aside/", {"exercise": name}) for name in names])
    page = served.ask("GET", "/plan/", cookies)[1]
    assert "4 a day, since" in page


@pytest.mark.parametrize("known", [False, True], ids=["stranger", "person"])
def test_two_yeses_to_one_file_take_it_over_once(served: Served, known: bool) -> None:
    cookies = first_visit(served)
    if known:
        cookies = served.ask("POST", "/plan/begin/", cookies, way="full")[2]
    people = served.rows("SELECT * FROM people_person")
    shown = served.send("/import/", cookies, record_file())
    token = re.search('name="confirm" value="([^"]+)"', shown)
    assert token is not None
    served.at_once(cookies, 2 * [("/import/", {"confirm": token[1]})])
    assert len(served.rows("SELECT * FROM people_person")) == len(people) + (not known)
    (owner,) = served.rows("SELECT max(person_id) FROM practice_pendingimport WHERE content = x''")
    found = served.rows(f"SELECT person_id FROM practice_tick WHERE person_id = {owner[0]}")
    assert found == [owner]


def test_of_twelve_who_type_the_same_digits_at_once_one_is_let_in_and_two_are_told_to_wait(
    served: Served,
) -> None:
    """Whichever process each of them meets: codes are used up, and tries counted, for all."""
    cookies = served.ask("POST", "/plan/begin/", first_visit(served), way="full")[2]
    assert served.ask("POST", "/me/phones/add/", cookies, show="1")[0] == 303
    page = served.ask("GET", "/me/phones/add/", cookies)[1]
    digits = re.search(r"<code>([0-9 ]{11})</code>", page)
    assert digits is not None
    people, devices = (served.rows(f"SELECT * FROM people_{t}") for t in ("person", "device"))
    browsers = [first_visit(served) for _ in range(12)]
    together = threading.Barrier(len(browsers))

    def type_digits(browser: dict[str, str]) -> int:
        together.wait()
        return served.ask("POST", "/back/", browser, code=digits[1])[0]

    with ThreadPoolExecutor(len(browsers)) as all_at_once:
        statuses = sorted(all_at_once.map(type_digits, browsers))
    assert statuses == [303, *[404] * 9, 429, 429]
    assert len(served.rows("SELECT * FROM people_person")) == len(people)
    assert len(served.rows("SELECT * FROM people_device")) == len(devices) + 1


WORDS = "my back was sore, 7 o'clock"


def test_after_erasing_no_file_holds_what_was_written(served: Served) -> None:
    cookies = note_down(served)
    assert WORDS.encode() in served.everything()
    assert served.ask("POST", "/me/erase/", cookies, sure="1")[0] == 303
    assert WORDS.encode() not in served.everything()


def test_where_somebody_is_just_reading_it_is_wiped_as_soon_as_they_are_done(
    served: Served,
) -> None:
    cookies = note_down(served)
    with closing(sqlite3.connect(served.database, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM practice_daynote").fetchall()
        begun = time.monotonic()
        assert served.ask("POST", "/me/erase/", cookies, sure="1")[0] == 303
        # Waiting for the reader would take all of the database's patience, twenty seconds.
        assert time.monotonic() - begun < 19, "nobody waits for it"
        assert served.rows("SELECT * FROM practice_daynote") == []
        reader.execute("ROLLBACK")
    # Whichever of the two processes it was that erased: it does so with any request.
    for _ in range(100):
        if WORDS.encode() not in served.everything():
            break
        served.ask("GET", "/livez", {})
    assert WORDS.encode() not in served.everything()


def test_of_a_file_that_gave_way_to_another_nothing_is_left(served: Served) -> None:
    cookies = served.ask("POST", "/plan/begin/", first_visit(served), way="full")[2]
    first, second = (record_file(ticks=[tick_entry(day=f"2026-11-{day}")]) for day in (19, 20))
    served.send("/import/", cookies, first)
    assert zlib.compress(first)[-40:] in served.everything()
    served.send("/import/", cookies, second)
    assert zlib.compress(first)[-40:] not in served.everything()
    assert zlib.compress(second)[-40:] in served.everything()


def note_down(served: Served) -> dict[str, str]:
    """The browser of somebody who has noted how today felt."""
    cookies = served.ask("POST", "/plan/begin/", first_visit(served), way="full")[2]
    page = served.ask("GET", "/", cookies)[1]
    day = re.search(r'data-day="([0-9-]+)"', page)
    assert day is not None
    assert served.ask("POST", "/me/notes/", cookies, keep="1")[0] == 303
    assert served.ask("POST", f"/day/{day[1]}/note/", cookies, words=WORDS)[0] == 303
    return cookies
