"""A number of clients, each with one kept connection and one request after the other.

A single thread and bare sockets: what is measured is the server, and nothing here comes near its
pace. Pinned to a core of its own it takes nothing away from it either.
"""

import re
import selectors
import socket
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
WAITS = 20.0
"""Seconds without any answer after which something is wrong."""


class NoAnswer(Exception):
    """The server hung up or fell silent."""


@dataclass
class Load:
    """What came back: seconds of each answer, how many of each status, bytes of the last one.

    ``processor``, ``database``: seconds of processor time that the server, and a database that is
    a process of its own, took, where somebody measured it.
    """

    took: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    size: int = 0
    seconds: float = 0.0
    processor: float = 0.0
    database: float = 0.0

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return len(self.took) / self.seconds

    @property
    def processor_milliseconds(self) -> float:
        """What one answer costs the server."""
        return 1000 * self.processor / len(self.took)

    def milliseconds(self, percent: int) -> float:
        """The time within which this many percent of the answers came."""
        return 1000 * percentile(self.took, percent)


def percentile(values: list[float], percent: int) -> float:
    """The least of the values that at least this many percent of them don't exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


@dataclass
class Client:
    """One connection, and the answer that is on its way."""

    sock: socket.socket
    sent_at: float = 0.0
    received: bytearray = field(default_factory=bytearray)
    whole: int = 0


def load(port: int, requests: Iterator[bytes], *, clients: int, seconds: float) -> Load:
    """Ask for ``seconds``; each client sends its next request once it has its answer.

    Raises:
        NoAnswer: a connection was closed, or nothing came.
    """
    found = Load()
    with selectors.DefaultSelector() as waiting:
        for _ in range(clients):
            sock = socket.create_connection(("127.0.0.1", port))
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            waiting.register(sock, selectors.EVENT_READ, Client(sock))
        began = time.perf_counter()
        until = began + seconds
        keys = list(waiting.get_map().values())
        for key in keys:
            _send(key.data, requests)
        busy = clients
        while busy:
            ready = waiting.select(WAITS)
            if not ready:
                raise NoAnswer("nothing came")
            for key, _events in ready:
                if _receive(key.data, found):
                    if time.perf_counter() < until:
                        _send(key.data, requests)
                    else:
                        busy -= 1
        found.seconds = time.perf_counter() - began
        for key in keys:
            key.data.sock.close()
    return found


def _send(client: Client, requests: Iterator[bytes]) -> None:
    client.received.clear()
    client.whole = 0
    request = next(requests)
    client.sent_at = time.perf_counter()
    client.sock.sendall(request)


def _receive(client: Client, found: Load) -> bool:
    """Take what has come; whether the answer is there as a whole."""
    came = client.sock.recv(262_144)
    if not came:
        raise NoAnswer("the server hung up")
    client.received += came
    if not client.whole:
        end = client.received.find(b"\r\n\r\n")
        if end < 0:
            return False
        length = LENGTH.search(client.received, 0, end)
        client.whole = end + 4 + (int(length[1]) if length else 0)
    if len(client.received) < client.whole:
        return False
    found.took.append(time.perf_counter() - client.sent_at)
    found.statuses[int(client.received[9:12])] += 1
    found.size = client.whole
    return True
