"""`manage.py install_service`: keep the site up at home, and back it up daily."""

import os
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from kidneycare.management.commands import serve
from kidneycare.server.environment import make_data_folder
from kidneycare.server.healthcheck import host_name, is_up
from kidneycare.server.network import read_port, require_free
from kidneycare.server.service import SETTINGS, Launchd, Place, Systemd, manager

START_SECONDS = 180
"""A slow computer migrates and collects files meanwhile."""


class Command(BaseCommand):
    """With the settings of the environment, which the service takes over."""

    help = "Install the site as a service of this user, or remove it."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--remove", action="store_true", help="remove it; what was recorded stays"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        services = manager()
        services.require()
        if options["remove"]:
            services.remove()
            self.stdout.write(
                f"Kidneycare is no service any more. What was ticked is still in {settings.DATA}."
            )
            return
        try:
            self.install(services)
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error

    def install(self, services: Systemd | Launchd) -> None:
        port = read_port(os.environ.get("PORT") or "8000")
        services.stop()
        require_free(port)
        if settings.HTTPS_PORT:
            require_free(settings.HTTPS_PORT)
        make_data_folder(settings.DATA)
        call_command("serve", files_only=True)
        services.start(Place(settings.BASE_DIR, taken_over(), writable()))
        if not comes_up(port):
            raise CommandError(f"The site does not answer. See why: {services.log_by}")
        self.stdout.write(serve.Command().banner(serve.EVERYWHERE, port, stop=services.stop_by))
        self.stdout.write("It starts again by itself. To end that: make remove-service")
        if not services.start_backups():
            raise CommandError("The first backup was not made; `manage.py backup` tells why.")
        self.stdout.write(f"It is backed up daily into {settings.DATA / 'backups'}.")
        services.start_reminders()
        if not services.stays():
            self.stdout.write("Without `sudo loginctl enable-linger $USER` it ends at log-out.")


def taken_over() -> dict[str, str]:
    """The settings that are set here, and the data folder wherever it is."""
    given = {name: os.environ[name] for name in SETTINGS if os.environ.get(name)}
    return given | {"KIDNEYCARE_DATA": str(settings.DATA)}


def writable() -> list[Path]:
    """What the site writes: data, database, drawings, static files and translations."""
    folders = {settings.DATA, settings.BASE_DIR / "var", settings.BASE_DIR / "locale"}
    if connection.vendor == "sqlite":
        folders.add(Path(str(connection.settings_dict["NAME"])).resolve().parent)
    return sorted(folders)


def comes_up(port: int) -> bool:
    host = host_name(os.environ.get("ALLOWED_HOSTS", ""))
    until = time.monotonic() + START_SECONDS
    while not (up := is_up(port, host)) and time.monotonic() < until:
        time.sleep(0.5)
    return up
