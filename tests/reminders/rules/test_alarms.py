"""On which days calendars ring, against a model that looks at each day."""

from __future__ import annotations

import datetime as dt

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from content.types import Period
from practice.rules.pauses import PauseSpan
from practice.rules.plan import Plan
from reminders.rules.alarms import (
    LONGEST_GAP,
    TAKEN_DECODER,
    Alarms,
    DaySpan,
    Taken,
    alarms_of,
    are_outdated,
    days_with,
    gaps,
)
from tests.conftest import MONDAY

DAY = dt.timedelta(days=1)
EVENINGS = Plan(MONDAY - 30 * DAY, "own", {"arm-raise": (0, 0, 1)})
MORNINGS = Plan(MONDAY + 10 * DAY, "own", {"waist-rub": (1, 0, 0)})
TIMES = {Period.MORNING: 7 * 60 + 30, Period.EVENING: 19 * 60 + 30}

near = st.integers(-20, 60).map(lambda days: MONDAY + days * DAY)
plans = st.lists(
    st.builds(
        Plan,
        near,
        st.just("own"),
        st.dictionaries(
            st.sampled_from(["arm-raise", "waist-rub"]),
            st.tuples(*[st.integers(0, 1)] * 3),
        ),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda plan: plan.starts,
).map(lambda found: sorted(found, key=lambda plan: plan.starts))
pauses = st.lists(
    st.builds(
        lambda first, days: PauseSpan(first, None if days is None else first + days * DAY),
        near,
        st.none() | st.integers(0, 20),
    ),
    max_size=3,
)


def rings_by_looking(
    day: dt.date, period: Period, plans: list[Plan], pauses: list[PauseSpan]
) -> bool:
    """Something is planned that day in that period, and it is no day of rest."""
    for pause in pauses:
        if pause.first <= day and (pause.last is None or day <= pause.last):
            return False
    begun = [plan for plan in plans if plan.starts <= day] or plans[:1]
    return sum(sets[period - 1] for sets in begun[-1].sets.values()) > 0


@given(plans, pauses, st.sampled_from(Period))
def test_a_calendar_rings_on_the_days_that_have_something_to_do_and_no_rest(
    plans: list[Plan], pauses: list[PauseSpan], period: Period
) -> None:
    days = days_with(period, plans, pauses, MONDAY)
    left_out = {*gaps(days)}
    for number in range(100):
        day = MONDAY + number * DAY
        rings = any(span.first <= day and (not span.last or day <= span.last) for span in days)
        assert rings == rings_by_looking(day, period, plans, pauses), day
        if days:
            last = days[-1].last
            between = days[0].first <= day and (last is None or day <= last)
            assert rings == (between and day not in left_out)


@given(plans, pauses, st.integers(0, 60))
def test_a_file_stays_true_while_nothing_is_changed(
    plans: list[Plan], pauses: list[PauseSpan], later: int
) -> None:
    """Days of rest come and go, and a plan for later begins: it was all in the file."""
    taken = Taken(alarms_of("Europe/Berlin", TIMES, plans, pauses, MONDAY), TIMES)
    today = MONDAY + later * DAY
    assert not are_outdated(taken, alarms_of("Europe/Berlin", TIMES, plans, pauses, today), today)


def taken_on_monday(*plans: Plan) -> Taken:
    return Taken(alarms_of("Europe/Berlin", TIMES, plans or [EVENINGS], [], MONDAY), TIMES)


def now(
    *plans: Plan,
    zone: str = "Europe/Berlin",
    times: dict[Period, int] = TIMES,
    pauses: tuple[PauseSpan, ...] = (),
) -> Alarms:
    return alarms_of(zone, times, plans or [EVENINGS], pauses, MONDAY + DAY)


def test_it_is_outdated_by_another_plan_time_zone_or_rest() -> None:
    taken, tuesday = taken_on_monday(), MONDAY + DAY
    assert not are_outdated(taken, now(), tuesday)
    assert are_outdated(taken, now(EVENINGS, MORNINGS), tuesday)
    assert are_outdated(taken, now(zone="Asia/Tokyo"), tuesday)
    assert are_outdated(taken, now(times={Period.EVENING: 20 * 60}), tuesday)
    assert are_outdated(taken, now(times={}), tuesday)
    assert are_outdated(taken, now(pauses=(PauseSpan(tuesday, tuesday),)), tuesday)
    assert are_outdated(taken, now(pauses=(PauseSpan(tuesday, None),)), tuesday)


def test_a_time_of_a_period_that_is_not_planned_changes_nothing() -> None:
    changed = now(times={Period.MORNING: 8 * 60, Period.EVENING: TIMES[Period.EVENING]})
    assert not are_outdated(taken_on_monday(), changed, MONDAY + DAY)


def test_a_file_that_is_over_is_not_outdated_while_nothing_is_to_ring() -> None:
    rest = (PauseSpan(MONDAY, None),)
    taken = Taken(alarms_of("Europe/Berlin", TIMES, [EVENINGS], rest, MONDAY), TIMES)
    assert not taken.said.periods
    assert not are_outdated(taken, now(zone="Asia/Tokyo", pauses=rest), MONDAY + DAY)
    assert are_outdated(taken, now(), MONDAY + DAY)


def test_a_rest_of_years_ends_the_alarms_before_it() -> None:
    """Each day of a gap is a line of the file."""
    first, last = MONDAY + 7 * DAY, MONDAY + (LONGEST_GAP + 7) * DAY
    found = alarms_of("UTC", TIMES, [EVENINGS], [PauseSpan(first, last)], MONDAY)
    assert found.periods[Period.EVENING].days == (DaySpan(MONDAY, first - DAY),)


def test_what_a_file_said_is_read_as_it_was_kept() -> None:
    taken = taken_on_monday(EVENINGS, MORNINGS)
    assert TAKEN_DECODER.decode(msgspec.json.encode(taken)) == taken
