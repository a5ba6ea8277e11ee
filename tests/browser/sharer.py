"""Somebody on whom others look."""

from __future__ import annotations

import datetime as dt

from people.models import Person
from practice.models import Feeling
from sharing.models import Answer
from tests import factories
from tests.conftest import MONDAY
from tests.sharing.evenings import new_evening

LINK = "for-lin"
"""The token of their link that shows everything and may tick."""


def sharer() -> Person:
    """A helper has ticked and asks for more, a practitioner looked, and one link has ended."""
    somebody = factories.new_person(nickname="Anna", keeps_notes=True)
    sunday = MONDAY - dt.timedelta(days=1)
    factories.new_plan(person=somebody, starts=MONDAY - dt.timedelta(days=7))
    factories.many_full_days(person=somebody, last=sunday, days=2)
    factories.new_tick(person=somebody, day=MONDAY, exercise="waist-rub", tenths=1800, by="Lin")
    factories.new_note(person=somebody, day=MONDAY, feeling=Feeling.SORE)
    new_evening(
        person=somebody,
        answer=Answer.WAITING,
        token=LINK,
        kind="ticks",
        shown_name="Anna",
        shows_notes=True,
        shows_pain=True,
    )
    factories.new_link(person=somebody, name="Dr Wang", opened_on=sunday)
    factories.new_link(person=somebody, name="Wu", until=sunday)
    return somebody
