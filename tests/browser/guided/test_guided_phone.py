"""Hands-free, and the phone itself: its screen, its keys, its screen reader, and what it keeps."""

from __future__ import annotations

from playwright.sync_api import expect

from practice.models import Tick
from tests.browser.guided.guide import (
    GET_READY,
    RUB,
    RUB_SLOT,
    expect_sent,
    held_phone,
    hold_the_clock,
    owner,
    start,
    tap,
    wait,
)
from tests.browser.phone import NewPhone, expect_done


def test_a_screen_that_was_off_pauses_and_says_so(new_phone: NewPhone) -> None:
    page = held_phone(new_phone, owner())
    start(page, RUB)
    wait(page, GET_READY + 50.5)
    page.clock.fast_forward(600_000)
    expect(page.locator("#sheet-paused")).to_be_visible()
    expect(page.locator("#asleep")).to_be_visible()
    expect(page.locator("#paused")).to_have_text("Paused at 50")
    tap(page, "pause")
    wait(page, 3 + 10)
    expect(page.locator("#count")).to_have_text("60")


def test_a_tap_on_the_number_pauses_and_goes_on_and_so_does_the_space_bar(
    new_phone: NewPhone,
) -> None:
    page = held_phone(new_phone, owner())
    start(page, RUB)
    wait(page, GET_READY + 10.1)
    for _wet_hand in range(2):
        tap(page, "face")
        expect(page.locator("#sheet-paused")).to_be_visible()
        wait(page, 30)
        tap(page, "face")
        expect(page.locator("#sheet-paused")).to_be_hidden()
    page.keyboard.press("Space")
    # It is counting down again, and says what was counted.
    expect(page.locator("#paused")).to_have_text("Paused at 10")
    page.keyboard.press("Space")
    expect(page.locator("#sheet-paused")).to_be_hidden()
    wait(page, 3.1)
    expect(page.locator("#count")).to_have_text("10")
    # Up and down: 60, 80 and 70 a minute.
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    wait(page, 3)
    expect(page.locator("#count")).to_have_text("14")
    page.keyboard.press("ArrowDown")
    wait(page, 6)
    expect(page.locator("#count")).to_have_text("21")


def test_without_a_network_it_is_kept_on_the_phone_and_today_sends_it(
    new_phone: NewPhone,
) -> None:
    page = held_phone(new_phone, owner())
    start(page, RUB)
    page.context.set_offline(True)
    wait(page, GET_READY + 201)
    expect(page.locator("#kept")).to_contain_text("Kept on this phone")
    assert not Tick.objects.exists()
    page.context.set_offline(False)
    page.goto("/")
    expect_done(page, RUB_SLOT)
    (tick,) = Tick.objects.all()
    assert (tick.tenths, tick.seconds) == (2000, 220)
    expect_sent(page)


def test_a_today_that_was_asked_for_just_before_the_tick_arrived_comes_anew(
    new_phone: NewPhone,
) -> None:
    page = held_phone(new_phone, owner())
    stale = page.request.get("/")
    start(page, RUB)
    wait(page, GET_READY + 201)
    expect_sent(page)
    page.route("**/", lambda route: route.fulfill(response=stale), times=1)
    page.goto("/")
    expect_done(page, RUB_SLOT)


def test_a_screen_reader_is_told_of_stages_and_not_of_every_rub(new_phone: NewPhone) -> None:
    page = new_phone(owner())
    hold_the_clock(page)
    page.goto(RUB)
    page.evaluate(
        "() => { window.announced = []; new MutationObserver(() =>"
        " window.announced.push(document.getElementById('live-region').textContent))"
        ".observe(document.getElementById('live-region'), {childList: true}) }"
    )
    page.locator("[data-start]").tap()
    wait(page, GET_READY + 59)
    announced = page.evaluate("() => window.announced")
    # No voice here: it is told the twenties, beside the three stages.
    assert announced[-2:] == ["20", "40"]
    assert len(announced) == 5
    expect(page.locator("#live-region")).to_have_attribute("role", "status")


def test_who_uses_a_screen_reader_hears_one_voice(new_phone: NewPhone) -> None:
    page = held_phone(new_phone, owner())
    page.goto(RUB)
    reader = page.locator("#like-reader")
    reader.focus()
    expect(page.get_by_text("I use a screen reader")).to_be_in_viewport()
    reader.check()
    page.locator("[data-start]").tap()
    wait(page, GET_READY + 40.2)
    expect(page.locator("#count")).to_have_text("40")
    expect(page.locator("#live-region")).to_have_text("40")
    assert page.evaluate("() => window.spoken") == []
    # It is remembered.
    page.goto(RUB)
    expect(reader).to_be_checked()


