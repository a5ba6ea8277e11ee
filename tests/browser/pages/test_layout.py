"""How a row lies, and where the focus is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.pages.ruler import Ruler, Text
from tests.browser.phone import SIZES, NewPhone, settled
from tests.browser.states import STATES, State

TODAY = [state for state in STATES if state.path == "/"]


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


WALKED_IN_ONE = 6
"""States; more in one test would keep one worker busy when all others are done."""


def by_owner() -> dict[str, list[State]]:
    """The states by whose phone they are seen on; one that leaves traces has its own."""
    groups: dict[str, list[State]] = {}
    for state in STATES:
        owner = state.owner.__name__ if state.owner else "stranger"
        groups.setdefault(state.name if state.leaves_traces else owner, []).append(state)
    return {
        f"{name} {first + 1}" if len(group) > WALKED_IN_ONE else name: group[
            first : first + WALKED_IN_ONE
        ]
        for name, group in groups.items()
        for first in range(0, len(group), WALKED_IN_ONE)
    }


@pytest.mark.parametrize("group", by_owner().values(), ids=by_owner().keys())
def test_the_focus_is_never_under_the_bar(new_phone: NewPhone, group: list[State]) -> None:
    owner = group[0].owner() if group[0].owner else None
    page = new_phone(owner, viewport=SIZES["small phone"], is_mobile=False, has_touch=False)
    complaints: list[str] = []
    for place, state in enumerate(group):
        state.show(page)
        # Small and largest text in turn: what covers a focus is the bar, the same on every page.
        complaints += [f"{state.name}: {each}" for each in walked(page, state, (1, 3)[place % 2])]
    assert not complaints, "\n".join(complaints)


def walked(page: Page, state: State, size: int) -> list[str]:
    """What is wrong where the focus goes, from the top of the page to its end."""
    ruler = Ruler(page)
    complaints: list[str] = []
    Text(page).size(size)
    page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0) }")
    reached: list[str] = []
    for _ in range(250):
        page.keyboard.press("Tab")
        focus = ruler.measure("focused")
        if focus is None:
            break
        for _again in range(20):
            if not focus["complaints"]:
                break
            # The style of a fresh focus may be a frame away.
            page.wait_for_timeout(100)
            focus = ruler.measure("focused")
        reached.append(focus["name"])
        complaints += [f"{focus['name']}: {each}" for each in focus["complaints"]]
    else:
        complaints.append(f"the focus never leaves the page again: {reached[-8:]}")
    if state.has_bar and not any("Today" in name for name in reached[-8:]):
        complaints.append(f"the bar is not reached, but {reached[-8:]}")
    return complaints
