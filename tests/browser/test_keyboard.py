"""Everything with the keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.guided.guide import COUNTDOWN, GET_READY, RUB, expect_sent, hold_the_clock, wait
from tests.browser.phone import SIZES, NewPhone, all_here, expect_done, expect_open, slot
from tests.browser.states import beginner


@pytest.fixture
def desk(new_phone: NewPhone) -> Page:
    """A beginner at a computer, with a keyboard and nothing else."""
    return new_phone(beginner(), viewport=SIZES["desktop"], is_mobile=False, has_touch=False)


def press_until(page: Page, selector: str, key: str = "Tab") -> None:
    """Press a key until the focus is where it should be."""
    for _ in range(60):
        page.keyboard.press(key)
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    pytest.fail(f"{key} never reaches {selector}")


def test_everything_is_ticked_and_undone_with_the_keyboard(desk: Page) -> None:
    desk.goto("/")
    all_here(desk)
    press_until(desk, "#b-evening-waist-rub-1")
    desk.keyboard.press("Space")
    expect_done(desk, "evening/waist-rub/1")
    expect(desk.locator("#b-evening-waist-rub-1")).to_be_focused()
    desk.keyboard.press("Enter")
    expect_open(desk, "evening/waist-rub/1")
    expect(desk.locator("#b-evening-waist-rub-1")).to_be_focused()
    press_until(desk, "#b-evening-sole-rub-1")
    desk.keyboard.press("Enter")
    expect_done(desk, "evening/sole-rub/1")
    press_until(desk, "#all-evening")
    desk.keyboard.press("Space")
    expect_done(desk, "evening/arm-raise/1")
    expect(desk.locator("#all-evening")).to_be_focused()
    desk.keyboard.press("Enter")
    expect_open(desk, "evening/arm-raise/1")
    expect_done(desk, "evening/sole-rub/1")


def test_the_skip_link_shows_itself_and_leads_to_the_page(desk: Page) -> None:
    desk.goto("/")
    skip = desk.locator(".skip")
    expect(skip).not_to_be_in_viewport()
    desk.keyboard.press("Tab")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    desk.keyboard.press("Enter")
    expect(desk.locator("#main")).to_be_focused()
    desk.keyboard.press("Tab")
    assert desk.evaluate("() => document.activeElement.closest('main') !== null")


def test_what_is_folded_away_opens_with_the_keyboard(desk: Page) -> None:
    desk.goto("/techniques/foot-massage/")
    folds = desk.locator("details")
    for key in ("Enter", "Space"):
        press_until(desk, "main summary")
        fold = folds.filter(has=desk.locator("summary:focus"))
        expect(fold).not_to_have_attribute("open", "")
        desk.keyboard.press(key)
        expect(fold).to_have_attribute("open", "")
        expect(fold.locator("li").first).to_be_visible()


def focused(page: Page) -> str:
    """The id of what has the focus; empty where nothing of the page has it."""
    return str(page.evaluate("() => document.activeElement.id"))


def test_hands_free_practice_is_led_with_the_keyboard_and_lets_the_focus_go(desk: Page) -> None:
    hold_the_clock(desk)
    desk.goto(RUB)
    press_until(desk, "[data-start]")
    desk.keyboard.press("Enter")
    expect(desk.locator("#pause")).to_be_focused()
    wait(desk, GET_READY + 10.5)
    expect(desk.locator("#count")).to_have_text("10")
    # What stands on the screen, from its last control back, and then out of the page: no trap.
    order = [focused(desk)]
    for _ in range(8):
        desk.keyboard.press("Shift+Tab")
        order.append(focused(desk))
    assert order == [
        *("pause", "stop", "hurts", "until", "feel", "instruction", "faster", "slower", ""),
    ]
    press_until(desk, "#pause")
    desk.keyboard.press("Enter")
    expect(desk.locator("#paused")).to_have_text("Paused at 10")
    wait(desk, 0.5)
    expect(desk.locator("#pause")).to_be_focused()
    desk.keyboard.press("Space")
    expect(desk.locator("#sheet-paused")).to_be_hidden()
    wait(desk, COUNTDOWN + 9.9)
    expect(desk.locator("#count")).to_have_text("20")
    press_until(desk, "#stop")
    desk.keyboard.press("Enter")
    expect(desk.locator("#stop-keep")).to_be_focused()
    wait(desk, 0.5)
    desk.keyboard.press("Enter")
    expect(desk.locator("#over-title")).to_be_focused()
    expect_sent(desk)
    wait(desk, 0.5)
    press_until(desk, "#over a[href='/']")
    desk.keyboard.press("Enter")
    expect(slot(desk, "evening/waist-rub/1")).to_contain_text("Partly done, 20 rubs")


def test_a_plan_is_chosen_and_everything_erased_with_the_keyboard(desk: Page) -> None:
    desk.goto("/plan/")
    press_until(desk, "main section summary")
    desk.keyboard.press("Enter")
    press_until(desk, "select")
    desk.keyboard.press("ArrowDown")
    press_until(desk, "main section details[open] button")
    desk.keyboard.press("Enter")
    expect(desk.locator("main")).to_contain_text("4 a day, since")
    desk.goto("/me/erase/")
    press_until(desk, "input[name=sure]")
    desk.keyboard.press("Space")
    press_until(desk, "button.danger")
    desk.keyboard.press("Enter")
    expect(desk.locator("h1")).to_have_text("Everything is erased")


def test_text_is_made_larger_with_the_keyboard(desk: Page) -> None:
    desk.goto("/history/")
    press_until(desk, ".look > summary")
    desk.keyboard.press("Enter")
    press_until(desk, "[name=size][value='3']")
    desk.keyboard.press("Enter")
    expect(desk.locator("html")).to_have_attribute("data-size", "3")


def test_the_week_and_its_days_are_reached_with_the_keyboard(desk: Page) -> None:
    desk.goto("/")
    press_until(desk, ".bar a[href='/history/']", "Shift+Tab")
    desk.keyboard.press("Enter")
    expect(desk.locator("h1")).to_contain_text("This week")
    press_until(desk, "[data-day='2026-11-23'] a")
    desk.keyboard.press("Enter")
    expect(slot(desk, "evening/sole-rub/1")).to_be_visible()
