"""Twelve weeks and the year: figures of the week page, seen from further away."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from practice.rules.adherence import State, TickState, total
from practice.rules.days import PracticeClock, Week
from practice.rules.plan import Plan, Slot, easy_start, without
from practice.rules.record import Record
from practice.rules.trend import (
    TwelveWeeks,
    Year,
    last_weeks,
    twelve_weeks,
    whole_year,
)
from practice.rules.week import DayRow, Seal, WeekPage, week_page
from tests.practice.rules import oracle
from tests.practice.rules.worlds import (
    CLOCK,
    EVENING,
    EXERCISES,
    FULL,
    LIBRARY,
    LONG_AFTER,
    MON,
    MORNING,
    SUN,
    TICKS,
    TUE,
    WED,
    WEEK,
    World,
    at,
    at_time,
    days_of_ticks,
    done,
    pauses,
    plans,
    recorded,
    skipped,
    undone,
    whole,
)

ONE_DAY = dt.timedelta(days=1)
SEVEN_WEEKS_BEFORE = MON - dt.timedelta(weeks=7)
SUNDAY_NIGHT = at(SUN + ONE_DAY, "03:00")
"""The week's last moments: all of it is over but Sunday's evening."""


def trend(record: Record, now: dt.datetime = SUNDAY_NIGHT) -> TwelveWeeks:
    return twelve_weeks(at_time(record, now), EXERCISES)


def year(record: Record, number: int = 2026, now: dt.datetime = SUNDAY_NIGHT) -> Year:
    return whole_year(at_time(record, now), number)


def shares(found: TwelveWeeks, exercise: str) -> list[tuple[str, str, int | None]]:
    (line,) = (line for line in found.lines if line.exercise.id == exercise)
    return [(week.credited_text, week.due_text, week.percent) for _, week in line.bars]


def calendar_day(found: Year, day: dt.date) -> DayRow:
    (one,) = (one for month in found.months for one in month.days if one.day == day)
    return one


# --- twelve weeks ---------------------------------------------------------------


def test_the_weeks_are_the_present_one_and_the_eleven_before_it() -> None:
    weeks = last_weeks(WED)
    assert (weeks[0], weeks[-1], len(weeks)) == (Week(2026, 37), WEEK, 12)
    assert last_weeks(dt.date(2027, 1, 3))[-2:] == [Week(2026, 52), Week(2026, 53)]
    assert last_weeks(dt.date(2027, 1, 4))[-2:] == [Week(2026, 53), Week(2027, 1)]
    found = trend(recorded({}))
    assert (found.first_day, found.last_day) == (dt.date(2026, 9, 7), SUN)
    assert [bar.week for bar in found.weeks] == weeks


def test_after_midnight_on_sunday_it_is_still_the_same_twelve_weeks() -> None:
    assert trend(recorded({}), at(SUN + ONE_DAY, "03:59")).last_day == SUN
    assert trend(recorded({}), at(SUN + ONE_DAY, "04:00")).last_day == SUN + 7 * ONE_DAY


def test_a_week_in_which_nothing_was_due_is_a_gap() -> None:
    """rules.md 11. Begun seven weeks ago on Sunday evening; waist rubs alone, 2 a day.

    That Sunday: 1 rub due in the evening, 1 done. The week after: a pause, nothing
    due, a gap. Then 14 due and none done: 0 %, which is no gap.
    """
    sunday = SEVEN_WEEKS_BEFORE + 6 * ONE_DAY
    plan = Plan(sunday, "own", {"waist-rub": (1, 0, 1)})
    rest = ((sunday + ONE_DAY, sunday + 7 * ONE_DAY),)
    found = trend(recorded({sunday: done("evening/waist-rub")}, plan, pauses=rest))
    assert shares(found, "waist-rub")[:7] == [
        *[("0", "0", None)] * 4,
        ("1", "1", 100),
        ("0", "0", None),
        ("0", "14", 0),
    ]
    assert shares(found, "sole-rub") == [("0", "0", None)] * 12
    assert (found.days_practised, found.days_rested) == (1, 7)


def test_each_week_is_weighed_against_the_plan_of_its_own_days() -> None:
    """rules.md 12: the knead set aside on Wednesday; all of Monday and Tuesday done.

    Knead: 3 + 3 of 6. Rub: 4 of 14, less the two of Sunday, which still runs: 4 of 12.
    """
    begun = {MON - ONE_DAY: done("evening/waist-knead")}
    ticks = {**begun, MON: whole(FULL), TUE: whole(FULL)}
    record = recorded(ticks, FULL, without(FULL, "waist-knead", WED))
    found = trend(record)
    assert shares(found, "waist-knead")[-2:] == [("1", "1", 100), ("6", "6", 100)]
    assert shares(found, "waist-rub")[-2:] == [("0", "1", 0), ("4", "12", 33)]


def test_an_exercise_that_no_plan_of_the_twelve_weeks_asks_for_is_not_chosen() -> None:
    easy = easy_start(LIBRARY.exercises, SEVEN_WEEKS_BEFORE)
    found = trend(recorded({MON: done("morning/arm-throw")}, easy))
    chosen = {line.exercise.id for line in found.lines if line.is_chosen}
    assert chosen == {"sole-rub", "arm-raise", "waist-rub"}
    assert shares(found, "arm-throw") == [("0", "0", None)] * 12


def test_a_day_counts_as_practised_with_anything_done() -> None:
    ticks = {
        MON - 30 * ONE_DAY: done("morning/arm-raise/4"),
        MON: done("morning/waist-rub", amount=1),
        TUE: skipped("morning/waist-rub"),
        WED: undone("morning/waist-rub"),
    }
    assert trend(recorded(ticks)).days_practised == 2


def test_a_day_of_rest_on_which_something_was_done_is_a_day_of_practice() -> None:
    record = recorded({MON: whole(FULL, MORNING)}, pauses=((MON, None),))
    found = trend(record, at(WED, "10:00"))
    assert (found.days_practised, found.days_rested) == (1, 2), "days to come are not counted"


def test_before_anything_was_done_there_is_nothing_to_draw() -> None:
    assert trend(recorded({})).is_empty
    assert not trend(recorded({SEVEN_WEEKS_BEFORE: done("morning/arm-raise")})).is_empty


# --- the calendar of a year --------------------------------------------------------


def test_the_year_runs_from_the_month_of_the_start_to_the_present_week() -> None:
    """Begun on 30 September 2026; it is Wednesday, 25 November."""
    begun = dt.date(2026, 9, 30)
    found = year(recorded({begun: whole(FULL)}), now=at(WED, "10:00"))
    assert [month.days[0].day.month for month in found.months] == [9, 10, 11]
    assert calendar_day(found, dt.date(2026, 9, 29)).seal is Seal.NOTHING
    assert calendar_day(found, begun).seal is Seal.ALL
    assert calendar_day(found, WED - ONE_DAY).seal is Seal.OPEN
    assert calendar_day(found, WED).seal is None, "still running"
    assert calendar_day(found, WED + ONE_DAY).seal is None, "still to come"
    assert found.months[-1].days[-1].day == SUN
    assert [row.week.number for row in found.months[-1].weeks] == [44, 45, 46, 47, 48]


def test_the_days_of_a_month_stand_under_their_day_of_the_week() -> None:
    """1 November 2026 is a Sunday; its week began in October, and stands there too."""
    found = year(recorded({dt.date(2026, 10, 1): whole(FULL)}))
    october, november = found.months
    first = november.weeks[0]
    assert [place and place.day for place in first.places] == [None] * 6 + [dt.date(2026, 11, 1)]
    assert october.weeks[-1].week == first.week == Week(2026, 44)
    assert [day.day.day for day in october.weeks[-1].days] == [26, 27, 28, 29, 30, 31]


def test_the_first_days_of_january_may_belong_to_the_last_week_of_the_year_before() -> None:
    begun = recorded({dt.date(2026, 12, 31): whole(FULL)})
    found = year(begun, 2027, at(dt.date(2027, 1, 2), "10:00"))
    (january,) = found.months
    assert january.weeks[0].week == Week(2026, 53)
    assert [day.day.day for day in january.weeks[0].days] == [1, 2, 3]
    assert len(january.weeks) == 1


def test_a_past_year_is_shown_to_its_last_day() -> None:
    found = year(recorded({dt.date(2026, 3, 1): whole(FULL)}), now=LONG_AFTER)
    assert len(found.months) == 10
    assert found.months[-1].days[-1].day == dt.date(2026, 12, 31)


def test_a_year_before_the_start_is_empty_unless_a_day_of_it_was_mended() -> None:
    begun = {MON: whole(FULL)}
    assert year(recorded(begun), 2025).months == ()
    mended = {dt.date(2025, 12, 24): done("evening/sole-rub", late=True)}
    found = year(recorded({**begun, **mended}), 2025)
    assert [month.days[0].day.month for month in found.months] == [12]
    assert (found.balance[:2], found.days_practised) == ((1, 1), 1)


def test_a_day_ticked_in_another_zone_is_no_day_to_come() -> None:
    """rules.md 15: somebody flew west; it is New Year's Eve here."""
    there = dt.date(2027, 1, 1)
    record = recorded({MON: whole(FULL), there: done("morning/waist-rub")})
    now = at(dt.date(2026, 12, 31), "20:00")
    (january,) = year(record, 2027, now).months
    assert january.days[0].seal is Seal.SOME
    assert [day.seal for day in january.days[1:]] == [None, None]


