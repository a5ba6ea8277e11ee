"""The rules once more, slowly: what the product is compared with.

Written from rules.md alone, in its words and with its own table of figures, and
nothing here is clever: it counts day by day, slot by slot, and tries every
choice. Of the product it knows only how plans, slots and ticks are written down.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cache
from itertools import combinations
from typing import NamedTuple
from zoneinfo import ZoneInfo

from practice.rules.adherence import State, TickState
from practice.rules.plan import Plan, Slot

PERIODS = (1, 2, 3)
"""Morning, afternoon, evening."""

FLOORS = {"sole-rub": 100, "arm-raise": 3, "arm-throw": 3, "waist-rub": 180, "waist-knead": 8}
AT_ANY_TIME_OF_DAY = ("arm-raise", "arm-throw")

DOCUMENT = {
    "sole-rub": (0, 0, 1),
    "arm-raise": (1, 1, 1),
    "arm-throw": (1, 0, 0),
    "waist-rub": (1, 0, 1),
    "waist-knead": (1, 1, 1),
}
"""The document's full day: sets in the morning, afternoon and evening."""

Starts = tuple[tuple[dt.date, int], ...]
Pauses = tuple[tuple[dt.date, dt.date | None], ...]
Begun = tuple[dt.date, int] | None
Sets = Mapping[str, tuple[int, int, int]]
Ticks = dict[dt.date, dict["Slot", "TickState"]]

ONE_DAY = dt.timedelta(days=1)


# --- days (rules 14, 15) ------------------------------------------------------


@cache
def instant(zone: ZoneInfo, day: dt.date, minutes: int) -> dt.datetime:
    """When clocks in ``zone`` first show this time of this day.

    Found by trying every offset the zone has about then. A time that the clocks
    leave out comes as long after the gap as it lies inside it.
    """
    wall = dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=minutes)
    offsets = set()
    for hours in range(-30, 31):
        near = (wall + dt.timedelta(hours=hours)).replace(tzinfo=dt.UTC).astimezone(zone)
        offset = near.utcoffset()
        assert offset is not None
        offsets.add(offset)
    tries = sorted((wall - offset).replace(tzinfo=dt.UTC) for offset in offsets)
    showing = [one for one in tries if one.astimezone(zone).replace(tzinfo=None) == wall]
    return showing[0] if showing else tries[-1]


def start_of_day(starts: Starts, day: dt.date) -> int:
    """The start of day that holds on ``day``: the last one that was set for it or before."""
    return max((first, minutes) for first, minutes in starts if first <= day)[1]


def beginning(zone: ZoneInfo, starts: Starts, day: dt.date) -> dt.datetime:
    return instant(zone, day, start_of_day(starts, day))


def today(zone: ZoneInfo, starts: Starts, now: dt.datetime) -> dt.date:
    """Rule 14: of all the days of a fortnight the latest whose instant is not after now."""
    middle = now.date()
    fortnight = [middle + n * ONE_DAY for n in range(-7, 8)]
    return max(day for day in fortnight if beginning(zone, starts, day) <= now)


def ended(zone: ZoneInfo, starts: Starts, day: dt.date, now: dt.datetime) -> set[int]:
    """The periods of ``day`` that are over: all of them once the next day has begun."""
    if today(zone, starts, now) > day and beginning(zone, starts, day + ONE_DAY) <= now:
        return set(PERIODS)
    over = set()
    if instant(zone, day, 12 * 60) <= now:
        over.add(1)
    if instant(zone, day, 18 * 60) <= now:
        over.add(2)
    return over


def period(zone: ZoneInfo, starts: Starts, now: dt.datetime) -> int:
    """The first period of today that is not over."""
    over = ended(zone, starts, today(zone, starts, now), now)
    return min(one for one in PERIODS if one not in over)


# --- due and credited (rules 6 to 13) -----------------------------------------


class Sum(NamedTuple):
    """Slots due and slots credited."""

    due: Fraction
    credited: Fraction


NOTHING = Sum(Fraction(0), Fraction(0))


