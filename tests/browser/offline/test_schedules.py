"""Whatever the network does, the server has in the end what was tapped: a few random days of it.

`make test-offline` runs five hundred.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from operation.sites import on_sqlite, served
from scripts import find_browser
from tests.browser.conftest import ARGUMENTS
from tests.browser.offline.schedules import run as run_schedules
from tests.event_loop import run


@pytest.mark.long
def test_every_tick_arrives_once_whatever_the_network_does(
    tmp_path: Path, browser_type_launch_args: dict[str, Any]
) -> None:
    browser = find_browser.headless_shell(browser_type_launch_args["executable_path"])
    with served(on_sqlite(tmp_path)) as site:
        outcomes = run(run_schedules(range(6), site.port, browser, ARGUMENTS))
    assert sum(each.taps for each in outcomes) >= 6 * 3
    wrong = [each.report() for each in outcomes if not each.is_right]
    assert not wrong, "\n\n".join(wrong)
