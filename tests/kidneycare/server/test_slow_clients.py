"""Whoever sends slowly, reads slowly or not at all costs the real server no thread."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import stat
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from bench.servers import children_of
from kidneycare.server.bridge import PLAIN_FIELDS
from operation.crowd import SLOW_FILE, Crowd
from tests.event_loop import run
from tests.kidneycare.server.served import Served, first_visit, serving

HOST = b"Host: localhost\r\n"
ALIVE = b"GET /livez HTTP/1.1\r\n" + HOST + b"\r\n"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("data"), WEB_WORKERS="2") as found:
        yield found


@pytest.mark.long
def test_pages_and_ticks_go_on_beside_two_hundred_of_each_kind_who_hold_their_connections(
    served: Served,
) -> None:
    """How long they take on an idle computer is what `make test-faults` measures."""
    cookies = served.ask("POST", "/plan/begin/", first_visit(served), way="full")[2]
    day = re.search(r'data-day="([0-9-]+)"', served.ask("GET", "/", cookies)[1])
    assert day is not None
    tick = f"/day/{day[1]}/evening/sole-rub/1/"

    async def half_a_file() -> bytes:
        """Sent by more people than there are threads; the server waits a minute for the rest."""
        reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
        writer.write(SLOW_FILE)
        try:
            return await reader.read(1)
        finally:
            writer.close()

    async def crowded() -> None:
        halves = [asyncio.ensure_future(half_a_file()) for _ in range(24)]
        crowd = Crowd(served.port)
        going = crowd.begin()
        await crowd.pause(2)
        for done in range(15):
            status, _page, _cookies = await asyncio.to_thread(served.ask, "GET", "/", cookies)
            assert status == 200
            values = {"done": str(done % 2)}
            status, *_ = await asyncio.to_thread(served.ask, "POST", tick, cookies, **values)
            assert status == 303
            if not done:
                # Where half a file holds a thread, a page waits until some are given up.
                assert not any(half.done() for half in halves)
        crowd.over.set()
        for half in halves:
            half.cancel()
        await asyncio.gather(*going)

    run(crowded())


def test_whoever_never_hangs_up_holds_nobody_up(served: Served) -> None:
    """120 ask for the connection to be closed after the answer, and then do nothing."""
    asked = ALIVE.removesuffix(b"\r\n") + b"Connection: close\r\n\r\n"
    with ExitStack() as stack:
        for _ in range(120):
            line = stack.enter_context(socket.create_connection(("127.0.0.1", served.port)))
            line.sendall(asked)
        begun = time.monotonic()
        for _ in range(4):
            first_visit(served)
        # Waiting two seconds for each in turn would take both processes two minutes.
        assert time.monotonic() - begun < 60


def answer_to(served: Served, asked: bytes, *, letter_by_letter: bool = False) -> bytes:
    """All that comes back until the connection is closed or nothing has come for a while."""
    answer = b""
    with socket.create_connection(("127.0.0.1", served.port), timeout=180) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for part in [bytes([each]) for each in asked] if letter_by_letter else [asked]:
            line.sendall(part)
        with suppress(ConnectionResetError):
            while part := line.recv(65_536):
                answer += part
    return answer


def test_requests_in_pieces_and_several_at_once_are_answered(served: Served) -> None:
    last = ALIVE.removesuffix(b"\r\n") + b"Connection: close\r\n\r\n"
    answer = answer_to(served, ALIVE + last, letter_by_letter=True)
    assert answer.count(b"HTTP/1.1 200 OK\r\n") == 2
    assert answer_to(served, ALIVE * 20 + last).count(b"HTTP/1.1 200 OK\r\n") == 21


LONG = b"X-Long: " + b"y" * 3800 + b"\r\n"


@pytest.mark.parametrize(
    "asked, status",
    [
        (b"GET /livez HTTP/1.1\r\n" + HOST + b"X-Many: y\r\n" * 61 + b"\r\n", b"431"),
        (b"GET /livez HTTP/1.1\r\n" + HOST + b"X-Many: y\r\n" * 200 + b"\r\n", b"431"),
        (b"GET /livez HTTP/1.1\r\n" + HOST + b"X-Long: " + b"y" * 5000 + b"\r\n\r\n", b"431"),
        (b"GET /livez HTTP/1.1\r\n" + HOST + b"X-Endless: " + b"y" * 40_000, b"431"),
        (b"GET /livez HTTP/1.1\r\n" + HOST + LONG * 10 + b"\r\n", b"431"),
        (b"GET /" + b"y" * 3000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", b"414"),
        (b"GET /livez HTTP/1.1\r\n\r\n", b"400"),
        (b"GET /livez HTTP/1.1\r\n" + HOST * 2 + b"\r\n", b"400"),
        (b"nothing\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: six\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 99999999999\r\n\r\nabc", b"413"),
        (b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc", b"411"),
    ],
)
def test_what_no_browser_sends_is_refused_and_the_connection_closed(
    served: Served, asked: bytes, status: bytes
) -> None:
    assert answer_to(served, asked).startswith(b"HTTP/1.1 " + status)


def test_what_is_refused_without_django_is_said_in_words_and_carries_the_strict_headers(
    served: Served,
) -> None:
    head, _, body = answer_to(
        served, b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n"
    ).partition(b"\r\n\r\n")
    for words in ("Nothing was saved", "什么都没有保存", "什麼都沒有儲存"):
        assert words in body.decode()
    for name, value in PLAIN_FIELDS:
        assert name + b": " + value in head


def test_no_head_passes_for_a_proxy_or_moves_the_site(served: Served) -> None:
    claims = [
        *("X-Forwarded-Proto: https", "X-Forwarded-Host: evil.example", "X-Forwarded-For: 9.9.9.9"),
        *("X-Forwarded-Prefix: /evil", "Forwarded: for=9.9.9.9;proto=https;host=evil.example"),
        *("SCRIPT_NAME: /evil", "Script-Name: /evil", "X-Script-Name: /evil", "PATH_INFO: /evil"),
        *("X-Forwarded-Ssl: on", "X-Scheme: https", "REMOTE_ADDR: 9.9.9.9", "Connection: close"),
    ]
    asked = b"GET /plan/ HTTP/1.1\r\n" + HOST + "\r\n".join([*claims, "", ""]).encode()
    answer = answer_to(served, asked)
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b"evil" not in answer
    head = answer.partition(b"\r\n\r\n")[0].lower()
    assert b"set-cookie" in head
    assert b"; secure" not in head
    assert b"strict-transport-security" not in head


def test_a_process_that_is_killed_is_replaced(served: Served) -> None:
    before = children_of(served.process.pid)
    if not before:
        pytest.skip("this system doesn't tell the children of a process")
    os.kill(before[0], signal.SIGKILL)
    until = time.monotonic() + 60
    while time.monotonic() < until:
        now = children_of(served.process.pid)
        if len(now) == len(before) and before[0] not in now:
            break
        time.sleep(0.1)
    else:
        pytest.fail("it was not replaced")
    for _ in range(8):
        first_visit(served)


def test_asked_to_stop_it_answers_what_has_begun(tmp_path: Path) -> None:
    """Kept connections are told to close; what has half arrived is answered, and all ends well."""
    answered = cut = 0
    busy = asyncio.Event()

    async def ask_on_and_on(port: int) -> None:
        """As a proxy does: on a kept connection, until told to close it, and elsewhere then."""
        nonlocal answered, cut
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        head = b""
        try:
            while b"connection: close" not in head:
                writer.write(ALIVE)
                head = (await reader.readuntil(b"\r\n\r\n")).lower()
                await reader.readuntil(b"\n")
                answered += 1
                if answered == 50:
                    busy.set()
                await asyncio.sleep(0.05)
        except (EOFError, OSError):
            cut += 1
        writer.close()

    async def all_of_them() -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", found.port)
        writer.write(ALIVE[:20])
        # Accepted after that one, so once they are answered it has long been here.
        going = [asyncio.ensure_future(ask_on_and_on(found.port)) for _ in range(12)]
        await busy.wait()
        found.process.send_signal(signal.SIGTERM)
        await asyncio.gather(*going)
        writer.write(ALIVE[20:])
        return await reader.readline()

    with serving(tmp_path) as found:
        first = run(all_of_them())
        assert found.process.wait(60) == 0
    assert first == b"HTTP/1.1 503 Service Unavailable\r\n"
    assert cut <= 1, answered
    assert not stat.S_IMODE(found.database.stat().st_mode) & 0o077
