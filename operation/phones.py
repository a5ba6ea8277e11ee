"""Phones that tick, remember what was acknowledged, and compare it with what was kept."""

import asyncio
import datetime as dt
import hashlib
import ipaddress
import random
import re
import sqlite3
import ssl
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

import psycopg

from content.catalogue import exercises, exercises_by_id
from content.types import Period
from practice.rules.plan import full_day

Key = tuple[bytes, str, int, int, int]
"""Whose (the hash of a device's token), day, period, exercise's code, set."""

TODAY = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=2)
"""The day the first ticks are for: past everywhere on earth, so that no zone matters."""


def slots() -> list[tuple[Period, str, int]]:
    """The ten slots of the document's day."""
    return [(slot.period, slot.exercise, slot.set) for slot in full_day(exercises(), TODAY).slots]


@dataclass
class Place:
    """Where the phones find the site."""

    port: int
    root: str | None = None
    host: str = "localhost"

    def context(self) -> ssl.SSLContext | None:
        """Trusts the household's certificate authority and nobody else; ``None`` is plain http."""
        return ssl.create_default_context(cadata=self.root) if self.root else None


@dataclass
class Trouble:
    """A request that was not answered as it should."""

    when: float
    what: str


@dataclass
class Tally:
    """What all the phones saw."""

    acknowledged: set[Key] = field(default_factory=set)
    troubles: list[Trouble] = field(default_factory=list)
    took: list[float] = field(default_factory=list)
    """Seconds from the tap to the answer of each tick that was acknowledged."""
    when: list[float] = field(default_factory=list)
    """The moment of each of these answers."""

    def within(self, share: float) -> float:
        """Seconds within which that share of them was answered."""
        return sorted(self.took)[int(share * (len(self.took) - 1))] if self.took else 0.0


_numbers = count(1)


