"""Notices on a phone: asked for by a tap, shown by the worker, and what a tap on them opens."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from content.types import Period
from people.models import Person
from reminders.models import PushSubscription
from reminders.sending.message import Message, payload
from tests import factories
from tests.browser.phone import NewPhone, all_here, until
from tests.browser.pushes import (
    ENDPOINT,
    KEYS,
    OBSTACLES,
    SHOWN,
    TAP,
    deliver,
    phone_with_pushes,
    the_worker,
)
from tests.browser.states import keeper

pytestmark = pytest.mark.full_chromium


def reminded() -> Person:
    somebody = keeper()
    factories.new_reminders(person=somebody)
    return somebody


def test_it_asks_when_it_is_tapped_and_turns_on_and_off(new_phone: NewPhone) -> None:
    page = phone_with_pushes(new_phone, reminded(), permission="granted")
    page.goto("/reminders/")
    button = page.get_by_role("button", name="Turn notices on here")
    expect(button).to_be_visible()
    assert page.evaluate("asked") == 0
    button.tap()
    expect(page.get_by_text("Notices come to this phone.")).to_be_visible()
    kept = PushSubscription.objects.get()
    assert (kept.endpoint, bytes(kept.p256dh), bytes(kept.auth)) == (
        ENDPOINT,
        KEYS.p256dh,
        KEYS.auth,
    )
    assert page.url.startswith(kept.origin)
    # At the next opening it is found to be gone at the server, and made anew.
    PushSubscription.objects.all().delete()
    page.goto("/")
    all_here(page)
    until(page, PushSubscription.objects.exists)
    page.goto("/reminders/")
    page.get_by_role("button", name="Turn notices off here").tap()
    expect(button).to_be_visible()
    assert not PushSubscription.objects.exists()


SAYS = {
    "refused": "You did not allow notices",
    "blocked": "This browser blocks notices",
    "unsupported": "This browser can't show notices",
    "icon": "only to the icon on the home screen",
    "insecure": "Notices need a safe address",
}


def test_each_obstacle_is_told_in_its_own_words_with_the_calendar(new_phone: NewPhone) -> None:
    somebody = reminded()
    for state, script in OBSTACLES.items():
        page = phone_with_pushes(new_phone, somebody)
        page.add_init_script(script)
        page.goto("/reminders/")
        if state == "refused":
            page.get_by_role("button", name="Turn notices on here").tap()
        section = page.locator("#push")
        for each, words in SAYS.items():
            expect(section.get_by_text(words)).to_be_visible(visible=each == state)
        expect(section.get_by_role("link", name="In my phone's calendar")).to_be_visible()
        page.close()


COUNT_CLOSED = """() => {
  globalThis.closed = 0;
  const { close } = Notification.prototype;
  Notification.prototype.close = function () {
    close.call(this);
    closed += 1;
  };
}"""
"""After a while Chromium closes them by itself."""


OPENS = {
    "": "/reminders/now/evening/",
    "practise": "/practise/evening/",
    "later": "/reminders/now/evening/#later",
}


def test_the_worker_shows_what_comes_and_opens_what_is_tapped(new_phone: NewPhone) -> None:
    page = phone_with_pushes(new_phone, reminded(), permission="granted")
    page.goto("/reminders/")
    page.get_by_role("button", name="Turn notices on here").tap()
    expect(page.get_by_text("Notices come to this phone.")).to_be_visible()
    for action, opens in OPENS.items():
        # As of a site that this browser knows by another name.
        deliver(page, payload(Message("en", Period.EVENING), "https://box.local"))
        until(page, lambda: bool(page.evaluate(SHOWN)))
        assert page.evaluate(SHOWN) == [
            {
                "title": "Time for this evening",
                "body": "",
                "lang": "en",
                "tag": "kidneycare",
                "actions": ["Practise now", "In 30 minutes"],
            }
        ]
        opened, left = the_worker(page).evaluate(TAP, action)
        assert opened == [page.evaluate("location.origin") + opens]
        assert left == 0
    # A message that shows nothing costs the permission.
    deliver(page, b"not json")
    until(page, lambda: bool(page.evaluate(SHOWN)))
    assert [each["title"] for each in page.evaluate(SHOWN)] == ["Kidneycare"]
    # Whoever opens a page sees what is to be done, or has done it on another phone.
    the_worker(page).evaluate(COUNT_CLOSED)
    page.goto("/history/")
    until(page, lambda: the_worker(page).evaluate("closed") == 1)
    assert page.evaluate(SHOWN) == []
