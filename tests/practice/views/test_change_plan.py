"""My plan: times of day and sets, a change to come, the weekly offer to grow (rules.md 12)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from people.erase import lock_person
from people.models import Person
from practice.models import PlanVersion
from practice.rules.plan import Plan
from tests.conftest import MONDAY, MoveTo
from tests.factories import browser_of, everything_stored, new_plan, new_tick
from tests.pages import parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

MY_OWN = {
    "starts": "today",
    "sole-rub-evening": "1",
    "arm-raise-morning": "2",
    "arm-raise-evening": "3",
    "waist-rub-morning": "1",
}
TUESDAY = MONDAY + dt.timedelta(days=1)


def versions() -> list[Plan]:
    return [version.as_plan() for version in PlanVersion.objects.order_by("starts")]


# --- times of day and sets ---------------------------------------------------------


def test_times_of_day_and_sets_are_chosen_from_today_on(phone: Client) -> None:
    response = phone.post("/plan/change/", MY_OWN)
    assert (response.status_code, response["Location"]) == (303, "/plan/")
    (plan,) = versions()
    assert (plan.starts, plan.kind) == (MONDAY, "own")
    assert dict(plan.sets) == {
        "sole-rub": (0, 0, 1),
        "arm-raise": (2, 0, 3),
        "waist-rub": (1, 0, 0),
    }
    assert [slot.place for slot in parse(phone.get("/")).required] == [
        "evening/arm-raise/1",
        "evening/arm-raise/2",
        "evening/arm-raise/3",
        "evening/sole-rub/1",
        "morning/arm-raise/1",
        "morning/arm-raise/2",
        "morning/waist-rub/1",
    ]


def test_the_form_shows_what_is_chosen_now(phone: Client) -> None:
    phone.post("/plan/change/", MY_OWN)
    page = parse(phone.get("/plan/"))
    checked = {e.get("name") for e in page.having("checked") if e.get("type") == "checkbox"}
    assert checked == {"sole-rub-evening", "waist-rub-morning"}
    chosen = {
        select.get("name"): option.get("value")
        for select in page.tagged("select")
        for option in select.iter("option")
        if option.get("selected") is not None
    }
    assert chosen["arm-raise-morning"] == "2"
    assert chosen["arm-raise-evening"] == "3"
    assert chosen["arm-throw-morning"] == "0"
    assert "Arm raise Morning 2× · Evening 3×" in page.text


def test_what_is_no_longer_wanted_is_set_aside_and_taken_up_as_it_was(phone: Client) -> None:
    phone.post("/plan/change/", MY_OWN)
    phone.post("/plan/set-aside/", {"exercise": "arm-raise"})
    assert "arm-raise" not in versions()[0].sets
    phone.post("/plan/take-up/", {"exercise": "arm-raise"})
    (plan,) = versions()
    assert plan.sets["arm-raise"] == (2, 0, 3)
    assert (plan.kind, dict(plan.aside)) == (
        "own",
        {"arm-throw": (1, 0, 0), "waist-knead": (1, 1, 1)},
    )


def test_the_notice_names_every_exercise_left_out_or_added(phone: Client) -> None:
    phone.post("/plan/set-aside/", {"exercise": ["waist-rub", "waist-knead"]})
    said = "Left out from today: Waist rub, Waist knead."
    assert said in parse(phone.get("/when-it-hurts/")).text
    phone.post("/plan/take-up/", {"exercise": "waist-rub"})
    assert "今天起加入计划：搓腰。" in parse(phone.get("/zh-hans/plan/")).text


def test_a_change_for_tomorrow_leaves_today_and_is_told_and_can_be_taken_back(
    phone: Client, at: MoveTo
) -> None:
    phone.post("/plan/change/", {**MY_OWN, "starts": "tomorrow"})
    assert [plan.starts for plan in versions()] == [MONDAY, TUESDAY]
    assert len(parse(phone.get("/")).required) == 10
    assert "From Tuesday 24 November on: 7 a day." in parse(phone.get("/plan/")).text
    at("2026-11-24T12:00")
    assert len(parse(phone.get("/")).required) == 7
    at("2026-11-23T22:00")
    phone.post("/plan/withdraw/")
    assert [plan.starts for plan in versions()] == [MONDAY]


def test_what_somebody_began_with_is_not_taken_back_when_they_fly_west(
    client: Client, at: MoveTo
) -> None:
    """In Tokyo it is Tuesday already; the phone then says Monday."""
    at("2026-11-23T20:00")
    client.post("/me/zone/", {"zone": "Asia/Tokyo"})
    client.post("/plan/begin/", {"way": "easy"})
    client.post("/me/zone/", {"zone": "America/Los_Angeles"})
    page = parse(client.get("/plan/"))
    assert "3 a day, since" in page.text
    assert "Take this change back" not in page.text
    client.post("/plan/change/", {**MY_OWN, "starts": "monday"})
    assert "Take this change back" in parse(client.get("/plan/")).text
    client.post("/plan/withdraw/")
    assert [plan.kind for plan in versions()] == ["easy"]
    client.post("/day/2026-11-23/evening/sole-rub/1/", {"done": "1"})
    assert parse(client.get("/")).slot("evening/sole-rub/1").done == "true"


def test_what_has_begun_is_not_taken_back(phone: Client, at: MoveTo) -> None:
    phone.post("/plan/change/", {**MY_OWN, "starts": "tomorrow"})
    at("2026-11-24T12:00")
    before = everything_stored()
    phone.post("/plan/withdraw/")
    assert everything_stored() == before


def test_a_change_from_monday_waits_for_next_monday(phone: Client) -> None:
    phone.post("/plan/change/", {**MY_OWN, "starts": "monday"})
    assert versions()[-1].starts == dt.date(2026, 11, 30)


def test_keeping_what_is_there_writes_nothing(phone: Client, at: MoveTo) -> None:
    phone.post("/plan/change/", MY_OWN)
    at("2026-11-25T12:00")
    before = everything_stored()
    phone.post("/plan/change/", MY_OWN)
    assert everything_stored() == before


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({**MY_OWN, "starts": ""}, "Choose from which day on."),
        ({**MY_OWN, "starts": "yesterday"}, "Choose from which day on."),
        ({"starts": "today"}, "Choose at least one."),
        (
            {**MY_OWN, "arm-raise-afternoon": "1"},
            "Arm raise: the document goes up to 5 a day.",
        ),
        ({**MY_OWN, "arm-raise-morning": "6"}, "This form was changed on its way"),
        ({**MY_OWN, "arm-raise-morning": "-1"}, "This form was changed on its way"),
        ({**MY_OWN, "waist-rub-morning": "2"}, "This form was changed on its way"),
        ({**MY_OWN, "waist-rub-morning": "many"}, "This form was changed on its way"),
    ],
)
def test_what_a_plan_cannot_be_is_told_and_nothing_is_written(
    phone: Client, values: dict[str, str], told: str
) -> None:
    before = everything_stored()
    response = phone.post("/plan/change/", values)
    assert response.status_code == 400
    assert told in parse(response).text
    assert everything_stored() == before


def test_a_time_of_day_the_document_lacks_is_not_in_the_form_nor_in_the_plan(
    phone: Client,
) -> None:
    phone.post("/plan/change/", {**MY_OWN, "sole-rub-morning": "1"})
    assert versions()[0].sets["sole-rub"] == (0, 0, 1)


def test_past_days_keep_their_plan_whatever_is_chosen_today(phone: Client, at: MoveTo) -> None:
    """Rules.md 12: never before."""
    at("2026-11-23T08:00")
    phone.post("/day/2026-11-23/morning/waist-rub/1/", {"done": "1"})
    at("2026-11-25T08:00")
    before = parse(phone.get("/history/"))
    phone.post("/plan/change/", MY_OWN)
    after = parse(phone.get("/history/"))
    for day in ("2026-11-23", "2026-11-24"):
        assert before.day(day).attrib == after.day(day).attrib
    assert after.day("2026-11-24").get("data-due") == "10"


# --- the weekly offer ----------------------------------------------------------------


@pytest.fixture
def easy(person: Person) -> Client:
    """Somebody whose easy start began on Monday."""
    new_plan(person=person, starts=MONDAY, kind="easy")
    new_tick(person=person, day=MONDAY)
    return browser_of(person)


OFFER = "your plan can grow by one"
FIRST = {"answer": "yes", "step": "morning/arm-throw/1"}


def test_after_a_week_an_easy_start_is_offered_one_more_and_only_then(
    easy: Client, at: MoveTo
) -> None:
    at("2026-11-29T21:00")
    assert OFFER not in parse(easy.get("/")).text
    at("2026-11-30T21:00")
    assert "grow by one: Arm throw (Morning)." in parse(easy.get("/")).text
    assert OFFER in parse(easy.get("/plan/")).text
    response = easy.post("/plan/grow/", FIRST)
    assert (response.status_code, response["Location"]) == (303, "/plan/")
    assert [plan.daily_total for plan in versions()] == [3, 4]
    assert OFFER not in parse(easy.get("/")).text


def test_left_as_it_is_it_is_offered_again_in_a_week(easy: Client, at: MoveTo) -> None:
    at("2026-11-30T21:00")
    easy.post("/plan/grow/", {**FIRST, "answer": "later"})
    assert len(versions()) == 1
    for when, offered in (("2026-12-06T21:00", False), ("2026-12-07T21:00", True)):
        at(when)
        assert (OFFER in parse(easy.get("/")).text) is offered


def test_the_offer_sent_twice_adds_one(easy: Client, at: MoveTo) -> None:
    at("2026-11-30T21:00")
    easy.post("/plan/grow/", FIRST)
    easy.post("/plan/grow/", FIRST)
    assert [plan.daily_total for plan in versions()] == [3, 4]


def test_week_by_week_it_grows_to_the_document_s_day_with_the_knead_last(
    easy: Client, at: MoveTo
) -> None:
    """By hand: 3 in the evening; arm throw; two mornings; one afternoon; three kneads."""
    grown = []
    for week in range(1, 9):
        at(f"{MONDAY + dt.timedelta(weeks=week)}T21:00")
        page = parse(easy.get("/"))
        steps = [e.attrib["value"] for e in page.tagged("input") if e.get("name") == "step"]
        grown += steps
        for step in steps:
            easy.post("/plan/grow/", {"answer": "yes", "step": step})
    assert grown == [
        "morning/arm-throw/1",
        "morning/arm-raise/1",
        "morning/waist-rub/1",
        "afternoon/arm-raise/1",
        "evening/waist-knead/1",
        "morning/waist-knead/1",
        "afternoon/waist-knead/1",
    ]
    last = versions()[-1]
    assert (last.kind, last.daily_total) == ("full", 10)


def test_nothing_is_offered_to_a_full_day_or_on_a_day_of_rest(
    phone: Client, easy: Client, at: MoveTo
) -> None:
    easy.post("/rest/", {"days": "open"})
    at("2026-12-14T21:00")
    assert OFFER not in parse(easy.get("/")).text


def test_what_was_set_aside_is_never_offered(easy: Client, at: MoveTo) -> None:
    easy.post("/plan/set-aside/", {"exercise": "waist-rub"})
    at("2026-11-30T21:00")
    easy.post("/plan/grow/", FIRST)
    at("2026-12-07T21:00")
    easy.post("/plan/grow/", {"answer": "yes", "step": "morning/arm-raise/1"})
    at("2026-12-14T21:00")
    assert "grow by one: Arm raise (Afternoon)." in parse(easy.get("/")).text


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"answer": "maybe", "step": ""},
        {"answer": "yes", "step": "x"},
        {**FIRST, "step": "a/b/c"},
    ],
)
def test_any_other_answer_is_refused(easy: Client, values: dict[str, str]) -> None:
    before = everything_stored()
    assert easy.post("/plan/grow/", values).status_code == 400
    assert everything_stored() == before


# --- nobody there any more ------ --------------------------------------------------


def test_a_change_to_a_record_that_is_just_erased_is_told(
    phone: Client, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The record goes after the browser was recognised and before anything is written."""

    def erased_meanwhile(person: Person) -> Person:
        Person.objects.all().delete()
        return lock_person(person)

    monkeypatch.setattr("practice.store.write.lock_person", erased_meanwhile)
    response = phone.post("/plan/begin/", {"way": "easy"})
    assert response.status_code == 409
    assert "erased a moment ago" in parse(response).text


def test_a_stranger_is_offered_nothing_and_puts_nothing_off(client: Client) -> None:
    """Somebody without a plan would be made, whose ticks nobody sees."""
    response = client.post("/plan/grow/", {**FIRST, "answer": "later"})
    assert response.status_code == 400
    assert "tick something first" in parse(response).text
    assert not Person.objects.exists()
