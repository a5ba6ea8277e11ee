"""Fill one database and ask it what it is told to, line by line; see bench/growth.py."""

import datetime as dt
import gc
import json
import sys
import time
import zoneinfo
from collections.abc import Callable, Iterator
from itertools import cycle

import django
from django.test import Client

PEOPLE = 200
"""How many of the crowd ask, one after the other."""
AGED = 3
"""How many of each age."""


def browsers(
    rows: int, today: dt.date, ages: dict[str, int]
) -> tuple[dict[str, list[Client]], float]:
    """Fill the database; who asks, by kind, and what a row takes.

    ``ages``: for how many days people beside the crowd have kept their record.
    """
    from django.core.management import call_command

    from bench import crowd
    from people.models import Person
    from tests.factories import browser_of, many_full_days, new_person, new_plan

    call_command("migrate", verbosity=0)
    call_command("serve", files_only=True)
    people = rows // crowd.EACH
    bytes_a_row = crowd.fill(people, today) / (people * crowd.EACH)
    every = max(people // PEOPLE, 1)
    asking = Person.objects.filter(pk__in=range(1, people + 1, every)).order_by("pk")
    found = {"crowd": [browser_of(person) for person in asking]}
    for age, days in ages.items():
        found[age] = []
        for _ in range(AGED):
            person = new_person()
            person.keeping_settled = True
            person.save()
            new_plan(person=person, starts=today - dt.timedelta(days=days))
            many_full_days(person=person, last=today - dt.timedelta(days=1), days=days)
            found[age].append(browser_of(person))
    warm_up([browser for each in found.values() for browser in each])
    return found, bytes_a_row


def warm_up(asking: list[Client]) -> None:
    """Load the middleware once for all clients, so that no measured request loads it."""
    from django.test.client import ClientHandler

    handler = ClientHandler(enforce_csrf_checks=False)
    handler.load_middleware()
    for browser in asking:
        browser.handler = handler
        browser.get("/livez")


def actions(today: dt.date) -> dict[str, Callable[[Client], int]]:
    """What a browser does, by name; each tells the status of the answer."""
    from practice.rules.days import Week

    slot = f"/day/{today}/evening/arm-raise/1/"
    turns = cycle("10")
    earlier = Week.of(today - dt.timedelta(days=14))
    return {
        "today": lambda browser: browser.get("/").status_code,
        "history": lambda browser: browser.get("/history/").status_code,
        "week": lambda browser: browser.get(f"/history/{earlier}/").status_code,
        "weeks": lambda browser: browser.get("/history/weeks/").status_code,
        "year": lambda browser: browser.get(f"/history/year/{today.year}/").status_code,
        "tick": lambda browser: browser.post(slot, {"done": next(turns)}).status_code,
    }


def main(rows: int, ages: dict[str, int]) -> int:
    """Fill, then answer lines like ``["crowd", "today", 10]`` with as many milliseconds."""
    django.setup()
    from practice.rules.days import PracticeClock

    # Before four in the morning it is still the day before, and nothing is ticked ahead.
    today = PracticeClock(zoneinfo.ZoneInfo("UTC")).today(dt.datetime.now(dt.UTC))
    asking, bytes_a_row = browsers(rows, today, ages)
    print(json.dumps({"bytes_a_row": bytes_a_row}), flush=True)
    in_turn: dict[str, Iterator[Client]] = {who: cycle(each) for who, each in asking.items()}
    doing = actions(today)
    for line in sys.stdin:
        who, what, times = json.loads(line)
        took = []
        # As in timeit: the collector comes by when it likes, mostly to the same one.
        gc.collect()
        gc.disable()
        for _ in range(times):
            browser = next(in_turn[who])
            began = time.perf_counter()
            status = doing[what](browser)
            took.append(1000 * (time.perf_counter() - began))
            if status not in {200, 303}:
                raise RuntimeError(f"{what} answered {status}")
        gc.enable()
        print(json.dumps(took), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), json.loads(sys.argv[2])))
