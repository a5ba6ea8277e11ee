"""The week over HTTP (rules.md 7 to 11)."""

from __future__ import annotations

import pytest
from django.test import Client

from people.models import Person
from practice.models import Feeling
from tests.conftest import MONDAY, MoveTo
from tests.factories import browser_of, new_note, new_pause, new_person, new_plan, new_tick
from tests.pages import Page, parse

pytestmark = pytest.mark.django_db


def share(page: Page, day: str) -> tuple[str | None, str | None, str | None]:
    row = page.day(day)
    return row.get("data-adherence"), row.get("data-due"), row.get("data-credited")


def test_first_tick_monday_evening_full_day_due_4_that_day(client: Client, at: MoveTo) -> None:
    """Rules.md 8."""
    at("2026-11-23T21:00")
    client.post("/day/2026-11-23/evening/sole-rub/1/", {"done": "1"})
    at("2026-11-24T12:00")
    assert share(parse(client.get("/history/")), "2026-11-23") == ("25", "4", "1")


def test_mending_earlier_days_never_moves_the_start(client: Client, at: MoveTo) -> None:
    """Rules.md 8: what is ticked there is due as far as it is credited."""
    at("2026-11-24T21:00")
    client.post("/day/2026-11-24/evening/sole-rub/1/", {"done": "1"})
    for place in ("morning/waist-rub/1", "evening/sole-rub/1"):
        client.post(f"/day/2026-11-23/{place}/", {"done": "1"})
    at("2026-11-25T12:00")
    page = parse(client.get("/history/"))
    assert share(page, "2026-11-23") == ("100", "2", "2")
    assert share(page, "2026-11-24") == ("25", "4", "1")


@pytest.mark.parametrize("state", [{"skip": "1"}, {"done": "0"}])
def test_what_was_only_skipped_or_undone_on_time_does_not_move_the_start_when_mended(
    client: Client, at: MoveTo, state: dict[str, str]
) -> None:
    """Rules.md 8: the start is the earliest tick done on time."""
    at("2026-11-23T21:00")
    client.post("/day/2026-11-23/evening/sole-rub/1/", state)
    at("2026-11-24T21:00")
    client.post("/day/2026-11-24/evening/sole-rub/1/", {"done": "1"})
    client.post("/day/2026-11-23/evening/sole-rub/1/", {"done": "1"})
    at("2026-11-25T12:00")
    page = parse(client.get("/history/"))
    assert share(page, "2026-11-23") == ("100", "1", "1")
    assert page.day("2026-11-23").get("data-before-record") == "true"


def test_what_was_done_on_time_begins_the_record_whatever_is_written_after_it(
    client: Client, at: MoveTo
) -> None:
    """Rules.md 8: undone the same evening, and done again a day later."""
    at("2026-11-23T21:00")
    for done in ("1", "0"):
        client.post("/day/2026-11-23/evening/sole-rub/1/", {"done": done})
        at("2026-11-23T22:00")
    at("2026-11-24T21:00")
    client.post("/day/2026-11-23/evening/sole-rub/1/", {"done": "1"})
    assert share(parse(client.get("/history/")), "2026-11-23") == ("25", "4", "1")


def test_at_half_past_one_3_of_4_and_1_of_2_are_80_percent(client: Client, at: MoveTo) -> None:
    """Rules.md 7: 13:30, morning 3 of 4 done, afternoon 1 of 2 done: 4 of 5 = 80 %."""
    at("2026-11-23T08:00")
    for place in ("waist-rub/1", "waist-knead/1", "arm-raise/1"):
        client.post(f"/day/2026-11-23/morning/{place}/", {"done": "1"})
    at("2026-11-23T13:30")
    client.post("/day/2026-11-23/afternoon/waist-knead/1/", {"done": "1"})
    page = parse(client.get("/history/"))
    assert share(page, "2026-11-23") == ("80", "5", "4")
    # The day still runs: it has no percentage on the page, and the week none at all.
    assert page.week_summary.get("data-adherence") == ""
    assert "Today so far: 4 done, 5 to go." in page.text
    assert "%" not in page.text
    assert "You chose 10 a day; the document has 10." in page.text


def test_at_nine_with_2_done_2_of_2(client: Client, at: MoveTo) -> None:
    """Rules.md 7."""
    at("2026-11-23T09:00")
    for place in ("waist-rub/1", "arm-throw/1"):
        client.post(f"/day/2026-11-23/morning/{place}/", {"done": "1"})
    assert share(parse(client.get("/history/")), "2026-11-23") == ("100", "2", "2")


def test_parts_of_a_slot_are_told_with_two_decimals(client: Client, at: MoveTo) -> None:
    """Rules.md 6: 120 of 180 = 0.67."""
    at("2026-11-23T21:00")
    client.post("/day/2026-11-23/evening/waist-rub/1/", {"done": "1", "amount": "120"})
    assert share(parse(client.get("/history/")), "2026-11-23") == ("66", "1", "0.67")


