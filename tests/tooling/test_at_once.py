"""Two requests at the same moment, on the real server with its real database file."""

from __future__ import annotations

import http.client
import os
import re
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.practice.transfer.files import record_file, tick_entry

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]


class Served:
    """The product, served from a folder of its own."""

    def __init__(self, data: Path, port: int) -> None:
        self.database = data / "kidneycare.sqlite3"
        self.port = port

    def ask(
        self, method: str, path: str, cookies: dict[str, str], **values: str
    ) -> tuple[int, str, dict[str, str]]:
        """Status, body, and the cookies that are kept from then on."""
        form = ("application/x-www-form-urlencoded", urlencode(values).encode())
        return self._exchange(method, path, cookies, form)

    def send(self, path: str, cookies: dict[str, str], content: bytes) -> str:
        """The page that answers a file."""
        file = SimpleUploadedFile("kidneycare.json", content)
        form = (MULTIPART_CONTENT, encode_multipart(BOUNDARY, {"file": file}))
        status, page, _cookies = self._exchange("POST", path, cookies, form)
        assert status == 200, page
        return page

    def _exchange(
        self, method: str, path: str, cookies: dict[str, str], form: tuple[str, bytes]
    ) -> tuple[int, str, dict[str, str]]:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)) as line:
            headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
            if method == "POST":
                headers |= {"Content-Type": form[0], "X-CSRFToken": cookies["csrftoken"]}
            line.request(method, path, form[1], headers)
            answer = line.getresponse()
            kept = dict(cookies)
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    key, _, rest = value.partition("=")
                    kept[key] = rest.partition(";")[0]
            return answer.status, answer.read().decode(), kept

    def wait_until_there(self, server: subprocess.Popen[bytes]) -> None:
        """Until it answers: a computer that is busy with other things takes its time."""
        until = time.monotonic() + 180
        while time.monotonic() < until and server.poll() is None:
            try:
                if self.ask("GET", "/livez", {})[0] == 200:
                    return
            except OSError:
                time.sleep(0.1)
        raise AssertionError(f"the site does not answer ({server.poll()})")

    def at_once(self, cookies: dict[str, str], posts: list[tuple[str, dict[str, str]]]) -> None:
        """Send these posts from one browser at the same moment."""
        together = threading.Barrier(len(posts))
        statuses: list[int] = []

        def send(path: str, values: dict[str, str]) -> None:
            together.wait()
            statuses.append(self.ask("POST", path, cookies, **values)[0])

        threads = [threading.Thread(target=send, args=post) for post in posts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert statuses == [303] * len(posts)

    def everything(self) -> bytes:
        """Every byte of the database and of what lies beside it."""
        return b"".join(path.read_bytes() for path in self.database.parent.glob("*.sqlite3*"))

    def rows(self, question: str) -> list[tuple[object, ...]]:
        """What the database file says."""
        with closing(sqlite3.connect(self.database)) as line:
            return line.execute(question).fetchall()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Two processes of the application server, as production has."""
    data = tmp_path_factory.mktemp("data")
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "KIDNEYCARE_DATA": str(data)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    environment.pop("DATABASE_URL", None)
    environment |= {"PORT": str(port), "WEB_WORKERS": "2", "WEB_THREADS": "4"}
    server = subprocess.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    try:
        found = Served(data, port)
        found.wait_until_there(server)
        yield found
    finally:
        server.terminate()
        server.wait(60)


def first_visit(served: Served) -> dict[str, str]:
    """The cookies of somebody who has opened Today."""
    status, page, cookies = served.ask("GET", "/", {})
    assert status == 200
    assert re.search("csrfmiddlewaretoken", page)
    return cookies


@pytest.mark.parametrize("attempt", range(3))
def test_two_quick_first_ticks_make_one_guest_and_both_land(served: Served, attempt: int) -> None:
    """Rules.md 18."""
    people, ticks = (served.rows(f"SELECT * FROM {t}") for t in ("people_person", "practice_tick"))
    cookies = first_visit(served)
    day = re.search(r'data-day="([0-9-]+)"', served.ask("GET", "/", cookies)[1])
    assert day is not None
    exercises = ("sole-rub", "waist-rub", "waist-knead", "arm-raise")
    served.at_once(
        cookies,
        [(f"/day/{day[1]}/evening/{exercise}/1/", {"done": "1"}) for exercise in exercises],
    )
    assert len(served.rows("SELECT * FROM people_person")) == len(people) + 1
    assert len(served.rows("SELECT * FROM practice_tick")) == len(ticks) + 4
    assert attempt >= 0


def test_exercises_set_aside_at_the_same_moment_are_all_set_aside(served: Served) -> None:
    cookies = served.ask("POST", "/plan/begin/", first_visit(served), way="full")[2]
    names = ("waist-rub", "waist-knead", "sole-rub")
    served.at_once(cookies, [("/plan/set-aside/", {"exercise": name}) for name in names])
    page = served.ask("GET", "/plan/", cookies)[1]
    assert "You chose 4 a day" in page


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
    page = served.ask("POST", "/me/phones/add/", cookies, show="1")[1]
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
        assert time.monotonic() - begun < 5, "nobody waits for it"
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


def test_slow_phones_cost_no_thread(served: Served) -> None:
    """Thirty half requests of different kinds, where eight threads answer."""
    halves = (
        b"POST / HT",
        b"GET / HTTP/1.1\r\nHost: localhost\r\n",
        b"POST /plan/begin/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nway",
    )
    with ExitStack() as stack:
        for number in range(30):
            line = stack.enter_context(socket.create_connection(("127.0.0.1", served.port)))
            line.sendall(halves[number % 3])
        assert served.ask("GET", "/livez", {})[0] == 200
        first_visit(served)


def test_whoever_never_hangs_up_holds_nobody_up(served: Served) -> None:
    """Forty ask for the connection to be closed after the answer, and then do nothing."""
    asked = b"GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    with ExitStack() as stack:
        for _ in range(40):
            line = stack.enter_context(socket.create_connection(("127.0.0.1", served.port)))
            line.sendall(asked)
        begun = time.monotonic()
        for _ in range(4):
            first_visit(served)
        # Waiting for each in turn would take both processes forty seconds.
        assert time.monotonic() - begun < 15


def test_a_request_that_arrives_in_pieces_is_answered(served: Served) -> None:
    whole = b"GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with socket.create_connection(("127.0.0.1", served.port), timeout=20) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for _ in range(2):  # on the same connection
            for letter in whole:
                line.sendall(bytes([letter]))
            assert line.recv(4096).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    "head",
    [
        b"GET /livez HTTP/1.1\r\nHost: localhost\r\n" + b"X-Many: y\r\n" * 61 + b"\r\n",
        b"GET /livez HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"y" * 5000 + b"\r\n\r\n",
        b"GET /" + b"y" * 3000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /livez HTTP/1.1\r\nHost: localhost\r\nX-Endless: " + b"y" * 40_000,
        b"POST /import/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n",
    ],
    ids=["many", "long", "address", "endless", "huge"],
)
def test_heads_beyond_what_browsers_send_are_refused(served: Served, head: bytes) -> None:
    with socket.create_connection(("127.0.0.1", served.port), timeout=20) as line:
        line.sendall(head)
        try:
            answer = line.recv(4096)
        except ConnectionResetError:
            answer = b""
    assert answer == b"" or answer.startswith(b"HTTP/1.1 4"), answer
