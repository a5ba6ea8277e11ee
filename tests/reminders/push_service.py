"""A push service on this computer: it speaks TLS, keeps what it gets and answers as it is told."""

from __future__ import annotations

import asyncio
import datetime as dt
import ssl
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives.serialization import Encoding

from kidneycare.server import authority

TAKEN = "201 Created\r\nContent-Length: 0"


class Received(NamedTuple):
    path: str
    headers: dict[str, str]
    body: bytes


class PushService:
    """``answers``: by path, of each message in turn; the last one goes on. Else 201."""

    def __init__(self, folder: Path) -> None:
        authority.renew(folder, {"localhost", "127.0.0.1"}, dt.datetime.now(dt.UTC))
        self.certificate = folder / "authority.crt"
        root = authority.certificate(folder)
        assert root is not None
        self.certificate.write_bytes(root.public_bytes(Encoding.PEM))
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._tls.load_cert_chain(authority.server_file(folder))
        self.received: list[Received] = []
        self.answers: dict[str, list[str]] = defaultdict(lambda: [TAKEN])
        self.seconds = 0.0
        self.trickles = False
        self.on_message: Callable[[Received], None] = lambda _message: None
        self.port = 0

    def endpoint(self, path: str) -> str:
        return f"https://localhost:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        return [each.path for each in self.received]

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError, ssl.SSLError):
            while head := await reader.readuntil(b"\r\n\r\n"):
                first, *lines = head.decode("latin-1").strip().split("\r\n")
                headers = {
                    name.lower(): value for name, value in (line.split(": ", 1) for line in lines)
                }
                body = await reader.readexactly(int(headers.get("content-length", "0")))
                message = Received(first.split(" ")[1], headers, body)
                self.received.append(message)
                self.on_message(message)
                answers = self.answers[message.path]
                answer = answers.pop(0) if len(answers) > 1 else answers[0]
                if self.seconds:
                    await asyncio.sleep(self.seconds)
                if not answer:
                    break
                writer.write(f"HTTP/1.1 {answer}\r\n".encode())
                while self.trickles:
                    writer.write(b"X: y\r\n")
                    await writer.drain()
                    await asyncio.sleep(0.05)
                writer.write(b"\r\n")
                await writer.drain()
        writer.close()

    async def serve(self, ready: Callable[[], None], stop: asyncio.Event) -> None:
        server = await asyncio.start_server(self._talk, "127.0.0.1", self.port, ssl=self._tls)
        self.port = server.sockets[0].getsockname()[1]
        ready()
        await stop.wait()
        server.close()
        talks = asyncio.all_tasks() - {asyncio.current_task()}
        for talk in talks:
            talk.cancel()
        await asyncio.gather(*talks, return_exceptions=True)


@contextmanager
def push_service(folder: Path) -> Iterator[PushService]:
    service, is_ready = PushService(folder), threading.Event()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()
    thread = threading.Thread(
        target=loop.run_until_complete, args=(service.serve(is_ready.set, stop),), daemon=True
    )
    thread.start()
    assert is_ready.wait(60)
    yield service
    loop.call_soon_threadsafe(stop.set)
    thread.join(60)
