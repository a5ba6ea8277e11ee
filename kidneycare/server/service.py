"""The services that keep the site up at home: systemd user units, or launchd agents on a Mac."""

import os
import plistlib
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

from django.core.management.base import CommandError

SETTINGS = (
    *("ALLOWED_HOSTS", "CONTENT_EXTRA", "COPIES_KEPT_DAYS", "DATABASE_DIRECT_URL"),
    *("DATABASE_URL", "HTTPS", "KIDNEYCARE_DATA"),
    *("LOG_FORMAT", "LOG_LEVEL", "NEW_RECORDS_AN_HOUR", "OPERATOR", "PORT", "SECRET_KEY"),
    *("OFFLINE", "PUSH_CONTACT", "SITE_DOMAIN", "TIME_ZONE", "TLS", "WEB_THREADS", "WEB_WORKERS"),
)
"""The environment variables that a service takes over from whoever installs it."""

SITE = ("manage.py", "serve", "--no-banner")
BACKUP = ("manage.py", "backup", "--label", "daily")
REMINDERS = ("manage.py", "send_reminders")
REMINDERS_SECONDS = 120
"""Between two looks for what is due; each takes a second of a small computer."""


@dataclass(frozen=True)
class Place:
    """Where the site lies and what it may write."""

    folder: Path
    environment: Mapping[str, str]
    writable: Iterable[Path]
    python: str = sys.executable


class Systemd:
    """Units of the user's own manager, so that nobody needs to be root."""

    names = (
        *("kidneycare.service", "kidneycare-backup.service", "kidneycare-backup.timer"),
        *("kidneycare-reminders.service", "kidneycare-reminders.timer"),
    )
    stop_by = "systemctl --user stop kidneycare"
    log_by = "journalctl --user --unit kidneycare"

    def __init__(self) -> None:
        home = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
        self.folder = Path(home) / "systemd" / "user"

    def require(self) -> None:
        """Raise CommandError where this user has no manager."""
        if not self.ctl("show-environment"):
            raise CommandError(
                "systemd does not answer for this user: run this as the user who is logged in, "
                "without sudo."
            )

    def stop(self) -> None:
        self.ctl("stop", self.names[0])

    def start(self, place: Place) -> None:
        """Install the units and start the site, now and at each start of the computer."""
        units = systemd_units(place, sandbox=self.has_sandbox(place))
        self.folder.mkdir(parents=True, exist_ok=True)
        for name, text in units.items():
            write_private(self.folder / name, text.encode())
        self.ctl("daemon-reload")
        self.ctl("enable", self.names[0])
        self.ctl("restart", self.names[0])

    def start_backups(self) -> bool:
        """Make one now and then one each day; say whether the first was made."""
        self.ctl("enable", "--now", self.names[2])
        return self.ctl("start", self.names[1])

    def start_reminders(self) -> None:
        """Look every other minute for what is due."""
        self.ctl("enable", "--now", self.names[4])

    def stays(self) -> bool:
        """Let the site run while this user is not logged in; say whether that is so."""
        return run("loginctl", "enable-linger")

    def remove(self) -> None:
        self.ctl("disable", "--now", self.names[4], self.names[2], self.names[0])
        for name in self.names:
            (self.folder / name).unlink(missing_ok=True)
        self.ctl("daemon-reload")

    def has_sandbox(self, place: Place) -> bool:
        """Whether a service of this user may have a view of the files of its own.

        Some systems allow that to administrators alone, and the service would not start.
        """
        wanted = [f"--property={line}" for line in filled("sandbox.conf", place).splitlines()]
        return run("systemd-run", "--user", "--wait", "--quiet", *wanted, "true")

    def ctl(self, *words: str) -> bool:
        return run("systemctl", "--user", *words)


