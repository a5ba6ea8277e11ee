"""The sheet for a practitioner: what stands in which box, and that its figures are the week's."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from hypothesis import given, settings

from practice.rules.adherence import State, TickState, total
from practice.rules.days import ONE_DAY, Week
from practice.rules.paper_sheet import EntryState, Sheet, sheet
from practice.rules.pauses import PauseSpan
from practice.rules.plan import Plan, Slot, easy_start, full_day, without
from practice.rules.record import Record
from practice.rules.week import week_page
from tests.practice.rules.worlds import (
    EXERCISES,
    FRI,
    FULL,
    LIBRARY,
    LONG_AFTER,
    MON,
    MORNING,
    SUN,
    THU,
    TUE,
    WED,
    WEEK,
    World,
    at,
    at_time,
    done,
    recorded,
    skipped,
    undone,
    worlds,
)

TicksOfADay = Mapping[Slot, TickState]
BEGUN = {MON: done("morning/arm-throw")}
"""A record begun on Monday morning."""


def drawn(record: Record, now: dt.datetime = LONG_AFTER, weeks: int = 1) -> Sheet:
    return sheet(at_time(record, now), WEEK.and_before(weeks), EXERCISES)


def boxes(found: Sheet, name: str, day: dt.date) -> tuple[str, str, str]:
    """What stands in the morning, afternoon and evening of a day: ``done``, ``partly``."""
    line = next(line for line in found.weeks[-1].lines if line.sum.exercise.id == name)
    cell = next(cell for cell in line.cells if cell.day == day)
    morning, afternoon, evening = (
        " ".join(("+" if entry.is_extra else "") + entry.state.value for entry in entries)
        for entries in cell.boxes.values()
    )
    return morning, afternoon, evening


def ticked(day: dt.date, *ticks: TicksOfADay) -> Record:
    """A record begun on Monday morning, with these ticks."""
    whole: dict[Slot, TickState] = {}
    for each in ticks:
        whole |= each
    return recorded({**BEGUN, day: whole})


# --- a box ------------------------------------------------------------------------


def test_done_is_done_with_an_amount_or_without() -> None:
    record = ticked(
        WED,
        done("morning/waist-rub"),
        done("evening/waist-rub", amount=200),
        done("evening/sole-rub"),
    )
    found = drawn(record)
    assert boxes(found, "waist-rub", WED) == ("done", "", "done")
    assert boxes(found, "sole-rub", WED) == ("", "", "done")


def test_less_than_the_floor_is_partly_done_unless_the_end_was_felt() -> None:
    """Rules.md 6: 120 of 180; warm all the same is the whole."""
    felt = {Slot(MORNING, "waist-rub", 1): TickState(State.DONE, tenths=1200, felt=True)}
    found = drawn(ticked(WED, felt, done("evening/waist-rub", amount=120)))
    assert boxes(found, "waist-rub", WED) == ("done", "", "partly")


def test_amounts_are_told_for_the_week_from_the_least_to_the_most_in_whole_units() -> None:
    record = ticked(
        WED,
        done("morning/waist-rub", amount=120),
        done("evening/waist-rub", amount=220),
        done("morning/waist-knead", amount=7.5),
        undone("evening/sole-rub"),
    )
    amounts = {line.sum.exercise.id: line.amounts for line in drawn(record).weeks[0].lines}
    assert amounts == {
        "sole-rub": None,
        "arm-raise": None,
        "arm-throw": None,
        "waist-rub": (120, 220),
        "waist-knead": (7, 7),
    }


def test_what_was_planned_and_not_ticked_is_open_and_what_was_undone_too() -> None:
    found = drawn(ticked(WED, undone("morning/waist-rub")))
    assert boxes(found, "waist-rub", WED) == ("open", "", "open")
    assert boxes(found, "waist-knead", WED) == ("open", "open", "open")


def test_left_out_is_told_as_that() -> None:
    found = drawn(ticked(WED, skipped("morning/waist-rub")))
    assert boxes(found, "waist-rub", WED) == ("left-out", "", "open")


def test_before_the_record_begins_nothing_is_open() -> None:
    """Rules.md 8: begun on Wednesday evening."""
    found = drawn(recorded({WED: done("evening/sole-rub")}))
    assert boxes(found, "waist-rub", TUE) == ("", "", "")
    assert boxes(found, "waist-rub", WED) == ("", "", "open")
    assert boxes(found, "waist-rub", THU) == ("open", "", "open")


def test_a_part_of_the_day_that_goes_on_and_days_to_come_are_empty() -> None:
    found = drawn(ticked(WED, done("morning/waist-rub")), now=at(WED, "13:30"))
    assert boxes(found, "waist-knead", WED) == ("open", "", "")
    assert boxes(found, "waist-knead", THU) == ("", "", "")


def test_a_day_of_rest_says_so_once_and_shows_what_was_done_all_the_same() -> None:
    record = replace(
        ticked(THU, done("morning/waist-rub")), pauses=(PauseSpan(WED, FRI, "a cold"),)
    )
    found = drawn(record)
    line = next(line for line in found.weeks[0].lines if line.sum.exercise.id == "waist-rub")
    assert [cell.is_rest for cell in line.cells] == [False, False, True, False, True, False, False]
    assert boxes(found, "waist-rub", THU) == ("done", "", "")
    assert found.rests == (PauseSpan(WED, FRI, "a cold"),)


def test_what_was_done_at_another_time_of_day_is_not_open() -> None:
    """Rules.md 9: three raises in the evening are 3 of 3, and no extras."""
    found = drawn(
        ticked(WED, done("evening/arm-raise/1", "evening/arm-raise/2", "evening/arm-raise/3"))
    )
    assert boxes(found, "arm-raise", WED) == ("", "", "done done done")


def test_beyond_the_plan_is_an_extra() -> None:
    """Rules.md 10; of raises the best three count."""
    four = done("morning/arm-raise", "afternoon/arm-raise", "evening/arm-raise")
    poor = done("evening/arm-raise/2", amount=1)
    found = drawn(ticked(WED, four, poor))
    assert boxes(found, "arm-raise", WED) == ("done", "done", "done +partly")
    aside = without(FULL, ["waist-knead"], MON)
    record = replace(ticked(WED, done("morning/waist-knead")), plans=(aside,))
    assert boxes(drawn(record), "waist-knead", WED) == ("+done", "", "")
    assert boxes(drawn(record), "waist-knead", THU) == ("", "", "")


def test_days_of_which_something_was_written_down_later_are_marked() -> None:
    record = ticked(WED, done("morning/waist-rub", late=True), done("evening/sole-rub"))
    assert drawn(record).weeks[0].late == {WED}
    assert drawn(ticked(WED, undone("morning/waist-rub"))).weeks[0].late == frozenset()


# --- plans and weeks -----------------------------------------------------------------


def plan_of(starts: dt.date) -> Plan:
    return full_day(LIBRARY.exercises, starts)


def test_the_plans_in_force_stand_on_it_with_their_dates() -> None:
    """One long before, one that changes on Wednesday, one that begins after the weeks shown."""
    plans = (
        plan_of(dt.date(2025, 1, 1)),
        plan_of(dt.date(2026, 3, 1)),
        plan_of(WED),
        plan_of(SUN + ONE_DAY),
    )
    found = drawn(recorded(BEGUN, *plans), weeks=2)
    assert [(held.number, held.plan.starts, held.last) for held in found.plans] == [
        (1, dt.date(2026, 3, 1), TUE),
        (2, WED, SUN),
    ]
    assert [list(week.plans) for week in found.weeks] == [[(1, None)], [(1, None), (2, WED)]]


def test_a_plan_that_begins_on_monday_holds_the_whole_week() -> None:
    plans = (plan_of(MON - 7 * ONE_DAY), plan_of(MON))
    found = drawn(recorded(BEGUN, *plans), weeks=2)
    assert [list(week.plans) for week in found.weeks] == [[(1, None)], [(2, None)]]


def test_before_the_first_plan_the_document_holds_where_something_was_done() -> None:
    """rules.md 12. Elsewhere it would only tell of days on which nothing was due."""
    easy = easy_start(LIBRARY.exercises, WED)
    found = drawn(recorded({MON: done("morning/arm-throw", late=True)}, easy), weeks=2)
    assert [(held.plan.kind, held.plan.starts, held.last) for held in found.plans] == [
        ("full", MON - 7 * ONE_DAY, TUE),
        ("easy", WED, None),
    ]
    assert [list(week.plans) for week in found.weeks] == [[(0, None)], [(0, None), (1, WED)]]
    found = drawn(recorded({WED: done("morning/arm-throw")}, easy), weeks=2)
    assert [held.plan for held in found.plans] == [easy]
    assert [[each.number for each in week.plans] for week in found.weeks] == [[1], [1]]


def test_a_change_still_to_come_is_not_told() -> None:
    plans = (plan_of(MON), plan_of(FRI))
    found = drawn(recorded(BEGUN, *plans), now=at(WED, "13:30"))
    assert [held.plan.starts for held in found.plans] == [MON]


def test_only_rest_in_these_weeks_stands_on_it() -> None:
    spans = (
        PauseSpan(MON - 9 * ONE_DAY, MON - 8 * ONE_DAY),
        PauseSpan(MON - 2 * ONE_DAY, MON),
        PauseSpan(FRI, None),
    )
    record = replace(recorded(BEGUN), pauses=spans)
    assert drawn(record).rests == spans[1:]
    assert drawn(record, now=at(WED, "13:30")).rests == spans[1:2]


def test_weeks_follow_one_another_across_the_year() -> None:
    assert Week(2027, 1).and_before(3) == [Week(2026, 52), Week(2026, 53), Week(2027, 1)]
    assert Week(2026, 48).and_before(1) == [Week(2026, 48)]


# --- the figures -----------------------------------------------------------------------


@settings(max_examples=50, deadline=None)
@given(worlds())
def test_every_figure_is_that_of_the_week_page(world: World) -> None:
    weeks = world.week.and_before(2)
    found = sheet(world.record, weeks, EXERCISES)
    pages = [week_page(world.record, week, EXERCISES) for week in weeks]
    assert [week.page for week in found.weeks] == pages
    assert found.balance == total(page.balance for page in pages)
    assert found.days_practised == sum(page.days_practised for page in pages)


@settings(max_examples=50, deadline=None)
@given(worlds())
def test_the_words_are_what_stands_in_the_boxes(world: World) -> None:
    """Added up by hand, sign by sign; of exercises without a time "partly" has a bound."""
    found = sheet(world.record, [world.week], EXERCISES)
    for line in found.weeks[0].lines:
        cells = [cell for cell in line.cells if cell.day < world.record.today]
        signs = Counter(
            entry.state
            for cell in cells
            for entries in cell.boxes.values()
            for entry in entries
            if not entry.is_extra
        )
        assert signs[EntryState.DONE] == line.sum.balance.done
        if line.sum.exercise.facts.flexible:
            assert signs[EntryState.PARTLY] >= line.sum.balance.partly
        else:
            assert signs[EntryState.PARTLY] == line.sum.balance.partly
