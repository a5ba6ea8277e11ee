"""A day as a person reads it: what is done, partly done, covered, left, extra or offered."""

from itertools import product

import pytest

from content.types import Period
from practice.rules.adherence import State, TickState
from practice.rules.checklist import Row
from practice.rules.guided_run import start_runs
from practice.rules.plan import Plan, Slot, easy_start, without
from tests.practice.rules.worlds import (
    AFTERNOON,
    EVENING,
    FULL,
    LIBRARY,
    MON,
    MORNING,
    day_of,
    done,
    skipped,
    slot,
    undone,
    whole,
)

EASY = easy_start(LIBRARY.exercises, MON)


def row_of(text: str, ticks: dict[Slot, TickState] | None = None, plan: Plan = FULL) -> Row:
    """One row of that Monday."""
    row = day_of(ticks, plan).row(slot(text))
    assert row is not None, text
    return row


def names(rows: list[Row] | tuple[Row, ...]) -> list[str]:
    return [row.place for row in rows]


def in_reach(plan: Plan, current: Period, ticks: dict[Slot, TickState] | None = None) -> list[str]:
    day = day_of(ticks, plan, current)
    return [section.period.slug for section in day.sections if section.is_open]


def test_the_present_part_lies_open_and_where_it_is_empty_the_next_one() -> None:
    assert in_reach(FULL, MORNING) == ["morning"]
    assert in_reach(EASY, MORNING) == ["evening"]
    assert in_reach(EASY, AFTERNOON) == ["evening"]
    assert in_reach(EASY, EVENING) == ["evening"]
    # Something done there that nobody planned: the part is no longer empty.
    assert in_reach(EASY, MORNING, done("morning/waist-rub/1")) == ["morning"]
    assert all(section.is_open for section in day_of().sections), "another day lies open"
    assert [part.is_open for part in day_of(plan=EASY).sections] == [False, False, True]


def test_the_line_of_marks_fills_from_its_beginning() -> None:
    ticks = done("evening/waist-rub") | done("evening/sole-rub", amount=50)
    assert day_of(ticks, EASY).progress == ("on", "half", "")
    assert day_of().progress == ("",) * 10


def test_an_extra_alone_finishes_no_part_of_the_day() -> None:
    day = day_of(done("morning/arm-throw"), EASY)
    assert not day.section(MORNING).is_finished
    assert day_of(whole(EASY), EASY).section(EVENING).is_finished


# --- the day laid out ---------------------------------------------------------


def test_the_document_s_day_stands_in_its_periods_and_its_order() -> None:
    day = day_of()
    assert [names(section.rows) for section in day.sections] == [
        ["morning/arm-raise/1", "morning/arm-throw/1", "morning/waist-rub/1",
         "morning/waist-knead/1"],
        ["afternoon/arm-raise/1", "afternoon/waist-knead/1"],
        ["evening/sole-rub/1", "evening/arm-raise/1", "evening/waist-rub/1",
         "evening/waist-knead/1"],
    ]  # fmt: skip
    assert (len(day.required), day.tally.done, day.tally.left) == (10, 0, 10)
    assert day.offers == ()


def test_bedtime_stands_apart_in_the_evening() -> None:
    evening = day_of().section(EVENING)
    assert names(evening.bedtime_rows) == ["evening/sole-rub/1"]
    assert len(evening.main_rows) == 3
    assert day_of().section(MORNING).bedtime_rows == []


def test_a_row_is_named_as_in_the_page() -> None:
    row = row_of("evening/waist-rub/1")
    assert row.key == "2026-11-23/evening/waist-rub/1"
    assert row.place == "evening/waist-rub/1"


def test_the_present_period_comes_first_then_what_comes_then_what_is_over() -> None:
    afternoon = day_of(current=AFTERNOON)
    assert [part.period for part in afternoon.in_reach] == [AFTERNOON, EVENING, MORNING]
    evening = day_of(current=EVENING)
    assert [part.period for part in evening.in_reach] == [EVENING, MORNING, AFTERNOON]
    past = day_of()
    assert [part.period for part in past.in_reach] == list(Period)


# --- every state of a day -----------------------------------------------------

