"""Ticks that wait: kept on the phone until the server has answered them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from practice.models import Tick
from practice.rules.adherence import State
from tests.browser.outbox import let_wait, queued
from tests.browser.phone import (
    FULL_DAY,
    NewPhone,
    all_button,
    all_here,
    expect_done,
    expect_open,
    slot,
    tick,
    tick_button,
    undo,
    until,
)
from tests.browser.states import beginner
from tests.conftest import MONDAY

SOLE_RUB = "evening/sole-rub/1"
WAIST_RUB = "evening/waist-rub/1"
WAITS = "Waiting to be sent: 1. Kept on this phone"


def test_without_a_network_a_tick_is_shown_as_done_and_waiting(new_phone: NewPhone) -> None:
    page = new_phone(beginner("full"))
    page.goto("/")
    problem = page.locator("#problem")
    expect(problem).to_be_hidden()
    all_here(page)
    page.context.set_offline(True)
    tick_button(page, SOLE_RUB).tap()
    expect_done(page, SOLE_RUB)
    expect(slot(page, SOLE_RUB)).to_contain_text("waiting to be sent")
    expect(page.locator("#b-evening-sole-rub-1")).to_be_focused()
    expect(problem).to_have_attribute("role", "alert")
    expect(problem).to_contain_text(WAITS)
    expect(problem).to_have_attribute("data-waiting", "1")
    expect(problem).to_be_in_viewport(ratio=1)
    expect(page.locator("#summary")).to_be_hidden()
    assert not Tick.objects.exists()
    page.context.set_offline(False)
    expect(problem).to_be_hidden()
    expect(slot(page, SOLE_RUB)).not_to_contain_text("waiting")
    expect(page.locator("#summary")).to_be_visible()
    assert Tick.objects.get().state == State.DONE
    assert queued(page) == []


def test_what_a_stranger_has_waiting_is_sent_once_a_tap_would_wait_its_turn(
    new_phone: NewPhone,
) -> None:
    """Else the form of a tap before htmx is here would begin a second record beside it."""
    page = new_phone()
    page.goto("/about/")
    let_wait(page, f"{MONDAY}/{SOLE_RUB}", "")
    page.evaluate("() => { localStorage['kidneycare.waits'] = '1' }")
    on_its_way: list[Route] = []
    posts: list[str] = []
    page.on("request", lambda request: posts.extend([request.url] * (request.method == "POST")))

    def hold_back(route: Route) -> None:
        on_its_way.append(route)

    page.route("**/htmx-2.min*.js", hold_back)
    page.goto("/")
    until(page, lambda: bool(on_its_way))
    # The other script is here by then, and would have sent it.
    page.wait_for_timeout(1500)
    assert posts == []
    on_its_way[0].continue_()
    until(page, lambda: len(posts) == 1)
    until(page, lambda: queued(page) == [])
    assert Tick.objects.get().state == State.DONE


def test_what_waits_can_be_undone_and_only_the_last_state_is_sent(new_phone: NewPhone) -> None:
    page = new_phone(beginner("full"))
    page.goto("/")
    all_here(page)
    page.context.set_offline(True)
    tick(page, SOLE_RUB)
    undo(page, SOLE_RUB)
    tick(page, WAIST_RUB)
    assert [each["fields"]["done"] for each in queued(page)] == ["0", "1"]
    page.context.set_offline(False)
    expect(page.locator("#problem")).to_be_hidden()
    expect_open(page, SOLE_RUB)
    expect_done(page, WAIST_RUB)
    assert sorted(each.state for each in Tick.objects.all()) == [State.UNDONE, State.DONE]


def test_a_whole_part_of_the_day_waits_too(new_phone: NewPhone) -> None:
    page = new_phone(beginner("full"))
    page.goto("/")
    all_here(page)
    page.context.set_offline(True)
    all_button(page, "evening").tap()
    for place in FULL_DAY[-4:]:
        expect_done(page, place)
    assert len(queued(page)) == 4
    page.context.set_offline(False)
    expect(page.locator("#problem")).to_be_hidden()
    assert Tick.objects.filter(state=State.DONE).count() == 4


def test_what_waits_survives_the_page_and_is_sent_by_the_next(new_phone: NewPhone) -> None:
    page = new_phone(beginner("full"))
    page.goto("/")
    all_here(page)
    page.context.set_offline(True)
    tick(page, SOLE_RUB)
    page.close()
    again = page.context.new_page()
    page.context.set_offline(False)
    again.goto("/")
    all_here(again)
    expect_done(again, SOLE_RUB)
    expect(slot(again, SOLE_RUB)).not_to_contain_text("waiting")
    assert Tick.objects.get().state == State.DONE


@pytest.mark.parametrize("status", [200, 302, 403, 404, 429, 500])
def test_an_answer_that_is_not_ours_leaves_the_tick_waiting(
    new_phone: NewPhone, status: int
) -> None:
    """A hotel's page to sign in, a proxy, a server in trouble."""
    page = new_phone(beginner("full"))
    page.goto("/")
    foreign = {"status": status, "body": "<h1>Trouble</h1>", "headers": {"Location": "/hotel"}}
    page.route("**/day/**", lambda route: route.fulfill(**foreign))
    page.route("**/hotel", lambda route: route.fulfill(status=200, body="<h1>Trouble</h1>"))
    tick_button(page, SOLE_RUB).tap()
    expect_done(page, SOLE_RUB)
    expect(page.locator("#problem")).to_contain_text(WAITS)
    expect(page.get_by_text("Trouble")).to_have_count(0)
    assert len(queued(page)) == 1


def test_a_server_that_does_not_answer_is_told_and_given_up(new_phone: NewPhone) -> None:
    page = new_phone(beginner("full"))
    page.clock.install()
    page.goto("/")
    all_here(page)
    held: list[Route] = []
    page.route("**/day/**", lambda route: held.append(route))  # noqa: PLW0108 - it marks its handler
    tick_button(page, SOLE_RUB).tap()
    until(page, lambda: bool(held))
    page.clock.run_for(3_100)
    expect(page.locator("#problem")).to_have_text("The server does not answer yet. Still trying.")
    page.clock.run_for(12_000)
    expect(page.locator("#problem")).to_contain_text(WAITS)
    expect_done(page, SOLE_RUB)
    page.unroute_all(behavior="ignoreErrors")


def test_a_page_whose_token_was_lost_sends_its_tick_with_a_fresh_one(new_phone: NewPhone) -> None:
    page = new_phone(beginner("full"))
    page.goto("/")
    page.context.clear_cookies(name="csrftoken")
    tick_button(page, SOLE_RUB).tap()
    expect_done(page, SOLE_RUB)
    page.evaluate("() => dispatchEvent(new Event('online'))")
    expect(page.locator("#problem")).to_be_hidden()
    expect_done(page, SOLE_RUB)
    assert Tick.objects.get().state == State.DONE