def test_a_month_counts_its_days_and_weighs_its_slots() -> None:
    """November from Monday 23: two full days, one of rest, then nothing.

    20 of 20, Wednesday not due, Thursday to Saturday 10 each, Sunday still runs: 20 of 50.
    """
    record = recorded({MON: whole(FULL), TUE: whole(FULL)}, pauses=((WED, WED),))
    (november,) = year(record).months
    assert november.balance[:2] == (50, 20)
    assert november.balance.percent == 40
    assert (november.days_practised, november.days_rested) == (2, 1)


EASY = easy_start(LIBRARY.exercises, MON - ONE_DAY)
BEGUN = {MON - ONE_DAY: done("morning/arm-raise")}


@pytest.mark.parametrize(
    "ticks,plan,rest,seal",
    [
        pytest.param(whole(FULL), FULL, (), Seal.ALL, id="everything"),
        pytest.param(whole(FULL, MORNING), FULL, (), Seal.SOME, id="a morning"),
        pytest.param({}, FULL, (), Seal.OPEN, id="nothing ticked"),
        pytest.param(skipped("morning/waist-rub"), FULL, (), Seal.OPEN, id="one was not for today"),
        pytest.param({}, FULL, ((MON, MON),), Seal.REST, id="a day of rest"),
        pytest.param(whole(FULL), FULL, ((MON, MON),), Seal.ALL, id="everything, though at rest"),
        pytest.param(done("morning/arm-raise"), FULL, ((MON, MON),), Seal.SOME, id="some at rest"),
        pytest.param(whole(EASY), EASY, (), Seal.ALL, id="an easy evening is a whole day"),
        pytest.param(
            {**whole(EASY), **done("morning/waist-knead", amount=3)},
            EASY,
            (),
            Seal.ALL,
            id="what is done beyond the plan takes nothing away",
        ),
        pytest.param(done("morning/waist-knead"), EASY, (), Seal.SOME, id="an extra alone"),
        pytest.param(
            {one: TickState(State.SKIPPED) for one in EASY.slots},
            EASY,
            (),
            Seal.NOTHING,
            id="all was not for today",
        ),
        pytest.param({}, Plan(MON, "own", {}), (), Seal.NOTHING, id="nothing chosen"),
        pytest.param(
            done("evening/sole-rub", "evening/waist-rub")
            | done("evening/arm-raise/1", "evening/arm-raise/2", "evening/arm-raise/3")
            | done("morning/arm-throw", "morning/waist-rub")
            | done("morning/waist-knead", "afternoon/waist-knead", "evening/waist-knead"),
            FULL,
            (),
            Seal.ALL,
            id="all three raises in the evening",
        ),
    ],
)
def test_a_day_is_one_seal(
    ticks: dict[Slot, TickState], plan: Plan, rest: oracle.Pauses, seal: Seal
) -> None:
    record = recorded({**BEGUN, MON: ticks}, plan, pauses=rest)
    assert calendar_day(year(record), MON).seal is seal


