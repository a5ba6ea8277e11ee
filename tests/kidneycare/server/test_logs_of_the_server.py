"""Two hundred hostile requests to the real server: every line that it prints is read."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import signal
import socket
import sqlite3
import struct
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest

from bench.servers import children_of
from kidneycare.web.logs import KNOWN_METHODS
from operation.sites import Site, on_sqlite, served
from tests.kidneycare.server.served import ROOT
from tests.kidneycare.web.test_logs import health_words, in_lines, without_code

SECRETS = ("tok3n-of-a-phone", "Nick-of-mine", "my-kn33-hurts", "evil.example")
"""What stands in the requests and may stand in no line."""
TOKEN, NAME, NOTE, HOST = (each.encode() for each in SECRETS)
TARGETS = (
    *(b"/", b"/day/2026-11-20/", b"/day/2026-11-20/evening/sole-rub/1/", b"/history/2026-W47/"),
    *(b"/practise/evening/waist-rub/", b"/join/" + TOKEN + b"/", b"/back/?code=" + TOKEN),
    *(b"/techniques/foot-massage/x?" + NOTE, b"/static/css/sole-rub.css", b"/zh-hans/me/?" + NAME),
)
FORM = b"application/x-www-form-urlencoded"
OWN_KEYS = {
    *("time", "level", "logger", "message", "request", "method", "route", "status"),
    *("milliseconds", "cause", "fault"),
}


def head(method: bytes, target: bytes, *fields: bytes, version: bytes = b"HTTP/1.1") -> bytes:
    named = () if any(f.lower().startswith(b"host:") for f in fields) else (b"Host: localhost",)
    lines = [b"%s %s %s" % (method, target, version), *named, *fields, b"Connection: close"]
    return b"\r\n".join([*lines, b"", b""])


def post(target: bytes, body: bytes, *fields: bytes, kind: bytes = FORM) -> bytes:
    length = b"Content-Length: %d" % len(body)
    return head(b"POST", target, b"Content-Type: " + kind, length, *fields) + body


def attacks_on(target: bytes) -> list[bytes]:
    """What somebody sends who hopes to be quoted in a log."""
    cookie = b"Cookie: kidneycare=%s; csrftoken=%s" % (TOKEN, TOKEN)
    forged = b'%0a{"level": "INFO", "message": "' + NOTE + b'"}'
    return [
        head(b"GET", target, b"Host: " + HOST),
        head(b"GET", target, b"Host: \xff" + HOST + b"/x"),
        head(b"GET", target, cookie, b"X-Request-ID: " + TOKEN, b"X-Forwarded-For: " + NAME),
        head(b"GET", b"http://" + HOST + target),
        head(b"GET", target + forged),
        head(b"GET", target + b"%00%ff%fe", b"Range: bytes=" + NOTE, b"If-None-Match: " + NAME),
        head(b"GET", target, b"Accept-Language: " + NAME * 200, b"Accept-Encoding: " + NOTE),
        head(b"SOLE-RUB", target, b"Host: localhost"),
        head(b"PATCH", target, b"Content-Length: " + NOTE),
        head(b"GET", target, b"X-Long: " + TOKEN * 300),
        head(b"GET", target, b"X: a\r\n b " + NOTE),
        head(b"GET", target, version=b"HTTP/9.9"),
        head(b"GET", target + b"?" + TOKEN * 200),
        head(b"POST", target, b"Transfer-Encoding: chunked") + b"zz\r\n" + NOTE + b"\r\n0\r\n\r\n",
        head(b"POST", target, b"Content-Length: 5", b"Content-Length: 6") + NOTE,
        post(target, b"done=1&line=" + NOTE, cookie),
        post(target, b"done=1&line=" + NOTE, cookie, b"Origin: https://" + HOST),
        post(target, b"csrfmiddlewaretoken=" + TOKEN + b"&name=%ff%00" + NAME, cookie),
        post(target, NOTE * 10, kind=b"multipart/form-data; boundary=\xff" + NAME),
        post(target, NOTE * 10, kind=b"multipart/form-data"),
        post(target, NOTE * 10, kind=FORM + b"; charset=" + NAME),
        post(target, b"&".join([NAME + b"=1"] * 500)),
        post(target, b"file=" + NOTE * 9000),
    ]


NO_HTTP = (
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + NOTE,
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + NAME * 20,
    NOTE + b"\r\n\r\n",
    b"GET /" + NAME + b"\r\n\r\n",
    b"\0" * 40_000,
    b"CONNECT " + HOST + b":443 HTTP/1.1\r\n\r\n",
    b"OPTIONS * HTTP/1.1\r\nHost: " + HOST + b"\r\n\r\n",
)


def send(port: int, content: bytes, *, hang_up: bool = False) -> bytes:
    """The beginning of the answer; nothing where the connection is reset at once."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as line, suppress(OSError):
        line.sendall(content)
        if hang_up:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return b""
        return line.recv(65_536)
    return b""


