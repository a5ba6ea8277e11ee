"""`manage.py serve`: bring everything up to date, say where the site is, and serve it."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

import segno
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import (
    DatabaseError,
    InternalError,
    OperationalError,
    connection,
    connections,
    transaction,
)
from django.db.migrations.executor import MigrationExecutor
from django.http.request import validate_host

from kidneycare.backup.archive import BackupError, back_up
from kidneycare.backup.sqlite import SqliteFile
from kidneycare.db.secure_erase import checkpoint
from kidneycare.server.assets import collect_when_changed
from kidneycare.server.network import PortTrouble, lan_address, read_port, require_free
from kidneycare.server.translations import TranslationTrouble, compile_all

EVERYWHERE = "0.0.0.0"  # noqa: S104 - phones on the home network are who this is for
DEFAULT_PORT = "8000"
DEFAULT_WORKERS = "2"
DEFAULT_THREADS = "4"
MIGRATING = 0x6B69646E
"""The number of the lock; any will do that nothing else on the database uses."""


class CannotServe(Exception):
    """The site cannot be started; the message says why and what to do, for the reader."""


class Command(BaseCommand):
    """Everything that `make run` does once the Python packages are there."""

    help = "Bring the database and files up to date, then serve the site."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options; the port comes from PORT, as hosts usually give it."""
        parser.add_argument(
            "--host",
            default=EVERYWHERE,
            help="address to listen on; 127.0.0.1 serves this computer alone",
        )
        parser.add_argument(
            "--no-banner", action="store_true", help="print no addresses (for containers)"
        )
        parser.add_argument(
            "--files-only",
            action="store_true",
            help="prepare translations and static files, then stop (for building an image)",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Prepare, print the banner, and become the web server.

        Whatever a person can mend ends as one plain sentence and exit code 1.
        """
        try:
            if options["files_only"]:
                self.prepare_files()
                return
            port = read_port(os.environ.get("PORT") or DEFAULT_PORT)
            command = server_command(options["host"], port)
            require_free(port, options["host"])
            # What is made from here on, the database above all, is for its owner alone.
            os.umask(0o077)
            self.prepare_database()
            self.prepare_files()
        except (
            BackupError,
            CannotServe,
            DatabaseError,
            PortTrouble,
            TranslationTrouble,
        ) as trouble:
            raise SystemExit(f"\n{explain(trouble)}\n") from trouble
        except OSError as trouble:
            raise SystemExit(f"\nKidneycare could not be started: {trouble}.\n") from trouble
        if not options["no_banner"]:
            self.stdout.write(self.banner(options["host"], port))
        become(command)

    def prepare_database(self) -> None:
        """Migrate when something is to be migrated, with a copy of the old database first.

        Several processes on one PostgreSQL may start together: the first brings it up to date,
        the others wait and find nothing left to do. The copy of a PostgreSQL is made beforehand,
        by hand (docs/operation.md): a process that serves pages need not have pg_dump. Then files
        that have waited too long for their import are removed, and what was erased before the
        site stopped is wiped out of the journal.
        """
        with only_one():
            self._migrate()

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if pending:
            self.migrate()
        # A database that can only be read just now must not keep anybody from reading.
        with suppress(OperationalError, InternalError), transaction.atomic():
            call_command("expire_imports")
        checkpoint()

    def migrate(self) -> None:
        """Bring the database up to date."""
        file = database_file()
        if file is not None and connection.introspection.table_names():
            back_up(
                SqliteFile(file),
                settings.DATA / "backups",
                label="before-migration",
                now=datetime.now(UTC),
            )
        call_command("migrate", interactive=False, verbosity=0)

    def prepare_files(self) -> None:
        """Compile translations, draw figures and collect static files, each only when changed."""
        compile_all(settings.BASE_DIR / "locale")
        call_command("draw_figures", verbosity=0)
        collect_when_changed()

    def banner(self, host: str, port: int) -> str:
        """Say where the site is, for this computer and for a phone, and who can read what is kept.

        The square that phones photograph leads to the second address.
        """
        lines = ["", "Kidneycare is running.", ""]
        lan = lan_address() if host == EVERYWHERE else None
        if settings.TLS_PROXY:
            lines += [f"  It waits for your web server (TLS=proxy) at {host}, port {port}."]
        else:
            lines += [f"  On this computer:              http://localhost:{port}/"]
        if lan and not settings.TLS_PROXY and answers_to(lan):
            address = f"http://{lan}:{port}/"
            lines += [
                f"  On a phone in the same Wi-Fi:  {address}",
                "",
                *self.square(address),
                "  Over plain http like this others in the network could listen in, and a phone",
                "  can't keep its screen awake or use passkeys. All the rest works.",
                "  The README says how to serve it over https.",
            ]
        elif host == EVERYWHERE and not settings.TLS_PROXY:
            lines += ["  No address for phones was found: is this computer in a network?"]
        lines += [
            "",
            *kept_where(),
            "",
            "  To stop: Ctrl+C.",
            "",
        ]
        return "\n".join(lines)

    def square(self, address: str) -> list[str]:
        """Draw the QR code of an address; nothing where the terminal has no such characters."""
        drawn = io.StringIO()
        segno.make(address, error="m", micro=False).terminal(drawn, compact=True, border=2)
        lines = drawn.getvalue().splitlines()
        try:
            drawn.getvalue().encode(getattr(sys.stdout, "encoding", None) or "ascii")
        except UnicodeEncodeError:
            return []
        if self.stdout.isatty():
            # White on black whatever the terminal's own colours: some phones can't read it
            # the other way round.
            lines = [f"\x1b[97;40m{line}\x1b[0m" for line in lines]
        return [*(f"  {line}" for line in lines), ""]


@contextmanager
def only_one() -> Iterator[None]:
    """Let no other process of this site in on the same PostgreSQL until the block is left."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATING])


def explain(trouble: Exception) -> str:
    """Put a trouble in words; those of the database get words around them."""
    if isinstance(trouble, DatabaseError):
        reason = str(trouble).strip()
        return f"The database could not be opened or brought up to date: {reason}"
    return str(trouble)


def answers_to(host: str) -> bool:
    """Whether the settings let the site answer at this name."""
    return settings.LOCAL_HOSTS_ONLY or validate_host(host, settings.ALLOWED_HOSTS)


def database_file() -> Path | None:
    """Return the SQLite file; None with another database or one in memory."""
    if connection.vendor != "sqlite":
        return None
    file = Path(str(connection.settings_dict["NAME"]))
    return file if file.is_file() else None


def kept_where() -> list[str]:
    """Say where the record is and who can therefore read it."""
    if file := database_file():
        return [
            f"  What is ticked is kept in {file}.",
            "  Whoever owns this computer can read it.",
        ]
    return [
        "  What is ticked is kept in the database that DATABASE_URL names.",
        "  Whoever owns this computer or runs that database can read it.",
    ]


def server_command(host: str, port: int) -> list[str]:
    """Return the command line of the web server; raise CannotServe at a bad number."""
    return [
        *(sys.executable, "-m", "kidneycare.server", "--host", host, "--port", str(port)),
        *("--workers", str(read_count("WEB_WORKERS", DEFAULT_WORKERS))),
        *("--threads", str(read_count("WEB_THREADS", DEFAULT_THREADS))),
    ]


def read_count(variable: str, default: str) -> int:
    """Read how many of something to start; raise CannotServe unless it is 1 to 64."""
    text = os.environ.get(variable) or default
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 64:
        return int(text)
    raise CannotServe(f"{variable} is “{text}”: it must be a number from 1 to 64.")


def become(command: list[str]) -> NoReturn:
    """Replace this process by the web server, so that signals and the terminal are its own."""
    connections.close_all()
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(command[0], command)  # noqa: S606 - our own interpreter and arguments, no shell
