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
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

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
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)) as line:
            headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
            if method == "POST":
                headers |= {
                    "Content-Type": "application/x-www-form-urlencoded",
                    "X-CSRFToken": cookies["csrftoken"],
                }
            line.request(method, path, urlencode(values), headers)
            answer = line.getresponse()
            kept = dict(cookies)
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    key, _, rest = value.partition("=")
                    kept[key] = rest.partition(";")[0]
            return answer.status, answer.read().decode(), kept

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
        for _ in range(300):
            try:
                if found.ask("GET", "/livez", {})[0] == 200:
                    break
            except OSError:
                time.sleep(0.1)
        yield found
    finally:
        server.terminate()
        server.wait(10)


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
