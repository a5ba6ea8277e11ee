"""Take pictures of every page into `var/screenshots/<language>/<variant>/<page>.png`.

The product is started as `make run` starts it, with an empty record of its own, and is used as
people use it: what a picture shows was ticked by clicking. Each page is also looked at for what a
picture hides: an unexpected answer, an error in the browser, a page wider than its screen.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import http.client
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from scripts.find_browser import NoBrowser, obtain
from scripts.stories import ONE_WEEK, STORIES, Shot, Story

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Route, StorageState

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "var" / "screenshots"
#: What the site prints, in its data folder; shown when something was wrong.
LOG = "server.log"
#: Pixels that Chromium can draw in one picture.
TALLEST = 16_000
#: Seconds until a page that does not come is a fault: a computer may be busy.
PATIENCE = 180


@dataclass(frozen=True)
class Variant:
    """A screen to look at the pages on."""

    name: str
    width: int
    height: int
    dark: bool = False
    phone: bool = True
    #: Percent of the usual size of text.
    text: int = 100
    #: The text size chosen on the page: 1 normal, 3 largest.
    size: int = 1
    #: Only the main pages.
    tight: bool = False
    #: What is seen without scrolling, instead of the whole page.
    first_screen: bool = False


VARIANTS = (
    Variant("phone-light", 390, 844),
    Variant("phone-dark", 390, 844, dark=True),
    Variant("desktop-light", 1280, 900, phone=False),
    Variant("desktop-dark", 1280, 900, dark=True, phone=False),
    # What a phone shows between the bars of its browser.
    Variant("phone-390x664-light", 390, 664, tight=True, first_screen=True),
    Variant("phone-375x667-light", 375, 667, tight=True, first_screen=True),
    Variant("phone-320x568-light", 320, 568, tight=True, first_screen=True),
    Variant("phone-320-light", 320, 690, tight=True),
    Variant("phone-largest-light", 390, 844, size=3, tight=True),
    Variant("phone-largest-dark", 390, 844, size=3, dark=True, tight=True),
    Variant("phone-text-200-light", 390, 844, text=200, tight=True),
)
#: What a browser in that language asks for; any other language asks for itself.
LOCALES = {"en": "en-GB", "zh-hans": "zh-CN", "zh-hant": "zh-TW"}


@dataclass
class Photographer:
    """Takes the pictures and collects what was wrong."""

    browser: Browser
    address: str
    faults: list[str] = field(default_factory=list)
    taken: int = 0

    def tell(self, language: str, prefix: str, story: Story) -> None:
        """Live the story once, then picture its pages on every screen."""
        state = self.live(language, prefix, story)
        for variant in VARIANTS:
            shots = [
                shot
                for shot in story.shots
                if (shot.tight or not variant.tight) and (variant.phone or not shot.practice)
            ]
            with self.screen(language, variant, state) as context:
                for shot in shots:
                    self.picture(context, language, prefix, variant, shot)

    def live(self, language: str, prefix: str, story: Story) -> StorageState:
        """Do the steps of a story; return the cookies they leave."""
        with self.screen(language, VARIANTS[0], None) as context:
            page = context.new_page()
            for step in story.steps:
                step.do(page, self.address + prefix)
            return context.storage_state()

    @contextlib.contextmanager
    def screen(
        self, language: str, variant: Variant, state: StorageState | None
    ) -> Iterator[BrowserContext]:
        """Open a browser window like the variant's screen, with the cookies of a story."""
        context = self.browser.new_context(
            viewport={"width": variant.width, "height": variant.height},
            device_scale_factor=2 if variant.phone else 1,
            is_mobile=variant.phone,
            has_touch=variant.phone,
            color_scheme="dark" if variant.dark else "light",
            reduced_motion="reduce",
            locale=LOCALES.get(language, language),
            timezone_id="Europe/Berlin",
            storage_state=state,
        )
        if variant.size != 1:
            value = f"{variant.size}-auto"
            context.add_cookies([{"name": "look", "value": value, "url": self.address}])
        context.set_default_timeout(1000 * PATIENCE)
        try:
            yield context
        finally:
            context.close()

    def picture(
        self, context: BrowserContext, language: str, prefix: str, variant: Variant, shot: Shot
    ) -> None:
        """Open the page, note what is wrong with it, and take its picture from top to end."""
        where = f"{language}/{variant.name}/{shot.name}"
        page = context.new_page()
        # Nothing waits on the phone: the next picture is of the same evening.
        page.add_init_script("localStorage.clear()")
        # The browser itself reports a 404 that is meant to be one.
        page.on(
            "console",
            lambda message: (
                self.faults.append(f"{where}: {message.text}")
                if message.type == "error" and shot.status == 200
                else None
            ),
        )
        page.on("pageerror", lambda error: self.faults.append(f"{where}: {error}"))
        path = shot.path.format(last_week=f"{dt.datetime.now(dt.UTC) - ONE_WEEK:%G-W%V}")
        if shot.practice:
            now = dt.datetime.now(dt.UTC)
            page.clock.install(time=now)
            page.clock.pause_at(now + dt.timedelta(seconds=5))
            page.route("**/day/**", take)
        answer = page.goto(f"{self.address}{prefix}{path}")
        status = answer.status if answer else 0
        if status != shot.status:
            self.faults.append(f"{where}: answered {status}, expected {shot.status}")
        if variant.text != 100:
            # Through the object model: the pages allow no inline styles.
            page.evaluate(
                "size => { document.documentElement.style.fontSize = size }", f"{variant.text}%"
            )
        if shot.practice:
            shot.practice.do(page)
        root = "document.documentElement"
        if page.evaluate(f"{root}.scrollWidth > {root}.clientWidth"):
            self.faults.append(f"{where}: wider than the screen")
        height = variant.height
        if not variant.first_screen:
            # As high as the page, so that what is fixed to its foot is at the page's foot.
            height = max(height, page.evaluate(f"{root}.scrollHeight"))
            page.set_viewport_size({"width": variant.width, "height": height})
        file = TARGET / f"{where}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(
            path=file,
            full_page=not variant.first_screen,
            animations="disabled",
            # Past its limit Chromium repeats the top of the page instead of showing its end.
            scale="css" if 2 * height > TALLEST else "device",
        )
        self.taken += 1
        page.close()


