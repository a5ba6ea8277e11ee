"""Rules 6 to 8 and 15: what is credited, what is due, and from which part of which day on.

Every example is counted by hand beside it. The full day asks for 4 in the
morning (arm raise, arm throw, waist rub, waist knead), 2 in the afternoon (arm
raise, waist knead) and 4 in the evening (sole rub, arm raise, waist rub, waist
knead).
"""

import datetime as dt
from fractions import Fraction

import pytest

from practice.rules.adherence import State, TickState, credit
from practice.rules.days import PracticeClock
from practice.rules.plan import Plan
from tests.practice.rules.worlds import (
    BEGUN,
    EVENING,
    FACTS,
    FULL,
    LONG_AFTER,
    MON,
    MORNING,
    NEW_YORK,
    TUE,
    WED,
    at,
    at_time,
    done,
    on_monday,
    recorded,
    shown,
    skipped,
    undone,
    week_of,
    whole,
)

ONE_DAY = dt.timedelta(days=1)


# --- credit (rule 6) ----------------------------------------------------------


@pytest.mark.parametrize(
    "exercise,amount,felt,expected",
    [
        # No amount: a plain tick is the whole of it.
        ("waist-rub", None, False, "1"),
        ("waist-knead", None, True, "1"),
        # Floors: 180 rubs of the waist. 120 of 180 = 0.67.
        ("waist-rub", 120, False, "2/3"),
        ("waist-rub", 179, False, "179/180"),
        ("waist-rub", 180, False, "1"),
        ("waist-rub", 181, False, "1"),
        ("waist-rub", 9999, False, "1"),
        ("waist-rub", 1, False, "1/180"),
        # The page says "more than 100" a foot; 100 counts.
        ("sole-rub", 100, False, "1"),
        ("sole-rub", 99, False, "99/100"),
        ("sole-rub", 50, False, "1/2"),
        # Three raises, three throws.
        ("arm-raise", 1, False, "1/3"),
        ("arm-raise", 2, False, "2/3"),
        ("arm-raise", 3, False, "1"),
        ("arm-raise", 5, False, "1"),
        ("arm-throw", 2, False, "2/3"),
        ("arm-throw", 3, False, "1"),
        # 8 minutes of kneading. 7.9 of 8 = 79/80, 0.1 of 8 = 1/80.
        ("waist-knead", 8, False, "1"),
        ("waist-knead", 7.9, False, "79/80"),
        ("waist-knead", 6, False, "3/4"),
        ("waist-knead", 0.1, False, "1/80"),
        # The document's own end was felt: warm after 40 rubs is the whole of it.
        ("waist-rub", 40, True, "1"),
        ("sole-rub", 1, True, "1"),
        ("waist-knead", 0.5, True, "1"),
    ],
)
def test_credit_is_whole_felt_or_a_part_of_the_floor(
    exercise: str, amount: float | None, felt: bool, expected: str
) -> None:
    tenths = None if amount is None else round(10 * amount)
    tick = TickState(State.DONE, tenths=tenths, felt=felt)
    assert credit(FACTS[exercise], tick) == Fraction(expected)


def test_120_of_180_is_0_67() -> None:
    share = credit(FACTS["waist-rub"], TickState(State.DONE, tenths=1200))
    assert f"{float(share):.2f}" == "0.67"


@pytest.mark.parametrize("state", [State.UNDONE, State.SKIPPED])
def test_what_was_taken_back_or_skipped_has_no_credit(state: State) -> None:
    """Not even where an amount or the feeling was left behind."""
    assert credit(FACTS["waist-rub"], TickState(state, tenths=2000, felt=True)) == 0


def test_a_slot_nobody_touched_has_no_credit() -> None:
    assert credit(FACTS["waist-rub"], None) == 0


def test_late_guided_and_the_hour_tell_but_do_not_count() -> None:
    plain = TickState(State.DONE, tenths=1200)
    told = TickState(State.DONE, tenths=1200, late=True, guided=True, instant=1_764_000_000_000_000)
    assert credit(FACTS["waist-rub"], plain) == credit(FACTS["waist-rub"], told)


# --- due (rule 7) -------------------------------------------------------------

THREE_OF_THE_MORNING = done("morning/arm-throw", "morning/waist-rub", "morning/waist-knead")


