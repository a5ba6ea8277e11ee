"""Sheets for paper over HTTP: whose figures, which weeks, and notes only by choice."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from people.models import Person
from tests.conftest import MONDAY
from tests.factories import (
    browser_of,
    everything_stored,
    many_full_days,
    new_note,
    new_pause,
    new_person,
    new_plan,
    new_tick,
    rows_stored,
)
from tests.pages import Page, parse
from tests.practice.rules.pages.paper_people import fullest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

WEEKS = ("2026-W45", "2026-W46", "2026-W47", "2026-W48")


NAMES = "Sole rub|Arm raise|Arm throw|Waist rub|Waist knead"


def tables(page: Page) -> list[str]:
    """Each week's table, as it reads."""
    return [page.text_of(table) for table in page.tagged("table")]


# --- for a stranger -----------------------------------------------------------------


def test_a_stranger_finds_what_will_be_here_and_an_empty_week(client: Client) -> None:
    page = parse(client.get("/paper/"))
    assert "once you have ticked something in this browser" in page.text
    assert not page.tagged("table")
    week = parse(client.get("/paper/empty-week/"))
    (table,) = tables(week)
    assert table == (
        "Mon Tue Wed Thu Fri Sat Sun"
        " Morning Arm raise 3 to 5 times Arm throw 3 to 5 times Waist rub about 200, until warm"
        " Waist knead about 10 minutes, up to a mild ache"
        " Afternoon Arm raise 3 to 5 times Waist knead about 10 minutes, up to a mild ache"
        " Evening Arm raise 3 to 5 times Waist rub about 200, until warm"
        " Waist knead about 10 minutes, up to a mild ache"
        " At bedtime Sole rub more than 100 each foot, until warm"
    )
    seals = [each for each in week.having("class") if each.get("class") == "to-fill"]
    assert len(seals) == 10 * 7
    assert rows_stored() == 0


# --- the sheet -----------------------------------------------------------------------


def test_four_weeks_up_to_this_one_stand_on_it_with_the_figures_of_their_pages() -> None:
    browser = browser_of(fullest())
    page = parse(browser.get("/paper/"))
    found = tables(page)
    assert len(found) == 4
    for week, table in zip(WEEKS, found, strict=True):
        own = parse(browser.get(f"/history/{week}/"))
        share = own.week_summary.get("data-adherence")
        assert f"Week {week[-2:]}: " in table
        figures = re.search(r"% of what you chose: ([^.]+)\.", own.text)
        assert (figures is None) == (share == "")
        if figures:
            assert f"{figures[1]} = {share} %" in table
        lines = re.findall(
            rf"({NAMES}) (\d+ of \d+)(?:, (\d+) partly)?(?:, \d+ extra)?(?:, (\d+) with)?", own.text
        )
        assert len(lines) >= (4 if share else 0)
        for name, counted, partly, guided in lines:
            parts = f" , {partly} partly {partly}" if partly else ""
            found_row = re.search(
                rf"{name} (?:(?!{NAMES}).)*? {counted}{parts}( [\d–]+)? {guided}", table
            )
            assert found_row, (name, counted, partly, guided, table)
    assert (
        "Practised on 20 of 22 days. Up to yesterday 84 %: 134 done, 29 partly, of 183."
        " 2 days of rest." in page.text
    )


def test_its_letters_and_signs_are_explained_before_the_first_week() -> None:
    page = parse(browser_of(fullest()).get("/paper/"))
    text = page.text
    first_week = text.index("Week 45")
    for told in ("m a e: morning, afternoon, evening", "– in place of a count: nothing was due"):
        assert text.index(told) < first_week


def test_the_name_that_was_given_stands_on_it(phone: Client, person: Person) -> None:
    assert "Name" in parse(phone.get("/paper/")).text
    person.nickname = "Anna"
    person.save()
    assert "Name: Anna" in parse(phone.get("/paper/")).text