class Launchd:
    """Agents of the user's own session: they run from when the user logs in."""

    names = ("kidneycare.plist", "kidneycare-backup.plist", "kidneycare-reminders.plist")
    stop_by = "make remove-service"
    log_by = "cat ~/Library/Logs/kidneycare.log"

    def __init__(self) -> None:
        self.folder = Path.home() / "Library" / "LaunchAgents"
        self.session = f"gui/{os.getuid()}"

    def require(self) -> None:
        """Every Mac has it."""

    def stop(self) -> None:
        run("launchctl", "bootout", f"{self.session}/kidneycare")

    def start(self, place: Place) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        log = Path.home() / "Library" / "Logs" / "kidneycare.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        for name, agent in launchd_agents(place, log).items():
            write_private(self.folder / name, plistlib.dumps(agent))
        run("launchctl", "bootstrap", self.session, str(self.folder / self.names[0]))

    def start_backups(self) -> bool:
        """An agent makes one whenever it is loaded, and each day."""
        run("launchctl", "bootout", f"{self.session}/kidneycare-backup")
        return run("launchctl", "bootstrap", self.session, str(self.folder / self.names[1]))

    def start_reminders(self) -> None:
        run("launchctl", "bootout", f"{self.session}/kidneycare-reminders")
        run("launchctl", "bootstrap", self.session, str(self.folder / self.names[2]))

    def stays(self) -> bool:
        return True

    def remove(self) -> None:
        for name in self.names:
            run("launchctl", "bootout", f"{self.session}/{name.removesuffix('.plist')}")
            (self.folder / name).unlink(missing_ok=True)


def manager() -> Systemd | Launchd:
    """What keeps services on this computer; raises CommandError where nothing known does."""
    if shutil.which("systemctl"):
        return Systemd()
    if shutil.which("launchctl"):
        return Launchd()
    raise CommandError(
        "Here is neither systemd nor launchd, which could keep the site up: start it by `make run`."
    )


def systemd_units(place: Place, *, sandbox: bool) -> dict[str, str]:
    """The texts of the units by their names, filled in from deploy/systemd."""
    parts = ["hardening.conf", *(["sandbox.conf"] if sandbox else [])]
    hardening = "".join(filled(part, place) for part in parts).rstrip()
    return {name: filled(name, place, hardening=hardening) for name in Systemd.names}


def filled(name: str, place: Place, **more: str) -> str:
    """A file of deploy/systemd with what belongs to this place."""
    environment = [quoted(f"{name}={value}") for name, value in place.environment.items()]
    text = (place.folder / "deploy" / "systemd" / name).read_text(encoding="utf-8")
    return Template(text).substitute(
        # Taken to the end of the line as it is.
        folder=str(place.folder).replace("%", "%%"),
        # Of the fields here only this one reads dollars.
        python=quoted(place.python).replace("$", "$$"),
        writable=" ".join(quoted(str(path)) for path in place.writable),
        environment="\n".join(f"Environment={each}" for each in environment),
        **more,
    )


def launchd_agents(place: Place, log: Path) -> dict[str, dict[str, Any]]:
    """The property lists of the agents by the names of their files."""
    shared = {
        "WorkingDirectory": str(place.folder),
        "EnvironmentVariables": dict(place.environment),
        "Umask": 0o077,
        "StandardOutPath": str(log),
        "StandardErrorPath": str(log),
        "RunAtLoad": True,
    }
    site = {
        "Label": "kidneycare",
        "ProgramArguments": [place.python, *SITE],
        "KeepAlive": True,
        "ThrottleInterval": 10,
        "ExitTimeOut": 40,
    }
    backup = {
        "Label": "kidneycare-backup",
        "ProgramArguments": [place.python, *BACKUP],
        "StartCalendarInterval": {"Hour": 3, "Minute": 30},
        "ProcessType": "Background",
    }
    reminders = {
        "Label": "kidneycare-reminders",
        "ProgramArguments": [place.python, *REMINDERS],
        "StartInterval": REMINDERS_SECONDS,
        "ProcessType": "Background",
    }
    agents = (site, backup, reminders)
    return dict(zip(Launchd.names, (shared | each for each in agents), strict=True))


def quoted(text: str) -> str:
    """Quote a word for a unit file."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'.replace("%", "%%")


def write_private(path: Path, content: bytes) -> None:
    """A secret key may stand among the settings."""
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(content)


def run(*command: str) -> bool:
    """Run a command unseen; whether it ended well. A missing one does not."""
    found = shutil.which(command[0])
    if found is None:
        return False
    done = subprocess.run([found, *command[1:]], capture_output=True, check=False)  # noqa: S603
    return done.returncode == 0
