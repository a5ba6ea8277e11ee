"""A worker of the web server that slow phones can't hold up, and that stops without a cut.

Gunicorn's threads read requests themselves: a phone with a weak signal, or somebody who sends a
letter a second on purpose, keeps a thread busy, and eight of them the whole site. Here a request
waits in the kernel until it is there as a whole, and only then costs a thread.
"""

from __future__ import annotations

import os
import re
import selectors
import socket
import struct
import time
from functools import partial
from typing import TYPE_CHECKING, Any

from gunicorn.workers.gthread import TConn, ThreadWorker

from kidneycare.server import stopping

if TYPE_CHECKING:
    import types

ARRIVES_WITHIN = 10.0
"""Seconds from a request's first byte (or from connecting) until all of it must be there."""
LARGEST_HEAD = 32 * 1024
LARGEST_BODY = 64 * 1024 * 1024
"""Above what the site itself refuses with a sentence: beyond this not even that is sent."""
WAITED_FOR = 16 * 1024
"""Bodies up to this many bytes are waited for: every form. A file is read as it comes."""
STANDS_STILL = 10
"""Seconds that a file on its way here, or an answer on its way out, may stand still."""
PARTS_WITHIN = 2.0
"""Seconds that the other side has to end a connection after its last answer."""
LEAVES_AFTER = 5.0 if os.environ.get("TLS") == "proxy" else 0.0
"""Seconds between being asked to stop and no longer accepting: a proxy needs them to notice."""

_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,12})[ \t]*\r\n", re.IGNORECASE)


def still_missing(received: bytes) -> bool | None:
    """Whether a request that begins like this has to be waited for.

    ``None``: it will never be one, head or body is larger than anything a browser sends here.
    """
    end = received.find(b"\r\n\r\n")
    if end < 0:
        return None if len(received) > LARGEST_HEAD else True
    length = _LENGTH.search(received, 0, end + 4)
    wanted = int(length[1]) if length else 0
    if wanted > LARGEST_BODY:
        return None
    return wanted <= WAITED_FOR and len(received) < end + 4 + wanted


def _seconds(number: int) -> bytes:
    """As the kernel wants it: seconds and microseconds."""
    return struct.pack("ll", number, 0)


class PatientWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn comes without types
    """Threads for requests that have arrived; patience, to a point, for the others."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Nobody is waiting yet."""
        super().__init__(*args, **kwargs)
        self.arriving: dict[TConn, float] = {}
        self.parting: dict[TConn, float] = {}
        self.leaves_at: float | None = None

    def enqueue_req(self, conn: TConn) -> None:
        """Give a thread to a request that is here; let others arrive first."""
        if not hasattr(conn, "seen"):
            conn.seen = -1
            conn.close = partial(self._part, conn)
            conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, _seconds(STANDS_STILL))
            conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, _seconds(STANDS_STILL))
        begun = conn.parser is not None and bool(conn.parser.unreader.buf.getvalue())
        if begun or not self._must_wait(conn):
            self.arriving.pop(conn, None)
            conn.data_ready = True
            super().enqueue_req(conn)

    def _must_wait(self, conn: TConn) -> bool:
        """Look without taking; if more has to come, be woken when it has."""
        try:
            received = conn.sock.recv(
                LARGEST_HEAD + WAITED_FOR + 1, socket.MSG_PEEK | socket.MSG_DONTWAIT
            )
            closed = not received
        except BlockingIOError:
            received, closed = b"", False
        except OSError:
            return False  # A thread finds out what is wrong with it, at once.
        missing = still_missing(received)
        if missing is None:
            self._let_go(conn)
            return True
        if closed or not missing or len(received) == conn.seen:
            # Woken without a byte more: the other side has ended.
            conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, 1)
            conn.seen = -1
            return False
        conn.seen = len(received)
        conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, len(received) + 1)
        conn.sock.setblocking(False)
        self.arriving.setdefault(conn, time.monotonic() + ARRIVES_WITHIN)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._more, conn))
        return True

    def _more(self, conn: TConn, _socket: socket.socket) -> None:
        """More of a request has come."""
        self.poller.unregister(conn.sock)
        self.enqueue_req(conn)

    def _let_go(self, conn: TConn) -> None:
        """End a connection on which nothing sensible came."""
        self.arriving.pop(conn, None)
        self.nr_conns -= 1
        conn.close()

    def _part(self, conn: TConn, graceful: bool = False) -> None:
        """Close a connection after its last answer, once the other side has or should have read it.

        Gunicorn waits for that in the loop that all connections depend on: somebody who asks for
        "Connection: close" and then does nothing would stop everybody for two seconds.
        """
        if not graceful or not self.alive:
            TConn.close(conn, graceful)
            return
        try:
            conn.sock.shutdown(socket.SHUT_WR)
            conn.sock.setblocking(False)
            self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._parted, conn))
        except (OSError, KeyError, ValueError):
            TConn.close(conn)
        else:
            self.parting[conn] = time.monotonic() + PARTS_WITHIN

    def _parted(self, conn: TConn, _socket: socket.socket) -> None:
        """Read on into nothing until the other side ends."""
        try:
            if conn.sock.recv(65_536):
                return
        except BlockingIOError:
            return
        except OSError:
            pass
        self._hang_up(conn)

    def _hang_up(self, conn: TConn) -> None:
        del self.parting[conn]
        self.poller.unregister(conn.sock)
        TConn.close(conn)

    def set_accept_enabled(self, enabled: bool) -> None:
        """Take leave of new connections, but answer those that the kernel has accepted."""
        super().set_accept_enabled(enabled)
        if self.alive or enabled:
            return
        for listener in self.sockets:
            before = -1
            while before < self.nr_conns:
                before = self.nr_conns
                self.accept(listener)
            # Whoever comes now is refused at once, and a proxy asks another process.
            listener.close()

    def murder_pending(self) -> None:
        """Once a second: end what takes too long to arrive, and leave when it is time."""
        super().murder_pending()
        now = time.monotonic()
        for conn in [each for each, until in self.arriving.items() if until < now]:
            self.poller.unregister(conn.sock)
            self._let_go(conn)
        for conn in [each for each, until in self.parting.items() if until < now]:
            self._hang_up(conn)
        if self.leaves_at is not None and self.leaves_at <= now:
            self.alive = False

    def handle_exit(self, sig: int, frame: types.FrameType | None) -> None:  # noqa: ARG002
        """Asked to stop: tell it in /livez, go on answering for a moment, then take leave."""
        stopping.asked.set()
        if self.leaves_at is None:
            self.leaves_at = time.monotonic() + LEAVES_AFTER
        self.method_queue.defer(lambda: None)
