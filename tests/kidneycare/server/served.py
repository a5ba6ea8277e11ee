"""The product as `manage.py serve` serves it, on a free port, with two processes."""

import http.client
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlencode

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

ROOT = Path(__file__).resolve().parents[3]


class Served:
    """The product, served from a folder of its own."""

    process: subprocess.Popen[bytes]

    def __init__(self, data: Path, port: int) -> None:
        self.data = data
        self.database = data / "kidneycare.sqlite3"
        self.port = port
        self.headers: dict[str, str] = {}
        """What every request carries besides."""

    def behind_tls(self) -> None:
        """Ask as a proxy does that speaks https."""
        self.headers = {
            "X-Forwarded-Proto": "https",
            "Origin": f"https://127.0.0.1:{self.port}",
        }

    def ask(
        self, method: str, path: str, cookies: dict[str, str], **values: str
    ) -> tuple[int, str, dict[str, str]]:
        """Status, body, and the cookies that are kept from then on."""
        form = ("application/x-www-form-urlencoded", urlencode(values).encode())
        status, page, kept, _location = self._exchange(method, path, cookies, form)
        return status, page, kept

    def send(self, path: str, cookies: dict[str, str], content: bytes) -> str:
        """The page that a file leads to."""
        file = SimpleUploadedFile("kidneycare.json", content)
        form = (MULTIPART_CONTENT, encode_multipart(BOUNDARY, {"file": file}))
        status, page, kept, location = self._exchange("POST", path, cookies, form)
        assert status == 303, page
        return self.ask("GET", location, kept)[1]

    def _exchange(
        self, method: str, path: str, cookies: dict[str, str], form: tuple[str, bytes]
    ) -> tuple[int, str, dict[str, str], str]:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=180)) as line:
            headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
            headers |= self.headers
            if method == "POST":
                token = cookies.get("__Host-csrftoken") or cookies["csrftoken"]
                headers |= {"Content-Type": form[0], "X-CSRFToken": token}
            line.request(method, path, form[1], headers)
            answer = line.getresponse()
            kept = dict(cookies)
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    key, _, rest = value.partition("=")
                    kept[key] = rest.partition(";")[0]
            location = answer.getheader("Location", "")
            return answer.status, answer.read().decode(), kept, location

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
        """Every byte of the data folder, copies of the database included."""
        return b"".join(path.read_bytes() for path in self.data.rglob("*") if path.is_file())

    def kill(self) -> None:
        """As a power cut does, the processes of the server too."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(60)

    def rows(self, question: str) -> list[tuple[object, ...]]:
        """What the database file says."""
        with closing(sqlite3.connect(self.database)) as line:
            return line.execute(question).fetchall()


def free_port() -> int:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@contextmanager
def serving(data: Path, **settings: str) -> Iterator[Served]:
    """Serve from this folder; asked to stop in the end."""
    found = Served(data, free_port())
    environment = {**os.environ, "KIDNEYCARE_DATA": str(data)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    environment.pop("DATABASE_URL", None)
    environment |= {"PORT": str(found.port), "WEB_WORKERS": "1", "WEB_THREADS": "4"}
    environment |= settings
    found.process = subprocess.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        found.wait_until_there(found.process)
        yield found
    finally:
        found.process.terminate()
        found.process.wait(60)


def first_visit(served: Served) -> dict[str, str]:
    """The cookies of somebody who has opened Today."""
    status, page, cookies = served.ask("GET", "/", {})
    assert status == 200
    assert re.search("csrfmiddlewaretoken", page)
    return cookies
