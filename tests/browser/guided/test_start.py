"""Before it counts: Start is there, its minutes are true, and cautions are read once."""

from __future__ import annotations

import itertools
import json

from playwright.sync_api import expect

from practice.models import Tick
from tests.browser.guided.guide import (
    EVENING,
    FEET,
    GET_READY,
    RUB,
    expect_sent,
    held_phone,
    owner,
    start,
    tap,
    wait,
)
from tests.browser.phone import NewPhone


def test_start_stands_in_the_first_screen(new_phone: NewPhone) -> None:
    page = new_phone(owner())
    for path, size, look in itertools.product(
        (EVENING, FEET), [(390, 664), (375, 667), (320, 568), (568, 320)], ("1", "3")
    ):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        if not page.url.endswith(path):
            page.goto(path)
        page.evaluate(
            "(look) => { document.documentElement.dataset.size = look; scrollTo(0, 0) }", look
        )
        button = page.locator("[data-start]").first
        expect(button).to_be_in_viewport(ratio=1)
        # Nothing lies over it, not even the bar of the pages.
        button.tap(trial=True)


def test_the_minutes_of_start_are_the_server_s_and_follow_the_choices(
    new_phone: NewPhone,
) -> None:
    somebody = owner()
    told = new_phone(somebody, java_script_enabled=False)
    page = held_phone(new_phone, somebody)
    for path in (
        EVENING,
        FEET,
        RUB,
        "/practise/morning/",
        "/practise/morning/arm-throw/",
        "/practise/evening/arm-raise/",
        "/practise/evening/waist-knead/",
    ):
        told.goto(path)
        page.goto(path)
        minutes = "[data-minutes-of]"
        expect(page.locator(minutes)).to_have_text(told.locator(minutes).all_text_contents())
    page.goto(RUB)
    expect(page.locator("[data-minutes-of=run]")).to_have_text("4 min")
    page.locator("#preferences > summary").tap()
    page.locator("#like-pace").select_option("100")
    page.locator("#like-ready").select_option("60")
    # 60 and 15 seconds to get ready, 120 of rubbing.
    expect(page.locator("[data-minutes-of=run]")).to_have_text("3 min")


def test_start_names_soak_and_rest(new_phone: NewPhone) -> None:
    page = new_phone(owner())
    page.goto(FEET)
    expect(page.locator("section.starts")).to_contain_text("foot soak before: 10 min")
    expect(page.locator("section.starts")).to_contain_text("rest after: 15 min")


def test_cautions_are_whole_the_first_time_and_one_line_after_that(new_phone: NewPhone) -> None:
    page = held_phone(new_phone, owner())
    page.goto(RUB)
    first = page.locator("#cautions li").first
    expect(first).to_be_visible()
    page.locator("[data-start]").tap()
    page.goto(RUB)
    expect(first).to_be_hidden()
    expect(page.get_by_text("Stop if")).to_be_visible()
    # Of another exercise they were not read yet, nor another edition of the words.
    page.goto(FEET)
    expect(first).to_be_visible()
    page.evaluate("() => localStorage.setItem('kidneycare.read', JSON.stringify(['older']))")
    page.goto(RUB)
    expect(first).to_be_visible()


def test_a_set_that_is_ticked_asks_before_once_more(new_phone: NewPhone) -> None:
    page = held_phone(new_phone, owner())
    start(page, RUB)
    wait(page, GET_READY + 201)
    expect_sent(page)
    page.goto(RUB)
    expect(page.locator("#before")).to_contain_text("ticked already")
    expect(page.locator("[data-start]")).to_contain_text("Once more: start")
    page.locator("[data-start]").tap()
    wait(page, GET_READY + 201)
    expect_sent(page)
    assert sorted((tick.set, tick.tenths) for tick in Tick.objects.all()) == [(1, 2000), (2, 2000)]


def test_a_run_can_be_saved_as_a_log(new_phone: NewPhone) -> None:
    page = held_phone(new_phone, owner())
    start(page, f"{RUB}#log")
    wait(page, GET_READY + 40.1)
    tap(page, "hurts")
    expect_sent(page)
    page.goto("/")
    start(page, f"{RUB}#log")
    wait(page, GET_READY + 201)
    with page.expect_download() as download:
        tap(page, "save-log")
    setting, *lines = map(json.loads, download.value.path().read_text().splitlines())
    assert setting["parts"][0]["exercise"] == "waist-rub"
    assert lines[0] == {"at": 0, "press": "start", "value": 0}
    assert [line["sent"]["amount"] for line in lines if "sent" in line] == [200]
