"""Twelve weeks, the year and the first full week over HTTP."""

from __future__ import annotations

import datetime as dt
from xml.etree.ElementTree import Element

import pytest
from django.test import Client

from content.types import Period
from people.models import Person
from tests.conftest import MONDAY, MoveTo
from tests.factories import (
    browser_of,
    many_full_days,
    new_pause,
    new_person,
    new_plan,
    new_tick,
)
from tests.pages import Page, parse

pytestmark = pytest.mark.django_db

SVG = "{http://www.w3.org/2000/svg}"
WEEKS, YEAR = "/history/weeks/", "/history/year/2026/"
SEVEN_WEEKS_BEFORE = MONDAY - dt.timedelta(weeks=7)


@pytest.fixture
def steady(evening: None) -> Person:
    """Seven weeks: four of full days, one of rest, one in which only the waist was rubbed once."""
    somebody = new_person()
    new_plan(person=somebody, starts=SEVEN_WEEKS_BEFORE)
    many_full_days(person=somebody, last=SEVEN_WEEKS_BEFORE + dt.timedelta(days=27), days=28)
    rest = SEVEN_WEEKS_BEFORE + dt.timedelta(days=28)
    new_pause(person=somebody, first_day=rest, last_day=rest + dt.timedelta(days=6))
    new_tick(
        person=somebody,
        day=MONDAY - dt.timedelta(days=14),
        exercise="waist-rub",
        tenths=1200,
    )
    new_tick(person=somebody, day=MONDAY)
    return somebody


def drawn(page: Page) -> dict[str, list[str | None]]:
    """How high each bar of each exercise is, ``None`` for a gap."""
    found: dict[str, list[str | None]] = {}
    for figure in page.tagged("figure"):
        (name,) = (page.text_of(each) for each in figure.iter("b"))
        bars = [g for g in figure.iter(f"{SVG}g") if "translate" in g.attrib["transform"]]
        found[name] = [
            next(
                (r.get("height") for r in bar.iter(f"{SVG}rect") if r.get("class") == "done"), None
            )
            for bar in bars
        ]
    return found


def labels(page: Page) -> dict[str, str]:
    """What the pictures say of themselves."""
    pictures = [each for each in page.tagged(f"{SVG}svg") if each.get("role") == "img"]
    return dict(picture.attrib["aria-label"].split(": ", 1) for picture in pictures)


def rows(page: Page, table: Element) -> list[list[str]]:
    """A table as it reads."""
    return [[page.text_of(cell) for cell in row] for row in table.iter("tr")]


# --- twelve weeks ---------------------------------------------------------------


def test_twelve_weeks_begin_with_a_plain_sentence(steady: Person) -> None:
    """28 full days, one with a rub, today; seven of rest.

    Due: 28 full days are 280, two weeks after the rest 140: 420; today still runs.
    Credited: 280 and two thirds of a rub.
    """
    text = parse(browser_of(steady).get(WEEKS)).text
    assert "In the last twelve weeks you practised on 30 days. 7 days were days of rest." in text
    assert "Up to yesterday 66 %: 280 done, 1 partly, of 420." in text


def test_bars_are_as_high_as_the_share_and_a_week_without_due_is_a_gap(steady: Person) -> None:
    """The rub after the rest: 0.67 of 14 is 4 %; of this week no day is over."""
    bars = drawn(parse(browser_of(steady).get(WEEKS)))
    before = [None] * 4
    assert bars["Sole rub"] == [*before, "100", "100", "100", "100", None, "0", "0", "0"]
    assert bars["Waist rub"] == [*before, "100", "100", "100", "100", None, "4", "0", "0"]


def test_the_pictures_say_in_words_what_they_show(steady: Person) -> None:
    assert labels(parse(browser_of(steady).get(WEEKS)))["Waist rub"] == (
        "all done in 4 weeks, some in 1 week, not ticked in 1 week, nothing due in 5 weeks,"
        " this week has just begun."
    )


def test_on_the_first_day_the_running_week_has_just_begun_and_its_bars_are_open(
    at: MoveTo,
) -> None:
    at("2026-11-25T21:00")
    somebody = new_person()
    new_plan(person=somebody, starts=MONDAY + dt.timedelta(days=2))
    new_tick(person=somebody, day=MONDAY + dt.timedelta(days=2))
    page = parse(browser_of(somebody).get(WEEKS))
    for figure in page.tagged("figure"):
        assert page.text_of(figure).count("this week has just begun") == 1
        assert "nothing was due" not in page.text_of(figure)
    assert {tuple(bars) for bars in drawn(page).values()} == {(*[None] * 11, "0")}


def test_in_the_first_week_the_days_that_are_over_are_drawn(at: MoveTo) -> None:
    at("2026-11-27T21:00")
    somebody = new_person()
    new_plan(person=somebody, starts=MONDAY + dt.timedelta(days=2), sets={"sole-rub": (0, 0, 1)})
    new_tick(person=somebody, day=MONDAY + dt.timedelta(days=2), exercise="sole-rub")
    page = parse(browser_of(somebody).get(WEEKS))
    assert drawn(page) == {"Sole rub": [*[None] * 11, "50"]}
    assert labels(page)["Sole rub"].endswith("this week up to yesterday 1 of 2 done.")