def test_a_skipped_slot_is_not_due(client: Client, at: MoveTo) -> None:
    """Rules.md 7."""
    at("2026-11-23T21:00")
    client.post("/day/2026-11-23/evening/sole-rub/1/", {"done": "1"})
    client.post("/day/2026-11-23/evening/waist-knead/1/", {"skip": "1"})
    at("2026-11-24T12:00")
    assert share(parse(client.get("/history/")), "2026-11-23") == ("33", "3", "1")


def test_the_smallest_share_is_1_percent_and_never_0(client: Client, at: MoveTo) -> None:
    """Rules.md 11: rounded down, at least 1 where anything is credited."""
    at("2026-11-23T08:00")
    client.post("/day/2026-11-23/morning/waist-rub/1/", {"done": "1", "amount": "1"})
    at("2026-11-29T21:00")
    assert parse(client.get("/history/")).week_summary.get("data-adherence") == "1"


def test_a_week_is_the_sum_over_slots_never_a_mean_of_days(at: MoveTo) -> None:
    """Rules.md 11."""
    at("2026-11-23T08:00")
    somebody = new_person()
    new_plan(person=somebody, starts=MONDAY)
    browser = browser_of(somebody)
    new_tick(person=somebody, day=MONDAY, exercise="arm-raise")
    new_plan(person=somebody, starts=MONDAY.replace(day=24), sets={"sole-rub": (0, 0, 1)})
    new_tick(person=somebody, day=MONDAY.replace(day=24))
    at("2026-11-25T12:00")
    page = parse(browser.get("/history/"))
    assert share(page, "2026-11-23") == ("25", "4", "1")
    assert share(page, "2026-11-24") == ("100", "1", "1")
    assert page.week_summary.get("data-adherence") == "40"


def test_a_week_in_which_nothing_was_due_is_empty_and_says_so(phone: Client, at: MoveTo) -> None:
    phone.post("/day/2026-11-23/evening/sole-rub/1/", {"done": "1"})
    page = parse(phone.get("/history/2026-W40/"))
    assert page.week_summary.get("data-adherence") == ""
    assert {row.get("data-adherence") for row in page.having("data-day")} == {""}
    assert "Nothing was due" in page.text


def test_weeks_are_iso_weeks_monday_first_across_new_year(phone: Client, at: MoveTo) -> None:
    at("2027-01-05T12:00")
    page = parse(phone.get("/history/2026-W53/"))
    days = [row.get("data-day") for row in page.having("data-day")]
    assert (days[0], days[-1]) == ("2026-12-28", "2027-01-03")
    links = {link.get("href") for link in page.tagged("a")}
    assert {"/history/2026-W52/", "/history/2027-W01/"} <= links


def test_the_present_week_has_no_week_after_it(phone: Client) -> None:
    links = {link.get("href") for link in parse(phone.get("/history/")).tagged("a")}
    assert "/history/2026-W47/" in links
    assert "/history/2026-W49/" not in links
    assert phone.get("/history/2026-W49/").status_code == 404


def test_days_to_come_are_told_and_lead_nowhere(phone: Client) -> None:
    page = parse(phone.get("/history/"))
    assert page.text.count("to come") == 6
    assert not list(page.day("2026-11-24").iter("a"))


def test_each_exercise_of_the_week_has_its_line(phone: Client, at: MoveTo) -> None:
    at("2026-11-23T21:00")
    phone.post("/day/2026-11-23/evening/sole-rub/1/", {"done": "1"})
    phone.post("/plan/set-aside/", {"exercise": "waist-rub"})
    at("2026-11-24T12:00")
    text = parse(phone.get("/history/")).text
    assert "Sole rub 1 of 1" in text
    assert "Waist knead 0 of 1" in text
    assert "Waist rub not in your plan" in text


def test_the_sentence_speaks_of_days_that_are_over_and_of_today_apart(
    phone: Client, person: Person, at: MoveTo
) -> None:
    """Rules.md 27. Monday evening: 3 and two thirds of 4; Tuesday evening: one so far."""
    at("2026-11-23T21:00")
    for place in ("arm-raise/1", "sole-rub/1", "waist-knead/1"):
        phone.post(f"/day/2026-11-23/evening/{place}/", {"done": "1"})
    phone.post("/day/2026-11-23/evening/waist-rub/1/", {"done": "1", "amount": "120"})
    at("2026-11-24T21:00")
    phone.post("/day/2026-11-24/evening/sole-rub/1/", {"done": "1"})
    page = parse(phone.get("/history/"))
    assert (
        "Up to yesterday 91 %: 3 done, 1 partly, of 4. Today so far: 1 done, 3 to go." in page.text
    )
    summary = page.week_summary
    shown = [summary.get(f"data-{name}") for name in ("adherence", "due", "credited")]
    assert shown == ["91", "4", "3.67"]
    assert "Waist rub 0 of 1, 1 partly" in page.text
    # The day itself keeps rule 7: 1 of the 7 that were due by then.
    assert share(page, "2026-11-24") == ("14", "7", "1")
    assert page.text_of(page.day("2026-11-24")).endswith("Evening: 1 done. 1 done")


