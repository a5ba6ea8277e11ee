"""Every page in the states that look different, to be measured one after the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect

from content.types import Period
from people.identity import COOKIE, SEPARATOR
from people.models import Device, Person
from practice.models import Feeling
from practice.rules.adherence import State as Done
from tests import factories
from tests.browser.phone import NewPhone, all_here
from tests.browser.practising import ask_about_the_feet, feel_warm, pause, practise, stop
from tests.browser.reminded import asked, change_the_times, reminded
from tests.browser.sharer import LINK, sharer
from tests.conftest import MONDAY
from tests.practice.transfer.files import note_entry, pause_entry, record_file
from tests.practice.transfer.loop_files import newer

RUB = "/practise/evening/waist-rub/"
LAST_MONDAY = MONDAY - dt.timedelta(days=7)
FRIDAY = MONDAY - dt.timedelta(days=3)


def beginner(kind: str = "easy") -> Person:
    """Somebody who chose the easy start, or another kind of plan, and has done nothing yet."""
    somebody = factories.new_person()
    factories.new_plan(person=somebody, starts=MONDAY, kind=kind)
    return somebody


def regular() -> Person:
    """Somebody in whose record everything occurs that can look different."""
    somebody = factories.new_person()
    factories.new_plan(person=somebody, starts=LAST_MONDAY)
    factories.new_plan(
        person=somebody,
        starts=MONDAY,
        sets={
            "sole-rub": (0, 0, 1),
            "arm-raise": (1, 1, 1),
            "waist-rub": (1, 0, 1),
            "waist-knead": (1, 1, 1),
        },
    )
    factories.many_full_days(person=somebody, last=LAST_MONDAY, days=1)
    tuesday, wednesday = (LAST_MONDAY + dt.timedelta(days=days) for days in (1, 2))
    factories.new_tick(person=somebody, day=tuesday)
    factories.new_tick(person=somebody, day=tuesday, period=Period.MORNING, exercise="waist-rub")
    factories.new_pause(person=somebody, first_day=wednesday, last_day=wednesday)
    factories.new_tick(person=somebody, day=FRIDAY, exercise="arm-raise", late=True)
    # Today: one done, one partly, one set down as not today, one in another part of the day.
    factories.new_tick(person=somebody, day=MONDAY)
    factories.new_tick(person=somebody, day=MONDAY, exercise="waist-rub", tenths=1200)
    factories.new_tick(person=somebody, day=MONDAY, exercise="waist-knead", state=Done.SKIPPED)
    factories.new_tick(person=somebody, day=MONDAY, exercise="arm-raise", number=2)
    factories.new_tick(person=somebody, day=MONDAY, exercise="arm-throw", number=1)
    return somebody


def back_after_days() -> Person:
    """Somebody who is asked about blank days, and whose phone shows another clock."""
    somebody = factories.new_person(zone="Europe/Berlin")
    factories.new_plan(person=somebody, starts=LAST_MONDAY)
    factories.many_full_days(person=somebody, last=LAST_MONDAY, days=1)
    return somebody


def settled_in() -> Person:
    """Somebody since July: an easy start, then the full day, weeks of rest and weeks of nothing."""
    somebody = factories.new_person()
    new_plan, ticked = factories.new_plan, factories.many_full_days
    new_plan(person=somebody, starts=dt.date(2026, 7, 30), kind="easy")
    new_plan(person=somebody, starts=dt.date(2026, 10, 5))
    new_plan(person=somebody, starts=dt.date(2026, 11, 2), sets={"waist-rub": (1, 0, 1)})
    for last, days in (
        (dt.date(2026, 8, 2), 4),
        (dt.date(2026, 9, 20), 24),
        (dt.date(2026, 10, 11), 6),
        (dt.date(2026, 11, 5), 3),
        (FRIDAY, 2),
    ):
        ticked(person=somebody, last=last, days=days)
    for day in (dt.date(2026, 8, 5), dt.date(2026, 8, 20), dt.date(2026, 9, 23)):
        factories.new_tick(person=somebody, day=day, exercise="waist-rub", tenths=1200)
    factories.new_pause(
        person=somebody, first_day=dt.date(2026, 10, 14), last_day=dt.date(2026, 10, 27)
    )
    factories.new_tick(person=somebody, day=MONDAY, exercise="waist-rub")
    return somebody


def finished() -> Person:
    """Somebody who has done all of three days, and may keep the record now."""
    somebody = factories.new_person()
    factories.new_plan(person=somebody, starts=MONDAY - dt.timedelta(days=2))
    factories.many_full_days(person=somebody, last=MONDAY, days=3)
    return somebody


def resting() -> Person:
    """Somebody whose day is one of rest."""
    somebody = factories.new_person()
    factories.new_plan(person=somebody, starts=MONDAY)
    factories.new_pause(person=somebody, first_day=LAST_MONDAY)
    return somebody


def writer() -> Person:
    """Somebody who writes down how the day felt."""
    somebody = regular()
    factories.new_preferences(person=somebody, keeps_notes=True)
    factories.new_note(person=somebody, day=FRIDAY, feeling=Feeling.SORE, words="Warm feet.")
    return somebody


def unfold_all(page: Page) -> None:
    """Open everything that can be opened."""
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")


def send_nonsense(page: Page) -> None:
    """Choose a way to begin that there isn't, which is refused."""
    page.locator("button[name=way][value=easy]").evaluate("button => { button.value = 'none' }")
    with page.expect_response(lambda answer: answer.status == 400):
        page.locator("button[name=way][value=none]").click()
    page.wait_for_load_state()


