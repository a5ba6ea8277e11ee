"""The week as a person reads it: its days, its seals, its shares."""

import datetime as dt
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings

from content.types import Period
from practice.rules.adherence import Balance, State, TickState, exact_text
from practice.rules.days import ONE_DAY, Week
from practice.rules.plan import Plan, easy_start, without
from practice.rules.record import Record
from practice.rules.week import Seal, WeekPage, week_page
from tests.practice.rules import oracle
from tests.practice.rules.worlds import (
    AFTERNOON,
    BEGUN,
    EVENING,
    EXERCISES,
    FACTS,
    FULL,
    LIBRARY,
    LONG_AFTER,
    MON,
    MORNING,
    SUN,
    TUE,
    WED,
    WEEK,
    World,
    at,
    at_time,
    done,
    recorded,
    skipped,
    whole,
    worlds,
)


def page(record: Record, now: dt.datetime) -> WeekPage:
    return week_page(at_time(record, now), WEEK, EXERCISES)


def seal(record: Record, now: dt.datetime, day: dt.date, period: Period) -> Seal:
    row = next(row for row in page(record, now).days if row.day == day)
    return row.cells[period - 1].seal


# --- figures ------------------------------------------------------------------


@pytest.mark.parametrize(
    "value,written",
    [("0", "0"), ("4", "4"), ("14/3", "4.67"), ("2/3", "0.67"), ("1/2", "0.50"), ("70", "70")],
)
def test_slots_are_written_whole_or_with_two_decimals(value: str, written: str) -> None:
    assert exact_text(Fraction(value)) == written


def test_a_share_where_nothing_was_due_is_written_as_nothing() -> None:
    """rules.md 11: zero due: empty, not 0."""
    balance = Balance()
    assert (balance.percent, balance.due_text, balance.credited_text) == (None, "0", "0")
    assert Balance(Fraction(3), Fraction(0)).percent == 0


def test_the_week_of_the_knead_set_aside() -> None:
    """rules.md 12, all of Mon-Tue done and none after: 20 of 20 + 35 = 36 %."""
    record = recorded({MON: whole(FULL), TUE: whole(FULL)}, FULL, without(FULL, "waist-knead", WED))
    week = page(record, LONG_AFTER)
    assert (week.balance[:2], week.balance.percent) == ((55, 20), 36)
    assert [row.balance.due_text for row in week.days] == ["10", "10", "7", "7", "7", "7", "7"]
    assert [row.balance.percent for row in week.days] == [100, 100, 0, 0, 0, 0, 0]
    assert week.daily_totals == (7, 10)


def test_each_exercise_has_its_own_share() -> None:
    """Monday's 3 kneads and 2 rubs: of 21 kneads 14 %, of 14 rubs 14 %; the soles 0 of 7."""
    ticks = {one: TickState(State.DONE) for one in FULL.slots if one.exercise.startswith("waist-")}
    lines = {
        line.exercise.id: line for line in page(recorded({**BEGUN, MON: ticks}), LONG_AFTER).lines
    }
    assert list(lines) == list(FACTS)
    assert lines["waist-knead"].balance[:2] == (21, 3)
    assert lines["waist-rub"].balance[:2] == (14, 2)
    assert lines["sole-rub"].balance[:2] == (7, 0)


def extras(*texts: str, plan: Plan = FULL) -> dict[str, int]:
    """What of this, done on Monday, is told as extra."""
    week = page(recorded({MON: done(*texts)}, plan.starting(MON)), LONG_AFTER)
    return {line.exercise.id: line.extra for line in week.lines if line.extra}


def test_what_is_done_beyond_the_plan_is_told_and_not_counted() -> None:
    """rules.md 10. An arm raise belongs to no period: three anywhere are the plan's three."""
    easy = easy_start(LIBRARY.exercises, MON)
    assert extras("morning/waist-rub", plan=easy) == {"waist-rub": 1}
    assert extras("evening/waist-rub", plan=easy) == {}
    assert extras("evening/arm-raise/1", "evening/arm-raise/2", "evening/arm-raise/3") == {}
    assert extras(*(f"evening/arm-raise/{n}" for n in range(1, 6))) == {"arm-raise": 2}
    assert extras("morning/arm-throw", plan=easy) == {"arm-throw": 1}
    # Set aside after it was done: it stays, beyond what is now asked for.
    aside = without(FULL, ["waist-rub"], MON)
    assert extras("morning/waist-rub", "evening/waist-rub", plan=aside) == {"waist-rub": 2}