def test_the_day_of_the_start_is_whole_from_the_start_on() -> None:
    """Begun on Monday evening with all of it: nothing before it was due (rules.md 8)."""
    assert calendar_day(year(recorded({MON: whole(FULL, EVENING)})), MON).seal is Seal.ALL


def test_today_is_not_whole_before_its_evening_is() -> None:
    record = recorded({**BEGUN, MON: whole(FULL, MORNING)})
    assert calendar_day(year(record, now=at(MON, "10:00")), MON).seal is Seal.SOME


# --- the same figures as on the week page, and as the rules add up to ------------------


@st.composite
def seasons(draw: st.DrawFn) -> World:
    """Ticks of every kind in four of the twelve weeks, plans that change, pauses between."""
    weeks = last_weeks(WED)
    ticks: oracle.Ticks = {}
    for week in draw(st.sets(st.sampled_from(weeks), min_size=1, max_size=4)):
        ticks |= draw(days_of_ticks(TICKS, week))
    changes = sorted(draw(st.sets(st.integers(-80, 6), min_size=1, max_size=3)))
    versions = [draw(plans(MON + dt.timedelta(days=change))) for change in changes]
    rests = draw(pauses(draw(st.sampled_from(weeks))))
    now = at(MON, "04:00") + dt.timedelta(minutes=30) * draw(st.integers(0, 7 * 48 - 1))
    return World(recorded(ticks, *versions, pauses=rests, now=now))


