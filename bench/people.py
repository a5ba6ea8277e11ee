"""Two hundred people of the product with twelve weeks behind them, and what they ask for.

People differ as people do: in plan, zone and in what they have ticked today, so that what is
measured is not one page again and again.
"""

from __future__ import annotations

import datetime as dt

from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from bench.asking import Ask, Asks
from content.catalogue import exercises, exercises_by_id
from people.identity import COOKIE
from people.models import Person
from practice.models import Preferences, Source, Tick, microseconds
from practice.rules.adherence import State
from practice.rules.plan import Slot, easy_start, full_day
from practice.store.moment import clock_of
from tests import factories

PEOPLE = 200
DAYS = 84
A_DAY = 3
ZONES = ("UTC", "Europe/Berlin", "Asia/Taipei")
PAGE = "/techniques/foot-massage/"


def fill() -> Asks:
    """Make the people; everything they ask for, by name."""
    call_command("migrate", verbosity=0)
    call_command("serve", files_only=True)
    now = timezone.now()
    asks: Asks = {name: [] for name in ("today", "week", "weeks", "tick", "fragment")}
    for number in range(PEOPLE):
        person = new_person(number, now)
        cookie = f"{COOKIE}={factories.new_device(person=person)}"
        today = clock_of(person, "").today(now)
        asks["today"].append(Ask("/", cookie))
        asks["week"].append(Ask("/history/", cookie))
        asks["weeks"].append(Ask("/history/weeks/", cookie))
        for slot in with_a_record(person, number, today):
            path = f"/day/{today}/{slot.period.slug}/{slot.exercise}/{slot.set}/"
            asks["tick"].append(Ask(path, cookie, {"done": "1"}))
    # Ticked and then undone, and so on: there are not as many slots in a day as this asks for.
    asks["tick"] += [Ask(ask.path, ask.cookie, {"done": "0"}) for ask in asks["tick"]]
    asks["fragment"] = [ask.by_htmx() for ask in asks["tick"]]
    page = Ask(PAGE, asks["today"][0].cookie)
    etag = Client(SERVER_NAME="localhost").get(PAGE)["ETag"]
    return asks | {"technique": [page], "unchanged": [page.unless_changed(etag)]}


def new_person(number: int, now: dt.datetime) -> Person:
    """Somebody; every fourth is asked just now whether their plan should grow."""
    person = factories.new_person(zone=ZONES[number % 3])
    person.keeping_settled = True
    person.save()
    if number % 4:
        Preferences.objects.change(person, growth_asked_on=now.date())
    return person


def with_a_record(person: Person, number: int, today: dt.date) -> tuple[Slot, ...]:
    """Give somebody a plan, twelve weeks of ticks and part of today; the slots of their day."""
    begins = today - dt.timedelta(days=DAYS)
    factories.new_plan(person=person, starts=begins, kind="easy" if number % 2 else "full")
    slots = (easy_start if number % 2 else full_day)(exercises(), today).slots
    rows: list[Tick] = []
    for back in range(1, DAYS + 1):
        shift = back % (len(slots) - A_DAY + 1)
        day = today - dt.timedelta(days=back)
        rows += [new_tick(person, day, slot) for slot in slots[shift : shift + A_DAY]]
    for place, slot in enumerate(slots):
        how = (7 * number + 3 * place) % 4
        if how < 2:
            tenths = 10 * (1 + number % 9) if how else None
            rows.append(new_tick(person, today, slot, tenths=tenths))
    Tick.objects.bulk_create(rows)
    return slots


def new_tick(person: Person, day: dt.date, slot: Slot, *, tenths: int | None = None) -> Tick:
    """A tick of a slot, not yet written."""
    return Tick(
        person=person,
        day=day,
        period=slot.period,
        exercise=exercises_by_id()[slot.exercise].code,
        set=slot.set,
        state=State.DONE,
        source=Source.TICK,
        tenths=tenths,
        # Nobody ticks in the same microsecond as somebody else.
        instant=microseconds(dt.datetime.combine(day, dt.time(3), tzinfo=dt.UTC)) + person.pk,
    )
