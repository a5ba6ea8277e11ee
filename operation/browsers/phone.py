"""A phone in somebody's hand, and what its owner does with it: the same in every browser."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.remote.webelement import WebElement

PATIENCE = 60
"""Seconds until something that did not happen is taken for a fault: a computer may be busy."""
HTMX_IS_HERE = "return 'htmx-internal-data' in document.querySelector('form[data-hx-post]')"

KNOWN_ZONE = 'document.cookie = "tz=UTC; path=/"'
"""Else Today loads itself anew on a first visit, to tell the phone's zone."""

TAKES_TAPS = "return getComputedStyle(arguments[0]).pointerEvents !== 'none'"

MIDDLE = """
  arguments[0].scrollIntoView({block: "center"});
  const { x, y, width, height } = arguments[0].getBoundingClientRect();
  return [x + width / 2, y + height / 2];
"""


class Phone:
    """A browser that has not been here."""

    def __init__(self, driver: WebDriver, address: str) -> None:
        self.driver = driver
        self.address = address
        self.open("/livez")
        self.run(KNOWN_ZONE)

    def open(self, path: str) -> None:
        self.driver.get(self.address + path)

    def reload(self) -> None:
        self.driver.refresh()

    def run(self, script: str, *values: object) -> Any:
        return self.driver.execute_script(script, *values)

    def until(
        self, happened: Callable[[], object], what: str, seconds: float | None = None
    ) -> None:
        """Wait for it; a page that is just being replaced answers nothing."""
        ends = time.monotonic() + (seconds or PATIENCE)
        while True:
            with suppress(WebDriverException):
                if happened():
                    return
            assert time.monotonic() < ends, f"{what}: {self.path}, {self.text[:300]}"
            time.sleep(0.05)

    @property
    def path(self) -> str:
        return self.driver.current_url.removeprefix(self.address)

    @property
    def text(self) -> str:
        """What can be read on the page."""
        return str(self.run("return document.body.innerText"))

    def find(self, css: str) -> WebElement:
        return self.driver.find_element(By.CSS_SELECTOR, css)

    def count(self, css: str) -> int:
        return len(self.driver.find_elements(By.CSS_SELECTOR, css))

    def tap(self, css: str) -> None:
        """Tap what stays on its page."""
        self._click(self.find(css))

    def touch(self, css: str) -> None:
        """Touch the screen where it is, whether or not it takes taps."""
        finger = ActionBuilder(self.driver)
        finger.pointer_action.move_to_location(*self.run(MIDDLE, self.find(css))).click()  # type: ignore[no-untyped-call]
        finger.perform()

    def press(self, css: str, words: str = "") -> None:
        """Tap a link or a button, the first with these words, and wait for the page it leads to."""
        wanted = self._named(css, words)
        self.leave(lambda: self._click(wanted))

    def back(self) -> None:
        """The browser's Back, to a page that may have been kept whole or asked for anew."""
        self.leave(lambda: self.run("setTimeout(() => history.back())"))

    def walk(self, *paths: str) -> None:
        """From page to page as by links: such pages may be kept whole for Back."""
        for path in paths:
            self.leave(partial(self.run, "location = arguments[0]", path))

    def leave(self, go: Callable[[], object]) -> None:
        """Do what leads to another page, and wait until that is there."""
        # A page that was kept whole comes back with the mark it was left with.
        mark = str(time.monotonic())
        self.run("document.documentElement.dataset.left = arguments[0]", mark)
        go()
        self.until(
            lambda: self.run(
                "return document.readyState === 'complete' && location.protocol === 'http:'"
                " && document.documentElement.dataset.left !== arguments[0]",
                mark,
            ),
            "no other page came",
        )

    def _click(self, element: WebElement) -> None:
        """What appeared just now takes no tap."""
        self.until(lambda: self.run(TAKES_TAPS, element), "it takes no tap")
        # Not where the navigation lies over it.
        self.run("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()

    def _named(self, css: str, words: str) -> WebElement:
        return next(
            each
            for each in self.driver.find_elements(By.CSS_SELECTOR, css)
            if words in str(each.get_property("textContent"))
        )

    # ---- rows of Today, each called as "evening/sole-rub/1"

    def row(self, place: str) -> dict[str, str]:
        """What a row says of itself, to scripts."""
        found = self.run(
            "return {...document.querySelector(`[data-slot$='/${arguments[0]}']`).dataset}", place
        )
        return {str(key): str(value) for key, value in found.items()}

    def words(self, place: str) -> str:
        return str(self._row(place).get_property("textContent"))

    def _row(self, place: str) -> WebElement:
        return self.find(f"[data-slot$='/{place}']")

    def set_done(self, place: str, value: int) -> None:
        """Tap the round button of a row, or its Undo, in its part of the day."""
        self.run(
            "document.querySelector(`[data-slot$='/${arguments[0]}']`).closest('details')"
            "?.setAttribute('open', '')",
            place,
        )
        self.tap(f"[data-slot$='/{place}'] button[name=done][value='{value}']")

    def wait_for_scripts(self) -> None:
        """They come once the page is seen; a tap before sends its form."""
        self.until(lambda: self.run(HTMX_IS_HERE), "the scripts never came")

    def tick(self, place: str) -> None:
        self.set_done(place, 1)
        self.until(lambda: self.row(place)["done"] == "true", f"{place} is not done")

    def undo(self, place: str) -> None:
        self.set_done(place, 0)
        self.until(lambda: self.row(place)["done"] == "false", f"{place} is not open again")