def test_a_cell_tells_what_was_done_in_it_beyond_the_plan() -> None:
    easy = easy_start(LIBRARY.exercises, MON)
    ticks = done("morning/arm-throw", "evening/waist-rub")
    cells = page(recorded({MON: ticks}, easy), LONG_AFTER).days[0].cells
    assert [(cell.tally.done, cell.tally.asked, cell.tally.extra) for cell in cells] == [
        (0, 0, 1),
        (0, 0, 0),
        (1, 3, 0),
    ]
    # The second evening raise is the morning's, done in the evening: no extra.
    ticks = done("evening/arm-raise/1", "evening/arm-raise/2")
    cells = page(recorded({MON: ticks}), LONG_AFTER).days[0].cells
    assert [cell.tally.extra for cell in cells] == [0, 0, 0]


def test_an_exercise_of_no_plan_of_the_week_is_not_chosen() -> None:
    record = recorded(BEGUN, easy_start(LIBRARY.exercises, MON - ONE_DAY))
    chosen = {line.exercise.id: line.is_chosen for line in page(record, LONG_AFTER).lines}
    assert chosen == {
        "sole-rub": True,
        "arm-raise": True,
        "arm-throw": False,
        "waist-rub": True,
        "waist-knead": False,
    }


def test_what_was_set_aside_in_the_week_was_chosen_in_it() -> None:
    record = recorded(BEGUN, FULL, without(FULL, "waist-knead", WED))
    assert all(line.is_chosen for line in page(record, LONG_AFTER).lines)


def test_every_number_a_day_that_was_chosen_in_the_week_so_far_is_told() -> None:
    record = recorded(BEGUN, FULL, without(FULL, "waist-knead", WED))
    assert page(record, at(TUE, "10:00")).daily_totals == (10,)
    assert page(record, at(WED, "10:00")).daily_totals == (7, 10)
    later = recorded(BEGUN, FULL, easy_start(LIBRARY.exercises, SUN + ONE_DAY))
    assert page(later, LONG_AFTER).daily_totals == (10,)
    # What was chosen before the record began was never practised.
    begun_late = recorded(
        {WED: done("evening/sole-rub")}, easy_start(LIBRARY.exercises, MON), FULL.starting(WED)
    )
    assert page(begun_late, LONG_AFTER).daily_totals == (10,)


def test_days_that_the_document_measures_are_told_apart_from_what_was_chosen() -> None:
    """Rules.md 12: they keep the document's figures, whatever is chosen later."""
    easy = easy_start(LIBRARY.exercises, WED)
    mended = recorded(
        {TUE: done("morning/waist-rub", late=True), WED: done("evening/sole-rub")}, easy
    )
    week = page(mended, LONG_AFTER)
    assert (week.daily_totals, week.has_document_days) == ((3,), True)
    assert not page(recorded(BEGUN, FULL.starting(TUE)), LONG_AFTER).has_document_days
    assert not page(recorded({WED: done("evening/sole-rub")}, easy), LONG_AFTER).has_document_days


# --- days ---------------------------------------------------------------------


def test_days_are_past_today_or_to_come() -> None:
    week = page(recorded(BEGUN), at(WED, "10:00"))
    assert [row.is_today for row in week.days] == [n == 2 for n in range(7)]
    assert [row.is_future for row in week.days] == [n > 2 for n in range(7)]


def test_after_midnight_it_is_still_the_day_before() -> None:
    week = page(recorded(BEGUN), at(WED, "00:30"))
    assert [row.day for row in week.days if row.is_today] == [TUE]


