"""From an asynchronous server (ASGI) to Django's synchronous side (WSGI).

A slow client costs a connection, never a thread: the event loop reads the whole request, a thread
answers it, and the event loop sends the response. Django's own ASGI handler would do the first at
half the speed (docs/performance.md).
"""

import asyncio
import logging
import os
import re
import signal
import sys
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from urllib.parse import unquote_to_bytes
from wsgiref.types import WSGIApplication, WSGIEnvironment

from kidneycare.server import stopping

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Fields = Sequence[tuple[bytes, bytes]]

CHUNK = 64 * 1024
UPKEEP_SECONDS = 3600.0
PLAIN_FIELDS: Fields = (
    (b"content-type", b"text/plain; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; base-uri 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
)
"""Headers of the responses that are made here, without Django."""
CLOSE = (b"connection", b"close")
log = logging.getLogger("kidneycare.request")


@dataclass(frozen=True)
class Limits:
    """Limits of requests and responses, in bytes and seconds."""

    body: int
    """A longer body is not read: Django answers 413."""
    form: int = 64 * 1024
    """A body up to this is held in memory; a longer one in a file, a few at a time."""
    target: int = 2048
    fields: int = 60
    field: int = 4096
    head: int = 32 * 1024
    """Of all fields: the server's own limit of so much counts what is still incomplete."""
    form_seconds: float = 10.0
    upload_seconds: float = 60.0
    """Includes the wait for other uploads."""
    uploads: int = 2
    send_seconds: float = 10.0
    """A client may read nothing for this long."""
    answer: int = 1024 * 1024
    """A longer answer is held in a file."""
    one_at_a_time: re.Pattern[str] = re.compile("(?!)")
    """``METHOD /path`` of what costs seconds and much memory: a thread of its own answers it."""
    health: re.Pattern[str] = re.compile("(?!)")
    """Likewise of what a supervisor asks: its thread is free when all others wait."""


class Bridge:
    def __init__(
        self,
        application: WSGIApplication,
        limits: Limits,
        *,
        threads: int = 4,
        refused: bytes = b"",
        leave_seconds: float = 0.0,
        upkeep: Callable[[], object] = lambda: None,
    ) -> None:
        self.application = application
        self.limits = limits
        # What people read where the response is made here, without Django.
        self.refused = refused
        # After SIGTERM it goes on accepting for so long, until a proxy has noticed.
        self.leave_seconds = leave_seconds
        # Called every hour, in a thread.
        self.upkeep = upkeep
        # Threads are kept, and with them their connections to the database.
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="request")
        self.slow = ThreadPoolExecutor(1, thread_name_prefix="slow")
        self.health = ThreadPoolExecutor(1, thread_name_prefix="health")
        self.uploads = asyncio.Semaphore(limits.uploads)

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.lifespan(receive, send)
            return
        if status := refusal(scope, self.limits):
            await self.refuse(send, status)
            return
        environ = wsgi_environ(scope)
        limits = self.limits
        length = int(environ.get("CONTENT_LENGTH", 0))
        upload = limits.body >= length > limits.form
        seconds = limits.upload_seconds if upload else limits.form_seconds
        try:
            async with (
                asyncio.timeout(seconds) as deadline,
                self.uploads if upload else nullcontext(),
            ):
                with SpooledTemporaryFile(limits.form) as body:
                    if 0 < length <= limits.body:
                        await read_body(receive, body)
                    deadline.reschedule(None)
                    await self.answer(environ, body, send, close=length > limits.body)
        except ConnectionError:
            return
        except TimeoutError:
            await self.refuse(send, 503 if upload else 408)

    async def answer(
        self, environ: WSGIEnvironment, body: IO[bytes], send: Send, *, close: bool = False
    ) -> None:
        environ["wsgi.input"] = body
        asked = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}"
        pool = self.pool_for(asked)
        with SpooledTemporaryFile(self.limits.answer) as answer:
            try:
                status, fields = await asyncio.get_running_loop().run_in_executor(
                    pool, run, self.application, environ, answer
                )
            except Exception:
                # The filter of kidneycare.web.logs keeps what the exception says out of the log.
                log.exception("failed", extra={"status_code": 500})
                await self.refuse(send, 500)
                return
            size = answer.tell()
            answer.seek(0)
            if close or stopping.asked.is_set():
                fields.append(CLOSE)
            await send({"type": "http.response.start", "status": status, "headers": fields})
            with suppress(TimeoutError):  # A body that ends early ends the connection.
                for start in range(0, max(size, 1), CHUNK):
                    chunk, more = answer.read(CHUNK), start + CHUNK < size
                    async with asyncio.timeout(self.limits.send_seconds):
                        await send({"type": "http.response.body", "body": chunk, "more_body": more})

    def pool_for(self, asked: str) -> ThreadPoolExecutor:
        if self.limits.one_at_a_time.fullmatch(asked):
            return self.slow
        return self.health if self.limits.health.fullmatch(asked) else self.pool

    async def refuse(self, send: Send, status: int) -> None:
        """Refuse and close the connection, without reading the rest."""
        fields = [*PLAIN_FIELDS, CLOSE]
        await send({"type": "http.response.start", "status": status, "headers": fields})
        body = b"%d\n\n%b" % (status, self.refused)
        await send({"type": "http.response.body", "body": body})

    async def lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, self.leave)
        self.watch(os.getppid())
        loop.call_later(UPKEEP_SECONDS, self.keep_up)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self.pool.shutdown()
        self.slow.shutdown()
        self.health.shutdown()
        await send({"type": "lifespan.shutdown.complete"})

    def keep_up(self) -> None:
        if not stopping.asked.is_set():
            loop = asyncio.get_running_loop()
            loop.run_in_executor(self.pool, self.upkeep)
            loop.call_later(UPKEEP_SECONDS, self.keep_up)

    def leave(self) -> None:
        """Stop gracefully: /livez says so and connections are closed before the server stops."""
        if not stopping.asked.is_set():
            stopping.asked.set()
            # SIGINT is still the server's own.
            loop = asyncio.get_running_loop()
            loop.call_later(self.leave_seconds, signal.raise_signal, signal.SIGINT)

    def watch(self, parent: int) -> None:
        """Leave when the parent was killed: nobody else would end this process."""
        if os.getppid() == parent:
            asyncio.get_running_loop().call_later(1, self.watch, parent)
        else:
            self.leave()


