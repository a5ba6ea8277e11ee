"""A record outlives its browser: kept, opened again, on two phones, and two on one phone."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserType, Error, Page, expect
from pytest_django.live_server_helper import LiveServer

from people.access.codes import grouped
from people.browser_storage_owner import owner_id
from people.identity import COOKIE, SignedIn
from people.models import Device, Person
from practice.models import Tick
from tests import factories
from tests.browser.outbox import let_wait, queued
from tests.browser.phone import NewPhone, Phones, expect_done, expect_open, tick, until
from tests.browser.states import finished, share_with, writer
from tests.conftest import MONDAY, MoveTo

TOKEN = "square-with-128-bits--"
both_ways = pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])


def give_lock(page: Page) -> None:
    """Let the phone have a lock that its owner opens by being there."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    lock = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": lock})


def press(page: Page, name: str) -> None:
    """Tap a button, and wait for the page it leads to."""
    with page.expect_navigation():
        page.get_by_role("button", name=name).tap()


def follow(page: Page, name: str) -> None:
    """Tap a link, and wait for the page it leads to."""
    with page.expect_navigation():
        page.get_by_role("link", name=name).tap()


# --- kept, signed out, back -----------------------------------------------------------


def test_kept_by_the_phones_lock_signed_out_and_opened_again(new_phone: NewPhone) -> None:
    page = new_phone(finished())
    give_lock(page)
    page.goto("/")
    expect(page.locator("main")).to_contain_text("Keep your record")
    follow(page, "Keep my record")
    press(page, "Keep it with this phone's lock")
    expect(page.get_by_role("button", name="Remove")).to_be_visible()
    page.goto("/")
    expect(page.locator("main")).not_to_contain_text("Keep your record")
    page.goto("/me/phones/")
    press(page, "Sign out")
    press(page, "Yes, sign it out")
    expect(page.locator("h1")).to_have_text("This phone is signed out")
    assert not [each for each in page.context.cookies() if each["name"] == COOKIE]
    follow(page, "I have a record already")
    press(page, "Open with my passkey")
    expect_done(page, "evening/sole-rub/1")
    assert Person.objects.count() == 1


def test_a_phone_without_a_passkey_says_so_and_the_code_still_opens(new_phone: NewPhone) -> None:
    code = factories.new_sheet(person=finished())[0]
    page = new_phone()
    page.goto("/back/")
    # As when its owner calls it off: a script can't tell one from the other.
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error()) }")
    page.get_by_role("button", name="Open with my passkey").tap()
    expect(page.locator("[data-passkey-problem]")).to_be_visible()
    page.locator("#code-field").fill(code.lower())
    press(page, "Open my record")
    expect_done(page, "evening/sole-rub/1")


def test_kept_on_paper_without_a_script_and_opened_again(new_phone: NewPhone) -> None:
    page = new_phone(finished(), java_script_enabled=False)
    page.goto("/me/keep/")
    expect(page.locator("[data-passkey-cannot]")).to_be_visible()
    expect(page.locator("form[data-passkey]")).to_be_hidden()
    follow(page, "Make my sheet")
    press(page, "Show the codes now")
    code = page.locator(".codes code").nth(2).inner_text()
    assert re.fullmatch(r"(\w{4} ){3}\w{4}", code)
    page.emulate_media(media="print")
    expect(page.locator(".square")).to_be_visible()
    expect(page.locator(".bar")).to_be_hidden()
    expect(page.locator(".unprinted").first).to_be_hidden()
    new = new_phone(java_script_enabled=False)
    for opens in (True, False):
        new.context.clear_cookies()
        new.goto("/back/")
        new.locator("#code-field").fill(code.replace(" ", ""))
        press(new, "Open my record")
        wanted = "Yesterday" if opens else "This code opens nothing."
        expect(new.locator("body")).to_contain_text(wanted)
    assert Device.objects.count() == 2


def test_the_square_of_the_sheet_fills_its_code_in_and_tells_no_server(
    new_phone: NewPhone,
) -> None:
    code = factories.new_sheet(person=finished())[0]
    page = new_phone()
    told: list[str] = []
    page.on("request", lambda request: told.append(request.url + str(request.headers)))
    page.goto(f"/back/#code={code}")
    expect(page.locator("#code-field")).to_have_value(grouped(code))
    expect(page).to_have_url(re.compile("/back/$"))
    assert told
    assert not [each for each in told if code in each]
    press(page, "Open my record")
    expect_done(page, "evening/sole-rub/1")


# --- two phones -----------------------------------------------------------------------


