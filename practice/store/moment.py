"""Who asks, and what day it is for them: read once a request."""

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil

from django.utils import timezone

from content.types import Period
from people.identity import HttpRequest
from people.models import Person
from people.zones import visitor_zone, zone_of
from practice.models import Tick
from practice.rules.days import PracticeClock


@dataclass(frozen=True)
class Moment:
    """One instant as one person's clock shows it, taken once: the day may turn meanwhile."""

    person: Person | None
    clock: PracticeClock
    now: dt.datetime

    @cached_property
    def today(self) -> dt.date:
        return self.clock.today(self.now)

    @cached_property
    def period(self) -> Period:
        return self.clock.period(self.now)

    @property
    def zone(self) -> str:
        return self.clock.zone.key

    @property
    def offset_minutes(self) -> int:
        """The zone's distance from UTC just now, for the browser to compare."""
        offset = self.now.astimezone(self.clock.zone).utcoffset() or dt.timedelta()
        return int(offset.total_seconds() // 60)

    @property
    def seconds_left(self) -> int:
        """How long this part of the day goes on, for a page to be renewed after it."""
        return ceil((self.clock.end_of(self.today, self.period) - self.now).total_seconds())

    @property
    def is_after_midnight(self) -> bool:
        return self.clock.after_midnight(self.now)

    def at_beginning(self, day: dt.date) -> "Moment":
        return replace(self, now=self.clock.beginning(day))

    def is_future(self, day: dt.date) -> bool:
        """Whether ``day`` is after today and after every day ticked (rules.md 15).

        Somebody who flew west may have ticked what is tomorrow here.
        """
        if day <= self.today:
            return False
        if self.person is None:
            return True
        latest = Tick.objects.for_person(self.person).latest_day()
        return latest is None or day > latest


def clock_of(person: Person | None, zone: str) -> PracticeClock:
    if person is None:
        return PracticeClock(zone_of(zone))
    return PracticeClock(zone_of(person.zone), person.day_starts)


def moment_of(request: HttpRequest) -> Moment:
    person = request.identity.person
    return Moment(person, clock_of(person, visitor_zone(request)), timezone.now())
