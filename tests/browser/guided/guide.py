"""Practising hands-free on a phone whose clock is moved on by the test."""

from __future__ import annotations

import contextlib
import datetime as dt

from django.utils import timezone
from playwright.sync_api import Error, Page, expect

from people.models import Person
from tests.browser.outbox import queued
from tests.browser.phone import NewPhone, until
from tests.browser.states import beginner

EVENING = "/practise/evening/"
FEET = "/practise/evening/sole-rub/"
RUB = "/practise/evening/waist-rub/"
RUB_SLOT = "evening/waist-rub/1"
COUNTDOWN = 3
GET_READY = 5 + 15 + COUNTDOWN
"""Seconds from the start to the first rub."""

VOICES = """
window.spoken = [];
const voice = { lang: "en-GB", default: true, name: "Test" };
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => [voice], cancel() {}, addEventListener() {},
  speak: (words) => {
    window.spoken.push(words.text);
    Promise.resolve().then(() => words.onend());
  },
} });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""
"""A voice that writes down what it says, in no time: headless browsers have none."""


def owner(kind: str = "full") -> Person:
    """Somebody who has begun."""
    return beginner(kind)


FEWER_UPDATES = """
  const every = setInterval;
  globalThis.setInterval = (update, pace, ...given) => every(update, Math.max(pace, 200), ...given);
"""
"""The player looks at its clock as seldom as where it is hidden: each time takes real time."""


def hold_the_clock(page: Page) -> None:
    """From now on time goes by only when the test lets it."""
    page.clock.install(time=timezone.now())
    page.add_init_script(FEWER_UPDATES)
    # A little later: a clock can't be stopped in its past.
    page.clock.pause_at(timezone.now() + dt.timedelta(seconds=5))


def held_phone(new_phone: NewPhone, somebody: Person | None) -> Page:
    """A phone with a voice and with a clock that the test moves."""
    page = new_phone(somebody)
    page.add_init_script(VOICES)
    hold_the_clock(page)
    return page


def wait(page: Page, seconds: float) -> None:
    """Let time go by as it does: every timer of the page runs."""
    page.clock.run_for(round(1000 * seconds))


def tap(page: Page, control: str) -> None:
    """Tap a control of the player, which was in sight for long enough to be meant."""
    wait(page, 0.5)
    page.locator(f"#{control}").tap()


def save_and_stop(page: Page) -> None:
    """Stop, and keep what was done by then."""
    tap(page, "stop")
    tap(page, "stop-keep")


def start(page: Page, path: str, which: int = 0) -> None:
    """Open a page and tap its start, once."""
    for _again in range(5):
        # Today may just be loading itself anew, with what it had sent.
        with contextlib.suppress(Error):
            page.goto(path)
            page.locator("[data-start]").first.wait_for(state="attached", timeout=15_000)
            break
    page.locator("[data-start]").nth(which).tap()
    expect(page.locator("#player")).to_be_visible()


def expect_sent(page: Page) -> None:
    """Nothing waits on the phone any more."""

    def is_sent() -> bool:
        # Today loads itself anew when it has sent something.
        with contextlib.suppress(Error):
            return not queued(page)
        return False

    until(page, is_sent)
