"""Rules 6 to 13: what is due, what is credited, and the share of it.

Every example is counted by hand beside it. The full day asks for 4 in the
morning (arm raise, arm throw, waist rub, waist knead), 2 in the afternoon (arm
raise, waist knead) and 4 in the evening (sole rub, arm raise, waist rub, waist
knead).
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from practice.adherence import Balance, Mark, State, credit, total
from practice.days import PracticeClock
from practice.plan import Plan, Slot, easy_start, without
from practice.record import Record
from tests.practice.worlds import (
    CLOCK,
    EVENING,
    FACTS,
    FULL,
    LIBRARY,
    LONG_AFTER,
    MON,
    MORNING,
    NEW_YORK,
    NEXT_MONDAY,
    SAT,
    SUN,
    THU,
    TUE,
    WED,
    WEEK,
    at,
    done,
    recorded,
    shown,
    skipped,
    slot,
    undone,
    whole,
)

ONE_DAY = dt.timedelta(days=1)
BEFORE = MON - ONE_DAY
BEGUN = {BEFORE: done("morning/arm-raise")}
"""A tick on the Sunday before: from then on the record has begun."""


def on_monday(record: Record, now: dt.datetime, exercise: str | None = None) -> str:
    """Monday's share as it stands at ``now``."""
    if exercise is None:
        return shown(record.balance(MON, CLOCK, now))
    return shown(record.balances(MON, CLOCK, now)[exercise])


def week_of(record: Record, now: dt.datetime, clock: PracticeClock = CLOCK) -> Balance:
    """The sum over the slots of the week."""
    return total(record.balance(day, clock, now) for day in WEEK.days())


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
    mark = Mark(State.DONE, tenths=tenths, felt=felt)
    assert credit(FACTS[exercise], mark) == Fraction(expected)


def test_120_of_180_is_0_67() -> None:
    share = credit(FACTS["waist-rub"], Mark(State.DONE, tenths=1200))
    assert f"{float(share):.2f}" == "0.67"


@pytest.mark.parametrize("state", [State.UNDONE, State.SKIPPED])
def test_what_was_taken_back_or_skipped_has_no_credit(state: State) -> None:
    """Not even where an amount or the feeling was left behind."""
    assert credit(FACTS["waist-rub"], Mark(state, tenths=2000, felt=True)) == 0


def test_a_slot_nobody_touched_has_no_credit() -> None:
    assert credit(FACTS["waist-rub"], None) == 0


def test_late_guided_and_the_hour_tell_but_do_not_count() -> None:
    plain = Mark(State.DONE, tenths=1200)
    told = Mark(State.DONE, tenths=1200, late=True, guided=True, instant=1_764_000_000_000_000)
    assert credit(FACTS["waist-rub"], plain) == credit(FACTS["waist-rub"], told)


# --- due (rule 7) -------------------------------------------------------------

THREE_OF_THE_MORNING = done("morning/arm-throw", "morning/waist-rub", "morning/waist-knead")


def test_at_13_30_with_3_of_4_of_the_morning_and_1_of_2_of_the_afternoon() -> None:
    """rules.md 7: 4 of 5 = 80 %. Due: the morning's 4, and the one done of the afternoon."""
    marks = {**THREE_OF_THE_MORNING, **done("afternoon/waist-knead")}
    record = recorded({**BEGUN, MON: marks})
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
    marks = done("evening/sole-rub", "evening/waist-rub", "evening/waist-knead")
    assert on_monday(recorded({**BEGUN, MON: marks}), at(MON, "09:00")) == "3 of 3 = 100 %"


def test_a_part_done_before_its_period_is_over_is_due_as_one() -> None:
    """ "Due too, with its credit": 120 of 180 at 9 is 2/3 of 1, and 66 % rounded down."""
    record = recorded({**BEGUN, MON: done("morning/waist-rub", amount=120)})
    assert on_monday(record, at(MON, "09:00")) == "2/3 of 1 = 66 %"


def test_a_part_done_counts_as_its_part_of_the_ended_period() -> None:
    """Morning: 120 of 180 rubs and 6 of 8 minutes: 2/3 + 3/4 = 17/12 of 4 = 35 %."""
    marks = {
        **done("morning/waist-rub", amount=120),
        **done("morning/waist-knead", amount=6),
    }
    assert on_monday(recorded({**BEGUN, MON: marks}), at(MON, "12:00")) == "17/12 of 4 = 35 %"


