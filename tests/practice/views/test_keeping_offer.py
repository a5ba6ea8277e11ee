"""After the third day with something done, Today offers once to keep the record."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from people.models import Person
from practice.rules.adherence import State
from tests.conftest import MONDAY
from tests.factories import many_full_days, new_sheet, new_tick
from tests.pages import parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

DAYS = [MONDAY - dt.timedelta(days=back) for back in range(4)]


def is_offered(browser: Client) -> bool:
    return "Keep your record" in parse(browser.get("/")).text


@pytest.mark.parametrize(("days", "offered"), [(0, False), (1, False), (2, False), (3, True)])
def test_it_is_offered_from_the_third_day_with_something_done(
    phone: Client, person: Person, days: int, offered: bool
) -> None:
    for day in DAYS[:days]:
        new_tick(person=person, day=day)
        new_tick(person=person, day=day, exercise="waist-rub")
    assert is_offered(phone) is offered


def test_days_on_which_nothing_was_done_do_not_count(phone: Client, person: Person) -> None:
    for day in DAYS[:2]:
        new_tick(person=person, day=day)
    new_tick(person=person, day=DAYS[2], state=State.UNDONE)
    new_tick(person=person, day=DAYS[3], state=State.SKIPPED)
    assert not is_offered(phone)


def test_put_off_it_does_not_come_again_and_stays_on_the_page_about_me(
    phone: Client, person: Person
) -> None:
    many_full_days(person=person, last=MONDAY, days=3)
    response = phone.post("/me/keep/later/", {"answer": "later"})
    assert (response.status_code, response["Location"]) == (303, "/")
    assert not is_offered(phone)
    links = [link.get("href") for link in parse(phone.get("/me/")).tagged("a")]
    assert "/me/keep/" in links


def test_a_record_that_is_kept_needs_no_offer(phone: Client, person: Person) -> None:
    many_full_days(person=person, last=MONDAY, days=3)
    new_sheet(person=person)
    assert not is_offered(phone)


def test_other_days_and_strangers_are_not_asked(
    phone: Client, client: Client, person: Person
) -> None:
    many_full_days(person=person, last=MONDAY, days=3)
    assert "Keep your record" not in parse(phone.get("/day/2026-11-22/")).text
    assert not is_offered(client)
    assert client.post("/me/keep/later/", {"answer": "later"}).status_code == 303


def test_it_costs_today_no_question_to_the_database(
    phone: Client, person: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    many_full_days(person=person, last=MONDAY, days=40)
    with django_assert_num_queries(4):
        assert is_offered(phone)