STATES = (
    None,
    TickState(State.UNDONE),
    TickState(State.DONE),
    TickState(State.DONE, tenths=10),
    TickState(State.SKIPPED),
)


def test_the_counts_the_marks_and_what_is_to_practise_agree_in_every_state() -> None:
    """Rules 26 and 27: 125 evenings of an easy start, and one raise more in some of them."""
    extra = slot("evening/arm-raise/2")
    for states in product(STATES, STATES, STATES, (None, TickState(State.DONE))):
        slots = (*EASY.slots, extra)
        ticks = {where: tick for where, tick in zip(slots, states, strict=True) if tick}
        day = day_of(ticks, EASY, EVENING)
        evening = day.section(EVENING)
        assert day.tally.asked == sum(day.tally[:3]) == len(day.progress), states
        to_practise = [part.slot for run in start_runs(evening, "easy") for part in run.parts]
        assert sorted(to_practise) == sorted(row.key for row in evening.unfinished), states
        assert len(to_practise) == day.tally.left + day.tally.partly, states
        assert day.next_to_do(EVENING) == (evening if to_practise else None), states
        assert evening.is_finished == (day.tally.done > 0 and not to_practise), states


def test_next_is_the_present_part_then_a_later_one_and_never_an_earlier() -> None:
    assert day_of(plan=EASY).next_to_do(MORNING) == day_of(plan=EASY).section(EVENING)
    morning_done = day_of(whole(FULL, MORNING))
    assert morning_done.next_to_do(MORNING) == morning_done.section(AFTERNOON)
    assert day_of(whole(FULL, EVENING)).next_to_do(EVENING) is None


def test_who_did_an_exercise_now_means_the_present_open_set_before_others() -> None:
    def meant(name: str, plan: Plan = FULL, ticks: dict[Slot, TickState] | None = None) -> str:
        row = day_of(ticks, plan, AFTERNOON).row_to_tick(name, AFTERNOON)
        assert row is not None
        return row.place

    assert meant("waist-knead") == "afternoon/waist-knead/1"
    assert meant("waist-knead", ticks=whole(FULL, AFTERNOON)) == "morning/waist-knead/1"
    assert meant("sole-rub") == "evening/sole-rub/1"
    # In the plan in the evening alone; the offer of now comes after it.
    assert meant("arm-raise", EASY) == "evening/arm-raise/1"
    assert meant("waist-knead", EASY) == "afternoon/waist-knead/1"


# --- one row ------------------------------------------------------------------


@pytest.mark.parametrize(
    "tick,is_done,is_partly,is_skipped,is_left",
    [
        (None, False, False, False, True),
        (TickState(State.UNDONE), False, False, False, True),
        (TickState(State.DONE), True, False, False, False),
        (TickState(State.DONE, tenths=1800), True, False, False, False),
        (TickState(State.DONE, tenths=1200), False, True, False, False),
        (TickState(State.DONE, tenths=1200, felt=True), True, False, False, False),
        (TickState(State.SKIPPED), False, False, True, False),
    ],
)
def test_a_row_is_done_partly_done_skipped_or_left(
    tick: TickState | None, is_done: bool, is_partly: bool, is_skipped: bool, is_left: bool
) -> None:
    where = slot("morning/waist-rub")
    row = row_of("morning/waist-rub", {} if tick is None else {where: tick})
    assert (row.is_done, row.is_partly_done, row.is_skipped, row.is_left) == (
        is_done,
        is_partly,
        is_skipped,
        is_left,
    )
    assert row.is_touched == (not is_left)


def test_120_of_180_is_partly_done_with_credit_0_67() -> None:
    """rules.md 6: data-done="false" data-credit="0.67"."""
    row = row_of("morning/waist-rub", done("morning/waist-rub", amount=120))
    assert (row.is_done, row.is_partly_done, row.credit_text) == (False, True, "0.67")


