"""A form that was taken leads to a page read by GET: neither Back nor a reload sends it again."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from people.models import Device, Person
from sharing.models import Answer, SharedLink
from tests.addresses import DAY, SOLE
from tests.addresses import all_addresses as every_address
from tests.conftest import MONDAY
from tests.factories import (
    browser_of,
    new_device,
    new_invitation,
    new_link,
    new_passkey,
    new_pause,
    new_person,
    new_plan,
    new_preferences,
    new_reminders,
    new_sheet,
    new_tick,
    stranger,
)
from tests.pages import body_of
from tests.practice.transfer.sent_files import AS_USUAL, sent
from tests.sharing.evenings import new_evening

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

Fill = Callable[[Person], tuple[str, dict[str, Any]]]


def fixed(path: str, **values: str) -> Fill:
    return lambda _person: (path, {name.replace("_", "-"): text for name, text in values.items()})


def leave_a_week_blank(person: Person) -> None:
    new_plan(person=person, starts=MONDAY - dt.timedelta(days=14))
    new_tick(person=person, day=MONDAY - dt.timedelta(days=14))


def blank_days(person: Person) -> tuple[str, dict[str, Any]]:
    leave_a_week_blank(person)
    found = re.search(
        r'name="first" value="([^"]+)".*?name="last" value="([^"]+)"',
        body_of(browser_of(person).get("/")),
        re.DOTALL,
    )
    assert found is not None
    return "/blank-days/", {"answer": "leave", "first": found[1], "last": found[2]}


def another_phone(person: Person) -> tuple[str, dict[str, Any]]:
    new_device(person=person)
    return f"/me/phones/{person.devices.latest('pk').pk}/sign-out/", {}


def known_joined(_person: Person) -> tuple[str, dict[str, Any]]:
    return "/me/phones/known/", {"until": timezone.now().isoformat()}


def passkey_removed(person: Person) -> tuple[str, dict[str, Any]]:
    return f"/me/keep/passkey/{new_passkey(person=person).pk}/remove/", {}


def link_ended(person: Person) -> tuple[str, dict[str, Any]]:
    new_link(person=person)
    return f"/me/sharing/{SharedLink.objects.get().pk}/end/", {}


def evening_answered(person: Person) -> tuple[str, dict[str, Any]]:
    notice = new_evening(person=person, answer=Answer.WAITING)
    return f"/me/sharing/{notice.pk}/evening/", {"answer": "yes"}


def aside(person: Person) -> tuple[str, dict[str, Any]]:
    """A plan is chosen that has what was left out: it is asked about first."""
    browser_of(person).post("/plan/set-aside/", {"exercise": "waist-rub"})
    return "/plan/begin/", {"way": "full"}


def later_plan(person: Person) -> tuple[str, dict[str, Any]]:
    new_plan(person=person, starts=MONDAY + dt.timedelta(days=1), kind="easy")
    return "/plan/withdraw/", {}


def undone(person: Person) -> tuple[str, dict[str, Any]]:
    browser = browser_of(person)
    browser.post("/plan/set-aside/", {"exercise": "waist-rub"})
    found = re.search('name="before" value="([^"]+)"', body_of(browser.get("/plan/")))
    assert found is not None
    return "/plan/undo/", {"before": found[1]}


def noted(person: Person) -> tuple[str, dict[str, Any]]:
    new_preferences(person=person, keeps_notes=True)
    return f"/day/{DAY}/note/", {"feeling": "sore", "words": "Warm feet."}


def rested(person: Person) -> tuple[str, dict[str, Any]]:
    new_pause(person=person, first_day=MONDAY)
    return "/rest/end/", {"first": DAY}


def to_myself(person: Person) -> tuple[str, dict[str, Any]]:
    return "/me/people/{device}/", {}


def invited(_person: Person) -> tuple[str, dict[str, Any]]:
    other = new_person()
    new_plan(person=other, starts=MONDAY)
    return f"/join/{new_invitation(person=other).token}/", {"how": "apart"}


def coming_back(_person: Person) -> tuple[str, dict[str, Any]]:
    return "/back/", {"code": new_sheet(person=new_person())[0]}


def with_reminders(path: str, **values: str) -> Fill:
    def fill(person: Person) -> tuple[str, dict[str, Any]]:
        new_reminders(person=person)
        return path, values

    return fill


TAKEN: dict[str, Fill] = {
    "tick": fixed(SOLE, amount="120", done="1"),
    "tick_period": fixed(f"/day/{DAY}/evening/", done="1"),
    "note": noted,
    "keep_notes": fixed("/me/notes/", keep="1"),
    "begin": aside,
    "change_plan": fixed("/plan/change/", sole_rub_evening="1", starts="today"),
    "withdraw": later_plan,
    "undo_plan": undone,
    "grow": fixed("/plan/grow/", answer="later"),
    "set_aside": fixed("/plan/set-aside/", exercise="sole-rub"),
    "take_up": fixed("/plan/take-up/", exercise="sole-rub"),
    "pauses": fixed("/rest/", days="today"),
    "end_pause": rested,
    "settle_blank_days": blank_days,
    "change_zone": fixed("/me/zone/", zone="Europe/Berlin"),
    "change_day_start": fixed("/me/day-start/", start="05:00"),
    "import": lambda _person: ("/import/", {"file": sent(AS_USUAL)}),
    "new_link": fixed("/me/sharing/new/", name="Lin", kind="looks", days="90", agree="1"),
    "end_link": link_ended,
    "answer_evening": evening_answered,
    "erase": fixed("/me/erase/", sure="1"),
    "keep_later": fixed("/me/keep/later/", answer="later"),
    "remove_passkey": passkey_removed,
    "sheet": fixed("/me/keep/sheet/", show="1"),
    "add_device": fixed("/me/phones/add/", show="1"),
    "know_joined": known_joined,
    "sign_out": another_phone,
    "begin_second": fixed("/me/people/new/", somebody="new"),
    "change_name": fixed("/me/people/name/", nickname="Anna"),
    "switch": to_myself,
    "back": coming_back,
    "join": invited,
    "reminders": fixed("/reminders/", evening="19:30"),
    "turn_off_reminders": with_reminders("/reminders/off/", off="1"),
    "decline_reminders": fixed("/reminders/no/", answer="no"),
    "take_alarms": with_reminders("/reminders/calendar/take/", take="1"),
    "remove_alarms": fixed("/reminders/calendar/removed/", answer="removed"),
    "remind_later": with_reminders("/reminders/later/evening/"),
    "change_feed": with_reminders("/reminders/calendar/follow/", follow="1"),
}
BY_ITSELF = {
    *("look", "keep_passkey", "back_by_passkey", "import_loop", "push_on", "push_off"),
    *("shared_opened", "help_tick", "evening_on", "evening_off"),
}
"""Without a token, with a lock's answer, by a link, after a file or by a script: see elsewhere."""


def test_every_form_is_tried() -> None:
    taking = {
        address.name
        for address in every_address()
        if stranger().post(address.path).status_code != 405
    }
    assert taking == TAKEN.keys() | BY_ITSELF


@pytest.mark.parametrize("name", TAKEN)
def test_a_form_that_was_taken_leads_to_a_page_that_reads(
    name: str, phone: Client, person: Person
) -> None:
    path, values = TAKEN[name](person)
    path = path.replace("{device}", str(Device.objects.filter(person=person).earliest("pk").pk))
    answer = phone.post(path, values)
    assert answer.status_code == 303, body_of(answer)
    for _reload in range(2):
        page = phone.get(answer["Location"])
        assert page.status_code in {200, 303}
