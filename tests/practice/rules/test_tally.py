"""One count of a day: its head, its sections, the week's cells and its row (rules.md 26 to 28)."""

import datetime as dt

import pytest
from hypothesis import given, settings

from content.types import Period
from practice.rules.adherence import State, TickState
from practice.rules.checklist import Checklist, checklist_of
from practice.rules.plan import Plan, Slot, easy_start
from practice.rules.record import Record
from practice.rules.week import DayRow, Seal, day_row
from practice.words.day import closing_text, count_text
from practice.words.week import cell_text, today_text
from tests.practice.rules import oracle
from tests.practice.rules.worlds import (
    BEGUN,
    EVENING,
    EXERCISES,
    FACTS,
    FULL,
    LIBRARY,
    LONG_AFTER,
    MON,
    MORNING,
    TUE,
    World,
    at,
    done,
    recorded,
    skipped,
    slot,
    whole,
    worlds,
)

EASY = easy_start(LIBRARY.exercises, MON)
ONE_RAISE = Plan(MON, "own", {"arm-raise": (0, 0, 1)})
AT_NINE = at(MON, "21:00")


def monday(
    ticks: dict[Slot, TickState], plan: Plan = FULL, now: dt.datetime = AT_NINE
) -> tuple[Checklist, DayRow]:
    """Monday of a record begun before, as its page and its row of the week have it."""
    return both(recorded({**BEGUN, MON: ticks}, plan, now=now))


def both(record: Record) -> tuple[Checklist, DayRow]:
    return checklist_of(record, MON, EXERCISES), day_row(record, record.judge(MON))


def counts(day: Checklist) -> list[str]:
    return [count_text(section) for section in day.sections]


# --- what lies before the record asks for nothing (rules.md 8) -----------------------


def test_a_day_mended_before_the_record_is_one_of_one() -> None:
    """Begun on Tuesday, Monday's waist rub mended: 1 of 1, as the week's row has it."""
    ticks = {MON: done("morning/waist-rub", late=True), TUE: done("evening/sole-rub")}
    day, row = both(recorded(ticks))
    assert day.tally == row.tally == (1, 0, 0, 0, 1)
    assert counts(day) == ["1 of 1 done", "before you began", "before you began"]
    # What lies open may still be ticked, but is nothing to practise.
    assert (len(day.open), day.unfinished) == (9, [])


def test_of_the_first_evening_the_periods_before_are_not_asked_for() -> None:
    """First tick on Monday evening, the evening's 4 done: 4 of 4."""
    day, row = both(recorded({MON: whole(FULL, EVENING)}, now=AT_NINE))
    assert day.tally == row.tally == (4, 0, 0, 0, 4)
    assert day.progress == ("on",) * 4
    assert today_text(row) == "Today so far: 4 done."
    assert closing_text(day, EVENING) == "That was everything for today. Rest well."


def test_before_a_first_tick_the_whole_of_today_is_asked_for_and_no_day_before() -> None:
    day, _row = both(recorded({}, now=AT_NINE))
    assert counts(day) == ["0 of 4 done", "0 of 2 done", "0 of 4 done"]
    assert both(recorded({}, now=LONG_AFTER))[0].tally == (0, 0, 0, 0, 0)


# --- sets that are done elsewhere (rules.md 9) ---------------------------------------


def test_a_raise_of_the_evening_done_in_the_morning_is_told_in_both() -> None:
    """An easy start's 3 in the evening; its raise done whole in the morning: 1 of 3."""
    day, row = monday(done("morning/arm-raise"), EASY)
    assert day.tally == row.tally == (1, 0, 2, 0, 3)
    assert counts(day) == ["1 done", "nothing planned", "1 of 3 done"]
    assert cell_text(row.cells[0]) == "Morning: 1 done."
    assert cell_text(row.cells[2]) == "Evening: 1 done."
    assert [cell.seal for cell in row.cells] == [Seal.SOME, Seal.NOTHING, Seal.SOME]


def test_a_part_that_does_not_count_is_an_extra_and_nothing_to_finish() -> None:
    """One raise planned for the evening: 3 of 3 in the morning, then 1 of 3 in the evening."""
    ticks = done("morning/arm-raise", amount=3) | done("evening/arm-raise", amount=1)
    day, row = monday(ticks, ONE_RAISE)
    assert day.tally == row.tally == (1, 0, 0, 1, 1)
    assert counts(day) == ["1 done", "nothing planned", "1 of 1 done, 1 extra"]
    assert day.next_to_do(EVENING) is None
    assert closing_text(day, EVENING) == "That was everything for today. Rest well."
    _day, row = monday(ticks, ONE_RAISE, LONG_AFTER)
    assert row.tally == (row.balance.done, row.balance.partly, 0, 1, row.balance.slots)


# --- skipped, and extras in part (rules.md 10 and 28) --------------------------------


def test_what_is_skipped_is_asked_for_as_far_as_it_is_done() -> None:
    """Of the evening's 3 the rub after 40 of 180, the soles not at all: 0 of 2, 1 partly."""
    ticks = skipped("evening/sole-rub")
    ticks[slot("evening/waist-rub")] = TickState(State.SKIPPED, tenths=400)
    day, row = monday(ticks, EASY, LONG_AFTER)
    assert day.tally == row.tally == (0, 1, 1, 0, 2)
    assert counts(day)[2] == "0 of 2 done, 1 partly"
    assert cell_text(row.cells[2]) == "Evening: 0 of 2 done, 1 partly."


def test_an_extra_in_part_is_an_extra() -> None:
    day, row = monday(done("morning/waist-rub", amount=90), EASY, LONG_AFTER)
    assert day.tally == row.tally == (0, 0, 3, 1, 3)
    assert counts(day)[0] == "1 extra"
    assert cell_text(row.cells[0]) == "Morning: 1 extra."


# --- made-up worlds ------------------------------------------------------------------


@settings(max_examples=100, deadline=None)
@given(worlds())
def test_head_sections_cells_and_the_rules_agree(world: World) -> None:
    record = world.record
    for day in world.week.days():
        page, row = checklist_of(record, day, EXERCISES), day_row(record, record.judge(day))
        tally = row.tally
        assert page.tally == tally
        assert [part.tally for part in page.sections] == [cell.tally for cell in row.cells]
        asking = [cell.tally for cell in row.cells if cell.tally.asked]
        for place in (0, 1, 2, 4):
            assert sum(each[place] for each in asking) == tally[place]
        assert sum(cell.tally.extra for cell in row.cells) == tally.extra
        assert sum(tally[:3]) == tally.asked == len(page.progress)
        beyond = sum(
            len(oracle.extras(name, oracle.sets_of(record.plans, day), record.ticks.get(day, {})))
            for name in FACTS
        )
        assert tally.extra == beyond
        if day in world.days_over():
            said = [world.said(day, name) for name in FACTS]
            words = tuple(sum(column) for column in zip(*said, strict=True))
            assert (tally.done, tally.partly, tally.asked) == words == row.balance[2:]
        for part, cell in zip(page.sections, row.cells, strict=True):
            assert not cell_text(cell).endswith(": .")
            assert len(part.unfinished) >= part.tally.left


@pytest.mark.parametrize("period", [MORNING, EVENING])
def test_a_period_in_which_nothing_but_another_s_set_was_done_is_not_closed(
    period: Period,
) -> None:
    day, _row = monday(done("morning/arm-raise"), EASY)
    assert closing_text(day, period) == ""
