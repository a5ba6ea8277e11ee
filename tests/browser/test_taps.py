"""Two taps where one was meant, as of a hand that shakes: one effect, on every page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import FloatRect, Locator, Page, Route, ViewportSize, expect

from people.models import Person
from practice.models import PlanVersion
from tests.browser.phone import NewPhone, all_here, expect_done, expect_open, slot, tick_button
from tests.browser.states import beginner, regular

IN_HAND: ViewportSize = {"width": 390, "height": 664}
"""What a phone shows whose browser keeps its bars."""
BETWEEN = 250
"""Milliseconds from one tap to the next."""
QUIET = 600
"""Milliseconds after which a page has surely done what a tap makes it do."""
both_ways = pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])


END_QUIET = """
  () => document.getAnimations()
    .filter((one) => ["quiet", "again"].includes(one.animationName))
    .forEach((one) => one.finish())
"""


def hasty_phone(new_phone: NewPhone, somebody: Person | None = None, **how: Any) -> Page:
    """A phone whose pages are quiet after a tap, as those of other tests are not."""
    page = new_phone(somebody, viewport=IN_HAND, is_quiet=True, **how)
    lengthen_quiet(page)
    return page


def lengthen_quiet(page: Page) -> None:
    """Let half a second go on until `end_quiet`: a busy computer is slower than a hand."""

    def longer(route: Route) -> None:
        answer = route.fetch()
        style = answer.text().replace("quiet .5s", "quiet 600s")
        assert style != answer.text()
        route.fulfill(response=answer, body=style)

    page.route("**/kidneycare*.css", longer)


def end_quiet(page: Page) -> None:
    page.wait_for_load_state()
    page.evaluate(END_QUIET)
    page.screenshot()  # Taps find what was drawn.


def middle(control: Locator) -> tuple[float, float]:
    """Where a thumb touches it."""
    control.scroll_into_view_if_needed()
    box = control.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def tap_twice(page: Page, control: Locator) -> None:
    """Tap twice at the same spot, wherever the first tap has led by then."""
    end_quiet(page)
    spot = middle(control)
    page.touchscreen.tap(*spot)
    page.wait_for_timeout(BETWEEN)
    page.touchscreen.tap(*spot)
    page.wait_for_timeout(QUIET)
    end_quiet(page)


def tap_on_what_comes(page: Page, control: Locator) -> None:
    """Tap, and again at the same spot as soon as the next page is seen."""
    end_quiet(page)
    spot = middle(control)
    with page.expect_navigation(wait_until="commit"):
        page.touchscreen.tap(*spot)
    page.wait_for_selector("nav.bar a")
    page.touchscreen.tap(*spot)
    page.wait_for_timeout(QUIET)


@both_ways
@pytest.mark.parametrize("tap", [tap_twice, tap_on_what_comes])
def test_easy_start_twice_begins_once_and_opens_nothing(
    new_phone: NewPhone, script: bool, tap: Callable[[Page, Locator], None]
) -> None:
    page = hasty_phone(new_phone, java_script_enabled=script)
    page.goto("/")
    tap(page, page.locator("[data-begin=easy]"))
    expect(page).to_have_url("/".join(page.url.split("/")[:3]) + "/")
    expect(page.locator("main")).to_contain_text("Monday")
    expect(slot(page, "evening/waist-rub/1")).to_have_attribute("data-done", "false")
    assert PlanVersion.objects.filter(kind="easy").count() == 1


@both_ways
def test_what_hurts_is_asked_about_before_anything_is_left_out(
    new_phone: NewPhone, script: bool
) -> None:
    somebody = regular()
    before = list(PlanVersion.objects.values_list())
    page = hasty_phone(new_phone, somebody, java_script_enabled=script)
    page.goto("/")
    tap_on_what_comes(page, page.locator(".foot a[href='/when-it-hurts/']"))
    assert page.url.endswith("/when-it-hurts/")
    assert list(PlanVersion.objects.values_list()) == before


@pytest.mark.parametrize("tap", [tap_twice, tap_on_what_comes])
def test_erase_twice_erases_and_says_so(
    new_phone: NewPhone, tap: Callable[[Page, Locator], None]
) -> None:
    page = hasty_phone(new_phone, regular())
    page.goto("/me/erase/")
    end_quiet(page)
    page.locator("[name=sure]").check()
    tap(page, page.locator("button.danger"))
    expect(page.locator("h1")).to_have_text("Everything is erased")
    assert page.locator("html").get_attribute("lang") == "en"


def test_a_fold_tapped_twice_is_open_and_nothing_in_it_was_tapped(new_phone: NewPhone) -> None:
    for script in (True, False):
        page = hasty_phone(new_phone, java_script_enabled=script)
        page.goto("/")
        fold = page.locator("details:has([data-begin=one])")
        tap_twice(page, fold.locator("summary"))
        expect(fold.locator("button").first).to_be_visible()
        tap_twice(page, fold.locator("summary"))
        expect(fold.locator("button").first).to_be_hidden()
    assert not Person.objects.exists()


def test_what_a_tick_put_under_the_finger_takes_nothing_at_once(new_phone: NewPhone) -> None:
    """ "Undo" takes back a tick with its amount, and comes where the tick was tapped."""
    page = hasty_phone(new_phone, beginner())
    page.goto("/")
    place = "evening/waist-rub/1"
    page.locator("html").evaluate("html => html.dataset.size = '3'")
    end_quiet(page)
    tick_button(page, place).tap()
    expect_done(page, place)
    undo = slot(page, place).locator("button[value='0']")
    page.touchscreen.tap(*middle(undo))
    page.wait_for_timeout(QUIET)
    expect_done(page, place)
    end_quiet(page)
    page.touchscreen.tap(*middle(undo))
    expect_open(page, place)


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_key_waits_for_nothing(new_phone: NewPhone, key: str) -> None:
    page = hasty_phone(new_phone, beginner())
    page.goto("/")
    all_here(page)
    ring = slot(page, "evening/waist-rub/1").locator(".ring")
    ring.focus()
    page.keyboard.press(key)
    expect_done(page, "evening/waist-rub/1")
    page.keyboard.press(key)
    expect_open(page, "evening/waist-rub/1")


def test_the_amount_may_be_counted_up_as_fast_as_one_likes(new_phone: NewPhone) -> None:
    page = hasty_phone(new_phone, beginner())
    page.goto("/day/2026-11-23/evening/waist-rub/1/")
    end_quiet(page)
    spot = middle(page.locator("[data-more]"))
    for _ in range(3):
        page.touchscreen.tap(*spot)
        page.wait_for_timeout(50)
    expect(page.locator("#amount")).to_have_value("30")


# --- practice -------------------------------------------------------------------------


def practising(new_phone: NewPhone, stages: int = 2) -> Page:
    """A phone in the midst of an evening's waist rub, in real time."""
    page = hasty_phone(new_phone, beginner())
    page.goto("/practise/evening/waist-rub/")
    end_quiet(page)
    page.locator("[data-start]").first.tap()
    for _ in range(stages):
        end_quiet(page)
        page.locator("#skip").tap()
    return page


