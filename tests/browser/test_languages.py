"""Chinese as it is drawn: it has its own fonts, and the switch works."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.phone import NewPhone, all_here
from tests.browser.states import beginner, regular

SPOKEN = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}
SLANTED = """
  all => all
    .filter((e) => getComputedStyle(e).fontStyle !== "normal")
    .filter((e) => [...e.childNodes].some((n) => n.data && /\\p{Script=Han}/u.test(n.data)))
    .map((e) => e.outerHTML)
"""
"""Elements whose own Chinese words are drawn in italics."""


@pytest.mark.parametrize("language", SPOKEN)
def test_each_script_has_its_fonts_first_and_nothing_chinese_is_slanted(
    new_phone: NewPhone, language: str
) -> None:
    page = new_phone()
    own, other = {"zh-hans": ("SC", "TC"), "zh-hant": ("TC", "SC")}[language]
    for path in ("/techniques/foot-massage/", "/about/"):
        page.goto(f"/{language}{path}")
        for selector in ("body", "h1", "button[lang='zh-Hant']"):
            fonts = page.locator(selector).first.evaluate("e => getComputedStyle(e).fontFamily")
            wanted = "TC" if selector.startswith("button") else own
            assert f" {wanted}" in fonts.split(",")[0], f"{selector}: {fonts}"
            assert selector.startswith("button") or f" {other}" not in fonts
        expect(page.locator("body")).to_have_css("line-break", "strict")
        slanted = page.locator("body *").evaluate_all(SLANTED)
        assert slanted == []
    page.goto("/techniques/waist-massage/")
    word = page.locator("dt i[lang='zh-Hans']").first
    expect(word).to_have_css("font-style", "normal")
    assert " SC" in word.evaluate("e => getComputedStyle(e).fontFamily").split(",")[0]


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_the_switch_keeps_the_page_and_is_remembered(new_phone: NewPhone, script: bool) -> None:
    page = new_phone(regular(), java_script_enabled=script)
    root = page.locator("html")
    page.goto("/history/2026-W47/")
    page.get_by_role("button", name="繁體中文").tap()
    expect(root).to_have_attribute("lang", "zh-Hant")
    assert page.url.endswith("/zh-hant/history/2026-W47/")
    page.goto("/plan/")
    expect(root).to_have_attribute("lang", "zh-Hant")
    page.get_by_role("button", name="简体中文").tap()
    expect(root).to_have_attribute("lang", "zh-Hans")
    assert page.url.endswith("/zh-hans/plan/")
    page.get_by_role("button", name="English").tap()
    expect(root).to_have_attribute("lang", "en")
    page.goto("/")
    expect(root).to_have_attribute("lang", "en")
    assert page.url.count("/") == 3


def test_a_browser_that_speaks_chinese_is_met_in_chinese_and_ticks(new_phone: NewPhone) -> None:
    page = new_phone(beginner(), locale="zh-TW")
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hant")
    all_here(page)
    row = page.locator('[data-slot$="/evening/sole-rub/1"]')
    row.locator("button[name=done][value='1']").tap()
    expect(row).to_have_attribute("data-done", "true")
    expect(row.locator(".seal")).to_have_text("完成")
    expect(page.locator("#said")).to_contain_text("搓腳心：完成。")


def test_what_a_word_means_opens_with_a_tap(new_phone: NewPhone) -> None:
    page = new_phone(java_script_enabled=False)
    page.goto("/zh-hans/techniques/foot-massage/")
    term = page.locator("dt", has_text="浊气")
    expect(term).not_to_be_visible()
    page.locator("details.fold", has=term).locator("summary").first.tap()
    expect(term).to_be_visible()