def refusal(scope: dict[str, Any], limits: Limits) -> int | None:
    """The status that refuses a request by its headers, if it is to be refused."""
    fields: Fields = scope["headers"]
    names = [name for name, _value in fields]
    if len(scope["raw_path"]) + len(scope["query_string"]) > limits.target:
        return 414
    sizes = [len(name) + len(value) for name, value in fields]
    if len(sizes) > limits.fields or max(sizes, default=0) > limits.field:
        return 431
    if sum(sizes) > limits.head:
        return 431
    if b"transfer-encoding" in names:
        return 411
    hosts = [value for name, value in fields if name == b"host"]
    # HTTP/1.0 needs none. Whatever is not a length the server itself has refused.
    if len(hosts) > 1 or (not any(hosts) and scope["http_version"] == "1.1"):
        return 400
    return 400 if names.count(b"content-length") > 1 else None


def wsgi_environ(scope: dict[str, Any]) -> WSGIEnvironment:
    """Without the environment variables of this process, which WSGI servers often include."""
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": scope["server"][0],
        "SERVER_PORT": str(scope["server"][1]),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": scope["client"][0] if scope["client"] else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for field, value in scope["headers"]:
        name = field.decode("latin-1")
        # "X_Forwarded_Proto" would pass for "X-Forwarded-Proto", which a proxy vouches for.
        if "_" in name or (name == "host" and not value):
            continue
        key = name.upper().replace("-", "_")
        if key not in {"CONTENT_TYPE", "CONTENT_LENGTH"}:
            key = f"HTTP_{key}"
        text = value.decode("latin-1")
        if key in environ:
            text = f"{environ[key]}{'; ' if name == 'cookie' else ','}{text}"
        environ[key] = text
    return environ


async def read_body(receive: Receive, into: IO[bytes]) -> None:
    """Read a whole body; raises ConnectionError where the client has gone."""
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionError
        into.write(message.get("body", b""))
        more = message.get("more_body", False)
    into.seek(0)


def run(
    application: WSGIApplication, environ: WSGIEnvironment, answer: IO[bytes]
) -> tuple[int, list[tuple[bytes, bytes]]]:
    """Write the whole body of the answer, return its status and headers; runs in a thread."""
    status = 500
    fields: list[tuple[bytes, bytes]] = []

    def start_response(line: str, given: list[tuple[str, str]], _trouble: Any = None) -> Any:
        nonlocal status
        status = int(line[:3])
        fields[:] = [(n.lower().encode("latin-1"), v.strip().encode("latin-1")) for n, v in given]

    parts = application(environ, start_response)
    try:
        for part in parts:
            answer.write(part)
    finally:
        if hasattr(parts, "close"):
            parts.close()
    return status, fields
