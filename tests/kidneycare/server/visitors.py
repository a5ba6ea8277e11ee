"""Connections to the bridge, and an application behind it, without a server."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from kidneycare.server.bridge import Bridge, Limits

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    Message = dict[str, Any]

LIMITS = Limits(body=4000, form=100, form_seconds=0.2, upload_seconds=0.4, send_seconds=0.2)


class Echo:
    """A WSGI application that answers what it was sent, and remembers what it was asked."""

    def __init__(self, answer: Iterable[bytes] | None = None) -> None:
        self.asked: list[WSGIEnvironment] = []
        self.answer = answer

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        self.asked.append(environ)
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [environ["wsgi.input"].read()] if self.answer is None else self.answer


class Visitor:
    """One connection: a head, then the parts of a body, each after a while."""

    def __init__(
        self, *fields: tuple[str, str], parts: Iterable[bytes] = (), pause: float = 0
    ) -> None:
        self.scope: dict[str, Any] = {
            "type": "http",
            "http_version": "1.1",
            "method": "POST",
            "scheme": "http",
            "raw_path": b"/a%20b",
            "query_string": b"",
            "server": ("127.0.0.1", "8000"),
            "client": ("127.0.0.2", "9"),
            "headers": [
                (name.encode(), value.encode()) for name, value in (("host", "localhost"), *fields)
            ],
        }
        self.parts = list(parts)
        self.pause = pause
        self.arrives: asyncio.Event | None = None
        self.reads = True
        self.received = 0
        self.sent: list[Message] = []

    async def receive(self) -> Message:
        await asyncio.sleep(self.pause)
        if self.arrives is not None:
            await self.arrives.wait()
        self.received += 1
        if not self.parts:
            return {"type": "http.disconnect"}
        part = self.parts.pop(0)
        return {"type": "http.request", "body": part, "more_body": bool(self.parts)}

    async def send(self, message: Message) -> None:
        if not self.reads and self.sent:
            await asyncio.sleep(60)
        self.sent.append(message)

    async def visit(self, bridge: Bridge) -> None:
        await bridge(self.scope, self.receive, self.send)

    @property
    def status(self) -> int | None:
        return self.sent[0]["status"] if self.sent else None

    @property
    def fields(self) -> dict[bytes, bytes]:
        return dict(self.sent[0]["headers"])

    @property
    def body(self) -> bytes:
        return b"".join(message["body"] for message in self.sent[1:])


def sends(parts: list[bytes], *, pause: float = 0) -> Visitor:
    length = str(sum(map(len, parts)))
    return Visitor(("content-length", length), parts=parts, pause=pause)
