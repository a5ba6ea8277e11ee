"""A browser joins a record: alone, beside somebody else's, or together with its own."""

from __future__ import annotations

import pytest
from django.test import Client

from people.models import Device, JoinInvitation, Person
from practice.models import Tick
from tests.conftest import MONDAY, MoveTo
from tests.factories import (
    browser_of,
    everything_stored,
    new_invitation,
    new_person,
    new_tick,
    stranger,
)
from tests.pages import parse
from tests.practice.transfer.joining import TOGETHER, somebody_begun

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]


@pytest.fixture
def guest() -> Person:
    """Somebody who has begun on the phone that joins."""
    return somebody_begun()


@pytest.fixture
def second(guest: Person) -> Client:
    """The phone that joins."""
    return browser_of(guest)


@pytest.fixture
def address(person: Person) -> str:
    """Where the square of ``person`` leads."""
    new_tick(person=person, day=MONDAY, exercise="sole-rub")
    return f"/join/{new_invitation(person=person).token}/"


def test_what_happens_is_shown_before_it_is_done(second: Client, address: str) -> None:
    second.get("/")
    before = everything_stored()
    page = parse(second.get(address))
    assert everything_stored() == before
    assert "There is a record on this phone already" in page.text
    assert "It holds 1 tick, of 23 November 2026." in page.text
    assert "Every tick of both stays" in page.text
    assert "Keep both apart" in page.text
    assert "First download what is on this phone" in page.text


def test_what_stands_in_both_is_told(
    second: Client, address: str, guest: Person, person: Person
) -> None:
    new_tick(person=guest, day=MONDAY, exercise="sole-rub")
    assert "1 of them is in both records" in parse(second.get(address)).text


def test_put_together_both_phones_show_one_record(
    second: Client, address: str, phone: Client, person: Person, guest: Person
) -> None:
    response = second.post(address, TOGETHER)
    assert (response.status_code, response["Location"]) == (303, "/")
    assert list(Person.objects.all()) == [person]
    assert {device.person for device in Device.objects.all()} == {person}
    for browser in (phone, second):
        page = parse(browser.get("/"))
        done = {slot.place for slot in page.slots if slot.done == "true"}
        assert done == {"evening/sole-rub/1", "evening/waist-rub/1"}


def test_what_either_phone_has_not_sent_yet_goes_into_the_joined_record(
    second: Client, address: str, guest: Person
) -> None:
    """Each keeps it under the mark of its own seat, which stays."""
    third = browser_of(guest)

    def marks() -> list[str | None]:
        mains = [parse(each.get("/")).by_id("main") for each in (second, third)]
        return [main.get("data-owner") for main in mains if main is not None]

    before = marks()
    second.post(address, TOGETHER)
    assert Person.objects.count() == 1
    assert marks() == before
    assert all(before)


def test_a_second_tap_changes_no_more(second: Client, address: str) -> None:
    second.post(address, TOGETHER)
    before = everything_stored()
    assert second.post(address, TOGETHER).status_code == 303
    assert everything_stored() == before


def test_kept_apart_both_are_on_the_phone_and_nothing_is_mixed(
    second: Client, address: str, person: Person, guest: Person
) -> None:
    assert second.post(address, {"how": "apart"}).status_code == 303
    assert Person.objects.count() == 2
    assert {tick.person for tick in Tick.objects.all()} == {person, guest}
    page = parse(second.get("/"))
    assert page.slot("evening/sole-rub/1").done == "true"
    assert page.slot("evening/waist-rub/1").done == "false"
    assert "Change to: Record 1" in page.text


@pytest.mark.parametrize("how", ["", "both", "\0"])
def test_the_choice_is_never_made_for_anybody(second: Client, address: str, how: str) -> None:
    second.get("/")
    before = everything_stored()
    assert second.post(address, {"how": how}).status_code == 400
    assert everything_stored() == before
    assert second.post(address, {"how": "apart"}).status_code == 303


def test_a_phone_where_somebody_new_was_about_to_begin_just_opens_it(
    second: Client, address: str
) -> None:
    second.post("/me/people/new/", {"somebody": "new"})
    page = parse(second.get(address))
    assert "There is a record on this phone already" not in page.text
    assert second.post(address).status_code == 303
    assert Person.objects.count() == 2


def test_a_name_is_told_to_who_holds_the_square(address: str, person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(nickname="Anna")
    assert "The record of Anna opens on this phone too" in parse(stranger().get(address)).text
    assert "You were sent the record of Anna." in parse(browser_of(new_person()).get(address)).text


def gone(browser: Client, address: str) -> set[tuple[int, str]]:
    """What is answered to opening and to posting."""
    answers = set()
    for response in (browser.get(address), browser.post(address, {"how": "apart"})):
        page = parse(response)
        main = page.by_id("main")
        assert main is not None
        answers.add((response.status_code, page.text_of(main)))
    return answers


def test_unknown_used_and_too_old_are_told_alike(person: Person, guest: Person, at: MoveTo) -> None:
    used = new_invitation(person=person).token
    stranger().post(f"/join/{used}/")
    old = new_invitation(person=guest).token
    at("2026-11-23T21:10")
    for browser in (stranger(), browser_of(new_person())):
        answers = [gone(browser, f"/join/{token}/") for token in (used, old, "unknown")]
        assert answers == [answers[0]] * 3
        ((status, words),) = answers[0]
        assert status == 404
        assert "Nothing was changed" in words
    assert JoinInvitation.objects.get(person=guest).used_at is None
