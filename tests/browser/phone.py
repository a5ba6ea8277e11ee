"""A phone in somebody's hand, and what its owner does with it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from django.utils import timezone
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Route,
    ViewportSize,
    expect,
)

from people.identity import COOKIE
from people.models import Person
from tests import factories

SIZES: dict[str, ViewportSize] = {
    "small phone": {"width": 320, "height": 640},
    "phone": {"width": 390, "height": 844},
    "desktop": {"width": 1280, "height": 900},
    "watch": {"width": 240, "height": 500},
}
FULL_DAY = (
    *(f"morning/{name}/1" for name in ("arm-raise", "arm-throw", "waist-rub", "waist-knead")),
    *(f"afternoon/{name}/1" for name in ("arm-raise", "waist-knead")),
    *(f"evening/{name}/1" for name in ("arm-raise", "waist-rub", "waist-knead", "sole-rub")),
)
EASY_DAY = ("evening/arm-raise/1", "evening/waist-rub/1", "evening/sole-rub/1")
TELL_OF_RULES = """
  document.addEventListener("securitypolicyviolation",
    (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
"""
"""Whatever a page's own policy forbids becomes a fault of the test."""
NEVER_QUIET = """
  const takesTaps = new CSSStyleSheet();
  takesTaps.replaceSync(`a, button, summary, label, [data-tap] {
    animation: none !important; pointer-events: auto !important }`);
  document.adoptedStyleSheets.push(takesTaps);
"""
"""Tests wait for no half second after what appears or was tapped; `test_taps` tries just that.

Playwright would scroll meanwhile in search of a place where the tap is taken.
"""
ALL_HERE = """async () => {
  const named = document.querySelector("[data-later]");
  if (!named || matchMedia("(scripting: none)").matches) return;
  if (document.readyState !== "complete") await new Promise((go) => addEventListener("load", go));
  const wanted = named.dataset.later.split(" ");
  const seen = new Set();
  await new Promise((all) => new PerformanceObserver((list) => {
    for (const { name } of list.getEntries()) seen.add(new URL(name).pathname);
    if (wanted.every((script) => seen.has(script))) all();
  }).observe({ type: "resource", buffered: true }));
  // They were asked for; this one waits until they have run.
  await Promise.all(wanted.map((script) => import(script)));
  await import(document.getElementById("main").dataset.script);
}"""
STYLE = Path(__file__).resolve().parents[2] / "static" / "css" / "kidneycare.css"
MEANT_TO_FAIL = (
    "Failed to load resource",
    "Response Status Error Code",
    "htmx:sendError",
    "htmx:timeout",
    "htmx:afterRequest",
)
"""How the browser and htmx begin to tell of an answer that the page itself tells of too."""


PATIENCE = 60
"""Seconds until something that did not happen is taken for a fault: a computer may be busy."""


def never_quiet(route: Route) -> None:
    """`NEVER_QUIET` for a phone without scripts."""
    style = STYLE.read_text(encoding="utf-8")
    takes_taps = style.replace("{ from, to { pointer-events: none; } }", "{}")
    assert takes_taps != style
    route.fulfill(body=takes_taps, content_type="text/css")


def until(page: Page, happened: Callable[[], bool]) -> None:
    """Wait for something that no locator can be asked about."""
    ends = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < ends, "it never happened"
        page.wait_for_timeout(20)


class NewPhone(Protocol):
    """Opens a browser that has not been here, or that of a person."""

    def __call__(self, owner: Person | None = None, *, is_quiet: bool = False, **how: Any) -> Page:
        """``how`` is what Playwright's ``new_context`` takes.

        ``is_quiet``: whether what appears takes no tap for a moment, as on a real phone.
        """
        ...


@dataclass
class Phones:
    """All phones of one test, and whatever went wrong in them."""

    address: str
    browser: Browser
    usual: dict[str, Any]
    faults: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def new(self, owner: Person | None = None, *, is_quiet: bool = False, **how: Any) -> Page:
        """Open a browser whose clock shows what the server's shows."""
        usual = {"base_url": self.address, "timezone_id": "UTC", "service_workers": "block"}
        how = {**self.usual, **usual, **how}
        context = self.browser.new_context(**how)
        self.contexts.append(context)
        context.set_default_timeout(1000 * PATIENCE)
        if how.get("java_script_enabled", True):
            context.clock.set_fixed_time(timezone.now())
            context.add_init_script(TELL_OF_RULES)
            if not is_quiet:
                context.add_init_script(NEVER_QUIET)
        elif not is_quiet:
            context.route("**/kidneycare*.css", never_quiet)
        if owner is not None:
            token = factories.new_device(person=owner)
            context.add_cookies([{"name": COOKIE, "value": token, "url": self.address}])
        context.on("console", self.hear)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))
        context.on("request", self.watch)
        return context.new_page()

    def put_away(self) -> None:
        """Close them all."""
        for context in self.contexts:
            context.close()

    def hear(self, message: ConsoleMessage) -> None:
        """Keep what the browser complains of, unless it is an answer that was meant to fail."""
        if message.type == "error" and not message.text.startswith(MEANT_TO_FAIL):
            self.faults.append(f"console: {message.text}")

    def watch(self, request: Request) -> None:
        """Keep requests that leave this server."""
        if not request.url.removeprefix("blob:").startswith(self.address):
            self.faults.append(f"request: {request.url}")