def test_what_is_skipped_is_not_due() -> None:
    """Evening, 10 less the 2 skipped, of which 7 were done: 7 of 8 = 87 %."""
    marks = {
        **whole(FULL, MORNING),
        **done("afternoon/arm-raise", "evening/arm-raise", "evening/waist-rub"),
        **skipped("evening/sole-rub", "evening/waist-knead"),
    }
    assert on_monday(recorded({**BEGUN, MON: marks}), LONG_AFTER) == "7 of 8 = 87 %"


def test_a_whole_day_skipped_leaves_nothing_due() -> None:
    every = {one: Mark(State.SKIPPED) for one in FULL.slots()}
    record = recorded({**BEGUN, MON: every})
    assert on_monday(record, LONG_AFTER) == "0 of 0 = nothing was due"


def test_a_tick_taken_back_is_due_again() -> None:
    record = recorded({**BEGUN, MON: undone("evening/sole-rub")})
    assert on_monday(record, LONG_AFTER, "sole-rub") == "0 of 1 = 0 %"


def test_nothing_is_due_of_a_day_to_come_but_what_was_ticked_there() -> None:
    """Somebody flew west: on Monday's clock Tuesday has one tick already."""
    record = recorded({**BEGUN, TUE: done("morning/waist-rub")})
    assert shown(record.balance(TUE, CLOCK, at(MON, "20:00"))) == "1 of 1 = 100 %"
    assert shown(record.balance(WED, CLOCK, at(MON, "20:00"))) == "0 of 0 = nothing was due"


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
    assert record.balance(MON, CLOCK, LONG_AFTER) == Balance(Fraction(due), Fraction(1))


def test_days_mended_before_the_start_count_only_with_what_was_done() -> None:
    """Tuesday evening is the start; Monday's 3, written down late, are 3 of 3 and move nothing."""
    marks = {
        MON: done("morning/waist-rub", "evening/waist-rub", "evening/sole-rub", late=True),
        TUE: done("evening/waist-rub"),
    }
    record = recorded(marks)
    assert record.start == (TUE, EVENING)
    assert on_monday(record, LONG_AFTER) == "3 of 3 = 100 %"
    assert shown(record.balance(TUE, CLOCK, LONG_AFTER)) == "1 of 4 = 25 %"


def test_a_part_before_the_start_is_due_as_far_as_it_is_credited() -> None:
    """Before the start 120 of 180 is 2/3 of 2/3."""
    marks = {MON: done("morning/waist-rub", amount=120, late=True), TUE: done("evening/sole-rub")}
    assert on_monday(recorded(marks), LONG_AFTER) == "2/3 of 2/3 = 100 %"


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


# --- exercises of no fixed time (rule 9) --------------------------------------


@pytest.mark.parametrize(
    "marks,now,expected",
    [
        # Three raises in the evening = 3 of 3.
        (
            done("evening/arm-raise/1", "evening/arm-raise/2", "evening/arm-raise/3"),
            LONG_AFTER,
            "3 of 3 = 100 %",
        ),
        # The same at 20:00: O = 2 ended, C = 3, due = max(2, 3).
        (
            done("evening/arm-raise/1", "evening/arm-raise/2", "evening/arm-raise/3"),
            at(MON, "20:00"),
            "3 of 3 = 100 %",
        ),
        # Nothing by 13:00: O = 1. By 19:00: O = 2. After the day: O = 3.
        ({}, at(MON, "11:00"), "0 of 0 = nothing was due"),
        ({}, at(MON, "13:00"), "0 of 1 = 0 %"),
        ({}, at(MON, "19:00"), "0 of 2 = 0 %"),
        ({}, LONG_AFTER, "0 of 3 = 0 %"),
        # Two in the morning, then 13:00: O = 1, C = 2.
        (done("morning/arm-raise/1", "morning/arm-raise/2"), at(MON, "13:00"), "2 of 2 = 100 %"),
        (done("morning/arm-raise/1", "morning/arm-raise/2"), at(MON, "19:00"), "2 of 2 = 100 %"),
        (done("morning/arm-raise/1", "morning/arm-raise/2"), LONG_AFTER, "2 of 3 = 66 %"),
        # Five done: C is the best R = 3 of them, the others are extra.
        (
            done(*(f"evening/arm-raise/{n}" for n in range(1, 6))),
            LONG_AFTER,
            "3 of 3 = 100 %",
        ),
        # One raise of 3 and two of 3, and a whole set: 1/3 + 2/3 + 1 = 2 of 3.
        (
            {
                **done("morning/arm-raise", amount=1),
                **done("afternoon/arm-raise", amount=2),
                **done("evening/arm-raise"),
            },
            LONG_AFTER,
            "2 of 3 = 66 %",
        ),
        # A fourth, whole set takes the place of the third: 2/3 + 1 + 1 = 8/3.
        (
            {
                **done("morning/arm-raise", amount=1),
                **done("afternoon/arm-raise", amount=2),
                **done("evening/arm-raise/1", "evening/arm-raise/2"),
            },
            LONG_AFTER,
            "8/3 of 3 = 88 %",
        ),
        # Half past nine, two raises of 3: C = 2/3, O = 0: due = max(0, 2/3).
        (done("morning/arm-raise", amount=2), at(MON, "09:30"), "2/3 of 2/3 = 100 %"),
        # At noon O = 1: 2/3 of 1.
        (done("morning/arm-raise", amount=2), at(MON, "12:00"), "2/3 of 1 = 66 %"),
        # The afternoon's skipped: O = 2, C = 2.
        (
            {**done("morning/arm-raise", "evening/arm-raise"), **skipped("afternoon/arm-raise")},
            LONG_AFTER,
            "2 of 2 = 100 %",
        ),
        # All skipped, yet one done beyond the plan: O = 0, C = 1.
        (
            {
                **skipped("morning/arm-raise", "afternoon/arm-raise", "evening/arm-raise"),
                **done("evening/arm-raise/2"),
            },
            LONG_AFTER,
            "1 of 1 = 100 %",
        ),
        # A set that was skipped where none was asked for changes nothing: O = 3.
        (skipped("evening/arm-raise/4"), LONG_AFTER, "0 of 3 = 0 %"),
    ],
)
def test_an_arm_raise_counts_whenever_it_is_done(
    marks: dict[Slot, Mark], now: dt.datetime, expected: str
) -> None:
    """rules.md 9: due = max(O, C), credited = C."""
    assert on_monday(recorded({**BEGUN, MON: marks}), now, "arm-raise") == expected


