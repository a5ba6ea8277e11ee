"""What happens under the thumb: a tick, its undo, and what goes wrong on the way."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from people.models import Person
from practice.models import Tick
from practice.rules.adherence import State
from tests import factories
from tests.browser.phone import (
    FULL_DAY,
    SETTLED,
    NewPhone,
    all_button,
    all_here,
    expect_done,
    expect_open,
    settled,
    slot,
    state_of,
    tick,
    tick_button,
    undo,
    undo_button,
    unfold,
    until,
)
from tests.browser.states import beginner
from tests.conftest import MONDAY

SOLE_RUB = "evening/sole-rub/1"
WAIST_RUB = "evening/waist-rub/1"


LISTEN = """
  () => {
    window.said = [];
    const live = "[role=status], [role=alert], [aria-live]";
    const element = (node) => node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    const words = (node) => element(node).closest(live);
    new MutationObserver((changes) => {
      const places = new Set(changes.map(({target}) => words(target)).filter(Boolean));
      places.forEach((place) => window.said.push(place.textContent));
    }).observe(document.body, {childList: true, characterData: true, subtree: true});
  }
"""
"""Write down what a screen reader is told from now on: any change of any live part of the page."""


def tap_spot(page: Page, button: Locator) -> tuple[float, float]:
    """Tap where a button is now, as a thumb does, and return that spot."""
    box = button.bounding_box()
    assert box is not None
    spot = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.touchscreen.tap(*spot)
    return spot


def test_a_tick_shows_a_seal_keeps_the_focus_and_is_said_once(new_phone: NewPhone) -> None:
    page = new_phone(beginner("full"))
    page.goto("/")
    page.evaluate(LISTEN)
    tick_button(page, SOLE_RUB).tap()
    expect_done(page, SOLE_RUB)
    expect(page.locator("#b-evening-sole-rub-1")).to_be_focused()
    expect(undo_button(page, SOLE_RUB)).to_have_id("b-evening-sole-rub-1")
    said = page.locator("#said")
    expect(said).to_have_attribute("role", "status")
    expect(said).to_contain_text("Sole rub: Done.")
    assert len(said.inner_text()) <= 80, said.inner_text()
    expect(page.locator("[role=status], [aria-live]")).to_have_count(1)
    settled(page)
    assert page.evaluate("() => window.said") == [said.text_content()]


def test_undo_stands_in_the_row_and_keeps_the_focus(new_phone: NewPhone) -> None:
    page = new_phone(beginner("full"))
    page.goto("/")
    tick(page, SOLE_RUB)
    undo(page, SOLE_RUB)
    expect(page.locator("#b-evening-sole-rub-1")).to_be_focused()
    expect(tick_button(page, SOLE_RUB)).to_have_id("b-evening-sole-rub-1")
    expect(page.locator("#said")).to_contain_text("Sole rub: not ticked.")
    page.reload()
    expect_open(page, SOLE_RUB)


def test_a_tap_before_the_scripts_are_here_sends_its_form_and_lands(new_phone: NewPhone) -> None:
    page = new_phone(beginner("full"))
    page.route("**/*.js", lambda _held_for_ever: None)
    page.goto("/")
    with page.expect_navigation():
        slot(page, SOLE_RUB).locator("button[name=done][value='1']").tap()
    expect_done(page, SOLE_RUB)
    assert Tick.objects.get().state == State.DONE
    page.unroute_all(behavior="ignoreErrors")


def test_a_strangers_tap_before_the_scripts_is_not_cut_off_by_them(new_phone: NewPhone) -> None:
    """In Tokyo it is another day: the page would come again, and the first tick be nobody's."""
    page = new_phone(timezone_id="Asia/Tokyo")
    scripts: list[Route] = []
    page.route("**/*.js", lambda route: scripts.append(route))  # noqa: PLW0108 - it marks its handler
    posts: list[Route] = []
    page.route("**/day/**", lambda route: posts.append(route))  # noqa: PLW0108
    page.goto("/")
    place = page.locator("[data-slot$='/evening/sole-rub/1']")
    place.locator("button[name=done][value='1']").tap(no_wait_after=True)
    until(page, lambda: bool(posts) and len(scripts) == 2)
    for script in scripts:
        script.continue_()
    page.wait_for_timeout(300)
    with page.expect_navigation():
        posts[0].continue_()
    expect_done(page, SOLE_RUB)
    assert Person.objects.count() == 1
    page.unroute_all(behavior="ignoreErrors")


def test_a_tick_costs_one_small_request_and_no_new_page(new_phone: NewPhone) -> None:
    page = new_phone(beginner("full"))
    document = page.goto("/")
    assert document is not None
    all_here(page)
    page.evaluate("() => { window.stillHere = true }")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    with page.expect_response("**/day/**") as answer:
        tick_button(page, SOLE_RUB).tap()
    expect_done(page, SOLE_RUB)
    settled(page)
    # Pictures are kept for a year; only this test's server says nothing of that.
    asked = [each for each in asked if "/static/figures/" not in each]
    assert len(asked) == 1, asked
    assert asked[0].startswith("POST ")
    assert asked[0].endswith(f"/day/2026-11-23/{SOLE_RUB}/")
    assert page.evaluate("() => window.stillHere === true")
    fragment = answer.value.body()
    assert b"<html" not in fragment
    assert len(fragment) < len(document.body()) / 3, (len(fragment), len(document.body()))


