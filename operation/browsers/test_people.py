"""Several people on one phone: what Back may show, over http and from pages kept whole."""

from __future__ import annotations

import datetime as dt

from operation.browsers.phone import Phone

RUB = "evening/waist-rub/1"


def anna(phone: Phone) -> str:
    """Anna begins, ticks today and yesterday; return the address of her day."""
    phone.open("/")
    phone.tick(RUB)
    day = dt.date.fromisoformat(phone.row(RUB)["slot"][:10])
    address = f"/day/{day - dt.timedelta(days=1)}/"
    phone.open("/me/people/")
    phone.find("#name-field").send_keys("Anna")
    phone.press("button", "Save")
    phone.open(address)
    phone.tick(RUB)
    phone.open("/")
    return address


def expect_nothing_of_anna(phone: Phone) -> None:
    """A page that was kept whole may load itself anew first."""
    phone.until(
        lambda: phone.count("main") and not phone.count(f"[data-slot$='/{RUB}'][data-done=true]"),
        "Anna's ticks are still there",
    )


def test_changing_over_is_one_tap_and_back_shows_nothing_of_the_other(phone: Phone) -> None:
    yesterday = anna(phone)
    phone.open("/me/people/")
    phone.press("button", "Start a second record")
    phone.press("button[name=way][value=easy]")
    phone.tick("evening/arm-raise/1")
    assert phone.row(RUB)["done"] == "false"
    phone.press("button", "Anna")
    phone.open("/")
    assert phone.row(RUB)["done"] == "true"
    assert phone.row("evening/arm-raise/1")["done"] == "false"
    phone.walk(yesterday, "/history/")
    phone.press("button.other")
    for _time in range(2):
        phone.back()
        expect_nothing_of_anna(phone)
        assert "Anna" not in phone.find(".who").text


def test_back_after_somebody_new_shows_nothing_of_who_was_here(phone: Phone) -> None:
    yesterday = anna(phone)
    phone.walk(yesterday, "/me/people/")
    phone.press("button", "Start a second record")
    for _time in range(2):
        phone.back()
        expect_nothing_of_anna(phone)


def test_back_after_erasing_everything_shows_nothing_of_it(phone: Phone) -> None:
    yesterday = anna(phone)
    phone.walk(yesterday, "/me/erase/")
    phone.tap("[name=sure]")
    phone.press("button.danger")
    assert "Everything is erased" in phone.text
    for _time in range(2):
        phone.back()
        expect_nothing_of_anna(phone)
