"""A record of many years comes and goes beside people who tick, on the real server."""

from __future__ import annotations

import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Self

import pytest

from tests.kidneycare.server.served import Served, first_visit, serving
from tests.practice.transfer.bombs import in_list, listed, ticks

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Ask = Callable[[], int]


@pytest.mark.long
@pytest.mark.parametrize(
    "number", [5_000, pytest.param(200_000, marks=pytest.mark.operation)], ids=["some", "all"]
)
def test_while_a_long_record_comes_and_goes_people_tick_and_read_today(
    tmp_path: Path, number: int
) -> None:
    """`pytest -s -m operation` tells how long everything took where a file is full."""
    with serving(tmp_path, WEB_WORKERS="2") as served:
        owner = first_visit(served)
        phone = served.ask("POST", "/plan/begin/", first_visit(served), way="full")[2]
        day = re.search(r'data-day="([0-9-]+)"', served.ask("GET", "/", phone)[1])
        assert day is not None
        tick = f"/day/{day[1]}/evening/sole-rub/1/"
        shown = served.send("/import/", owner, listed(in_list("ticks"), ticks(), number))
        token = re.search('name="confirm" value="([^"]+)"', shown)
        assert token is not None
        confirm = {"confirm": token[1]}
        with Beside(lambda: served.ask("POST", tick, phone, done="1")[0]) as ticking:
            begun = time.monotonic()
            status, _page, owner = served.ask("POST", "/import/", owner, **confirm)
            took = time.monotonic() - begun
        assert status == 303
        # A tick that waits for the database is answered late, and none is refused.
        assert set(ticking.statuses) == {303}
        print(f"\ntaken over in {took:.1f} s, a tick meanwhile in {max(ticking.took):.2f} s")
        with Beside(lambda: served.ask("GET", "/", phone)[0]) as reading:
            begun = time.monotonic()
            with ThreadPoolExecutor(8) as together:
                files = list(together.map(lambda _: export(served, owner), range(8)))
            took = time.monotonic() - begun
        assert set(reading.statuses) == {200}
        print(f"eight files in {took:.1f} s, Today meanwhile in {max(reading.took):.2f} s")
        found = served.rows("SELECT count(*) FROM practice_tick GROUP BY person_id ORDER BY 1")
        assert [file.count('"instant"') for file in files] == 8 * list(found[-1])


def export(served: Served, cookies: dict[str, str]) -> str:
    return served.ask("GET", "/export.json", cookies)[1]


class Beside:
    """Asks over and over while the block goes on: once at the least, and once more behind it."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask
        self.statuses: list[int] = []
        self.took: list[float] = []
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.on_and_on)

    def on_and_on(self) -> None:
        while not self.over.is_set():
            begun = time.monotonic()
            self.statuses.append(self.ask())
            self.took.append(time.monotonic() - begun)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_trouble: object) -> None:
        self.over.set()
        self.thread.join()
