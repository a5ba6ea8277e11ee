"""Short ways to write down days, ticks and clocks, and to make them up."""

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from content.parsing import parse_library
from content.types import Exercise, Period
from practice.rules.adherence import Balance, State, TickState, total
from practice.rules.checklist import Checklist, checklist_of
from practice.rules.days import PracticeClock, Week
from practice.rules.pauses import PauseSpan
from practice.rules.plan import Plan, Slot, full_day
from practice.rules.record import Record
from tests.practice.rules import oracle

LIBRARY = parse_library(Path(__file__).resolve().parents[3] / "content" / "library")
FACTS = {facts.id: facts for facts in LIBRARY.exercises}
EXERCISES: dict[str, Exercise] = {
    exercise.id: exercise
    for technique in LIBRARY.editions["en"].techniques
    for exercise in technique.exercises
}

MORNING, AFTERNOON, EVENING = Period
BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
CLOCK = PracticeClock(BERLIN)
"""Days begin at four in the morning, in Berlin."""

WEEK = Week(2026, 48)
MON, TUE, WED, THU, FRI, SAT, SUN = WEEK.days()
"""23 to 29 November 2026: no clock in Berlin is changed in this week."""
NEXT_MONDAY = SUN + dt.timedelta(days=1)
LONG_AFTER = dt.datetime(2027, 6, 1, tzinfo=dt.UTC)

FULL = full_day(LIBRARY.exercises, MON)


def utc(text: str) -> dt.datetime:
    """``2026-11-23 13:30`` by the clock of Greenwich, winter and summer."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def at(day: dt.date, time: str, zone: ZoneInfo = BERLIN) -> dt.datetime:
    """A day of the calendar and the time on the wall."""
    return dt.datetime.combine(day, dt.time.fromisoformat(time), tzinfo=zone).astimezone(dt.UTC)


def slot(text: str) -> Slot:
    """``evening/arm-raise/2``, as in an address; ``/1`` may be left out."""
    period, exercise, number = [*text.split("/"), "1"][:3]
    return Slot(Period.from_slug(period), exercise, int(number))


def done(*texts: str, amount: float | None = None, late: bool = False) -> dict[Slot, TickState]:
    """These slots ticked by hand."""
    tenths = None if amount is None else round(10 * amount)
    return {slot(text): TickState(State.DONE, tenths=tenths, late=late) for text in texts}


def skipped(*texts: str) -> dict[Slot, TickState]:
    """These slots set down as "not today"."""
    return {slot(text): TickState(State.SKIPPED) for text in texts}


def undone(*texts: str) -> dict[Slot, TickState]:
    """These slots ticked and taken back."""
    return {slot(text): TickState(State.UNDONE) for text in texts}


def whole(plan: Plan, period: Period | None = None) -> dict[Slot, TickState]:
    """Everything a plan asks for, in one period or the whole day, ticked."""
    return {
        one: TickState(State.DONE) for one in plan.slots if period is None or one.period is period
    }


BEFORE = MON - dt.timedelta(days=1)
BEGUN = {BEFORE: done("morning/arm-raise")}
"""A tick on the Sunday before: from then on the record has begun."""


def recorded(
    ticks: oracle.Ticks,
    *plans: Plan,
    pauses: oracle.Pauses = (),
    start: tuple[dt.date, Period] | None = None,
    clock: PracticeClock = CLOCK,
    now: dt.datetime = LONG_AFTER,
) -> Record:
    """A record with these ticks; its start is found as rule 8 says, unless it is given."""
    first = oracle.begun(ticks)
    ticked = [day for day, own in ticks.items() if any(m.state is State.DONE for m in own.values())]
    return Record(
        clock=clock,
        now=now,
        plans=plans or (FULL,),
        ticks=ticks,
        pauses=tuple(PauseSpan(*each) for each in pauses),
        start=start or (None if first is None else (first[0], Period(first[1]))),
        last_day=max(ticked, default=None),
        exercises=LIBRARY.exercises,
    )


HOURS = {None: LONG_AFTER, MORNING: at(MON, "09:00"), AFTERNOON: at(MON, "13:00")} | {
    EVENING: at(MON, "20:00")
}


def day_of(
    ticks: dict[Slot, TickState] | None = None, plan: Plan = FULL, current: Period | None = None
) -> Checklist:
    """Monday of a begun record with these ticks, in one of its periods or long after."""
    record = recorded({**BEGUN, MON: ticks or {}}, plan, now=HOURS[current])
    return checklist_of(record, MON, EXERCISES)


def at_time(record: Record, now: dt.datetime, clock: PracticeClock | None = None) -> Record:
    """The same record at another instant, perhaps by another clock."""
    return replace(record, now=now, clock=clock or record.clock)


def shown(balance: Balance) -> str:
    """A balance as a person would say it: ``4 of 5 = 80 %``."""
    share = "nothing was due" if balance.percent is None else f"{balance.percent} %"
    return f"{balance.credited} of {balance.due} = {share}"


def on_monday(record: Record, now: dt.datetime, exercise: str | None = None) -> str:
    """Monday's share as it stands at ``now``."""
    if exercise is None:
        return shown(at_time(record, now).judge(MON).balance)
    return shown(at_time(record, now).judge(MON).balances[exercise])


