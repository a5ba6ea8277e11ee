"""How many reminders a second one sender sends. Prints the figures of docs/reminders.md.

    python -m bench.reminders [--people N] [--due N] [--senders N] [--rounds N]

A town in PostgreSQL, of whom some are to be reminded just now: a tenth of those has done what was
planned. The sender runs as it does on a server; the push service runs beside it on loopback, over
TLS. The rate is of the seconds between the first and the last message that the push service got.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg

from bench.servers import ROOT
from scripts.with_postgres import NoPostgres, temporary_cluster
from tests.reminders.push_service import PushService, Received, push_service

ONE_DAY_BACK = """
UPDATE reminders_reminder SET next_at = next_at - INTERVAL '1 day', sent_at = NULL
WHERE sent_at IS NOT NULL
"""
"""Those that were sent are due once more."""


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.reminders")
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--due", type=int, default=10_000)
    parser.add_argument("--senders", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as folder, push_service(Path(folder)) as service:
        try:
            with temporary_cluster() as cluster:
                measure(Path(folder), cluster.url(), service, options)
        except NoPostgres as error:
            sys.stderr.write(f"{error}\n")
            return 1
    return 0


def measure(folder: Path, url: str, service: PushService, options: argparse.Namespace) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.reminders.sender_settings",
        "PUSH_TEST_AUTHORITY": str(service.certificate),
        "KIDNEYCARE_DATA": str(folder / "data"),
        "DATABASE_URL": url,
        "SECRET_KEY": "only for measuring",
    }
    people = [str(options.people), str(options.due), service.endpoint("/phone")]
    for command in (["manage.py", "migrate", "-v0"], ["-m", "bench.remind_a_town", *people]):
        subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, check=True)
    for number in range(options.rounds):
        if number:
            with psycopg.connect(url.replace("postgres://", "postgresql://")) as line:
                line.execute(ONE_DAY_BACK)
        one_round(environment, service, options)


def one_round(
    environment: dict[str, str], service: PushService, options: argparse.Namespace
) -> None:
    at: list[float] = []

    def note(_message: Received) -> None:
        at.append(time.monotonic())
        # Ten thousand bodies are of no use here.
        service.received.clear()

    service.on_message = note
    command = [sys.executable, "manage.py", "send_reminders"]
    begun = time.monotonic()
    senders = [subprocess.Popen(command, cwd=ROOT, env=environment) for _ in range(options.senders)]
    usages = [os.wait4(sender.pid, 0)[2] for sender in senders]
    whole = time.monotonic() - begun
    for number, usage in enumerate(usages, 1):
        memory, seconds = usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime
        sys.stdout.write(
            f"sender {number}: {memory:.0f} MiB at most, {seconds:.1f} s of processor time\n"
        )
    rate = (len(at) - 1) / (at[-1] - at[0])
    sys.stdout.write(
        f"{options.people} people, {options.due} due, {len(at)} sent in {whole:.1f} s with the "
        f"start: {rate:.0f} a second; load average {os.getloadavg()[0]:.1f}\n"
    )
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
