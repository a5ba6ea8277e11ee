"""Links whose address depends on more than a name and its arguments."""

import datetime as dt

from content.catalogue import technique_of
from content.types import Period
from kidneycare.rendering.addresses import address
from practice.rules.checklist import element_of
from practice.rules.days import parse_day
from practice.rules.guided_run import Run
from practice.rules.plan import Slot


def day_address(day: dt.date, today: dt.date) -> str:
    """A day's page; today's has an address of its own (rules.md 20)."""
    return address("today") if day == today else address("day", day)


def slot_address(day: dt.date, slot: Slot, today: dt.date) -> str:
    """Where a tick leads: today's to its row, another day's to that day (rules.md 20)."""
    place = f"#{element_of(slot)}" if day == today else ""
    return day_address(day, today) + place


def exercise_address(exercise: str) -> str:
    return f"{address('technique', technique_of(exercise).slug)}#{exercise}"


def practise_address(run: Run, period: Period) -> str:
    if len(run.parts) == 1:
        return address("practise", period, run.parts[0].exercise)
    return address("practise_period", period)


def tick_address(slot: str) -> str:
    """Where a set is ticked; ``slot`` as the page names it: ``2026-11-23/evening/sole-rub/1``."""
    day, place = slot.split("/", 1)
    return f"{address('day', parse_day(day))}{place}/"