def test_days_over_before_the_record_say_so_and_lead_to_their_day(
    phone: Client, at: MoveTo
) -> None:
    at("2026-11-25T21:00")
    phone.post("/day/2026-11-25/evening/sole-rub/1/", {"done": "1"})
    page = parse(phone.get("/history/"))
    before = [row.get("data-day") for row in page.having("data-before-record")]
    assert before == ["2026-11-23", "2026-11-24"]
    assert {row.get("data-before-record") for row in page.having("data-before-record")} == {"true"}
    row = page.day("2026-11-23")
    assert page.text_of(row).endswith("before you began")
    assert len([each for each in row.iter("span") if each.get("class") == "cell"]) == 3
    assert len([each for each in row.iter("i") if each.get("class") == "mark-nothing"]) == 3
    (link,) = page.day("2026-11-23").iter("a")
    assert link.get("href") == "/day/2026-11-23/"
    # What is mended there is shown in its place.
    phone.post("/day/2026-11-23/morning/waist-rub/1/", {"done": "1"})
    row = parse(phone.get("/history/")).day("2026-11-23")
    assert row.get("data-before-record") == "true"
    assert "Morning: 1 of 1 done." in page.text_of(row)
    assert page.text_of(row).endswith("1 of 1")
    # The day's own page agrees (rules.md 8, 12 and 26).
    page = parse(phone.get("/day/2026-11-23/"))
    summary, morning, evening = (
        page.by_id(name) for name in ("summary", "count-morning", "count-evening")
    )
    assert summary is not None
    assert morning is not None
    assert evening is not None
    assert page.text_of(summary) == "1 done, of 1"
    assert page.text_of(morning) == "1 of 1 done"
    assert page.text_of(evening) == "before you began"


def test_a_day_of_rest_says_rest(phone: Client, person: Person, at: MoveTo) -> None:
    new_pause(person=person, first_day=MONDAY.replace(day=24), last_day=MONDAY.replace(day=24))
    at("2026-11-23T21:00")
    phone.post("/day/2026-11-23/evening/sole-rub/1/", {"done": "1"})
    at("2026-11-25T12:00")
    page = parse(phone.get("/history/"))
    row = page.day("2026-11-24")
    # A cell a period, and one word for all of them.
    assert page.text_of(row) == "Tue 24 24 November" + 4 * " rest"
    assert len([each for each in row.iter("span") if each.get("class") == "cell"]) == 3


def test_what_was_chosen_under_several_plans_is_told_as_such(at: MoveTo) -> None:
    at("2026-11-23T08:00")
    somebody = new_person()
    new_plan(person=somebody, starts=MONDAY, kind="easy")
    new_plan(person=somebody, starts=MONDAY.replace(day=25))
    new_tick(person=somebody, day=MONDAY)
    browser = browser_of(somebody)
    at("2026-11-24T21:00")
    assert "You chose 3 a day; the document has 10." in parse(browser.get("/history/")).text
    at("2026-11-25T21:00")
    told = "Your plan has changed: you chose from 3 to 10 a day; the document has 10."
    for path in ("/history/", "/history/weeks/", "/history/year/2026/"):
        assert told in parse(browser.get(path)).text


def test_what_the_document_measures_is_told_beside_what_was_chosen(client: Client) -> None:
    client.post("/plan/begin/", {"way": "easy"})
    client.post("/day/2026-11-20/morning/arm-throw/1/", {"done": "1"})
    told = "You chose 3 a day; the document has 10."
    measured = "Days before the first plan are measured by the document's 10."
    for path in ("/history/2026-W47/", "/history/weeks/", "/history/year/2026/"):
        assert f"{told} {measured}" in parse(client.get(path)).text
    assert measured not in parse(client.get("/history/")).text


def test_a_column_is_headed_due_only_where_a_day_with_something_due_is_over(
    phone: Client, at: MoveTo
) -> None:
    phone.post("/day/2026-11-23/evening/sole-rub/1/", {"done": "1"})
    assert "done / due" not in parse(phone.get("/history/")).text
    at("2026-11-24T12:00")
    assert "done / due" in parse(phone.get("/history/")).text


def test_what_was_noted_of_a_day_is_seen_in_its_week(at: MoveTo) -> None:
    at("2026-11-24T12:00")
    somebody = new_person(keeps_notes=True)
    new_plan(person=somebody, starts=MONDAY)
    new_tick(person=somebody, day=MONDAY)
    new_note(person=somebody, day=MONDAY, feeling=Feeling.SORE, words="<b>Warm</b> feet.")
    new_note(person=somebody, day=MONDAY.replace(day=20), words="Before.")
    text = parse(browser_of(somebody).get("/history/")).text
    assert "What you noted Monday 23 November A little sore. <b>Warm</b> feet." in text
    assert "Before." not in text
