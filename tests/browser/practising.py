"""What somebody does who practises, with a clock that the test lets go by."""

from __future__ import annotations

from playwright.sync_api import Page, expect

HOLD_THE_PLAYER = """
  () => {
    let now = performance.now();
    let look = () => {};
    performance.now = () => now;
    globalThis.setInterval = (act) => { look = act; return 1 };
    globalThis.letGoBy = (milliseconds) => {
      for (const end = now + milliseconds; now < end; look()) now += 50;
    };
  }
"""
"""The player looks at its clock only when the test lets time go by; all else goes on as usual."""


def press(page: Page, control: str) -> None:
    """Click a control of the player that was in sight for long enough to be meant."""
    page.evaluate("() => letGoBy(550)")
    page.locator(f"#{control}").click()


def practise(page: Page) -> None:
    """Begin, and go on to the first thing that is counted."""
    page.evaluate(HOLD_THE_PLAYER)
    page.locator("[data-start]").first.click()
    for _stage in range(2):
        press(page, "skip")
    expect(page.locator("html")).to_have_attribute("data-stage", "strokes")


def count_once(page: Page) -> None:
    """Let three, two, one and a little more than a second go by."""
    page.evaluate("() => letGoBy(4050)")
    expect(page.locator("#count")).to_have_text("1")


def pause(page: Page) -> None:
    """The same, and touch the screen."""
    practise(page)
    press(page, "pause")
    expect(page.locator("#sheet-paused")).to_be_visible()
    page.locator("#preferences").evaluate("fold => { fold.open = true }")


def stop(page: Page) -> None:
    """The same, and stop after the first count."""
    practise(page)
    count_once(page)
    press(page, "stop")
    expect(page.locator("#stop-keep")).to_be_visible()


def feel_warm(page: Page) -> None:
    """The same, and be warm at once."""
    practise(page)
    count_once(page)
    press(page, "feel")
    press(page, "early-yes")
    expect(page.locator("#over")).to_be_visible()


def ask_about_the_feet(page: Page) -> None:
    """Soak, and have done so."""
    page.evaluate(HOLD_THE_PLAYER)
    page.locator("[data-start='0']").click()
    press(page, "skip")
    expect(page.locator("html")).to_have_attribute("data-stage", "gate")