def test_the_table_has_the_figures_of_every_week_page(steady: Person) -> None:
    browser = browser_of(steady)
    page = parse(browser.get(WEEKS))
    (table,) = page.tagged("table")
    together = next(iter(table.iter("tbody")))
    links = [link.attrib["href"] for link in together.iter("a")]
    assert len(links) == 12
    assert (links[0], links[-1]) == ("/history/2026-W37/", "/history/2026-W48/")
    for link, row in zip(links, rows(page, together)[1:], strict=True):
        summary = parse(browser.get(link)).week_summary
        percent, due = summary.get("data-adherence"), summary.get("data-due")
        running = link == links[-1]
        nothing = "this week has just begun" if running else "nothing was due"
        assert row[-1] == (f"{percent} %" if percent else nothing)
        assert not percent or f"of {due}" in row[1]


def test_every_exercise_has_its_part_of_the_table(steady: Person) -> None:
    page = parse(browser_of(steady).get(WEEKS))
    (table,) = page.tagged("table")
    parts = {rows(page, part)[0][0]: rows(page, part)[1:] for part in table.iter("tbody")}
    assert list(parts) == [
        *("All together", "Sole rub", "Arm raise", "Arm throw", "Waist rub", "Waist knead")
    ]
    assert all(len(part) == 12 for part in parts.values())
    assert parts["Waist rub"][-3:] == [
        ["9 Nov", "0 done, 1 partly, of 14", "4 %"],
        ["16 Nov", "0 of 14 done", "0 %"],
        ["23 Nov", "this week has just begun"],
    ]


def test_what_the_plan_never_asked_for_has_no_bars_and_says_so(at: MoveTo) -> None:
    at("2026-11-23T21:00")
    somebody = new_person()
    new_plan(person=somebody, starts=MONDAY, kind="easy")
    new_tick(person=somebody, day=MONDAY)
    page = parse(browser_of(somebody).get(WEEKS))
    assert list(drawn(page)) == ["Sole rub", "Arm raise", "Waist rub"]
    assert "Arm throw not in your plan" in page.text


def test_a_beginner_sees_a_sentence_and_no_empty_bars(phone: Client) -> None:
    page = parse(phone.get(WEEKS))
    assert "Nothing is ticked in the last twelve weeks." in page.text
    assert not page.tagged("figure")
    assert not page.tagged("table")


def test_a_stranger_is_told_what_will_stand_here(client: Client) -> None:
    for path in (WEEKS, YEAR):
        page = parse(client.get(path))
        assert "Here you will see your weeks" in page.text
        assert "Nothing is ticked" not in page.text


def test_the_week_leads_to_twelve_weeks_and_they_lead_to_the_year(phone: Client) -> None:
    def links(path: str) -> set[str | None]:
        return {link.get("href") for link in parse(phone.get(path)).tagged("a")}

    assert WEEKS in links("/history/")
    assert {YEAR, "/history/"} <= links(WEEKS)
    assert WEEKS in links(YEAR)


@pytest.mark.parametrize("path", [WEEKS, YEAR, "/history/2026-W47/"])
def test_history_is_where_one_is(phone: Client, path: str) -> None:
    page = parse(phone.get(path))
    (here,) = [link for link in page.tagged("a") if link.get("aria-current") == "page"]
    assert here.get("href") == "/history/"


# --- the year -------------------------------------------------------------------


def test_the_year_begins_with_a_plain_sentence(steady: Person) -> None:
    text = parse(browser_of(steady).get(YEAR)).text
    assert "In 2026 you practised on 30 days. 7 days were days of rest." in text
    assert "Up to yesterday 66 %: 280 done, 1 partly, of 420." in text


def test_the_present_month_lies_open_and_the_others_are_folded(steady: Person) -> None:
    page = parse(browser_of(steady).get(YEAR))
    months = [each for each in page.tagged("details") if "month" in each.attrib["class"]]
    assert [page.text_of(next(each.iter("h2"))) for each in months] == ["October", "November"]
    assert [each.get("open") is not None for each in months] == [False, True]
    assert "October 27 days" in page.text
    assert "November 3 days" in page.text


def test_each_row_leads_to_its_week_and_says_how_it_went(steady: Person) -> None:
    """November: the 1st was the last full day, then a week of rest."""
    page = parse(browser_of(steady).get(YEAR))
    said = {
        link.attrib["href"]: page.text_of(next(link.iter("span")))
        for each in page.tagged("ol")
        for link in each.iter("a")
    }
    assert said["/history/2026-W44/"] == "1 November: all done on 1 day."
    assert said["/history/2026-W45/"] == "2 to 8 November: rest on 7 days."
    assert said["/history/2026-W46/"] == "9 to 15 November: some on 1 day, not ticked on 6 days."
    assert said["/history/2026-W48/"] == "23 to 29 November: some on 1 day."
    assert said["/history/2026-W40/"] == "1 to 4 October: nothing due on 4 days."