def test_start_and_go_on_twice_do_not_pause_at_once(new_phone: NewPhone) -> None:
    page = hasty_phone(new_phone, beginner())
    page.goto("/practise/evening/waist-rub/")
    root = page.locator("html")
    tap_twice(page, page.locator("[data-start]").first)
    expect(root).to_have_attribute("data-state", "running")
    page.locator("#pause").tap()
    expect(root).to_have_attribute("data-state", "paused")
    page.wait_for_timeout(QUIET)
    tap_twice(page, page.locator("#pause"))
    expect(root).to_have_attribute("data-state", "running")


def test_go_on_now_twice_skips_one_stage(new_phone: NewPhone) -> None:
    page = practising(new_phone, stages=0)
    tap_twice(page, page.locator("#skip"))
    expect(page.locator("html")).not_to_have_attribute("data-stage", "strokes")


def test_stop_twice_keeps_what_was_done(new_phone: NewPhone) -> None:
    page = practising(new_phone)
    tap_twice(page, page.locator("#stop"))
    expect(page.locator("#sheet-stop")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("data-state", "paused")


def test_it_hurts_twice_stays_with_the_advice(new_phone: NewPhone) -> None:
    page = practising(new_phone)
    tap_twice(page, page.locator("#hurts"))
    expect(page.locator("#hurt-here")).to_be_visible()
    assert page.url.endswith("/practise/evening/waist-rub/")


# --- what destroys --------------------------------------------------------------------


def box_of(control: Locator) -> FloatRect:
    box = control.bounding_box()
    assert box is not None
    return box


def overlap(one: FloatRect, other: FloatRect) -> bool:
    is_beside = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
    is_below = one["y"] + one["height"] <= other["y"] or other["y"] + other["height"] <= one["y"]
    return not (is_beside or is_below)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_keep_nothing_never_stands_where_something_else_just_was(
    new_phone: NewPhone, size: int
) -> None:
    page = new_phone(beginner(), viewport=IN_HAND)
    page.goto("/practise/evening/waist-rub/")
    page.locator("html").evaluate("(html, size) => { html.dataset.size = size }", size)
    page.locator("[data-start]").first.tap()
    before = {
        name: box_of(page.locator(f"#{name}"))
        for name in ("stop", "hurts", "pause", "skip", "face")
        if page.locator(f"#{name}").is_visible()
    }
    assert "stop" in before
    page.locator("#stop").tap()
    drop = box_of(page.locator("#stop-drop"))
    assert [name for name, box in before.items() if overlap(box, drop)] == []


# Where Undo stands right after it came, and a while later.
WATCH_UNDO = """undo => {
  window.undoStood = new Promise(done => {
    const boxes = [];
    const look = () => {
      const box = document.querySelector(undo)?.getBoundingClientRect();
      if (box) boxes.push({ x: box.x, y: box.y, width: box.width, height: box.height });
      if (boxes.length === 1) setTimeout(() => { look(); done(boxes); }, 300);
    };
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  });
}"""


@pytest.mark.parametrize("size", [1, 2, 3])
def test_undo_never_stands_where_the_tick_was(new_phone: NewPhone, size: int) -> None:
    page = new_phone(beginner(), viewport=IN_HAND)
    page.goto("/")
    page.locator("html").evaluate("(html, size) => { html.dataset.size = size }", size)
    ring = tick_button(page, "evening/waist-rub/1")
    ring.scroll_into_view_if_needed()
    before = box_of(ring)
    page.evaluate(WATCH_UNDO, "[data-slot$='/evening/waist-rub/1'] button[value='0']")
    ring.tap()
    expect_done(page, "evening/waist-rub/1")
    for box in page.evaluate("undoStood"):
        assert not overlap(before, box), (before, box)
