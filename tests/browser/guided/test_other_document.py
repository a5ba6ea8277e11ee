"""The player knows kinds of stages and no exercise: another document's is practised as ours are."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from practice.models import Source, Tick
from tests.browser.guided.guide import COUNTDOWN, expect_sent, held_phone, start, wait
from tests.browser.phone import NewPhone


def test_an_exercise_without_a_drawing_is_counted_ticked_and_told_in_its_own_words(
    other_document: Path, new_phone: NewPhone
) -> None:
    page = held_phone(new_phone, None)
    start(page, "/practise/evening/hand-opening/")
    wait(page, 5 + 10 + COUNTDOWN + 20)
    expect(page.locator("#title")).to_have_text("Open and close")
    expect(page.locator("#caution")).to_have_text("Our advice: no force.")
    wait(page, 41)
    expect_sent(page)
    expect(page.locator("#results")).to_contain_text("Hand opening: Done, 20 openings")
    (tick,) = Tick.objects.all()
    assert (tick.exercise, tick.tenths, tick.source) == (1001, 200, Source.GUIDED)