def lose_the_network(page: Page) -> None:
    """Tap while no answer comes."""
    for address in ("**/day/**", "**/outbox/"):
        page.route(address, lambda route: route.abort())
    page.locator(".ring").first.click()
    expect(page.locator("#problem")).to_be_visible()


def wait_for_notices(page: Page) -> None:
    """Until the script has asked whether they are on here."""
    expect(page.locator("[data-turn=on]")).to_be_visible()


def look_at_this_phone(page: Page) -> None:
    """Wait for what the page's script finds."""
    expect(page.locator("#kept")).to_be_visible()


def choose_a_file(page: Page) -> None:
    """Show a file whose record could be taken over."""
    file: FilePayload = {
        "name": "kidneycare.json",
        "mimeType": "application/json",
        "buffer": record_file(pauses=[pause_entry()], notes=[note_entry()]),
    }
    page.set_input_files("input[name=file]", files=[file])
    page.locator("button.go").click()
    expect(page.locator("button[name=confirm]")).to_be_visible()
    page.wait_for_load_state()  # The style sheet may come a moment after the words.


def choose_a_file_of_loop(page: Page) -> None:
    """Show habits of another program."""
    rows = ["2026-11-22,YES_MANUAL,180000", "2026-11-21,SKIP,7500"]
    file: FilePayload = {
        "name": "Loop Habits CSV 2026-11-22.zip",
        "mimeType": "application/zip",
        "buffer": newer(rows, "Feet before bed, and then sleep", "Waist"),
    }
    page.set_input_files("input[name=file]", files=[file])
    page.locator("button.go").click()
    expect(page.locator("#habit-0")).to_be_visible()
    page.wait_for_load_state()


def choose_habits(page: Page) -> None:
    choose_a_file_of_loop(page)
    page.select_option("#habit-0", "evening/sole-rub")
    page.select_option("#habit-1", "morning/waist-rub")
    page.locator("button.go").click()
    expect(page.locator("button[name=confirm]")).to_be_visible()
    page.wait_for_load_state()


def keeper() -> Person:
    """Somebody with every way back and a second phone."""
    somebody = finished()
    factories.new_passkey(person=somebody, kind="iphone")
    factories.new_sheet(person=somebody)
    factories.new_device(
        person=somebody, kind="android", seen_at=dt.datetime(2026, 11, 3, tzinfo=dt.UTC)
    )
    return somebody