def week_of(record: Record, now: dt.datetime | None = None) -> Balance:
    """The sum over the slots of the week."""
    record = at_time(record, now or record.now)
    return total(record.judge(day).balance for day in WEEK.days())


# --- made-up clocks -----------------------------------------------------------

TURNS = [
    ("Europe/Berlin", "2026-03-29 01:00"),
    ("Europe/Berlin", "2026-10-25 01:00"),
    ("America/New_York", "2026-03-08 07:00"),
    ("America/New_York", "2026-11-01 06:00"),
    ("Australia/Lord_Howe", "2026-10-03 15:30"),
    ("Australia/Lord_Howe", "2026-04-04 15:00"),
    ("Pacific/Apia", "2011-12-30 10:00"),
    ("Pacific/Kwajalein", "1993-08-21 12:00"),
    ("America/Sao_Paulo", "2018-11-04 03:00"),
    ("America/Sao_Paulo", "2018-02-18 02:00"),
    ("Asia/Beirut", "2022-03-26 22:00"),
    ("Asia/Beirut", "2022-10-29 21:00"),
    ("America/St_Johns", "2006-10-29 02:31"),
    ("America/St_Johns", "2006-04-02 03:31"),
    ("America/Havana", "2026-11-01 05:00"),
    ("Antarctica/Troll", "2026-03-29 01:00"),
    ("Africa/Casablanca", "2026-02-15 02:00"),
    ("Pacific/Chatham", "2026-04-04 14:00"),
    ("Asia/Pyongyang", "2018-05-04 15:00"),
    ("Asia/Kathmandu", "2026-12-31 18:15"),
    ("Pacific/Kiritimati", "2026-12-31 10:00"),
    ("UTC", "2026-01-01 00:00"),
]
"""Instants at which clocks were put forward or back, or the year turns."""

START_MINUTES = (0, 1, 30, 60, 90, 105, 120, 135, 150, 180, 240, 359, 480)


@dataclass(frozen=True)
class Watch:
    """A clock and an instant."""

    clock: PracticeClock
    now: dt.datetime

    @property
    def oracle(self) -> tuple[ZoneInfo, oracle.Starts, dt.datetime]:
        """The same for the oracle's functions."""
        return self.clock.zone, self.clock.starts, self.now


@st.composite
def watches(draw: st.DrawFn) -> Watch:
    """An instant within two days of a turn of the clocks; the start of day may change too."""
    name, turn = draw(st.sampled_from(TURNS))
    now = utc(turn) + draw(
        st.sampled_from([dt.timedelta(minutes=1), dt.timedelta(seconds=1)])
    ) * draw(st.integers(-2880, 2880))
    starts: oracle.Starts = ((dt.date.min, draw(st.sampled_from(START_MINUTES))),)
    # Where a whole day is left out, none of its own times is certain enough to be changed on it.
    if name not in {"Pacific/Apia", "Pacific/Kwajalein"} and draw(st.booleans()):
        change = utc(turn).date() + dt.timedelta(days=draw(st.integers(-2, 2)))
        starts = (*starts, (change, draw(st.sampled_from(START_MINUTES))))
    return Watch(PracticeClock(ZoneInfo(name), starts), now)


# --- made-up records ----------------------------------------------------------

SLOTS = [
    Slot(period, name, number)
    for name, facts in FACTS.items()
    for period in Period
    if facts.exists_in(period)
    for number in (1, 2, 3, 5)
]
LIKELY_SLOTS = [*(one for one in SLOTS if one.set == 1), *SLOTS]

TICKS = [
    TickState(State.DONE),
    TickState(State.DONE, late=True),
    TickState(State.SKIPPED),
    TickState(State.SKIPPED, tenths=10),
    TickState(State.SKIPPED, tenths=400),
    TickState(State.UNDONE),
    TickState(State.UNDONE, late=True),
    *(
        TickState(State.DONE, tenths=tenths, felt=felt, late=late)
        for tenths in (1, 10, 20, 29, 30, 55, 79, 80, 400, 990, 1000, 1200, 1790, 1800, 90_000)
        for felt, late in ((False, False), (True, False), (False, True))
    ),
]
WHOLE_OR_NOTHING = [TickState(State.DONE), TickState(State.SKIPPED), TickState(State.UNDONE)]


@st.composite
def plans(draw: st.DrawFn, starts: dt.date = MON) -> Plan:
    """Any plan that rule 12 allows."""
    sets: dict[str, tuple[int, int, int]] = {}
    for name, facts in FACTS.items():
        wanted = [0, 0, 0]
        for period in Period:
            most = facts.daily_ceiling if facts.flexible else facts.sets.in_period(period)
            wanted[period - 1] = draw(st.integers(0, min(most, facts.daily_ceiling - sum(wanted))))
        if sum(wanted):
            sets[name] = (wanted[0], wanted[1], wanted[2])
    return Plan(starts, "own", sets)


