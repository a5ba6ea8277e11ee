"""Connections that send slowly, read nothing or are idle, as many as one likes."""

from __future__ import annotations

import asyncio
import multiprocessing
import socket
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import partial
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Event
from typing import Any

from operation.phones import Place

HOST = b"Host: localhost\r\n"
SLOW_HEAD = b"GET / HTTP/1.1\r\n" + HOST + b"X-Long: " + b"y" * 400
SLOW_FORM = b"POST /plan/begin/ HTTP/1.1\r\n" + HOST + b"Content-Length: 30000\r\n\r\n" + b"y" * 400
SLOW_FILE = b"POST /import/ HTTP/1.1\r\n" + HOST + b"Content-Length: 3000000\r\n\r\n" + b"y" * 400
CHUNKED = b"POST /back/ HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n1\r\ny\r\n"
REFUSED = b"POST /no-such-page/ HTTP/1.1\r\n" + HOST + b"Content-Length: 60000\r\n\r\n" + b"y" * 400
LARGE = b"GET /static/django_htmx/htmx-2.js HTTP/1.1\r\n" + HOST + b"\r\n"


class Crowd:
    """Connections that behave badly until it is over, so many of each kind.

    ``context``: they speak https, and trust whom it trusts.
    """

    def __init__(self, port: int, each: int = 200, context: ssl.SSLContext | None = None) -> None:
        self.port = port
        self.each = each
        self.context = context
        self.over = asyncio.Event()
        self.open = 0
        """Connections that are held just now."""

    @asynccontextmanager
    async def connection(
        self, line: socket.socket | None = None
    ) -> AsyncIterator[asyncio.StreamWriter]:
        """A connection of which hardly anything is read; ``line``: a connected socket for it."""
        where: dict[str, Any] = {"sock": line} if line else {"host": "127.0.0.1", "port": self.port}
        if self.context:
            where |= {"ssl": self.context, "server_hostname": "localhost"}
        _reader, writer = await asyncio.open_connection(**where, limit=1)
        self.open += 1
        try:
            yield writer
        finally:
            self.open -= 1
            writer.transport.abort()

    async def pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self.over.wait(), seconds)

    async def dribble(self, letters: bytes) -> None:
        """A letter a second, of a body behind its head; from the start once it is hung up on."""
        head, end, body = letters.rpartition(b"\r\n\r\n")
        while not self.over.is_set():
            with suppress(OSError):
                async with self.connection() as writer:
                    writer.write(head + end)
                    for letter in body:
                        writer.write(bytes([letter]))
                        await writer.drain()
                        await self.pause(1)
            await self.pause(1)

    async def read_nothing(self) -> None:
        """Ask for forty megabytes, one answer after the other, and take next to none."""
        narrow = socket.socket()
        narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        narrow.setblocking(False)
        await asyncio.get_running_loop().sock_connect(narrow, ("127.0.0.1", self.port))
        async with self.connection(narrow) as writer:
            writer.write(LARGE * 250)
            await self.over.wait()

    async def linger(self) -> None:
        """Ask for the connection to be closed behind the answer, and never hang up."""
        async with self.connection() as writer:
            writer.write(b"GET /livez HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n")
            await self.over.wait()

    async def idle(self) -> None:
        async with self.connection():
            await self.over.wait()

    def kinds(self) -> list[Callable[[], Awaitable[None]]]:
        slow = (SLOW_HEAD, SLOW_FORM, SLOW_FILE, CHUNKED, REFUSED)
        dribbling = [partial(self.dribble, letters) for letters in slow]
        return [*dribbling, self.read_nothing, self.linger, self.idle]

    def begin(self) -> list[asyncio.Future[None]]:
        """All of them, in the loop that runs; ``over`` ends them."""
        return [asyncio.ensure_future(one()) for one in self.kinds() for _ in range(self.each)]


def _run_crowd(place: Place, held: Synchronized[int], over: Event) -> None:
    """Run a crowd until it is over; ``held`` tells how many connections are open."""

    async def crowded() -> None:
        crowd = Crowd(place.port, context=place.context())
        going = crowd.begin()
        while not over.is_set():
            held.value = crowd.open
            await asyncio.sleep(0.1)
        crowd.over.set()
        await asyncio.gather(*going)

    asyncio.run(crowded())


@contextmanager
def crowd_beside(place: Place) -> Iterator[None]:
    """While the block runs 1,600 hold their connections in eight ways, in another process."""
    wanted = len(Crowd(0).kinds()) * Crowd(0).each
    spawned = multiprocessing.get_context("spawn")
    held, over = spawned.Value("i", 0), spawned.Event()
    beside = spawned.Process(target=_run_crowd, args=(place, held, over))
    beside.start()
    try:
        until = time.monotonic() + 120
        while held.value < 0.95 * wanted:
            assert time.monotonic() < until, f"{held.value} of {wanted} are there"
            time.sleep(0.1)
        yield
        # Those that were hung up on are coming back.
        assert held.value > 0.5 * wanted, f"{held.value} of {wanted} are there"
    finally:
        over.set()
        beside.join()
    assert beside.exitcode == 0
