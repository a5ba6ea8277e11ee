"""Today and any other day: which one it is, what is shown, what is asked (rules.md 13 to 17)."""

from __future__ import annotations

import datetime as dt
from xml.etree.ElementTree import Element

import pytest
from django.test import Client

from people.models import Person
from practice.models import Pause, Preferences
from tests.conftest import MONDAY, MoveTo
from tests.factories import (
    HTMX,
    browser_of,
    everything_stored,
    new_person,
    new_plan,
    new_tick,
)
from tests.pages import Page, parse, parse_fragment

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
    assert "from an article on Chinese medicine, in English: “the document”" in page.text
    assert "Not medical treatment" in page.text
    assert [each.get("data-begin") for each in page.having("data-begin")] == ["easy", "one", "full"]
    ways = {b.get("value") for b in page.tagged("button") if b.get("name") == "way"}
    assert ways == {
        "easy",
        "full",
        "foot-massage",
        "kidney-strengthening-exercises",
        "waist-massage",
    }
    # 70 + 220 + 232 seconds with the guide, up to the last tick; 10 minutes of soak, 15 of rest.
    assert "Our idea: 3 in the evening, 9 min" in page.text
    # 232 + 3 x 70 + 52 + 2 x 220 + 3 x 617 seconds.
    assert "10 through the day, 46 min" in page.text
    assert "Foot soak and rest after it: 25 min more." in page.text
    assert len(page.required) == 10


def test_a_stranger_s_day_has_no_button_for_a_whole_period_nor_to_practise(
    client: Client, at: MoveTo
) -> None:
    for when in ("2026-11-23T09:00", "2026-11-23T21:00"):
        at(when)
        page = parse(client.get("/"))
        assert not [b for b in page.tagged("button") if (b.get("id") or "").startswith("all-")]
        assert not page.having("data-practise")


def test_the_other_languages_are_chosen_at_the_head(client: Client) -> None:
    page = parse(client.get("/zh-hans/"))
    (form,) = (f for f in page.tagged("form") if f.get("class") == "others")
    assert form.get("action") == "/look/"
    assert [button.get("value") for button in form.iter("button")] == ["en", "zh-hant"]


def test_somebody_with_an_easy_start_is_told_in_the_morning_what_the_evening_has(
    at: MoveTo,
) -> None:
    somebody = new_person()
    new_plan(person=somebody, starts=MONDAY, kind="easy")
    at("2026-11-23T09:00")
    page = parse(browser_of(somebody).get("/"))
    assert "0 done · 3 left this evening" in page.text
    opened = [e for e in page.tagged("details") if e.get("open") is not None]
    assert [each.get("id") for each in opened] == ["period-evening"]
    shown = [e.get("id") for e in page.tagged("details") if "hidden" not in e.attrib]
    assert {"period-morning", "period-afternoon"}.isdisjoint(shown), "they take no room"
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


# --- one thing to do next ---------------------------------------------------------------

PAGES: tuple[tuple[dict[str, dict[str, str]], str, str, str | None], ...] = (
    # what was sent, the head, the evening's count, what to practise next
    ({}, "0 done · 4 left this evening", "0 of 4 done", "Practise this evening · 15 min"),
    (
        {"waist-rub": {"done": "1", "amount": "90"}},
        "1 partly · 3 left this evening",
        "0 of 4 done, 1 partly",
        # 70 + 130 + 617 seconds.
        "Practise this evening · 14 min",
    ),
    (
        {
            **{key: {"done": "1"} for key in ("arm-raise", "waist-knead", "sole-rub")},
            "waist-rub": {"done": "1", "amount": "90"},
        },
        "3 done, 1 partly · 1 to finish this evening",
        "3 of 4 done, 1 partly",
        "Practise Waist rub · 2 min",
    ),
    (
        {"waist-rub": {"skip": "1"}},
        "0 done · 3 left this evening",
        "0 of 3 done",
        "Practise this evening · 11 min",
    ),
    (
        {key: {"skip": "1"} for key in ("arm-raise", "waist-knead", "sole-rub", "waist-rub")},
        "0 done · nothing left this evening",
        "not today",
        None,
    ),
    (
        {
            **{key: {"done": "1"} for key in ("arm-raise", "waist-knead", "sole-rub")},
            "waist-rub": {"skip": "1"},
        },
        "3 done",
        "3 of 3 done",
        None,
    ),
)


@pytest.mark.parametrize(("sent", "head", "count", "label"), PAGES)
def test_the_head_the_count_and_the_button_say_the_same(
    phone: Client, sent: dict[str, dict[str, str]], head: str, count: str, label: str | None
) -> None:
    for name, values in sent.items():
        phone.post(f"/day/2026-11-23/evening/{name}/1/", values)
    page = parse(phone.get("/"))
    summary, evening = page.by_id("summary"), page.by_id("count-evening")
    assert summary is not None
    assert evening is not None
    assert page.text_of(evening) == count
    assert page.text_of(summary).endswith(head)
    labels = [page.text_of(link).replace("\N{NO-BREAK SPACE}", " ") for link in jade(page)]
    assert labels == ([label] if label else [])
    # It began this evening: what lies before asks for nothing.
    warm = "That was everything for today. Rest well."
    assert (warm in page.text_of(summary)) == (head == "3 done")


