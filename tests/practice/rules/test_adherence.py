"""Rules 9 to 13: the share of a day and of a week, whatever was planned, moved or set aside.

Every example is counted by hand beside it. The full day asks for 4 in the
morning (arm raise, arm throw, waist rub, waist knead), 2 in the afternoon (arm
raise, waist knead) and 4 in the evening (sole rub, arm raise, waist rub, waist
knead).
"""

import datetime as dt
from fractions import Fraction

import pytest

from practice.rules.adherence import Balance, TickState, total
from practice.rules.plan import Plan, Slot, easy_start, without
from tests.practice.rules.worlds import (
    BEFORE,
    BEGUN,
    EVENING,
    FULL,
    LIBRARY,
    LONG_AFTER,
    MON,
    MORNING,
    NEXT_MONDAY,
    SAT,
    SUN,
    THU,
    TUE,
    WED,
    WEEK,
    at,
    done,
    on_monday,
    recorded,
    shown,
    skipped,
    slot,
    week_of,
    whole,
)

ONE_DAY = dt.timedelta(days=1)


# --- exercises of no fixed time (rule 9) --------------------------------------


@pytest.mark.parametrize(
    "ticks,now,expected",
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
    ticks: dict[Slot, TickState], now: dt.datetime, expected: str
) -> None:
    """rules.md 9: due = max(O, C), credited = C."""
    assert on_monday(recorded({**BEGUN, MON: ticks}), now, "arm-raise") == expected


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
    ticks = {
        one: tick
        for one, tick in whole(FULL).items()
        if one.exercise != "arm-raise" or one.period is EVENING
    }
    assert len(ticks) == 8
    ticks |= done("evening/arm-raise/2", "evening/arm-raise/3")
    assert on_monday(recorded({**BEGUN, MON: ticks}), LONG_AFTER) == "10 of 10 = 100 %"


def test_a_waist_rub_in_the_morning_does_not_make_up_for_the_evening() -> None:
    """The document names its times; a second one in the morning is an extra: 1 of 2."""
    record = recorded({**BEGUN, MON: done("morning/waist-rub/1", "morning/waist-rub/2")})
    assert on_monday(record, LONG_AFTER, "waist-rub") == "1 of 2 = 50 %"


# --- extras and what is set aside (rule 10) -----------------------------------


def test_extras_never_count_and_nothing_passes_100_percent() -> None:
    ticks = whole(FULL) | done(
        "morning/arm-raise/2",
        "morning/arm-raise/3",
        "evening/arm-throw/1",
        "evening/sole-rub/2",
        "morning/waist-knead/2",
    )
    assert on_monday(recorded({**BEGUN, MON: ticks}), LONG_AFTER) == "10 of 10 = 100 %"


def test_extras_do_not_make_up_for_another_exercise() -> None:
    """9 of 10, the sole rub open; five more sets of others leave it 9 of 10 = 90 %."""
    ticks = whole(FULL)
    del ticks[slot("evening/sole-rub")]
    ticks |= done("evening/waist-rub/2", "evening/waist-knead/2", "evening/arm-raise/2")
    assert on_monday(recorded({**BEGUN, MON: ticks}), LONG_AFTER) == "9 of 10 = 90 %"


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
    due = [record.judge(day).balance.due for day in WEEK.days()]
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
    of_the_week = total(record.judge(day).balances["waist-knead"] for day in WEEK.days())
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
    assert week_of(record, LONG_AFTER)[:2] == (Fraction(due), 0)


def test_what_is_done_in_a_pause_counts_and_what_is_not_does_not() -> None:
    """2 fixed ones and a part of a third: 2 + 2/3 of as much; the raise is 1 of 1."""
    ticks = {
        **done("morning/waist-knead", "evening/sole-rub", "evening/arm-raise"),
        **done("morning/waist-rub", amount=120),
    }
    record = recorded({**BEGUN, MON: ticks}, pauses=((MON, MON),))
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