def slot(page: Page, place: str) -> Locator:
    """The row of ``evening/sole-rub/1``, whichever day is shown."""
    return page.locator(f'[data-slot$="/{place}"]')


def all_here(page: Page) -> None:
    """Wait for the scripts that come once the page is seen: a tap before sends its form."""
    page.evaluate(ALL_HERE)


def tick_button(page: Page, place: str) -> Locator:
    """The round button of a row that is open."""
    all_here(page)
    return slot(page, place).locator("button[name=done][value='1']")


def undo_button(page: Page, place: str) -> Locator:
    """What takes a tick back."""
    all_here(page)
    return slot(page, place).locator("button[name=done][value='0']")


def all_button(page: Page, period: str) -> Locator:
    """ "I did all of these", or its undo."""
    all_here(page)
    return page.locator(f"#all-{period}")


def unfold(page: Page, place: str) -> None:
    """Tap open the part of the day that a row is folded into."""
    part = page.locator("details", has=slot(page, place))
    if part.get_attribute("open") is None:
        part.locator("summary").tap()


def tick(page: Page, place: str) -> None:
    """Tap the round button and see that it is done."""
    unfold(page, place)
    tick_button(page, place).tap()
    expect_done(page, place)


def undo(page: Page, place: str) -> None:
    """Tap Undo and see that it is open again."""
    undo_button(page, place).tap()
    expect_open(page, place)


def expect_done(page: Page, place: str) -> None:
    """The row is done, and says so."""
    expect(slot(page, place)).to_have_attribute("data-done", "true")
    expect(slot(page, place).locator(".seal")).to_have_text("Done")


def expect_open(page: Page, place: str) -> None:
    """The row is not done, and shows nothing as done."""
    expect(slot(page, place)).to_have_attribute("data-done", "false")
    expect(slot(page, place).locator(".seal")).to_have_count(0)


def state_of(page: Page) -> dict[str, tuple[str | None, str | None]]:
    """Every slot on the page, whether done and how much of it counts."""
    rows = page.locator("[data-slot]").evaluate_all(
        "rows => rows.map(({dataset}) => [dataset.slot, dataset.done, dataset.credit ?? null])"
    )
    return {key: (done, credit) for key, done, credit in rows}


SETTLED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def settled(page: Page) -> None:
    """Wait until the browser has drawn what it was told, twice over."""
    page.evaluate(SETTLED)
