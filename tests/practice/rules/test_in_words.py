"""What is said of slots (rules.md 26 to 28), each example worked out by hand."""

import datetime as dt

import pytest

from content.types import Period
from practice.rules.adherence import Balance, State, TickState
from practice.rules.plan import Plan, Slot, easy_start, without
from practice.rules.week import DayRow, WeekPage, week_page
from tests.practice.rules import oracle
from tests.practice.rules.worlds import (
    BEGUN,
    EXERCISES,
    FULL,
    LIBRARY,
    LONG_AFTER,
    MON,
    SUN,
    TUE,
    WED,
    WEEK,
    at,
    at_time,
    done,
    recorded,
    skipped,
    slot,
    whole,
)

EASY = easy_start(LIBRARY.exercises, MON)
RAISES = Plan(MON, "own", {"arm-raise": (1, 1, 1)})


def page(
    ticks: oracle.Ticks,
    *plans: Plan,
    now: dt.datetime = LONG_AFTER,
    pauses: oracle.Pauses = (),
) -> WeekPage:
    return week_page(at_time(recorded(ticks, *plans, pauses=pauses), now), WEEK, EXERCISES)


def row(found: WeekPage, day: dt.date) -> DayRow:
    return next(each for each in found.days if each.day == day)


def hurt(text: str, amount: float) -> dict[Slot, TickState]:
    """A slot set down as "not today" after so much of it (rules.md 28)."""
    return {slot(text): TickState(State.SKIPPED, tenths=round(10 * amount))}


# --- rules.md 26: slots, never fractions ------------------------------------------


@pytest.mark.parametrize(
    "ticks,plan,pauses,said",
    [
        # One done of ten.
        (done("evening/waist-rub"), FULL, (), (1, 0, 10)),
        # 120 rubs of 180 and the throw: one done, one partly.
        (
            done("evening/waist-rub", amount=120) | done("morning/arm-throw"),
            FULL,
            (),
            (1, 1, 10),
        ),
        # An extra counts nowhere.
        (whole(EASY) | done("morning/waist-knead"), EASY, (), (3, 0, 3)),
        # A day of rest: half a rub is due as half, and is one slot, partly.
        (done("morning/waist-rub", amount=90), FULL, ((MON, MON),), (0, 1, 1)),
        # One skipped of ten.
        (skipped("evening/sole-rub"), FULL, (), (0, 0, 9)),
        # A third of a raise and two whole ones: due 3.
        (
            done("morning/arm-raise", "afternoon/arm-raise") | done("evening/arm-raise", amount=1),
            RAISES,
            (),
            (2, 1, 3),
        ),
        # At rest one raise and a third of one: due 4/3, rounded up 2.
        (
            done("morning/arm-raise") | done("evening/arm-raise", amount=1),
            RAISES,
            ((MON, MON),),
            (1, 1, 2),
        ),
        # At rest three thirds: due 1, and "partly" never passes it.
        (
            {slot(f"evening/arm-raise/{n}"): TickState(State.DONE, tenths=10) for n in (1, 2, 3)},
            RAISES,
            ((MON, MON),),
            (0, 1, 1),
        ),
    ],
)
def test_slots_are_counted_whole(
    ticks: dict[Slot, TickState], plan: Plan, pauses: oracle.Pauses, said: tuple[int, int, int]
) -> None:
    plan = plan.starting(MON)
    found = page({**BEGUN, MON: ticks}, plan, pauses=pauses)
    balance = row(found, MON).balance
    assert (balance.done, balance.partly, balance.slots) == said


def test_the_words_of_a_week_are_sums_over_its_days() -> None:
    """Monday whole, Tuesday three parts of a rub, then nothing: 10 done, 1 partly, of 70."""
    found = page({**BEGUN, MON: whole(FULL), TUE: done("morning/waist-rub", amount=60)})
    assert found.balance == Balance(70, 10 + found.days[1].balance.credited, 10, 1, 70)
    assert found.balance.percent == 14


# --- rules.md 11 and 27: days that are over ----------------------------------------


def test_today_is_in_no_sum() -> None:
    """Tuesday 10 of 10, today three of four of the morning: up to yesterday 10 of 20 = 50 %."""
    morning = done("morning/arm-raise", "morning/arm-throw", "morning/waist-rub")
    found = page({**BEGUN, TUE: whole(FULL), WED: morning}, now=at(WED, "13:30"))
    assert (found.balance[:2], found.balance.percent) == ((20, 10), 50)
    # The day itself stays rule 7's: 3 of the morning's 4.
    assert (row(found, WED).balance[:2], row(found, WED).balance.percent) == ((4, 3), 75)
    assert [line.balance.slots for line in found.lines] == [2, 6, 2, 4, 6]


def test_a_day_ticked_in_another_zone_is_in_no_sum_before_it_has_ended() -> None:
    """rules.md 15: Tuesday has a tick while it is Monday here."""
    found = page({**BEGUN, TUE: done("morning/waist-rub")}, now=at(MON, "20:00"))
    assert found.balance == Balance()
    assert found.balance.percent is None


