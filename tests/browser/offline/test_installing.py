"""Kidneycare on a home screen: what Chromium demands of it, and what people are offered."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, expect

from content.figures.app_icon import icon
from scripts.icons import ICONS
from tests.browser.offline.phone import keep_pages
from tests.browser.phone import NewPhone, all_here
from tests.browser.states import beginner, keeper

DIFFERENCE = """async ([png, svg, side]) => {
  const pixels = async (source) => {
    const image = new Image();
    image.src = source;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: side, height: side });
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0, side, side);
    return context.getImageData(0, 0, side, side).data;
  };
  const [one, other] = await Promise.all([png, svg].map(pixels));
  return one.reduce((sum, value, at) => sum + Math.abs(value - other[at]), 0) / one.length;
}"""
"""How far two pictures are apart: the mean difference of a colour, of 255."""
APPLE = "Object.defineProperty(navigator, 'standalone', { value: false })"
OFFER_TO_INSTALL = """() => {
  const event = new Event("beforeinstallprompt", { cancelable: true });
  event.prompt = () => { document.body.dataset.prompted = "" };
  dispatchEvent(event);
  return event.defaultPrevented;
}"""


def data_url(kind: str, content: bytes) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


@pytest.mark.parametrize("name", ICONS)
def test_the_painted_icons_are_those_that_are_drawn(browser: Browser, name: str) -> None:
    """`python -m scripts.icons` paints them anew."""
    side, maskable = ICONS[name]
    painted = Path(finders.find(f"icons/{name}") or "").read_bytes()
    drawn = icon(maskable=maskable).replace("<svg ", f'<svg width="{side}" height="{side}" ', 1)
    page = browser.new_page()
    images = [data_url("png", painted), data_url("svg+xml", drawn.encode()), side]
    assert page.evaluate(DIFFERENCE, images) < 1
    page.close()


@pytest.mark.full_chromium
@pytest.mark.parametrize("prefix", ["", "/zh-hans", "/zh-hant"])
def test_chromium_finds_nothing_that_stands_against_installing(
    new_phone: NewPhone, prefix: str
) -> None:
    page = new_phone()
    page.goto(f"{prefix}/")
    devtools = page.context.new_cdp_session(page)
    manifest = devtools.send("Page.getAppManifest")
    assert manifest["url"].endswith(f"{prefix}/manifest.webmanifest")
    assert manifest["errors"] == []
    assert json.loads(manifest["data"])["start_url"] == f"{prefix}/"
    assert devtools.send("Page.getAppId")["appId"] == page.url.split("/zh-")[0].rstrip("/") + "/"
    found = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # A window of a test is always one that leaves nothing behind.
    assert {each["errorId"] for each in found} <= {"in-incognito"}


def test_the_shortcut_practises_the_present_part_of_the_day_without_a_network(
    new_phone: NewPhone,
) -> None:
    page = new_phone(beginner(), service_workers="allow")
    keep_pages(page)
    page.goto("/practise/now/")
    title = page.title()
    page.context.set_offline(True)
    page.goto("/practise/now/")
    expect(page.locator("html")).to_have_attribute("data-offline", "")
    expect(page).to_have_title(title)


def the_offer(page: Page) -> None:
    page.goto("/")
    all_here(page)


def test_an_android_phone_offers_once_to_install(new_phone: NewPhone) -> None:
    page = new_phone(keeper())
    the_offer(page)
    assert page.evaluate(OFFER_TO_INSTALL), "its own bar would cover the page's"
    offer = page.get_by_role("region", name="On your home screen")
    expect(offer.get_by_role("link")).to_have_count(0)
    offer.get_by_role("button", name="Put it there").tap()
    expect(page.locator("body")).to_have_attribute("data-prompted", "")
    expect(offer).to_have_count(0)
    is_not_offered_again(page)


def test_who_says_no_is_not_asked_again(new_phone: NewPhone) -> None:
    page = new_phone(keeper())
    the_offer(page)
    page.evaluate(OFFER_TO_INSTALL)
    page.get_by_role("button", name="No, thanks").tap()
    expect(page.locator("#install-offer")).to_have_count(0)
    is_not_offered_again(page)


def is_not_offered_again(page: Page) -> None:
    the_offer(page)
    assert not page.evaluate(OFFER_TO_INSTALL)


def test_an_iphone_offers_pictures_of_the_way_and_to_bring_the_record(
    new_phone: NewPhone,
) -> None:
    page = new_phone(keeper())
    page.add_init_script(APPLE)
    the_offer(page)
    offer = page.get_by_role("region", name="On your home screen")
    expect(offer.get_by_role("button", name="Put it there")).to_have_count(0)
    offer.get_by_role("link", name="See how").tap()
    expect(page).to_have_url("/install/")
    way = page.locator("details[open]")
    expect(way).to_contain_text("The icon has a record of its own, which begins empty")
    expect(way.locator("svg")).to_have_count(3)
    way.get_by_role("link", name="Get the digits").tap()
    expect(page).to_have_url("/me/phones/add/")


@pytest.mark.parametrize(
    "when", ["before the third day", "installed", "without https"], ids=lambda when: when
)
def test_nothing_is_offered(new_phone: NewPhone, when: str) -> None:
    page = new_phone(beginner() if when == "before the third day" else keeper())
    if when == "installed":
        page.add_init_script("""
          const { matchMedia } = globalThis;
          globalThis.matchMedia = (query) =>
            query === "(display-mode: standalone)" ? { matches: true } : matchMedia(query);
        """)
    if when == "without https":
        page.add_init_script("Object.defineProperty(globalThis, 'isSecureContext', {value: false})")
    page.add_init_script(APPLE)
    the_offer(page)
    assert not page.evaluate(OFFER_TO_INSTALL)
    expect(page.locator("#install-offer")).to_have_count(0)
