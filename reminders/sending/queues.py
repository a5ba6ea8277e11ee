"""What the sender sends: reminders, and what apps above them register here when they are loaded.

Each kind is a table of its own, a queue; claiming, trying again and giving up are alike for all.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from people.models import Person
from people.zones import zone_of
from reminders.models import Endpoint, Scheduled
from reminders.rules.times import next_at


class Message(Protocol):
    """``topic``: a message takes the place of one of the same topic that was not delivered yet."""

    @property
    def topic(self) -> str: ...

    def payload(self, browser: Endpoint) -> bytes:
        """What this browser is to show."""


@dataclass(frozen=True)
class Claimed:
    """A row that this sender has until then, as it was claimed, and the browsers it can reach."""

    row: Any
    person: Person
    until: dt.datetime
    browsers: tuple[Endpoint, ...]

    @property
    def since(self) -> dt.datetime:
        """When it was due first."""
        since: dt.datetime = self.row.due_at or self.row.next_at
        return since

    @property
    def is_put_off(self) -> bool:
        """Whether it was snoozed or is tried again."""
        return self.row.due_at is not None

    def next_time(self, now: dt.datetime) -> dt.datetime:
        return next_at(now, zone_of(self.person.zone), self.row.at)

    @property
    def is_of_this_zone(self) -> bool:
        """Whether the time is still the one that the person's clock shows: they may have moved."""
        before: dt.datetime = self.row.next_at - dt.timedelta(microseconds=1)
        return self.is_put_off or self.next_time(before) == self.row.next_at


class Decision(NamedTuple):
    """``message`` is none where nothing is sent; ``ends``: when it would be too late."""

    claimed: Claimed
    message: Message | None
    ends: dt.datetime


class Queue(Protocol):
    """Rows of one table that are due at times."""

    @property
    def model(self) -> type[Scheduled]: ...

    def gather(self, rows: Sequence[Any], until: dt.datetime) -> list[Claimed]:
        """Claimed rows with people and browsers; a row that is gone meanwhile is left out."""

    def decide(self, claimed: Sequence[Claimed], now: dt.datetime) -> list[Decision]:
        """Of each what is sent; one that has no decision is a row that was removed."""

    def is_wanted(self, claimed: Claimed) -> bool:
        """Whether it may still go out, asked when it is handed over."""

    def zone_changed(self, person: Person, now: dt.datetime) -> None:
        """Follow a person's clock to another zone. The person is locked."""


_queues: list[Queue] = []


def register_queue(queue: Queue) -> None:
    if queue not in _queues:
        _queues.append(queue)


def queues() -> tuple[Queue, ...]:
    return tuple(_queues)
