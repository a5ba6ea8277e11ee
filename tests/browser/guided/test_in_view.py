"""However small the phone and however large the text: safety, count and caution are in view."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.browser.guided.guide import held_phone, owner, tap, wait
from tests.browser.phone import NewPhone

EXTREMES = [(390, 664), (320, 568), (568, 320)]
SIZES = [*EXTREMES, (390, 844), (375, 667), (360, 640), (664, 390)]
LOOKS = {"1": "Normal", "3": "Largest"}
EXERCISES = ("sole-rub", "arm-raise", "arm-throw", "waist-rub", "waist-knead")
OUT_OF_VIEW = Path(__file__).with_name("in_view.js").read_text()
COUNTED = {"strokes", "breaths", "minutes"}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every size in English, the extremes in Chinese; with ``--all-looks`` every one in each."""
    looks: dict[str, list[tuple[int, int]]] = {"": SIZES, "zh-hans": EXTREMES}
    if metafunc.config.getoption("--all-looks"):
        looks = dict.fromkeys(("", "zh-hans", "zh-hant"), SIZES)
    metafunc.parametrize(("language", "sizes"), looks.items(), ids=[one or "en" for one in looks])


class Watch:
    """Looks at a stage in each size and look."""

    def __init__(self, page: Page, sizes: list[tuple[int, int]]) -> None:
        self.page = page
        self.sizes = sizes
        self.screen: CDPSession = page.context.new_cdp_session(page)
        self.faults: list[str] = []

    def look(self, place: str) -> None:
        for width, height in self.sizes:
            # Playwright's own way waits for pictures to be drawn, and takes five times as long.
            size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": True}
            self.screen.send("Emulation.setDeviceMetricsOverride", size)
            for look, name in LOOKS.items():
                found = self.page.evaluate(OUT_OF_VIEW, [look, width, height])
                self.faults += [f"{place}, {width}x{height} {name}: {fault}" for fault in found]


def test_count_caution_and_controls_are_in_view_in_every_stage(
    new_phone: NewPhone, language: str, sizes: list[tuple[int, int]]
) -> None:
    page = held_phone(new_phone, owner())
    watch = Watch(page, sizes)
    for exercise in EXERCISES:
        page.goto(f"/{language}/practise/evening/{exercise}/".replace("//", "/"))
        # With the soak, where there is one.
        page.locator("[data-start]").last.tap()
        data = json.loads(page.locator("#run").text_content() or "")
        for step in data["parts"][0]["steps"]:
            expect(page.locator("html")).to_have_attribute("data-stage", step["kind"])
            look_at_stage(page, watch, exercise, step)
    assert not watch.faults, "\n".join(watch.faults)


def look_at_stage(page: Page, watch: Watch, exercise: str, step: dict[str, Any]) -> None:
    """Look at a stage, also paused and asked about, and leave it."""
    place = f"{exercise}: {step['id']}"
    wait(page, 0.6)
    watch.look(place)
    if step["kind"] not in COUNTED:
        tap(page, "skip")
        return
    for control in ("pause", "stop"):
        tap(page, control)
        watch.look(f"{place} after {control}")
    if step["kind"] == "strokes":
        tap(page, "pause")
        tap(page, "feel")
        watch.look(f"{place} felt early")
        tap(page, "early-yes")