def test_at_13_30_with_3_of_4_of_the_morning_and_1_of_2_of_the_afternoon() -> None:
    """rules.md 7: 4 of 5 = 80 %. Due: the morning's 4, and the one done of the afternoon."""
    ticks = {**THREE_OF_THE_MORNING, **done("afternoon/waist-knead")}
    record = recorded({**BEGUN, MON: ticks})
    assert on_monday(record, at(MON, "13:30")) == "4 of 5 = 80 %"


def test_at_9_with_2_done() -> None:
    """rules.md 7: 2 of 2. The rest of the morning can still be done."""
    record = recorded({**BEGUN, MON: done("morning/waist-rub", "morning/waist-knead")})
    assert on_monday(record, at(MON, "09:00")) == "2 of 2 = 100 %"


@pytest.mark.parametrize(
    "now,expected",
    [
        # Three fixed slots of the morning done; the morning's raise is open.
        (at(MON, "04:00"), "3 of 3 = 100 %"),
        (at(MON, "11:59:59"), "3 of 3 = 100 %"),
        # The morning is over: its 4 are due.
        (at(MON, "12:00"), "3 of 4 = 75 %"),
        (at(MON, "17:59:59"), "3 of 4 = 75 %"),
        # And the afternoon: 4 + 2.
        (at(MON, "18:00"), "3 of 6 = 50 %"),
        (at(TUE, "00:30"), "3 of 6 = 50 %"),
        (at(TUE, "03:59:59"), "3 of 6 = 50 %"),
        # And the evening, with the day: 4 + 2 + 4.
        (at(TUE, "04:00"), "3 of 10 = 30 %"),
        (LONG_AFTER, "3 of 10 = 30 %"),
    ],
)
def test_slots_become_due_as_their_periods_end(now: dt.datetime, expected: str) -> None:
    assert on_monday(recorded({**BEGUN, MON: THREE_OF_THE_MORNING}), now) == expected


def test_the_evening_done_in_the_morning_is_due_with_its_credit() -> None:
    """Every slot of a day can be ticked at any hour: at 9, 3 fixed slots of the evening."""
    ticks = done("evening/sole-rub", "evening/waist-rub", "evening/waist-knead")
    assert on_monday(recorded({**BEGUN, MON: ticks}), at(MON, "09:00")) == "3 of 3 = 100 %"


def test_a_part_done_before_its_period_is_over_is_due_as_one() -> None:
    """ "Due too, with its credit": 120 of 180 at 9 is 2/3 of 1, and 66 % rounded down."""
    record = recorded({**BEGUN, MON: done("morning/waist-rub", amount=120)})
    assert on_monday(record, at(MON, "09:00")) == "2/3 of 1 = 66 %"


def test_a_part_done_counts_as_its_part_of_the_ended_period() -> None:
    """Morning: 120 of 180 rubs and 6 of 8 minutes: 2/3 + 3/4 = 17/12 of 4 = 35 %."""
    ticks = {
        **done("morning/waist-rub", amount=120),
        **done("morning/waist-knead", amount=6),
    }
    assert on_monday(recorded({**BEGUN, MON: ticks}), at(MON, "12:00")) == "17/12 of 4 = 35 %"


def test_what_is_skipped_is_not_due() -> None:
    """Evening, 10 less the 2 skipped, of which 7 were done: 7 of 8 = 87 %."""
    ticks = {
        **whole(FULL, MORNING),
        **done("afternoon/arm-raise", "evening/arm-raise", "evening/waist-rub"),
        **skipped("evening/sole-rub", "evening/waist-knead"),
    }
    assert on_monday(recorded({**BEGUN, MON: ticks}), LONG_AFTER) == "7 of 8 = 87 %"


def test_a_whole_day_skipped_leaves_nothing_due() -> None:
    every = {one: TickState(State.SKIPPED) for one in FULL.slots}
    record = recorded({**BEGUN, MON: every})
    assert on_monday(record, LONG_AFTER) == "0 of 0 = nothing was due"


def test_a_tick_taken_back_is_due_again() -> None:
    record = recorded({**BEGUN, MON: undone("evening/sole-rub")})
    assert on_monday(record, LONG_AFTER, "sole-rub") == "0 of 1 = 0 %"


def test_nothing_is_due_of_a_day_to_come_but_what_was_ticked_there() -> None:
    """Somebody flew west: on Monday's clock Tuesday has one tick already."""
    record = recorded({**BEGUN, TUE: done("morning/waist-rub")})
    assert shown(at_time(record, at(MON, "20:00")).judge(TUE).balance) == "1 of 1 = 100 %"
    assert shown(at_time(record, at(MON, "20:00")).judge(WED).balance) == "0 of 0 = nothing was due"