class Words(NamedTuple):
    """What is said of slots (rule 26): done, partly, of how many."""

    done: int
    partly: int
    of: int


def add(sums: Iterable[Sum]) -> Sum:
    due, credited = NOTHING
    for one in sums:
        due += one.due
        credited += one.credited
    return Sum(due, credited)


def percent(share: Sum) -> int | None:
    """Rule 11: the largest whole percent not above the share, at least 1 for anything."""
    if share.due == 0:
        return None
    largest = 0
    for whole in range(1, 101):
        if whole * share.due <= 100 * share.credited:
            largest = whole
    if largest == 0 and share.credited > 0:
        return 1
    return largest


def credit(exercise: str, tick: TickState | None) -> Fraction:
    """Rule 6, and of a slot that was skipped rule 28."""
    if tick is None:
        return Fraction(0)
    if tick.state == State.UNDONE:
        return Fraction(0)
    if tick.state == State.SKIPPED and tick.tenths is None:
        return Fraction(0)
    if tick.tenths is None:
        return Fraction(1)
    if tick.felt:
        return Fraction(1)
    share = Fraction(tick.tenths, 10) / FLOORS[exercise]
    return share if share < 1 else Fraction(1)


def sets_of(plans: Sequence[Plan], day: dt.date) -> Sets:
    """Rule 12: walk back from the day to the last change; before all of them, the document."""
    starting = {plan.starts: plan for plan in plans}
    while any(starts <= day for starts in starting):
        if day in starting:
            return starting[day].sets
        day -= ONE_DAY
    return DOCUMENT


def paused(pauses: Pauses, day: dt.date) -> bool:
    """Rule 13."""
    for first, last in pauses:
        if last is None and day >= first:
            return True
        if last is not None and first <= day <= last:
            return True
    return False


def begun(ticks: Mapping[dt.date, Mapping[Slot, TickState]]) -> Begun:
    """Rule 8: the earliest (day, period) with a tick not recorded late."""
    ticked = [
        (day, int(slot.period))
        for day, of_day in ticks.items()
        for slot, tick in of_day.items()
        if tick.state == State.DONE and not tick.late
    ]
    return min(ticked) if ticked else None


def is_excused(
    day: dt.date, part: int, tick: TickState | None, start: Begun, resting: bool
) -> bool:
    """Rule 7: before the start, in a pause or skipped."""
    if start is None or (day, part) < start:
        return True
    if resting:
        return True
    return tick is not None and tick.state == State.SKIPPED


def exercise_of_day(
    exercise: str,
    sets: Sets,
    ticks: Mapping[Slot, TickState],
    day: dt.date,
    over: set[int],
    start: Begun,
    resting: bool,
) -> Sum:
    """One exercise on one day: rule 9 where the document names no time of day, else rule 7."""
    asked = [
        (part, number)
        for part in PERIODS
        for number in range(1, sets.get(exercise, (0, 0, 0))[part - 1] + 1)
    ]
    own = {
        (int(slot.period), slot.set): tick
        for slot, tick in ticks.items()
        if slot.exercise == exercise
    }
    if exercise in AT_ANY_TIME_OF_DAY:
        owed = 0
        for part, number in asked:
            if part in over and not is_excused(day, part, own.get((part, number)), start, resting):
                owed += 1
        earned = [one for one in (credit(exercise, tick) for tick in own.values()) if one > 0]
        best = max(
            sum(chosen, Fraction(0))
            for size in range(min(len(asked), len(earned)) + 1)
            for chosen in combinations(earned, size)
        )
        return Sum(max(Fraction(owed), best), best)
    slots = []
    for part, number in asked:
        tick = own.get((part, number))
        part_of_it = credit(exercise, tick)
        if is_excused(day, part, tick, start, resting):
            slots.append(Sum(part_of_it, part_of_it))
        elif part in over or part_of_it > 0:
            slots.append(Sum(Fraction(1), part_of_it))
    return add(slots)


