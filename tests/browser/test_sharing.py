"""A link as it is sent: previewed by messengers, opened by the daughter, kept by a practitioner."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from sharing.models import LinkOpening, SharedLink
from tests import factories
from tests.browser.phone import NewPhone, slot, until
from tests.browser.states import beginner
from tests.conftest import MONDAY

PREVIEWS = {
    "WhatsApp": "WhatsApp/2.24.25.78 A",
    "Outlook": (
        "Mozilla/4.0 (compatible; ms-office; MSOffice 16) "
        "BingPreview/1.0b SkypeUriPreview Preview/0.5"
    ),
}
"""What the previewers of the two say they are."""


def keep_on_list(page: Page, token: str) -> None:
    page.goto(f"/shared/{token}/")
    page.locator("[data-keep]").tap()
    expect(page.locator("[data-kept]")).to_be_visible()


def test_previews_change_nothing_and_the_daughter_is_counted(new_phone: NewPhone) -> None:
    somebody = beginner()
    token = factories.new_link(person=somebody, shown_name="Anna")
    before = factories.everything_stored()
    page = new_phone(is_mobile=True)
    for agent in PREVIEWS.values():
        for method in ("GET", "HEAD"):
            answer = page.request.fetch(
                f"/shared/{token}/", method=method, headers={"User-Agent": agent}
            )
            assert answer.status == 200
            assert "set-cookie" not in answer.headers
    assert factories.everything_stored() == before
    page.goto(f"/shared/{token}/")
    expect(page.get_by_role("heading", name="For tonight")).to_be_in_viewport()
    until(page, lambda: LinkOpening.objects.filter(day=MONDAY, count=1).exists())
    page.get_by_role("link", name="繁體中文").tap()
    page.wait_for_url(f"**/zh-hant/shared/{token}/")
    assert page.context.cookies() == []
    manifest = page.locator("link[rel=manifest]").get_attribute("href")
    assert manifest == f"/zh-hant/shared/{token}/manifest.webmanifest"


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_a_helper_ticks_and_takes_back(new_phone: NewPhone, has_script: bool) -> None:
    token = factories.new_link(person=beginner(), kind="ticks")
    page = new_phone(java_script_enabled=has_script)
    page.goto(f"/shared/{token}/")
    slot(page, "evening/sole-rub/1").get_by_role("button").tap()
    done = page.locator("li", has_text="Done, ticked by Lin")
    expect(done).to_be_visible()
    done.get_by_role("button", name="Undo: Sole rub, Evening").tap()
    expect(slot(page, "evening/sole-rub/1")).to_be_visible()


def test_a_practitioner_keeps_several_links_in_this_browser(new_phone: NewPhone) -> None:
    often, seldom = beginner(), beginner()
    factories.new_tick(person=often, day=MONDAY - dt.timedelta(days=1))
    tokens = [
        factories.new_link(person=often, name="Dr Wang", shown_name="Often"),
        factories.new_link(person=seldom, name="Dr Wang", shown_name="Seldom"),
        factories.new_link(person=seldom, name="Dr Wang", shown_name="Ends"),
    ]
    page = new_phone()
    page.goto("/looking-on/")
    expect(page.locator("[data-none]")).to_be_visible()
    for token in tokens:
        keep_on_list(page, token)
    SharedLink.objects.filter(shown_name="Ends").delete()
    page.goto("/looking-on/")
    rows = page.locator("#links li")
    expect(rows).to_have_count(3)
    expect(rows.nth(0)).to_contain_text("A link that shows nothing")
    expect(rows.nth(1)).to_contain_text("Seldom")
    expect(rows.nth(2)).to_contain_text("Practised on 1 of 1 day since the first.")
    rows.nth(0).get_by_role("button", name="Remove").tap()
    expect(rows).to_have_count(2)
    page.reload()
    expect(rows).to_have_count(2)


def test_a_phone_that_keeps_pages_keeps_none_of_a_link(new_phone: NewPhone) -> None:
    somebody = beginner()
    token = factories.new_link(person=somebody)
    page = new_phone(somebody, service_workers="allow")
    page.goto("/")
    page.wait_for_function(
        "async () => (await navigator.serviceWorker.ready).active.state === 'activated'"
    )
    page.reload()
    page.goto(f"/shared/{token}/")
    kept = page.evaluate(
        """async () => {
          const found = [];
          for (const name of await caches.keys()) {
            for (const { url } of await (await caches.open(name)).keys()) found.push(url);
          }
          return found;
        }"""
    )
    assert kept
    assert not [address for address in kept if "/shared/" in address]
