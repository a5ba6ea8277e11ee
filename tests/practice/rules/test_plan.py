"""Rule 12 and the three beginnings: what a day asks for, and from which day on."""

import datetime as dt
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.types import SETS_PER_PERIOD
from practice.rules.checklist import checklist_of
from practice.rules.plan import (
    Plan,
    Slot,
    choose_plan,
    easy_start,
    full_day,
    in_force,
    is_allowed,
    with_again,
    without,
)
from tests.practice.rules.worlds import (
    EVENING,
    EXERCISES,
    FACTS,
    FULL,
    LIBRARY,
    MON,
    MORNING,
    SUN,
    TUE,
    WED,
    plans,
    recorded,
    slot,
)

ONE_DAY = dt.timedelta(days=1)
ALL = LIBRARY.exercises


# --- the three ways to begin --------------------------------------------------


def test_the_full_day_is_the_document_s_ten_slots_in_its_order() -> None:
    """domain.md 1: morning 4 (E1 E2 W1 W2), afternoon 2 (E1 W2), evening 4 (E1 W1 W2 F1)."""
    plan = full_day(ALL, MON)
    assert set(plan.slots) == {
        slot("morning/arm-raise"),
        slot("morning/arm-throw"),
        slot("morning/waist-rub"),
        slot("morning/waist-knead"),
        slot("afternoon/arm-raise"),
        slot("afternoon/waist-knead"),
        slot("evening/sole-rub"),
        slot("evening/arm-raise"),
        slot("evening/waist-rub"),
        slot("evening/waist-knead"),
    }
    assert plan.daily_total == len(plan.slots) == 10
    assert (plan.kind, plan.starts) == ("full", MON)


def test_the_easy_start_is_evening_only_one_arm_raise_waist_rub_sole_rub() -> None:
    """rules.md, "Beginning": of what you chose: 3 a day; the document: 10."""
    plan = easy_start(ALL, MON)
    assert set(plan.slots) == {
        slot("evening/arm-raise"),
        slot("evening/waist-rub"),
        slot("evening/sole-rub"),
    }
    assert plan.daily_total == 3
    assert plan.kind == "easy"


@pytest.mark.parametrize(
    "technique,total",
    [
        # Sole rub once; arm raise 3 and arm throw 1; waist rub 2 and waist knead 3.
        ("foot-massage", 1),
        ("kidney-strengthening-exercises", 4),
        ("waist-massage", 5),
    ],
)
def test_just_one_technique_is_the_document_s_day_for_its_exercises(
    technique: str, total: int
) -> None:
    (one,) = (each for each in LIBRARY.editions["en"].techniques if each.slug == technique)
    facts = [exercise.facts for exercise in one.exercises]
    plan = full_day(facts, MON, "one")
    assert plan.daily_total == total
    assert set(plan.sets) == {each.id for each in facts}
    assert set(plan.slots) <= set(FULL.slots)


# --- from today on, never before ----------------------------------------------


def test_setting_the_knead_aside_on_wednesday_leaves_monday_and_tuesday_alone() -> None:
    """rules.md 12: Mon-Tue due 20, Wed-Sun due 35."""
    versions = [FULL, without(FULL, "waist-knead", WED)]
    asked = [in_force(versions, MON + n * ONE_DAY).daily_total for n in range(7)]
    assert asked == [10, 10, 7, 7, 7, 7, 7]
    assert (sum(asked[:2]), sum(asked[2:])) == (20, 35)


def test_a_change_holds_for_the_whole_day_it_is_made_on() -> None:
    later = easy_start(ALL, TUE)
    assert in_force([FULL, later], MON) is FULL
    assert in_force([FULL, later], TUE) is later


def test_a_change_before_the_first_plan_builds_on_the_first() -> None:
    assert in_force([FULL, easy_start(ALL, WED)], MON - ONE_DAY) is FULL


def test_a_day_before_the_first_plan_is_judged_by_the_document_s_day() -> None:
    """rules.md 12."""
    record = recorded({}, easy_start(ALL, TUE), easy_start(ALL, WED))
    assert record.plan_on(MON).sets == FULL.sets
    assert record.plan_on(TUE) is record.plans[0]
    assert len(checklist_of(record, MON, EXERCISES).required) == 10
    assert record.chosen_on(MON) is record.plans[0]


def test_setting_aside_and_taking_up_again_gives_the_document_s_sets_in_its_order() -> None:
    fewer = without(FULL, "arm-raise", TUE)
    assert fewer.sets_of("arm-raise") == 0
    assert fewer.daily_total == 7
    again = with_again(fewer, FACTS["arm-raise"], ALL, WED)
    assert again.slots == FULL.slots
    assert (again.kind, again.starts) == ("full", WED)