def test_plans_with_their_dates_and_days_of_rest_stand_on_it() -> None:
    text = parse(browser_of(fullest()).get("/paper/")).text
    assert (
        "Plan 1 2 November – 17 November 2026. Sole rub e, Arm raise m a e, Arm throw m,"
        " Waist rub m e, Waist knead m a e. 10 a day; the document has 10." in text
    )
    assert "Plan 2 since 18 November 2026. Sole rub e, Arm raise m a e" in text
    assert "9 a day; the document has 10." in text
    assert "plan 1, from Wed 18 plan 2" in text
    assert "Rest 12 November – 13 November 2026" in text
    assert "Practice you recorded; not medical treatment." in text


def test_nobody_is_said_to_have_planned_what_the_document_measures(client: Client) -> None:
    """Before a plan the document's day judges what was done (rules.md 12)."""
    client.post("/plan/begin/", {"way": "easy"})
    client.post("/day/2026-11-20/morning/arm-throw/1/", {"done": "1"})
    text = parse(client.get("/paper/")).text
    told = "The document's day, 10 a day: nothing was chosen until 22 November 2026."
    assert f"Before the first plan {told}" in text
    assert "Plan 1 since 23 November 2026. Sole rub e, Arm raise e, Waist rub e. 3 a day" in text
    assert "before the first plan" in text
    assert "Plan 2" not in text


@pytest.mark.parametrize("query", ["", "?notes=0", "?notes="])
def test_notes_and_reasons_stand_on_it_only_by_choice(query: str) -> None:
    browser = browser_of(fullest())
    shown = browser.get(f"/paper/{query}").content.decode()
    for words in ("left shoulder", "A cold", "A little sore", "Noted"):
        assert words not in shown


def test_by_choice_notes_and_reasons_stand_on_it() -> None:
    text = parse(browser_of(fullest()).get("/paper/?notes=1")).text
    assert "Rest 12 November – 13 November 2026: A cold" in text
    noted = text[text.index(" Noted ") :]
    assert "Tuesday 3 November Comfortable. The left shoulder was stiff" in noted
    assert "Tuesday 10 November A little sore. The left" in noted
    assert "Tuesday 17 November The left shoulder was" in noted


def test_only_notes_of_these_weeks_stand_on_it(phone: Client, person: Person) -> None:
    new_note(person=person, day=MONDAY.replace(day=15), words="Before.")
    new_note(person=person, day=MONDAY, words="<b>Within.</b>")
    new_note(person=new_person(), day=MONDAY, words="Somebody else's.")
    new_pause(person=new_person(), first_day=MONDAY, reason="Somebody else's.")
    response = phone.get("/paper/?weeks=1&notes=1")
    text = parse(response).text
    assert "Monday 23 November <b>Within.</b>" in text
    assert "Before." not in text
    assert "Somebody else's." not in text
    assert (
        "Nothing was noted in these weeks." in parse(phone.get("/paper/?to=2026-W40&notes=1")).text
    )


def test_the_weeks_are_chosen(phone: Client) -> None:
    page = parse(phone.get("/paper/?weeks=2&to=2026-W01"))
    assert [table.split(":")[0] for table in tables(page)] == ["Week 52", "Week 1"]
    assert "22 December 2025 – 4 January 2026" in page.text
    chosen = [o.get("value") for o in page.tagged("option") if o.get("selected") is not None]
    assert chosen == ["2", "2026-W01"]
    # A number that is not in the list stands in it while it is chosen.
    page = parse(phone.get("/paper/?weeks=3"))
    assert len(tables(page)) == 3
    assert "3" in [o.get("value") for o in page.tagged("option") if o.get("selected") is not None]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("weeks=0", "Choose 1 to 12 weeks."),
        ("weeks=13", "Choose 1 to 12 weeks."),
        ("weeks=-1", "Choose 1 to 12 weeks."),
        ("weeks=four", "Choose 1 to 12 weeks."),
        ("weeks=1e1", "Choose 1 to 12 weeks."),
        ("to=2026-W49", "Choose a week that has begun"),
        ("to=2026-W54", "Choose a week that has begun"),
        ("to=2026-47", "Choose a week that has begun"),
        ("to=9999-W51", "Choose a week that has begun"),
        ("to=0001-W02", "Choose a week that has begun"),
        ("to=0001-W13&weeks=12", "Choose a week that has begun"),
        ("to=%F0%9F%A6%B6", "Choose a week that has begun"),
        ("notes=yes", "This form was changed on its way"),
    ],
)
def test_weeks_that_cannot_be_are_refused_in_words(
    client: Client, phone: Client, query: str, sentence: str
) -> None:
    for browser in (client, phone):
        response = browser.get(f"/paper/?{query}")
        assert response.status_code == 400
        assert sentence in parse(response).text