class Phone:
    """One browser: its cookies, one connection at a time, one tick after the other.

    Each comes from an address of its own, as phones do: on Linux the whole of 127.0.0.0/8 is this
    computer. How many records may be begun from one address is limited.
    """

    def __init__(self, place: Place, tally: Tally, ssl_context: ssl.SSLContext | None) -> None:
        self.place = place
        self.tally = tally
        self.ssl_context = ssl_context
        self.address = str(ipaddress.IPv4Address("127.1.0.0") + next(_numbers))
        self.cookies: dict[str, str] = {}
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def ask(self, method: str, path: str, values: dict[str, str] | None = None) -> int:
        """Send a request and read the whole answer; its status.

        As browsers do: where a connection that had been kept is closed before a byte of the answer
        came, the request is sent once more on a new one.

        Raises OSError or EOFError (as ``asyncio`` does) where no answer comes.
        """
        was_kept = self.writer is not None
        try:
            head = await self._exchange(method, path, urlencode(values or {}).encode())
        except (ConnectionError, asyncio.IncompleteReadError) as trouble:
            begun = isinstance(trouble, asyncio.IncompleteReadError) and trouble.partial
            if not was_kept or begun:
                raise
            head = await self._exchange(method, path, urlencode(values or {}).encode())
        for name, value in re.findall(r"(?im)^set-cookie: ([^=]+)=([^;\r]*)", head):
            self.cookies[name] = value
        if re.search(r"(?im)^connection: close", head):
            self.hang_up()
        return int(head.split(" ", 2)[1])

    def cookie(self, name: str) -> str:
        """What a cookie holds, whose name over https begins with ``__Host-``."""
        return self.cookies.get(f"__Host-{name}") or self.cookies.get(name, "")

    async def _exchange(self, method: str, path: str, body: bytes) -> str:
        """One request on the connection there is, or on a new one; the head of its answer."""
        scheme = "https" if self.ssl_context else "http"
        origin = f"{self.place.host}:{self.place.port}"
        lines = [f"{method} {path} HTTP/1.1", f"Host: {origin}"]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{k}={v}" for k, v in self.cookies.items()))
        if method == "POST":
            lines += [
                "Content-Type: application/x-www-form-urlencoded",
                f"Content-Length: {len(body)}",
                f"X-CSRFToken: {self.cookie('csrftoken')}",
                f"Origin: {scheme}://{origin}",
                f"Referer: {scheme}://{origin}/",
            ]
        try:
            if self.writer is None:
                self.reader, self.writer = await asyncio.open_connection(
                    "127.0.0.1",
                    self.place.port,
                    local_addr=(self.address, 0),
                    ssl=self.ssl_context,
                    server_hostname=self.place.host if self.ssl_context else None,
                )
            self.writer.write("\r\n".join([*lines, "", ""]).encode() + body)
            await self.writer.drain()
            assert self.reader is not None
            head = (await self.reader.readuntil(b"\r\n\r\n")).decode()
            await self._rest(head)
        except BaseException:
            self.hang_up()
            raise
        return head

    async def _rest(self, head: str) -> None:
        assert self.reader is not None
        if length := re.search(r"(?im)^content-length: (\d+)", head):
            await self.reader.readexactly(int(length[1]))
        elif re.search(r"(?im)^transfer-encoding: chunked", head):
            while size := int(await self.reader.readline(), 16):
                await self.reader.readexactly(size + 2)
            await self.reader.readline()

    def hang_up(self) -> None:
        """Close the connection."""
        if self.writer is not None:
            self.writer.close()
        self.reader = self.writer = None

    async def tick(self, number: int, limit: float = 60, *, done: bool = True) -> bool:
        """Tick the phone's own ``number``-th slot, or take it back, going back a day after ten;
        whether it was acknowledged.
        """
        all_slots = slots()
        period, exercise, which = all_slots[number % len(all_slots)]
        day = (TODAY - dt.timedelta(days=number // len(all_slots))).isoformat()
        begun = time.monotonic()
        try:
            async with asyncio.timeout(limit):
                if not self.cookie("csrftoken"):
                    status = await self.ask("GET", "/")
                    if status != 200:
                        self._note(f"GET {status}")
                        return False
                path = f"/day/{day}/{period.slug}/{exercise}/{which}/"
                status = await self.ask("POST", path, {"done": str(int(done))})
        except (OSError, EOFError, TimeoutError) as trouble:
            self._note(type(trouble).__name__)
            return False
        if status != 303:
            self._note(f"POST {status}")
            return False
        now = time.monotonic()
        self.tally.took.append(now - begun)
        self.tally.when.append(now)
        code = exercises_by_id()[exercise].code
        whose = hashlib.sha256(self.cookie("kidneycare").encode()).digest()
        key = (whose, day, int(period), code, which)
        (self.tally.acknowledged.add if done else self.tally.acknowledged.discard)(key)
        return True

    def _note(self, what: str) -> None:
        self.tally.troubles.append(Trouble(time.monotonic(), what))

    async def go_on(self, until: asyncio.Event, pause: float) -> None:
        """Tick one slot after the other; one that was not acknowledged is sent again."""
        number = 0
        while not until.is_set():
            if await self.tick(number):
                number += 1
            else:
                await asyncio.sleep(0.05)
            await asyncio.sleep(pause)
        self.hang_up()


async def outbox(phone: Phone, until: asyncio.Event, every: float, limit: float = 15) -> None:
    """Tick every so many seconds; what is refused waits, is sent again, and is there in the end.

    As the page does it: what came due meanwhile is sent when the first of them was taken.
    """
    due = time.monotonic() + every * random.random()
    for number in count():
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        if until.is_set():
            break
        while not await phone.tick(number, limit):  # noqa: ASYNC110 - as the page does
            await asyncio.sleep(0.5)
        due += every
    phone.hang_up()


def while_ticking(
    place: Place, phones: int, act: Callable[[], None], *, before: float = 1.0, after: float = 1.5
) -> Tally:
    """Let phones tick, ``act`` meanwhile (in a thread), and tell what they saw.

    Ticking goes on ``after`` seconds past the act, and then until each phone was answered.
    """
    tally = Tally()

    async def all_of_it() -> None:
        stop = asyncio.Event()
        context = place.context()
        tasks = [
            asyncio.create_task(Phone(place, tally, context).go_on(stop, pause=0.01))
            for _ in range(phones)
        ]
        try:
            await asyncio.sleep(before)
            await asyncio.to_thread(act)
            await asyncio.sleep(after)
        finally:
            stop.set()
            await asyncio.gather(*tasks)

    asyncio.run(all_of_it())
    return tally


QUESTION = (
    'SELECT d.token_hash, t.day, t.period, t.exercise, t."set" FROM practice_tick t '
    "JOIN people_device d ON d.person_id = t.person_id WHERE t.state = 1"
)


def kept_by_postgresql(url: str) -> set[Key]:
    """Every tick that is done, straight from the tables."""
    with closing(psycopg.connect(url)) as line:
        return {(bytes(row[0]), str(row[1]), *row[2:]) for row in line.execute(QUESTION)}


def kept_by_sqlite(file: Path) -> set[Key]:
    """Every tick that is done, straight from the file."""
    with closing(sqlite3.connect(file)) as line:
        return {(bytes(row[0]), str(row[1]), *row[2:]) for row in line.execute(QUESTION)}
