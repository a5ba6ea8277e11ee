"""A link that somebody else sent: the page warns, Today tells who has come, one tap ends it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from people.models import Device, Person
from practice.models import Tick
from tests.conftest import MONDAY, MoveTo
from tests.factories import (
    browser_of,
    everything_stored,
    new_invitation,
    stranger,
)
from tests.pages import Page, parse
from tests.practice.transfer.joining import TOGETHER, somebody_begun

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

WARNING = (
    "Whoever sent you this will read everything. "
    "Go on only if you made this link, square or code yourself."
)
ANDROID = "Mozilla/5.0 (Linux; Android 16; Pixel 9)"


@pytest.fixture
def victim() -> Person:
    """Somebody with a phone and a tablet, who has ticked."""
    return somebody_begun()


@pytest.fixture
def opened(victim: Person) -> Client:
    """The browser in which the link is opened."""
    return browser_of(victim)


@pytest.fixture
def link(person: Person, victim: Person, opened: Client, phone: Client, at: MoveTo) -> str:
    """To the record of whoever sends it: ``person``, at ``phone``; a day later."""
    for browser in (phone, opened):
        assert not told(browser), "whoever begins has nobody to be told of"
    at("2026-11-24T21:00")
    return f"/join/{new_invitation(person=person).token}/"


def told(browser: Client) -> list[str]:
    """The phones that Today tells of."""
    page = parse(browser.get("/"))
    section = page.by_id("joined")
    return [] if section is None else [page.text_of(each) for each in section.iter("li")]


def tap(browser: Client, words: str) -> None:
    """Send the form on Today whose button begins so."""
    page = parse(browser.get("/"))
    section = page.by_id("joined")
    assert section is not None
    (form,) = [each for each in section.iter("form") if words in page.text_of(each)][:1]
    values = {
        field.attrib["name"]: field.get("value", "")
        for kind in ("input", "button")
        for field in form.iter(kind)
        if field.get("name")
    }
    response = browser.post(form.attrib["action"], values)
    assert (response.status_code, response["Location"]) == (303, "/")


@pytest.mark.parametrize("nickname", ["", "Anna"])
def test_the_page_says_whose_record_it_is_and_warns(
    link: str, opened: Client, person: Person, nickname: str
) -> None:
    Person.objects.filter(pk=person.pk).update(nickname=nickname)
    for browser in (opened, stranger()):
        text = parse(browser.get(link)).text
        assert WARNING in text
        whose = "of Anna" if nickname else "It has no name and was begun on 23 November 2026."
        assert whose in text


def test_my_own_link_on_my_own_phone_needs_no_warning(link: str, phone: Client) -> None:
    assert WARNING not in parse(phone.get(link)).text


@pytest.mark.parametrize("sure", [{}, {"sure": "0"}, {"sure": ""}])
def test_nothing_is_put_together_without_the_tick(
    link: str, opened: Client, sure: dict[str, str]
) -> None:
    page = parse(opened.get(link))
    (box,) = [each for each in page.tagged("input") if each.get("type") == "checkbox"]
    assert box.get("required") is not None
    before = everything_stored()
    response = opened.post(link, {"how": "together", **sure})
    assert response.status_code == 400
    assert "Tick the box first" in parse(response).text
    assert everything_stored() == before


def test_each_side_is_told_of_the_other_and_of_nobody_else(
    link: str, opened: Client, victim: Person, phone: Client, at: MoveTo
) -> None:
    tablet = browser_of(victim)
    at("2026-11-24T21:05")
    opened.post(link, TOGETHER)
    assert len(told(opened)) == len(told(tablet)) == 1
    assert len(told(phone)) == 2
    assert "since 24 November 2026" in told(phone)[0]


def test_one_tap_signs_the_other_out_and_the_rows_stay(
    link: str, opened: Client, phone: Client
) -> None:
    opened.post(link, TOGETHER)
    rows = Tick.objects.count()
    tap(opened, "Sign out")
    assert "There is no record in this browser yet" in parse(phone.get("/me/")).text
    assert Tick.objects.count() == rows == 1
    assert parse(opened.get(f"/day/{MONDAY}/")).slot("evening/waist-rub/1").done == "true"
    assert not told(opened)


def test_whoever_sent_it_can_sign_out_who_came(link: str, opened: Client, phone: Client) -> None:
    opened.post(link, TOGETHER)
    tap(phone, "Sign out")
    assert "There is no record in this browser yet" in parse(opened.get("/me/")).text


def test_a_phone_that_has_just_come_in_is_told_on_the_others(link: str, phone: Client) -> None:
    second = stranger()
    second.post(link, headers={"User-Agent": ANDROID})
    assert [text.split(" Sign out")[0] for text in told(phone)] == [
        "Android phone or tablet since 24 November 2026"
    ]
    assert not told(second), "the page before has told it whose record this is"


def test_known_on_one_phone_it_is_still_told_on_the_other(
    link: str, person: Person, phone: Client, at: MoveTo
) -> None:
    """Whoever has got in can't take the warning away from the others."""
    third = browser_of(person)
    at("2026-11-24T21:05")
    stranger().post(link)
    assert told(phone)
    assert len(told(third)) == 1
    tap(phone, "I know")
    assert not told(phone)
    assert len(told(third)) == 1


def test_of_who_comes_after_it_is_told_again(
    link: str, person: Person, phone: Client, at: MoveTo
) -> None:
    stranger().post(link)
    page = parse(phone.get("/"))
    until = until_on(page)
    at("2026-11-24T21:05")
    stranger().post(f"/join/{new_invitation(person=person).token}/")
    phone.post("/me/phones/known/", {"until": until})
    assert len(told(phone)) == 1


def until_on(page: Page) -> str:
    fields = [each for each in page.tagged("input") if each.get("name") == "until"]
    return fields[0].attrib["value"]


@pytest.mark.parametrize("until", ["", "soon", "2026-11-24"])
def test_what_the_page_did_not_say_is_refused(phone: Client, until: str) -> None:
    before = everything_stored()
    status = phone.post("/me/phones/known/", {"until": until}).status_code
    assert status == (400 if until != "2026-11-24" else 303)
    assert until == "2026-11-24" or everything_stored() == before


def test_nobody_takes_the_future_for_known(phone: Client, person: Person) -> None:
    phone.post("/me/phones/known/", {"until": "2090-01-01T00:00:00+00:00"})
    assert Device.objects.get(person=person).others_known_at < dt.datetime(
        2026, 11, 24, tzinfo=dt.UTC
    )
