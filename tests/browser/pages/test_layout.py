"""How a row lies, and where the focus is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

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


def by_owner(states: Iterable[State]) -> dict[str, list[State]]:
    """The states by whose phone they are seen on; one that leaves traces has its own."""
    groups: dict[str, list[State]] = {}
    for state in states:
        owner = state.owner.__name__ if state.owner else "stranger"
        groups.setdefault(state.name if state.leaves_traces else owner, []).append(state)
    return {
        f"{name} {first + 1}" if len(group) > WALKED_IN_ONE else name: group[
            first : first + WALKED_IN_ONE
        ]
        for name, group in groups.items()
        for first in range(0, len(group), WALKED_IN_ONE)
    }


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every page once; with ``--all-looks`` in every state."""
    if "group" not in metafunc.fixturenames:
        return
    states: Iterable[State] = STATES
    if not metafunc.config.getoption("--all-looks"):
        states = {state.path: state for state in STATES}.values()
    groups = by_owner(states)
    params = [
        pytest.param(group, id=name, marks=[mark for state in group for mark in state.marks])
        for name, group in groups.items()
    ]
    metafunc.parametrize("group", params)


def test_the_focus_is_never_under_the_bar(new_phone: NewPhone, group: list[State]) -> None:
    owner = group[0].owner() if group[0].owner else None
    page = new_phone(owner, viewport=SIZES["small phone"], is_mobile=False, has_touch=False)
    complaints: list[str] = []
    for place, state in enumerate(group):
        state.show(page)
        # Small and largest text in turn: what covers a focus is the bar, the same on every page.
        Text(page).size((1, 3)[place % 2])
        complaints += [f"{state.name}: {each}" for each in wrong_on_the_way(page, state)]
    assert not complaints, "\n".join(complaints)


WALKED = [
    state
    for state in STATES
    if state.name in {"today with ticks", "practising, stopped", "a file shown", "a note"}
]
"""Where the key itself goes to every stop; on the other pages to the first and past the last."""


@pytest.mark.parametrize("state", WALKED, ids=lambda state: state.name)
def test_tab_goes_to_the_stops_that_are_looked_at_on_every_page(
    new_phone: NewPhone, state: State
) -> None:
    page = state.open(new_phone, viewport=SIZES["small phone"], is_mobile=False, has_touch=False)
    page.evaluate(FROM_THE_TOP)
    ruler = Ruler(page)
    reached: list[Focus] = []
    while focus := press_tab(page, ruler):
        reached.append(focus)
        assert len(reached) < 250, f"the focus never leaves the page again: {reached[-8:]}"
    page.evaluate(FROM_THE_TOP)
    press_tab(page, ruler)
    assert reached == stops(page, ruler)


class Focus(TypedDict):
    """What has the focus, and what is wrong with that."""

    name: str
    complaints: list[str]


FROM_THE_TOP = """
  () => {
    // Tab goes on from what had the focus last, even where that is gone.
    const top = document.createElement("p");
    top.tabIndex = -1;
    document.body.prepend(top);
    top.focus();
    top.remove();
    scrollTo(0, 0);
  }
"""


def press_tab(page: Page, ruler: Ruler) -> Focus | None:
    """What has the focus after one more stop; nothing where it left the page."""
    page.keyboard.press("Tab")
    focus: Focus | None = ruler.measure("focused")
    for _again in range(20):
        if focus is None or not focus["complaints"]:
            break
        # The style of a fresh focus may be a frame away.
        page.wait_for_timeout(100)
        focus = ruler.measure("focused")
    return focus


def stops(page: Page, ruler: Ruler) -> list[Focus]:
    """Every stop in order, once a key was pressed: only then is the focus shown at all."""
    found: list[Focus] = ruler.measure("stops")
    for _again in range(20):
        if not any(focus["complaints"] for focus in found):
            break
        page.wait_for_timeout(100)
        found = ruler.measure("stops")
    return found


def wrong_on_the_way(page: Page, state: State) -> list[str]:
    """What is wrong where the focus goes, from the top of the page to its end."""
    ruler = Ruler(page)
    page.evaluate(FROM_THE_TOP)
    first = press_tab(page, ruler)
    reached = stops(page, ruler)
    complaints = [f"{each['name']}: {wrong}" for each in reached for wrong in each["complaints"]]
    if first != reached[0]:
        complaints.append(f"Tab goes to {first} first, not to {reached[0]}")
    # Past the end the browser's own buttons have it, one more a page, and then the page again.
    if (after := press_tab(page, ruler)) not in (None, first):
        complaints.append(f"the focus never leaves the page again: {after} is after {reached[-1]}")
    if state.has_bar and not any("Today" in focus["name"] for focus in reached[-8:]):
        complaints.append(f"the bar is not reached, but {reached[-8:]}")
    return complaints
