"""Sheets as they come out of a printer: how many pages, how large the letters, what is left off."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.phone import NewPhone
from tests.browser.states import regular
from tests.conftest import MONDAY
from tests.practice.rules.pages.paper_people import fullest

A_MILLIMETRE = 96 / 25.4
"""In the browser's pixels."""

SMALLEST = """() => Math.min(...[...document.querySelectorAll("main *")]
    .filter(each => each.checkVisibility() && !each.closest(".unseen")
        && [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
    .map(each => parseFloat(getComputedStyle(each).fontSize)))"""
"""The smallest letters on the page, in pixels."""

STICKING_OUT = """() => [...document.querySelectorAll(".sheet .boxes, .fridge td")]
    .filter(each => each.scrollWidth > each.clientWidth + 2).map(each => each.textContent.trim())"""


def pages_of(page: Page) -> int:
    """How many sheets of A4 the printer would take."""
    pdf = page.pdf(format="A4", prefer_css_page_size=True)
    assert {tuple(map(round, map(float, box.split()))) for box in re.findall(BOX, pdf)} == {
        (0, 0, 596, 843)
    }
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


BOX = rb"/MediaBox\s*\[([^\]]*)\]"


@pytest.mark.parametrize("language", ["", "/zh-hans", "/zh-hant"])
def test_four_full_weeks_are_one_sheet_of_a4_in_letters_of_9_points(
    new_phone: NewPhone, language: str
) -> None:
    """Five exercises with amounts, extras, days of rest, and a plan that changes."""
    page = new_phone(fullest(), is_mobile=False)
    page.goto(f"{language}/paper/")
    expect(page.locator(".sheet table")).to_have_count(4)
    assert pages_of(page) == 1
    page.set_viewport_size({"width": round(194 * A_MILLIMETRE), "height": 1000})
    page.emulate_media(media="print")
    assert page.evaluate(SMALLEST) * 72 / 96 >= 9
    assert page.evaluate(STICKING_OUT) == []
    height = page.locator("main").evaluate("main => main.getBoundingClientRect().height")
    # Other letters than these are a little taller or wider.
    assert height < (277 - 8) * A_MILLIMETRE
    for gone in (".bar", ".foot", "form", ".notice", ".ways"):
        for place in range(page.locator(gone).count()):
            expect(page.locator(gone).nth(place)).to_be_hidden()
    for there in ("caption >> nth=3", ".source-line", ".pen"):
        expect(page.locator(there).first).to_be_visible()


def test_on_a_phone_four_full_weeks_are_looked_through_in_under_five_screens(
    new_phone: NewPhone,
) -> None:
    page = new_phone(fullest(), viewport={"width": 390, "height": 664})
    page.goto("/paper/")
    assert page.evaluate("document.documentElement.scrollHeight") < 5 * 664
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_text_size_and_night_make_no_difference_to_paper(new_phone: NewPhone) -> None:
    page = new_phone(fullest(), color_scheme="dark", is_mobile=False)
    page.goto("/paper/")
    page.locator(".look > summary").click()
    page.get_by_role("button", name="Largest").click()
    expect(page.locator("html")).to_have_attribute("data-size", "3")
    assert pages_of(page) == 1
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator(".sheet")).to_have_css("color", "rgb(0, 0, 0)")
    expect(page.locator("html")).to_have_css("background-color", "rgb(255, 255, 255)")


MOST = {
    "sole-rub": (0, 0, 1),
    "arm-raise": (1, 2, 2),
    "arm-throw": (2, 2, 1),
    "waist-rub": (1, 0, 1),
    "waist-knead": (1, 1, 1),
}
"""The largest plan there can be: sixteen a day."""


@pytest.mark.parametrize("sets", [None, MOST], ids=["full day", "the most there can be"])
def test_an_empty_week_is_one_sheet_with_seals_for_a_pen(
    new_phone: NewPhone, sets: dict[str, tuple[int, int, int]] | None
) -> None:
    somebody = factories.new_person()
    factories.new_plan(person=somebody, starts=MONDAY, sets=sets)
    page = new_phone(somebody, is_mobile=False)
    page.goto("/paper/empty-week/")
    assert pages_of(page) == 1
    page.set_viewport_size({"width": round(194 * A_MILLIMETRE), "height": 1000})
    page.emulate_media(media="print")
    seals = page.locator(".to-fill")
    expect(seals).to_have_count(7 * (10 if sets is None else 16))
    box = seals.first.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) / A_MILLIMETRE >= (13 if sets is None else 9)
    assert page.evaluate(SMALLEST) * 72 / 96 >= 9


def test_the_button_prints_and_without_a_script_there_is_none(new_phone: NewPhone) -> None:
    somebody = regular()
    page = new_phone(somebody)
    page.add_init_script("window.print = () => { document.title = 'printed' }")
    page.goto("/paper/?weeks=1")
    page.get_by_role("button", name="Print or save as PDF").tap()
    expect(page).to_have_title("printed")
    page = new_phone(somebody, java_script_enabled=False)
    page.goto("/paper/")
    expect(page.get_by_role("button", name="Print")).to_have_count(0)
    expect(page.get_by_text("Ctrl+P")).to_be_visible()
    page.get_by_text("Choose the weeks").tap()
    page.get_by_label("How many weeks").select_option("1")
    page.get_by_label("With what I noted").check()
    page.get_by_role("button", name="Show these weeks").tap()
    expect(page.locator(".sheet table")).to_have_count(1)
    expect(page.get_by_text("Nothing was noted in these weeks.")).to_be_visible()