def take(route: Route) -> None:
    """Answer a tick as the server does that wrote it, so that nothing is ticked."""
    slot = route.request.url.partition("/day/")[2].strip("/")
    headers = {"Kidneycare-Slot": slot, "Kidneycare-Outcome": "written"}
    route.fulfill(status=200, headers=headers, body="")


def photograph(executable: str, address: str, language: str, prefix: str) -> Photographer:
    """Take all pictures in one language with a browser of their own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable, args=["--no-sandbox", "--disable-gpu"]
        )
        photographer = Photographer(browser, address)
        for story in STORIES:
            photographer.tell(language, prefix, story)
        browser.close()
    return photographer


def photograph_all(executable: str, data: Path) -> list[Photographer]:
    """Serve the product and take all pictures of it."""
    with (
        site(data) as address,
        # Drawing takes nearly all the time, so the languages are drawn side by side.
        ThreadPoolExecutor(max_workers=os.cpu_count()) as pool,
    ):
        tasks = [
            pool.submit(photograph, executable, address, code, prefix)
            for code, prefix in languages()
        ]
        return [task.result() for task in tasks]


@contextlib.contextmanager
def site(data: Path) -> Iterator[str]:
    """Serve the product on a free port of this computer alone; yield its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (data / LOG).open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--host", "127.0.0.1", "--no-banner"],
            cwd=ROOT,
            env={**os.environ, "PORT": str(port), "KIDNEYCARE_DATA": str(data)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    try:
        wait_until_ready(server, port)
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def wait_until_ready(server: subprocess.Popen[bytes], port: int, seconds: float = 60) -> None:
    """Return once the site answers; raise RuntimeError when it ended or takes too long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if server.poll() is not None:
            raise RuntimeError("The site did not start; what it said stands here.")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        connection.close()
        time.sleep(0.1)
    raise RuntimeError(f"The site did not answer within {seconds:.0f} seconds.")


def languages() -> list[tuple[str, str]]:
    """List each language's code with the prefix its addresses have."""
    from django.conf import settings

    return [
        (code, "" if code == settings.LANGUAGE_CODE else f"/{code}")
        for code, _name in settings.LANGUAGES
    ]


def main() -> int:
    """Take all pictures; the exit code is 1 when something was wrong with a page."""
    shutil.rmtree(TARGET, ignore_errors=True)
    os.environ["DJANGO_SETTINGS_MODULE"] = "kidneycare.settings"
    with tempfile.TemporaryDirectory(prefix="kidneycare-pictures-") as folder:
        # Also for this process: reading the settings must not touch a real record.
        os.environ["KIDNEYCARE_DATA"] = folder
        try:
            executable = obtain()
        except NoBrowser as trouble:
            sys.stderr.write(f"\n{trouble}\n")
            return 1
        data = Path(folder)
        try:
            photographers = photograph_all(executable, data)
        except BaseException:
            sys.stderr.write((data / LOG).read_text(encoding="utf-8", errors="replace"))
            raise
        taken = sum(photographer.taken for photographer in photographers)
        faults = [fault for photographer in photographers for fault in photographer.faults]
        print(f"{taken} pictures in {TARGET.relative_to(ROOT)}")
        if faults:
            sys.stderr.write((data / LOG).read_text(encoding="utf-8", errors="replace"))
            sys.stderr.writelines(f"{fault}\n" for fault in faults)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
