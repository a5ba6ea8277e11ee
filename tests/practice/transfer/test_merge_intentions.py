"""When two records become one, each day that was known keeps what it was read with."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from practice.rules.pauses import PauseSpan, merge_all
from practice.rules.plan import Plan, in_force
from practice.transfer.merge_intentions import Intentions, merge_intentions

ONE_DAY = dt.timedelta(days=1)


def day(text: str) -> dt.date:
    """``11-20`` of 2026."""
    return dt.date.fromisoformat(f"2026-{text}")


def plan(starts: str, sets: int) -> Plan:
    """So many arm raises each morning."""
    return Plan(day(starts), "own", {"arm-raise": (sets, 0, 0)})


def rest(first: str, last: str | None, reason: str = "") -> PauseSpan:
    return PauseSpan(day(first), None if last is None else day(last), reason)


def course(*plans: Plan, pauses: tuple[PauseSpan, ...] = (), last: str | None = None) -> Intentions:
    return Intentions(plans, pauses, None if last is None else day(last))


def told(joined: Intentions) -> list[tuple[str, int]]:
    """From when on how many arm raises are planned."""
    return [(f"{each.starts:%m-%d}", each.sets_of("arm-raise")) for each in joined.plans]


def rests(joined: Intentions) -> list[tuple[str, str | None]]:
    return [
        (f"{span.first:%m-%d}", None if span.last is None else f"{span.last:%m-%d}")
        for span in joined.pauses
    ]


# --- plans ------------------------------------------------------------------------


def test_the_plan_of_an_older_file_holds_until_ours_begins() -> None:
    """A new phone was begun on 23 November; the file is of the old one."""
    own = course(plan("11-23", 5), last="11-23")
    old = course(plan("01-01", 1), plan("06-01", 2), last="11-22")
    assert told(merge_intentions(own, old)) == [("01-01", 1), ("06-01", 2), ("11-23", 5)]


def test_where_both_know_a_day_ours_stays() -> None:
    """The file's change of 10 November would falsify the 10th to the 19th."""
    own = course(plan("11-01", 3), plan("11-20", 4), last="11-23")
    other = course(plan("10-01", 1), plan("11-10", 2), last="11-22")
    assert told(merge_intentions(own, other)) == [("10-01", 1), ("11-01", 3), ("11-20", 4)]


def test_of_one_first_day_ours_stays() -> None:
    own, other = course(plan("11-01", 3), last="11-23"), course(plan("11-01", 1), last="11-22")
    assert told(merge_intentions(own, other)) == [("11-01", 3)]


def test_where_the_file_goes_on_longer_its_plan_holds_after_our_last_day() -> None:
    """The record moved to another server in June and now comes back."""
    own = course(plan("01-01", 1), plan("05-01", 2), last="06-10")
    other = course(
        plan("01-01", 1), plan("05-01", 2), plan("09-01", 3), plan("11-30", 4), last="11-22"
    )
    assert told(merge_intentions(own, other)) == [
        ("01-01", 1),
        ("05-01", 2),
        ("09-01", 3),
        ("11-30", 4),
    ]
    changed = course(plan("02-01", 5), plan("09-01", 3), last="11-22")
    # The plan of 11 June is the file's, in force there since 1 February.
    assert told(merge_intentions(own, changed)) == [
        ("01-01", 1),
        ("05-01", 2),
        ("06-11", 5),
        ("09-01", 3),
    ]


def test_before_a_later_file_begins_our_plan_goes_on() -> None:
    own, other = course(plan("01-01", 1), last="01-10"), course(plan("03-01", 2), last="03-05")
    assert told(merge_intentions(own, other)) == [("01-01", 1), ("03-01", 2)]


def test_a_change_of_ours_that_is_still_to_come_is_kept() -> None:
    own = course(plan("11-01", 1), plan("11-30", 2), last="11-21")
    other = course(plan("10-01", 3), last="11-23")
    assert told(merge_intentions(own, other)) == [("10-01", 3), ("11-01", 1), ("11-30", 2)]


def test_where_nothing_was_ticked_the_file_moves_in() -> None:
    """Somebody tapped "Easy start" before they found the way to bring their file."""
    own = course(plan("11-23", 1), pauses=(rest("12-24", "12-26"),))
    other = course(plan("10-01", 3), pauses=(rest("10-05", "10-06"),), last="11-20")
    joined = merge_intentions(own, other)
    assert told(joined) == [("10-01", 3)]
    assert rests(joined) == [("10-05", "10-06"), ("12-24", "12-26")]
    assert joined.last_tick == day("11-20")


def test_where_nothing_was_ticked_anywhere_ours_stays() -> None:
    own, other = course(plan("11-23", 1)), course(plan("10-01", 3), plan("11-24", 4))
    assert told(merge_intentions(own, other)) == [("10-01", 3), ("11-23", 1)]


# --- rest -------------------------------------------------------------------------


def test_rest_from_elsewhere_excuses_no_day_we_know() -> None:
    """Resting since October on the old phone; practising on the new one since 1 November."""
    own = course(plan("11-01", 1), last="11-23")
    other = course(plan("09-01", 1), pauses=(rest("10-10", None, "ill"),), last="10-09")
    joined = merge_intentions(own, other)
    assert rests(joined) == [("10-10", "10-31")]
    assert joined.pauses[0].reason == "ill"


