"""A slot's own page: the true amount, the document's own end, partly done (rules.md 5, 6)."""

from __future__ import annotations

import pytest
from django.test import Client

from people.models import Person
from practice.models import Source
from tests.conftest import MONDAY, MoveTo
from tests.factories import new_tick, rows_stored
from tests.pages import parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

RUB = "/day/2026-11-23/evening/waist-rub/1/"


def test_the_page_of_a_slot_asks_how_much_it_was(phone: Client) -> None:
    phone.post(RUB, {"done": "1", "amount": "120"})
    page = parse(phone.get(RUB))
    assert "Partly done, 120 rubs" in page.text
    (slot,) = page.slots
    assert (slot.key, slot.done, slot.credit) == ("2026-11-23/evening/waist-rub/1", "false", "0.67")
    amount = page.by_id("amount")
    assert amount is not None
    assert amount.get("value") == "120"


def test_the_document_s_own_end_makes_any_amount_the_whole(phone: Client) -> None:
    """Rules.md 6: 1 when the document's own end was felt."""
    phone.post(RUB, {"done": "1", "amount": "120", "felt": "1"})
    assert parse(phone.get("/")).slot("evening/waist-rub/1").done == "true"
    assert "Done, 120 rubs, waist feels warm" in parse(phone.get(RUB)).text


@pytest.mark.parametrize("exercise", ["arm-raise", "arm-throw"])
def test_an_exercise_without_an_end_to_feel_does_not_ask_for_one(
    phone: Client, exercise: str
) -> None:
    page = parse(phone.get(f"/day/2026-11-23/morning/{exercise}/1/"))
    assert "own end" not in page.text


@pytest.mark.parametrize(
    ("place", "amount", "told"),
    [
        ("evening/waist-rub/1", "219", "Done, 219 rubs"),
        ("evening/waist-rub/1", "220", "Done, 220 rubs"),
        ("evening/arm-raise/1", "5", "Done, 5 raises"),
        ("evening/waist-knead/1", "12", "Done, 12 minutes"),
        ("evening/sole-rub/1", "200", "Done, 200 rubs a foot, enough for today"),
    ],
)
def test_enough_is_said_only_of_a_day_in_which_as_much_was_done(
    phone: Client, place: str, amount: str, told: str
) -> None:
    phone.post(f"/day/2026-11-23/{place}/", {"done": "1", "amount": amount})
    text = parse(phone.get(f"/day/2026-11-23/{place}/")).text
    assert told in text
    assert ("enough for today" in text) == ("enough for today" in told)
    assert "enough for now" not in text


def test_the_fifth_raise_of_a_day_is_enough_for_today(phone: Client) -> None:
    """The document: three to five times a day."""
    for place in ("morning/arm-raise/1", "afternoon/arm-raise/1", "evening/arm-raise/1"):
        phone.post(f"/day/2026-11-23/{place}/", {"done": "1"})
    phone.post("/day/2026-11-23/evening/arm-raise/2/", {"done": "1"})
    assert "enough for today" not in parse(phone.get("/")).text
    phone.post("/day/2026-11-23/evening/arm-raise/3/", {"done": "1"})
    assert "enough for today" in parse(phone.get("/")).text


def test_today_links_from_what_is_done_to_how_much(phone: Client) -> None:
    phone.post(RUB, {"done": "1"})
    hrefs = [link.get("href") for link in parse(phone.get("/")).tagged("a")]
    assert RUB in hrefs
    assert "/day/2026-11-23/evening/sole-rub/1/" not in hrefs


def test_a_slot_nobody_planned_has_a_page_too(phone: Client) -> None:
    (slot,) = parse(phone.get("/day/2026-11-23/afternoon/arm-throw/4/")).slots
    assert (slot.done, slot.required) == ("false", "false")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/day/2026-11-23/morning/sole-rub/1/", 404),
        ("/day/2026-11-24/evening/sole-rub/1/", 404),
        ("/day/2026-11-23/evening/head-rub/1/", 404),
        ("/day/2026-11-23/evening/sole-rub/6/", 400),
        ("/day/2026-11-23/evening/sole-rub/0/", 400),
    ],
)
def test_what_the_document_never_has_has_no_page(phone: Client, path: str, status: int) -> None:
    assert phone.get(path).status_code == status


def test_reading_it_makes_nobody(client: Client) -> None:
    assert client.get(RUB).status_code == 200
    assert rows_stored() == 0


def test_guided_sets_are_counted_apart_from_those_ticked_by_hand(
    phone: Client, person: Person, at: MoveTo
) -> None:
    new_tick(person=person, day=MONDAY, exercise="waist-rub", source=Source.GUIDED, tenths=2000)
    new_tick(person=person, day=MONDAY, exercise="sole-rub")
    at("2026-11-24T12:00")
    text = parse(phone.get("/history/")).text
    assert "Waist rub 1 of 1, 1 with the guide" in text
    assert "Sole rub 1 of 1 " in text


def test_a_period_that_is_over_offers_forgot_to_tick_or_leave_it(phone: Client, at: MoveTo) -> None:
    """Beside waist work, which no other period makes up for: no need to catch up."""
    at("2026-11-23T13:00")
    page = parse(phone.get("/"))
    morning, afternoon = page.by_id("period-morning"), page.by_id("period-afternoon")
    assert morning is not None
    assert afternoon is not None
    assert "No need to catch up." in page.text_of(morning)
    assert "I did it, forgot to tick" in page.text_of(morning)
    assert "Leave it" in page.text_of(morning)
    assert "forgot" not in page.text_of(afternoon)
    phone.post("/day/2026-11-23/morning/", {"done": "1"})
    page = parse(phone.get("/"))
    assert [slot.done for slot in page.required if slot.period == "morning"] == ["true"] * 4
    assert "written down later" not in page.text


def test_beside_arm_work_alone_nothing_is_said_of_catching_up(phone: Client, at: MoveTo) -> None:
    """Rules.md 9: three raises in the evening are three of three."""
    phone.post("/plan/begin/", {"way": "kidney-strengthening-exercises"})
    at("2026-11-23T13:00")
    text = parse(phone.get("/")).text
    assert "forgot to tick" in text
    assert "catch up" not in text