def test_a_day_ticked_in_another_zone_is_no_day_to_come() -> None:
    """rules.md 15: somebody flew west; Tuesday has ticks while it is Monday here."""
    week = page(recorded({**BEGUN, TUE: done("morning/waist-rub")}), at(MON, "20:00"))
    assert [row.is_future for row in week.days[:3]] == [False, False, True]


def test_a_day_counts_as_practised_with_anything_done() -> None:
    """Whole, in part, or as an extra; but not skipped."""
    ticks = {
        MON: done("morning/waist-rub", amount=20),
        TUE: done("morning/arm-raise/4"),
        WED: skipped("morning/waist-rub"),
        SUN: whole(FULL),
    }
    week = page(recorded(ticks), LONG_AFTER)
    assert week.days_practised == 3
    assert [row.sets_touched for row in week.days] == [1, 1, 0, 0, 0, 0, 10]


def test_a_stranger_s_week_is_empty_and_nothing_is_due() -> None:
    week = page(replace(recorded({}), plans=()), at(WED, "13:30"))
    assert week.balance.percent is None
    assert week.balance.due_text == "0"
    assert {cell.seal for row in week.days for cell in row.cells} == {Seal.NOTHING}


# --- seals --------------------------------------------------------------------


def test_whoever_has_chosen_and_not_yet_ticked_sees_what_may_still_be_done() -> None:
    record = recorded({}, replace(FULL, starts=WED))
    seals = [seal(record, at(WED, "13:30"), WED, period) for period in Period]
    assert seals == [Seal.NOTHING, Seal.OPEN, Seal.OPEN]


def test_a_period_is_sealed_when_all_it_asks_for_is_done() -> None:
    record = recorded({**BEGUN, MON: whole(FULL, AFTERNOON)})
    assert seal(record, LONG_AFTER, MON, AFTERNOON) is Seal.ALL
    assert seal(record, LONG_AFTER, MON, MORNING) is Seal.OPEN


def test_what_was_skipped_does_not_keep_the_seal_away() -> None:
    ticks = {**done("afternoon/arm-raise"), **skipped("afternoon/waist-knead")}
    assert seal(recorded({**BEGUN, MON: ticks}), LONG_AFTER, MON, AFTERNOON) is Seal.ALL


def test_a_period_covered_from_the_evening_is_done() -> None:
    """rules.md 9: two more raises in the evening, and the knead done: the afternoon is whole."""
    ticks = done(
        "evening/arm-raise/1", "evening/arm-raise/2", "evening/arm-raise/3", "afternoon/waist-knead"
    )
    record = recorded({**BEGUN, MON: ticks})
    assert seal(record, LONG_AFTER, MON, AFTERNOON) is Seal.ALL
    assert seal(record, LONG_AFTER, MON, MORNING) is Seal.SOME


def test_a_part_done_is_some_of_it() -> None:
    ticks = {**done("afternoon/arm-raise"), **done("afternoon/waist-knead", amount=7.9)}
    assert seal(recorded({**BEGUN, MON: ticks}), LONG_AFTER, MON, AFTERNOON) is Seal.SOME


def test_a_pause_shows_rest_and_still_what_was_done() -> None:
    record = recorded({**BEGUN, MON: done("morning/waist-rub")}, pauses=((MON, MON),))
    assert seal(record, LONG_AFTER, MON, MORNING) is Seal.SOME
    assert seal(record, LONG_AFTER, MON, EVENING) is Seal.REST
    assert seal(record, LONG_AFTER, TUE, EVENING) is Seal.OPEN
    assert page(record, LONG_AFTER).days[0].is_paused


def test_before_the_start_nothing_is_open() -> None:
    record = recorded({TUE: done("afternoon/waist-knead")})
    assert seal(record, LONG_AFTER, MON, EVENING) is Seal.NOTHING
    assert seal(record, LONG_AFTER, TUE, MORNING) is Seal.NOTHING
    assert seal(record, LONG_AFTER, TUE, EVENING) is Seal.OPEN


