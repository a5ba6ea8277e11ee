"""Paint the icons and screenshots of an installed Kidneycare: ``python -m scripts.icons``.

The icons are the drawings of `content.figures.app_icon` as PNG, for systems that take no SVG. The
screenshots, one of Today and one of practice in each language, are shown before it is installed.
They stand in `static/icons/`, and are committed.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from content.figures.app_icon import icon
from scripts.find_browser import obtain
from scripts.screenshots import LOCALES, languages, site
from scripts.stories import Practice, Press, Tick

TARGET = Path(__file__).resolve().parent.parent / "static" / "icons"
#: Each file's side in pixels, and whether it fills its square. Apple's rounds it off by itself.
ICONS = {
    "any-192.png": (192, False),
    "any-512.png": (512, False),
    "maskable-512.png": (512, True),
    "apple-touch-180.png": (180, True),
}
BEGIN = Press("/", "button[name=way][value=full]")


def paint(browser: Browser) -> None:
    """Write each icon as PNG."""
    for name, (side, maskable) in ICONS.items():
        page = browser.new_page(viewport={"width": side, "height": side})
        page.set_content(f"<style>body {{ margin: 0 }}</style>{icon(maskable=maskable)}")
        page.screenshot(path=TARGET / name, omit_background=True)
        page.close()


def photograph(browser: Browser, address: str, language: str, prefix: str) -> None:
    """Take Today with something done, and practice while it counts."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        reduced_motion="reduce",
        locale=LOCALES.get(language, language),
        is_mobile=True,
        has_touch=True,
    )
    page = context.new_page()
    for step in (BEGIN, Tick(("morning/arm-raise/1", "evening/sole-rub/1"))):
        step.do(page, address + prefix)
    page.goto(f"{address}{prefix}/")
    page.screenshot(path=TARGET / f"today.{language}.jpg", type="jpeg", quality=60)
    page.clock.install()
    page.goto(f"{address}{prefix}/practise/evening/waist-rub/")
    Practice(0, (25,)).do(page)
    page.screenshot(path=TARGET / f"practise.{language}.jpg", type="jpeg", quality=60)
    context.close()


def main() -> None:
    """Paint everything anew."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "kidneycare.settings"
    TARGET.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="kidneycare-icons-") as folder,
        site(Path(folder)) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=obtain(), args=["--no-sandbox", "--disable-gpu"]
        )
        paint(browser)
        for language, prefix in languages():
            photograph(browser, address, language, prefix)
        browser.close()


if __name__ == "__main__":
    main()
