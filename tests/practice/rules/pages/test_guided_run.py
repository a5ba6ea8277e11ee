"""Which sets a hands-free run goes through, and how long that takes; worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from content.catalogue import exercise_words, exercises, library
from content.types import Period
from practice.rules.adherence import State, TickState
from practice.rules.checklist import Checklist
from practice.rules.guided_run import (
    Part,
    Step,
    brief_cautions,
    is_again,
    row_for,
    run_of,
    unfinished,
)
from practice.rules.plan import Plan, Slot, easy_start
from tests.conftest import MONDAY
from tests.practice.rules.worlds import FULL, day_of, slot

EVENING, MORNING = Period.EVENING, Period.MORNING


def day(ticks: dict[Slot, TickState] | None = None, plan: Plan | None = None) -> Checklist:
    return day_of(ticks, plan or FULL, EVENING)


def done(tenths: int | None = None, **more: Any) -> TickState:
    return TickState(State.DONE, tenths=tenths, **more)


def slots(rows: Any) -> list[str]:
    return [row.place for row in rows]


def part_of(name: str, *, easy: bool = False, tick: TickState | None = None) -> Part:
    ticks = {Slot(EVENING, name, 1): tick} if tick else {}
    row = row_for(day(ticks), EVENING, exercise_words()[name])
    assert row is not None
    return run_of([row], easy=easy).parts[0]


# --- which sets --------------------------------------------------------------------


def test_the_evening_is_seated_and_waist_work_and_the_feet_have_their_own_start() -> None:
    section = day().section(EVENING)
    assert slots(unfinished(section.main_rows)) == [
        "evening/arm-raise/1",
        "evening/waist-rub/1",
        "evening/waist-knead/1",
    ]
    assert slots(unfinished(section.bedtime_rows)) == ["evening/sole-rub/1"]


def test_what_is_done_skipped_or_covered_is_left_out_and_what_is_begun_is_not() -> None:
    ticks = {
        Slot(EVENING, "waist-rub", 1): done(1200),
        Slot(EVENING, "waist-knead", 1): TickState(State.SKIPPED),
        Slot(Period.AFTERNOON, "arm-throw", 2): done(),
    }
    arranged = day(ticks)
    assert slots(unfinished(arranged.section(EVENING).main_rows)) == [
        "evening/arm-raise/1",
        "evening/waist-rub/1",
    ]
    # The throw of the morning was done in the afternoon (rules.md 9).
    assert "morning/arm-throw/1" not in slots(unfinished(arranged.section(MORNING).main_rows))


def test_extras_are_no_part_of_a_periods_run() -> None:
    plan = Plan(MONDAY, "own", {"waist-rub": (0, 0, 1)})
    arranged = day({Slot(EVENING, "arm-raise", 1): done(10)}, plan)
    assert slots(unfinished(arranged.section(EVENING).main_rows)) == ["evening/waist-rub/1"]


def test_two_sets_planned_are_two_parts() -> None:
    plan = Plan(MONDAY, "own", {"arm-raise": (0, 0, 2)})
    assert slots(unfinished(day(plan=plan).section(EVENING).main_rows)) == [
        "evening/arm-raise/1",
        "evening/arm-raise/2",
    ]


def test_one_exercise_alone_ticks_its_first_set_that_is_not_done() -> None:
    raise_, first = exercise_words()["arm-raise"], Slot(EVENING, "arm-raise", 1)
    rows = [
        row_for(day(ticks), EVENING, raise_)
        for ticks in ({}, {first: done()}, {first: done(20)}, {first: TickState(State.UNDONE)})
    ]
    assert [row.slot.set for row in rows if row] == [1, 2, 1, 1]
    five = {Slot(EVENING, "arm-raise", number): done() for number in range(1, 6)}
    assert row_for(day(five), EVENING, raise_) is None


def test_what_is_not_planned_is_an_extra() -> None:
    row = row_for(
        day(plan=easy_start(exercises(), MONDAY)), EVENING, exercise_words()["waist-knead"]
    )
    assert row is not None
    assert (row.place, row.required) == ("evening/waist-knead/1", False)


# --- how long ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "seconds", "minutes"),
    [
        # Get ready 5, prepare, the document's amount at the usual pace, change of foot.
        ("arm-raise", 5 + 15 + 5 * (4 + 6), 1),
        ("arm-throw", 5 + 12 + 5 * (3 + 4), 1),
        ("waist-rub", 5 + 15 + 200, 4),
        ("waist-knead", 5 + 12 + 600, 10),
        ("sole-rub", 5 + 15 + 101 + 12 + 101, 4),
    ],
)
def test_the_minutes_on_a_start_button(name: str, seconds: int, minutes: int) -> None:
    part = part_of(name)
    steps = part.steps[part.begins :]
    assert sum(step.lasts for step in steps if step.kind != "after") == seconds
    assert part.minutes == minutes == exercise_words()[name].facts.guided_minutes


def test_a_whole_evening_takes_a_quarter_of_an_hour_and_the_soak_ten_minutes_more() -> None:
    """70 + 220 + 617 = 907 seconds; 600 + 234 = 834 seconds."""
    assert run_of(unfinished(day().section(EVENING).main_rows), easy=False).minutes == 15
    assert part_of("sole-rub").minutes_with_soak == 14
    assert part_of("waist-rub").minutes_with_soak is None


def test_what_goes_on_from_where_it_stopped_takes_the_time_of_the_rest() -> None:
    """20 and 200 seconds less 120 of its 200 rubs; 7.5 of ten minutes; 60 of 101 on each foot."""
    assert part_of("waist-rub", tick=done(1200)).minutes == 2  # 20 + 80 seconds
    assert part_of("waist-knead", tick=done(75)).minutes == 3  # 17 + 150
    assert part_of("sole-rub", tick=done(600)).minutes == 2  # 32 + 41 + 41


def test_an_easy_start_begins_the_knead_at_three_of_the_documents_ten() -> None:
    counts = [part_of("waist-knead", easy=easy).steps[-1].count for easy in (False, True)]
    assert counts == [10, 3]
    assert part_of("waist-knead", easy=True).low == 10


# --- stages ---------------------------------------------------------------------------


def test_the_feet_are_asked_for_before_anything_is_rubbed_and_rest_afterwards() -> None:
    part = part_of("sole-rub")
    assert [(step.id, step.kind) for step in part.steps] == [
        ("soak", "soak"),
        ("dry", "gate"),
        ("ready", "ready"),
        ("hands", "prepare"),
        ("right-sole", "strokes"),
        ("change", "rest"),
        ("left-sole", "strokes"),
        ("rest", "after"),
    ]
    assert part.begins == 2
    assert part.question is not None
    assert part.question.button == "My feet are dry"
    assert (part.each_side, part.low, part.floor) == (True, 100, 100)


def step_of(name: str, stage: str, *, easy: bool = False) -> Step:
    return next(step for step in part_of(name, easy=easy).steps if step.id == stage)


@pytest.mark.parametrize(
    ("name", "stage", "count", "ceiling"),
    [
        # More than 100 is reached at 101 (rules.md 29).
        ("sole-rub", "right-sole", 101, 200),
        ("sole-rub", "left-sole", 101, 200),
        ("waist-rub", "rub", 200, 220),
        ("arm-raise", "raise", 5, 0),
        ("waist-knead", "knead", 10, 0),
    ],
)
def test_strokes_are_counted_to_the_documents_figure_and_end_where_it_is_enough(
    name: str, stage: str, count: int, ceiling: int
) -> None:
    step = step_of(name, stage)
    assert (step.count, step.ceiling) == (count, ceiling)


def test_a_soak_warns_tells_and_ends_by_itself_ten_minutes_after_the_most() -> None:
    soak = step_of("sole-rub", "soak")
    words = exercise_words()["sole-rub"].words.stages["soak"]
    assert (soak.seconds, soak.limit) == (600, 1500)
    assert [seconds for seconds, _ in soak.marks] == [
        *(300, 600, 900),
        *range(960, 1500, 60),
    ]
    told = (words.soon, words.enough, words.most, words.out)
    assert list(dict.fromkeys(line for _, line in soak.marks)) == list(told)


def test_a_caution_of_ours_stands_apart_from_what_the_document_says() -> None:
    knead = step_of("waist-knead", "knead")
    assert knead.caution == "Our advice: never press on the spine itself."
    assert knead.lines == ("Knead your waist in circles, in a natural way.",)
    assert step_of("waist-rub", "palms").caution == ""


def test_each_side_is_named_where_each_is_done_in_turn() -> None:
    assert [step_of("sole-rub", stage).side for stage in ("right-sole", "left-sole")] == [
        "right foot",
        "left foot",
    ]
    assert step_of("sole-rub", "change").side == step_of("waist-rub", "rub").side == ""


def test_the_page_knows_what_counts_so_far_and_how_to_bring_it_back() -> None:
    """120 of 180 (rules.md 6)."""
    by_guide, by_hand = (
        part_of("waist-rub", tick=done(1200, guided=guided)) for guided in (True, False)
    )
    assert by_guide.before == {"done": "1", "amount": "120", "source": "guided"}
    assert by_hand.before == {"done": "1", "amount": "120"}
    assert by_hand.credit == pytest.approx(2 / 3)
    fresh = part_of("waist-rub", tick=None)
    assert (fresh.before, fresh.credit) == ({"done": "0"}, 0)


def test_a_knead_that_is_partly_done_is_gone_on_with() -> None:
    """Three minutes of an easy start count partly; the next choice beyond them is the goal."""
    (first,) = (step for step in part_of("waist-knead", tick=None).steps if step.kind == "minutes")
    assert first.count == 10
    begun = part_of("waist-knead", easy=True, tick=done(30))
    (step,) = (step for step in begun.steps if step.kind == "minutes")
    assert step.count > begun.already == 3


def test_nothing_goes_on_with_what_pain_stopped() -> None:
    """Rules.md 28: 40 of 180 count, and the next run begins at none."""
    part = part_of("waist-rub", tick=TickState(State.SKIPPED, tenths=400))
    assert (part.already, part.before) == (0, {"skip": "1", "amount": "40"})
    assert part.credit == pytest.approx(40 / 180)


@pytest.mark.parametrize(
    ("exercise", "ticked", "expected"),
    [
        ("waist-rub", [], False),
        ("waist-rub", ["evening/waist-rub/1"], True),
        ("waist-rub", ["morning/waist-rub/1"], False),
        # Its three sets of the day may be done in any period (rules.md 9).
        ("arm-raise", ["evening/arm-raise/1"], False),
        ("arm-raise", ["evening/arm-raise/1", "evening/arm-raise/2"], False),
        ("arm-raise", ["morning/arm-raise/1", "evening/arm-raise/1", "evening/arm-raise/2"], True),
        ("arm-throw", ["morning/arm-throw/1"], True),
    ],
)
def test_one_more_than_planned_is_known_beforehand(
    exercise: str, ticked: list[str], expected: bool
) -> None:
    arranged = day({slot(text): done() for text in ticked})
    assert is_again(arranged, EVENING, exercise_words()[exercise]) is expected


def test_what_was_never_planned_is_one_more_only_after_the_first() -> None:
    plan = Plan(MONDAY, "own", {"waist-rub": (0, 0, 1)})
    knead, first = exercise_words()["waist-knead"], {slot("evening/waist-knead/1"): done()}
    assert not is_again(day(plan=plan), EVENING, knead)
    assert is_again(day(first, plan), EVENING, knead)


def test_soak_and_rest_are_told_apart_from_the_minutes() -> None:
    row = row_for(day(), EVENING, exercise_words()["sole-rub"])
    assert row is not None
    run = run_of([row], easy=False)
    assert (run.minutes, run.soak_minutes, run.rest_minutes) == (4, 10, 15)


def test_what_was_done_before_is_gone_on_from_in_the_exercises_unit() -> None:
    assert part_of("waist-rub", tick=done(1200)).already == 120
    assert part_of("waist-knead", tick=done(75)).already == 7.5
    assert part_of("waist-rub", tick=done(2000)).already == 0, "that is a further set"


def test_the_player_is_given_plain_values_and_all_of_them() -> None:
    row = row_for(day(), EVENING, exercise_words()["arm-raise"])
    assert row is not None
    (part,) = run_of([row], easy=False).as_data()
    assert (part["slot"], part["eachSide"], part["feel"]) == (
        "2026-11-23/evening/arm-raise/1",
        False,
        None,
    )
    step = part["steps"][-1]
    assert (step["kind"], step["count"], step["choices"]) == ("breaths", 5, (3, 4, 5))
    assert (step["rhythms"], step["inward"]) == (
        ((4, 6), (3, 4)),
        "Breathe in, raise your hands",
    )


@pytest.mark.parametrize("number", [1, 2, 3])
def test_cautions_before_a_run_are_at_most_four_and_one_about_stopping(number: int) -> None:
    techniques = library().editions["en"].techniques[:number]
    lines = brief_cautions(techniques)
    assert len(lines) <= 4
    for technique in techniques:
        assert technique.words.cautions.brief[0] in lines
