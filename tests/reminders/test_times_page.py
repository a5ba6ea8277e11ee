"""Reminders are off until somebody asks for them: the question, the times, the yes, the no."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as product
from django.test import Client

from content.types import Period
from people.models import Person
from reminders.models import CONSENT_VERSION, Reminder, ReminderChoice
from tests.conftest import MONDAY, MoveTo
from tests.factories import (
    browser_of,
    many_full_days,
    new_feed,
    new_pause,
    new_person,
    new_plan,
    new_reminders,
)
from tests.pages import Page, parse

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
QUESTION = "Shall we remind you?"
AGREED_TO = {1: "8939b637ac07"}
"""Every version of the consent and the beginning of its wording's hash; never change a line."""


def today(browser: Client) -> Page:
    return parse(browser.get("/"))


def periods_asked(browser: Client) -> list[str]:
    return [each.attrib["name"] for each in parse(browser.get("/reminders/")).tagged("select")]


def save(browser: Client, **values: str) -> Any:
    return browser.post("/reminders/", values)


# --- the question -----------------------------------------------------------------


def days_done(person: Person, days: int) -> None:
    Person.objects.filter(pk=person.pk).update(keeping_settled=True)
    many_full_days(person=person, last=MONDAY - DAY, days=days)


def test_it_is_asked_after_the_third_day_and_never_before(phone: Client, person: Person) -> None:
    days_done(person, 2)
    assert QUESTION not in today(phone).text
    many_full_days(person=person, last=MONDAY, days=1)
    assert QUESTION not in today(phone).text, "the third day is not over"


def test_it_is_asked_once_until_it_is_answered(phone: Client, person: Person, at: MoveTo) -> None:
    days_done(person, 3)
    page = today(phone)
    assert QUESTION in page.text
    assert "/reminders/" in [link.get("href") for link in page.tagged("a")]
    assert "/reminders/no/" in [form.get("action") for form in page.tagged("form")]
    assert QUESTION not in parse(phone.get("/day/2026-11-22/")).text
    answer = phone.post("/reminders/no/", {"answer": "no"})
    assert (answer.status_code, answer["Location"]) == (303, "/")
    at("2027-11-23T21:00")
    assert QUESTION not in today(phone).text
    assert not Reminder.objects.exists()


def test_who_has_chosen_times_is_not_asked(phone: Client, person: Person) -> None:
    days_done(person, 3)
    save(phone, evening="19:30")
    assert QUESTION not in today(phone).text
    phone.post("/reminders/off/", {"off": "1"})
    assert QUESTION not in today(phone).text


def test_nobody_is_asked_while_they_rest_or_are_offered_to_keep_their_record(
    phone: Client, person: Person
) -> None:
    days_done(person, 3)
    Person.objects.filter(pk=person.pk).update(keeping_settled=False)
    assert QUESTION not in today(phone).text
    Person.objects.filter(pk=person.pk).update(keeping_settled=True)
    new_pause(person=person, first_day=MONDAY)
    assert QUESTION not in today(phone).text


# --- the times ----------------------------------------------------------------------


def test_they_are_off_until_somebody_says_yes(phone: Client, person: Person) -> None:
    page = parse(phone.get("/reminders/"))
    assert "They are off." in page.text
    chosen = [each.get("value") for each in page.tagged("option") if each.get("selected") == ""]
    assert chosen == ["", "", ""]
    assert not ReminderChoice.objects.exists()
    assert not Reminder.objects.exists()


def test_a_time_is_kept_with_the_yes_and_when_it_is_due(phone: Client, person: Person) -> None:
    answer = save(phone, morning="", evening="19:30", names="1")
    assert (answer.status_code, answer["Location"]) == (303, "/reminders/")
    choice = ReminderChoice.objects.get()
    assert (choice.consent_version, choice.names_exercises) == (CONSENT_VERSION, True)
    assert choice.agreed_at == dt.datetime(2026, 11, 23, 21, tzinfo=dt.UTC)
    (reminder,) = Reminder.objects.all()
    assert (reminder.period, reminder.at) == (Period.EVENING, 19 * 60 + 30)
    assert reminder.next_at == dt.datetime(2026, 11, 24, 19, 30, tzinfo=dt.UTC)
    boxes = parse(phone.get("/reminders/")).tagged("input")
    assert [box.get("checked") for box in boxes if box.get("name") == "names"] == [""]


def test_the_yes_keeps_its_time_when_times_are_changed(
    phone: Client, person: Person, at: MoveTo
) -> None:
    save(phone, evening="19:30")
    at("2026-12-01T21:00")
    save(phone, morning="07:15", names="0")
    assert ReminderChoice.objects.get().agreed_at == dt.datetime(2026, 11, 23, 21, tzinfo=dt.UTC)
    assert Reminder.objects.of(person) == {Period.MORNING: 7 * 60 + 15}
    page = parse(phone.get("/reminders/"))
    chosen = [each.get("value") for each in page.tagged("option") if each.get("selected") == ""]
    assert chosen == ["07:15", "", ""]