def page_of(world: World, week: Week) -> WeekPage:
    return week_page(world.record, week, EXERCISES)


@settings(max_examples=25, deadline=None)
@given(seasons())
def test_every_bar_is_what_its_week_page_says(world: World) -> None:
    found = twelve_weeks(world.record, EXERCISES)
    pages = [page_of(world, week) for week in last_weeks(WED)]
    assert [bar.week for bar in found.weeks] == [page.week for page in pages]
    assert [bar.balance for bar in found.weeks] == [page.balance for page in pages]
    for place, line in enumerate(found.lines):
        assert [bar.balance for bar in line.bars] == [page.lines[place].balance for page in pages]
        assert line.balance == total(page.lines[place].balance for page in pages)
        assert line.is_chosen == any(page.lines[place].is_chosen for page in pages)
    assert found.days_practised == sum(page.days_practised for page in pages)
    rested = [row for page in pages for row in page.days if row.is_paused and not row.sets_touched]
    assert found.days_rested == sum(row.day <= world.record.today for row in rested)


@settings(max_examples=15, deadline=None)
@given(seasons(), st.sampled_from(last_weeks(WED)))
def test_every_bar_is_what_the_rules_add_up_to(world: World, week: Week) -> None:
    found = twelve_weeks(world.record, EXERCISES)
    place = [bar.week for bar in found.weeks].index(week)
    for line in found.lines:
        balance = line.bars[place].balance
        expected = oracle.add(
            world.expected(day, line.exercise.id) for day in world.days_over(week)
        )
        assert (balance.due, balance.credited) == expected


@settings(max_examples=15, deadline=None)
@given(seasons())
def test_every_day_of_the_year_is_what_its_week_page_says(world: World) -> None:
    found = whole_year(world.record, 2026)
    for month in found.months:
        rows: dict[dt.date, DayRow] = {}
        for week in month.weeks:
            rows |= {row.day: row for row in page_of(world, week.week).days}
        for day in month.days:
            assert day.seal is rows[day.day].seal
        own = [rows[day.day] for day in month.days]
        assert month.balance == total(row.balance for row in own if row.is_over)
        assert month.days_practised == sum(row.sets_touched > 0 for row in own)
        assert all(day.day.month == month.days[0].day.month for day in month.days)
    assert found.days_practised == sum(
        any(oracle.credit(one.exercise, tick) for one, tick in ticks.items())
        for ticks in world.record.ticks.values()
    )


@settings(max_examples=40, deadline=None)
@given(seasons(), st.sampled_from([Seal.ALL, Seal.SOME, Seal.OPEN, Seal.REST, Seal.NOTHING]))
def test_a_seal_says_what_was_done_and_what_was_due(world: World, seal: Seal) -> None:
    found = whole_year(world.record, 2026)
    for day in (day for month in found.months for day in month.days if day.seal is seal):
        practised = bool(world.record.judge(day.day).match.credits)
        balance = world.record.judge(day.day).balance
        assert practised == (seal in {Seal.ALL, Seal.SOME})
        if seal is Seal.ALL:
            assert balance.due == balance.credited > 0
        if seal is Seal.REST:
            assert world.is_resting(day.day)
        if seal in {Seal.REST, Seal.NOTHING}:
            assert balance.due == 0


def test_another_clock_makes_other_days() -> None:
    """The zone decides what is today (rules.md 15), and with it where the weeks end."""
    west = PracticeClock(CLOCK.zone, ((dt.date.min, 8 * 60),))
    now = at(SUN + ONE_DAY, "07:00")
    assert trend(recorded({}, clock=west), now).last_day == SUN
    assert trend(recorded({}), now).last_day == SUN + 7 * ONE_DAY
