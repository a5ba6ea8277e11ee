"""A record that is joined, and somebody who has begun on the phone that joins."""

from people.models import Person
from tests.conftest import MONDAY
from tests.factories import new_person, new_plan, new_tick

TOGETHER = {"how": "together", "sure": "1"}
"""Both records are put together."""


def somebody_begun() -> Person:
    somebody = new_person()
    new_plan(person=somebody, starts=MONDAY)
    new_tick(person=somebody, day=MONDAY, exercise="waist-rub")
    return somebody