def test_an_arm_throw_in_the_evening_is_the_day_s_one() -> None:
    """The document lists it in the morning; R = 1: 1 of 1, and at 13:00 with nothing 0 of 1."""
    record = recorded({**BEGUN, MON: done("evening/arm-throw")})
    assert on_monday(record, LONG_AFTER, "arm-throw") == "1 of 1 = 100 %"
    assert on_monday(recorded({**BEGUN}), at(MON, "13:00"), "arm-throw") == "0 of 1 = 0 %"


def test_raises_planned_before_the_start_are_not_owed_but_can_be_credited() -> None:
    """First tick: Monday evening's first raise. O = 1 (evening); with a second raise C = 2."""
    one = recorded({MON: done("evening/arm-raise")})
    assert on_monday(one, LONG_AFTER, "arm-raise") == "1 of 1 = 100 %"
    two = recorded({MON: done("evening/arm-raise/1", "evening/arm-raise/2")})
    assert on_monday(two, LONG_AFTER, "arm-raise") == "2 of 2 = 100 %"


def test_an_evening_s_raises_make_up_for_the_morning_in_the_whole_day() -> None:
    """Everything but the raises of morning and afternoon, and 3 raises in the evening: 10 of 10."""
    marks = {
        one: mark
        for one, mark in whole(FULL).items()
        if one.exercise != "arm-raise" or one.period is EVENING
    }
    assert len(marks) == 8
    marks |= done("evening/arm-raise/2", "evening/arm-raise/3")
    assert on_monday(recorded({**BEGUN, MON: marks}), LONG_AFTER) == "10 of 10 = 100 %"


def test_a_waist_rub_in_the_morning_does_not_make_up_for_the_evening() -> None:
    """The document names its times; a second one in the morning is an extra: 1 of 2."""
    record = recorded({**BEGUN, MON: done("morning/waist-rub/1", "morning/waist-rub/2")})
    assert on_monday(record, LONG_AFTER, "waist-rub") == "1 of 2 = 50 %"


# --- extras and what is set aside (rule 10) -----------------------------------


def test_extras_never_count_and_nothing_passes_100_percent() -> None:
    marks = whole(FULL) | done(
        "morning/arm-raise/2",
        "morning/arm-raise/3",
        "evening/arm-throw/1",
        "evening/sole-rub/2",
        "morning/waist-knead/2",
    )
    assert on_monday(recorded({**BEGUN, MON: marks}), LONG_AFTER) == "10 of 10 = 100 %"


def test_extras_do_not_make_up_for_another_exercise() -> None:
    """9 of 10, the sole rub open; five more sets of others leave it 9 of 10 = 90 %."""
    marks = whole(FULL)
    del marks[slot("evening/sole-rub")]
    marks |= done("evening/waist-rub/2", "evening/waist-knead/2", "evening/arm-raise/2")
    assert on_monday(recorded({**BEGUN, MON: marks}), LONG_AFTER) == "9 of 10 = 90 %"


