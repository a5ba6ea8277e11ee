"""How long a line may be is told while it is typed, and nothing is cut without a word."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from practice.models import DayNote
from tests.browser.phone import NewPhone
from tests.browser.states import writer

NOTE = "/day/2026-11-23/note/"
FEET = "\N{FOOT}" * 200
PASTE = """(field, text) => {
  field.focus();
  document.execCommand("insertText", false, text);
}"""


def paste(page: Page, text: str) -> None:
    field = page.get_by_label("One line, if you like")
    field.fill("")
    field.evaluate(PASTE, text)


def test_two_hundred_pasted_emoji_are_kept_and_counted(new_phone: NewPhone) -> None:
    page = new_phone(writer())
    page.goto(NOTE)
    hint = page.locator("#words-most")
    paste(page, FEET)
    expect(hint).to_have_text("200 of 200 letters.")
    paste(page, f"{FEET}!")
    expect(hint).to_have_text("201 letters: too long. 200 at most. Nothing was cut.")
    expect(page.get_by_label("One line, if you like")).to_have_value(f"{FEET}!")
    paste(page, FEET)
    page.get_by_role("button", name="Save").tap()
    expect(page).to_have_title(re.compile("^Saved"))
    assert DayNote.objects.get(day="2026-11-23").words == FEET


def test_what_is_left_is_spoken_after_a_pause_and_only_near_the_end(new_phone: NewPhone) -> None:
    page = new_phone(writer())
    page.goto(NOTE)
    spoken = page.locator("#words-most + [role=status]")
    paste(page, "y" * 190)
    expect(spoken).to_have_text("190 of 200 letters.")
    paste(page, "y" * 20)
    expect(page.locator("#words-most")).to_have_text("20 of 200 letters.")
    expect(spoken).to_have_text("")


@pytest.mark.parametrize("script", [True, False])
def test_a_line_that_is_too_long_comes_back_whole(new_phone: NewPhone, script: bool) -> None:
    page = new_phone(writer(), java_script_enabled=script)
    page.goto(NOTE)
    expect(page.locator("#words-most")).to_contain_text("Up to 200 letters.")
    field = page.get_by_label("One line, if you like")
    field.fill(f"{FEET} toes")
    page.get_by_role("button", name="Save").tap()
    expect(page.locator("#words-wrong")).to_have_text("One line, please: 200 letters at most.")
    expect(field).to_have_value(f"{FEET} toes")