# --- the start (rule 8) -------------------------------------------------------


def test_the_first_tick_on_monday_evening_makes_4_due_that_day() -> None:
    """rules.md 8, full day: arm raise, waist rub, waist knead and sole rub of the evening."""
    record = recorded({MON: done("evening/waist-rub")})
    assert on_monday(record, LONG_AFTER) == "1 of 4 = 25 %"


@pytest.mark.parametrize(
    "first,due",
    [
        ("morning/waist-knead", 4 + 2 + 4),
        ("afternoon/waist-knead", 2 + 4),
        ("evening/waist-knead", 4),
    ],
)
def test_the_day_counts_from_the_period_of_the_first_tick(first: str, due: int) -> None:
    record = recorded({MON: done(first)})
    assert record.judge(MON).balance[:2] == (Fraction(due), 1)


def test_days_mended_before_the_start_count_only_with_what_was_done() -> None:
    """Tuesday evening is the start; Monday's 3, written down late, are 3 of 3 and move nothing."""
    ticks = {
        MON: done("morning/waist-rub", "evening/waist-rub", "evening/sole-rub", late=True),
        TUE: done("evening/waist-rub"),
    }
    record = recorded(ticks)
    assert record.start == (TUE, EVENING)
    assert on_monday(record, LONG_AFTER) == "3 of 3 = 100 %"
    assert shown(record.judge(TUE).balance) == "1 of 4 = 25 %"


def test_a_part_before_the_start_is_due_as_far_as_it_is_credited() -> None:
    """Before the start 120 of 180 is 2/3 of 2/3."""
    ticks = {MON: done("morning/waist-rub", amount=120, late=True), TUE: done("evening/sole-rub")}
    assert on_monday(recorded(ticks), LONG_AFTER) == "2/3 of 2/3 = 100 %"


def test_a_record_that_was_only_ever_mended_has_no_start() -> None:
    record = recorded({MON: done("morning/waist-rub", late=True)})
    assert record.start is None
    assert shown(week_of(record, LONG_AFTER)) == "1 of 1 = 100 %"


def test_a_tick_taken_back_or_a_skip_does_not_begin_the_record() -> None:
    record = recorded({MON: {**undone("morning/waist-rub"), **skipped("morning/waist-knead")}})
    assert record.start is None
    assert on_monday(record, LONG_AFTER) == "0 of 0 = nothing was due"


def test_an_afternoon_slot_ticked_early_starts_the_record_with_the_afternoon() -> None:
    """The first tick, at 9, is the afternoon's: the morning is never due."""
    record = recorded({MON: done("afternoon/waist-knead")})
    assert on_monday(record, at(MON, "09:00")) == "1 of 1 = 100 %"
    assert on_monday(record, at(MON, "12:00")) == "1 of 1 = 100 %"
    assert on_monday(record, LONG_AFTER) == "1 of 6 = 16 %"


# --- travel (rule 15) ---------------------------------------------------------


def test_ticks_keep_their_day_in_another_zone() -> None:
    """Monday's ticks stay Monday's; the zone only decides which periods have ended.

    At 17:00 in Berlin it is 11:00 in New York: the morning's 4 are not due there yet.
    """
    record = recorded({**BEGUN, MON: THREE_OF_THE_MORNING})
    now = at(MON, "17:00")
    there = at_time(record, now, PracticeClock(NEW_YORK)).judge(MON).balance
    assert shown(at_time(record, now).judge(MON).balance) == "3 of 4 = 75 %"
    assert shown(there) == "3 of 3 = 100 %"
    west = at_time(record, LONG_AFTER, PracticeClock(NEW_YORK))
    assert west.judge(MON).balance == record.judge(MON).balance


def test_the_day_of_23_hours_asks_for_as_much_as_any_other() -> None:
    """29 March 2026 in Berlin: 10 due by 04:00 on the 30th, 02:00 by Greenwich."""
    sunday = dt.date(2026, 3, 29)
    plan = Plan(sunday, "full", FULL.sets)
    record = recorded({sunday - ONE_DAY: done("morning/waist-rub")}, plan)
    end = dt.datetime(2026, 3, 30, 2, tzinfo=dt.UTC)
    assert at_time(record, end - dt.timedelta(seconds=1)).judge(sunday).balance.due == 6
    assert at_time(record, end).judge(sunday).balance.due == 10