@pytest.mark.parametrize("width", [390, 320])
@pytest.mark.parametrize("known", [False, True], ids=["stranger", "somebody known"])
def test_nothing_jumps_under_the_thumb(new_phone: NewPhone, width: int, known: bool) -> None:
    page = new_phone(beginner("full") if known else None, viewport={"width": width, "height": 844})
    page.goto("/")
    jumps: list[str] = []
    # A stranger is known from the first tick on: only who was known before is left to be tried.
    rows = FULL_DAY[::4] if known else FULL_DAY
    # Down the page each row is ticked beside those that are done, and up again each undone.
    ways = (("1", rows, expect_done), ("0", reversed(rows), expect_open))
    for done, places, wait in ways:
        for place in places:
            unfold(page, place)
            all_here(page)
            before = tops(page, place, "row.scrollIntoView({block: 'center'})")
            slot(page, place).locator(f"button[name=done][value='{done}']").tap()
            wait(page, place)
            after = tops(page, place)
            moved = [round(new - old, 1) for old, new in zip(before, after, strict=True)]
            if any(abs(distance) > 1 for distance in moved):
                jumps.append(f"{place}, done={done}: this row and the next moved {moved} px")
    assert not jumps, "\n".join(jumps)


def tops(page: Page, place: str, first: str = "") -> list[float]:
    """Where a row begins on the screen, and where the next one of its list does, once drawn."""
    found: list[float] = slot(page, place).evaluate(
        f"""async (row) => {{
          {first};
          await ({SETTLED})();
          return [row, row.nextElementSibling].filter(Boolean)
            .map(each => each.getBoundingClientRect().top);
        }}"""
    )
    return found


def test_a_double_tap_does_not_take_the_tick_back(new_phone: NewPhone) -> None:
    page = new_phone(beginner("full"))
    page.goto("/")
    for place in ("evening/arm-raise/1", SOLE_RUB):
        tick_button(page, place).scroll_into_view_if_needed()
        # As quick as a hand can be: both before the answer.
        spot = tap_spot(page, tick_button(page, place))
        page.touchscreen.tap(*spot)
        expect_done(page, place)
        # And slower: the second on what the answer put there.
        page.touchscreen.tap(*spot)
        settled(page)
        page.wait_for_timeout(300)
        expect_done(page, place)
    page.reload()
    expect_done(page, "evening/arm-raise/1")
    expect_done(page, SOLE_RUB)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_all_of_these_and_its_one_undo_restore_exactly_what_was_there(
    new_phone: NewPhone, script: bool
) -> None:
    somebody = beginner("full")
    factories.new_tick(person=somebody, day=MONDAY, exercise="waist-rub", tenths=1200)
    factories.new_tick(person=somebody, day=MONDAY, exercise="arm-raise")
    page = new_phone(somebody, java_script_enabled=script)
    page.goto("/")
    before = state_of(page)
    stored = {tick.pk: tick.state for tick in Tick.objects.all()}
    every = all_button(page, "evening")
    expect(every).to_have_text("I did all of these")
    every.tap()
    expect_done(page, SOLE_RUB)
    expect_done(page, "evening/waist-knead/1")
    expect(slot(page, WAIST_RUB)).to_have_attribute("data-credit", "0.67")
    expect(every).to_have_text("Undo those ticked together")
    if script:
        expect(every).to_be_focused()
        expect(page.locator("#said")).to_contain_text("Evening: 3 of 4 done, 1 partly.")
    every.tap()
    expect_open(page, SOLE_RUB)
    expect(every).to_have_text("I did all of these")
    if script:
        expect(every).to_be_focused()
    assert state_of(page) == before
    page.reload()
    assert state_of(page) == before
    left = {t.pk: t.state for t in Tick.objects.exclude(state=State.UNDONE)}
    assert left == stored


class Held:
    """A server that is slow: it holds back the first post until it is let go."""

    def __init__(self, page: Page) -> None:
        self.first: Route | None = None
        self.seen = 0
        page.route("**/day/**", self.take)

    def take(self, route: Route) -> None:
        self.seen += 1
        if self.seen == 1:
            self.first = route
        else:
            route.continue_()

    def let_go(self) -> None:
        assert self.first is not None
        assert self.seen == 1, "the second tap must wait for the answer to the first"
        self.first.continue_()


def two_quick_taps(page: Page, first: Locator, second: Locator) -> None:
    """Tap one and then the other while the first is still on its way."""
    server = Held(page)
    first.tap()
    second.tap()
    until(page, lambda: server.first is not None)
    page.wait_for_timeout(100)
    server.let_go()


def test_two_quick_first_taps_make_one_person_with_two_ticks(new_phone: NewPhone) -> None:
    page = new_phone()
    page.goto("/")
    two_quick_taps(page, tick_button(page, WAIST_RUB), tick_button(page, SOLE_RUB))
    expect_done(page, WAIST_RUB)
    expect_done(page, SOLE_RUB)
    assert Person.objects.count() == 1
    assert Tick.objects.filter(state=State.DONE).count() == 2
    page.reload()
    expect_done(page, WAIST_RUB)
    expect_done(page, SOLE_RUB)


def test_two_quick_taps_on_the_same_exercise_in_two_parts_of_the_day_both_land(
    new_phone: NewPhone,
) -> None:
    page = new_phone()
    page.goto("/")
    places = ("morning/arm-raise/1", "evening/arm-raise/1")
    two_quick_taps(page, *(tick_button(page, place) for place in places))
    for place in places:
        expect_done(page, place)
    page.reload()
    assert Tick.objects.filter(state=State.DONE).count() == 2


def test_a_tap_on_all_of_these_right_after_a_tick_lands_too(new_phone: NewPhone) -> None:
    page = new_phone(beginner("full"))
    page.goto("/")
    two_quick_taps(page, tick_button(page, SOLE_RUB), all_button(page, "evening"))
    for place in FULL_DAY[-4:]:
        expect_done(page, place)
