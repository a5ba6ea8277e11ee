"""Random days with a bad network: what people tap, what breaks meanwhile, and what is left."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from random import Random
from typing import Any

from playwright.async_api import Browser, Error, Page, async_playwright
from playwright.async_api import TimeoutError as NotInTime

from tests.browser.offline.faulty_proxy import FAULTS, FaultyProxy

AT_ONCE = 4
"""Phones that are used at the same time."""
FOR_ONE_BROWSER = 3
"""Phones after which it is closed: closing the context of a service worker may never end."""

SCHEDULE_TIMEOUT = 600
"""Seconds until a phone that hangs ends the run."""

WAITING = """async () => {
  const open = indexedDB.open("kidneycare");
  const database = await new Promise((done) => open.onsuccess = () => done(open.result));
  if (!database.objectStoreNames.contains("ticks")) return 0;
  const request = database.transaction("ticks").objectStore("ticks").count();
  const count = await new Promise((done) => request.onsuccess = () => done(request.result));
  database.close();
  return count;
}"""
"""How many ticks the phone keeps."""
ROWS = """() => [...document.querySelectorAll("li[data-slot]")]
  .map(({ dataset }) => [dataset.slot, dataset.done])"""
TAP = """([slot, value]) => document.querySelector(
  `li[data-slot="${slot}"] button[name=done][value="${value}"]`)?.click()"""
HERE = """async () => {
  const later = document.querySelector("[data-later]")?.dataset.later;
  if (!later) return false;
  try {
    for (const each of later.split(" ")) await import(each);
    await import(document.getElementById("main").dataset.script);
    return true;
  } catch {
    return false;
  }
}"""
"""Whether the page is ours, and its scripts are here."""


@dataclass
class Outcome:
    """A schedule that was run."""

    seed: int
    faults: Counter[str] = field(default_factory=Counter)
    taps: int = 0
    model: dict[str, str] = field(default_factory=dict)
    """The last thing tapped in each slot: ``done`` or ``undone``."""
    kept: dict[str, str] = field(default_factory=dict)
    """The server's rows in the end."""
    left: int = 0
    """Ticks that the phone still keeps."""
    steps: list[str] = field(default_factory=list)
    """What was done, and when, for whoever wants to know why it is not right."""

    @property
    def is_right(self) -> bool:
        return self.kept == self.model and not self.left

    def report(self) -> str:
        wrong = [
            f"{slot}: tapped {self.model.get(slot)}, the server has {self.kept.get(slot)}"
            for slot in sorted({*self.model, *self.kept})
            if self.model.get(slot) != self.kept.get(slot)
        ]
        return "\n".join([f"day {self.seed}, {self.left} left on the phone", *wrong, *self.steps])

    def note(self, step: str) -> None:
        self.steps.append(f"{time.monotonic():.2f} {step}")


async def run(
    seeds: range,
    port: int,
    browser: str,
    arguments: list[str],
    report: Callable[[int], None] = lambda _done: None,
) -> list[Outcome]:
    """Run a schedule for each seed against the server at ``port``; ``report`` how many are done."""
    left, outcomes = iter(seeds), []
    async with async_playwright() as playwright:

        async def lane() -> None:
            while batch := list(islice(left, FOR_ONE_BROWSER)):
                chromium = await playwright.chromium.launch(executable_path=browser, args=arguments)
                days = (_schedule(seed, port, chromium) for seed in batch)
                outcomes.extend([await asyncio.wait_for(each, SCHEDULE_TIMEOUT) for each in days])
                await _close(chromium)
                report(len(outcomes))

        await asyncio.gather(*(lane() for _ in range(AT_ONCE)))
    return outcomes


async def _schedule(seed: int, port: int, browser: Browser) -> Outcome:
    random, outcome = Random(seed), Outcome(seed)
    proxy = FaultyProxy(port, random)
    async with proxy as entrance:
        context = await browser.new_context(
            base_url=f"http://localhost:{entrance}",
            service_workers=random.choice(["allow", "block"]),
        )
        context.set_default_timeout(60_000)
        page = await context.new_page()
        await _open(page)
        for _ in range(random.randint(3, 9)):
            fault = random.choice([None, *FAULTS])
            outcome.faults[fault or "none"] += 1
            await _tap(page, random, outcome, proxy, fault)
            if random.random() < 0.25:
                # The browser is killed, say; another page finds what waits.
                outcome.note("another page")
                proxy.fault = None
                await _close(page)
                page = await context.new_page()
                await _open(page)
        proxy.fault = None
        outcome.note("connected again")
        await _send_all(page)
        outcome.left = await _ask(page, WAITING)
        record = await (await context.request.get("/export.json")).json()
        outcome.kept = {
            f"{each['day']}/{each['period']}/{each['exercise']}/{each['set']}": each["state"]
            for each in record["ticks"]
        }
    return outcome


async def _close(what: Page | Browser) -> None:
    """Where a service worker is, Chromium sometimes never says that it has."""
    with suppress(TimeoutError):
        await asyncio.wait_for(what.close(), 20)


async def _open(page: Page) -> None:
    """Only where there is no fault."""
    await page.goto("/")
    while not await _ask(page, HERE):
        await page.goto("/")


async def _ask(page: Page, script: str, value: Any = None) -> Any:
    """Evaluate a script; once more where the page was just loading itself anew."""
    while True:
        try:
            return await page.evaluate(script, value)
        except Error as error:
            if "navigation" not in str(error):
                raise
            await page.wait_for_load_state()


async def _tap(
    page: Page, random: Random, outcome: Outcome, proxy: FaultyProxy, fault: str | None
) -> None:
    """Tick an open row or undo one that is done, and see that it is shown at once.

    What is shown is promised. A tap on a page that is just loading itself anew sends its form, as
    before any script is there: whoever then sees somebody else's page opens Today again.
    """
    while not (rows := await _ask(page, ROWS)):
        # It loaded itself anew while the fault before this one lasted.
        proxy.fault = None
        await _open(page)
    slot, done = random.choice(rows)
    value, wanted = ("0", "false") if done == "true" else ("1", "true")
    shown = page.locator(f'li[data-slot="{slot}"][data-done="{wanted}"]')
    outcome.taps += 1
    while True:
        while not await _ask(page, HERE):
            # It loaded itself anew while the fault before this one lasted.
            proxy.fault = None
            await _open(page)
        proxy.fault = fault
        outcome.note(f"{slot}: {value}, {fault}")
        await _ask(page, TAP, [slot, value])
        with suppress(NotInTime):
            await shown.wait_for(state="attached", timeout=5_000)
            break
        proxy.fault = None
        outcome.note("not shown; opened again")
        await _open(page)
    outcome.note("shown")
    outcome.model[slot] = "done" if value == "1" else "undone"


async def _send_all(page: Page) -> None:
    """Connected again: nothing waits any longer."""
    for attempt in range(100):
        if attempt % 15 == 0:
            await _ask(page, "() => { dispatchEvent(new Event('online')) }")
        if not await _ask(page, WAITING):
            return
        await page.wait_for_timeout(200)


def table(outcomes: list[Outcome]) -> dict[str, Any]:
    """What is reported of many schedules."""
    faults: Counter[str] = sum((each.faults for each in outcomes), Counter())
    lost = sum(
        each.kept.get(slot) != state for each in outcomes for slot, state in each.model.items()
    )
    return {
        "schedules": len(outcomes),
        "taps": sum(each.taps for each in outcomes),
        "faults": sum(faults.values()) - faults["none"],
        "by_fault": dict(faults),
        "lost": lost,
        "wrong": sum(not each.is_right for each in outcomes),
    }