def ask_to_sign_out(page: Page) -> None:
    """Tap what leads to the question about the other phone."""
    page.locator("form[action$='/sign-out/'] button").last.click()
    expect(page.locator("button.danger")).to_be_visible()


def show(page: Page) -> None:
    """Tap what shows a square."""
    page.locator("button[name=show], button[name=follow]").click()
    expect(page.locator(".square")).to_be_visible()


def share(page: Page) -> None:
    """Let somebody with a long name have a record in this browser too."""
    other = factories.new_person(nickname="Grandmother Elisabeth-Charlotte")
    factories.new_plan(person=other, starts=MONDAY)
    share_with(page, other)
    page.reload()
    expect(page.locator(".other")).to_be_visible()


def share_with(page: Page, other: Person) -> None:
    """Put the record of ``other`` beside that of the phone's owner."""
    (mine,) = (each for each in page.context.cookies() if each["name"] == COOKIE)
    both = SEPARATOR.join([mine["value"], factories.new_device(person=other)])
    page.context.add_cookies(
        [{"name": COOKIE, "value": both, "domain": mine["domain"], "path": mine["path"]}]
    )


def mistype(page: Page) -> None:
    """Type a code that opens nothing."""
    page.locator("#code-field").fill("123 456 789")
    page.locator("form", has=page.locator("#code-field")).get_by_role("button").click()
    expect(page.get_by_role("alert").first).to_be_visible()


def meet(page: Page) -> None:
    """Open a square of a record while another one is here."""
    other = factories.new_person()
    factories.new_plan(person=other, starts=MONDAY)
    factories.new_tick(person=other, day=MONDAY)
    token = factories.new_invitation(person=other).token
    page.goto(page.url.replace("/back/", f"/join/{token}/"))
    expect(page.locator("button[name=how]")).to_have_count(2)


def be_joined(page: Page) -> None:
    """Let another phone begin to open the record."""
    owner = Person.objects.get()
    factories.new_device(person=owner, kind="android")
    Device.objects.filter(person=owner).exclude(kind="android").update(
        others_known_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC),
        made_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC),
    )
    Person.objects.update(joined_at=Device.objects.get(kind="android").made_at)
    page.reload()
    expect(page.locator("#joined")).to_be_visible()


@dataclass(frozen=True)
class State:
    """A page somebody has in front of them.

    ``has_bar``: Today, Learn, History and Me stand at its foot; not while it is
    practised, when one touch too many would lead away. ``needs_full_chromium``: the
    headless shell neither gets notices nor keeps a screen on, and the page says so.
    """

    name: str
    path: str
    owner: Callable[[], Person] | None = None
    prepare: Callable[[Page], None] = unfold_all
    has_bar: bool = True
    needs_full_chromium: bool = False

    @property
    def marks(self) -> list[pytest.MarkDecorator]:
        return [pytest.mark.full_chromium] if self.needs_full_chromium else []

    @property
    def leaves_traces(self) -> bool:
        """Whether coming into it does more than look: then it can't be opened twice."""
        return self.prepare is not unfold_all

    def open(self, new_phone: NewPhone, **how: Any) -> Page:
        """Open the page and bring it into the state."""
        page = new_phone(self.owner() if self.owner else None, **how)
        self.show(page)
        return page

    def show(self, page: Page, prefix: str = "") -> None:
        """The same on a phone at hand, in the language of ``prefix``."""
        page.goto(prefix + self.path)
        all_here(page)
        self.prepare(page)
        # What was tapped may have led to another page, whose style is still to come.
        page.wait_for_load_state("load")


