"""Hands-free practice in real time, and Today after it."""

from __future__ import annotations

from operation.browsers.phone import Phone

RUB = "evening/waist-rub/1"
PRACTISE = f"/practise/{RUB.removesuffix('/1')}/"
PRACTISED = """
  const [address, token] = arguments;
  const fields = { csrfmiddlewaretoken: token, done: "1", amount: "200", source: "guided" };
  const headers = { "HX-Request": "true" };
  return fetch(address, { method: "POST", headers, body: new URLSearchParams(fields) })
    .then((answer) => answer.headers.get("Kidneycare-Outcome"));
"""


def test_practice_starts_counts_stops_and_leaves_its_tick(phone: Phone) -> None:
    phone.open("/")
    phone.walk(PRACTISE)
    phone.tap("[data-start]")
    phone.until(lambda: phone.find("#player").is_displayed(), "it does not begin")
    # "Go on now", twice; the three seconds before the first rub stay.
    for _stage in range(2):
        phone.tap("#skip")
    phone.until(lambda: "200" in phone.find("#of").text, "it does not begin to count")
    phone.until(lambda: int(phone.find("[data-count]").text) >= 2, "it does not count")
    phone.tap("[data-control=stop]")
    phone.until(lambda: phone.find("#stop-keep").is_displayed(), "it does not ask")
    phone.tap("#stop-keep")
    phone.until(phone.find("#over").is_displayed, "it does not end")

    def is_sent() -> bool:
        phone.open("/")
        # Before, it says that it waits.
        return "with the guide" in phone.words(RUB)

    phone.until(is_sent, "the tick is not sent")
    assert float(phone.row(RUB)["credit"]) > 0


def test_back_from_practice_shows_its_tick(phone: Phone) -> None:
    phone.open("/")
    address = f"/day/{phone.row(RUB)['slot']}/"
    phone.walk(PRACTISE)
    token = phone.find("[name=csrfmiddlewaretoken]").get_property("value")
    assert phone.run(PRACTISED, address, token) == "written"
    phone.back()
    phone.until(lambda: phone.row(RUB)["done"] == "true", "the row is stale")
    phone.reload()
    assert "200 rubs" in phone.words(RUB)


def test_a_tap_on_a_row_that_is_out_of_date_keeps_the_amount(phone: Phone) -> None:
    phone.open("/")
    address = f"/day/{phone.row(RUB)['slot']}/"
    token = phone.find("[name=csrfmiddlewaretoken]").get_property("value")
    phone.wait_for_scripts()
    assert phone.run(PRACTISED, address, token) == "written"
    phone.tick(RUB)
    phone.reload()
    assert "200 rubs" in phone.words(RUB)