def said_of_exercise(
    exercise: str,
    sets: Sets,
    ticks: Mapping[Slot, TickState],
    day: dt.date,
    over: set[int],
    start: Begun,
    resting: bool,
) -> Words:
    """Rule 26: slots with due above 0; of an exercise of any time of day its due rounded up."""
    if exercise in AT_ANY_TIME_OF_DAY:
        due, _ = exercise_of_day(exercise, sets, ticks, day, over, start, resting)
        of = 0
        while of < due:
            of += 1
        earned = [
            credit(slot.exercise, tick) for slot, tick in ticks.items() if slot.exercise == exercise
        ]
        best = sorted((one for one in earned if one > 0), reverse=True)
        best = best[: sum(sets.get(exercise, (0, 0, 0)))]
        done = best.count(Fraction(1))
        return Words(done, min(len(best) - done, of - done), of)
    done = partly = of = 0
    for part in PERIODS:
        for number in range(1, sets.get(exercise, (0, 0, 0))[part - 1] + 1):
            # A plan of this one slot, for what the slot alone has due and credited.
            own = {
                slot: tick
                for slot, tick in ticks.items()
                if (slot.exercise, int(slot.period), slot.set) == (exercise, part, number)
            }
            tick = next(iter(own.values()), None)
            part_of_it = credit(exercise, tick)
            excused = is_excused(day, part, tick, start, resting)
            due_alone = part_of_it if excused else Fraction(part in over or part_of_it > 0)
            of += due_alone > 0
            done += part_of_it == 1
            partly += 0 < part_of_it < 1
    return Words(done, partly, of)


def covered(
    exercise: str, plan: Plan, ticks: Mapping[Slot, TickState]
) -> tuple[set[tuple[int, int]], list[int]]:
    """Planned slots with nothing in them, and the periods of whole sets done beyond the plan.

    Rule 9: as many of the first as there are of the second read "done this evening".
    """
    sets = plan.sets.get(exercise, (0, 0, 0))
    still_open = set()
    beyond = []
    for part in PERIODS:
        for number in range(1, 6):
            tick = None
            for slot, found in ticks.items():
                if (slot.exercise, int(slot.period), slot.set) == (exercise, part, number):
                    tick = found
            earned = credit(exercise, tick)
            skipped = tick is not None and tick.state == State.SKIPPED
            if number <= sets[part - 1]:
                if earned == 0 and not skipped:
                    still_open.add((part, number))
            elif earned == 1:
                beyond.append(part)
    if exercise not in AT_ANY_TIME_OF_DAY:
        return set(), []
    return still_open, beyond


def extras(exercise: str, sets: Sets, ticks: Mapping[Slot, TickState]) -> list[tuple[int, int]]:
    """Rules 9 and 10: what was done beyond what is planned, or beyond the best of any period.

    Of equally good sets the planned ones count first, and then those earlier in the day.
    """
    asked = [
        (part, number)
        for part in PERIODS
        for number in range(1, sets.get(exercise, (0, 0, 0))[part - 1] + 1)
    ]
    earned = {
        (int(slot.period), slot.set): credit(exercise, tick)
        for slot, tick in ticks.items()
        if slot.exercise == exercise and credit(exercise, tick) > 0
    }
    if exercise not in AT_ANY_TIME_OF_DAY:
        return [place for place in sorted(earned) if place not in asked]
    left = dict(earned)
    for _ in asked:
        if left:
            best = max(left.values())
            alike = [place for place in sorted(left) if left[place] == best]
            planned = [place for place in alike if place in asked]
            del left[(planned or alike)[0]]
    return sorted(left)


# --- blank days (rule 13) -----------------------------------------------------


def blank(
    last_done: dt.date | None, now: dt.date, settled: dt.date | None, pauses: Pauses
) -> tuple[dt.date, dt.date] | None:
    """The days to ask about: after the last done one, before today, not asked, not all excused."""
    if last_done is None:
        return None
    days = []
    day = last_done + ONE_DAY
    while day < now:
        if (settled is None or day > settled) and not paused(pauses, day):
            days.append(day)
        day += ONE_DAY
    return (days[0], days[-1]) if days else None
