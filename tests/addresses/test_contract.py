"""The contract: addresses and hooks that checks outside this suite rely on."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from people.models import Person
from tests.addresses import DAY
from tests.conftest import MoveTo
from tests.factories import HTMX, browser_of, everything_stored
from tests.pages import body_of, parse, parse_fragment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

DOCUMENTS_DAY = {
    "morning": {"arm-raise/1", "arm-throw/1", "waist-rub/1", "waist-knead/1"},
    "afternoon": {"arm-raise/1", "waist-knead/1"},
    "evening": {"arm-raise/1", "waist-rub/1", "waist-knead/1", "sole-rub/1"},
}
TEN = [f"{period}/{rest}" for period, rests in DOCUMENTS_DAY.items() for rest in sorted(rests)]

# --- hooks ----------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", f"/day/{DAY}/"])
def test_a_stranger_sees_ten_required_slots_four_two_four(client: Client, path: str) -> None:
    page = parse(client.get(path))
    found = {
        period: {s.place.partition("/")[2] for s in page.required if s.period == period}
        for period in DOCUMENTS_DAY
    }
    assert found == DOCUMENTS_DAY
    assert all(slot.done == "false" and slot.credit is None for slot in page.slots)


@pytest.mark.parametrize("path", ["/", f"/day/{DAY}/", "/day/2026-11-20/"])
def test_each_slot_holds_the_form_that_posts_to_its_own_address(client: Client, path: str) -> None:
    page = parse(client.get(path))
    for slot in page.slots:
        assert slot.action == f"/day/{slot.key}/"
        assert slot.required in {"true", "false"}


def test_the_buttons_of_a_slot_say_done_1_and_after_it_done_0(client: Client) -> None:
    client.post(f"/day/{DAY}/evening/sole-rub/1/", {"done": "1"})
    page = parse(client.get("/"))
    for element in page.having("data-slot"):
        said = {(b.get("name"), b.get("value")) for b in element.iter("button")}
        assert said == {("done", "0" if element.get("data-done") == "true" else "1")}


def test_a_ticked_slot_says_so_and_only_that_one(client: Client) -> None:
    client.post(f"/day/{DAY}/evening/sole-rub/1/", {"done": "1"})
    page = parse(client.get("/"))
    assert {slot.place for slot in page.slots if slot.done == "true"} == {"evening/sole-rub/1"}
    assert {slot.place for slot in page.required} == set(TEN)


def test_partly_done_is_data_done_false_with_its_credit(client: Client) -> None:
    """Rules.md 6: 120 of 180 = 0.67."""
    client.post(f"/day/{DAY}/evening/waist-rub/1/", {"done": "1", "amount": "120"})
    slot = parse(client.get("/")).slot("evening/waist-rub/1")
    assert (slot.done, slot.credit) == ("false", "0.67")


def test_an_extra_is_kept_and_shown_as_not_required(phone: Client) -> None:
    phone.post(f"/day/{DAY}/evening/arm-raise/3/", {"done": "1"})
    slot = parse(phone.get("/")).slot("evening/arm-raise/3")
    assert (slot.done, slot.required) == ("true", "false")


def test_the_week_has_a_row_a_day_that_leads_to_the_day_with_a_cell_a_period(
    phone: Client, at: MoveTo
) -> None:
    at("2026-11-23T08:00")
    phone.post("/day/2026-11-23/morning/waist-rub/1/", {"done": "1"})
    at("2026-11-29T21:00")
    page = parse(phone.get("/history/2026-W48/"))
    days = [f"2026-11-{number}" for number in range(23, 30)]
    assert [row.get("data-day") for row in page.having("data-day")] == days
    for row in page.having("data-day"):
        (link,) = row.iter("a")
        day = row.get("data-day")
        assert link.get("href") == ("/" if day == "2026-11-29" else f"/day/{day}/")
        cells = [e for e in row.iter("span") if "cell" in (e.get("class") or "").split()]
        assert len(cells) == 3


def test_the_week_carries_shares_on_its_summary_and_on_each_day(phone: Client) -> None:
    phone.post(f"/day/{DAY}/morning/arm-raise/1/", {"done": "1"})
    page = parse(phone.get("/history/"))
    for element in (page.week_summary, *page.having("data-day")):
        assert element.get("data-adherence") is not None
        assert element.get("data-due") is not None
        assert element.get("data-credited") is not None


def test_the_week_of_a_stranger_carries_an_empty_share(client: Client) -> None:
    summary = parse(client.get("/history/")).week_summary
    assert (summary.get("data-adherence"), summary.get("data-due")) == ("", "0")


@pytest.mark.parametrize("seen_at", ["2026-11-23T21:30", "2026-11-24T03:59", "2026-11-24T09:00"])
def test_ticking_all_ten_makes_the_day_100_that_evening_and_after_it(
    client: Client, at: MoveTo, seen_at: str
) -> None:
    for place in TEN:
        assert client.post(f"/day/{DAY}/{place}/", {"done": "1"}).status_code == 303
    at(seen_at)
    row = parse(client.get("/history/2026-W48/")).day(DAY)
    assert row.get("data-adherence") == "100"
    assert (row.get("data-due"), row.get("data-credited")) == ("10", "10")


# --- a slot and its tick --------------------------------------------------------


def test_a_plain_tick_of_today_answers_303_to_its_row(client: Client) -> None:
    """Rules.md 20."""
    response = client.post(f"/day/{DAY}/evening/sole-rub/1/", {"done": "1"})
    assert (response.status_code, response["Location"]) == (303, "/#slot-evening-sole-rub-1")


def test_a_plain_tick_of_another_day_answers_303_to_its_page(client: Client) -> None:
    """Rules.md 20."""
    response = client.post("/day/2026-11-20/evening/sole-rub/1/", {"done": "1"})
    assert (response.status_code, response["Location"]) == (303, "/day/2026-11-20/")


def test_a_tick_by_htmx_answers_the_changed_fragment(client: Client) -> None:
    response = client.post(f"/day/{DAY}/evening/sole-rub/1/", {"done": "1"}, headers=HTMX)
    assert response.status_code == 200
    assert "<html" not in body_of(response)
    fragment = parse_fragment(response)
    (slot,) = fragment.slots
    assert (slot.key, slot.done, slot.required) == (f"{DAY}/evening/sole-rub/1", "true", "true")


def test_the_fragment_is_the_same_element_as_on_the_page(client: Client) -> None:
    """What was swapped in and what a reload shows may not differ in their hooks."""
    before = parse(client.get("/"))
    fragment = parse_fragment(
        client.post(
            f"/day/{DAY}/evening/waist-rub/1/", {"done": "1", "amount": "120"}, headers=HTMX
        )
    )
    after = parse(client.get("/"))
    assert fragment.slot("evening/waist-rub/1") == after.slot("evening/waist-rub/1")
    ids = {each.get("id") for each in before.having("id")}
    assert {each.get("id") for each in fragment.having("data-hx-swap-oob")} - {None} <= ids


def test_everything_in_the_fragment_has_its_place_in_the_page(client: Client) -> None:
    """An out-of-band piece whose id is not on the page would be lost without a word."""
    client.post(f"/day/{DAY}/evening/sole-rub/1/", {"done": "1"})
    ids = {each.get("id") for each in parse(client.get("/")).having("id")}
    for place in ("evening/arm-raise/1", "morning/waist-knead/1"):
        response = client.post(f"/day/{DAY}/{place}/", {"done": "1"}, headers=HTMX)
        for piece in parse_fragment(response).having("data-hx-swap-oob"):
            named = piece.attrib["data-hx-swap-oob"].partition("#")[2] or piece.get("id")
            assert named in ids


def test_done_0_undoes_and_the_row_stays(client: Client) -> None:
    """Rules.md 3: an undo is a state, not a deletion."""
    for done in "10":
        client.post(
            f"/day/{DAY}/evening/sole-rub/1/",
            {
                "done": done,
                "performed": f"2026-11-23T20:0{1 - int(done)}:00+00:00",
                "sent": "2026-11-23T21:00:00+00:00",
            },
        )
    assert parse(client.get("/")).slot("evening/sole-rub/1").done == "false"
    (tick,) = json.loads(body_of(client.get("/export.json")))["ticks"]
    assert tick["state"] == "undone"


def test_sent_twice_from_two_phones_or_again_later_leaves_one_row(
    person: Person, at: MoveTo
) -> None:
    for minute, phone in enumerate((browser_of(person), browser_of(person))):
        at(f"2026-11-23T21:0{minute}")
        for _again in range(2):
            phone.post(f"/day/{DAY}/evening/sole-rub/1/", {"done": "1"})
    assert len(everything_stored()["practice.Tick"]) == 1
