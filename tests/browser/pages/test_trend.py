"""Twelve weeks and the year, as they are drawn and as a finger finds its way."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.phone import SIZES, NewPhone, settled
from tests.browser.states import regular, settled_in


def test_bars_are_drawn_as_high_as_they_say(new_phone: NewPhone) -> None:
    """On the screen each filling is the percentage of its outline, and none sticks out."""
    page = new_phone(settled_in(), viewport=SIZES["small phone"])
    page.goto("/history/weeks/")
    bars = page.locator(".trend .done")
    measured = bars.evaluate_all(
        "all => all.map(bar => { const own = bar.getBoundingClientRect();"
        " const whole = bar.previousElementSibling.getBoundingClientRect();"
        " return [+bar.getAttribute('height'), 100 * own.height / whole.height,"
        " Math.abs(own.bottom - whole.bottom), own.width / whole.width]; })"
    )
    assert len(measured) > 20
    assert {round(said) for said, *_ in measured} > {0, 100}
    for said, drawn, below, width in measured:
        assert abs(said - drawn) < 0.1
        assert below < 0.1
        assert abs(width - 1) < 0.01


def test_from_the_week_to_a_day_in_autumn_without_a_script(new_phone: NewPhone) -> None:
    page = new_phone(settled_in(), viewport=SIZES["small phone"], java_script_enabled=False)
    page.goto("/history/")
    page.get_by_role("link", name="Twelve weeks").tap()
    page.locator("summary", has_text="More").tap()
    page.get_by_role("link", name="The year 2026").tap()
    november, september = page.locator(".month").last, page.locator(".month").nth(2)
    expect(november.locator(".rows")).to_be_visible()
    expect(september.locator(".rows")).to_be_hidden()
    september.locator("summary").tap()
    september.get_by_role("link", name="7 to 13 September").tap()
    expect(page.locator("h1")).to_contain_text("Week 37")
    page.locator("[data-day='2026-09-09'] a").tap()
    expect(page.locator("h1")).to_contain_text("9 September")


def test_the_year_on_paper_has_every_month(new_phone: NewPhone) -> None:
    page = new_phone(settled_in(), color_scheme="dark")
    page.goto("/history/year/2026/")
    page.emulate_media(media="print")
    settled(page)
    for rows in page.locator(".month .rows").all():
        expect(rows).to_be_visible()
    seal = page.locator(".rows .mark-all").first
    assert seal.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(154, 27, 20)"
    assert seal.evaluate("e => getComputedStyle(e).printColorAdjust") == "exact"


def test_on_a_desktop_the_week_and_its_exercises_stand_side_by_side(new_phone: NewPhone) -> None:
    page = new_phone(regular(), viewport={"width": 1280, "height": 800}, is_mobile=False)
    page.goto("/history/2026-W47/")
    week, exercises = page.locator(".weeks").bounding_box(), page.locator(".each").bounding_box()
    assert week is not None
    assert exercises is not None
    assert week["x"] + week["width"] < exercises["x"]
    assert abs(week["y"] - exercises["y"]) < 100
    assert exercises["x"] + exercises["width"] > 1000
