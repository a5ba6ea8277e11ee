"""No amount is lost, and none is wrong (rules.md 28, 30, 31)."""

from __future__ import annotations

import json

from playwright.sync_api import expect

from people.identity import COOKIE
from practice.models import Source, Tick
from practice.rules.adherence import State
from tests import factories
from tests.browser.guided.guide import (
    COUNTDOWN,
    EVENING,
    FEET,
    GET_READY,
    RUB,
    expect_sent,
    held_phone,
    hold_the_clock,
    owner,
    save_and_stop,
    start,
    tap,
    wait,
)
from tests.browser.outbox import queued
from tests.browser.phone import NewPhone

CHANGE = 12
"""Seconds to change the foot."""


def test_one_foot_waits_on_the_phone_and_today_leads_to_the_other(new_phone: NewPhone) -> None:
    page = held_phone(new_phone, owner())
    start(page, FEET)
    wait(page, GET_READY + 101 + 5)
    tap(page, "stop")
    told = "Sole rub: right foot 101. Go on with the left foot."
    expect(page.locator("#stop-words")).to_have_text(told)
    tap(page, "stop-keep")
    expect(page.locator("#results")).to_contain_text(told)
    assert not Tick.objects.exists()
    page.goto("/")
    expect(page.get_by_text(told)).to_be_visible()
    page.get_by_role("link", name="Go on").first.tap()
    expect(page.locator("#return-words")).to_have_text(told)
    page.locator("#return-go").tap()
    wait(page, CHANGE + COUNTDOWN + 102)
    expect_sent(page)
    assert [tick.tenths for tick in Tick.objects.all()] == [1010]
    page.goto("/")
    expect(page.get_by_text(told)).to_be_hidden()


def test_each_foot_goes_on_from_its_own_count(new_phone: NewPhone) -> None:
    page = held_phone(new_phone, owner())
    start(page, FEET)
    wait(page, GET_READY + 101 + CHANGE + COUNTDOWN + 40.1)
    save_and_stop(page)
    expect_sent(page)
    # The lesser foot is what counts so far.
    assert [tick.tenths for tick in Tick.objects.all()] == [400]
    page.goto(FEET)
    expect(page.locator("#return-words")).to_have_text("Sole rub, left foot: 40 of 101")
    page.locator("#return-go").tap()
    wait(page, COUNTDOWN + 61.5)
    expect_sent(page)
    assert [tick.tenths for tick in Tick.objects.all()] == [1010]


def test_more_than_one_begun_set_is_kept(new_phone: NewPhone) -> None:
    page = held_phone(new_phone, owner())
    for path in (RUB, FEET):
        start(page, path)
        wait(page, GET_READY + 30.5)
    page.goto("/")
    expect(page.get_by_text("Waist rub: 30 of 200 rubs")).to_be_visible()
    expect(page.get_by_text("Sole rub, right foot: 30 of 101")).to_be_visible()
    # To start again is to leave the place, and nothing else can lose it.
    page.goto(RUB)
    expect(page.locator("#return")).to_be_visible()
    expect(page.locator("[data-start]")).to_be_hidden()
    page.locator("#return-drop").tap()
    expect(page.locator("#player")).to_be_visible()
    wait(page, 1)
    page.goto("/")
    expect(page.get_by_text("Waist rub: 30 of 200 rubs")).to_be_hidden()


def test_pain_with_one_foot_counted_leaves_it_out_and_offers_nothing(new_phone: NewPhone) -> None:
    page = held_phone(new_phone, owner())
    start(page, FEET)
    wait(page, GET_READY + 101 + 5)
    tap(page, "hurts")
    expect_sent(page)
    assert [(tick.state, tick.tenths) for tick in Tick.objects.all()] == [(State.SKIPPED, None)]
    assert page.evaluate("() => localStorage.getItem('kidneycare.places')") is None


def test_a_lower_run_leaves_what_was_done_before(new_phone: NewPhone) -> None:
    page = held_phone(new_phone, owner())
    start(page, RUB)
    wait(page, GET_READY + 120.1)
    # It waits on the phone: the network is away.
    page.context.set_offline(True)
    save_and_stop(page)
    expect(page.locator("#kept")).to_be_visible()
    page.route("**/day/**", lambda route: route.abort())
    page.context.set_offline(False)
    start(page, RUB)
    wait(page, GET_READY + 40.1)
    save_and_stop(page)
    expect(page.locator("#results")).to_contain_text("you did more before, and that stays")
    assert [each["fields"]["amount"] for each in queued(page)] == ["120"]


