"""People with reminders, and pages that tell of them."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from playwright.sync_api import Page, expect

from content.types import Period
from people.models import Person
from reminders.store import agree_to, note_taken
from tests import factories
from tests.conftest import MONDAY

DAY = dt.timedelta(days=1)


def asked() -> Person:
    """Somebody after the third day, who is asked whether to be reminded."""
    somebody = factories.new_person()
    factories.new_plan(person=somebody, starts=MONDAY - 7 * DAY)
    factories.many_full_days(person=somebody, last=MONDAY - 3 * DAY, days=3)
    factories.new_preferences(person=somebody, blanks_settled_to=MONDAY)
    Person.objects.filter(pk=somebody.pk).update(keeping_settled=True)
    return somebody


def reminded() -> Person:
    """Somebody with times, whose calendar has the alarms."""
    somebody = factories.new_person()
    factories.new_plan(person=somebody, starts=MONDAY)
    times = {Period.MORNING: 7 * 60 + 30, Period.EVENING: 19 * 60 + 30}
    factories.new_reminders(person=somebody, times=times)
    note_taken(somebody)
    return somebody


def change_the_times(page: Page) -> None:
    """Let another time hold than the calendar has."""
    agree_to(Person.objects.get(), {Period.EVENING: 20 * 60}, timezone.now(), names_exercises=False)
    page.reload()
    expect(page.locator("#alarms-outdated")).to_be_visible()
