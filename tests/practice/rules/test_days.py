"""Rules 14 and 15: what is today, which part of it, and what is over."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.types import Period
from practice.rules.days import PracticeClock
from tests.practice.rules import oracle
from tests.practice.rules.worlds import (
    AFTERNOON,
    BERLIN,
    CLOCK,
    EVENING,
    MON,
    MORNING,
    NEW_YORK,
    START_MINUTES,
    TUE,
    TURNS,
    WED,
    Watch,
    at,
    utc,
    watches,
)

ONE_DAY = dt.timedelta(days=1)
ONE_SECOND = dt.timedelta(seconds=1)
MOMENT = dt.timedelta(microseconds=1)


def clock(zone: str, start: str = "04:00") -> PracticeClock:
    hours, minutes = start.split(":")
    return PracticeClock(ZoneInfo(zone), ((dt.date.min, 60 * int(hours) + int(minutes)),))


# --- the day begins at its start, by instants ---------------------------------


def test_days_begin_at_four_in_the_morning_unless_told_otherwise() -> None:
    assert CLOCK.today(at(TUE, "03:59:59")) == MON
    assert CLOCK.today(at(TUE, "04:00")) == TUE


def test_a_massage_after_midnight_belongs_to_the_evening_before() -> None:
    """The words on the screen: "still Monday evening, until 4"."""
    now = at(TUE, "00:30")
    assert CLOCK.today(now) == MON
    assert CLOCK.period(now) is EVENING
    assert CLOCK.after_midnight(now)
    assert not CLOCK.after_midnight(at(MON, "23:59:59"))
    assert not CLOCK.after_midnight(at(TUE, "04:00"))


@pytest.mark.parametrize(
    "zone,start,rollover,before,after",
    [
        # Berlin puts its clocks forward at 2 on 29 March: 4 o'clock is 2 hours from Greenwich.
        ("Europe/Berlin", "04:00", "2026-03-29 02:00", "2026-03-28", "2026-03-29"),
        # 00:00 still has the winter's hour.
        ("Europe/Berlin", "00:00", "2026-03-28 23:00", "2026-03-28", "2026-03-29"),
        # 02:30 is left out: it is read with the winter's hour, 01:30, when clocks show 03:30.
        ("Europe/Berlin", "02:30", "2026-03-29 01:30", "2026-03-28", "2026-03-29"),
        # Back from 3 to 2 on 25 October: 4 o'clock is 1 hour from Greenwich.
        ("Europe/Berlin", "04:00", "2026-10-25 03:00", "2026-10-24", "2026-10-25"),
        # 02:30 comes twice: the first, still by the summer's clock, counts.
        ("Europe/Berlin", "02:30", "2026-10-25 00:30", "2026-10-24", "2026-10-25"),
        ("America/New_York", "04:00", "2026-03-08 08:00", "2026-03-07", "2026-03-08"),
        ("America/New_York", "02:30", "2026-03-08 07:30", "2026-03-07", "2026-03-08"),
        ("America/New_York", "04:00", "2026-11-01 09:00", "2026-10-31", "2026-11-01"),
        ("America/New_York", "01:30", "2026-11-01 05:30", "2026-10-31", "2026-11-01"),
        # Lord Howe's clocks go half an hour, from 10:30 ahead of Greenwich to 11:00 and back.
        ("Australia/Lord_Howe", "04:00", "2026-10-03 17:00", "2026-10-03", "2026-10-04"),
        ("Australia/Lord_Howe", "02:15", "2026-10-03 15:45", "2026-10-03", "2026-10-04"),
        ("Australia/Lord_Howe", "04:00", "2026-04-04 17:30", "2026-04-04", "2026-04-05"),
        ("Australia/Lord_Howe", "01:45", "2026-04-04 14:45", "2026-04-04", "2026-04-05"),
        # Samoa had no 30 December 2011: after the 29th comes the 31st.
        ("Pacific/Apia", "00:00", "2011-12-30 10:00", "2011-12-29", "2011-12-31"),
        ("Pacific/Apia", "04:00", "2011-12-30 14:00", "2011-12-29", "2011-12-31"),
        ("Pacific/Apia", "08:00", "2011-12-30 18:00", "2011-12-29", "2011-12-31"),
        # São Paulo and Beirut left out the hour after midnight.
        ("America/Sao_Paulo", "00:00", "2018-11-04 03:00", "2018-11-03", "2018-11-04"),
        ("America/Sao_Paulo", "00:30", "2018-11-04 03:30", "2018-11-03", "2018-11-04"),
        ("America/Sao_Paulo", "04:00", "2018-11-04 06:00", "2018-11-03", "2018-11-04"),
        ("Asia/Beirut", "00:00", "2022-03-26 22:00", "2022-03-26", "2022-03-27"),
        ("Asia/Beirut", "00:30", "2022-03-26 22:30", "2022-03-26", "2022-03-27"),
        # Havana has 00:30 twice, first in summer time, 4 hours behind Greenwich.
        ("America/Havana", "00:30", "2026-11-01 04:30", "2026-10-31", "2026-11-01"),
        # Troll's clocks go two hours, from 1 to 3.
        ("Antarctica/Troll", "02:00", "2026-03-29 02:00", "2026-03-28", "2026-03-29"),
        ("Asia/Kathmandu", "04:00", "2026-11-22 22:15", "2026-11-22", "2026-11-23"),
        ("UTC", "08:00", "2026-11-23 08:00", "2026-11-22", "2026-11-23"),
    ],
)
def test_a_day_turns_at_the_instant_of_its_start(
    zone: str, start: str, rollover: str, before: str, after: str
) -> None:
    """Rules.md 14: the latest day whose (day, start, zone, first fold) is not after now."""
    instant = utc(rollover)
    assert clock(zone, start).today(instant - MOMENT) == dt.date.fromisoformat(before)
    assert clock(zone, start).today(instant) == dt.date.fromisoformat(after)


def test_today_is_not_found_by_taking_four_hours_from_now() -> None:
    """04:00 in Berlin on 29 March less four hours is 23:00 on the 28th; 03:30 on 25 October
    less four hours is 00:30 on the 25th. Both would give the wrong day."""
    spring, autumn = utc("2026-03-29 02:00"), utc("2026-10-25 02:30")
    four_hours = dt.timedelta(hours=4)
    assert (spring - four_hours).astimezone(BERLIN).date() == dt.date(2026, 3, 28)
    assert CLOCK.today(spring) == dt.date(2026, 3, 29)
    assert (autumn - four_hours).astimezone(BERLIN).date() == dt.date(2026, 10, 25)
    assert CLOCK.today(autumn) == dt.date(2026, 10, 24)


def test_the_second_time_the_same_hour_comes_begins_no_second_day() -> None:
    """02:30 on 25 October comes at 00:30 and at 01:30 by Greenwich."""
    berlin = clock("Europe/Berlin", "02:30")
    times = ["00:30", "00:59", "01:00", "01:29", "01:30", "02:00"]
    assert {berlin.today(utc(f"2026-10-25 {time}")) for time in times} == {dt.date(2026, 10, 25)}


def test_a_day_that_has_begun_stays_though_the_calendar_goes_back() -> None:
    """Newfoundland, 2006: a minute after midnight on the 29th clocks showed 23:01 on the 28th."""
    newfoundland = clock("America/St_Johns", "00:00")
    again = utc("2006-10-29 02:45")
    assert again.astimezone(newfoundland.zone).date() == dt.date(2006, 10, 28)
    assert newfoundland.today(utc("2006-10-29 02:30")) == dt.date(2006, 10, 29)
    assert newfoundland.today(again) == dt.date(2006, 10, 29)


def test_samoa_s_missing_day_is_never_today() -> None:
    days = [
        clock("Pacific/Apia", start).today(utc("2011-12-28 12:00") + n * dt.timedelta(minutes=20))
        for start in ("00:00", "04:00", "08:00")
        for n in range(5 * 72)
    ]
    assert dt.date(2011, 12, 29) in days
    assert dt.date(2011, 12, 30) not in days
    assert dt.date(2011, 12, 31) in days


def test_every_part_of_samoa_s_missing_day_is_over_as_soon_as_it_is() -> None:
    """The 31st begins at 14:00 by Greenwich; nothing of the 30th can still run then."""
    apia, missing = clock("Pacific/Apia"), dt.date(2011, 12, 30)
    assert apia.ended(missing, utc("2011-12-30 13:59")) == frozenset()
    assert apia.ended(missing, utc("2011-12-30 14:00")) == frozenset(Period)


# --- morning, afternoon, evening ----------------------------------------------


@pytest.mark.parametrize(
    "time,period",
    [
        ("04:00", MORNING),
        ("11:59:59", MORNING),
        ("12:00", AFTERNOON),
        ("17:59:59", AFTERNOON),
        ("18:00", EVENING),
        ("23:59:59", EVENING),
    ],
)
def test_morning_is_to_12_afternoon_to_18_and_evening_to_the_rollover(
    time: str, period: Period
) -> None:
    assert CLOCK.period(at(MON, time)) is period


def test_evening_lasts_to_the_rollover_and_then_it_is_morning() -> None:
    assert CLOCK.period(at(TUE, "03:59:59")) is EVENING
    assert CLOCK.period(at(TUE, "04:00")) is MORNING


@pytest.mark.parametrize(
    "time,over",
    [
        ("11:59:59", set()),
        ("12:00", {MORNING}),
        ("17:59:59", {MORNING}),
        ("18:00", {MORNING, AFTERNOON}),
        ("23:59:59", {MORNING, AFTERNOON}),
    ],
)
def test_a_period_is_over_the_moment_the_next_begins(time: str, over: set[Period]) -> None:
    assert CLOCK.ended(MON, at(MON, time)) == over


def test_the_evening_is_over_when_the_next_day_begins_and_not_at_midnight() -> None:
    assert EVENING not in CLOCK.ended(MON, at(TUE, "03:59:59"))
    assert CLOCK.ended(MON, at(TUE, "04:00")) == frozenset(Period)


def test_nothing_of_a_day_to_come_is_over_and_all_of_a_day_gone_by_is() -> None:
    assert CLOCK.ended(WED, at(TUE, "23:00")) == frozenset()
    assert CLOCK.ended(MON, at(WED, "23:00")) == frozenset(Period)


def test_noon_is_by_the_clock_on_the_wall_when_the_clocks_change() -> None:
    """Noon in Berlin: 11:00 by Greenwich on 28 March, 10:00 on the 29th, 11:00 on 25 October."""
    for day, noon in (
        (dt.date(2026, 3, 28), "11:00"),
        (dt.date(2026, 3, 29), "10:00"),
        (dt.date(2026, 10, 24), "10:00"),
        (dt.date(2026, 10, 25), "11:00"),
    ):
        assert CLOCK.end_of(day, MORNING) == utc(f"{day} {noon}")


# --- a change of the start of day ---------------------------------------------


@pytest.mark.parametrize(
    "usual,wanted,now,first",
    [
        # In the middle of Monday: Tuesday is the first day of the new start.
        ("04:00", "06:00", at(MON, "20:00"), TUE),
        ("04:00", "00:00", at(MON, "20:00"), TUE),
        # After midnight, still Monday: Tuesday can begin at 6 ...
        ("04:00", "06:00", at(TUE, "00:30"), TUE),
        # ... but no more at midnight, which is gone; Wednesday can.
        ("04:00", "00:00", at(TUE, "00:30"), WED),
        ("08:00", "05:00", at(TUE, "05:00"), WED),
        ("08:00", "05:00", at(TUE, "04:59"), TUE),
        ("08:00", "07:00", at(TUE, "08:00"), WED),
    ],
)
def test_a_change_of_start_holds_from_the_next_rollover(
    usual: str, wanted: str, now: dt.datetime, first: dt.date
) -> None:
    hours, minutes = wanted.split(":")
    before = clock("Europe/Berlin", usual)
    assert before.first_day_for(60 * int(hours) + int(minutes), now) == first


def test_each_day_begins_at_the_start_that_held_for_it() -> None:
    changed = PracticeClock(BERLIN, ((dt.date.min, 240), (WED, 0)))
    assert changed.today(at(TUE, "03:59")) == MON
    assert changed.today(at(TUE, "04:00")) == TUE
    assert changed.today(at(TUE, "23:59")) == TUE
    assert changed.today(at(WED, "00:00")) == WED
    assert changed.end_of(TUE, EVENING) == at(WED, "00:00")


# --- travel (rule 15) ---------------------------------------------------------


def test_who_flies_west_after_the_morning_is_in_yesterday_again() -> None:
    """Tuesday, 09:00 in Berlin is 03:00 in New York: there it is still Monday evening."""
    now = at(TUE, "09:00")
    assert CLOCK.today(now) == TUE
    new_york = PracticeClock(NEW_YORK)
    assert new_york.today(now) == MON
    assert new_york.period(now) is EVENING


def test_who_flies_east_finds_the_day_over_sooner() -> None:
    """Monday, 20:00 in Berlin is 08:00 on Tuesday in Auckland: all of Monday is over."""
    now = at(MON, "20:00")
    auckland = clock("Pacific/Auckland")
    assert CLOCK.ended(MON, now) == {MORNING, AFTERNOON}
    assert auckland.today(now) == TUE
    assert auckland.ended(MON, now) == frozenset(Period)


# --- against the oracle, about every turn of the clocks -----------------------


@settings(max_examples=200, deadline=None)
@given(watches())
def test_today_is_what_a_scan_of_a_fortnight_finds(watch: Watch) -> None:
    assert watch.clock.today(watch.now) == oracle.today(*watch.oracle)


@settings(max_examples=150, deadline=None)
@given(watches())
def test_every_instant_lies_in_one_period_of_one_day(watch: Watch) -> None:
    """The periods of all days, laid out in a row, hold each instant once."""
    day = watch.now.date() - 3 * ONE_DAY
    holding = []
    for _ in range(7):
        began = watch.clock.beginning(day)
        for period in Period:
            over = watch.clock.end_of(day, period)
            if began <= watch.now < over:
                holding.append((day, period))
            began = over
        day += ONE_DAY
    assert holding == [(watch.clock.today(watch.now), watch.clock.period(watch.now))]


@settings(max_examples=150, deadline=None)
@given(watches(), st.integers(-2, 2))
def test_what_is_over_is_what_the_oracle_finds(watch: Watch, away: int) -> None:
    zone, starts, now = watch.oracle
    day = watch.clock.today(now) + away * ONE_DAY
    assert watch.clock.ended(day, now) == oracle.ended(zone, starts, day, now)
    assert watch.clock.period(now) == oracle.period(zone, starts, now)


@settings(max_examples=150, deadline=None)
@given(watches(), st.timedeltas(dt.timedelta(0), dt.timedelta(days=3)))
def test_today_never_goes_back(watch: Watch, later: dt.timedelta) -> None:
    before, after = watch.now, watch.now + later
    today, then = watch.clock.today(before), watch.clock.today(after)
    assert today <= then
    if today == then:
        assert watch.clock.period(before) <= watch.clock.period(after)
    assert watch.clock.ended(today, before) <= watch.clock.ended(today, after)


@settings(max_examples=150, deadline=None)
@given(watches())
def test_a_day_begins_in_its_first_instant(watch: Watch) -> None:
    beginning = watch.clock.beginning(watch.clock.today(watch.now))
    assert beginning <= watch.now
    assert watch.clock.today(beginning) == watch.clock.today(watch.now)
    assert watch.clock.today(beginning - ONE_SECOND) < watch.clock.today(beginning)


@settings(max_examples=200, deadline=None)
@given(watches(), st.sampled_from(START_MINUTES))
def test_a_change_of_start_never_changes_today_and_holds_as_soon_as_that_allows(
    watch: Watch, minutes: int
) -> None:
    clock = PracticeClock(watch.clock.zone, watch.clock.starts[:1])
    zone, starts, now = clock.zone, clock.starts, watch.now
    today = oracle.today(zone, starts, now)
    candidates = [today + n * ONE_DAY for n in range(1, 5)]
    allowed = [
        first
        for first in candidates
        if oracle.today(zone, (*starts, (first, minutes)), now) == today
    ]
    assert clock.first_day_for(minutes, now) == allowed[0]


@pytest.mark.parametrize("zone,turn", TURNS)
def test_each_minute_about_a_turn_belongs_to_the_day_that_a_scan_finds(
    zone: str, turn: str
) -> None:
    for start in ("00:00", "00:30", "04:00"):
        one = clock(zone, start)
        for minutes in range(-300, 300, 15):
            now = utc(turn) + dt.timedelta(minutes=minutes)
            assert one.today(now) == oracle.today(one.zone, one.starts, now), (start, now)