def test_weeks_long_ago_and_before_the_record_are_empty(phone: Client) -> None:
    page = parse(phone.get("/paper/?to=0002-W10&weeks=12"))
    assert len(tables(page)) == 12
    assert "Nothing was due." in page.text


@pytest.mark.parametrize("path", ["/paper/", "/paper/?weeks=12&notes=1", "/paper/empty-week/"])
def test_a_sheet_asks_the_database_four_times_however_long_the_record(
    path: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    somebody = new_person()
    new_plan(person=somebody, starts=MONDAY.replace(year=2025))
    many_full_days(person=somebody, last=MONDAY, days=365)
    new_note(person=somebody, day=MONDAY)
    new_pause(person=somebody, first_day=MONDAY.replace(month=3), last_day=MONDAY.replace(month=4))
    browser = browser_of(somebody)
    browser.get("/me/")
    before = everything_stored()
    with django_assert_max_num_queries(4):
        assert browser.get(path).status_code == 200
    assert everything_stored() == before


# --- the empty week --------------------------------------------------------------------


def test_the_empty_week_is_that_of_the_plan_and_holds_nothing_of_what_was_done(
    phone: Client, person: Person
) -> None:
    new_plan(person=person, starts=MONDAY, sets={"sole-rub": (0, 0, 1), "arm-raise": (0, 2, 0)})
    blank = phone.get("/paper/empty-week/").content
    new_tick(person=person, day=MONDAY)
    new_tick(person=person, day=MONDAY, exercise="waist-rub")
    response = phone.get("/paper/empty-week/")
    assert response.content == blank
    (table,) = tables(parse(response))
    assert table == (
        "Mon Tue Wed Thu Fri Sat Sun"
        " Afternoon Arm raise 3 to 5 times Arm raise once more 3 to 5 times"
        " At bedtime Sole rub more than 100 each foot, until warm"
    )


def test_where_nothing_is_planned_the_empty_week_says_so(phone: Client) -> None:
    names = ["sole-rub", "arm-raise", "arm-throw", "waist-rub", "waist-knead"]
    phone.post("/plan/set-aside/", {"exercise": names})
    page = parse(phone.get("/paper/empty-week/"))
    assert "Nothing is planned just now." in page.text
    assert not page.tagged("table")


# --- the way there ---------------------------------------------------------------------


def test_the_way_there_is_on_the_week_and_on_me(client: Client, phone: Client) -> None:
    def links(browser: Client, path: str) -> set[str | None]:
        return {link.get("href") for link in parse(browser.get(path)).tagged("a")}

    assert {"/paper/?to=2026-W48", "/paper/empty-week/"} <= links(phone, "/history/")
    assert "/paper/?to=2026-W40" in links(phone, "/history/2026-W40/")
    assert {"/paper/", "/paper/empty-week/"} <= links(phone, "/me/")
    # Who has nothing to show a practitioner isn't offered a sheet.
    for path in ("/history/", "/me/"):
        found = links(client, path)
        assert "/paper/empty-week/" in found
        assert not any(href and href.startswith("/paper/?") for href in found)
        assert "/paper/" not in found


def test_how_to_print_is_said_and_the_button_waits_for_its_script(phone: Client) -> None:
    for path in ("/paper/", "/paper/empty-week/"):
        page = parse(phone.get(path))
        assert "on a phone, tap Share" in page.text
        assert "press Ctrl+P" in page.text
        (button,) = page.having("data-print")
        assert button.get("hidden") is not None
        scripts = [s.get("src") for s in page.tagged("script") if s.get("src")]
        assert scripts == ["/static/js/print_button.js"]
        styles = [s.get("href") for s in page.tagged("link") if s.get("rel") == "stylesheet"]
        assert styles == ["/static/css/kidneycare.css", "/static/css/paper.css"]
