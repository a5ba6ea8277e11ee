"""Several senders in processes of their own, and what one leaves behind that is killed."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from people.zones import zone_of
from tests.reminders.populate import ZONE_HOUR, zone_in_the_afternoon
from tests.reminders.push_service import PushService, Received, push_service
from tests.sites import ROOT, Site, empty_site

PEOPLE = 90
PHONES = {f"/phone/{number}" for number in range(PEOPLE)}


@pytest.mark.parametrize("hour", range(24))
def test_these_tests_know_where_it_is_afternoon(hour: int) -> None:
    now = dt.datetime(2026, 12, 1, hour, tzinfo=dt.UTC)
    assert now.astimezone(zone_of(zone_in_the_afternoon(now))).hour == ZONE_HOUR


class Senders:
    def __init__(self, site: Site, service: PushService) -> None:
        self.site, self.service = site, service
        self.environment = site.environment | {
            "DJANGO_SETTINGS_MODULE": "tests.reminders.sender_settings",
            "PUSH_TEST_AUTHORITY": str(service.certificate),
        }

    def run(self, *words: str) -> None:
        command = [sys.executable, "-m", *words]
        subprocess.run(command, cwd=ROOT, env=self.environment, check=True, timeout=120)

    def start(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "manage.py", "send_reminders", *words],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            text=True,
        )


@pytest.fixture
def senders(tmp_path: Path, db: None) -> Iterator[Senders]:
    with push_service(tmp_path) as service, empty_site(tmp_path / "site") as site:
        made = Senders(site, service)
        assert site.manage("migrate").returncode == 0
        made.run("tests.reminders.populate", str(PEOPLE), service.endpoint("/phone"))
        yield made


def sent(process: subprocess.Popen[str]) -> int:
    out, _nothing = process.communicate(timeout=120)
    assert process.returncode == 0
    return int(out.split(" ")[0])


def test_two_senders_at_once_send_each_reminder_once(senders: Senders) -> None:
    both = [senders.start(), senders.start()]
    assert sum(map(sent, both)) == PEOPLE
    assert sorted(senders.service.paths) == sorted(PHONES)
    # And nothing is left for a third.
    assert sent(senders.start()) == 0


def test_a_sender_that_is_killed_repeats_at_most_one_and_loses_none(senders: Senders) -> None:
    kills = 3
    # Many are handed over and not answered yet whenever it is killed.
    senders.service.seconds = 0.1
    for kill in range(kills):
        process = senders.start()

        def kill_it(
            _message: Received, process: subprocess.Popen[str] = process, kill: int = kill
        ) -> None:
            if len(senders.service.received) >= 20 * (kill + 1):
                process.send_signal(signal.SIGKILL)

        senders.service.on_message = kill_it
        process.communicate(timeout=120)
        assert process.returncode == -signal.SIGKILL
        free_what_it_had(senders.site)
    senders.service.on_message = lambda _message: None
    assert sent(senders.start()) > 0
    assert set(senders.service.paths) == PHONES
    assert len(senders.service.paths) <= PEOPLE + kills


def free_what_it_had(site: Site) -> None:
    """As five minutes later."""
    site.run_sql(
        "UPDATE reminders_reminder SET claimed_until = '2000-01-01' WHERE claimed_until IS NOT NULL"
    )


def test_it_goes_on_until_it_is_asked_to_stop(senders: Senders) -> None:
    process = senders.start("--forever")

    def stop_it(_message: Received) -> None:
        if len(senders.service.received) == PEOPLE:
            os.kill(process.pid, signal.SIGTERM)

    senders.service.on_message = stop_it
    process.communicate(timeout=120)
    assert process.returncode == 0
    assert sorted(senders.service.paths) == sorted(PHONES)
