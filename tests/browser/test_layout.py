"""Every page in every state on every screen, measured as it is drawn."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.addresses import PAGES
from tests.browser.phone import SIZES, NewPhone, settled
from tests.browser.states import STATES, State

MEASURE = Path(__file__).with_name("measure.js").read_text(encoding="utf-8")
LABELS = ".bar, .week-head, .plan thead, .mark, .source, .ours, .rows small"
"""Short words beside the text, and where a sentence comes from: these may be smaller."""
TODAY = [state for state in STATES if state.path == "/"]

each_state = pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)


class Ruler:
    """``measure.js`` held to one page."""

    def __init__(self, page: Page) -> None:
        self.handle = page.evaluate_handle(MEASURE)

    def measure(self, what: str, *arguments: Any) -> Any:
        """One measurement: mostly a list of complaints."""
        return self.handle.evaluate(
            "(all, given) => all[given.what](...given.arguments)",
            {"what": what, "arguments": arguments},
        )


class Text:
    """Makes the text of a page larger, in one of the ways people do."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.session = page.context.new_cdp_session(page)

    def size(self, size: int) -> None:
        """As the buttons at the foot of a page do."""
        self.page.evaluate("size => { document.documentElement.dataset.size = size }", str(size))

    def browser(self, percent: int) -> None:
        """As the browser's own setting does."""
        sizes = {"standard": 16 * percent // 100, "fixed": 13 * percent // 100}
        self.session.send("Page.setFontSizes", {"fontSizes": sizes})

    def root(self) -> float:
        """Pixels of the usual text now."""
        settled(self.page)
        return float(
            self.page.evaluate("() => parseFloat(getComputedStyle(document.body).fontSize)")
        )


def test_every_page_somebody_can_read_is_measured() -> None:
    measured = {state.path for state in STATES}
    # The day by its own address looks as it does on Today.
    assert {path for path in PAGES if path not in measured} == {"/day/2026-11-23/"}


@each_state
def test_the_page_fits_every_screen_and_every_finger(new_phone: NewPhone, state: State) -> None:
    page = state.open(new_phone)
    ruler = Ruler(page)
    text = Text(page)
    complaints: list[str] = []
    screens = ["small phone", "phone", "desktop"]
    if state in TODAY:
        screens.append("watch")
    for size, pixels in ((1, 20), (2, 24), (3, 30)):
        text.size(size)
        for screen in screens:
            if screen == "watch" and size != 1:
                continue
            width = SIZES[screen]["width"]
            page.set_viewport_size(SIZES[screen])
            assert text.root() == pixels
            found = ruler.measure("fit", width)
            found += ruler.measure("sizes", 18, 16, LABELS)
            found += ruler.measure("targets", 60, 88)
            complaints += [f"{screen}, text size {size}: {each}" for each in found]
    text.size(1)
    text.browser(200)
    for screen in ("small phone", "phone", "desktop"):
        page.set_viewport_size(SIZES[screen])
        assert text.root() == 40
        found = ruler.measure("fit", SIZES[screen]["width"])
        found += ruler.measure("targets", 60, 88)
        complaints += [f"{screen}, browser's text doubled: {each}" for each in found]
    assert not complaints, "\n".join(complaints)


@each_state
def test_the_page_can_be_read_by_day_and_by_night(new_phone: NewPhone, state: State) -> None:
    page = state.open(new_phone)
    ruler = Ruler(page)
    complaints: list[str] = []
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        settled(page)
        found = ruler.measure("contrasts", 7, 3)
        complaints += [f"{theme}: {each}" for each in found]
    assert not complaints, "\n".join(complaints)


@pytest.mark.parametrize("state", TODAY, ids=lambda state: state.name)
def test_a_row_stacks_where_words_need_the_width(new_phone: NewPhone, state: State) -> None:
    page = state.open(new_phone)
    ruler = Ruler(page)
    text = Text(page)
    wanted = [
        # width, text size, the browser's percent, how every row lies
        (390, 1, 100, "beside"),
        (320, 1, 100, "beside"),
        (299, 1, 100, "stacked"),
        (240, 1, 100, "stacked"),
        (390, 2, 100, "beside"),
        (390, 3, 100, "stacked"),
        (320, 3, 100, "stacked"),
        (390, 1, 200, "stacked"),
        (320, 1, 200, "stacked"),
    ]
    complaints: list[str] = []
    for width, size, percent, how in wanted:
        page.set_viewport_size({"width": width, "height": 844})
        text.size(size)
        text.browser(percent)
        settled(page)
        found = set(ruler.measure("stacked"))
        if found != {how}:
            complaints.append(f"{width} px, size {size}, {percent} %: {found}, not {how}")
    assert not complaints, "\n".join(complaints)


@each_state
def test_the_focus_is_never_under_the_bar(new_phone: NewPhone, state: State) -> None:
    page = state.open(new_phone, viewport=SIZES["small phone"], is_mobile=False, has_touch=False)
    ruler = Ruler(page)
    complaints: list[str] = []
    for size in (1, 3):
        Text(page).size(size)
        page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0) }")
        reached: list[str] = []
        for _ in range(150):
            page.keyboard.press("Tab")
            focus = ruler.measure("focused")
            if focus is None:
                break
            if focus["complaints"]:
                # The style of a fresh focus may be a frame away.
                page.wait_for_timeout(100)
                focus = ruler.measure("focused")
            reached.append(focus["name"])
            complaints += [f"size {size}, {focus['name']}: {each}" for each in focus["complaints"]]
        if state.has_bar:
            assert any("Today" in name for name in reached[-8:]), reached[-8:]
    assert not complaints, "\n".join(complaints)
