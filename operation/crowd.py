"""Connections that send slowly, read nothing or are idle, as many as one likes."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial

HOST = b"Host: localhost\r\n"
SLOW_HEAD = b"GET / HTTP/1.1\r\n" + HOST + b"X-Long: " + b"y" * 400
SLOW_FORM = b"POST /plan/begin/ HTTP/1.1\r\n" + HOST + b"Content-Length: 30000\r\n\r\n" + b"y" * 400
SLOW_FILE = b"POST /import/ HTTP/1.1\r\n" + HOST + b"Content-Length: 3000000\r\n\r\n" + b"y" * 400
CHUNKED = b"POST /back/ HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n1\r\ny\r\n"
REFUSED = b"POST /no-such-page/ HTTP/1.1\r\n" + HOST + b"Content-Length: 60000\r\n\r\n" + b"y" * 400
LARGE = b"GET /static/django_htmx/htmx-2.js HTTP/1.1\r\n" + HOST + b"\r\n"


class Crowd:
    """Connections that behave badly until it is over, so many of each kind."""

    def __init__(self, port: int, each: int = 200) -> None:
        self.port = port
        self.each = each
        self.over = asyncio.Event()

    async def pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self.over.wait(), seconds)

    async def dribble(self, letters: bytes) -> None:
        """A letter a second, of a body behind its head; from the start once it is hung up on."""
        head, end, body = letters.rpartition(b"\r\n\r\n")
        while not self.over.is_set():
            with suppress(OSError):
                _reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
                writer.write(head + end)
                for letter in body:
                    writer.write(bytes([letter]))
                    await writer.drain()
                    await self.pause(1)
                writer.close()
            await self.pause(1)

    async def read_nothing(self) -> None:
        """Ask for forty megabytes, one answer after the other, and take none."""
        narrow = socket.socket()
        narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        narrow.setblocking(False)
        with narrow, suppress(OSError):
            loop = asyncio.get_running_loop()
            await loop.sock_connect(narrow, ("127.0.0.1", self.port))
            await loop.sock_sendall(narrow, LARGE * 250)
            await self.over.wait()

    async def linger(self) -> None:
        """Ask for the connection to be closed behind the answer, and never hang up."""
        _reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(b"GET /livez HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n")
        await self.over.wait()
        writer.close()

    async def idle(self) -> None:
        _reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        await self.over.wait()
        writer.close()

    def kinds(self) -> list[Callable[[], Awaitable[None]]]:
        slow = (SLOW_HEAD, SLOW_FORM, SLOW_FILE, CHUNKED, REFUSED)
        dribbling = [partial(self.dribble, letters) for letters in slow]
        return [*dribbling, self.read_nothing, self.linger, self.idle]

    def begin(self) -> list[asyncio.Future[None]]:
        """All of them, in the loop that runs; ``over`` ends them."""
        return [asyncio.ensure_future(one()) for one in self.kinds() for _ in range(self.each)]
