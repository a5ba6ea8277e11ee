"""Squares and drawings where the phone changes the page's colours: forced dark, forced, paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import segno
from playwright.sync_api import Browser, BrowserType, Page, expect
from pytest_django.live_server_helper import LiveServer

from people.models import Person
from tests.browser.guided.guide import hold_the_clock, start, wait
from tests.browser.phone import NewPhone, Phones
from tests.browser.pixels import pixels_of
from tests.browser.states import finished, regular, settled_in, show, unfold_all

pytestmark = pytest.mark.long

Wear = Callable[[Person], tuple[Page, Callable[[], None], int]]
TOKEN = "square-with-128-bits--"
QUIET = 4
"""Modules without ink around a square, as its norm wants."""
LOOKS: dict[str, tuple[int, dict[str, Any]]] = {
    # As phones do that are dark themselves.
    "forced dark": (28, {"color_scheme": "dark"}),
    "forced colours": (255, {"forced_colors": "active", "color_scheme": "dark"}),
    "paper": (0, {"media": "print"}),
}
"""How bright drawings' ink is in each, and what the phone is told."""


@pytest.fixture(scope="module")
def forcing_browser(
    browser_type: BrowserType, browser_type_launch_args: dict[str, Any]
) -> Iterator[Browser]:
    """It darkens every page by itself, whatever the page says."""
    arguments = [*browser_type_launch_args["args"], "--enable-features=WebContentsForceDark"]
    browser = browser_type.launch(**{**browser_type_launch_args, "args": arguments})
    yield browser
    browser.close()


@pytest.fixture
def forcing_phone(
    live_server: LiveServer,
    evening: None,
    forcing_browser: Browser,
    browser_context_args: dict[str, Any],
) -> Iterator[NewPhone]:
    phones = Phones(live_server.url, forcing_browser, browser_context_args)
    yield phones.new
    phones.put_away()
    assert not phones.faults, "\n".join(phones.faults)


@pytest.fixture(params=LOOKS)
def wear(request: pytest.FixtureRequest, live_server: LiveServer, evening: None) -> Wear:
    """Opens a phone with the Day look, and shows what it has open in one of the looks."""
    taken = "forcing_phone" if request.param == "forced dark" else "new_phone"
    new_phone: NewPhone = request.getfixturevalue(taken)

    def phone(owner: Person) -> tuple[Page, Callable[[], None], int]:
        page = new_phone(owner)
        page.goto("/about/")
        page.locator(".look summary").first.click()
        page.locator("button[name=theme][value=light]").click()
        expect(page.locator("html")).to_have_attribute("data-theme", "light")
        ink, media = LOOKS[request.param]
        return page, lambda: page.emulate_media(**media), ink

    return phone


def test_a_square_is_black_on_white_with_room_around_it(
    wear: Wear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("people.access.invitations.token_from", lambda _seed: TOKEN)
    page, put_on, _ink = wear(finished())
    page.goto("/me/phones/add/")
    show(page)
    address = page.locator(".address").inner_text().replace("/back/", f"/join/{TOKEN}/")
    put_on()
    matrix = segno.make(address, error="m", micro=False)
    seen = pixels_of(page.locator(".square"))
    rows = [bytes(row) for row in matrix.matrix_iter(border=QUIET)]
    for number, row in enumerate(rows):
        for place, is_dark in enumerate(row):
            across, down = (place + 0.5) / len(row), (number + 0.5) / len(rows)
            shade = seen.at(across, down)
            assert shade < 60 if is_dark else shade > 195, (number, place, shade)


@pytest.mark.parametrize(
    "path",
    [
        "/techniques/foot-massage/",
        "/techniques/waist-massage/",
        "/techniques/kidney-strengthening-exercises/",
        "/techniques/",
        "/",
    ],
)
def test_drawings_and_their_words_stand_on_a_paper_unlike_their_ink(wear: Wear, path: str) -> None:
    page, put_on, ink = wear(settled_in())
    page.goto(path)
    unfold_all(page)
    put_on()
    drawings = [each for each in page.locator("main svg").all() if each.is_visible()]
    assert drawings
    for drawing in drawings:
        assert abs(pixels_of(drawing).ground - ink) > 150, drawing.get_attribute("class")


@pytest.mark.parametrize(
    ("path", "signs"),
    [
        ("/history/weeks/", "figure .bars, .bars.key:has(.gap), nav.bar svg"),
        ("/history/year/2026/", ".strip, .rows .mark-some"),
    ],
)
def test_bars_strips_and_small_signs_stand_out_from_their_paper(
    wear: Wear, path: str, signs: str
) -> None:
    page, put_on, _ink = wear(regular())
    page.goto(path)
    unfold_all(page)
    put_on()
    shown = [each for each in page.locator(signs).all() if each.is_visible()]
    assert shown
    for sign in shown:
        assert pixels_of(sign).share_of_ink > 0.02, sign.inner_html()


def test_left_and_right_are_read_on_the_drawing_that_is_followed(wear: Wear) -> None:
    page, put_on, _ink = wear(settled_in())
    hold_the_clock(page)
    start(page, "/practise/evening/sole-rub/")
    wait(page, 30)
    put_on()
    words = [each for each in page.locator("svg text").all() if each.is_visible()]
    assert {word.text_content() for word in words} >= {"left", "right"}
    for word in words:
        assert pixels_of(word).share_of_ink > 0.05, word.text_content()
