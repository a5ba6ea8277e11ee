"""What Today shows: the ways to begin, one thing to do next, what was begun (rules.md 25 to 27)."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest
from django.test import Client

from people.models import Person
from practice.models import Pause
from tests.conftest import MONDAY, MoveTo
from tests.factories import (
    HTMX,
    browser_of,
    new_person,
    new_plan,
)
from tests.pages import Page, parse, parse_fragment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]


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
    assert "Sole rub: soak and rest, 25 min more." in page.text
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
        "1 partly · 4 to finish this evening",
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
    # What was left out, perhaps for pain, is no reason to say that everything was done.
    warm = "That is it for today. Rest well."
    assert (warm in page.text_of(summary)) == (head == "3 done")
    assert "everything" not in page.text_of(summary)


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
    phone.post("/day/2026-11-23/evening/waist-rub/1/", {"skip": "1"})
    page = parse(phone.get("/"))
    assert not [e for e in page.tagged("details") if e.get("open") is not None]
    assert not [e for e in page.tagged("i") if e.get("class") is None and e in marks(page)]
    phone.post("/day/2026-11-23/evening/sole-rub/1/", {"done": "1"})
    page = parse(phone.get("/"))
    assert "1 done · a day of rest" in page.text
    # What was done stays in sight.
    opened = [e.get("id") for e in page.tagged("details") if e.get("open") is not None]
    assert opened == ["period-evening"]


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
