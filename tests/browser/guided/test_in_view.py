"""However small the phone and however large the text: safety, count and caution are in view."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.guided.guide import held_phone, owner, wait
from tests.browser.phone import NewPhone

SIZES: list[ViewportSize] = [
    {"width": 390, "height": 844},
    {"width": 390, "height": 664},
    {"width": 375, "height": 667},
    {"width": 360, "height": 640},
    {"width": 320, "height": 568},
    {"width": 664, "height": 390},
    {"width": 568, "height": 320},
]
PAGES = {
    "sole-rub": "evening",
    "arm-raise": "evening",
    "arm-throw": "evening",
    "waist-rub": "evening",
    "waist-knead": "evening",
}
OUT_OF_VIEW = """([width, height]) => {
  const faults = [];
  const shown = [...document.querySelectorAll(
    "[data-count], [data-caution], [data-control=hurts], [data-control=stop], #pause, #skip, #feel, #did"
  )].filter((each) => each.checkVisibility({ visibilityProperty: true }) && each.textContent.trim());
  for (const each of shown) {
    const { left, top, right, bottom } = each.getBoundingClientRect();
    const name = each.id;
    if (left < 0 || top < 0 || right > width + 0.5 || bottom > height + 0.5) {
      faults.push(`${name} at ${Math.round(left)},${Math.round(top)}-${Math.round(right)},${Math.round(bottom)}`);
    }
    if (each.scrollWidth > each.clientWidth + 1 && each.clientWidth) faults.push(`${name} is cropped`);
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    const over = document.elementFromPoint(x, y);
    if (over && !each.contains(over) && !over.contains(each)) faults.push(`${name} under ${over.id || over.className}`);
  }
  const controls = ["hurts", "stop", "pause"].filter((id) =>
    !shown.includes(document.getElementById(id)));
  if (controls.length) faults.push(`no ${controls}`);
  const count = document.querySelector("[data-count]");
  const least = document.documentElement.dataset.size === "3" ? 96 : 72;
  if (shown.includes(count) && parseFloat(getComputedStyle(count).fontSize) < least) {
    faults.push(`count of ${getComputedStyle(count).fontSize}`);
  }
  return faults;
}"""


def faults_of(page: Page, place: str) -> list[str]:
    """What of a stage is out of view, at each size in Normal and in Largest."""
    found = []
    for size in SIZES:
        page.set_viewport_size(size)
        for look in ("1", "3"):
            page.evaluate("(size) => document.documentElement.dataset.size = size", look)
            faults = page.evaluate(OUT_OF_VIEW, [size["width"], size["height"]])
            name = f"{size['width']}x{size['height']} {'Largest' if look == '3' else 'Normal'}"
            found += [f"{place}, {name}: {fault}" for fault in faults]
    return found


@pytest.mark.parametrize("language", ["", "/zh-hans", "/zh-hant"])
def test_count_caution_and_controls_are_in_view_in_every_stage(
    new_phone: NewPhone, language: str
) -> None:
    page = held_phone(new_phone, owner())
    faults = []
    for exercise, period in PAGES.items():
        page.goto(f"{language}/practise/{period}/{exercise}/")
        # With the soak, where there is one.
        page.locator("[data-start]").last.tap()
        stage = page.evaluate("() => JSON.parse(document.getElementById('run').textContent).parts[0]")
        for step in stage["steps"]:
            wait(page, 0.6)
            expect(page.locator("html")).to_have_attribute("data-stage", step["kind"])
            faults += faults_of(page, f"{exercise} {step['id']}")
            if step["kind"] not in {"strokes", "breaths", "minutes"}:
                page.locator("#skip").tap()
                continue
            for control in ("pause", "stop"):
                page.locator(f"#{control}").tap()
                wait(page, 0.6)
                faults += faults_of(page, f"{exercise} {step['id']} after {control}")
            if step["kind"] == "strokes":
                page.locator("#pause").tap()
                wait(page, 5)
                page.locator("#feel").tap()
                wait(page, 0.6)
                faults += faults_of(page, f"{exercise} {step['id']} early")
                page.locator("#early-yes").tap()
    assert not faults, "\n".join(faults)
