"""`manage.py send_reminders`: send the reminders that are due, once or as long as it runs."""

import signal
import sys
from contextlib import closing
from datetime import timedelta
from queue import SimpleQueue
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from kidneycare.management.commands.backup import asked_to_stop
from reminders.sending.queues import queues
from reminders.sending.sender import site_sender

LOOK_SECONDS = 15.0
RETRY_SECONDS = 60.0


class Command(BaseCommand):
    """Several may run at once: no two send the same reminder."""

    help = "Send the reminders that are due."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--forever", action="store_true", help="go on until it is stopped")
        parser.add_argument(
            "--late",
            type=float,
            metavar="MINUTES",
            help="send none; the exit code tells whether one is later than that",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["late"] is not None:
            self.report_late(options["late"])
            return
        # What answers wait for is the one thread that writes; by default others may hold it up for
        # 5 ms each time, which costs a fifth of the rate.
        sys.setswitchinterval(0.0005)
        if options["forever"]:
            self.repeat()
        else:
            with closing(site_sender()) as sender:
                self.stdout.write(f"{sender.send_due()} reminders sent.")

    def repeat(self) -> None:
        signals: SimpleQueue[int] = SimpleQueue()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda number, _frame: signals.put(number))
        sender, wait = site_sender(), 0.0
        while not asked_to_stop(signals, wait):
            close_old_connections()
            wait = LOOK_SECONDS
            try:
                sender.send_due(lambda: not signals.empty())
            except DatabaseError as error:
                # Restarted, or not migrated yet. What was under way is claimed, and sent later.
                self.stderr.write(f"The database does not answer: {type(error).__name__}.")
                sender.close()
                sender, wait = site_sender(), RETRY_SECONDS
        sender.close()

    def report_late(self, minutes: float) -> None:
        since = timezone.now() - timedelta(minutes=minutes)
        if any(queue.model.objects.due(since).exists() for queue in queues()):
            self.stdout.write(f"Some reminders are more than {minutes:g} minutes late.")
            sys.exit(1)
        self.stdout.write("No reminder is late.")
