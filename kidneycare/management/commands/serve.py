"""`manage.py serve`: bring everything up to date, say where the site is, and serve it."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from shutil import rmtree
from typing import Any, NoReturn

import segno
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.http.request import validate_host

from kidneycare.backup.archive import back_up
from kidneycare.backup.sqlite import SqliteFile
from kidneycare.db.condition import database_file, migrations
from kidneycare.management.usable import newer, require_whole
from kidneycare.server import authority
from kidneycare.server.assets import collect_when_changed
from kidneycare.server.environment import make_data_folder, positive_int
from kidneycare.server.network import lan_address, own_names, read_port, require_free
from kidneycare.server.translations import compile_all

EVERYWHERE = "0.0.0.0"  # noqa: S104 - phones on the home network are who this is for
MIGRATION_LOCK = 0x6B69646E
"""Any number that nothing else on the database uses."""


class Command(BaseCommand):
    """Everything that `make run` does once the Python packages are there."""

    help = "Bring the database and files up to date, then serve the site."

    def add_arguments(self, parser: CommandParser) -> None:
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
            port = read_port(os.environ.get("PORT") or "8000")
            command = server_command(options["host"], port)
            require_free(port, options["host"])
            if settings.HTTPS_PORT:
                require_free(settings.HTTPS_PORT, options["host"])
            # What is made from here on, the database above all, is for its owner alone.
            os.umask(0o077)
            self.prepare_database()
            self.prepare_files()
            if settings.HTTPS_PORT:
                make_data_folder(settings.DATA)
                authority.renew(settings.DATA, own_names(), datetime.now(UTC))
        except (CommandError, ImproperlyConfigured) as error:
            raise SystemExit(f"\n{error}\n") from error
        except DatabaseError as error:
            reason = f"The database could not be opened or brought up to date: {str(error).strip()}"
            raise SystemExit(f"\n{reason}\n") from error
        except OSError as error:
            raise SystemExit(f"\nKidneycare could not be started: {error}.\n") from error
        if not options["no_banner"]:
            self.stdout.write(self.banner(options["host"], port))
        become(command)

    def prepare_database(self) -> None:
        """Migrate when needed, and remove what the last run has left; refuse what can't be used.

        A SQLite database is backed up before. PostgreSQL is backed up by hand (docs/operation.md):
        a process that serves pages need not have pg_dump.
        """
        with migration_lock():
            if (file := database_file()) is not None:
                require_whole(file)
            state = migrations(MigrationExecutor(connection))
            if state == "newer":
                raise newer(str(connection.settings_dict["NAME"]), file)
            if state == "pending":
                self.migrate()
        # Not under the lock: another server need not wait for it.
        call_command("upkeep", rewrite=True)

    def migrate(self) -> None:
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

    def banner(self, host: str, port: int, *, stop: str = "Ctrl+C") -> str:
        """Where the site is, for this computer and for a phone, and who can read the record."""
        lines = ["", "Kidneycare is running.", ""]
        lan = lan_address() if host == EVERYWHERE else None
        if settings.TLS_PROXY:
            lines += [f"  It waits for your web server (TLS=proxy) at {host}, port {port}."]
        else:
            lines += [f"  On this computer:              http://localhost:{port}/"]
        if lan and not settings.TLS_PROXY and validate_host(lan, settings.ALLOWED_HOSTS):
            lines += self.for_phones(f"http://{lan}:{port}/", lan)
        elif host == EVERYWHERE and not settings.TLS_PROXY:
            lines += ["  No address for phones was found: is this computer in a network?"]
        file = database_file()
        place = str(file) if file else "the database that DATABASE_URL names"
        readers = "owns this computer" if file else "owns this computer or runs that database"
        lines += [
            "",
            f"  What is ticked is kept in {place}.",
            f"  Whoever {readers} can read it.",
            "",
            f"  To stop: {stop}.",
            "",
        ]
        return "\n".join(lines)

    def for_phones(self, address: str, lan: str) -> list[str]:
        """The square for a phone, and what plain http lacks or where https is."""
        if settings.HTTPS_PORT is None:
            return [
                f"  On a phone in the same Wi-Fi:  {address}",
                "",
                *self.qr_code(address),
                "  Over plain http like this others in the network could listen in, and a phone",
                "  can't keep its screen awake or use passkeys. All the rest works.",
                "  `make run HTTPS=1` mends that: the README says how.",
            ]
        trusted = authority.load(settings.DATA).certificate
        # Some networks have addresses that the authority can't vouch for.
        name = authority.server_name(settings.DATA, lan)
        return [
            f"  On a phone in the same Wi-Fi:  {address}trust/",
            "",
            *self.qr_code(f"{address}trust/"),
            "  Once on each phone: the page leads step by step to the safe address, over https,",
            f"    https://{name}:{settings.HTTPS_PORT}/",
            "  The fingerprint (SHA-256) of this household's certificate, to compare there:",
            *(f"    {part}" for part in wrapped(authority.fingerprint(trusted))),
        ]

    def qr_code(self, address: str) -> list[str]:
        """The QR code of an address; nothing where the terminal has no such characters."""
        drawn = io.StringIO()
        segno.make(address, error="m", micro=False).terminal(drawn, compact=True, border=2)
        try:
            drawn.getvalue().encode(getattr(sys.stdout, "encoding", None) or "ascii")
        except UnicodeEncodeError:
            return []
        lines = drawn.getvalue().splitlines()
        if self.stdout.isatty():
            # White on black whatever the terminal's own colours: some phones can't read it
            # the other way round.
            lines = [f"\x1b[97;40m{line}\x1b[0m" for line in lines]
        return [*(f"  {line}" for line in lines), ""]


@contextmanager
def migration_lock() -> Iterator[None]:
    """Let one process at a time migrate a PostgreSQL that several servers share."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])


def wrapped(fingerprint: str) -> list[str]:
    """In two lines, as a terminal has room for."""
    return [fingerprint[:48], fingerprint[48:]]


def server_command(host: str, port: int) -> list[str]:
    module, more = "kidneycare.server", []
    if settings.HTTPS_PORT:
        module, more = "kidneycare.server.listeners", ["--https-port", str(settings.HTTPS_PORT)]
    return [
        *(sys.executable, "-m", module, "--host", host, "--port", str(port), *more),
        *("--workers", str(positive_int("WEB_WORKERS", 2, most=64))),
        *("--threads", str(positive_int("WEB_THREADS", 4, most=64))),
    ]


def become(command: list[str]) -> NoReturn:
    """Replace this process by the web server, so that signals and the terminal are its own.

    What it holds on disk for a while lies in the data folder's ``spool``. A server that was killed
    may have left a file there that somebody sent: it is swept.
    """
    spool = settings.DATA / "spool"
    connections.close_all()
    sys.stdout.flush()
    sys.stderr.flush()
    rmtree(spool, ignore_errors=True)
    # Where the data folder can only be read just now, the system's own place has to do.
    with suppress(OSError):
        spool.mkdir(mode=0o700)
        os.environ["TMPDIR"] = str(spool)
    os.execv(command[0], command)  # noqa: S606 - our own interpreter and arguments, no shell
