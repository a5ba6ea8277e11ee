"""How much was done: amounts, felt, guided, extras (rules.md 5, 6, 9, 10)."""

from __future__ import annotations

import pytest
from django.test import Client

from people.models import Person
from practice.models import Source, Tick
from tests.addresses import DAY, SOLE
from tests.conftest import MoveTo
from tests.factories import HTMX, the_tick
from tests.pages import parse, parse_fragment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]


# --- amounts, felt, guided (rules.md 5, 6) -------------------------------------------


@pytest.mark.parametrize(
    ("place", "presets"),
    [
        ("sole-rub", ["Half: 50", "More than 100: 101"]),
        ("arm-raise", ["About half: 2", "At least: 3", "At most: 5"]),
        ("waist-rub", ["Half: 100", "All of it: 200"]),
        ("waist-knead", ["Half: 5", "All of it: 10"]),
    ],
)
def test_what_can_be_chosen_speaks_of_the_dose_as_the_page_does(
    phone: Client, place: str, presets: list[str]
) -> None:
    page = parse(phone.get(f"/day/{DAY}/evening/{place}/1/"))
    (choices,) = page.having("data-presets")
    assert [page.text_of(each) for each in choices] == presets


KEPT = [
    ("evening/sole-rub/1", "1", 10),
    ("evening/sole-rub/1", "9999", 99990),
    ("evening/waist-rub/1", "200", 2000),
    ("evening/arm-raise/1", "1", 10),
    ("evening/arm-raise/1", "99", 990),
    ("evening/arm-throw/1", "99", 990),
    ("evening/waist-knead/1", "0.1", 1),
    ("evening/waist-knead/1", "7.5", 75),
    ("evening/waist-knead/1", "240", 2400),
    ("evening/waist-knead/1", "240.0", 2400),
    ("evening/waist-knead/1", " 10 ", 100),
    ("evening/waist-knead/1", "2,5", 25),
    ("evening/waist-knead/1", "7．５", 75),
    ("evening/waist-knead/1", "7，5", 75),
    ("evening/waist-rub/1", "\u3000１２０ ", 1200),
    ("evening/sole-rub/1", "", None),
]
REFUSED = [
    ("evening/sole-rub/1", "0"),
    ("evening/sole-rub/1", "10000"),
    ("evening/sole-rub/1", "100.5"),
    ("evening/sole-rub/1", "1 00"),
    ("evening/waist-rub/1", "-1"),
    ("evening/arm-raise/1", "0"),
    ("evening/arm-raise/1", "100"),
    ("evening/arm-throw/1", "3.5"),
    ("evening/arm-throw/1", "100"),
    ("evening/waist-knead/1", "0"),
    ("evening/waist-knead/1", "0.0"),
    ("evening/waist-knead/1", "0.05"),
    ("evening/waist-knead/1", "240.1"),
    ("evening/waist-knead/1", "241"),
    ("evening/waist-knead/1", "10.25"),
    ("evening/waist-knead/1", "10,25"),
    ("evening/waist-knead/1", "1,5.2"),
    ("evening/waist-rub/1", "①"),
    ("evening/waist-rub/1", "١٢٠"),
]


@pytest.mark.parametrize(("place", "amount", "tenths"), KEPT)
def test_an_amount_within_its_units_limits_is_kept(
    client: Client, place: str, amount: str, tenths: int | None
) -> None:
    """1 to 9999 rubs, 1 to 99 raises or throws, 0.1 to 240 minutes with one decimal.

    As people type it (rules.md 24): a comma or a point, full-width digits, blanks around it.
    """
    assert client.post(f"/day/{DAY}/{place}/", {"done": "1", "amount": amount}).status_code == 303
    assert the_tick().tenths == tenths


@pytest.mark.parametrize(("place", "amount"), REFUSED)
def test_an_amount_outside_is_refused_in_the_units_own_words_and_nothing_is_written(
    client: Client, place: str, amount: str
) -> None:
    response = client.post(f"/day/{DAY}/{place}/", {"done": "1", "amount": amount})
    assert response.status_code == 400
    unit = {"sole-rub": "rubs", "waist-rub": "rubs", "waist-knead": "minutes"}
    unit |= {"arm-raise": "raises", "arm-throw": "throws"}
    assert unit[place.split("/")[1]] in parse(response).text
    assert not Tick.objects.exists()
    assert not Person.objects.exists()


@pytest.mark.parametrize("amount", ["1,200", "1.200", "1'200", "1 200", "１，２００", "1,200.5"])
def test_a_mark_for_thousands_is_refused_in_a_sentence_and_what_was_typed_stays(
    phone: Client, amount: str
) -> None:
    """Rules.md 24: 1,200 might be one and a fifth."""
    response = phone.post(f"/day/{DAY}/evening/waist-rub/1/", {"done": "1", "amount": amount})
    assert response.status_code == 400
    page = parse(response)
    assert "Write the number without marks between its digits." in page.text
    field = page.by_id("amount")
    assert field is not None
    assert field.get("value") == amount
    assert not Tick.objects.exists()