@both_ways
def test_a_second_phone_joins_by_the_square_and_both_write_one_record(
    new_phone: NewPhone, monkeypatch: pytest.MonkeyPatch, script: bool
) -> None:
    monkeypatch.setattr("people.access.invitations.token_from", lambda _seed: TOKEN)
    owner = factories.new_person()
    factories.new_plan(person=owner, starts=MONDAY)
    first = new_phone(owner, java_script_enabled=script)
    second = new_phone(java_script_enabled=script)
    first.goto("/me/")
    follow(first, "My phones")
    follow(first, "Add my second phone")
    press(first, "Show the square")
    expect(first.locator(".square")).to_be_visible()
    second.goto(f"/join/{TOKEN}/")
    press(second, "Open my record")
    expect(second.locator("body")).to_contain_text("Yesterday")
    tick(second, "evening/sole-rub/1")
    first.goto("/")
    expect_done(first, "evening/sole-rub/1")
    third = new_phone(java_script_enabled=script)
    third.goto(f"/join/{TOKEN}/")
    expect(third.locator("h1")).to_have_text("This square opens nothing any more")
    first.goto("/me/phones/")
    first.locator("li", has_not_text="this one").get_by_role("button").tap()
    press(first, "Yes, sign it out")
    expect(first.locator("li")).to_have_count(1)
    second.goto("/")
    expect(second.locator("main")).to_contain_text("How would you like to begin?")


def test_digits_are_good_for_ten_minutes_and_a_guest_with_ticks_is_put_together(
    new_phone: NewPhone, at: MoveTo
) -> None:
    owner = factories.new_person()
    factories.new_plan(person=owner, starts=MONDAY)
    factories.new_tick(person=owner, day=MONDAY, exercise="waist-rub")
    first, second = new_phone(owner), new_phone()
    second.goto("/")
    tick(second, "evening/sole-rub/1")

    def show_digits() -> str:
        first.goto("/me/phones/add/")
        press(first, "Show the square")
        return first.locator(".short-code").inner_text()

    def type_digits(digits: str) -> None:
        second.goto("/back/")
        second.locator("#code-field").fill(digits)
        press(second, "Open my record")

    digits = show_digits()
    at("2026-11-23T21:11")
    type_digits(digits)
    expect(second.get_by_role("alert").first).to_contain_text("older than ten minutes")
    type_digits(show_digits())
    expect(second.locator("h1")).to_have_text("There is a record on this phone already")
    expect(second.locator("main")).to_contain_text("It holds 1 tick")
    assert Person.objects.count() == 2
    expect(second.locator("main")).to_contain_text("Whoever sent you this will read everything")
    second.get_by_label("Yes, I made the link").check()
    press(second, "Put both together")
    expect(second.locator("#joined")).to_contain_text("Another phone opens your record now")
    press(second, "I know it")
    expect(second.locator("#joined")).to_have_count(0)
    for phone in (second, first):
        phone.goto("/")
        expect_done(phone, "evening/sole-rub/1")
        expect_done(phone, "evening/waist-rub/1")
    assert list(Person.objects.all()) == [owner]
    assert Tick.objects.count() == 2


# --- two on one phone -------------------------------------------------------------------


@both_ways
def test_two_on_one_phone_change_over_with_one_tap_and_never_meet(
    new_phone: NewPhone, script: bool
) -> None:
    page = new_phone(java_script_enabled=script)
    page.goto("/")
    tick(page, "evening/sole-rub/1")
    page.goto("/me/people/")
    page.locator("#name-field").fill("Anna")
    press(page, "Save")
    press(page, "Start a second record")
    expect(page.locator(".who")).to_have_text(re.compile("Somebody new"))
    page.locator("button[name=way][value=easy]").tap()
    expect(page.locator("body")).to_contain_text("Yesterday")
    expect(page.locator(".who")).to_have_text(re.compile("Record 2"))
    tick(page, "evening/waist-rub/1")
    expect_open(page, "evening/sole-rub/1")
    press(page, "Change to: Anna")
    expect_done(page, "evening/sole-rub/1")
    expect_open(page, "evening/waist-rub/1")
    assert Person.objects.count() == 2


@pytest.fixture
def remembering_phone(
    live_server: LiveServer,
    evening: None,
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    browser_context_args: dict[str, Any],
) -> Iterator[NewPhone]:
    """A phone that keeps whole pages for its back button, as all do outside of tests."""
    how = {**browser_type_launch_args, "ignore_default_args": ["--disable-back-forward-cache"]}
    browser = browser_type.launch(**how)
    phones = Phones(live_server.url, browser, browser_context_args)
    yield phones.new
    browser.close()
    assert not phones.faults, "\n".join(phones.faults)


def go_back(page: Page, path: str) -> bool:
    """Press the back button; whether the page that comes up was kept whole."""
    page.evaluate("() => { setTimeout(() => history.back(), 0) }")
    expect(page).to_have_url(re.compile(f"{path}$"))
    kept: list[bool] = []

    def is_told() -> bool:
        # A page that comes up again may load itself anew meanwhile.
        with contextlib.suppress(Error):
            kept.append(page.evaluate("() => globalThis.kept === true"))
        return bool(kept)

    until(page, is_told)
    return kept[0]


