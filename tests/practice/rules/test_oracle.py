"""Due and credited against the slow oracle: plans x pauses x ticks x now, zones and DST."""

import datetime as dt
import math
from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from content.types import Period
from practice.rules.adherence import State, TickState, credit
from practice.rules.matching import match
from practice.rules.pauses import PauseSpan
from practice.rules.plan import Plan, Slot
from practice.rules.week import week_page
from tests.practice.rules import oracle
from tests.practice.rules.worlds import (
    AFTERNOON,
    EVENING,
    EXERCISES,
    FACTS,
    FULL,
    LONG_AFTER,
    MON,
    MORNING,
    THU,
    TICKS,
    TUE,
    TURNING_WEEKS,
    WED,
    WEEK,
    World,
    at_time,
    plans,
    ticks_of_a_day,
    week_of,
    worlds,
)

BEFORE = MON - dt.timedelta(days=1)


@settings(max_examples=150, deadline=None)
@given(st.one_of(worlds(), worlds(TURNING_WEEKS)))
def test_every_day_and_the_week_are_what_the_rules_add_up_to(world: World) -> None:
    """In weeks whose days have 24 hours, and in those in which the clocks are changed."""
    for day in world.week.days():
        for name, balance in world.record.judge(day).balances.items():
            assert (balance.due, balance.credited) == world.expected(day, name), (day, name)
            assert balance[2:] == world.said(day, name), (day, name)
    week = week_page(world.record, world.week, EXERCISES).balance
    expected = world.expected_week()
    assert (week.due, week.credited) == expected
    assert week[2:] == tuple(
        sum(column)
        for column in zip(
            (0, 0, 0),
            *(world.said(day, name) for day in world.days_over() for name in FACTS),
            strict=True,
        )
    )
    assert week.percent == oracle.percent(expected)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(sorted(FACTS)),
    plans(),
    ticks_of_a_day(TICKS),
    st.sampled_from([frozenset(), {MORNING}, {MORNING, AFTERNOON}, frozenset(Period)]),
    st.sampled_from([None, (BEFORE, EVENING), *((MON, part) for part in Period), (TUE, MORNING)]),
    st.booleans(),
)
def test_one_exercise_on_one_day_is_what_the_rules_say(
    name: str,
    plan: Plan,
    ticks: dict[Slot, TickState],
    over: set[Period],
    start: tuple[dt.date, Period] | None,
    resting: bool,
) -> None:
    counting = frozenset(part for part in Period if start and (MON, part) >= start and not resting)
    balance = match(plan, ticks, FACTS).balances(FACTS, counting, frozenset(over))[name]
    begun = None if start is None else (start[0], int(start[1]))
    expected = oracle.exercise_of_day(
        name, plan.sets, ticks, MON, {int(part) for part in over}, begun, resting
    )
    assert (balance.due, balance.credited) == expected
    said = oracle.said_of_exercise(
        name, plan.sets, ticks, MON, {int(part) for part in over}, begun, resting
    )
    assert balance[2:] == said
    assert balance.done + balance.partly <= balance.slots
    # Two parts of an exercise with times of its own are two slots, of another one perhaps one.
    least = math.ceil(balance.due)
    assert balance.slots == least if FACTS[name].flexible else balance.slots >= least
    assert 0 <= balance.credited <= balance.due <= plan.sets_of(name)


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_no_more_is_ever_credited_than_due_nor_due_than_asked(world: World) -> None:
    for day in WEEK.days():
        for name, balance in world.record.judge(day).balances.items():
            assert 0 <= balance.credited <= balance.due
            assert balance.due <= world.record.plan_on(day).sets_of(name)
    week = week_of(world.record)
    assert week.percent is None or 0 <= week.percent <= 100
    assert (week.percent == 0) == (week.due > 0 and week.credited == 0)


@settings(max_examples=60, deadline=None)
@given(worlds(), plans(THU))
def test_editing_the_plan_on_thursday_changes_no_figure_before(world: World, edited: Plan) -> None:
    """rules.md 12: never before. Later versions give way, as on the plan page."""
    record = world.record
    kept = [plan for plan in record.plans if plan.starts < THU]
    assume(kept)
    after = replace(record, plans=(*kept, edited))
    for day in (MON, TUE, WED):
        assert after.judge(day).balances == record.judge(day).balances


@settings(max_examples=60, deadline=None)
@given(worlds(), st.timedeltas(dt.timedelta(0), dt.timedelta(days=4)))
def test_as_time_goes_by_more_is_due_and_credit_stays(world: World, later: dt.timedelta) -> None:
    before = week_of(world.record)
    after = week_of(world.record, world.record.now + later)
    assert before.due <= after.due
    assert before.credited == after.credited


@settings(max_examples=100, deadline=None)
@given(
    worlds(),
    st.sampled_from(list(WEEK.days())),
    st.sampled_from([one for one in FULL.slots if one.set == 1]),
    st.sampled_from([tick for tick in TICKS if tick.state is State.DONE]),
    st.booleans(),
)
def test_doing_more_never_lowers_the_share(
    world: World, day: dt.date, where: Slot, tick: TickState, later: bool
) -> None:
    """rules.md 7: effort never hurts.

    The rules promise it where the start stays (an earlier tick of the same day
    may move it, rule 8), for a slot that was not skipped (done in part it is
    due again), and once its period is over (before, a part of it is due as
    one).  A whole set may come at any time.
    """
    record = at_time(world.record, LONG_AFTER) if later else world.record
    facts = FACTS[where.exercise]
    old = record.ticks.get(day, {}).get(where)
    assume(old is None or old.state is not State.SKIPPED)
    assume(credit(facts, tick) >= credit(facts, old))
    assume(credit(facts, tick) == 1 or where.period in record.clock.ended(day, record.now))
    ticks = {**record.ticks, day: {**record.ticks.get(day, {}), where: tick}}
    more = replace(record, ticks=ticks)
    before, after = week_of(record), week_of(more)
    assert after.credited >= before.credited
    if before.due:
        assert after.credited * before.due >= before.credited * after.due
        assert after.percent is not None
        assert before.percent is not None
        assert after.percent >= before.percent


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_a_pause_only_ever_takes_away_what_is_due(world: World) -> None:
    record = world.record
    resting = replace(record, pauses=(PauseSpan(MON, None),))
    before = week_of(record)
    after = week_of(resting)
    assert after.credited == before.credited
    assert after.due == after.credited
