"""Practice goes on out of sight, in a browser that brakes what is hidden.

`make test-hidden` hides a page for seven and a half minutes: after five Chromium lets a page's
timers go off once a minute.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.guided.guide import RUB
from tests.browser.guided.hidden import (
    HEARD,
    LISTEN,
    PROGRESS,
    UPDATES,
    beats_of,
    everyday_browser,
    practise,
    silent_page,
)

SHORT = 6
RUBS = 4
PATIENCE = 120
"""Seconds until rubs that are not counted never will be."""
MINUTES = 7.5
"""How long the page is hidden: beyond Chromium's five minutes."""
FADED = 13
"""Beats that are still heard before only every twentieth is."""


@pytest.fixture
def everyday(
    browser_type_launch_args: dict[str, Any], playwright: Playwright
) -> Iterator[BrowserContext]:
    with everyday_browser(playwright, browser_type_launch_args) as context:
        yield context


@pytest.fixture
def address(live_server: LiveServer) -> str:
    return f"{live_server.url}/about/"


def hidden(context: BrowserContext, url: str, *pages: Page) -> None:
    """Look at something else."""
    context.new_page().goto(url)
    context.pages[-1].bring_to_front()
    for page in pages:
        page.wait_for_function("() => document.visibilityState === 'hidden'", polling=200)


def went_on(page: Page, before: Any) -> tuple[list[float], Any]:
    """The beats that were heard since then, and how much was added."""
    beats = [beat for beat in beats_of(page.evaluate(HEARD)) if beat > before["sound"]]
    now = page.evaluate(PROGRESS)
    assert now["state"] == "hidden"
    return beats, {name: now[name] - before[name] for name in before if name != "state"}


def test_a_hidden_page_counts_on_and_every_beat_is_heard(
    everyday: BrowserContext, address: str
) -> None:
    control = silent_page(everyday, address)
    page = practise(everyday, address)
    hidden(everyday, address, page, control)
    before = page.evaluate(PROGRESS)
    time.sleep(SHORT)
    beats, told = went_on(page, before)
    # The browser does brake: a silent page's timer of 50 ms goes off once a second; a ticker
    # goes on.
    timers, ticks = control.evaluate(UPDATES, SHORT - 2)
    assert timers <= 2 * (SHORT - 2)
    assert ticks > 2 * (SHORT - 2)
    assert told["count"] >= SHORT - 1
    assert told["asleep"] == 0
    assert len(beats) == pytest.approx(told["count"], abs=2)
    apart = [later - beat for beat, later in itertools.pairwise(beats)]
    assert apart == pytest.approx([1] * len(apart), abs=0.05)


@pytest.mark.parametrize(
    "skipped", [2, pytest.param(0, marks=pytest.mark.real_time)], ids=["near the rubs", "whole"]
)
def test_a_set_that_was_started_counts_on_while_its_page_is_hidden(
    everyday: BrowserContext, live_server: LiveServer, address: str, skipped: int
) -> None:
    page = everyday.new_page()
    page.add_init_script(f"({LISTEN})()")
    page.goto(f"{live_server.url}{RUB}")
    page.locator("[data-start]").first.click()
    expect(page.locator("#player")).to_be_visible()
    for _stage in range(skipped):
        page.locator("#skip").click()
    # What is left to get ready, and then some rubs.
    hidden(everyday, address, page)
    before = int(page.locator("#count").text_content() or 0)
    page.wait_for_function(
        f"() => Number(document.getElementById('count').textContent) >= {before + RUBS}"
        " && document.getElementById('title').textContent.startsWith('Rub')",
        polling=200,
        timeout=1000 * PATIENCE,
    )
    assert page.evaluate("() => document.visibilityState") == "hidden"
    assert len(beats_of(page.evaluate(HEARD))) >= RUBS


def test_pausing_a_hidden_page_takes_back_what_was_scheduled_ahead(
    everyday: BrowserContext, address: str
) -> None:
    page = practise(everyday, address)
    hidden(everyday, address, page)
    page.wait_for_function("() => window.run.beats.scheduled.size > 60", polling=200)
    page.evaluate("() => window.run.pause()")
    beats = len(beats_of(page.evaluate(HEARD)))
    time.sleep(3)
    assert len(beats_of(page.evaluate(HEARD))) <= beats + 1


def test_the_lock_screen_shows_what_is_practised(everyday: BrowserContext, address: str) -> None:
    page = practise(everyday, address)
    assert page.evaluate(
        """() => [navigator.mediaSession.metadata.title, navigator.mediaSession.metadata.artist,
                  navigator.mediaSession.playbackState, window.run.background.element.paused]"""
    ) == ["Waist rub", "Rub up and down", "playing", False]


@pytest.mark.real_time
def test_it_goes_on_for_minutes_also_where_it_is_mostly_silent(
    everyday: BrowserContext, address: str, record_property: Any
) -> None:
    control = silent_page(everyday, address)
    loud = practise(everyday, address)
    # After fifteen beats only every twentieth is heard, as most people practise.
    quiet = practise(everyday, address, everyBeat=False)
    hidden(everyday, address, loud, quiet, control)
    before = {page: page.evaluate(PROGRESS) for page in (loud, quiet)}
    time.sleep(60 * MINUTES)
    for name, page in (("every beat", loud), ("every twentieth", quiet)):
        beats, told = went_on(page, before[page])
        count = told["count"]
        expected = count if page is loud else FADED + count / 20
        told_of = (
            f"{name}: hidden for {MINUTES} minutes, {told['seconds']:.0f} seconds of practice, "
            f"{count:.0f} counted, {len(beats)} beats heard of {expected:.0f}; "
            f"{told['updates'] / told['seconds']:.1f} updates a second"
        )
        record_property(name, told_of)
        print(told_of)
        assert told["asleep"] == 0, told_of
        assert count == pytest.approx(told["seconds"], abs=2), told_of
        assert len(beats) == pytest.approx(expected, abs=3), told_of
    timers, ticks = control.evaluate(UPDATES, 60)
    braked = f"a silent page beside them in the last minute: {timers} timers, {ticks} ticks"
    record_property("silent", braked)
    print(braked)
    assert timers <= 2, f"the browser didn't brake, so nothing was shown; {braked}"
    assert ticks >= 120, braked
