"""Connections that send slowly, read nothing or are idle, as many as one likes."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress

HOST = b"Host: localhost\r\n"
SLOW_HEAD = b"GET / HTTP/1.1\r\n" + HOST + b"X-Long: " + b"y" * 400
SLOW_FORM = b"POST /plan/begin/ HTTP/1.1\r\n" + HOST + b"Content-Length: 30000\r\n\r\n" + b"y" * 400
SLOW_FILE = b"POST /import/ HTTP/1.1\r\n" + HOST + b"Content-Length: 3000000\r\n\r\n" + b"y" * 400
LARGE = b"GET /static/django_htmx/htmx-2.js HTTP/1.1\r\n" + HOST + b"\r\n"


class Crowd:
    """Connections that behave badly until it is over."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.over = asyncio.Event()

    async def pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self.over.wait(), seconds)

    async def dribble(self, letters: bytes) -> None:
        """A letter every so often; from the start once it is hung up on."""
        while not self.over.is_set():
            with suppress(OSError):
                _reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
                for letter in letters:
                    writer.write(bytes([letter]))
                    await writer.drain()
                    await self.pause(0.1)
                writer.close()

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

    async def idle(self) -> None:
        _reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        await self.over.wait()
        writer.close()

    def kinds(self) -> dict[str, tuple[int, Callable[[], Awaitable[None]]]]:
        """How many of each behave how."""
        return {
            "slow heads": (60, lambda: self.dribble(SLOW_HEAD)),
            "slow forms": (30, lambda: self.dribble(SLOW_FORM)),
            "slow files": (30, lambda: self.dribble(SLOW_FILE)),
            "reading nothing": (30, self.read_nothing),
            "idle": (100, self.idle),
        }

    def begin(self) -> list[asyncio.Future[None]]:
        """All of them, in the loop that runs; ``over`` ends them."""
        kinds = self.kinds().values()
        return [asyncio.ensure_future(one()) for number, one in kinds for _ in range(number)]