def test_what_is_set_aside_is_never_counted_though_it_was_done() -> None:
    """Easy start: 3 a day. All else of the document's day done beside it: 3 of 3."""
    plan = easy_start(LIBRARY.exercises, BEFORE)
    record = recorded({**BEGUN, MON: whole(FULL)}, plan)
    assert on_monday(record, LONG_AFTER) == "3 of 3 = 100 %"
    assert on_monday(record, LONG_AFTER, "waist-knead") == "0 of 0 = nothing was due"


def test_amounts_above_the_floor_make_up_for_nothing() -> None:
    """360 rubs in the morning are 1, not 2: 1 of 2."""
    record = recorded({**BEGUN, MON: done("morning/waist-rub", amount=360)})
    assert on_monday(record, LONG_AFTER, "waist-rub") == "1 of 2 = 50 %"


# --- the week (rule 11) -------------------------------------------------------


def test_a_week_is_the_sum_over_slots_and_never_a_mean_of_days() -> None:
    """First tick on Saturday evening: 4 of 4; Sunday 2 of 10. The week: 6 of 14 = 42 %.

    The mean of the days would be (100 + 20) / 2 = 60 %.
    """
    record = recorded(
        {SAT: whole(FULL, EVENING), SUN: done("morning/waist-rub", "evening/waist-rub")}
    )
    assert shown(week_of(record, LONG_AFTER)) == "6 of 14 = 42 %"


@pytest.mark.parametrize(
    "credited,due,percent",
    [
        ("0", "0", None),
        ("0", "1", 0),
        ("1", "1", 100),
        # Rounded down: 2 of 3 = 66.67, 69 of 70 = 98.57, 199 of 200 = 99.5.
        ("2", "3", 66),
        ("69", "70", 98),
        ("199", "200", 99),
        ("6999/100", "70", 99),
        # At least 1 where anything is credited: 1/80 of 70 = 0.018 %.
        ("1/80", "70", 1),
        ("1/180", "70", 1),
        ("2", "101", 1),
        ("2", "100", 2),
        # Exactly: 0.29 * 100 is 28.999... in binary fractions.
        ("29/100", "1", 29),
        ("57/100", "1", 57),
        ("7", "25", 28),
    ],
)
def test_percent_is_rounded_down_and_at_least_1_for_anything(
    credited: str, due: str, percent: int | None
) -> None:
    assert Balance(Fraction(due), Fraction(credited)).percent == percent


def test_where_nothing_was_due_there_is_no_percentage() -> None:
    assert shown(week_of(recorded({}), LONG_AFTER)) == "0 of 0 = nothing was due"
    assert total([]).percent is None


def test_a_full_week_is_70_of_70() -> None:
    record = recorded({day: whole(FULL) for day in WEEK.days()})
    assert shown(week_of(record, LONG_AFTER)) == "70 of 70 = 100 %"


def test_a_week_half_gone_counts_what_has_ended() -> None:
    """Monday and Tuesday whole, Wednesday 13:30 with the morning done: 10 + 10 + 4 of 24."""
    record = recorded({MON: whole(FULL), TUE: whole(FULL), WED: whole(FULL, MORNING)})
    assert shown(week_of(record, at(WED, "13:30"))) == "24 of 24 = 100 %"
    assert shown(week_of(record, at(WED, "18:00"))) == "24 of 26 = 92 %"


# --- a change of plan (rule 12) -----------------------------------------------


def test_the_knead_set_aside_on_wednesday() -> None:
    """rules.md 12: Mon-Tue due 20, Wed-Sun due 35."""
    record = recorded(BEGUN, FULL, without(FULL, "waist-knead", WED))
    due = [record.balance(day, CLOCK, LONG_AFTER).due for day in WEEK.days()]
    assert sum(due[:2]) == 20
    assert sum(due[2:]) == 35
    assert shown(week_of(record, LONG_AFTER)) == "0 of 55 = 0 %"


def test_kneads_of_monday_stay_credited_after_it_was_set_aside() -> None:
    """Monday's 3 kneads: 3 of Mon-Tue's 6; Wednesday's one is kept and not counted."""
    kneads = [f"{part}/waist-knead" for part in ("morning", "afternoon", "evening")]
    record = recorded(
        {**BEGUN, MON: done(*kneads), WED: done(kneads[0])},
        FULL,
        without(FULL, "waist-knead", WED),
    )
    of_the_week = total(
        record.balances(day, CLOCK, LONG_AFTER)["waist-knead"] for day in WEEK.days()
    )
    assert shown(of_the_week) == "3 of 6 = 50 %"


