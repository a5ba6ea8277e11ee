"""Ticks, days and weeks, as the browsers besides Chromium show them."""

from __future__ import annotations

import datetime as dt

from operation.browsers.phone import Phone

RAISE = "evening/arm-raise/1"
RUB = "evening/waist-rub/1"


def test_a_tick_and_its_undo_stay_on_the_page_and_are_there_after_a_reload(phone: Phone) -> None:
    phone.open("/")
    phone.wait_for_scripts()
    phone.run("window.stayed = true")
    phone.tick(RUB)
    assert "Done" in phone.words(RUB)
    phone.undo(RUB)
    phone.tick(RAISE)
    assert phone.run("return window.stayed === true"), "a tick loaded the page anew"
    phone.reload()
    assert phone.row(RUB)["done"] == "false"
    assert phone.row(RAISE)["done"] == "true"


def test_a_day_mended_later_stands_in_its_week(phone: Phone) -> None:
    phone.open("/")
    today = dt.date.fromisoformat(phone.row(RUB)["slot"][:10])
    phone.tick(RUB)
    phone.open(f"/day/{today - dt.timedelta(days=1)}/")
    phone.tick(RUB)
    for day in (today, today - dt.timedelta(days=1)):
        year, week, _weekday = day.isocalendar()
        phone.open(f"/history/{year}-W{week:02}/")
        assert phone.find(f"[data-day='{day}']").get_attribute("data-credited") == "1"
        phone.press(f"[data-day='{day}'] a")
        assert phone.row(RUB)["done"] == "true"


def test_an_amount_that_cannot_be_is_refused_beside_what_was_typed(phone: Phone) -> None:
    phone.open("/")
    phone.tick(RUB)
    address = f"/day/{phone.row(RUB)['slot']}/"
    phone.open(address)
    phone.find("#amount").clear()
    phone.find("#amount").send_keys("many")
    phone.press("button.go", "Save")
    assert "Give a whole number of rubs" in phone.text
    assert phone.find("#amount").get_property("value") == "many"
    phone.back()
    # Sent again by a script, the page of the answer stands in the form's place in Firefox.
    assert phone.path in {address, "/"}
    phone.open(address)
    phone.find("#amount").clear()
    phone.find("#amount").send_keys("120")
    phone.press("button.go", "Save")
    assert phone.row(RUB)["credit"] == "0.67"


PAGES = (
    "/",
    "/history/",
    "/plan/",
    "/me/",
    "/practise/evening/waist-rub/",
    "/techniques/waist-massage/",
    "/when-it-hurts/",
)


def test_the_text_size_is_kept_and_the_largest_fits_every_page(phone: Phone) -> None:
    phone.open("/")
    phone.tick(RUB)
    size = "return parseFloat(getComputedStyle(document.querySelector('h1, h2')).fontSize)"
    usual = phone.run(size)
    phone.tap("details.look summary")
    phone.press("details.look button[name=size]", "Largest")
    assert phone.run(size) > usual
    for path in PAGES:
        phone.open(path)
        assert phone.find("html").get_attribute("data-size") == "3"
        wide, seen = phone.run(
            "return [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert wide <= seen, path
