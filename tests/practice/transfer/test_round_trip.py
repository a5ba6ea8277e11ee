"""What is exported, imported again, is what it was: for any person."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from content.types import Period
from kidneycare.i18n.text import clean_line
from people.models import Person
from practice.models import Feeling, Pause, PlanVersion, Preferences, Source, Tick, microseconds
from practice.rules.adherence import State
from practice.rules.pauses import PauseSpan
from practice.rules.plan import Plan, without
from tests.conftest import MONDAY
from tests.factories import browser_of, new_note, new_person, new_reminders, stranger
from tests.pages import body_of
from tests.practice.rules.worlds import FACTS, LIKELY_SLOTS, TICKS, plans

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

NOW = dt.datetime(2026, 11, 23, 21, tzinfo=dt.UTC)
DAYS = st.integers(0, 40).map(lambda back: MONDAY - dt.timedelta(days=back))
INSTANTS = st.integers(0, 60 * 86_400 * 10**6).map(lambda back: microseconds(NOW) - back)
LINES = st.text(min_size=1, max_size=200).map(clean_line).filter(bool)
"""What a form keeps."""


@st.composite
def any_plans(draw: st.DrawFn) -> list[Plan]:
    """Versions of a plan, some of them still to come, some with an exercise set aside."""
    starts = sorted(draw(st.sets(DAYS | st.just(MONDAY + dt.timedelta(days=7)), min_size=1)))
    versions = []
    for first in starts[:4]:
        version = draw(plans(first))
        names = draw(st.sets(st.sampled_from(list(FACTS)), max_size=2))
        version = without(version, names, first) if draw(st.booleans()) else version
        versions.append(
            replace(version, kind=draw(st.sampled_from(["full", "easy", "one", "own"])))
        )
    return versions


@st.composite
def people(draw: st.DrawFn) -> Person:
    """Somebody, with everything that can be recorded."""
    person = new_person(
        zone=draw(
            st.sampled_from(["UTC", "Europe/Berlin", "Asia/Kathmandu", "Pacific/Kiritimati"])
        ),
        day_start=draw(st.integers(0, 480)),
        nickname=draw(st.sampled_from(["", "Anna", "李奶奶"])),
    )
    Preferences.objects.change(
        person,
        blanks_settled_to=draw(st.none() | DAYS),
        growth_asked_on=draw(st.none() | DAYS),
        keeps_notes=draw(st.booleans()),
    )
    if draw(st.booleans()):
        person.next_day_start = draw(st.integers(0, 480))
        person.next_day_start_on = draw(DAYS)
    person.save()
    PlanVersion.objects.replace_all(person, draw(any_plans()))
    if draw(st.booleans()):
        times = draw(st.dictionaries(st.sampled_from(Period), st.integers(0, 24 * 60 - 1)))
        new_reminders(person=person, times=times, is_on=bool(times))
    for first in draw(st.lists(DAYS, max_size=3)):
        length = draw(st.none() | st.integers(0, 5))
        last = None if length is None else first + dt.timedelta(days=length)
        Pause.objects.add(person, PauseSpan(first, last, draw(st.just("") | LINES)))
    for on in draw(st.sets(DAYS, max_size=4)):
        feeling = draw(st.none() | st.sampled_from(list(Feeling)))
        words = draw(LINES if feeling is None else st.just("") | LINES)
        new_note(person=person, day=on, feeling=feeling, words=words)
    slots = st.tuples(DAYS, st.sampled_from(LIKELY_SLOTS))
    for (on, slot), mark in draw(
        st.dictionaries(slots, st.sampled_from(TICKS), max_size=25)
    ).items():
        strokes = FACTS[slot.exercise].dose.unit == "strokes"
        least = 10 if FACTS[slot.exercise].dose.unit != "minutes" else 1
        most = 99_990 if strokes else 990
        tenths = mark.tenths and min(max(mark.tenths, least), most)
        Tick.objects.create(
            person=person,
            day=on,
            period=slot.period,
            exercise=FACTS[slot.exercise].code,
            set=slot.set,
            state=mark.state,
            source=draw(st.sampled_from(Source)),
            tenths=tenths and (tenths if least == 1 else tenths // 10 * 10),
            felt=mark.felt and mark.state is State.DONE,
            late=mark.late,
            instant=draw(INSTANTS),
            by=draw(st.sampled_from(["", "Lin", "王大夫"])),
        )
    return person


def exported(browser: Client) -> bytes:
    return body_of(browser.get("/export.json")).encode()


def told(content: bytes) -> dict[str, Any]:
    """The file without what is new each time: when it was made, when consent was given."""
    file: dict[str, Any] = json.loads(content)
    del file["exported"], file["person"]["consent"]
    if reminders := file["person"]["reminders"]:
        # Said anew, as the consent is.
        file["person"]["reminders"] = reminders["times"]
    return file


def bring(browser: Client, content: bytes) -> None:
    """Import a file, both steps."""
    file = SimpleUploadedFile("kidneycare.json", content)
    shown = browser.post("/import/", {"file": file}, follow=True)
    assert shown.status_code == 200, body_of(shown)
    found = re.search('name="confirm" value="([^"]+)"', body_of(shown))
    assert found is not None
    assert browser.post("/import/", {"confirm": found[1]}).status_code == 303


@settings(max_examples=30, deadline=None)
@given(people())
def test_imported_elsewhere_everything_is_as_it_was(person: Person) -> None:
    content = exported(browser_of(person))
    elsewhere = stranger()
    bring(elsewhere, content)
    assert told(exported(elsewhere)) == told(content)


@settings(max_examples=10, deadline=None)
@given(people(), people())
def test_imported_twice_or_at_home_nothing_changes(person: Person, other: Person) -> None:
    browser, file = browser_of(person), exported(browser_of(other))
    bring(browser, file)
    once = exported(browser)
    bring(browser, file)
    assert told(exported(browser)) == told(once)
    bring(browser, once)
    assert told(exported(browser)) == told(once)


@settings(max_examples=10, deadline=None)
@given(people(), people())
def test_ticks_come_out_the_same_in_whatever_order_files_come(one: Person, two: Person) -> None:
    """Rules.md 3: the last performed wins; rules.md 8: what was on time once, stays on time."""
    files = [exported(browser_of(one)), exported(browser_of(two))]
    instants = [tick["instant"] for file in files for tick in json.loads(file)["ticks"]]
    if len(set(instants)) < len(instants):
        return  # Of two equal instants the first stays, and which is first is the order.
    orders = []
    for order in (files, files[::-1]):
        browser = stranger()
        for file in order:
            bring(browser, file)
        orders.append(told(exported(browser))["ticks"])
    assert orders[0] == orders[1]