def kill_a_process(site: Site) -> None:
    """The server itself says so."""
    assert site.process is not None
    before = children_of(site.process.pid)
    os.kill(before[0], signal.SIGKILL)
    until = time.monotonic() + 120
    while before[0] in (now := children_of(site.process.pid)) or len(now) < len(before):
        assert time.monotonic() < until, "it was not replaced"
        time.sleep(0.1)
    site.wait_until_healthy()


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Every line of a site that was attacked, broken and stopped, each request logged."""
    folder = tmp_path_factory.mktemp("data")
    made = on_sqlite(folder)
    made.environment |= {"LOG_FORMAT": "json", "LOG_LEVEL": "INFO"}
    attacks = [*(each for target in TARGETS for each in attacks_on(target)), *NO_HTTP]
    assert len(attacks) > 200
    with served(made) as site:
        answered = [send(site.port, each) for each in attacks]
        for each in attacks:
            send(site.port, each, hang_up=True)
        with closing(sqlite3.connect(folder / "record.sqlite3")) as line:
            line.execute("DROP TABLE people_device")
        broken = send(site.port, head(b"GET", b"/", b"Cookie: kidneycare=" + b"a" * 43))
        kill_a_process(site)
    assert broken.startswith(b"HTTP/1.1 503")
    assert not any(each.startswith(b"HTTP/1.1 500") for each in answered)
    assert sum(each.startswith(b"HTTP/1.1 4") for each in answered) > 150
    return made.log.read_text(encoding="utf-8").splitlines()


def test_every_line_is_an_object_with_nothing_but_what_is_promised(printed: list[str]) -> None:
    for line in printed:
        told = json.loads(line)
        assert told.keys() <= OWN_KEYS, line
        assert {"time", "level", "logger", "message"} <= told.keys(), line
        assert dt.datetime.fromisoformat(told["time"]).tzinfo is not None
        assert told.get("method", "GET") in KNOWN_METHODS
        assert re.fullmatch(r"[0-9a-f]{32}", told.get("request", "0" * 32))


def test_no_line_quotes_what_was_sent(printed: list[str]) -> None:
    private = re.compile("|".join([*map(re.escape, SECRETS), health_words().pattern]))
    assert not [line for line in printed if private.search(without_code(in_lines(line)))]


def test_requests_faults_and_the_server_itself_are_in_the_same_log(printed: list[str]) -> None:
    told = [json.loads(line) for line in printed]
    assert len(told) > 200
    assert {each["logger"] for each in told} >= {"kidneycare.request", "django.request", "_granian"}
    assert any("no such table" in each.get("fault", "") for each in told)


def run(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words],
        env={"PATH": os.environ["PATH"], "KIDNEYCARE_DATA": str(data), "LOG_FORMAT": "json"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_why_the_server_itself_ends_is_a_line_too(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = str(taken.getsockname()[1])
        done = run(tmp_path, "-m", "kidneycare.server", "--port", port)
    assert done.returncode == 1
    (line,) = (done.stdout + done.stderr).splitlines()
    told = json.loads(line)
    assert (told["level"], told["logger"]) == ("CRITICAL", "kidneycare.server")
    assert "Address already in use" in told["message"]
    assert "RuntimeError" in told["fault"]


HOOKS = """
import threading, warnings
from kidneycare import wsgi
from kidneycare.server.__main__ import log_what_python_prints

class Broken:
    def __del__(self):
        int("my-kn33-hurts")

log_what_python_prints()
warnings.warn("sooner or later this goes", RuntimeWarning)
thread = threading.Thread(target=lambda: int("my-kn33-hurts"))
thread.start()
thread.join()
Broken()
"""


def test_what_python_prints_in_a_form_of_its_own_is_logged_instead(tmp_path: Path) -> None:
    done = run(tmp_path, "-c", HOOKS)
    told = [json.loads(line) for line in (done.stdout + done.stderr).splitlines()]
    assert [each["level"] for each in told] == ["WARNING", "ERROR", "ERROR"]
    assert "sooner or later this goes" in told[0]["message"]
    assert all("ValueError" in each["fault"] for each in told[1:])
    assert not [each for each in told if "my-kn33-hurts" in without_code(each.get("fault", ""))]