def test_only_periods_of_the_plan_can_be_reminded_of(at: MoveTo) -> None:
    at("2026-11-23T21:00")
    somebody = new_person()
    new_plan(person=somebody, starts=MONDAY, kind="easy")
    browser = browser_of(somebody)
    assert periods_asked(browser) == ["evening"]
    new_plan(person=somebody, starts=MONDAY + DAY, sets={"waist-rub": (1, 0, 0)})
    assert periods_asked(browser) == ["morning", "evening"], "what comes tomorrow too"
    save(browser, evening="19:30", afternoon="13:00")
    assert Reminder.objects.of(somebody) == {Period.EVENING: 19 * 60 + 30}


def test_a_time_of_a_period_that_the_plan_lost_waits_for_it(phone: Client, person: Person) -> None:
    new_reminders(person=person, times={Period.AFTERNOON: 780, Period.EVENING: 1170})
    new_plan(person=person, starts=MONDAY, kind="easy")
    save(phone, evening="20:00")
    assert Reminder.objects.of(person) == {Period.AFTERNOON: 780, Period.EVENING: 1200}


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"evening": "11:00"}, "Choose a time from the list."),
        ({"morning": "12:00"}, "Choose a time from the list."),
        ({"evening": "25:00"}, "Choose a time from the list."),
        ({"evening": "soon"}, "Choose a time from the list."),
        ({}, "Choose a time for at least one part of the day."),
        ({"evening": "19:30", "names": "yes"}, "This form was changed on its way"),
    ],
)
def test_what_is_no_time_of_that_part_of_the_day_is_told_and_not_kept(
    phone: Client, person: Person, values: dict[str, str], sentence: str
) -> None:
    answer = save(phone, **values)
    assert answer.status_code == 400
    assert sentence in parse(answer).text
    assert not Reminder.objects.exists()
    assert not ReminderChoice.objects.exists()


def test_a_morning_begins_when_the_persons_day_does(at: MoveTo) -> None:
    at("2026-11-23T21:00")
    late_riser = new_person(day_start=8 * 60)
    new_plan(person=late_riser, starts=MONDAY)
    browser = browser_of(late_riser)
    assert save(browser, morning="07:45").status_code == 400
    assert save(browser, morning="08:00").status_code == 303


def test_another_zone_moves_what_is_due(phone: Client, person: Person) -> None:
    new_reminders(person=person)
    phone.post("/me/zone/", {"zone": "Asia/Tokyo"})
    (reminder,) = Reminder.objects.all()
    assert reminder.next_at is not None
    shown = reminder.next_at.astimezone(ZoneInfo("Asia/Tokyo"))
    assert (shown.date(), shown.hour, shown.minute) == (MONDAY + DAY, 19, 30)


def test_turned_off_nothing_is_left_but_that_it_was_answered(phone: Client, person: Person) -> None:
    token = new_feed(new_reminders(person=person))
    answer = phone.post("/reminders/off/", {"off": "1"})
    assert (answer.status_code, answer["Location"]) == (303, "/reminders/")
    assert not Reminder.objects.exists()
    choice = ReminderChoice.objects.get()
    assert (choice.consent_version, choice.agreed_at, choice.feed_hash) == (None, None, None)
    assert phone.get(f"/calendar/{token}.ics").status_code == 404
    assert "They are off." in parse(phone.get("/reminders/")).text


def test_me_leads_there(phone: Client) -> None:
    assert "/reminders/" in [link.get("href") for link in parse(phone.get("/me/")).tagged("a")]


# --- the consent --------------------------------------------------------------------


def wording() -> str:
    path = Path(product.BASE_DIR) / "templates" / "reminders" / "consent.html"
    text = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}|<.*?>", "", path.read_text("utf-8"), flags=re.DOTALL)
    return " ".join(text.split())


def test_the_number_of_the_consent_stands_for_its_wording() -> None:
    found = hashlib.sha256(wording().encode()).hexdigest()[:12]
    assert AGREED_TO.get(CONSENT_VERSION) == found, (
        "The wording has changed. People agreed to the old one: raise CONSENT_VERSION in "
        f"reminders/models.py, and add the new number here with {found!r}."
    )


def test_it_stands_above_the_yes_and_only_until_it_is_given(phone: Client, person: Person) -> None:
    page = parse(phone.get("/reminders/"))
    (consent,) = [each for each in page.elements if each.get("class") == "consent"]
    (yes,) = [each for each in page.tagged("button") if page.text_of(each) == "Yes, remind me"]
    assert page.elements.index(consent) < page.elements.index(yes)
    for part in ("keep these times", "could read", "download", "erase"):
        assert part in wording()
    save(phone, evening="19:30")
    page = parse(phone.get("/reminders/"))
    assert not [each for each in page.elements if each.get("class") == "consent"]
