"""Pictures that move, and how they are made to stand still: by hand, by the phone, out of sight."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.phone import NewPhone, settled, until
from tests.browser.states import beginner, unfold_all

WAIST = "/techniques/waist-massage/"
STANDS_STILL = 'e => getComputedStyle(e).animationPlayState.startsWith("paused")'
OUT_OF_SIGHT = """
  e => {
    const { top, bottom } = e.getBoundingClientRect();
    if (bottom > -20 && top < innerHeight + 20) scrollTo(0, scrollY + bottom + 20);
  }
"""
PLACE = "e => Number(getComputedStyle(e).getPropertyValue('--p'))"
WRIST = (
    "e => { const box = e.querySelector('.waist-rub-left-wrist').getBoundingClientRect();"
    " return Math.round(box.top + box.height / 2); }"
)


def expect_still(picture: Locator) -> None:
    """Put a picture out of sight, however the page's length changes; it stands still once drawn.

    Each screenshot makes the browser draw, which a busy one puts off otherwise.
    """
    page = picture.page

    def is_still() -> bool:
        picture.evaluate(OUT_OF_SIGHT)
        page.screenshot()
        return bool(picture.evaluate(STANDS_STILL))

    until(page, is_still)


def moving(page: Page, exercise: str) -> Locator:
    """The moving picture of an exercise, brought into sight."""
    picture = page.locator(f".moves-{exercise}")
    picture.scroll_into_view_if_needed()
    settled(page)
    return picture


def test_a_picture_moves_while_it_is_seen_and_can_be_held_still_without_a_script(
    new_phone: NewPhone,
) -> None:
    for script in (True, False):
        page = new_phone(java_script_enabled=script)
        page.goto(WAIST)
        picture = moving(page, "waist-rub") if script else page.locator(".moves-waist-rub")
        if not script:
            picture.scroll_into_view_if_needed()
        hold = page.get_by_label("Hold the picture still").first
        expect(picture).to_have_css("animation-play-state", "running")
        hold.check()
        expect(picture).to_have_css("animation-play-state", "paused")
        hold.uncheck()
        expect(picture).to_have_css("animation-play-state", "running")
        expect(picture).to_have_css("animation-duration", "1s")


def test_out_of_sight_it_stands_still(new_phone: NewPhone) -> None:
    page = new_phone()
    page.goto(WAIST)
    rub, knead = (page.locator(f".moves-{name}") for name in ("waist-rub", "waist-knead"))
    # Each is asked until it is so: the browser tells what is in sight when it has time to.
    expect(knead).to_have_css("animation-play-state", "paused")
    moving(page, "waist-rub")
    expect(rub).to_have_css("animation-play-state", "running")
    expect(knead).to_have_css("animation-play-state", "paused")
    moving(page, "waist-knead")
    expect(knead).to_have_css("animation-play-state", "running")
    expect_still(rub)
    page.evaluate("() => scrollTo(0, 0)")
    expect_still(knead)
    expect(rub).to_have_css("animation-play-state", "running")


def test_where_motion_is_unwelcome_and_on_paper_the_pictures_stand_still(
    new_phone: NewPhone,
) -> None:
    page = new_phone(reduced_motion="reduce")
    page.goto(WAIST)
    for media in ("screen", "print"):
        page.emulate_media(media=media)
        expect(page.locator(".moves").first).to_be_visible()
        expect(page.get_by_label("Hold the picture still").first).to_be_hidden()
        for words in ("Put your palms on your waist", "Rub your waist up and down"):
            step = page.locator(".steps li", has_text=words)
            expect(step.get_by_role("img")).to_be_visible()
    assert page.evaluate("() => document.getAnimations().length") == 0


def test_a_script_can_lead_the_movement_by_itself(new_phone: NewPhone) -> None:
    """As guided practice does: one number, 0 to 1, and the hands follow."""
    page = new_phone()
    page.goto(WAIST)
    picture = moving(page, "waist-rub")
    picture.evaluate("e => { e.dataset.driven = '' }")
    places = []
    for share in (0, 0.5, 1):
        picture.evaluate(f"e => e.style.setProperty('--p', {share})")
        settled(page)
        assert picture.evaluate(PLACE) == share
        places.append(picture.evaluate(WRIST))
    assert places[0] > places[1] > places[2], "upwards on the screen"
    assert places[0] - places[2] > 8


def test_every_row_of_today_has_its_small_figure_and_all_come_in_one_file(
    new_phone: NewPhone,
) -> None:
    page = new_phone(beginner())
    with page.expect_response("**/small*.svg") as answer:
        page.goto("/", wait_until="networkidle")
    assert answer.value.ok
    unfold_all(page)
    rows = page.locator(".slot")
    assert rows.count() == 10
    for place in range(rows.count()):
        # Drawn, not only asked for.
        page.wait_for_function(
            "e => { const box = e.getBBox(); return Math.min(box.width, box.height) > 20; }",
            arg=rows.nth(place).locator(".small use").element_handle(),
        )