def days_of_ticks(kinds: list[TickState], week: Week = WEEK) -> st.SearchStrategy[oracle.Ticks]:
    """Ticks strewn over the week."""

    def strewn(found: list[tuple[dt.date, Slot, TickState]]) -> oracle.Ticks:
        ticks: oracle.Ticks = {}
        for day, where, tick in found:
            ticks.setdefault(day, {})[where] = tick
        return ticks

    one = st.tuples(
        st.sampled_from(list(week.days())), st.sampled_from(LIKELY_SLOTS), st.sampled_from(kinds)
    )
    return st.lists(one, max_size=30).map(strewn)


def ticks_of_a_day(kinds: list[TickState]) -> st.SearchStrategy[dict[Slot, TickState]]:
    """Ticks of one day, mostly of few exercises, so that they meet."""
    return st.dictionaries(st.sampled_from(LIKELY_SLOTS), st.sampled_from(kinds), max_size=14)


@st.composite
def pauses(draw: st.DrawFn, week: Week = WEEK) -> oracle.Pauses:
    """Up to two pauses about the week, one of them perhaps open."""
    found: list[tuple[dt.date, dt.date | None]] = []
    for _ in range(draw(st.integers(0, 2))):
        first = week.monday + dt.timedelta(days=draw(st.integers(-3, 7)))
        length = draw(st.one_of(st.none(), st.integers(0, 4)))
        found.append((first, None if length is None else first + dt.timedelta(days=length)))
    return tuple(found)


@dataclass(frozen=True)
class World:
    """A record at an instant of its week."""

    record: Record
    week: Week = WEEK

    def is_resting(self, day: dt.date) -> bool:
        """What the oracle says of pauses."""
        return oracle.paused(tuple((span.first, span.last) for span in self.record.pauses), day)

    def expected(self, day: dt.date, exercise: str) -> oracle.Sum:
        """What the oracle says of one exercise on one day."""
        record, zone, starts = self.record, self.record.clock.zone, self.record.clock.starts
        return oracle.exercise_of_day(
            exercise,
            oracle.sets_of(record.plans, day),
            record.ticks.get(day, {}),
            day,
            oracle.ended(zone, starts, day, record.now),
            oracle.begun(record.ticks),
            self.is_resting(day),
        )

    def said(self, day: dt.date, exercise: str) -> oracle.Words:
        """What the oracle says of one exercise on one day in words (rule 26)."""
        record, zone, starts = self.record, self.record.clock.zone, self.record.clock.starts
        return oracle.said_of_exercise(
            exercise,
            oracle.sets_of(record.plans, day),
            record.ticks.get(day, {}),
            day,
            oracle.ended(zone, starts, day, record.now),
            oracle.begun(record.ticks),
            self.is_resting(day),
        )

    def days_over(self, week: Week | None = None) -> list[dt.date]:
        """The days of the week that have ended (rule 11)."""
        clock, now = self.record.clock, self.record.now
        today = oracle.today(clock.zone, clock.starts, now)
        return [day for day in (week or self.week).days() if day < today]

    def expected_week(self) -> oracle.Sum:
        """The sum over all slots of the days of the week that have ended."""
        return oracle.add(self.expected(day, name) for day in self.days_over() for name in FACTS)


TURNING_WEEKS = [
    ("Europe/Berlin", Week(2026, 13)),
    ("Europe/Berlin", Week(2026, 43)),
    ("America/New_York", Week(2026, 10)),
    ("America/New_York", Week(2026, 44)),
    ("Australia/Lord_Howe", Week(2026, 14)),
    ("Australia/Lord_Howe", Week(2026, 40)),
    ("Pacific/Chatham", Week(2026, 14)),
    ("America/Santiago", Week(2026, 36)),
    ("Africa/Casablanca", Week(2026, 7)),
    ("Africa/Cairo", Week(2026, 17)),
]
"""Weeks in which clocks are put forward or back, at two, at three or at midnight."""

STILL_WEEKS = [
    (zone, WEEK) for zone in ("Europe/Berlin", "America/New_York", "Asia/Kathmandu", "UTC")
]


@st.composite
def worlds(draw: st.DrawFn, weeks: list[tuple[str, Week]] = STILL_WEEKS) -> World:
    """Plans that change within the week, pauses, ticks of every kind, any instant about it."""
    zone, week = draw(st.sampled_from(weeks))
    changes = sorted(draw(st.sets(st.integers(-2, 6), min_size=1, max_size=3)))
    versions = [draw(plans(week.monday + dt.timedelta(days=change))) for change in changes]
    start = draw(st.sampled_from([0, 150, 240, 480]))
    eve = dt.datetime.combine(week.monday, dt.time(12), dt.UTC) - dt.timedelta(days=1)
    now = eve + dt.timedelta(minutes=30) * draw(st.integers(0, 9 * 48))
    clock = PracticeClock(ZoneInfo(zone), ((dt.date.min, start),))
    ticks, rests = draw(days_of_ticks(TICKS, week)), draw(pauses(week))
    return World(recorded(ticks, *versions, pauses=rests, clock=clock, now=now), week)
