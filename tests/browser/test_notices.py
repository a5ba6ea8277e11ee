"""What is said of something done: in view, in the lines of the page, and over no tick circle."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, ViewportSize, expect

from tests.browser.phone import NewPhone, all_here, tick_button
from tests.browser.states import regular

WITH_BARS: ViewportSize = {"width": 390, "height": 664}
"""What a phone shows whose browser keeps its bars."""

SIZES = pytest.mark.parametrize("size", [1, 2, 3])


def circles_under(notice: Locator) -> int:
    """How many tick circles and seals it covers, wholly or in part."""
    return int(
        notice.evaluate(
            """(notice) => {
              const own = notice.getBoundingClientRect();
              return [...document.querySelectorAll(".ring, .slot .seal")].filter((circle) => {
                const box = circle.getBoundingClientRect();
                return box.width && box.left < own.right && own.left < box.right &&
                  box.top < own.bottom && own.top < box.bottom;
              }).length;
            }"""
        )
    )


@SIZES
@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize("exercise", ["arm-raise", "waist-rub"])
def test_what_was_saved_of_a_row_is_said_in_view_of_it(
    new_phone: NewPhone, script: bool, exercise: str, size: int
) -> None:
    page = new_phone(regular(), viewport=WITH_BARS, java_script_enabled=script)
    page.goto("/about/")
    page.locator(".top summary").tap()
    with page.expect_navigation():
        page.get_by_role("button", name=("Normal", "Large", "Largest")[size - 1], exact=True).tap()
    page.goto(f"/day/2026-11-23/evening/{exercise}/1/")
    page.fill("#amount", "3")
    with page.expect_navigation():
        page.get_by_role("button", name="Save").tap()
    if script:
        all_here(page)
    saved = page.locator(".saved")
    expect(saved).to_have_text("Saved.")
    expect(saved).to_be_in_viewport(ratio=1)
    expect(page.locator(f"[data-slot$='evening/{exercise}/1'] b")).to_be_in_viewport()
    assert circles_under(saved) == 0


@SIZES
def test_what_was_begun_is_said_beside_the_circles(new_phone: NewPhone, size: int) -> None:
    page = new_phone(viewport=WITH_BARS)
    page.goto("/")
    page.locator("html").evaluate("(e, size) => e.dataset.size = size", size)
    all_here(page)
    tick_button(page, "evening/arm-raise/1").tap()
    notice = page.locator("#begun .notice")
    expect(notice).to_be_visible()
    assert circles_under(notice) == 0


def test_a_link_in_a_notice_stands_in_its_line(new_phone: NewPhone) -> None:
    page = new_phone(regular(), viewport=WITH_BARS)
    page.goto("/day/2026-11-22/")
    notice = page.locator("#stale .notice")
    before = notice.bounding_box()
    notice.evaluate("(e) => e.textContent = e.textContent")
    after = notice.bounding_box()
    assert before
    assert after
    assert before["height"] == after["height"]


def test_the_ring_around_undo_touches_nothing_beside_it(new_phone: NewPhone) -> None:
    page = new_phone(regular(), viewport=WITH_BARS)
    page.goto("/")
    all_here(page)
    acts = page.locator(".acts:has(a)").first
    button = acts.locator("button")
    button.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(button).to_be_focused()
    ring = button.evaluate(
        "(e) => parseFloat(getComputedStyle(e).outlineWidth)"
        " + parseFloat(getComputedStyle(e).outlineOffset)"
    )
    undo, beside = button.bounding_box(), acts.locator("a").bounding_box()
    assert undo
    assert beside
    assert undo["x"] + undo["width"] + ring <= beside["x"]