def test_on_the_first_day_there_is_no_percentage() -> None:
    found = page({MON: whole(EASY)}, EASY, now=at(MON, "21:00"))
    assert found.balance.percent is None
    assert found.today is not None
    assert (*found.today.tally[:2], found.today.to_go, found.today.tally.extra) == (3, 0, 0, 0)


@pytest.mark.parametrize(
    "ticks,time,so_far",
    [
        ({}, "09:00", (0, 0, 10, 0)),
        ({}, "13:30", (0, 0, 6, 0)),
        (done("evening/waist-rub"), "20:00", (1, 0, 3, 0)),
        # Partly done is no longer to go, and not done.
        (done("evening/waist-rub", amount=120), "20:00", (0, 1, 3, 0)),
        # Not today is not to go.
        (skipped("evening/waist-rub"), "20:00", (0, 0, 3, 0)),
        # The two raises before their time cover the afternoon's and the evening's.
        (done("morning/arm-raise/1", "morning/arm-raise/2", "morning/arm-raise/3"), "13:30",
         (3, 0, 4, 0)),
        # An extra is done, and takes nothing from what is to go.
        (done("evening/arm-raise/1", "evening/arm-raise/2", "evening/arm-raise/3",
              "evening/arm-raise/4"), "20:00", (3, 0, 3, 1)),
    ],
)  # fmt: skip
def test_today_so_far(
    ticks: dict[Slot, TickState], time: str, so_far: tuple[int, int, int, int]
) -> None:
    found = page({**BEGUN, MON: ticks}, now=at(MON, time))
    assert found.today is not None
    assert (*found.today.tally[:2], found.today.to_go, found.today.tally.extra) == so_far


def test_on_a_day_of_rest_nothing_is_to_go() -> None:
    found = page({**BEGUN, MON: done("morning/waist-rub")}, now=at(MON, "13:30"),
                 pauses=((MON, None),))  # fmt: skip
    assert found.today is not None
    assert (*found.today.tally[:2], found.today.to_go, found.today.tally.extra) == (1, 0, 0, 0)


def test_a_running_day_with_nothing_done_is_not_counted_among_the_days() -> None:
    found = page({**BEGUN, MON: whole(FULL)}, now=at(TUE, "10:00"))
    assert (found.days_practised, found.days_counted) == (1, 1)


def test_a_period_that_runs_has_no_share() -> None:
    found = page({**BEGUN, MON: done("morning/waist-rub")}, now=at(MON, "13:30"))
    assert [cell.is_over for cell in row(found, MON).cells] == [True, False, False]
    assert all(cell.is_over for cell in row(page({**BEGUN}), MON).cells)


# --- before the record (rules.md 8) -------------------------------------------------


def test_days_over_before_the_first_tick_lie_before_the_record() -> None:
    found = page({WED: done("evening/sole-rub")}, now=at(SUN, "10:00"))
    assert [each.is_before for each in found.days] == [True, True, *[False] * 5]
    # A day mended there stays before it: mending never moves the start.
    mended = {MON: done("morning/waist-rub", late=True), WED: done("evening/sole-rub")}
    found = page(mended, now=at(SUN, "10:00"))
    assert [each.is_before for each in found.days] == [True, True, *[False] * 5]
    assert found.days_counted == 5


def test_without_a_tick_all_days_over_lie_before_the_record() -> None:
    found = page({}, EASY, now=at(WED, "10:00"))
    assert [each.is_before for each in found.days] == [True, True, *[False] * 5]


# --- rules.md 28: pain keeps what was done ------------------------------------------


def test_what_was_done_before_it_hurt_is_credited_and_due_as_much() -> None:
    """40 of 180 rubs and then pain: due 9 + 40/180, credited 40/180; one partly, of 10."""
    found = page({**BEGUN, MON: hurt("evening/waist-rub", 40)})
    balance = row(found, MON).balance
    assert balance == Balance(9 + balance.credited, balance.credited, 0, 1, 10)
    assert balance.credited * 180 == 40


def test_a_whole_amount_before_it_hurt_is_a_whole_slot() -> None:
    found = page({**BEGUN, MON: hurt("evening/waist-rub", 200)})
    assert row(found, MON).balance == Balance(10, 1, 1, 0, 10)


def test_a_slot_set_down_with_an_amount_begins_no_record() -> None:
    found = page({MON: hurt("evening/waist-rub", 40), WED: done("evening/sole-rub")})
    assert [each.is_before for each in found.days] == [True, True, *[False] * 5]


# --- rules.md 12 --------------------------------------------------------------------


def test_the_day_before_the_first_plan_keeps_its_figure_in_words() -> None:
    """Begun on Tuesday, Monday's waist rub mended, waist rub set aside: Monday stays 1 of 1."""
    ticks = {MON: done("morning/waist-rub", late=True), TUE: done("evening/sole-rub")}
    found = page(ticks, without(FULL, ["waist-rub"], TUE))
    assert row(found, MON).balance == Balance(1, 1, 1, 0, 1)
    assert [cell.tally.done for cell in row(found, MON).cells] == [1, 0, 0]
    assert row(found, MON).cells[Period.MORNING - 1].tally.asked == 1
