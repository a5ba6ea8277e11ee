"""Pages to read are short until something is unfolded, and what one can do is soon in reach."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.browser.phone import NewPhone

SCREEN: ViewportSize = {"width": 390, "height": 664}
"""What a phone shows whose browser keeps its bars."""
TECHNIQUES = ("foot-massage", "kidney-strengthening-exercises", "waist-massage")
FOOT = "/techniques/foot-massage/"


def top(part: Locator) -> float:
    """How far below the page's head it begins."""
    return float(part.evaluate("e => e.getBoundingClientRect().top + scrollY"))


def bottom(part: Locator) -> float:
    return float(part.evaluate("e => e.getBoundingClientRect().bottom + scrollY"))


def screens(page: Page) -> float:
    height = page.evaluate("() => document.documentElement.scrollHeight")
    return float(height) / SCREEN["height"]


@pytest.mark.parametrize("slug", TECHNIQUES)
def test_a_technique_leads_with_picture_dose_and_steps_and_is_short(
    new_phone: NewPhone, slug: str
) -> None:
    page = new_phone(viewport=SCREEN)
    for prefix in ("", "/zh-hans", "/zh-hant"):
        page.goto(f"{prefix}/techniques/{slug}/")
        assert screens(page) <= 5
        in_order = [
            page.locator(part).first
            for part in (".moves", "[data-dose]", ".jade", ".cautions", "[data-steps]", ".folds")
        ]
        tops = [top(part) for part in in_order]
        assert tops[0] < SCREEN["height"] / 2
        assert tops[1] < tops[2] < tops[3] < tops[4] < tops[5]
        practise = page.locator("a[href*='/practise/now/']").first
        assert bottom(practise) <= 2 * SCREEN["height"]
        expect(page.locator(".jade")).to_have_count(1)
        expect(page.locator("main details[open]")).to_have_count(0)
        if not prefix:
            assert len(page.locator("body").inner_text().split()) <= 350


def test_the_picture_of_a_step_stands_beside_its_words(new_phone: NewPhone) -> None:
    page = new_phone(viewport=SCREEN)
    page.goto(FOOT)
    pictured = page.locator(".steps li:has(svg)")
    assert pictured.count() == 4
    for place in range(4):
        row = pictured.nth(place)
        words, drawn = (row.locator(part).bounding_box() for part in ("span", "svg"))
        assert words
        assert drawn
        assert words["x"] + words["width"] <= drawn["x"] + 1
        assert max(words["y"], drawn["y"]) < min(
            words["y"] + words["height"], drawn["y"] + drawn["height"]
        )


def test_a_source_is_one_tap_away_and_opens_its_fold(new_phone: NewPhone) -> None:
    page = new_phone(viewport=SCREEN)
    page.goto(FOOT)
    page.get_by_text("What the document claims").tap()
    page.locator(".claims .added a").tap()
    number = page.locator(":target")
    expect(number).to_contain_text("when to see a doctor")
    expect(number).to_be_in_viewport()


def test_a_technique_leads_to_its_row_on_today(new_phone: NewPhone) -> None:
    page = new_phone(viewport=SCREEN)
    page.goto(FOOT)
    link = page.get_by_role("link", name="Tick Sole rub on Today")
    link.tap()
    page.wait_for_url("**/*#slot-evening-sole-rub-1")
    row = page.locator("#slot-evening-sole-rub-1")
    expect(row).to_be_in_viewport()
    expect(row.get_by_role("button", name="Tick")).to_be_focused()


def test_the_list_of_techniques_and_about_are_short_too(new_phone: NewPhone) -> None:
    page = new_phone(viewport=SCREEN)
    for path in ("/techniques/", "/about/"):
        page.goto(path)
        assert screens(page) <= 5, path
        assert len(page.locator("body").inner_text().split()) <= 350, path