def test_the_seals_of_the_calendar_are_those_of_the_days(steady: Person) -> None:
    page = parse(browser_of(steady).get(YEAR))
    november = list(page.tagged("ol"))[-1]
    shown = [(page.text_of(i), i.get("class")) for i in november.iter("i") if page.text_of(i)]
    assert shown[0] == ("1", "mark-all")
    assert shown[1] == ("2 rest", "mark-rest")
    assert shown[8:10] == [("9", "mark-some"), ("10", "mark-open")]
    assert shown[22:] == [("23", "mark-some"), *((str(day), None) for day in range(24, 30))]


def test_the_months_as_a_table(steady: Person) -> None:
    """October: 27 days from the 5th. November: 1 full day, 140 after the rest."""
    page = parse(browser_of(steady).get(YEAR))
    (table,) = page.tagged("table")
    assert rows(page, table)[1:] == [
        ["Oct", "270 of 270 done", "100 %"],
        ["Nov", "10 done, 1 partly, of 150", "7 %"],
    ]


def test_years_lead_to_each_other_as_far_as_there_is_something(at: MoveTo) -> None:
    at("2027-02-01T12:00")
    somebody = new_person()
    new_plan(person=somebody, starts=MONDAY)
    new_tick(person=somebody, day=MONDAY)
    browser = browser_of(somebody)

    def years(path: str) -> set[str | None]:
        links = {link.get("href") for link in parse(browser.get(path)).tagged("a")}
        return {link for link in links if link and "/year/" in link}

    assert years(WEEKS) == {"/history/year/2027/"}
    assert years("/history/year/2027/") == {"/history/year/2026/"}
    assert years("/history/year/2026/") == {"/history/year/2027/"}
    assert browser.get("/history/year/2028/").status_code == 404
    assert "Nothing is ticked in 2025." in parse(browser.get("/history/year/2025/")).text


def test_somebody_who_flew_west_on_new_years_day_can_still_read_it(at: MoveTo) -> None:
    """Rules.md 15."""
    at("2026-12-31T20:00")
    somebody = new_person()
    new_plan(person=somebody, starts=MONDAY)
    browser = browser_of(somebody)
    assert browser.get("/history/year/2027/").status_code == 404
    new_tick(person=somebody, day=dt.date(2027, 1, 1), period=Period.MORNING, exercise="waist-rub")
    assert "In 2027 you practised on 1 day." in parse(browser.get("/history/year/2027/")).text


# --- the first full week ----------------------------------------------------------


@pytest.fixture
def new_here(evening: None) -> Person:
    """Somebody who began on Sunday 15 November and practised twice in the week after."""
    somebody = new_person(blanks_settled_to=MONDAY)
    new_plan(person=somebody, starts=MONDAY.replace(day=15))
    new_tick(person=somebody, day=MONDAY.replace(day=15))
    new_tick(person=somebody, day=MONDAY.replace(day=17))
    new_tick(person=somebody, day=MONDAY.replace(day=18), exercise="waist-rub", tenths=600)
    return somebody


def test_the_first_full_week_closes_with_its_seals_and_one_sentence(new_here: Person) -> None:
    page = parse(browser_of(new_here).get("/history/2026-W47/"))
    assert page.text.count("Your first full week") == 1
    (picture,) = [each for each in page.having("role") if each.get("role") == "img"]
    assert picture.get("aria-label") == "A page with 2 seals"
    assert [seal.get("class") for seal in picture.iter("i")] == ["mark-all", "mark-some"]
    assert "Every seal on this page is something good you did for yourself." in page.text


@pytest.mark.parametrize("path", ["/history/2026-W46/", "/history/", "/history/2026-W48/"])
def test_no_other_week_closes_so(new_here: Person, path: str) -> None:
    assert "first full week" not in parse(browser_of(new_here).get(path)).text


def test_it_does_not_close_before_its_sunday_is_over(new_here: Person, at: MoveTo) -> None:
    browser = browser_of(new_here)
    at("2026-11-23T03:59")
    assert "first full week" not in parse(browser.get("/history/2026-W47/")).text
    at("2026-11-23T04:00")
    assert "first full week" in parse(browser.get("/history/2026-W47/")).text


def test_today_leads_to_it_until_something_is_ticked(new_here: Person) -> None:
    browser = browser_of(new_here)
    page = parse(browser.get("/"))
    assert "Last week was your first full week." in page.text
    assert "/history/2026-W47/" in {link.get("href") for link in page.tagged("a")}
    browser.post("/day/2026-11-23/evening/sole-rub/1/", {"done": "1"})
    assert "first full week" not in parse(browser.get("/")).text


def test_beside_a_percentage_stands_what_it_is_of(phone: Client) -> None:
    for path in ("/history/", WEEKS, YEAR):
        assert "You chose 10 a day; the document has 10." in parse(phone.get(path)).text