def test_a_period_that_asks_for_nothing_shows_nothing_unless_something_was_done() -> None:
    easy = easy_start(LIBRARY.exercises, MON - ONE_DAY)
    record = recorded({**BEGUN, MON: done("morning/waist-knead")}, easy)
    assert seal(record, LONG_AFTER, MON, MORNING) is Seal.SOME
    assert seal(record, LONG_AFTER, MON, AFTERNOON) is Seal.NOTHING
    assert seal(record, LONG_AFTER, MON, EVENING) is Seal.OPEN


# --- the steadiest exercise ---------------------------------------------------


def test_the_steadiest_exercise_stands_alone_above_the_others() -> None:
    """Soles on all 7 evenings: 7 of 7; the rub, 7 of 14; the others less."""
    ticks = {day: done("evening/sole-rub", "evening/waist-rub") for day in WEEK.days()}
    steadiest = page(recorded(ticks), LONG_AFTER).steadiest
    assert steadiest is not None
    assert steadiest.id == "sole-rub"


def test_no_exercise_is_the_steadiest_where_two_are_even_or_none_was_done() -> None:
    assert page(recorded({day: whole(FULL) for day in WEEK.days()}), LONG_AFTER).steadiest is None
    assert page(recorded(BEGUN), LONG_AFTER).steadiest is None
    assert page(recorded({}), LONG_AFTER).steadiest is None


def test_one_exercise_alone_is_not_compared() -> None:
    plan = Plan(MON, "one", {"sole-rub": (0, 0, 1)})
    assert page(recorded({MON: whole(plan)}, plan), LONG_AFTER).steadiest is None


# --- over the end of a year ---------------------------------------------------


def test_the_53rd_week_of_2026_runs_into_january() -> None:
    """Full days from Monday 28 December to Sunday 3 January: 70 of 70."""
    week = Week(2026, 53)
    plan = Plan(week.monday, "full", FULL.sets)
    record = recorded({day: whole(FULL) for day in week.days()}, plan)
    arranged = week_page(record, week, EXERCISES)
    assert arranged.days[-1].day == dt.date(2027, 1, 3)
    assert arranged.balance[:2] == (70, 70)


# --- against the oracle -------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_the_week_s_figures_are_sums_over_slots(world: World) -> None:
    week = week_page(world.record, WEEK, EXERCISES)
    expected = world.expected_week()
    assert (week.balance.due, week.balance.credited) == expected
    percent = oracle.percent(expected)
    assert week.balance.percent == percent
    for row in week.days:
        of_day = oracle.add(world.expected(row.day, name) for name in FACTS)
        assert (row.balance.due, row.balance.credited) == of_day
    for line in week.lines:
        of_exercise = oracle.add(world.expected(day, line.exercise.id) for day in world.days_over())
        assert (line.balance.due, line.balance.credited) == of_exercise


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_seals_agree_with_what_was_done(world: World) -> None:
    week = week_page(world.record, WEEK, EXERCISES)
    start = oracle.begun(world.record.ticks)
    for row in week.days:
        ticks = world.record.ticks.get(row.day, {})
        for cell in row.cells:
            earned = [
                oracle.credit(one.exercise, tick)
                for one, tick in ticks.items()
                if one.period is cell.period
            ]
            assert (
                sum(cell.tally[:3]) == cell.tally.asked or cell.tally.asked == cell.tally.left == 0
            )
            if any(earned):
                assert cell.seal in {Seal.ALL, Seal.SOME}
            if cell.seal is Seal.ALL:
                assert cell.tally.done == cell.tally.asked > 0
            if cell.seal is Seal.OPEN:
                may_begin = row.is_today and not cell.is_over and world.record.plans
                assert may_begin or (start and (row.day, int(cell.period)) >= start)
                assert not row.is_paused
            if cell.seal is Seal.REST:
                assert world.is_resting(row.day)


def test_cells_count_what_the_plan_asks_for() -> None:
    week = page(recorded({**BEGUN, MON: done("morning/waist-rub")}), LONG_AFTER)
    assert [(cell.tally.done, cell.tally.asked) for cell in week.days[0].cells] == [
        (1, 4),
        (0, 2),
        (0, 4),
    ]
    assert [cell.period for cell in week.days[0].cells] == [MORNING, AFTERNOON, EVENING]