def jade(page: Page) -> list[Element]:
    """What is green to tap, on the whole page."""
    found = [e for e in page.elements if {"jade", "go"} & set((e.get("class") or "").split())]
    assert found == page.having("data-practise")
    return found


def test_a_day_of_rest_shows_rest(phone: Client, person: Person) -> None:
    Pause.objects.create(person=person, first_day=MONDAY)
    page = parse(phone.get("/"))
    assert not jade(page)
    summary = page.by_id("summary")
    assert summary is not None
    assert page.text_of(summary) == "A day of rest"
    assert not [e for e in page.tagged("details") if e.get("open") is not None]
    assert not [e for e in page.tagged("i") if e.get("class") is None and e in marks(page)]
    phone.post("/day/2026-11-23/evening/sole-rub/1/", {"done": "1"})
    assert "1 done · a day of rest" in parse(phone.get("/")).text


def marks(page: Page) -> list[Element]:
    summary = page.by_id("summary")
    assert summary is not None
    return list(summary.iter("i"))


def test_today_is_said_of_today_alone(phone: Client) -> None:
    assert "second time today" in parse(phone.get("/")).text
    phone.post("/day/2026-11-20/evening/arm-raise/2/", {"done": "1"})
    text = parse(phone.get("/day/2026-11-20/")).text
    assert "second time that day" in text
    assert "time today" not in text


def test_something_hurts_stands_once(phone: Client) -> None:
    links = [e.get("href") for e in parse(phone.get("/")).tagged("a")]
    assert links.count("/when-it-hurts/") == 1


def test_a_day_before_the_record_says_so(phone: Client) -> None:
    assert "Before you began" in parse(phone.get("/day/2026-11-20/")).text
    phone.post("/day/2026-11-23/evening/arm-raise/1/", {"done": "1"})
    assert "Before you began" in parse(phone.get("/day/2026-11-20/")).text


# --- from a technique's page (rules.md 25) ------------------------------------------------


def test_to_tick_an_exercise_leads_to_its_row_also_outside_the_plan(
    phone: Client, client: Client
) -> None:
    response = phone.get("/", {"tick": "waist-knead"})
    row = "#slot-evening-waist-knead-1"
    assert (response.status_code, response["Location"]) == (302, f"/?from=waist-knead{row}")
    client.post("/plan/begin/", {"way": "foot-massage"})
    leads_to = client.get("/", {"tick": "arm-throw"})["Location"].partition("#")[2]
    assert parse(client.get("/")).by_id(leads_to) is not None
    assert client.get("/", {"tick": "nonsense"}).status_code == 200


def test_ticking_from_a_technique_s_page_begins_that_technique_alone(client: Client) -> None:
    address = client.get("/", {"tick": "waist-rub"})["Location"]
    page = parse(client.get(address))
    begins = [
        form.get("action")
        for form in page.tagged("form")
        if any(field.get("name") == "begin" for field in form.iter("input"))
    ]
    assert {(each or "").split("/")[4] for each in begins} == {"waist-rub", "waist-knead"}
    client.post("/day/2026-11-23/evening/waist-rub/1/", {"done": "1", "begin": "technique"})
    told = "You have begun one technique: Waist massage."
    page = parse(client.get("/"))
    assert told in page.text
    assert {slot.place.split("/")[1] for slot in page.required} == {"waist-rub", "waist-knead"}
    assert told not in parse(client.get("/")).text, "it is said once"


def test_by_htmx_the_page_is_loaded_anew_with_what_was_begun(client: Client) -> None:
    values = {"done": "1", "begin": "technique"}
    response = client.post("/day/2026-11-23/evening/sole-rub/1/", values, headers=HTMX)
    assert response["HX-Redirect"] == "/#slot-evening-sole-rub-1"
    assert "You have begun one technique: Foot massage." in parse(client.get("/")).text


def test_a_tick_in_the_document_s_day_says_at_once_what_it_began(client: Client) -> None:
    path = "/day/2026-11-23/evening/sole-rub/1/"
    told = "You have begun the document's full day."
    assert told in parse_fragment(client.post(path, {"done": "1"}, headers=HTMX)).text
    assert told not in parse(client.get("/")).text, "it is said once"
    assert told not in parse_fragment(client.post(path, {"done": "0"}, headers=HTMX)).text


def test_what_the_guide_began_is_said_on_the_next_page(client: Client) -> None:
    path = "/day/2026-11-23/evening/sole-rub/1/"
    values = {"done": "1", "source": "guided", "begin": "technique"}
    client.post(path, values, headers=HTMX)
    assert "You have begun one technique: Foot massage." in parse(client.get("/")).text


def test_who_has_chosen_begins_nothing(phone: Client) -> None:
    values = {"done": "1", "begin": "technique"}
    phone.post("/day/2026-11-23/evening/sole-rub/1/", values)
    page = parse(phone.get("/", {"from": "sole-rub"}))
    assert "You have begun" not in page.text
    assert len(page.required) == 10
    assert not [field for field in page.tagged("input") if field.get("name") == "begin"]


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
