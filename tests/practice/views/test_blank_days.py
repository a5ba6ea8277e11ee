"""After blank days Today asks once what became of them (rules.md 13)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from people.models import Person
from practice.models import Pause, Preferences
from tests.conftest import MONDAY, MoveTo
from tests.factories import (
    browser_of,
    everything_stored,
    new_person,
    new_plan,
    new_tick,
)
from tests.pages import parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

ONE_DAY = dt.timedelta(days=1)


# --- blank days (rules.md 13) ---------------------------------------------------------------

ASKED = {"first": "2026-11-24", "last": "2026-11-26"}
"""The blank days that the page asked about."""

QUESTION = "What would you like to do about it?"


@pytest.fixture
def after_a_gap(at: MoveTo) -> tuple[Client, Person]:
    """Something done on Monday, nothing from Tuesday to Thursday; it is Friday noon."""
    somebody = new_person()
    new_plan(person=somebody, starts=MONDAY)
    new_tick(person=somebody, day=MONDAY)
    at("2026-11-27T12:00")
    return browser_of(somebody), somebody


def test_after_blank_days_today_asks_with_three_answers(
    after_a_gap: tuple[Client, Person],
) -> None:
    page = parse(after_a_gap[0].get("/"))
    assert "Nothing is ticked from Tuesday 24 November to Thursday 26 November" in page.text
    answers = {
        b.get("value"): page.text_of(b) for b in page.tagged("button") if b.get("name") == "answer"
    }
    assert answers == {
        "rested": "I was resting",
        "forgot": "I forgot to tick",
        "leave": "Leave it",
    }


@pytest.mark.parametrize(
    ("answer", "leads_to"),
    [("rested", "/"), ("forgot", "/history/2026-W48/"), ("leave", "/")],
)
def test_one_tap_answers_for_all_of_them_and_it_is_not_asked_again(
    after_a_gap: tuple[Client, Person], at: MoveTo, answer: str, leads_to: str
) -> None:
    browser, somebody = after_a_gap
    response = browser.post("/blank-days/", {"answer": answer, **ASKED})
    assert (response.status_code, response["Location"]) == (303, leads_to)
    assert QUESTION not in parse(browser.get("/")).text
    assert Preferences.objects.of(somebody).blanks_settled_to == dt.date(2026, 11, 26)
    pauses = list(Pause.objects.values_list("first_day", "last_day"))
    rested = [(dt.date(2026, 11, 24), dt.date(2026, 11, 26))]
    assert pauses == (rested if answer == "rested" else [])
    at("2026-11-29T12:00")
    text = parse(browser.get("/")).text
    assert "Nothing is ticked from Friday 27 November to Saturday 28 November" in text


def test_days_rested_are_not_due_and_effort_there_counts(
    after_a_gap: tuple[Client, Person],
) -> None:
    browser, _ = after_a_gap
    browser.post("/blank-days/", {"answer": "rested", **ASKED})
    browser.post("/day/2026-11-25/evening/sole-rub/1/", {"done": "1"})
    week = parse(browser.get("/history/"))
    assert week.day("2026-11-24").get("data-adherence") == ""
    assert week.day("2026-11-24").get("data-due") == "0"
    wednesday = week.day("2026-11-25")
    assert (wednesday.get("data-due"), wednesday.get("data-credited")) == ("1", "1")
    assert "A day of rest" in parse(browser.get("/day/2026-11-24/")).text


@pytest.mark.parametrize("answer", ["forgot", "leave"])
def test_days_not_rested_stay_due(after_a_gap: tuple[Client, Person], answer: str) -> None:
    browser, _ = after_a_gap
    browser.post("/blank-days/", {"answer": answer, **ASKED})
    assert parse(browser.get("/history/")).day("2026-11-24").get("data-due") == "10"


def test_one_blank_day_is_asked_about_in_the_singular(
    after_a_gap: tuple[Client, Person], at: MoveTo
) -> None:
    at("2026-11-25T12:00")
    text = parse(after_a_gap[0].get("/")).text
    assert "Nothing is ticked on Tuesday 24 November" in text


def test_an_answer_sent_twice_settles_once(after_a_gap: tuple[Client, Person]) -> None:
    browser, _ = after_a_gap
    browser.post("/blank-days/", {"answer": "rested", **ASKED})
    before = everything_stored()
    assert browser.post("/blank-days/", {"answer": "rested", **ASKED}).status_code == 303
    assert everything_stored() == before


def test_resting_again_from_the_first_day_of_an_older_pause_only_lengthens_it(
    after_a_gap: tuple[Client, Person],
) -> None:
    """A pause's key is its first day; no second row, and none is shortened."""
    browser, _ = after_a_gap
    for answer in ("rested", "rested"):
        browser.post("/blank-days/", {"answer": answer, **ASKED})
    assert Pause.objects.count() == 1


@pytest.mark.parametrize("answer", ["", "maybe", "\0"])
def test_any_other_answer_is_refused(after_a_gap: tuple[Client, Person], answer: str) -> None:
    before = everything_stored()
    assert after_a_gap[0].post("/blank-days/", {"answer": answer, **ASKED}).status_code == 400
    assert everything_stored() == before


def test_nothing_is_asked_of_a_stranger_or_of_somebody_who_ticked_yesterday(
    client: Client, phone: Client, person: Person
) -> None:
    new_tick(person=person, day=MONDAY - ONE_DAY)
    for browser in (client, phone):
        assert QUESTION not in parse(browser.get("/")).text


def test_nothing_is_asked_before_a_first_tick(phone: Client, at: MoveTo) -> None:
    at("2026-12-01T12:00")
    assert QUESTION not in parse(phone.get("/")).text


def test_mending_a_blank_day_ends_the_question_about_the_days_before_it(
    after_a_gap: tuple[Client, Person],
) -> None:
    browser, _ = after_a_gap
    browser.post("/day/2026-11-26/evening/sole-rub/1/", {"done": "1"})
    assert QUESTION not in parse(browser.get("/")).text


def test_an_answer_about_other_days_than_are_blank_now_is_asked_anew(
    after_a_gap: tuple[Client, Person], at: MoveTo
) -> None:
    """A page left open since Friday: on Saturday one day more is blank."""
    browser, _ = after_a_gap
    at("2026-11-28T12:00")
    before = everything_stored()
    response = browser.post("/blank-days/", {"answer": "rested", **ASKED})
    assert (response.status_code, response["Location"]) == (303, "/")
    assert everything_stored() == before
    assert QUESTION in parse(browser.get("/")).text
