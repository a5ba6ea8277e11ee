"""Squares and drawings where the phone changes the page's colours: forced dark, forced, paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import segno
from playwright.sync_api import BrowserType, Page, expect
from pytest_django.live_server_helper import LiveServer

from people.models import Person
from tests.browser.phone import NewPhone, Phones
from tests.browser.pixels import pixels_of
from tests.browser.states import finished, show

Wear = Callable[..., tuple[Page, Callable[[], None]]]
TOKEN = "square-with-128-bits--"
QUIET = 4
"""Modules without ink around a square, as its norm wants."""
LOOKS: dict[str, dict[str, Any]] = {
    "forced dark": {},
    "forced colours": {"forced_colors": "active", "color_scheme": "dark"},
    "paper": {"media": "print"},
}


@pytest.fixture
def forcing_phone(
    live_server: LiveServer,
    evening: None,
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    browser_context_args: dict[str, Any],
) -> Iterator[NewPhone]:
    """A phone that darkens every page by itself, whatever the page says."""
    arguments = [*browser_type_launch_args["args"], "--enable-features=WebContentsForceDark"]
    browser = browser_type.launch(**{**browser_type_launch_args, "args": arguments})
    phones = Phones(live_server.url, browser, browser_context_args)
    yield phones.new
    browser.close()
    assert not phones.faults, "\n".join(phones.faults)


@pytest.fixture(params=LOOKS)
def wear(request: pytest.FixtureRequest, new_phone: NewPhone, forcing_phone: NewPhone) -> Wear:
    """Opens a phone with the Day look, and shows what it has open in one of the looks."""

    def phone(owner: Person | None = None) -> tuple[Page, Callable[[], None]]:
        page = (forcing_phone if request.param == "forced dark" else new_phone)(owner)
        page.goto("/about/")
        page.locator(".look summary").first.click()
        page.locator("button[name=theme][value=light]").click()
        expect(page.locator("html")).to_have_attribute("data-theme", "light")
        return page, lambda: page.emulate_media(**LOOKS[request.param])

    return phone


def test_a_square_is_black_on_white_with_room_around_it(
    wear: Wear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("people.access.invitations.token_from", lambda _seed: TOKEN)
    page, put_on = wear(finished())
    page.goto("/me/phones/add/")
    show(page)
    address = page.locator(".address").inner_text().replace("/back/", f"/join/{TOKEN}/")
    put_on()
    matrix = segno.make(address, error="m", micro=False)
    seen = pixels_of(page.locator(".square"))
    page.locator(".square").screenshot(path="/tmp/square.png")
    rows = list(matrix.matrix_iter(border=QUIET))
    for number, row in enumerate(rows):
        for place, is_dark in enumerate(row):
            across, down = (place + 0.5) / len(row), (number + 0.5) / len(rows)
            shade = seen.at(across, down)
            assert shade < 60 if is_dark else shade > 195, (number, place, shade)
