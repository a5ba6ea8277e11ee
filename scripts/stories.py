"""What is seen on the way: what people do before each picture of `scripts.screenshots` is taken."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from playwright.sync_api import Page, expect

ONE_WEEK = dt.timedelta(days=7)


class Step(Protocol):
    """Something a person does before the picture is taken."""

    def do(self, page: Page, prefix: str) -> None:
        """Do it; `prefix` is the address of the site in the language at hand."""


@dataclass(frozen=True)
class Press:
    """Open a page and press the first thing that the selector finds."""

    path: str
    selector: str

    def do(self, page: Page, prefix: str) -> None:
        """Press, and wait for the page that answers."""
        page.goto(prefix + self.path)
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.locator(self.selector).first.click()
        page.wait_for_load_state("load")


@dataclass(frozen=True)
class BeReminded:
    """Choose a time for the evening, say yes, and have the plan as a calendar to follow."""

    def do(self, page: Page, prefix: str) -> None:
        """Choose, save, and make the address."""
        page.goto(f"{prefix}/reminders/")
        page.locator("select[name=evening]").select_option("19:30")
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.locator("form button.go").click()
        page.wait_for_load_state("load")
        Press("/reminders/calendar/", "button[name=follow]").do(page, prefix)


@dataclass(frozen=True)
class Tick:
    """Tick slots of the day so many days ago; a slot is `<period>/<exercise>/<set>`."""

    slots: tuple[str, ...]
    days_ago: int = 0

    def do(self, page: Page, prefix: str) -> None:
        """Tick one after the other, waiting for each to be kept."""
        page.goto(f"{prefix}/")
        if self.days_ago:
            # The practice day need not be the calendar's, so the page is asked.
            first = page.locator("[data-slot]").first.get_attribute("data-slot") or ""
            today = dt.date.fromisoformat(first.partition("/")[0])
            page.goto(f"{prefix}/day/{today - dt.timedelta(days=self.days_ago)}/")
        for slot in self.slots:
            box = page.locator(f'[data-slot$="/{slot}"]')
            # A period that is over is folded away.
            box.evaluate(
                "box => { const fold = box.closest('details'); if (fold) fold.open = true }"
            )
            box.locator("button[name=done][value='1']").click()
            expect(box).to_have_attribute("data-done", "true")


@dataclass(frozen=True)
class Practice:
    """Practising hands-free on a page whose clock goes by only as it is told."""

    #: Which of the page's starts is pressed.
    start: int
    #: Seconds to let go by, and what to press then, in turn.
    turns: tuple[float | str, ...]

    def do(self, page: Page) -> None:
        """Start, and go through the turns."""
        page.locator("[data-start]").nth(self.start).click()
        for turn in self.turns:
            if isinstance(turn, str):
                page.locator(turn).click(position={"x": 20, "y": 20})
            else:
                page.clock.run_for(round(1000 * turn))


@dataclass(frozen=True)
class Shot:
    """One page to be pictured; `{last_week}` in its path becomes the ISO week before this."""

    name: str
    path: str
    status: int = 200
    #: A main page: also on small screens and with large text.
    tight: bool = False
    practice: Practice | None = None


@dataclass(frozen=True)
class Story:
    """A person: what they did, and the pages they then look at."""

    name: str
    steps: tuple[Step, ...]
    shots: tuple[Shot, ...]


FULL_DAY = (
    *(f"morning/{name}/1" for name in ("arm-raise", "arm-throw", "waist-rub", "waist-knead")),
    *(f"afternoon/{name}/1" for name in ("arm-raise", "waist-knead")),
    *(f"evening/{name}/1" for name in ("arm-raise", "waist-rub", "waist-knead", "sole-rub")),
)
SHORT_DAY = ("morning/waist-rub/1", "evening/arm-raise/1", "evening/sole-rub/1")

EVENING, FEET = "/practise/evening/", "/practise/evening/sole-rub/"

STORIES = (
    Story(
        "stranger",
        (),
        (
            Shot("today-stranger", "/", tight=True),
            Shot("techniques", "/techniques/"),
            Shot("technique-foot-massage", "/techniques/foot-massage/", tight=True),
            Shot(
                "technique-kidney-strengthening-exercises",
                "/techniques/kidney-strengthening-exercises/",
            ),
            Shot("technique-waist-massage", "/techniques/waist-massage/"),
            Shot("week-stranger", "/history/"),
            Shot("when-it-hurts", "/when-it-hurts/"),
            Shot("about", "/about/"),
            Shot("coming-back", "/back/"),
            Shot("not-found", "/there-is-no-such-page/", status=404),
        ),
    ),
    Story(
        "full day",
        (
            Tick(FULL_DAY, days_ago=8),
            Tick(SHORT_DAY, days_ago=7),
            Tick(FULL_DAY[:6], days_ago=6),
            Tick(SHORT_DAY, days_ago=4),
            Tick(FULL_DAY[4:], days_ago=3),
            Tick(FULL_DAY, days_ago=2),
            Tick(SHORT_DAY, days_ago=1),
            Tick(FULL_DAY[:3]),
            BeReminded(),
        ),
        (
            Shot("today-with-ticks", "/", tight=True),
            Shot("week-with-ticks", "/history/", tight=True),
            Shot("week-before", "/history/{last_week}/"),
            Shot("plan", "/plan/"),
            Shot("paper", "/paper/?weeks=1"),
            Shot("paper-empty-week", "/paper/empty-week/"),
            Shot("import", "/import/"),
            Shot("me", "/me/"),
            Shot("keep", "/me/keep/"),
            Shot("phones", "/me/phones/"),
            Shot("two-on-a-phone", "/me/people/"),
            Shot("erase", "/me/erase/"),
            Shot("reminders", "/reminders/"),
            Shot("reminders-calendar", "/reminders/calendar/"),
        ),
    ),
    Story(
        "easy start",
        (Press("/", "button[name=way][value=easy]"),),
        (Shot("today-easy-start", "/"), Shot("plan-easy-start", "/plan/")),
    ),
    Story(
        "practising",
        (Press("/", "button[name=way][value=full]"),),
        (
            Shot("practise", EVENING, tight=True),
            *(
                Shot(f"practise-{name}", EVENING, tight=True, practice=Practice(0, turns))
                for name, turns in (
                    ("1-ready", (1,)),
                    ("2-prepare", (7,)),
                    ("3-raise", (36,)),
                    ("4-rub", (73 + 23 + 120.5,)),
                    ("5-paused", (73 + 23 + 120.5, "#pause")),
                    ("6-early", (73 + 23 + 60.5, "#feel")),
                    ("7-stop", (73 + 23 + 120.5, "#stop")),
                    ("8-knead", (73 + 223 + 20 + 190,)),
                    ("9-over", (73 + 223 + 620 + 1,)),
                    ("10-hurt", (73 + 23 + 40.5, "#hurts")),
                )
            ),
            Shot("practise-feet", FEET, tight=True),
            *(
                Shot(f"practise-feet-{name}", FEET, tight=True, practice=Practice(start, turns))
                for name, start, turns in (
                    ("1-soak", 1, (125,)),
                    ("2-dry", 1, (125, "#skip")),
                    ("3-rub", 0, (23 + 57.5,)),
                    ("4-change", 0, (23 + 101 + 5,)),
                    ("5-rest", 0, (23 + 101 + 12 + 3 + 101 + 4,)),
                )
            ),
        ),
    ),
)