@pytest.mark.parametrize(
    "place,amount,credit",
    [
        ("evening/sole-rub", 99, "0.99"),
        ("evening/sole-rub", 1, "0.01"),
        ("morning/arm-raise", 2, "0.67"),
        ("morning/arm-throw", 1, "0.33"),
        # 179 of 180 is not yet the whole, and is not written as if it were.
        ("morning/waist-rub", 179, "0.99"),
        # 1 of 180 is more than nothing, and is not written as nothing.
        ("morning/waist-rub", 1, "0.01"),
        ("afternoon/waist-knead", 6, "0.75"),
        ("afternoon/waist-knead", 0.1, "0.01"),
    ],
)
def test_a_part_is_written_with_two_decimals_and_never_as_0_or_1(
    place: str, amount: float, credit: str
) -> None:
    assert row_of(place, done(place, amount=amount)).credit_text == credit


@pytest.mark.parametrize(
    "amount,written", [(None, None), (120, "120"), (7.5, "7.5"), (10, "10"), (0.1, "0.1")]
)
def test_an_amount_is_written_without_needless_decimals(
    amount: float | None, written: str | None
) -> None:
    row = row_of("morning/waist-knead", done("morning/waist-knead", amount=amount))
    assert row.amount == written


# --- slots covered from another period (rule 9) -------------------------------


def test_three_raises_in_the_evening_cover_morning_and_afternoon() -> None:
    """rules.md 9: slots so covered read "done this evening", not "not ticked"."""
    ticks = done("evening/arm-raise/1", "evening/arm-raise/2", "evening/arm-raise/3")
    assert row_of("morning/arm-raise", ticks).covered_in is EVENING
    assert row_of("afternoon/arm-raise", ticks).covered_in is EVENING
    assert row_of("evening/arm-raise", ticks).covered_in is None
    # 10 less the 3 raises.
    assert day_of(ticks).tally.left == 7


def test_two_raises_in_the_morning_cover_one_slot_only() -> None:
    ticks = done("morning/arm-raise/1", "morning/arm-raise/2")
    assert row_of("afternoon/arm-raise", ticks).covered_in is MORNING
    assert row_of("evening/arm-raise", ticks).covered_in is None


def test_the_throw_done_in_the_evening_covers_the_morning_s() -> None:
    assert row_of("morning/arm-throw", done("evening/arm-throw")).covered_in is EVENING


@pytest.mark.parametrize(
    "ticks",
    [
        # The document names its times.
        done("morning/waist-knead/2", "morning/waist-rub/2"),
        # What was planned in the evening covers only itself.
        done("evening/arm-raise/1", "evening/waist-knead"),
        # A part of a set is no whole set.
        done("evening/arm-raise/2", amount=2),
        undone("evening/arm-raise/2"),
        skipped("evening/arm-raise/2"),
    ],
)
def test_nothing_else_covers_a_slot(ticks: dict[Slot, TickState]) -> None:
    assert [row.place for row in day_of(ticks).rows if row.covered_in] == []


def test_a_slot_skipped_or_done_in_part_reads_as_what_it_is() -> None:
    extra = done("evening/arm-raise/2", "evening/arm-raise/3")
    partly = {**extra, **done("morning/arm-raise", amount=2)}
    assert row_of("morning/arm-raise", partly).covered_in is None
    assert row_of("afternoon/arm-raise", partly).covered_in is EVENING
    skips = {**extra, **skipped("morning/arm-raise")}
    assert row_of("morning/arm-raise", skips).covered_in is None


# --- second time today --------------------------------------------------------


def test_raises_are_counted_over_the_day() -> None:
    """ "Second time today" is a display ordinal of the day, not the set's number."""
    day = day_of()
    ordinals = {row.place: row.ordinal for row in day.rows if row.ordinal}
    assert ordinals == {
        "morning/arm-raise/1": 1,
        "afternoon/arm-raise/1": 2,
        "evening/arm-raise/1": 3,
    }


def test_what_is_asked_once_or_at_its_own_time_has_no_ordinal() -> None:
    assert row_of("morning/arm-throw").ordinal is None
    assert row_of("evening/waist-knead").ordinal is None
    assert row_of("evening/arm-raise", plan=EASY).ordinal is None


