"""Today and any other day: which one it is, what is shown, what is asked (rules.md 13 to 17)."""

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
from tests.pages import Page, parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

ONE_DAY = dt.timedelta(days=1)


def day_of(page: Page) -> str | None:
    main = page.by_id("main")
    assert main is not None
    return main.get("data-day")


def periods_of(page: Page) -> list[str]:
    return [
        (each.get("id") or "").removeprefix("period-")
        for each in page.tagged("details")
        if (each.get("id") or "").startswith("period-")
    ]


# --- beginning -------------------------------------------------------------------------


def test_a_stranger_sees_what_this_is_the_documents_day_and_three_ways_to_begin(
    client: Client,
) -> None:
    page = parse(client.get("/"))
    assert "Not medical treatment" in page.text
    ways = {b.get("value") for b in page.tagged("button") if b.get("name") == "way"}
    assert ways == {
        "easy",
        "full",
        "foot-massage",
        "kidney-strengthening-exercises",
        "waist-massage",
    }
    assert "3 in the evening, about 8 minutes" in page.text
    assert "Kidneycare's own proposal, not the document's" in page.text
    assert len(page.required) == 10


def test_somebody_with_an_easy_start_is_told_in_the_morning_what_the_evening_has(
    at: MoveTo,
) -> None:
    somebody = new_person()
    new_plan(person=somebody, starts=MONDAY, kind="easy")
    at("2026-11-23T09:00")
    page = parse(browser_of(somebody).get("/"))
    assert "0 done · 3 planned this evening" in page.text
    opened = [e for e in page.tagged("details") if e.get("open") is not None]
    assert [each.get("id") for each in opened] == ["period-evening"]
    at("2026-11-23T21:00")
    assert "0 done · 3 left this evening" in parse(browser_of(somebody).get("/")).text


def test_a_person_sees_no_ways_to_begin_and_the_present_period_first(
    phone: Client, at: MoveTo
) -> None:
    for when, order in (
        ("2026-11-23T09:00", ["morning", "afternoon", "evening"]),
        ("2026-11-23T13:00", ["afternoon", "evening", "morning"]),
        ("2026-11-23T21:00", ["evening", "morning", "afternoon"]),
        ("2026-11-24T03:59", ["evening", "morning", "afternoon"]),
        ("2026-11-24T04:00", ["morning", "afternoon", "evening"]),
    ):
        at(when)
        page = parse(phone.get("/"))
        assert periods_of(page) == order
        assert not [b for b in page.tagged("button") if b.get("name") == "way"]


def test_another_day_has_its_periods_in_the_order_of_the_day(phone: Client) -> None:
    assert periods_of(parse(phone.get("/day/2026-11-20/"))) == ["morning", "afternoon", "evening"]


# --- which day it is (rules.md 14, 15) ----------------------------------------------------


@pytest.mark.parametrize(
    ("when", "day"),
    [
        ("2026-11-24T03:59:59", "2026-11-23"),
        ("2026-11-24T04:00:00", "2026-11-24"),
        ("2026-11-24T00:00:00", "2026-11-23"),
        ("2026-12-31T23:59:59", "2026-12-31"),
        ("2027-01-01T03:00:00", "2026-12-31"),
    ],
)
def test_the_day_turns_at_four(client: Client, at: MoveTo, when: str, day: str) -> None:
    at(when)
    assert day_of(parse(client.get("/"))) == day


def test_a_person_may_let_it_turn_at_another_hour(at: MoveTo) -> None:
    for minutes, day in ((0, "2026-11-24"), (60, "2026-11-24"), (61, "2026-11-23")):
        somebody = new_person(day_start=minutes)
        new_plan(person=somebody, starts=MONDAY)
        at("2026-11-24T01:00")
        assert day_of(parse(browser_of(somebody).get("/"))) == day


@pytest.mark.parametrize("day", ["2026-11-24", "2026-12-01", "2027-01-01", "9999-12-24"])
def test_a_future_day_is_404_to_read_and_to_tick(client: Client, phone: Client, day: str) -> None:
    for browser in (client, phone):
        assert browser.get(f"/day/{day}/").status_code == 404
        response = browser.post(f"/day/{day}/evening/sole-rub/1/", {"done": "1"})
        assert response.status_code == 404