def test_a_plan_that_is_changed_stays_what_it_was() -> None:
    before = dict(FULL.sets)
    without(FULL, "sole-rub", TUE)
    with_again(FULL, FACTS["sole-rub"], ALL, TUE)
    assert FULL.sets == before


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_the_plan_in_force_is_the_last_change_on_the_day_or_before(data: st.DataObject) -> None:
    changes = sorted(data.draw(st.sets(st.integers(-5, 8), min_size=1, max_size=5)))
    versions = [Plan(MON + n * ONE_DAY, "own", {}) for n in changes]
    for n in range(-8, 12):
        day = MON + n * ONE_DAY
        assert in_force(versions, day).starts == max(
            (plan.starts for plan in versions if plan.starts <= day), default=versions[0].starts
        )


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_editing_from_today_on_leaves_every_day_before_as_it_was(data: st.DataObject) -> None:
    versions = [data.draw(plans(MON)), data.draw(plans(TUE))]
    edited = [*versions, data.draw(plans(WED))]
    for day in (MON, TUE):
        assert in_force(edited, day) is in_force(versions, day)
    assert in_force(edited, SUN).starts == WED


# --- slots and sums -----------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(plans())
def test_a_plan_s_slots_are_its_sets_counted_from_one(plan: Plan) -> None:
    slots = plan.slots
    assert len(slots) == len(set(slots)) == plan.daily_total
    assert [one.period for one in slots] == sorted(one.period for one in slots)
    for name in FACTS:
        assert plan.sets_of(name) == sum(one.exercise == name for one in slots)
    for period, name, number in slots:
        assert 1 <= number <= plan.sets_in(name, period) <= SETS_PER_PERIOD
        assert number == 1 or Slot(period, name, number - 1) in slots


def test_what_is_not_in_a_plan_has_no_sets() -> None:
    plan = easy_start(ALL, MON)
    assert plan.sets_of("waist-knead") == 0
    assert plan.sets_in("waist-knead", MORNING) == 0
    assert plan.sets_in("sole-rub", EVENING) == 1


# --- what a plan may ask for --------------------------------------------------

ALLOWED: dict[str, set[tuple[int, ...]]] = {
    # Once at its own time of day, or not at all.
    "sole-rub": {(0, 0, 0), (0, 0, 1)},
    "waist-rub": set(product((0, 1), (0,), (0, 1))),
    "waist-knead": set(product((0, 1), repeat=3)),
    # 3 to 5 times a day; once, and more if you like: at any time, up to 5.
    "arm-raise": {sets for sets in product(range(6), repeat=3) if sum(sets) <= 5},
    "arm-throw": {sets for sets in product(range(6), repeat=3) if sum(sets) <= 5},
}


@pytest.mark.parametrize("name", ALLOWED)
def test_sets_may_be_none_up_to_the_document_s_ceiling_and_nothing_else(name: str) -> None:
    """rules.md 12: sets a period may be 0 to the document's ceiling."""
    some = range(-1, 7)
    for sets in product(some, some, some):
        assert is_allowed(FACTS[name], sets) == (sets in ALLOWED[name]), sets


def test_every_way_to_begin_asks_only_for_what_a_plan_may_ask() -> None:
    for plan in (full_day(ALL, MON), easy_start(ALL, MON), full_day(ALL, MON, "one")):
        assert all(is_allowed(FACTS[name], sets) for name, sets in plan.sets.items())


def test_another_plan_leaves_out_what_was_set_aside_unless_it_is_wanted_again() -> None:
    """Full day without the knead, then easy, then full: 7 sets; with it again, 10."""
    aside = without(FULL, ["waist-knead"], TUE)
    easy = choose_plan(aside, easy_start(ALL, WED), adds_again=False)
    assert (easy.daily_total, dict(easy.aside)) == (3, {"waist-knead": (1, 1, 1)})
    full = choose_plan(easy, full_day(ALL, SUN), adds_again=False)
    assert (full.daily_total, dict(full.aside)) == (7, {"waist-knead": (1, 1, 1)})
    again = choose_plan(full, full_day(ALL, SUN), adds_again=True)
    assert (again.daily_total, dict(again.aside)) == (10, {})


def test_what_no_plan_has_is_set_aside_as_the_document_has_it_and_never_offered() -> None:
    easy = without(easy_start(ALL, MON), ["waist-knead"], MON, full_day(ALL, MON).sets)
    assert (easy.daily_total, dict(easy.aside)) == (3, {"waist-knead": (1, 1, 1)})
    assert with_again(easy, FACTS["waist-knead"], ALL, TUE).sets["waist-knead"] == (1, 1, 1)