def test_the_back_button_shows_nothing_of_who_was_here_before(remembering_phone: NewPhone) -> None:
    anna, ben = (factories.new_person(nickname=name) for name in ("Anna", "Ben"))
    for person, exercise in ((anna, "sole-rub"), (ben, "waist-rub")):
        factories.new_plan(person=person, starts=MONDAY)
        factories.new_tick(person=person, day=MONDAY, exercise=exercise)
    page = remembering_phone(anna)
    page.goto("/techniques/")
    page.evaluate("() => { globalThis.kept = true }")
    page.goto("/day/2026-11-23/")
    assert go_back(page, "/techniques/"), "or this test would try nothing"
    share_with(page, ben)
    page.goto("/day/2026-11-23/")
    expect_done(page, "evening/sole-rub/1")
    page.evaluate("() => { globalThis.kept = true }")
    page.goto("/history/")
    press(page, "Change to: Ben")
    expect_done(page, "evening/waist-rub/1")
    go_back(page, "/history/")
    expect(page.locator(".who")).to_have_text(re.compile("Ben"))
    assert not go_back(page, "/day/2026-11-23/")
    expect(page.locator(".who")).to_have_text(re.compile("Ben"))
    expect_open(page, "evening/sole-rub/1")
    expect_done(page, "evening/waist-rub/1")


PRIVATE = ["/", "/history/", "/day/2026-11-22/", "/me/", "/plan/", "/practise/evening/", "/paper/"]


@pytest.mark.parametrize("path", PRIVATE)
def test_a_page_that_comes_up_again_is_unreadable_until_it_is_fetched_anew(
    new_phone: NewPhone, path: str
) -> None:
    """As WebKit over http does it, with one person too; Chromium keeps no page marked no-store."""
    page = new_phone(finished())
    page.goto(path)
    heading = page.locator("h1").first
    expect(heading).to_be_visible()
    page.evaluate("() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    expect(heading).to_be_hidden()
    assert page.evaluate("() => document.body.innerText.trim()") == ""
    with page.expect_navigation():
        page.evaluate(
            "() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"
        )
    expect(heading).to_be_visible()


def test_back_after_erasing_or_somebody_new_shows_nothing_of_what_was_written(
    remembering_phone: NewPhone,
) -> None:
    for leave in ("erase", "somebody new"):
        page = remembering_phone(writer())
        note = f"/day/{MONDAY - dt.timedelta(days=3)}/note/"
        page.goto(note)
        expect(page.locator("[name=words]")).to_have_value("Warm feet.")
        page.locator("[name=words]").fill("Cold feet.")
        if leave == "erase":
            page.goto("/me/erase/")
            page.locator("[name=sure]").check()
            press(page, "Erase")
            expect(page.locator("h1")).to_have_text("Everything is erased")
        else:
            page.goto("/me/people/")
            press(page, "Start a second record")
            expect(page.locator(".who")).to_have_text(re.compile("Somebody new"))
        for _ in range(2):
            page.evaluate("() => { setTimeout(() => history.back(), 0) }")
            page.wait_for_timeout(500)
            page.wait_for_load_state()
        expect(page).to_have_url(re.compile(f"{note}$"))
        shown = page.evaluate(
            "() => document.body.innerText + [...document.querySelectorAll('textarea, input')]"
            ".map((field) => field.value)"
        )
        assert "feet." not in shown, leave


def unsent(page: Page) -> list[str]:
    """Whose ticks wait in the phone."""
    return [each["owner"] for each in queued(page)]


def test_erasing_and_signing_out_leave_on_a_shared_phone_what_the_other_has_not_sent_yet(
    new_phone: NewPhone,
) -> None:
    anna, ben = (factories.new_person(nickname=name) for name in ("Anna", "Ben"))
    factories.new_sheet(person=ben)
    page = new_phone(anna)
    share_with(page, ben)
    owners = [owner_id(SignedIn("", Device.objects.get(person=each))) for each in (anna, ben)]
    page.route("**/day/**", lambda route: route.abort())
    page.goto("/me/erase/")
    for owner in ("", *owners):
        let_wait(page, "2026-11-23/evening/sole-rub/1", owner)
    page.locator("[name=sure]").check()
    press(page, "Erase")
    expect(page.locator("h1")).to_have_text("Everything is erased")
    until(page, lambda: unsent(page) == [owners[1]])
    press(page, "Change to: Ben")
    page.goto("/me/phones/")
    press(page, "Sign out")
    press(page, "Yes, sign it out")
    expect(page.locator("h1")).to_have_text("This phone is signed out")
    until(page, lambda: unsent(page) == [])
