"""Five hundred random days with a bad network: `make test-offline`."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from operation.sites import on_sqlite, served
from scripts import find_browser
from tests.browser.conftest import ARGUMENTS
from tests.browser.offline.schedules import run as run_schedules
from tests.browser.offline.schedules import table
from tests.event_loop import run

TABLE = Path(__file__).resolve().parents[1] / "var" / "offline.json"


def report(done: int) -> None:
    print(done, end=" ", flush=True)


@pytest.mark.operation
def test_every_tick_of_five_hundred_days_arrives_once(tmp_path: Path) -> None:
    first, days = int(os.environ.get("FIRST", "0")), int(os.environ.get("DAYS", "500"))
    browser = find_browser.headless_shell(find_browser.obtain())
    made = on_sqlite(tmp_path)
    # They all begin from one address.
    made.environment["NEW_RECORDS_AN_HOUR"] = "100000"
    with served(made) as site:
        outcomes = run(
            run_schedules(range(first, first + days), site.port, browser, ARGUMENTS, report)
        )
    found = table(outcomes)
    TABLE.parent.mkdir(exist_ok=True)
    TABLE.write_text(json.dumps(found, indent=1) + "\n")
    print(f"\n{json.dumps(found, indent=1)}")
    wrong = [each.report() for each in outcomes if not each.is_right]
    assert not wrong, "\n\n".join(wrong)
