"""What a calendar is given: a file of alarms once, or the plan to follow (RFC 5545, 7986).

One event a period, repeated daily by the clock of the person's zone.
"""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils.crypto import salted_hmac
from icalendar import Alarm, Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard
from icalendar.enums import TRANSP
from icalendar.prop import vDuration, vText

from content.types import Period
from kidneycare import __version__
from people.models import Person
from people.zones import zone_of
from reminders.rules.alarms import Alarms, Ringing, gaps
from reminders.rules.zone_changes import Offsets, zone_changes

REFRESH = dt.timedelta(hours=12)
"""A wish: calendars ask when they like."""
ZONE_YEARS = 10
"""So long the file says itself how the clocks are changed; calendars know the zone by its name."""
SHORTEST = dt.timedelta(minutes=5)


@dataclass(frozen=True)
class PeriodWords:
    """What an event says, and how long it takes."""

    title: str
    minutes: int


@dataclass(frozen=True)
class CalendarFile:
    """``kind`` keeps what is followed and what was taken once apart; ``stamp``: since when."""

    kind: str
    person: Person
    alarms: Alarms
    words: dict[Period, PeriodWords]
    address: str
    stamp: dt.datetime

    def alarms_file(self) -> bytes:
        """With an alarm at each time; who takes it again replaces the events it has."""
        calendar = self._calendar()
        for event in calendar.events:
            event.add("SEQUENCE", int(self.stamp.timestamp()) // 60)
            alarm = Alarm.new(description=str(event["SUMMARY"]))
            alarm.add("ACTION", "DISPLAY")
            # icalendar writes it as P0D, which is as right and hardly ever seen.
            alarm["TRIGGER"] = vText("PT0S")
            event.add_component(alarm)
        return bytes(calendar.to_ical())

    def feed(self) -> bytes:
        """To be followed: without alarms, which calendars that follow leave out."""
        calendar = self._calendar()
        calendar.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
        calendar.add("X-PUBLISHED-TTL", vDuration(REFRESH))
        return bytes(calendar.to_ical())

    def _calendar(self) -> Calendar:
        calendar = Calendar.new(
            prodid=f"-//Kidneycare//{__version__}//EN", name="Kidneycare", uid=self._uid("all")
        )
        zone = zone_of(self.alarms.zone)
        days = [each.days[0].first for each in self.alarms.periods.values()]
        # Also where nothing rings: a calendar with nothing in it is none.
        calendar.add_component(_timezone(zone.key, min([self.stamp.date(), *days]).year))
        for period, ringing in self.alarms.periods.items():
            calendar.add_component(self._event(period, ringing, zone))
        return calendar

    def _event(self, period: Period, ringing: Ringing, zone: ZoneInfo) -> Event:
        words = self.words[period]
        event = Event.new(
            uid=self._uid(period.slug),
            stamp=self.stamp,
            start=_at(ringing, ringing.days[0].first, zone),
            summary=words.title,
            description=self.address,
            url=self.address,
            transparency=TRANSP.TRANSPARENT,
        )
        event.DURATION = max(SHORTEST, dt.timedelta(minutes=words.minutes))
        rule: dict[str, object] = {"FREQ": "DAILY"}
        if (last := ringing.days[-1].last) is not None:
            rule["UNTIL"] = _at(ringing, last, zone).astimezone(dt.UTC)
        event.add("RRULE", rule)
        if left_out := [_at(ringing, day, zone) for day in gaps(ringing.days)]:
            event.add("EXDATE", left_out)
        return event

    def _uid(self, name: str) -> str:
        """The same whenever it is written, of which nobody learns who it is."""
        owner = salted_hmac("reminders.calendar", str(self.person.pk)).hexdigest()[:20]
        return f"{self.kind}-{name}-{owner}@kidneycare"


def _at(ringing: Ringing, day: dt.date, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(*divmod(ringing.at, 60)), tzinfo=zone)


@lru_cache(maxsize=512)
def _timezone(zone: str, year: int) -> Timezone:
    """How clocks are changed there from a year on."""
    component = Timezone()
    component.add("TZID", zone)
    onsets: dict[Offsets, list[dt.datetime]] = {}
    for onset, offsets in zone_changes(ZoneInfo(zone), year, ZONE_YEARS):
        onsets.setdefault(offsets, []).append(onset)
    for offsets, (first, *others) in onsets.items():
        part = TimezoneDaylight() if offsets.is_summer else TimezoneStandard()
        part.add("DTSTART", first)
        if others:
            part.add("RDATE", others)
        part.add("TZNAME", offsets.name)
        part.add("TZOFFSETFROM", offsets.before)
        part.add("TZOFFSETTO", offsets.after)
        component.add_component(part)
    return component
