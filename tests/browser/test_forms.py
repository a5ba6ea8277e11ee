"""When something hurts, and how much it was, on a phone."""

from __future__ import annotations

import itertools
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.guided.guide import hold_the_clock, start, tap
from tests.browser.phone import NewPhone
from tests.browser.states import regular

RUB = "/day/2026-11-23/evening/waist-rub/1/"


def test_what_hurts_is_left_out_in_one_tap_and_undone_in_another(new_phone: NewPhone) -> None:
    page = new_phone(regular())
    page.set_viewport_size({"width": 390, "height": 664})
    page.goto("/when-it-hurts/?exercise=waist-rub")
    button = page.get_by_role("button", name="Waist rub hurts: leave it out")
    expect(button).to_be_in_viewport(ratio=1)
    button.tap()
    said = "Left out from today: Waist rub. Anything you did of it today is kept, as an extra."
    expect(page.get_by_role("status")).to_have_text(said)
    expect(page).to_have_title(re.compile("^Left out from today"))
    page.get_by_role("button", name="Undo").tap()
    expect(page.get_by_role("status")).to_contain_text("your plan is as it was")


def test_a_country_is_chosen_once_and_its_number_works_in_practice_without_a_network(
    new_phone: NewPhone,
) -> None:
    page = new_phone(regular())
    page.goto("/when-it-hurts/")
    number = page.locator("[data-call] a")
    expect(number).to_be_hidden()
    page.select_option("#country", "TW")
    expect(number).to_have_attribute("href", "tel:119")
    page.reload()
    expect(number).to_have_text("Call 119")
    hold_the_clock(page)
    start(page, "/practise/now/waist-rub/")
    page.context.set_offline(True)
    tap(page, "hurts")
    expect(number).to_be_visible()
    expect(number).to_have_attribute("href", "tel:119")
    page.context.set_offline(False)


def test_without_a_script_every_number_stands_in_a_list(new_phone: NewPhone) -> None:
    page = new_phone(java_script_enabled=False)
    page.goto("/when-it-hurts/")
    for number in ("120", "119", "999", "112", "911"):
        expect(page.locator(f"[data-all] a[href='tel:{number}']").first).to_be_visible()
    expect(page.locator("#country")).to_be_hidden()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_an_amount_that_is_refused_can_be_mended_on_its_page(
    new_phone: NewPhone, script: bool
) -> None:
    page = new_phone(regular(), java_script_enabled=script)
    page.goto(RUB)
    page.fill("#amount", "1,200")
    save(page)
    expect(page.locator("#amount")).to_have_value("1,200")
    expect(page.locator("#amount")).to_be_focused()
    expect(page.locator("#amount-wrong")).to_be_visible()
    page.fill("#amount", "１２０")
    save(page)
    page.goto(RUB)
    expect(page.locator("#amount")).to_have_value("120")


@pytest.mark.parametrize(
    ("path", "button", "lead"),
    [(RUB, "Save", "Back to the day"), ("/back/", "Open my record", "Today")],
)
def test_back_and_forward_around_a_refused_form_read_its_page_and_send_nothing(
    new_phone: NewPhone, path: str, button: str, lead: str
) -> None:
    page = new_phone(regular())
    page.goto(path)
    sent: list[str] = []
    page.locator("main input:visible").first.fill("1,200")
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()
    page.on("request", lambda request: sent.append(request.method))
    with page.expect_navigation():
        page.get_by_role("link", name=lead, exact=True).click()
    for go in (page.go_back, page.go_back, page.go_forward, page.reload):
        go()
        expect(page).to_have_url(re.compile(f"{path}$"))
        expect(page.locator("main input:visible").first).to_be_visible()
    assert set(sent) == {"GET"}


def save(page: Page) -> None:
    """Send the amount."""
    with page.expect_navigation():
        page.get_by_role("button", name="Save").tap()


def test_an_amount_goes_by_ten_and_has_three_to_choose_from(new_phone: NewPhone) -> None:
    page = new_phone(regular())
    page.goto(RUB)
    amount = page.locator("#amount")
    chosen = page.locator("[data-presets] [aria-pressed=true]")
    page.get_by_role("button", name="All of it: 200").tap()
    expect(chosen).to_have_text("All of it: 200")
    page.get_by_role("button", name="More").tap()
    expect(chosen).to_have_count(0)
    expect(amount).to_have_value("210")
    page.get_by_role("button", name="Half: 100").tap()
    page.get_by_role("button", name="Less").tap()
    expect(amount).to_have_value("90")
    page.fill("#amount", "１００")
    expect(chosen).to_have_text("Half: 100")
    page.fill("#amount", "１０１")
    page.get_by_role("button", name="More").tap()
    expect(amount).to_have_value("110")


def test_less_and_more_are_written_beside_the_signs_at_every_size(new_phone: NewPhone) -> None:
    page = new_phone(regular(), viewport={"width": 320, "height": 568})
    page.goto(RUB)
    for size, name in itertools.product((1, 3), ("Less", "More")):
        page.locator("html").evaluate("(e, size) => e.dataset.size = size", size)
        button = page.get_by_role("button", name=name)
        expect(button).to_have_text(f"{'−' if name == 'Less' else '+'} {name}")
        room = button.bounding_box()
        assert room
        width = button.evaluate(
            """(e) => {
              const range = document.createRange();
              range.selectNodeContents(e.lastChild);
              return range.getBoundingClientRect().width;
            }"""
        )
        assert 18 < width <= room["width"]


def test_the_phones_own_zone_is_the_first_in_the_list(new_phone: NewPhone) -> None:
    page = new_phone(timezone_id="Asia/Taipei")
    page.goto("/me/")
    first = page.locator("#zone-field option").first
    expect(first).to_have_text("This phone · Taipei")
    expect(first).to_have_attribute("value", "Asia/Taipei")
