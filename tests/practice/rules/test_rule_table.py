"""The rules as a table: every case a story, its arithmetic written out and worked by hand.

The sums on the left are added up by the test itself, so a slip of the pen shows;
what they add up to is what the product must find. Days are of the week of Monday
23 November 2026 in Berlin. The document's full day: morning 4, afternoon 2, evening 4.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest

from practice.rules.adherence import State, TickState, total
from practice.rules.plan import Plan, Slot, easy_start, full_day, without
from tests.practice.rules.worlds import (
    EVENING,
    FACTS,
    FRI,
    FULL,
    LIBRARY,
    LONG_AFTER,
    MON,
    MORNING,
    SAT,
    SUN,
    THU,
    TUE,
    WED,
    WEEK,
    at,
    at_time,
    done,
    recorded,
    skipped,
    slot,
    undone,
    whole,
)

EASY = easy_start(LIBRARY.exercises, MON)
ARMS = full_day([FACTS["arm-raise"], FACTS["arm-throw"]], MON, "one")
FIVE_RAISES = Plan(MON, "own", {"arm-raise": (2, 1, 2)})
SUNDAY_BEFORE = {MON - timedelta(days=1): done("morning/arm-raise")}
"""The record has begun before the week does."""

Ticks = dict[date, dict["Slot", TickState]]


def felt(text: str, amount: int) -> dict[Slot, TickState]:
    """A slot done with this amount, and the document's own end was felt."""
    return {slot(text): TickState(State.DONE, tenths=10 * amount, felt=True)}


def every_day(ticks: Mapping[Slot, TickState], days: Sequence[date] = tuple(WEEK.days())) -> Ticks:
    """The same on each of these days."""
    return {day: dict(ticks) for day in days}


@dataclass(frozen=True)
class Case:
    """What was intended and done, and what the days add up to."""

    rule: int
    story: str
    ticks: Ticks
    due: str
    credited: str
    percent: int | None
    days: Sequence[date] = (MON,)
    now: datetime = LONG_AFTER
    plans: Sequence[Plan] = (FULL,)
    pauses: tuple[tuple[date, date | None], ...] = field(default=())


