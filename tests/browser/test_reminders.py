"""Reminders as a phone has them: chosen, said yes to, and put into its calendar."""

from __future__ import annotations

from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

from reminders.models import Reminder, ReminderChoice
from tests.browser.offline.phone import keep_pages
from tests.browser.phone import NewPhone, all_here
from tests.browser.reminded import asked


def choose_from_today(page: Page) -> None:
    """Follow Today's question, choose a time for the evening, and say yes."""
    page.get_by_role("link", name="Choose times").click()
    all_here(page)
    page.get_by_label("Evening").select_option("19:30")
    page.get_by_role("button", name="Yes, remind me").click()
    expect(page.locator("main")).to_contain_text("You are reminded at the times below.")


@pytest.mark.full_chromium
@pytest.mark.parametrize("way", ["with the worker", "without JavaScript"])
def test_from_todays_question_to_the_alarms(new_phone: NewPhone, way: str) -> None:
    """The file is handed to the phone by its browser: the worker keeps out of the way."""
    workers = "allow" if way == "with the worker" else "block"
    page = new_phone(
        asked(), service_workers=workers, java_script_enabled=way != "without JavaScript"
    )
    if way == "with the worker":
        keep_pages(page)
    page.goto("/")
    choose_from_today(page)
    page.get_by_role("link", name="In my phone's calendar").click()
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Get the alarms").click()
    assert downloading.value.suggested_filename == "kidneycare.ics"
    calendar = Calendar.from_ical(Path(downloading.value.path()).read_bytes())
    assert [str(event["SUMMARY"]) for event in calendar.events] == ["Time for this evening"]
    assert Reminder.objects.count() == 1
    assert ReminderChoice.objects.get().alarms
    page.goto("/")
    expect(page.locator("main")).not_to_contain_text("Shall we remind you?")
