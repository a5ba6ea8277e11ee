"""How long Today and the pages of the history take as one person's record grows.

    .venv/bin/python -m tests.bench.growth

Three people who ticked everything every day, for a week, a year and ten years, in
one SQLite file. Each page is asked for fifty times by Django's test client, the
three people in turn; medians in milliseconds, and what ten years cost against a
week and against a year. As in ``timeit``, Python's collector waits meanwhile: it
comes by when it likes, and mostly to the same one of three.
"""

from __future__ import annotations

import datetime as dt
import gc
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.test import Client

SUNDAY = dt.date(2026, 11, 29)
NOW = dt.datetime(2026, 11, 29, 21, tzinfo=dt.UTC)
AGES = {"week": 7, "year": 365, "ten years": 3653}
PATHS = ("/", "/history/", "/history/weeks/", "/history/year/2026/")
TIMES = 50


def people() -> dict[str, Client]:
    """The browsers of three people, by how long they have kept a record."""
    from tests.factories import browser_of, many_full_days, new_person, new_plan

    browsers: dict[str, Client] = {}
    for age, days in AGES.items():
        somebody = new_person()
        new_plan(person=somebody, starts=SUNDAY - dt.timedelta(days=days - 1))
        many_full_days(person=somebody, last=SUNDAY, days=days)
        browsers[age] = browser_of(somebody)
    return browsers


def milliseconds(browser: Client, path: str) -> float:
    """One answer."""
    began = time.perf_counter()
    status = browser.get(path).status_code
    took = time.perf_counter() - began
    if status != 200:
        raise RuntimeError(f"{path} answered {status}")
    return 1000 * took


def medians(browsers: Mapping[str, Client], path: str) -> dict[str, float]:
    """Of fifty answers each, asked for in turn so that a busy moment meets all alike."""
    for browser in browsers.values():
        milliseconds(browser, path)
    found: dict[str, list[float]] = {age: [] for age in browsers}
    gc.collect()
    gc.disable()
    for _ in range(TIMES):
        for age, browser in browsers.items():
            found[age].append(milliseconds(browser, path))
    gc.enable()
    return {age: statistics.median(times) for age, times in found.items()}


def measure() -> None:
    """Make the people, measure, and print one line a page."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    browsers = people()
    print(f"{'':22}{'week':>9}{'year':>9}{'10 years':>10}{'/ week':>9}{'/ year':>9}")
    for path in PATHS:
        week, year, ten = medians(browsers, path).values()
        print(f"{path:22}{week:9.2f}{year:9.2f}{ten:10.2f}{ten / week:9.2f}{ten / year:9.2f}")


def main() -> int:
    """Measure in a folder of its own, on a clock that stands still for everybody."""
    import time_machine

    with tempfile.TemporaryDirectory(prefix="kidneycare-growth-") as folder:
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        os.environ["KIDNEYCARE_DATA"] = folder
        os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder) / 'growth.sqlite3'}"
        with time_machine.travel(NOW, tick=False):
            measure()
    return 0


if __name__ == "__main__":
    sys.exit(main())