CASES = [
    # --- 6: credit ---
    Case(6, "a plain tick is the whole", {**SUNDAY_BEFORE, MON: done("evening/waist-rub")},
         "4 + 2 + 4 = 10", "1 = 1", 10),
    Case(6, "120 of the floor of 180",
         {**SUNDAY_BEFORE, MON: done("evening/waist-rub", amount=120)},
         "4 + 2 + 4 = 10", "120/180 = 2/3", 6),
    Case(6, "200 of 180 is the whole and no more",
         {**SUNDAY_BEFORE, MON: done("evening/waist-rub", amount=200)}, "10 = 10", "1 = 1", 10),
    Case(6, "warm after 40", {**SUNDAY_BEFORE, MON: felt("evening/waist-rub", 40)},
         "10 = 10", "1 = 1", 10),
    Case(6, "50 on the lesser foot, and 6 minutes of 8",
         {**SUNDAY_BEFORE,
          MON: done("evening/sole-rub", amount=50) | done("evening/waist-knead", amount=6)},
         "10 = 10", "50/100 + 6/8 = 5/4", 12),
    # --- 7: due ---
    Case(7, "13:30: 3 of 4 of the morning, 1 of 2 of the afternoon",
         {**SUNDAY_BEFORE,
          MON: done("morning/arm-throw", "morning/waist-rub", "morning/waist-knead",
                    "afternoon/waist-knead")},
         "4 + 1 = 5", "3 + 1 = 4", 80, now=at(MON, "13:30")),
    Case(7, "09:00 with 2 done",
         {**SUNDAY_BEFORE, MON: done("morning/waist-rub", "morning/waist-knead")},
         "2 = 2", "2 = 2", 100, now=at(MON, "09:00")),
    Case(7, "09:00 with nothing done", SUNDAY_BEFORE, "0 = 0", "0 = 0", None,
         now=at(MON, "09:00")),
    Case(7, "12:00 sharp, nothing done: the morning is over", SUNDAY_BEFORE,
         "4 = 4", "0 = 0", 0, now=at(MON, "12:00")),
    Case(7, "one skipped", {**SUNDAY_BEFORE, MON: skipped("evening/sole-rub")},
         "10 - 1 = 9", "0 = 0", 0),
    Case(7, "a tick taken back is due as if it had never been",
         {**SUNDAY_BEFORE, MON: undone("evening/sole-rub")}, "10 = 10", "0 = 0", 0),
    Case(7, "four days before the start, one of them mended",
         {MON: done("evening/sole-rub", late=True), FRI: whole(FULL)},
         "1 + 0 + 0 + 0 + 10 = 11", "1 + 10 = 11", 100, days=(MON, TUE, WED, THU, FRI)),
    # --- 8: the start ---
    Case(8, "first tick on Monday evening", {MON: done("evening/sole-rub")},
         "0 + 0 + 4 = 4", "1 = 1", 25),
    Case(8, "first tick on Monday afternoon", {MON: done("afternoon/waist-knead")},
         "0 + 2 + 4 = 6", "1 = 1", 16),
    Case(8, "Monday mended on Tuesday does not move the start",
         {MON: done("morning/waist-rub", late=True), TUE: done("evening/sole-rub")},
         "1 + 4 = 5", "1 + 1 = 2", 40, days=(MON, TUE)),
    # --- 9: no fixed time of day ---
    Case(9, "three raises in the evening", {**SUNDAY_BEFORE,
         MON: done("evening/arm-raise/1", "evening/arm-raise/2", "evening/arm-raise/3")},
         "3 + 1 = 4", "3 = 3", 75, plans=(ARMS,)),
    Case(9, "five raises of three asked for",
         {**SUNDAY_BEFORE, MON: done(*(f"evening/arm-raise/{n}" for n in range(1, 6)))},
         "3 + 1 = 4", "3 = 3", 75, plans=(ARMS,)),
    Case(9, "two whole raises and a third of one: the best three",
         {**SUNDAY_BEFORE, MON: done("morning/arm-raise", "afternoon/arm-raise")
          | done("evening/arm-raise", amount=1)},
         "3 + 1 = 4", "1 + 1 + 1/3 = 7/3", 58, plans=(ARMS,)),
    Case(9, "one of the three skipped, two done in the evening",
         {**SUNDAY_BEFORE, MON: skipped("morning/arm-raise")
          | done("evening/arm-raise/1", "evening/arm-raise/2")},
         "2 + 1 = 3", "2 = 2", 66, plans=(ARMS,)),
    Case(9, "13:00: the morning's throw and raise, one raise done",
         {**SUNDAY_BEFORE, MON: done("afternoon/arm-raise")},
         "1 + 1 = 2", "1 = 1", 50, plans=(ARMS,), now=at(MON, "13:00")),
    Case(9, "a plan of five raises a day, four done",
         {**SUNDAY_BEFORE, MON: done(*(f"evening/arm-raise/{n}" for n in range(1, 5)))},
         "2 + 1 + 2 = 5", "4 = 4", 80, plans=(FIVE_RAISES,)),
    # --- 10: extras and what is set aside ---
    Case(10, "an easy start, and a knead beyond it",
         {**SUNDAY_BEFORE, MON: whole(EASY) | done("morning/waist-knead")},
         "3 = 3", "3 = 3", 100, plans=(EASY,)),
    Case(10, "the knead set aside and done all the same",
         {**SUNDAY_BEFORE, MON: done("evening/waist-knead")},
         "10 - 3 = 7", "0 = 0", 0, plans=(without(FULL, ["waist-knead"], MON),)),
    # --- 11: the week ---
    Case(11, "the document's week, whole", {**SUNDAY_BEFORE, **every_day(whole(FULL))},
         "7 * 10 = 70", "7 * 10 = 70", 100, days=tuple(WEEK.days())),
    Case(11, "one tick of a whole week: at least 1 per cent of it",
         {**SUNDAY_BEFORE, MON: done("evening/waist-rub", amount=1)},
         "7 * 10 = 70", "1/180 = 1/180", 1, days=tuple(WEEK.days())),
    Case(11, "a sum over slots, no mean of days: 1 of 4 and 10 of 10",
         {MON: done("evening/sole-rub"), TUE: whole(FULL)},
         "4 + 10 = 14", "1 + 10 = 11", 78, days=(MON, TUE)),
    Case(11, "evenings only, all week: 28 of 70",
         {**SUNDAY_BEFORE, **every_day(whole(FULL, EVENING))},
         "7 * 10 = 70", "7 * 4 = 28", 40, days=tuple(WEEK.days())),
    Case(11, "nothing was due, so there is no figure", {}, "0 = 0", "0 = 0", None,
         days=tuple(WEEK.days())),
    # --- 12: a change of plan ---
    Case(12, "knead set aside on Wednesday: Monday and Tuesday", SUNDAY_BEFORE,
         "10 + 10 = 20", "0 = 0", 0, days=(MON, TUE),
         plans=(FULL, without(FULL, ["waist-knead"], WED))),
    Case(12, "knead set aside on Wednesday: Wednesday to Sunday", SUNDAY_BEFORE,
         "5 * 7 = 35", "0 = 0", 0, days=(WED, THU, FRI, SAT, SUN),
         plans=(FULL, without(FULL, ["waist-knead"], WED))),
    Case(12, "an easy start grown to the full day on Friday",
         {**SUNDAY_BEFORE, **every_day(whole(EASY))},
         "4 * 3 + 3 * 10 = 42", "7 * 3 = 21", 50, days=tuple(WEEK.days()),
         plans=(EASY, replace(FULL, starts=FRI))),
    Case(12, "begun on Tuesday without the waist rub, Monday's mended: the document's day",
         {MON: done("morning/waist-rub", late=True), TUE: done("evening/sole-rub")},
         "1 = 1", "1 = 1", 100, plans=(without(FULL, ["waist-rub"], TUE),)),
    # --- 13: pauses ---
    Case(13, "ill from Tuesday to Thursday", {**SUNDAY_BEFORE, MON: whole(FULL)},
         "10 + 3 * 0 + 3 * 10 = 40", "10 = 10", 25, days=tuple(WEEK.days()),
         pauses=((TUE, THU),)),
    Case(13, "away with no end, one evening done all the same",
         {**SUNDAY_BEFORE, WED: whole(FULL, EVENING)},
         "10 + 10 + 4 = 24", "4 = 4", 16, days=tuple(WEEK.days()), pauses=((WED, None),)),
    Case(13, "a part done on a day of rest is due as that part",
         {**SUNDAY_BEFORE, MON: done("morning/waist-rub", amount=90)},
         "90/180 = 1/2", "90/180 = 1/2", 100, pauses=((MON, MON),)),
    # --- together ---
    Case(12, "a rest, a change and a half: Monday whole, Tuesday rest, from Wednesday the arms",
         {**SUNDAY_BEFORE, MON: whole(FULL),
          WED: done("morning/arm-throw", "morning/arm-raise")
          | done("evening/arm-raise", amount=2)},
         "10 + 0 + 4 = 14", "10 + 1 + 1 + 2/3 = 38/3", 90, days=(MON, TUE, WED),
         plans=(FULL, replace(ARMS, starts=WED)), pauses=((TUE, TUE),)),
    Case(7, "Tuesday 03:59 is still Monday evening; the evening runs on",
         {**SUNDAY_BEFORE, MON: whole(FULL, MORNING)},
         "4 + 2 = 6", "4 = 4", 66, now=at(TUE, "03:59")),
]  # fmt: skip


def worked_out(sum_on_paper: str) -> Fraction:
    """What stands right of the sign, once the left has been seen to come to the same."""
    assert re.fullmatch(r"[0-9+*/= -]+", sum_on_paper)
    left, right = (
        eval(re.sub(r"\d+", r"Fraction(\g<0>)", side), {"Fraction": Fraction})
        for side in sum_on_paper.split("=")
    )
    assert left == right, f"{sum_on_paper} is not so"
    return Fraction(right)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.story}")
def test_the_days_add_up_as_on_paper(case: Case) -> None:
    record = recorded(case.ticks, *case.plans, pauses=case.pauses)
    found = total(at_time(record, case.now).judge(day).balance for day in case.days)
    assert found[:2] == (worked_out(case.due), worked_out(case.credited))
    assert found.percent == case.percent


def test_every_rule_of_counting_is_in_the_table() -> None:
    assert {case.rule for case in CASES} == set(range(6, 14))
    assert len(CASES) >= 25
