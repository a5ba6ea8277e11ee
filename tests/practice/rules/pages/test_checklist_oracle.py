"""The list of a day against the slow oracle: any plan, any ticks, nothing lost or shown twice."""

from collections import Counter
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from content.types import SETS_PER_PERIOD, Period
from practice.rules.adherence import State, TickState
from practice.rules.matching import match
from practice.rules.plan import Plan, Slot
from tests.practice.rules import oracle
from tests.practice.rules.worlds import (
    FACTS,
    TICKS,
    WHOLE_OR_NOTHING,
    day_of,
    plans,
    ticks_of_a_day,
)


@settings(max_examples=120, deadline=None)
@given(plans(), ticks_of_a_day(TICKS))
def test_as_many_slots_are_covered_as_whole_sets_were_done_beyond_the_plan(
    plan: Plan, ticks: dict[Slot, TickState]
) -> None:
    day = day_of(ticks, plan)
    for name in FACTS:
        still_open, beyond = oracle.covered(name, plan, ticks)
        rows = [row for row in day.rows if row.exercise.id == name and row.covered_in]
        places = {(int(row.slot.period), row.slot.set) for row in rows}
        assert places <= still_open
        assert len(rows) == min(len(still_open), len(beyond))
        used = Counter(int(row.covered_in) for row in rows if row.covered_in)
        assert used <= Counter(beyond)


@settings(max_examples=120, deadline=None)
@given(plans(), ticks_of_a_day(TICKS), st.sampled_from([None, *Period]))
def test_every_planned_slot_and_every_deed_stands_on_the_page_once(
    plan: Plan, ticks: dict[Slot, TickState], current: Period | None
) -> None:
    day = day_of(ticks, plan, current)
    shown = [row.slot for row in (*day.rows, *day.offers)]
    assert len(shown) == len(set(shown))
    deeds = {one for one, tick in ticks.items() if tick.state is not State.UNDONE}
    assert {row.slot for row in day.rows} == set(plan.slots) | deeds
    assert {row.slot for row in day.required} == set(plan.slots)
    for row in day.offers:
        assert FACTS[row.exercise.id].exists_in(row.slot.period)
        assert 1 <= row.slot.set <= SETS_PER_PERIOD
        assert not row.required
        assert not row.is_touched


@settings(max_examples=120, deadline=None)
@given(plans(), ticks_of_a_day(TICKS), st.sampled_from([None, *Period]))
def test_offers_of_raises_and_throws_keep_to_five_a_day(
    plan: Plan, ticks: dict[Slot, TickState], current: Period | None
) -> None:
    day = day_of(ticks, plan, current)
    for name in oracle.AT_ANY_TIME_OF_DAY:
        offers = sum(row.exercise.id == name for row in day.offers)
        others = sum(row.exercise.id == name for row in day.rows)
        assert offers == 0 or others + offers <= 5


@settings(max_examples=120, deadline=None)
@given(plans(), ticks_of_a_day(WHOLE_OR_NOTHING[:1]))
def test_what_reads_as_done_or_covered_is_what_is_credited(
    plan: Plan, ticks: dict[Slot, TickState]
) -> None:
    """With whole sets only, the page and the week count the same."""
    day = day_of(ticks, plan)
    every = frozenset(Period)
    balances = match(plan, ticks, FACTS).balances(FACTS, every, every)
    for name in FACTS:
        rows = [row for row in day.required if row.exercise.id == name]
        read = sum(row.is_done or row.covered_in is not None for row in rows)
        balance = balances[name]
        assert Fraction(read) == balance.credited
        assert len(rows) - read == sum(row.is_left for row in rows)
        assert balance.due - balance.credited == sum(row.is_left for row in rows)


@settings(max_examples=80, deadline=None)
@given(plans(), ticks_of_a_day(TICKS))
def test_ordinals_count_each_flexible_exercise_from_one(
    plan: Plan, ticks: dict[Slot, TickState]
) -> None:
    day = day_of(ticks, plan)
    for name, facts in FACTS.items():
        rows = [row for row in day.rows if row.exercise.id == name]
        counted = [row.ordinal for row in rows]
        if facts.flexible and len(rows) > 1:
            assert counted == list(range(1, len(rows) + 1))
        else:
            assert set(counted) <= {None}