@pytest.fixture
def traveller(at: MoveTo) -> Client:
    """Ticked Tuesday in Tokyo and flew west: in Los Angeles it is still Monday."""
    somebody = new_person(zone="Asia/Tokyo")
    new_plan(person=somebody, starts=MONDAY)
    browser = browser_of(somebody)
    at("2026-11-24T00:30")
    browser.post("/day/2026-11-24/morning/waist-rub/1/", {"done": "1"})
    browser.post("/me/zone/", {"zone": "America/Los_Angeles"})
    at("2026-11-24T01:00")
    return browser


def test_after_flying_west_a_ticked_tomorrow_stays_reachable_and_can_be_ticked(
    traveller: Client,
) -> None:
    assert day_of(parse(traveller.get("/"))) == "2026-11-23"
    page = parse(traveller.get("/day/2026-11-24/"))
    assert page.slot("morning/waist-rub/1").done == "true"
    assert "This is the list of Tuesday 24 November; here it is still Monday" in page.text
    response = traveller.post("/day/2026-11-24/morning/waist-knead/1/", {"done": "1"})
    assert (response.status_code, response["Location"]) == (303, "/day/2026-11-24/")
    week = parse(traveller.get("/history/"))
    links = {link.get("href") for link in week.tagged("a")}
    assert {"/day/2026-11-24/", "/"} <= links
    assert traveller.get("/day/2026-11-25/").status_code == 404


def test_undoing_what_was_ticked_there_leads_to_a_page_that_is_there(
    traveller: Client, at: MoveTo
) -> None:
    at("2026-11-24T01:01")
    response = traveller.post("/day/2026-11-24/morning/waist-rub/1/", {"done": "0"}, follow=True)
    assert response.status_code == 200
    at("2026-11-24T01:02")
    again = traveller.post("/day/2026-11-24/morning/waist-rub/1/", {"done": "1"})
    assert again.status_code == 303, "the page is open before them; it can be ticked again"


def test_after_flying_east_no_day_is_lost(at: MoveTo) -> None:
    """A day that was never today here can be read and mended like any other."""
    somebody = new_person(zone="America/Los_Angeles")
    new_plan(person=somebody, starts=MONDAY - ONE_DAY)
    browser = browser_of(somebody)
    at("2026-11-23T02:00")
    assert day_of(parse(browser.get("/"))) == "2026-11-22"
    browser.post("/me/zone/", {"zone": "Asia/Tokyo"})
    at("2026-11-23T20:00")
    assert day_of(parse(browser.get("/"))) == "2026-11-24"
    assert browser.post("/day/2026-11-23/evening/sole-rub/1/", {"done": "1"}).status_code == 303


# --- the days beside -------------------------------------------------------------------


def test_days_are_linked_with_their_neighbours_and_never_with_a_future_one(
    phone: Client,
) -> None:
    assert "/day/2026-11-22/" in links_of(parse(phone.get("/")))
    yesterday = links_of(parse(phone.get("/day/2026-11-22/")))
    assert {"/day/2026-11-21/", "/"} <= yesterday
    assert {"/day/2026-11-19/", "/day/2026-11-21/"} <= links_of(
        parse(phone.get("/day/2026-11-20/"))
    )
    assert "/day/2026-11-24/" not in links_of(parse(phone.get(f"/day/{MONDAY}/")))


def links_of(page: Page) -> set[str]:
    return {link.attrib["href"] for link in page.tagged("a")}


def test_a_past_day_is_read_with_the_plan_of_that_day(phone: Client, at: MoveTo) -> None:
    at("2026-11-25T12:00")
    phone.post("/plan/set-aside/", {"exercise": "waist-knead"})
    assert len(parse(phone.get("/day/2026-11-24/")).required) == 10
    assert len(parse(phone.get("/")).required) == 7


def test_what_the_plan_leaves_out_is_offered_and_not_required(client: Client) -> None:
    client.post("/plan/begin/", {"way": "easy"})
    page = parse(client.get("/"))
    assert {s.place for s in page.required} == {
        "evening/arm-raise/1",
        "evening/waist-rub/1",
        "evening/sole-rub/1",
    }
    document = {
        *("morning/arm-raise/1", "morning/arm-throw/1", "morning/waist-rub/1"),
        *("morning/waist-knead/1", "afternoon/arm-raise/1", "afternoon/waist-knead/1"),
        "evening/waist-knead/1",
    }
    optional = {s.place for s in page.slots if s.required == "false"}
    assert document <= optional
    client.post("/day/2026-11-23/evening/waist-knead/1/", {"done": "1"})
    slot = parse(client.get("/")).slot("evening/waist-knead/1")
    assert (slot.done, slot.required) == ("true", "false")


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