def test_extras_shift_the_times_of_day_that_follow() -> None:
    ticks = done("morning/arm-raise/1", "morning/arm-raise/2")
    assert row_of("morning/arm-raise/2", ticks).ordinal == 2
    assert row_of("afternoon/arm-raise", ticks).ordinal == 3


# --- extras and what is set aside (rule 10) -----------------------------------


def test_an_extra_is_shown_and_not_required() -> None:
    day = day_of(done("morning/arm-raise/4"))
    row = day.row(slot("morning/arm-raise/4"))
    assert row is not None
    assert (row.required, row.is_done) == (False, True)
    assert len(day.required) == 10


def test_what_was_done_of_an_exercise_set_aside_is_shown() -> None:
    day = day_of(done("morning/waist-knead"), without(FULL, "waist-knead", MON))
    row = day.row(slot("morning/waist-knead"))
    assert row is not None
    assert row in day.rows
    assert not row.required
    assert len(day.required) == 7


def test_an_extra_taken_back_is_shown_no_more() -> None:
    assert day_of(undone("morning/arm-raise/4")).rows == day_of().rows


def test_a_mark_of_an_exercise_the_library_no_longer_has_is_passed_over() -> None:
    day = day_of({Slot(MORNING, "left-behind", 1): TickState(State.DONE)})
    assert day.rows == day_of().rows


# --- offers -------------------------------------------------------------------


def test_the_easy_start_offers_the_rest_of_the_document_s_day() -> None:
    day = day_of(plan=EASY)
    assert names(day.required) == [
        "evening/sole-rub/1",
        "evening/arm-raise/1",
        "evening/waist-rub/1",
    ]
    assert {row.slot for row in (*day.rows, *day.offers)} == set(FULL.slots)
    assert not any(row.required or row.is_left for row in day.offers)


def test_a_further_raise_is_offered_now_up_to_the_fifth_of_the_day() -> None:
    """3 to 5 times a day: three planned, so two more, one at a time, in the present period."""
    assert names(day_of(current=EVENING).offers)[-1:] == ["evening/arm-throw/1"]
    assert "evening/arm-raise/2" in names(day_of(current=EVENING).offers)
    four = day_of(done("evening/arm-raise/2"), current=EVENING)
    assert "evening/arm-raise/3" in names(four.offers)
    five = day_of(done("evening/arm-raise/2", "evening/arm-raise/3"), current=EVENING)
    assert not any("arm-raise" in place for place in names(five.offers))


def test_no_further_set_is_offered_on_another_day() -> None:
    assert day_of(current=None).offers == ()


def test_offers_never_pass_the_document_s_ceiling() -> None:
    """Four raises planned in the evening: of the document's 5 there is room for one."""
    plan = Plan(MON, "own", {"arm-raise": (0, 0, 4)})
    for current in (None, *Period):
        raises = [row for row in day_of({}, plan, current).offers if row.exercise.id == "arm-raise"]
        assert len(raises) == 1, current


# --- a section ----------------------------------------------------------------


def test_a_period_is_finished_when_nothing_is_left_and_something_was_done() -> None:
    assert day_of(whole(FULL, AFTERNOON)).section(AFTERNOON).is_finished
    assert not day_of(done("afternoon/arm-raise")).section(AFTERNOON).is_finished
    one_skipped = {**done("afternoon/arm-raise"), **skipped("afternoon/waist-knead")}
    assert day_of(one_skipped).section(AFTERNOON).is_finished
    all_skipped = skipped("afternoon/arm-raise", "afternoon/waist-knead")
    assert not day_of(all_skipped).section(AFTERNOON).is_finished
    assert not day_of({}, EASY).section(AFTERNOON).is_finished


def test_what_was_ticked_in_one_go_can_be_told() -> None:
    """Two rows share an instant; a row of another instant does not belong to them."""
    ticks = {
        slot("afternoon/arm-raise"): TickState(State.DONE, instant=7),
        slot("afternoon/waist-knead"): TickState(State.DONE, instant=7),
        slot("morning/waist-knead"): TickState(State.DONE, instant=5),
    }
    day = day_of(ticks)
    assert day.section(AFTERNOON).together == 7
    assert day.section(MORNING).together is None
    assert day.section(EVENING).together is None