def test_rest_that_is_to_come_comes_along() -> None:
    own = course(plan("11-01", 1), pauses=(rest("11-05", "11-06"),), last="11-23")
    other = course(
        plan("09-01", 1),
        pauses=(rest("11-08", "11-09"), rest("11-20", "11-26"), rest("12-24", "12-31")),
        last="11-19",
    )
    assert rests(merge_intentions(own, other)) == [
        ("11-05", "11-06"),
        ("11-24", "11-26"),
        ("12-24", "12-31"),
    ]


def test_rest_of_ours_that_was_ended_elsewhere_is_over() -> None:
    """Resting since 5 June when the record moved; it went on there on 1 August."""
    own = course(plan("01-01", 1), pauses=(rest("06-05", None, "ill"),), last="06-04")
    other = course(
        plan("01-01", 1),
        pauses=(rest("06-05", "07-31", "ill"), rest("10-01", None)),
        last="09-30",
    )
    assert rests(merge_intentions(own, other)) == [("06-05", "07-31"), ("10-01", None)]


def test_rest_of_ours_on_days_we_know_stays_as_it_is() -> None:
    own = course(plan("01-01", 1), pauses=(rest("06-01", "06-20"),), last="06-25")
    other = course(plan("01-01", 1), pauses=(rest("06-01", "06-03"),), last="07-30")
    assert rests(merge_intentions(own, other)) == [("06-01", "06-20")]
    own = course(plan("01-01", 1), pauses=(rest("06-01", None),), last="06-10")
    # Ticked on the 10th of June all the same: up to then the rest is known.
    assert rests(merge_intentions(own, other)) == [("06-01", "06-10")]


def test_pauses_that_meet_become_one_in_order() -> None:
    spans = [rest("03-05", "03-09"), rest("03-01", "03-02", "away"), rest("03-03", "03-06")]
    assert merge_all(spans) == [rest("03-01", "03-09", "away")]
    assert merge_all([rest("03-05", "03-09"), rest("03-01", "03-03")]) == [
        rest("03-01", "03-03"),
        rest("03-05", "03-09"),
    ]
    assert merge_all([rest("03-01", None), rest("04-01", "04-02")]) == [rest("03-01", None)]
    same = [rest("03-01", None), rest("03-01", "03-02", "ill"), rest("03-01", "03-05", "away")]
    assert merge_all(same) == [rest("03-01", None, "ill")]


# --- any two courses ----------------------------------------------------------------

FIRST = dt.date(2026, 1, 5)
DAYS = st.integers(0, 60).map(lambda number: FIRST + number * ONE_DAY)


@st.composite
def spans(draw: st.DrawFn) -> PauseSpan:
    first = draw(DAYS)
    length = draw(st.none() | st.integers(0, 20))
    last = None if length is None else first + length * ONE_DAY
    return PauseSpan(first, last, draw(st.sampled_from(["", "ill", "away"])))


@st.composite
def courses(draw: st.DrawFn) -> Intentions:
    starts = sorted(draw(st.sets(DAYS, min_size=1, max_size=4)))
    plans = [Plan(each, "own", {"arm-raise": (draw(st.integers(0, 5)), 0, 0)}) for each in starts]
    return Intentions(plans, merge_all(draw(st.lists(spans(), max_size=3))), draw(st.none() | DAYS))


def as_read(one: Intentions, on: dt.date) -> tuple[object, bool]:
    """What a day is read with."""
    return dict(in_force(one.plans, on).sets), any(span.covers(on) for span in one.pauses)


ALL_DAYS = [FIRST + number * ONE_DAY for number in range(-3, 90)]


@settings(max_examples=200, deadline=None)
@given(courses(), courses())
def test_a_day_we_know_is_read_as_before(own: Intentions, other: Intentions) -> None:
    joined = merge_intentions(own, other)
    if own.last_tick is None and other.last_tick is not None:
        assert joined.plans == other.plans
        return
    for each in ALL_DAYS:
        if own.first <= each <= own.last:
            assert as_read(joined, each) == as_read(own, each)


@settings(max_examples=200, deadline=None)
@given(courses(), courses())
def test_a_day_only_the_file_knows_is_read_as_in_the_file(
    own: Intentions, other: Intentions
) -> None:
    joined = merge_intentions(own, other)
    if other.last_tick is None:
        return
    for each in ALL_DAYS:
        if other.first <= each < own.first:
            assert as_read(joined, each)[0] == as_read(other, each)[0]
            assert as_read(joined, each)[1] or not as_read(other, each)[1]
        if max(own.last, other.first) < each <= other.last_tick:
            assert as_read(joined, each)[0] == as_read(other, each)[0]


@settings(max_examples=200, deadline=None)
@given(courses(), courses())
def test_joined_once_more_nothing_changes(own: Intentions, other: Intentions) -> None:
    once = merge_intentions(own, other)
    twice = merge_intentions(once, other)
    assert list(twice.plans) == list(once.plans)
    assert list(twice.pauses) == list(once.pauses)
    assert twice.last_tick == once.last_tick


@settings(max_examples=100, deadline=None)
@given(courses())
def test_joined_with_itself_nothing_changes(own: Intentions) -> None:
    assert list(merge_intentions(own, own).plans) == list(own.plans)
    assert list(merge_intentions(own, own).pauses) == list(own.pauses)


@settings(max_examples=200, deadline=None)
@given(courses(), courses())
def test_plans_stay_in_order_and_no_two_pauses_meet(own: Intentions, other: Intentions) -> None:
    joined = merge_intentions(own, other)
    starts = [each.starts for each in joined.plans]
    assert starts == sorted(set(starts))
    for one, next_one in zip(joined.pauses, joined.pauses[1:], strict=False):
        assert one.first < next_one.first
        assert not one.touches(next_one)