@pytest.mark.parametrize(
    ("place", "amount", "done", "credit"),
    [
        ("evening/waist-rub/1", "120", "false", "0.67"),
        ("evening/waist-rub/1", "179", "false", "0.99"),
        ("evening/waist-rub/1", "180", "true", None),
        ("evening/waist-rub/1", "1", "false", "0.01"),
        ("evening/sole-rub/1", "99", "false", "0.99"),
        ("evening/sole-rub/1", "100", "true", None),
        ("evening/arm-raise/1", "2", "false", "0.67"),
        ("evening/arm-raise/1", "3", "true", None),
        ("morning/arm-throw/1", "1", "false", "0.33"),
        ("morning/arm-throw/1", "3", "true", None),
        ("evening/waist-knead/1", "7.9", "false", "0.99"),
        ("evening/waist-knead/1", "8", "true", None),
        ("evening/waist-knead/1", "0.1", "false", "0.01"),
    ],
)
def test_credit_is_the_amount_over_the_floor_and_at_most_1(
    client: Client, place: str, amount: str, done: str, credit: str | None
) -> None:
    """Floors: sole rub 100 a foot, arm raise 3, arm throw 3, waist rub 180, knead 8."""
    response = client.post(f"/day/{DAY}/{place}/", {"done": "1", "amount": amount}, headers=HTMX)
    slot = parse_fragment(response).slot(place)
    assert (slot.done, slot.credit) == (done, credit)
    slot = parse(client.get("/")).slot(place)
    assert (slot.done, slot.credit) == (done, credit)


def test_without_an_amount_a_tick_is_the_whole(client: Client) -> None:
    client.post(SOLE, {"done": "1"})
    slot = parse(client.get("/")).slot("evening/sole-rub/1")
    assert (slot.done, slot.credit, the_tick().tenths) == ("true", None, None)


def test_the_documents_own_end_felt_is_the_whole_whatever_the_amount(client: Client) -> None:
    client.post(f"/day/{DAY}/evening/waist-rub/1/", {"done": "1", "amount": "60", "felt": "1"})
    slot = parse(client.get("/")).slot("evening/waist-rub/1")
    assert (slot.done, slot.credit) == ("true", None)
    assert (the_tick().tenths, the_tick().felt) == (600, True)


def test_undo_clears_the_amount_and_what_was_felt(client: Client, at: MoveTo) -> None:
    client.post(SOLE, {"done": "1", "amount": "120", "felt": "1"})
    at("2026-11-23T21:01")
    client.post(SOLE, {"done": "0", "amount": "120", "felt": "1"})
    assert (the_tick().tenths, the_tick().felt) == (None, False)


def test_partly_done_is_said_with_its_amount(client: Client) -> None:
    client.post(f"/day/{DAY}/evening/waist-knead/1/", {"done": "1", "amount": "7.5"})
    client.post(SOLE, {"done": "1", "amount": "120"})
    text = parse(client.get("/")).text
    assert "Partly done, 7.5 minutes" in text
    assert "120 rubs a foot" in text


def test_a_guided_tick_is_kept_as_such_and_said(client: Client) -> None:
    client.post(SOLE, {"done": "1", "source": "guided"})
    assert the_tick().source == Source.GUIDED
    assert "with the guide" in parse(client.get("/")).text


# --- extras and flexible exercises ------------------------------------------------------


def test_sums_above_the_days_ceiling_are_kept_as_extra(client: Client) -> None:
    """Rules.md 1: only a set number above 5 is refused."""
    for period in ("morning", "afternoon", "evening"):
        for number in range(1, 6):
            path = f"/day/{DAY}/{period}/arm-raise/{number}/"
            assert client.post(path, {"done": "1"}).status_code == 303
    assert Tick.objects.count() == 15
    page = parse(client.get("/"))
    assert sum(s.done == "true" for s in page.slots) == 15
    row = parse(client.get("/history/")).day(DAY)
    assert (row.get("data-due"), row.get("data-credited")) != ("15", "15")
    assert row.get("data-credited") == "3"


def test_three_raises_in_the_evening_are_three_of_three(phone: Client, at: MoveTo) -> None:
    """Rules.md 9; the other parts of the day then read "done this evening", not "not ticked"."""
    for number in (1, 2, 3):
        phone.post(f"/day/{DAY}/evening/arm-raise/{number}/", {"done": "1"})
    page = parse(phone.get("/"))
    assert page.text.count("done this evening") == 2
    at("2026-11-24T09:00")
    text = parse(phone.get("/history/2026-W48/")).text
    assert "Arm raise 3 of 3" in text


def test_ticking_a_flexible_exercise_sends_its_other_rows_along(phone: Client) -> None:
    phone.post(f"/day/{DAY}/evening/arm-raise/1/", {"done": "1"})
    response = phone.post(f"/day/{DAY}/evening/arm-raise/2/", {"done": "1"}, headers=HTMX)
    fragment = parse_fragment(response)
    assert {slot.place for slot in fragment.slots} == {
        "evening/arm-raise/2",
        "evening/arm-raise/1",
        "morning/arm-raise/1",
        "afternoon/arm-raise/1",
    }
    assert "done this evening" in fragment.text
    swapped = {e.get("data-slot") for e in fragment.having("data-hx-swap-oob")} - {None}
    assert swapped == {s.key for s in fragment.slots if s.place != "evening/arm-raise/2"}
