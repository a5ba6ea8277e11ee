"""A network between phone and server that breaks what it carries, in a way that can be chosen."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from http import HTTPStatus
from random import Random

HOTEL = b"<!doctype html><title>Welcome</title><h1>Sign in to the hotel's network</h1>"
STATUSES = (401, 403, 407, 408, 425, 429, 500, 502, 503, 504)
FAULTS = (
    *("drop", "lose the answer", "send twice", "delay", "cut the answer"),
    *("answer for the server", "redirect", "gone", *map(str, STATUSES)),
)


def response(status: int, body: bytes = HOTEL, *more: bytes) -> bytes:
    """An answer that our server never gave."""
    line = f"HTTP/1.1 {status} {HTTPStatus(status).phrase}".encode()
    head = (line, b"Content-Type: text/html", f"Content-Length: {len(body)}".encode(), *more)
    return b"\r\n".join((*head, b"Connection: close", b"", body))


class FaultyProxy:
    """Carries each request on a connection of its own; ``fault`` holds until it is changed."""

    def __init__(self, port: int, random: Random) -> None:
        self.port = port
        """The server's."""
        self.random = random
        self.fault: str | None = None
        self.injected = 0

    async def __aenter__(self) -> int:
        self._server = await asyncio.start_server(self._serve, "localhost", 0)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def __aexit__(self, *_: object) -> None:
        self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            request = await self._request(reader)
            answer = await self._answer(request)
            writer.write(answer)
            await writer.drain()
        writer.close()

    @staticmethod
    async def _request(reader: asyncio.StreamReader) -> bytes:
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
        body = await reader.readexactly(int(length[1])) if length else b""
        head = re.sub(rb"(?i)\r\n(connection|upgrade-insecure-requests):[^\r]*", b"", head)
        return head.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n") + body

    async def _answer(self, request: bytes) -> bytes:
        """What comes back: nothing where the connection is only closed."""
        fault = self.fault
        self.injected += fault is not None
        if fault in {"drop", "gone"}:
            return b""
        if fault == "answer for the server":
            return response(200)
        if fault == "redirect":
            is_asked = b" /hotel " in request.partition(b"\r\n")[0]
            return response(200) if is_asked else response(302, b"", b"Location: /hotel")
        if fault is not None and fault.isdecimal():
            return response(int(fault))
        if fault == "delay":
            await asyncio.sleep(self.random.uniform(0.1, 1.5))
        answer = await self._forward(request)
        if fault == "send twice":
            answer = await self._forward(request)
        if fault == "lose the answer":
            return b""
        return self._cut(answer) if fault == "cut the answer" else answer

    @staticmethod
    def _cut(answer: bytes) -> bytes:
        """Half of its body is missing; a head that is cut browsers take for a whole one."""
        head, end, body = answer.partition(b"\r\n\r\n")
        return head + end + body[: len(body) // 2]

    async def _forward(self, request: bytes) -> bytes:
        reader, writer = await asyncio.open_connection("localhost", self.port)
        writer.write(request)
        await writer.drain()
        answer = await reader.read()
        writer.close()
        return answer