STATES = [
    State("today of a stranger", "/"),
    State("today of a beginner", "/", beginner),
    State("today with ticks", "/", regular),
    State("today all done", "/", finished),
    State("today with questions", "/", back_after_days),
    State("today with a phone that joined", "/", beginner, be_joined),
    State("today of rest", "/", resting),
    State("today offline", "/", beginner, lose_the_network),
    State("an earlier day of a stranger", "/day/2026-11-20/"),
    State("an earlier day", "/day/2026-11-17/", regular),
    State("before practising for a stranger", "/practise/evening/"),
    State("before practising the feet", "/practise/evening/sole-rub/", beginner),
    State("practising", RUB, beginner, practise, has_bar=False, needs_full_chromium=True),
    State("practising, paused", RUB, beginner, pause, has_bar=False),
    State("practising, stopped", RUB, beginner, stop, has_bar=False),
    State(
        "practising, asked",
        "/practise/evening/sole-rub/",
        beginner,
        ask_about_the_feet,
        has_bar=False,
        needs_full_chromium=True,
    ),
    State("practised", RUB, beginner, feel_warm),
    State("techniques", "/techniques/"),
    State("foot massage", "/techniques/foot-massage/"),
    State("exercises", "/techniques/kidney-strengthening-exercises/"),
    State("waist massage", "/techniques/waist-massage/"),
    State("week of a stranger", "/history/"),
    State("week empty", "/history/", beginner),
    State("week with data", "/history/2026-W47/", regular),
    State("week begun", "/history/", regular),
    State("twelve weeks of a stranger", "/history/weeks/"),
    State("twelve weeks", "/history/weeks/", settled_in),
    State("year", "/history/year/2026/", settled_in),
    State("a sheet of a stranger", "/paper/"),
    State("a sheet", "/paper/?weeks=1&to=2026-W47&notes=1", writer),
    State("an empty week", "/paper/empty-week/", regular),
    State("plan of a stranger", "/plan/"),
    State("plan", "/plan/", regular),
    State("taking up again", "/plan/take-up/?exercise=waist-knead", beginner),
    State("days of rest", "/rest/", resting),
    State("a slot of its own", "/day/2026-11-23/evening/sole-rub/1/", regular),
    State("a note", "/day/2026-11-23/note/", writer),
    State("import for a stranger", "/import/"),
    State("a file shown to a stranger", "/import/", prepare=choose_a_file),
    State("a file shown", "/import/", regular, choose_a_file),
    State("habits of Loop", "/import/", regular, choose_a_file_of_loop),
    State("what habits of Loop become", "/import/", prepare=choose_habits),
    State("when it hurts for a stranger", "/when-it-hurts/"),
    State("when it hurts", "/when-it-hurts/", regular),
    State("me of a stranger", "/me/"),
    State("me", "/me/", regular),
    State("on this phone", "/me/this-phone/", beginner, look_at_this_phone),
    State("on the home screen", "/install/", beginner),
    State("ways to keep a record", "/me/keep/", keeper),
    State("a sheet of codes", "/me/keep/sheet/", finished, show),
    State("my phones", "/me/phones/", keeper),
    State("a square", "/me/phones/add/", finished, show),
    State("two on a phone", "/me/people/", finished, share),
    State("links", "/me/sharing/", sharer),
    State("a new link", "/me/sharing/new/", sharer),
    State("a link", f"/shared/{LINK}/", sharer, has_bar=False, needs_full_chromium=True),
    State("links of others", "/looking-on/"),
    State("coming back", "/back/", prepare=mistype),
    State("two records meet", "/back/", writer, meet),
    State("erase for a stranger", "/me/erase/"),
    State("erase", "/me/erase/", regular),
    State("erased", "/me/erased/"),
    State("signed out", "/me/phones/signed-out/"),
    State("reminders asked about", "/", asked),
    State("reminders, off", "/reminders/", beginner),
    State("reminders", "/reminders/", reminded, wait_for_notices, needs_full_chromium=True),
    State("a reminder", "/reminders/now/evening/", reminded),
    State("reminders, in the calendar", "/reminders/calendar/", reminded, show),
    State("today with old alarms", "/", reminded, change_the_times),
    State("about", "/about/"),
    State("no network", "/offline/"),
    State("how much without a network", "/offline/amount/sole-rub/"),
    State("not found", "/there-is-no-such-page/"),
    State("refused", "/plan/", prepare=send_nonsense),
    State("what a notice to others opens", "/shared/", has_bar=False),
    State("signing a phone out", "/me/phones/", keeper, ask_to_sign_out),
]
