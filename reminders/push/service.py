"""Talking to push services: connections, and what an answer means for a message."""

import io
import re
import select
import socket
import ssl
import time
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import Enum, auto
from http.client import HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from reminders.push.addresses import NotAllowed, is_endpoint, resolve

SECONDS = 10.0
"""For a connection, and again for an answer, however slowly it trickles."""
IDLE_SECONDS = 50.0
MOST_IDLE = 32
LONGEST_ANSWER = 8192
LONGEST_WAIT = timedelta(days=1)


class Fate(Enum):
    """What becomes of a message: taken, endpoint gone, given up, or to be tried later."""

    TAKEN = auto()
    GONE = auto()
    GIVEN_UP = auto()
    LATER = auto()


class Outcome(NamedTuple):
    """``status`` is 0 where nobody answered; ``wait`` is what the service asks for."""

    fate: Fate
    status: int = 0
    wait: timedelta | None = None


NOBODY = Outcome(Fate.LATER)


class Deadline(io.RawIOBase):
    """Reads a socket until an instant: a limit for each read alone would never end a trickle."""

    def __init__(self, line: socket.socket) -> None:
        self._line, self._ends = line, time.monotonic() + SECONDS
        self._file = line.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._line.settimeout(max(0.001, self._ends - time.monotonic()))
        return self._file.readinto(buffer)

    def close(self) -> None:
        self._file.close()
        super().close()


class Response(HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp.close()
        self.fp = io.BufferedReader(Deadline(sock))


class Connection(HTTPSConnection):
    """A connection to the very address that was found to be allowed."""

    response_class = Response

    def __init__(self, host: str, port: int, context: ssl.SSLContext, *, loopback: bool) -> None:
        super().__init__(host, port, timeout=SECONDS, context=context)
        self._tls, self._loopback = context, loopback
        self.used_at = 0.0

    def connect(self) -> None:
        error: OSError = OSError("no address")
        ends = time.monotonic() + SECONDS
        for family, address in resolve(self.host, self.port, loopback=self._loopback):
            line = socket.socket(family, socket.SOCK_STREAM)
            try:
                line.settimeout(max(0.001, ends - time.monotonic()))
                line.connect((address, self.port))
                line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self.sock = self._tls.wrap_socket(line, server_hostname=self.host)
            except OSError as failed:
                line.close()
                error = failed
            else:
                return
        raise error

    def answer(self) -> Outcome:
        """What the service says to the request that was sent."""
        with self.getresponse() as response:
            if len(response.read(LONGEST_ANSWER)) == LONGEST_ANSWER:
                self.close()
            return outcome_of(response.status, response.getheader("Retry-After"))

    @property
    def is_alive(self) -> bool:
        """Whether nothing came since the last answer: what comes then is that it was closed."""
        if self.sock is None or time.monotonic() - self.used_at > IDLE_SECONDS:
            return False
        waiting = select.poll()
        waiting.register(self.sock, select.POLLIN)
        return not waiting.poll(0)


class Services:
    """Connections to push services, kept open between messages; for several threads.

    ``test_authority``: the certificate of a push service on this computer itself, which is then
    the only one spoken to. Nothing but tests has one (``settings.PUSH_TEST_AUTHORITY``).
    """

    def __init__(self, test_authority: Path | None = None) -> None:
        self._context = ssl.create_default_context(cafile=test_authority)
        self._loopback = test_authority is not None
        self._idle: dict[tuple[str, int], list[Connection]] = defaultdict(list)
        self._unreachable: dict[tuple[str, int], float] = {}
        self._lock = Lock()

    def connect(self, endpoint: str) -> Connection:
        """A connection that is ready to take a message.

        Raises:
            OSError, HTTPException: there is none to be had; NotAllowed: there must be none.
        """
        if not is_endpoint(endpoint, any_port=self._loopback):
            raise NotAllowed(endpoint)
        place = _place(endpoint)
        with self._lock:
            while kept := self._idle[place]:
                connection = kept.pop()
                if connection.is_alive:
                    return connection
                connection.close()
            if self._unreachable.get(place, 0) > time.monotonic():
                raise OSError("it did not answer a moment ago")
        connection = Connection(*place, self._context, loopback=self._loopback)
        try:
            connection.connect()
        except NotAllowed:
            raise
        except OSError:
            self._avoid(place)
            raise
        return connection

    def receive(self, connection: Connection, endpoint: str) -> Outcome:
        """Wait for the answer, and keep the connection for the next message."""
        try:
            outcome = connection.answer()
        except TimeoutError:
            self._avoid(_place(endpoint))
            connection.close()
            return NOBODY
        except (OSError, HTTPException):
            connection.close()
            return NOBODY
        with self._lock:
            kept = self._idle[_place(endpoint)]
            if connection.sock is not None and len(kept) < MOST_IDLE:
                connection.used_at = time.monotonic()
                kept.append(connection)
            else:
                connection.close()
        return outcome

    def close(self) -> None:
        with self._lock:
            for kept in self._idle.values():
                for connection in kept:
                    connection.close()
            self._idle.clear()

    def _avoid(self, place: tuple[str, int]) -> None:
        """Let nobody else wait for a service that is down; it is tried again a little later."""
        with self._lock:
            now = time.monotonic()
            self._unreachable = {
                each: until for each, until in self._unreachable.items() if until > now
            } | {place: now + SECONDS}


def _place(endpoint: str) -> tuple[str, int]:
    parts = urlsplit(endpoint)
    return parts.hostname or "", parts.port or 443


def path_of(endpoint: str) -> str:
    parts = urlsplit(endpoint)
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"


def outcome_of(status: int, retry_after: str | None, now: datetime | None = None) -> Outcome:
    """What a status of RFC 8030 means: services say 404 or 410 of endpoints that are no more."""
    if 200 <= status < 300:
        return Outcome(Fate.TAKEN, status)
    if status in {404, 410}:
        return Outcome(Fate.GONE, status)
    if status in {408, 425, 429} or status >= 500:
        return Outcome(Fate.LATER, status, wait_of(retry_after, now or datetime.now(UTC)))
    # Redirects too: nobody but the browser says where to.
    return Outcome(Fate.GIVEN_UP, status)


def wait_of(text: str | None, now: datetime) -> timedelta | None:
    """The header Retry-After: seconds, or a date."""
    if text is None:
        return None
    if re.fullmatch(r"\d{1,9}", text):
        return min(timedelta(seconds=int(text)), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max(until - now, timedelta()), LONGEST_WAIT)
