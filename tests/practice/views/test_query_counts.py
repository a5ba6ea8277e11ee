"""How often a page asks the database: at most four times, however long the record."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.conftest import MONDAY
from tests.factories import (
    HTMX,
    browser_of,
    many_full_days,
    new_pause,
    new_person,
    new_plan,
    new_tick,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

TEN_YEARS = 3653


def known_for(days: int) -> Client:
    """The browser of somebody who ticked everything on that many days, with pauses and plans."""
    somebody = new_person()
    new_plan(person=somebody, starts=MONDAY - dt.timedelta(days=days))
    for back in range(0, days, 400):
        new_plan(person=somebody, starts=MONDAY - dt.timedelta(days=back), kind="easy")
        new_pause(
            person=somebody,
            first_day=MONDAY - dt.timedelta(days=back + 9),
            last_day=MONDAY - dt.timedelta(days=back + 8),
        )
    many_full_days(person=somebody, last=MONDAY, days=days)
    return browser_of(somebody)


@pytest.mark.parametrize("days", [1, TEN_YEARS])
def test_pages_ask_at_most_four_times_after_a_day_and_after_ten_years(
    days: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = known_for(days)
    browser.get("/")
    for path in (
        *("/", "/history/", "/history/2026-W40/", "/history/weeks/", "/history/year/2026/"),
        *("/history/year/2027/", "/plan/", "/when-it-hurts/"),
    ):
        with django_assert_max_num_queries(4):
            assert browser.get(path).status_code == (404 if "2027" in path else 200)
    with django_assert_max_num_queries(4):
        browser.get("/day/2026-11-20/")
    tick = "/day/2026-11-23/evening/arm-raise/1/"
    with django_assert_max_num_queries(5):
        assert browser.post(tick, {"done": "1"}, headers=HTMX).status_code == 200
    # Who asks, the tick, and whether there is a plan by which it is shown.
    with django_assert_max_num_queries(3):
        assert browser.post(tick, {"done": "0"}).status_code == 303
    for path in ("/me/", "/me/keep/", "/me/phones/", "/me/people/"):
        with django_assert_max_num_queries(4):
            assert browser.get(path).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/history/", "/history/weeks/", "/history/year/2026/", "/plan/", "/me/"),
        "/day/2026-11-20/",
    ],
)
def test_a_stranger_costs_the_database_nothing(
    client: Client, path: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/techniques/", "/techniques/foot-massage/", "/about/"])
def test_a_technique_page_costs_the_database_nothing_whoever_asks(
    phone: Client, path: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert phone.get(path).status_code == 200


def test_the_export_of_ten_years_is_one_question_a_table(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    """Who asks; preferences, reminders (two), ticks, plans, pauses, notes and links."""
    browser = known_for(400)
    with django_assert_max_num_queries(9):
        response = browser.get("/export.json")
        assert sum(len(chunk) for chunk in response) > 400_000


def test_only_one_persons_days_are_read(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    """A thousand others cost nothing: every question leads with the person."""
    for _number in range(20):
        new_tick(person=new_person(), day=MONDAY)
    browser = known_for(1)
    with django_assert_max_num_queries(4) as asked:
        browser.get("/history/")
    for query in asked.captured_queries:
        assert "person_id" in query["sql"] or "token_hash" in query["sql"]
