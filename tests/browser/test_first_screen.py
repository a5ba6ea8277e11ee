"""What the first screen holds on small phones, and how few taps lead to practising and ticking."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.browser.guided.guide import expect_sent
from tests.browser.phone import NewPhone, all_here, expect_done, settled, slot, tick_button
from tests.browser.practising import feel_warm
from tests.browser.states import RUB, beginner
from tests.conftest import MONDAY

pytestmark = pytest.mark.django_db(transaction=True)

WITH_BARS: ViewportSize = {"width": 390, "height": 664}
"""What a phone shows whose browser keeps its bars."""
OLDER: ViewportSize = {"width": 375, "height": 667}
SMALL: ViewportSize = {"width": 320, "height": 568}


def expect_in_first_screen(page: Page, what: Locator) -> None:
    """Whole, between the top and the bar, before anybody scrolls."""
    assert page.evaluate("scrollY") == 0
    box, bar = what.bounding_box(), page.locator("nav.bar").bounding_box()
    assert box is not None
    assert bar is not None
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= bar["y"], what


@pytest.mark.parametrize("size", [WITH_BARS, OLDER], ids=["390", "375"])
@pytest.mark.parametrize("prefix", ["", "/zh-hans", "/zh-hant"])
def test_a_stranger_sees_what_this_is_how_to_begin_and_what_is_kept(
    new_phone: NewPhone, size: ViewportSize, prefix: str
) -> None:
    page = new_phone(viewport=size)
    page.goto(f"{prefix}/")
    ways = page.locator("[data-begin]").all()
    assert len(ways) == 3
    warning = page.locator(".welcome summary")
    for what in (warning, page.locator("h1"), *ways, page.locator(".consent summary")):
        expect_in_first_screen(page, what)
    expect(jade(page)).to_have_count(1)
    warning.tap()
    expect(page.locator(".welcome li").first).to_be_in_viewport()


def jade(page: Page) -> Locator:
    """The green buttons that can be seen."""
    return page.locator(".jade, .go").filter(visible=True)


def test_the_languages_at_the_head_change_the_language(new_phone: NewPhone) -> None:
    page = new_phone(viewport=WITH_BARS)
    page.goto("/")
    page.locator("header button", has_text="繁體中文").tap()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hant")


@pytest.mark.parametrize("size", [WITH_BARS, OLDER], ids=["390", "375"])
@pytest.mark.parametrize("prefix", ["", "/zh-hans", "/zh-hant"])
def test_where_an_amount_is_typed_save_is_in_view(
    new_phone: NewPhone, size: ViewportSize, prefix: str
) -> None:
    page = new_phone(beginner(), viewport=size)
    for exercise in ("waist-rub", "sole-rub"):
        page.goto(f"{prefix}/day/{MONDAY}/evening/{exercise}/1/")
        expect(page.locator("[data-presets]")).to_be_visible()
        expect_in_first_screen(page, page.locator("[data-ticks] .go"))


@pytest.mark.parametrize("size", [WITH_BARS, SMALL], ids=["390", "320"])
def test_two_taps_lead_from_opening_to_counting(new_phone: NewPhone, size: ViewportSize) -> None:
    page = new_phone(beginner(), viewport=size)
    page.goto("/")
    expect_in_first_screen(page, page.locator("[data-practise]"))
    expect(jade(page)).to_have_count(1)
    page.locator("[data-practise]").tap()
    page.locator("[data-start]").first.tap()
    expect(page.locator("#player")).to_be_visible()


def test_one_tap_ticks_and_the_last_one_ends_in_a_warm_word(new_phone: NewPhone) -> None:
    page = new_phone(beginner(), viewport=WITH_BARS)
    page.goto("/")
    expect(page.locator("[data-practise]")).to_have_text("Practise this evening · 5 min")
    for name, left in (("arm-raise", 1), ("waist-rub", 1), ("sole-rub", 0)):
        tick_button(page, f"evening/{name}/1").tap()
        expect_done(page, f"evening/{name}/1")
        expect(jade(page)).to_have_count(left)
    expect(page.locator("#summary")).to_contain_text("That was everything for today. Rest well.")
    expect(page.locator("#summary i.on")).to_have_count(3)


def test_to_tick_it_on_today_leads_to_the_row_unfolded_and_focused(new_phone: NewPhone) -> None:
    page = new_phone(beginner(), viewport=WITH_BARS)
    page.goto("/?tick=arm-throw")
    row = slot(page, "morning/arm-throw/1")
    expect(row).to_be_in_viewport(ratio=1)
    expect(row.locator("button")).to_be_focused()


def test_who_ticks_in_the_documents_day_is_told_in_view_what_they_began(
    new_phone: NewPhone,
) -> None:
    page = new_phone(viewport=WITH_BARS)
    page.goto("/")
    all_here(page)
    tick_button(page, "evening/sole-rub/1").tap()
    expect(page.locator("#begun .notice")).to_be_in_viewport(ratio=1)
    expect(page.locator("#begun")).to_contain_text("You have begun the document's full day.")
    tick_button(page, "evening/arm-raise/1").tap()
    expect(page.locator("#begun .notice")).to_have_count(0)


def test_who_practises_one_exercise_first_begins_its_technique_and_is_told_once(
    new_phone: NewPhone,
) -> None:
    page = new_phone(viewport=WITH_BARS)
    page.goto(RUB)
    feel_warm(page)
    expect_sent(page)
    page.evaluate("() => letGoBy(550)")
    page.locator("#over a", has_text="Back to Today").tap()
    expect(page.locator(".saved")).to_contain_text("You have begun one technique: Waist massage.")
    expect_done(page, "evening/waist-rub/1")
    expect(page.locator("[data-required=true]")).to_have_count(5)
    page.reload()
    expect(page.locator(".saved")).to_have_count(0)


@pytest.mark.parametrize("size", [WITH_BARS, SMALL], ids=["390", "320"])
@pytest.mark.parametrize("prefix", ["", "/zh-hans", "/zh-hant"])
def test_the_words_of_the_bar_grow_with_the_text_as_far_as_they_fit(
    new_phone: NewPhone, size: ViewportSize, prefix: str
) -> None:
    page = new_phone(viewport=size)
    page.goto(f"{prefix}/history/")
    places = page.locator(".bar a")
    usual = sizes_of(places)
    page.locator("html").evaluate("e => e.dataset.size = 3")
    settled(page)
    largest = sizes_of(places)
    assert all(large >= 1.15 * small for small, large in zip(usual, largest, strict=True))
    for place in places.all():
        assert place.evaluate(
            """(e) => {
              const words = document.createRange();
              words.selectNodeContents(e);
              const own = e.getBoundingClientRect();
              const box = words.getBoundingClientRect();
              return own.left <= box.left && box.right <= own.right && own.bottom >= box.bottom;
            }"""
        ), place


def sizes_of(places: Locator) -> list[float]:
    """Pixels of the text."""
    return [
        float(size)
        for size in places.evaluate_all(
            "all => all.map((each) => parseFloat(getComputedStyle(each).fontSize))"
        )
    ]
