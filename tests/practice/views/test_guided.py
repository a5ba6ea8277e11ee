"""The pages of hands-free practice, and what a guided tick keeps."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from people.models import Person
from practice.models import Tick
from tests.conftest import MONDAY, MoveTo
from tests.factories import browser_of, new_person, new_plan, new_tick, rows_stored
from tests.pages import Page, parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

RUB = "/day/2026-11-23/evening/waist-rub/1/"
TIMES = {
    "started": "2026-11-23T20:55:00+00:00",
    "performed": "2026-11-23T20:58:41.400+00:00",
    "sent": "2026-11-23T21:00:00+00:00",
}


def given(page: Page) -> dict[str, Any]:
    element = page.by_id("run")
    assert element is not None
    data: dict[str, Any] = json.loads(element.text or "")
    return data


def slots_of(page: Page) -> list[str]:
    return [part["slot"] for part in given(page)["parts"]]


# --- pages ------------------------------------------------------------------------------


def test_a_period_runs_what_is_planned_and_left_in_order(phone: Client, person: Person) -> None:
    new_tick(person=person, day=MONDAY, exercise="arm-raise")
    page = parse(phone.get("/practise/evening/"))
    assert slots_of(page) == ["2026-11-23/evening/waist-rub/1", "2026-11-23/evening/waist-knead/1"]
    assert "Start · 14 min" in page.text
    assert "At bedtime: Sole rub · 4 min" in page.text
    assert given(page)["parts"][0]["address"] == RUB


def test_a_period_with_nothing_left_says_so(phone: Client, person: Person) -> None:
    for name in ("arm-raise", "waist-rub", "waist-knead"):
        new_tick(person=person, day=MONDAY, exercise=name)
    page = parse(phone.get("/practise/evening/"))
    assert "Nothing is left to practise here now." in page.text
    assert "At bedtime: Sole rub" in page.text
    assert page.by_id("run") is None


def test_five_times_are_enough(phone: Client, person: Person) -> None:
    for number in range(1, 6):
        new_tick(person=person, day=MONDAY, exercise="arm-raise", number=number)
    assert "five times today" in parse(phone.get("/practise/evening/arm-raise/")).text


@pytest.mark.parametrize(
    "path",
    [
        "/practise/morning/sole-rub/",
        "/practise/afternoon/waist-rub/",
        "/practise/night/",
        "/practise/evening/head-rub/",
        "/practise/now/head-rub/",
    ],
)
def test_what_the_document_never_has_is_not_practised(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_reading_it_makes_nobody_and_says_what_is_kept(client: Client) -> None:
    page = parse(client.get("/practise/evening/"))
    assert "Your practice log is about your health" in page.text
    assert rows_stored() == 0
    assert given(page)["owner"] == ""


@pytest.mark.parametrize(
    ("when", "exercise", "slot"),
    [
        ("2026-11-23T09:00", "waist-rub", "2026-11-23/morning/waist-rub/1"),
        ("2026-11-23T13:00", "waist-rub", "2026-11-23/evening/waist-rub/1"),
        ("2026-11-23T09:00", "sole-rub", "2026-11-23/evening/sole-rub/1"),
        ("2026-11-24T01:00", "sole-rub", "2026-11-23/evening/sole-rub/1"),
        ("2026-11-23T21:00", "arm-throw", "2026-11-23/evening/arm-throw/1"),
    ],
)
def test_from_a_technique_s_page_it_is_the_present_part_of_the_day_or_the_next(
    phone: Client, at: MoveTo, when: str, exercise: str, slot: str
) -> None:
    at(when)
    assert slots_of(parse(phone.get(f"/practise/now/{exercise}/"))) == [slot]


def test_a_broken_off_run_may_be_taken_up_until_the_practice_day_is_over(phone: Client) -> None:
    """04:00 on Tuesday, in milliseconds."""
    assert given(parse(phone.get("/practise/evening/")))["until"] == 1_795_492_800_000


def test_each_person_has_a_mark_of_their_own_that_tells_nothing(phone: Client) -> None:
    other = new_person()
    new_plan(person=other, starts=MONDAY)
    owners = {
        given(parse(browser.get("/practise/evening/")))["owner"]
        for browser in (phone, phone, browser_of(other))
    }
    assert len(owners) == 2
    assert all(len(owner) == 12 for owner in owners)


@pytest.mark.parametrize("path", ["/practise/evening/", "/practise/evening/sole-rub/"])
def test_it_asks_the_database_at_most_four_times(
    phone: Client, path: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(4):
        assert phone.get(path).status_code == 200


def test_the_words_of_the_cautions_have_an_edition(client: Client) -> None:
    """The browser keeps that they were read, until there are others."""
    editions = {
        path: given(parse(client.get(path)))["cautions"]
        for path in (
            "/practise/evening/",
            "/practise/evening/sole-rub/",
            "/practise/morning/waist-rub/",
            "/practise/evening/waist-rub/",
            "/zh-hans/practise/evening/waist-rub/",
        )
    }
    evening, feet, morning_rub, evening_rub, in_chinese = editions.values()
    assert morning_rub == evening_rub
    assert len({evening, feet, evening_rub, in_chinese}) == 4
    assert all(len(edition) == 12 for edition in editions.values())


def test_one_more_than_planned_is_told_beforehand(phone: Client, person: Person) -> None:
    path = "/practise/evening/waist-rub/"
    assert "ticked already" not in parse(phone.get(path)).text
    new_tick(person=person, day=MONDAY, exercise="waist-rub")
    assert "ticked already" in parse(phone.get(path)).text
    assert "ticked already" not in parse(phone.get("/practise/evening/")).text


def test_the_cautions_before_a_run_are_at_most_five_lines(client: Client) -> None:
    for path in ("/practise/morning/", "/practise/evening/", "/practise/evening/sole-rub/"):
        page = parse(client.get(path))
        (box,) = [e for e in page.elements if e.get("id") == "cautions"]
        (section,) = [e for e in page.elements if box in list(e)]
        assert page.text_of(section).startswith("Stop if")
        assert 1 <= len(list(box.iter("li"))) <= 4


# --- Today ------------------------------------------------------------------------------


def starts_on(page: Page) -> list[tuple[str | None, str]]:
    return [
        (link.get("href"), page.text_of(link))
        for link in page.tagged("a")
        if (link.get("href") or "").startswith("/practise/")
    ]


def test_today_starts_what_is_left_of_the_present_part_of_the_day(
    phone: Client, at: MoveTo
) -> None:
    assert starts_on(parse(phone.get("/"))) == [
        ("/practise/evening/", "Practise this evening · 15 min"),
        ("/practise/evening/sole-rub/", "At bedtime: Sole rub · 4 min"),
    ]
    for name in ("arm-raise", "waist-knead"):
        phone.post(f"/day/2026-11-23/evening/{name}/1/", {"done": "1"})
    assert starts_on(parse(phone.get("/")))[0] == (
        "/practise/evening/waist-rub/",
        "Practise Waist rub · 4 min",
    )
    phone.post(RUB, {"done": "1"})
    phone.post("/day/2026-11-23/evening/sole-rub/1/", {"done": "1"})
    assert starts_on(parse(phone.get("/"))) == []
    assert starts_on(parse(phone.get("/day/2026-11-20/"))) == []
    at("2026-11-24T09:00")
    assert starts_on(parse(phone.get("/")))[0][0] == "/practise/morning/"


def test_a_technique_page_starts_each_of_its_exercises(client: Client) -> None:
    assert starts_on(parse(client.get("/techniques/waist-massage/"))) == [
        ("/practise/now/waist-rub/", "Practise Waist rub · 4 min"),
        ("/practise/now/waist-knead/", "Practise Waist knead · 10 min"),
    ]


# --- what a guided tick keeps ---------------------------------------------------------------


def test_start_and_end_are_kept_and_told(phone: Client) -> None:
    """Performed 78.6 seconds before it was sent; 221.4 seconds after it was begun."""
    phone.post(RUB, {"done": "1", "amount": "200", "source": "guided", **TIMES})
    (tick,) = Tick.objects.all()
    assert tick.seconds == 221
    assert tick.instant == 1_795_467_521_400_000
    assert "Finished at 20:58, after about 4 minutes of practice." in parse(phone.get(RUB)).text


def test_without_a_start_nothing_is_claimed(phone: Client) -> None:
    phone.post(RUB, {"done": "1", "source": "guided"})
    assert Tick.objects.get().seconds is None
    assert "Finished at" not in parse(phone.get(RUB)).text


def test_undoing_clears_how_long_it_took(phone: Client) -> None:
    phone.post(RUB, {"done": "1", **TIMES})
    phone.post(RUB, {"done": "0"})
    assert Tick.objects.get().seconds is None


def test_a_clock_that_was_set_back_loses_the_times_and_not_the_set(phone: Client) -> None:
    for started in ("2026-11-23T20:59:00+00:00", "2026-11-20T20:59:00+00:00"):
        phone.post(RUB, {"done": "1", "amount": "200", **TIMES, "started": started})
        assert Tick.objects.get().seconds is None


@pytest.mark.parametrize("started", ["yesterday", "2026-11-23T20:55:00"])
def test_a_start_that_is_no_time_is_refused(phone: Client, started: str) -> None:
    values = {"done": "1", **TIMES, "started": started}
    assert phone.post(RUB, values).status_code == 400
    assert phone.post(RUB, {"done": "1", "started": TIMES["started"]}).status_code == 400
    assert not Tick.objects.exists()


# --- growing ------------------------------------------------------------------------------


def test_a_new_exercise_is_a_new_file_and_nothing_else(
    larger_library: None, client: Client
) -> None:
    """5 + 20 + 5 + 20 seconds."""
    page = parse(client.get("/practise/evening/ear-rub/"))
    (part,) = given(page)["parts"]
    assert [step["kind"] for step in part["steps"]] == [
        *("gate", "ready", "strokes", "rest", "strokes"),
    ]
    assert "They are clean: start · 1 min" in page.text
    assert "Rub your left ear." in page.text
