"""What counts, what is covered and what is extra: one answer, the same on every page."""

from collections import Counter

import pytest
from hypothesis import given, settings

from content.types import Period
from practice.rules.adherence import TickState
from practice.rules.checklist import checklist_of
from practice.rules.matching import match
from practice.rules.paper_sheet import EntryState, sheet
from practice.rules.plan import Plan, Slot
from practice.rules.trend import twelve_weeks, whole_year
from practice.rules.week import week_page
from tests.practice.rules import oracle
from tests.practice.rules.worlds import (
    EXERCISES,
    FACTS,
    MON,
    TICKS,
    WEEK,
    World,
    at,
    at_time,
    done,
    plans,
    recorded,
    skipped,
    slot,
    ticks_of_a_day,
    worlds,
)

ONE_RAISE = Plan(MON, "own", {"arm-raise": (0, 0, 1)})


def told(ticks: dict[Slot, TickState], plan: Plan = ONE_RAISE) -> tuple[list[str], list[int], int]:
    """The extras on paper, in the week's cells and in its line."""
    record = recorded({MON: ticks}, plan)
    page = week_page(record, WEEK, EXERCISES)
    (week,) = sheet(record, [WEEK], EXERCISES).weeks
    (line,) = (line for line in week.lines if line.sum.exercise.id == "arm-raise")
    signs = [
        f"{period.slug} {entry.state.value}"
        for period, entries in line.cells[0].boxes.items()
        for entry in entries
        if entry.is_extra
    ]
    return signs, [cell.tally.extra for cell in page.days[0].cells], line.sum.extra


@pytest.mark.parametrize(
    "ticks,extras",
    [
        # One planned for the evening, done in the morning: it is the one that counts.
        (done("morning/arm-raise") | skipped("evening/arm-raise"), ([], [0, 0, 0], 0)),
        # C = the best of them, the morning's whole one: the evening's part is beyond it.
        (
            done("morning/arm-raise") | done("evening/arm-raise", amount=2),
            (["evening partly"], [0, 0, 1], 1),
        ),
        # Of two as good the planned one counts.
        (done("morning/arm-raise", "evening/arm-raise"), (["morning done"], [1, 0, 0], 1)),
        (
            done("morning/arm-raise", "afternoon/arm-raise"),
            (["afternoon done"], [0, 1, 0], 1),
        ),
    ],
)
def test_extras_are_the_same_on_paper_in_a_cell_and_in_a_line(
    ticks: dict[Slot, TickState], extras: tuple[list[str], list[int], int]
) -> None:
    assert told(ticks) == extras


def test_a_slot_is_covered_by_a_set_that_counts() -> None:
    found = match(ONE_RAISE, done("afternoon/arm-raise", "morning/arm-raise"), FACTS)
    assert found.counted == {slot("morning/arm-raise"): 1}
    assert found.covered == {slot("evening/arm-raise"): Period.MORNING}
    assert found.extras == {slot("afternoon/arm-raise")}


@settings(max_examples=200, deadline=None)
@given(plans(), ticks_of_a_day(TICKS))
def test_what_counts_and_what_is_extra_is_what_the_rules_say(
    plan: Plan, ticks: dict[Slot, TickState]
) -> None:
    found = match(plan, ticks, FACTS)
    extras = {
        Slot(Period(part), name, number)
        for name in FACTS
        for part, number in oracle.extras(name, plan.sets, ticks)
    }
    assert found.extras == extras
    assert found.counted.keys() | extras == found.credits.keys()
    for name in FACTS:
        assert sum(one.exercise == name for one in found.counted) <= plan.sets_of(name)
    assert not found.covered.keys() & found.credits.keys()


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_every_page_tells_the_same_extras(world: World) -> None:
    record = world.record
    page = week_page(record, WEEK, EXERCISES)
    (week,) = sheet(record, [WEEK], EXERCISES).weeks
    for place, row in enumerate(page.days):
        extras = record.judge(row.day).match.extras
        rows = [
            each for each in checklist_of(record, row.day, EXERCISES).rows if each.slot in extras
        ]
        by_period = Counter(each.slot.period for each in rows)
        assert {cell.period: cell.tally.extra for cell in row.cells} == {
            period: by_period[period] for period in Period
        }
        on_paper = [
            (period, line.sum.exercise.id, entry.state)
            for line in week.lines
            for period, entries in line.cells[place].boxes.items()
            for entry in entries
            if entry.is_extra
        ]
        listed = [
            (
                each.slot.period,
                each.exercise.id,
                EntryState.DONE if each.is_done else EntryState.PARTLY,
            )
            for each in rows
        ]
        assert Counter(on_paper) == Counter(listed)
    for line in week.lines:
        entries = [
            entry
            for cell in line.cells
            if cell.day < record.today
            for entries in cell.boxes.values()
            for entry in entries
        ]
        assert line.sum.extra == sum(entry.is_extra for entry in entries)


def test_a_mended_day_before_the_first_plan_keeps_its_figure_on_every_page() -> None:
    """rules.md 12: begun on Tuesday, Monday's waist rub mended, waist rub set aside on Tuesday."""
    tuesday = MON.replace(day=24)
    ticks = {MON: done("morning/waist-rub", late=True), tuesday: done("evening/sole-rub")}
    record = at_time(
        recorded(ticks, Plan(tuesday, "own", {"sole-rub": (0, 0, 1)})), at(WEEK.sunday, "12:00")
    )
    monday = record.judge(MON)
    assert (monday.balance.due, monday.balance.credited) == (1, 1)
    page = week_page(record, WEEK, EXERCISES)
    (line,) = (line for line in page.lines if line.exercise.id == "waist-rub")
    assert (line.balance[:2], line.is_chosen, line.extra) == ((1, 1), True, 0)
    (bars,) = (
        line for line in twelve_weeks(record, EXERCISES).lines if line.exercise.id == "waist-rub"
    )
    assert (bars.balance.due, bars.is_chosen) == (1, True)
    assert whole_year(record, 2026).balance == page.balance
