"""People whose sheets are full."""

from __future__ import annotations

import datetime as dt

from content.catalogue import exercises
from people.models import Person
from practice.models import Feeling, PlanVersion, Source
from practice.rules.adherence import State
from practice.rules.plan import full_day, without
from tests.conftest import MONDAY
from tests.factories import new_note, new_pause, new_person, new_tick

FIRST = MONDAY - dt.timedelta(days=21)
"""The Monday on which four weeks up to this one begin."""
AMOUNTS = {
    "sole-rub": (1000, 1200, 800, 1500, 2000),
    "arm-raise": (30, 50, 40, 20, 50),
    "arm-throw": (30, 50, 40, 10, 50),
    "waist-rub": (2000, 1800, 1200, 2200, 2000),
    "waist-knead": (100, 75, 80, 125, 100),
}
"""In tenths; of each exercise one is less than the whole, or the most there is."""


def fullest() -> Person:
    """The document's full day for four weeks, with all that a sheet can show.

    Each set with its amount, some with the guide, some written down later; a
    set beyond the plan and one left out in every week; a knead set aside in the
    third week and two days of rest.
    """
    person = new_person(keeps_notes=True)
    plan = full_day(exercises(), FIRST)
    changed = without(plan, ["arm-throw"], FIRST + dt.timedelta(days=16))
    PlanVersion.objects.replace_all(person, [plan, changed])
    rest = FIRST + dt.timedelta(days=10)
    new_pause(person=person, first_day=rest, last_day=rest + dt.timedelta(days=1), reason="A cold")
    for number in range(22):
        day = FIRST + dt.timedelta(days=number)
        if number in {10, 11}:
            continue
        for place, slot in enumerate((changed if day >= changed.starts else plan).slots):
            if (number + place) % 9 == 4:
                continue
            is_left_out = number % 7 == 2 and slot.exercise == "waist-rub" and slot.period == 1
            new_tick(
                person=person,
                day=day,
                period=slot.period,
                exercise=slot.exercise,
                state=State.SKIPPED if is_left_out else State.DONE,
                tenths=None if is_left_out else AMOUNTS[slot.exercise][number % 5],
                late=number % 6 == 5,
                source=Source.GUIDED if (number + place) % 3 == 0 else Source.TICK,
            )
        if number % 7 == 4:
            new_tick(person=person, day=day, exercise="arm-raise", number=2, tenths=50)
    for number, feeling in ((1, Feeling.COMFORTABLE), (8, Feeling.SORE), (15, None)):
        new_note(
            person=person,
            day=FIRST + dt.timedelta(days=number),
            feeling=feeling,
            words="The left shoulder was stiff in the morning and loose after the second round.",
        )
    return person
