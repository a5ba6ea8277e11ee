"""From a browser to a person: guests, their cookie and its renewal (rules.md 18)."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest
from django.test import Client

from people.identity import COOKIE
from people.models import Device, Person
from practice.models import PlanVersion, Tick
from tests.addresses import DAY
from tests.conftest import MONDAY
from tests.factories import browser_of, new_person, new_tick, stranger
from tests.pages import Page, parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

ONE, TWO = f"/day/{DAY}/evening/sole-rub/1/", f"/day/{DAY}/evening/waist-rub/1/"


def with_csrf() -> tuple[Client, str]:
    """A stranger's browser with the page open, CSRF checks on, and the page's token."""
    browser = stranger(enforce_csrf_checks=True)
    return browser, token_on(parse(browser.get("/")))


def token_on(page: Page) -> str:
    fields = [e for e in page.tagged("input") if e.get("name") == "csrfmiddlewaretoken"]
    return fields[0].attrib["value"]


def same_cookies(browser: Client) -> Client:
    """The same browser as it was before any answer came."""
    other = stranger(enforce_csrf_checks=True)
    other.cookies.load(browser.cookies.output(header="", sep=";"))
    return other


def test_two_quick_first_ticks_of_one_page_make_one_guest_with_both_rows() -> None:
    """The page sends one after the other, so the second brings the cookie, and the same token."""
    browser, token = with_csrf()
    before = browser.cookies["csrftoken"].value
    values = {"done": "1", "csrfmiddlewaretoken": token}
    assert browser.post(ONE, values).status_code == 303
    assert browser.cookies["csrftoken"].value == before
    assert browser.post(TWO, values).status_code == 303
    assert Person.objects.count() == 1
    assert Device.objects.count() == 1
    assert Tick.objects.count() == 2
    assert PlanVersion.objects.count() == 1


def test_two_first_ticks_at_once_make_two_guests_whose_tokens_are_random() -> None:
    """Without a script both are on their way before either answer; nothing leads from the CSRF
    cookie, which both bring, to a record."""
    first, token = with_csrf()
    second = same_cookies(first)
    for browser, path in ((first, ONE), (second, TWO)):
        values = {"done": "1", "csrfmiddlewaretoken": token}
        assert browser.post(path, values).status_code == 303
    assert Person.objects.count() == 2
    assert first.cookies[COOKIE].value != second.cookies[COOKIE].value
    for browser, place in ((first, "evening/sole-rub/1"), (second, "evening/waist-rub/1")):
        done = [slot.place for slot in parse(browser.get("/")).slots if slot.done == "true"]
        assert done == [place]


def test_two_browsers_make_two_guests() -> None:
    for path in (ONE, TWO):
        browser, token = with_csrf()
        browser.post(path, {"done": "1", "csrfmiddlewaretoken": token})
    assert Person.objects.count() == 2


def test_without_any_cookie_each_tick_makes_its_own_guest() -> None:
    """There is nothing to know the browser by; no guest may be shared by accident."""
    for _again in range(2):
        stranger().post(ONE, {"done": "1"})
    assert Person.objects.count() == 2


def test_the_csrf_cookie_alone_reads_nothing() -> None:
    first, token = with_csrf()
    reader = same_cookies(first)
    first.post(ONE, {"done": "1", "csrfmiddlewaretoken": token})
    assert all(slot.done == "false" for slot in parse(reader.get("/")).slots)


def test_the_cookie_is_for_a_year_hidden_from_scripts_and_kept_to_this_site() -> None:
    browser, token = with_csrf()
    response = browser.post(ONE, {"done": "1", "csrfmiddlewaretoken": token})
    cookie = response.cookies[COOKIE]
    assert cookie["max-age"] == 365 * 24 * 3600
    assert cookie["httponly"]
    assert (cookie["samesite"], cookie["path"], cookie["domain"]) == ("Lax", "/", "")


def test_the_database_holds_the_hash_of_the_token() -> None:
    browser, token = with_csrf()
    browser.post(ONE, {"done": "1", "csrfmiddlewaretoken": token})
    (device,) = Device.objects.all()
    sent = browser.cookies[COOKIE].value
    assert bytes(device.token_hash) == hashlib.sha256(sent.encode()).digest()


@pytest.mark.parametrize(
    ("seen_at", "renewed"),
    [
        ("2026-11-23T20:59:00+00:00", False),
        ("2026-11-16T21:00:00+00:00", False),
        ("2026-11-16T20:59:59+00:00", True),
        ("2025-12-01T00:00:00+00:00", True),
    ],
)
@pytest.mark.parametrize("path", ["/", "/history/", "/me/", "/export.json"])
def test_the_cookie_is_renewed_on_use_at_most_weekly(
    person: Person, seen_at: str, renewed: bool, path: str
) -> None:
    seen = dt.datetime.fromisoformat(seen_at)
    browser = browser_of(person, seen_at=seen)
    token = browser.cookies[COOKIE].value
    response = browser.get(path)
    assert (COOKIE in response.cookies) is renewed
    (device,) = Device.objects.all()
    if renewed:
        assert response.cookies[COOKIE].value == token
        assert response.cookies[COOKIE]["max-age"] == 365 * 24 * 3600
        assert device.seen_at > seen
        assert COOKIE not in browser.get(path).cookies
    else:
        assert device.seen_at == seen


def test_one_person_may_have_two_browsers(person: Person) -> None:
    browser_of(person).post(ONE, {"done": "1"})
    assert parse(browser_of(person).get("/")).slot("evening/sole-rub/1").done == "true"


def test_a_guest_lives_in_the_zone_that_the_browser_told(client: Client) -> None:
    client.cookies["tz"] = "Asia%2FTokyo"
    client.post("/plan/begin/", {"way": "easy"})
    assert Person.objects.get().zone == "Asia/Tokyo"


def test_a_choice_after_a_tick_is_the_same_guests(client: Client) -> None:
    client.post(ONE, {"done": "1"})
    client.post("/plan/begin/", {"way": "easy"})
    assert Person.objects.count() == 1


def test_a_cookie_that_nobody_has_is_a_strangers_and_a_tick_replaces_it(client: Client) -> None:
    new_tick(person=new_person(), day=MONDAY)
    client.cookies[COOKIE] = "made up"
    assert all(slot.done == "false" for slot in parse(client.get("/")).slots)
    client.post(ONE, {"done": "1"})
    assert client.cookies[COOKIE].value != "made up"
    assert Person.objects.count() == 2