def test_undo_returns_to_what_was_there_and_how_it_came_there(new_phone: NewPhone) -> None:
    page = held_phone(new_phone, owner())
    start(page, RUB)
    wait(page, GET_READY + 120.1)
    save_and_stop(page)
    expect_sent(page)
    start(page, RUB)
    wait(page, GET_READY + 81)
    wait(page, 0.5)
    page.get_by_role("button", name="Undo: Waist rub").tap()
    expect_sent(page)
    (tick,) = Tick.objects.all()
    assert (tick.tenths, tick.source) == (1200, Source.GUIDED)


def test_stopping_in_the_rest_keeps_the_tick(new_phone: NewPhone) -> None:
    page = held_phone(new_phone, owner())
    start(page, FEET)
    wait(page, GET_READY + 101 + CHANGE + COUNTDOWN + 101 + 10)
    expect(page.locator("html")).to_have_attribute("data-stage", "after")
    expect(page.locator("#line")).to_contain_text("It is ticked already.")
    expect(page.locator("#skip")).to_have_text("Finish")
    tap(page, "stop")
    expect(page.locator("#over")).to_be_visible()
    expect_sent(page)
    assert [tick.tenths for tick in Tick.objects.all()] == [1010]


def test_until_warm_it_counts_past_a_hundred(new_phone: NewPhone) -> None:
    page = held_phone(new_phone, owner())
    start(page, FEET)
    for _foot in range(2):
        wait(page, GET_READY)
        tap(page, "until")
        expect(page.locator("#until")).to_have_text("Only to 101")
        wait(page, 129)
        tap(page, "feel")
    expect_sent(page)
    (tick,) = Tick.objects.all()
    assert tick.felt
    assert tick.tenths is not None
    assert tick.tenths > 1200


def test_faster_and_slower_may_be_tapped_as_quickly_as_one_likes(new_phone: NewPhone) -> None:
    """Other controls take no second tap for a moment: `test_taps`."""
    page = new_phone(owner(), is_quiet=True)
    hold_the_clock(page)
    start(page, RUB)
    wait(page, GET_READY + 1)
    page.locator("#faster").dblclick()
    wait(page, 0.3)
    expect(page.locator("#pace")).to_have_text("80 a minute")


def test_after_an_evening_the_way_on_is_bedtime_and_nothing_waits(new_phone: NewPhone) -> None:
    page = held_phone(new_phone, owner())
    start(page, EVENING)
    wait(page, 73 + 223 + 620 + 2)
    assert page.evaluate("() => localStorage.getItem('kidneycare.places')") is None
    page.get_by_role("link", name="At bedtime: Sole rub").filter(visible=True).tap()
    expect(page.locator("h1").filter(visible=True)).to_contain_text("Sole rub")


def test_each_of_two_people_keeps_their_own_place(new_phone: NewPhone) -> None:
    page = held_phone(new_phone, owner())
    start(page, FEET)
    wait(page, GET_READY + 101 + 5)
    save_and_stop(page)
    # Somebody else on the same phone practises the same.
    token = factories.new_device(person=owner())
    page.context.add_cookies(
        [{"name": COOKIE, "value": token, "url": page.url.partition("/practise")[0]}]
    )
    start(page, FEET)
    wait(page, GET_READY + 30)
    tap(page, "stop")
    tap(page, "stop-drop")
    places = json.loads(page.evaluate("() => localStorage.getItem('kidneycare.places')"))
    assert [each["snapshot"]["counts"] for each in places] == [{"right-sole": 101}]


def test_undo_after_pain_and_a_new_run_brings_not_today_back(new_phone: NewPhone) -> None:
    page = held_phone(new_phone, owner())
    start(page, RUB)
    wait(page, GET_READY + 40.1)
    tap(page, "hurts")
    told = "Waist rub: not today. What you did is saved: 40 rubs."
    expect(page.locator("#hurt-said")).to_have_text(told)
    expect(page.locator("#hurt-more")).to_be_in_viewport(ratio=1)
    expect_sent(page)
    start(page, RUB)
    wait(page, GET_READY + 201.5)
    page.get_by_role("button", name="Undo: Waist rub").tap()
    expect(page.locator("#results")).to_contain_text("Waist rub: as it was before")
    expect_sent(page)
    (tick,) = Tick.objects.all()
    assert (tick.state, tick.tenths) == (State.SKIPPED, 400)


def test_what_waited_is_sent_before_a_run_begins_on_top_of_it(new_phone: NewPhone) -> None:
    page = held_phone(new_phone, owner())
    start(page, RUB)
    wait(page, GET_READY + 120.1)
    page.context.set_offline(True)
    save_and_stop(page)
    expect(page.locator("#kept")).to_be_visible()
    page.context.set_offline(False)
    page.goto(RUB)
    expect(page.locator("#goes-on")).to_have_text("It goes on from 120.")
    expect_sent(page)