def test_what_would_keep_the_screen_awake_and_is_not_there_is_told(new_phone: NewPhone) -> None:
    page = new_phone(owner())
    page.goto(RUB)
    expect(page.locator("[data-limit=no-wake]")).to_be_hidden()
    page.add_init_script("Object.defineProperty(navigator, 'wakeLock', {value: undefined})")
    page.goto(RUB)
    expect(page.locator("[data-limit=no-wake]")).to_contain_text("can't keep the screen on")
    expect(page.locator("[data-limit=no-voice]")).to_contain_text("no voice for this language")


def test_the_screen_is_kept_awake_while_it_runs_and_a_refusal_is_told(
    new_phone: NewPhone,
) -> None:
    page = new_phone(owner())
    page.add_init_script(
        "window.locks = [];"
        "Object.defineProperty(navigator, 'wakeLock', {value: {request: async (kind) => {"
        "  if (window.locks.length) throw new Error('refused');"
        "  const lock = {released: false, release: async () => { lock.released = true }};"
        "  window.locks.push(lock);"
        "  return lock;"
        "}}})"
    )
    hold_the_clock(page)
    start(page, RUB)
    expect(page.locator("#not-awake")).to_be_hidden()
    assert page.evaluate("() => window.locks.map(({released}) => released)") == [False]
    tap(page, "stop")
    tap(page, "stop-drop")
    expect(page.locator("#over")).to_be_visible()
    assert page.evaluate("() => window.locks.map(({released}) => released)") == [True]
    page.add_init_script("window.locks.push({})")
    start(page, RUB)
    expect(page.locator("#not-awake")).to_be_visible()


def test_a_lost_hold_on_the_screen_is_asked_for_anew_and_a_second_loss_is_told(
    new_phone: NewPhone,
) -> None:
    page = new_phone(owner())
    page.add_init_script(
        "window.locks = [];"
        "Object.defineProperty(navigator, 'wakeLock', {value: {request: async () => {"
        "  if (window.locks.length > 1) throw new Error('refused');"
        "  const lock = {released: false, release: async () => {}};"
        "  window.locks.push(lock);"
        "  return lock;"
        "}}});"
        "window.lose = () => { const lock = window.locks.at(-1);"
        "  lock.released = true; lock.onrelease() }"
    )
    hold_the_clock(page)
    start(page, RUB)
    page.wait_for_function("() => window.locks[0]?.onrelease")
    wait(page, GET_READY + 6)
    page.evaluate("() => window.lose()")
    page.wait_for_function("() => window.locks[1]?.onrelease")
    expect(page.locator("#not-awake")).to_be_hidden()
    wait(page, 6)
    page.evaluate("() => window.lose()")
    expect(page.locator("#not-awake")).to_be_visible()


def test_erasing_empties_the_phone_too(new_phone: NewPhone) -> None:
    page = held_phone(new_phone, owner())
    start(page, RUB)
    page.context.set_offline(True)
    wait(page, GET_READY + 201)
    expect(page.locator("#kept")).to_be_visible()
    page.route("**/day/**", lambda route: route.abort())
    page.context.set_offline(False)
    page.goto("/me/erase/")
    page.locator("[name=sure]").check()
    # Until it is loaded, its script has not run yet.
    with page.expect_navigation():
        page.get_by_role("button", name="Erase").tap()
    expect(page.locator("h1")).to_have_text("Everything is erased")
    page.wait_for_function("() => localStorage.length === 0")


MOVING = """() => document.getAnimations()
    .flatMap(({ effect }) => effect.getKeyframes().flatMap(Object.keys))
    .filter((name) => !["computedOffset", "composite", "easing", "offset"].includes(name))
    .filter((name) => name !== "pointerEvents")"""
"""Whatever an animation changes but taps, which are only held back for a moment."""


def test_where_motion_is_unwelcome_nothing_moves(new_phone: NewPhone) -> None:
    page = new_phone(owner(), reduced_motion="reduce")
    hold_the_clock(page)
    start(page, RUB)
    wait(page, GET_READY + 3.2)
    expect(page.locator("#count")).to_have_text("3")
    assert page.evaluate(MOVING) == []
