"""What is looked at while phones tick: who is primary, and what the site says of itself."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise

from operation.cluster.machines import ClusterOfThree
from operation.phones import Phone, Place, Tally, outbox
from operation.sites import ready

RATE = float(os.environ.get("RATE") or 200)
"""Ticks a second of all phones together."""
PHONES = max(8, round(RATE / 4))


@dataclass
class Answer:
    """Of /readyz."""

    asked: float
    answered: float
    status: int


@dataclass
class Look:
    """Which machines said they were the primary."""

    begun: float
    ended: float
    names: set[str]


@dataclass
class Seen:
    """While one fault lasted, and a while before and after."""

    tally: Tally = field(default_factory=Tally)
    broken_at: float = 0.0
    waiting: int = 0
    """Phones on which a minute later something still waits."""
    out_of_reach: set[str] = field(default_factory=set)
    """Machines that may still think they lead, but nobody can ask them."""
    looks: list[Look] = field(default_factory=list)
    two_primaries: list[str] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)

    @property
    def refused(self) -> float:
        """Seconds from the fault to the last refusal, or the last request without an answer."""
        return max([0.0, *(each.when - self.broken_at for each in self.tally.troubles)])

    @property
    def rate(self) -> float:
        """Ticks a second in the four seconds before the fault."""
        return sum(0 < self.broken_at - when < 4 for when in self.tally.when) / 4

    @property
    def pause(self) -> tuple[float, float]:
        """From when to when nobody was acknowledged, at its longest."""
        when = sorted(self.tally.when)
        return max(pairwise(when), key=lambda two: two[1] - two[0])

    @property
    def silent(self) -> float:
        begun, ended = self.pause
        return ended - begun

    def said_without_a_primary(self) -> list[int]:
        """What /readyz answered at moments when there was none that could be reached."""
        return [
            each.status
            for each in self.answers
            if any(
                look.begun < each.answered < look.ended and not self.reachable(look)
                for look in self.between_looks()
            )
        ]

    def reachable(self, look: Look) -> set[str]:
        return look.names - self.out_of_reach if look.begun > self.broken_at else look.names

    def between_looks(self) -> list[Look]:
        """The times between one look and the next, with what either of them found."""
        return [
            Look(one.ended, two.begun, one.names | two.names) for one, two in pairwise(self.looks)
        ]


@contextmanager
def repeated(act: Callable[[], None], seconds: float) -> Iterator[None]:
    """In a thread, so often."""
    stop = threading.Event()

    def go_on() -> None:
        while not stop.wait(seconds):
            act()

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def watched(
    cluster: ClusterOfThree,
    act: Callable[[], None],
    *,
    before: float = 8,
    after: float = 25,
    out_of_reach: str = "",
) -> Seen:
    """Let phones tick while something is broken; what waited on them has arrived in the end."""
    seen = Seen(out_of_reach={out_of_reach})

    def count_primaries() -> None:
        begun = time.monotonic()
        names = {each.name for each in cluster.primaries()}
        seen.looks.append(Look(begun, time.monotonic(), names))
        # Asked once more: between two questions the lead may have changed hands.
        if len(names) > 1 and len(two := cluster.primaries()) > 1:
            seen.two_primaries.append(" and ".join(each.name for each in two))

    def ask() -> None:
        for web in cluster.webs:
            asked = time.monotonic()
            status, _text = ready(web.port, timeout=8)
            seen.answers.append(Answer(asked, time.monotonic(), status))

    def break_it() -> None:
        seen.broken_at = time.monotonic()
        act()

    async def all_of_it() -> None:
        stop = asyncio.Event()
        places = [Place(web.port) for web in cluster.webs]
        phones = [
            asyncio.create_task(
                outbox(Phone(places[each % 2], seen.tally, None), stop, PHONES / RATE)
            )
            for each in range(PHONES)
        ]
        try:
            await asyncio.sleep(before)
            await asyncio.to_thread(break_it)
            # Until nothing is refused any more, but not for ever.
            rest = seen.broken_at + after - time.monotonic()
            await asyncio.sleep(max(5.0, rest))
        finally:
            stop.set()
            _done, waiting = await asyncio.wait(phones, timeout=60)
            seen.waiting = len(waiting)
            for phone in waiting:
                phone.cancel()

    with repeated(count_primaries, 0.5), repeated(ask, 0.5):
        asyncio.run(all_of_it())
    return seen
