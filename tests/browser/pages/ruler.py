"""A page as an eye, a finger and a machine find it: measured, and asked by axe."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.phone import settled

MEASURE = Path(__file__).with_name("measure.js").read_text(encoding="utf-8")
AXE = Axe()
AXE_RULES: dict[str, Any] = {
    # What it found in order would be told at length too, and takes as long to hand over.
    "reporter": "no-passes",
    "rules": {
        # Stricter than axe is by itself: nothing too small to hit.
        "target-size": {"enabled": True},
        "color-contrast": {"enabled": False},
    },
}
ENHANCED_CONTRAST = {"color-contrast-enhanced": {"enabled": True}}
"""Seven to one. It takes axe two thirds of its time, and ``Ruler`` measures it too."""
ASK_AXE = """
  async (rules) => (await axe.run(rules)).violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html }) => `axe, ${id}, ${help}: ${html.slice(0, 120)}`))
"""
WIDE_SPACING = """
  on => {
    const sheet = new CSSStyleSheet();
    if (on) sheet.replaceSync(`
      * { letter-spacing: .12em !important; word-spacing: .16em !important;
          line-height: 1.5 !important }
      p { margin-bottom: 2em !important }`);
    document.adoptedStyleSheets = [sheet];
  }
"""
"""The spacing that WCAG 1.4.12 lets a reader ask for."""


class Ruler:
    """``measure.js`` held to one page."""

    def __init__(self, page: Page) -> None:
        self.handle = page.evaluate_handle(MEASURE)

    def measure(self, what: str, *arguments: Any) -> Any:
        """One measurement: mostly a list of complaints."""
        return self.handle.evaluate(
            "(all, given) => all[given.what](...given.arguments)",
            {"what": what, "arguments": arguments},
        )

    def complaints(self, **what: tuple[Any, ...]) -> list[str]:
        """Several measurements at once, each with its arguments."""
        found: list[str] = self.handle.evaluate(
            "(all, given) => given.flatMap(([what, arguments_]) => all[what](...arguments_))",
            [[name, list(arguments)] for name, arguments in what.items()],
        )
        return found


class Text:
    """Makes the text of a page larger or wider, in one of the ways people do."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.session = page.context.new_cdp_session(page)

    def size(self, size: int) -> None:
        """As the buttons at the head of a page do."""
        self.page.evaluate("size => { document.documentElement.dataset.size = size }", str(size))

    def browser(self, percent: int) -> None:
        """As the browser's own setting does."""
        sizes = {"standard": 16 * percent // 100, "fixed": 13 * percent // 100}
        self.session.send("Page.setFontSizes", {"fontSizes": sizes})

    def spacing(self, *, wide: bool) -> None:
        """As a reader's own style sheet does."""
        self.page.evaluate(WIDE_SPACING, wide)

    def root(self) -> float:
        """Pixels of the usual text now."""
        settled(self.page)
        return float(
            self.page.evaluate("() => parseFloat(getComputedStyle(document.body).fontSize)")
        )


def asked_by_axe(page: Page, *, contrast: bool) -> list[str]:
    """What axe complains of, a line each."""
    rules = AXE_RULES["rules"] | (ENHANCED_CONTRAST if contrast else {})
    page.evaluate(AXE.axe_script)
    found: list[str] = page.evaluate(ASK_AXE, AXE_RULES | {"rules": rules})
    return found