def test_a_plan_of_more_raises_is_owed_in_the_periods_it_names() -> None:
    """Two raises each morning and three each evening: O at 13:00 is 2, after the day 5."""
    plan = Plan(BEFORE, "own", {"arm-raise": (2, 0, 3)})
    record = recorded({**BEGUN, MON: done("afternoon/arm-raise")}, plan)
    assert on_monday(record, at(MON, "13:00")) == "1 of 2 = 50 %"
    assert on_monday(record, LONG_AFTER) == "1 of 5 = 20 %"


def test_an_empty_plan_asks_for_nothing() -> None:
    record = recorded({**BEGUN, MON: whole(FULL)}, Plan(BEFORE, "own", {}))
    assert on_monday(record, LONG_AFTER) == "0 of 0 = nothing was due"


# --- pauses (rule 13) ---------------------------------------------------------


@pytest.mark.parametrize(
    "pause,due",
    [
        # Whole days: 7 days of 10, less 10 a day excused.
        ((TUE, TUE), 60),
        ((TUE, THU), 40),
        # An open end: from Wednesday on, 2 days are left.
        ((WED, None), 20),
        ((BEFORE - ONE_DAY, MON), 60),
        ((SUN, NEXT_MONDAY), 60),
        ((NEXT_MONDAY, None), 70),
        ((BEFORE - ONE_DAY, None), 0),
    ],
)
def test_a_pause_excuses_whole_days(pause: tuple[dt.date, dt.date | None], due: int) -> None:
    record = recorded(BEGUN, pauses=(pause,))
    assert week_of(record, LONG_AFTER) == Balance(Fraction(due), Fraction(0))


def test_what_is_done_in_a_pause_counts_and_what_is_not_does_not() -> None:
    """2 fixed ones and a part of a third: 2 + 2/3 of as much; the raise is 1 of 1."""
    marks = {
        **done("morning/waist-knead", "evening/sole-rub", "evening/arm-raise"),
        **done("morning/waist-rub", amount=120),
    }
    record = recorded({**BEGUN, MON: marks}, pauses=((MON, MON),))
    assert on_monday(record, LONG_AFTER) == "11/3 of 11/3 = 100 %"
    assert on_monday(record, at(MON, "09:00")) == "11/3 of 11/3 = 100 %"


def test_two_pauses_that_overlap_excuse_each_day_once() -> None:
    """Tuesday to Thursday and Wednesday to Saturday: Mon and Sun are left: 20."""
    record = recorded(BEGUN, pauses=((TUE, THU), (WED, SAT)))
    assert week_of(record, LONG_AFTER).due == 20


def test_a_pause_of_a_past_week_ends_with_its_last_day() -> None:
    record = recorded(BEGUN, pauses=((TUE, THU),))
    assert [record.is_paused(day) for day in WEEK.days()] == [
        False, True, True, True, False, False, False,
    ]  # fmt: skip


# --- travel (rule 15) ---------------------------------------------------------


def test_ticks_keep_their_day_in_another_zone() -> None:
    """Monday's ticks stay Monday's; the zone only decides which periods have ended.

    At 17:00 in Berlin it is 11:00 in New York: the morning's 4 are not due there yet.
    """
    record = recorded({**BEGUN, MON: THREE_OF_THE_MORNING})
    now = at(MON, "17:00")
    there = record.balance(MON, PracticeClock(NEW_YORK), now)
    assert shown(record.balance(MON, CLOCK, now)) == "3 of 4 = 75 %"
    assert shown(there) == "3 of 3 = 100 %"
    assert record.balance(MON, PracticeClock(NEW_YORK), LONG_AFTER) == record.balance(
        MON, CLOCK, LONG_AFTER
    )


def test_the_day_of_23_hours_asks_for_as_much_as_any_other() -> None:
    """29 March 2026 in Berlin: 10 due by 04:00 on the 30th, 02:00 by Greenwich."""
    sunday = dt.date(2026, 3, 29)
    plan = Plan(sunday, "full", FULL.sets)
    record = recorded({sunday - ONE_DAY: done("morning/waist-rub")}, plan)
    end = dt.datetime(2026, 3, 30, 2, tzinfo=dt.UTC)
    assert record.balance(sunday, CLOCK, end - dt.timedelta(seconds=1)).due == 6
    assert record.balance(sunday, CLOCK, end).due == 10
