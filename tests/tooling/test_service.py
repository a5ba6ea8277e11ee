"""`make install-service`: what it writes is sound, and what stands there serves and backs up."""

import http.client
import json
import os
import plistlib
import re
import shutil
import signal
import ssl
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from kidneycare.server import authority
from kidneycare.server.environment import HTTPS_DISTANCE
from kidneycare.server.healthcheck import is_up
from kidneycare.server.service import SETTINGS, Place, launchd_agents, quoted, systemd_units
from scripts.with_postgres import free_port

ROOT = Path(__file__).parents[2]
FAKE = Path(__file__).with_name("fake_services.py")
ODD = 'Ann "the boss" \\ 100%n $HOME'


class Home:
    """A home in which the site is installed, with a manager of services that is watched."""

    def __init__(self, folder: Path, programs: str) -> None:
        self.folder = folder
        self.data = folder / "my data 100%"
        self.port = free_port()
        self.units = folder / ".config" / "systemd" / "user"
        (folder / "bin").mkdir()
        for name in programs.split():
            program = folder / "bin" / name
            program.write_text(f"#!{sys.executable}\n{FAKE.read_text(encoding='utf-8')}")
            program.chmod(0o700)
        self.environment = {
            "PATH": str(folder / "bin"),
            "HOME": str(folder),
            "XDG_CONFIG_HOME": str(folder / ".config"),
            "CALLS": str(folder / "calls"),
            "KIDNEYCARE_DATA": str(self.data),
            "PORT": str(self.port),
            "OPERATOR": ODD,
        }

    def manage(self, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.environment | settings,
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def calls(self) -> list[str]:
        return (self.folder / "calls").read_text(encoding="utf-8").splitlines()

    def stop(self) -> None:
        """Whatever a test that fails left running."""
        with suppress(FileNotFoundError, ProcessLookupError):
            os.kill(int((self.folder / "pid").read_text(encoding="ascii")), signal.SIGTERM)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    made = Home(tmp_path, "systemctl systemd-run loginctl")
    yield made
    made.stop()


def test_it_is_served_and_backed_up_until_it_is_removed(home: Home) -> None:
    done = home.manage("install_service")
    assert done.returncode == 0, done.stderr
    assert f"http://localhost:{home.port}/" in done.stdout
    assert "make remove-service" in done.stdout
    assert is_up(home.port, "localhost", timeout=60)
    # A backup that was restored into an empty place and counted is there already.
    # The site's own of its start, and that of the service: they may share a second, and so a name.
    sheet = max((home.data / "backups").glob("daily-*.json"))
    assert json.loads(sheet.read_text())["tables"]["django_migrations"]["rows"] > 0
    fresh = home.manage("backup", "--label", "daily", "--younger-than", "26")
    assert fresh.returncode == 0, fresh.stdout
    unit = (home.units / "kidneycare.service").read_text(encoding="utf-8").splitlines()
    first = unit.index("ProtectSystem=strict")
    sandbox = " ".join(f"--property={line}" for line in unit[first : unit.index("", first)])
    assert "ReadWritePaths" in sandbox
    assert home.calls == [
        "systemctl --user show-environment",
        "systemctl --user stop kidneycare.service",
        # As the units ask for it: where this fails, they would not start.
        f"systemd-run --user --wait --quiet {sandbox} true",
        "systemctl --user daemon-reload",
        "systemctl --user enable kidneycare.service",
        "systemctl --user restart kidneycare.service",
        "systemctl --user enable --now kidneycare-backup.timer",
        "systemctl --user start kidneycare-backup.service",
        "systemctl --user enable --now kidneycare-reminders.timer",
        "loginctl enable-linger",
    ]
    assert all(stat.S_IMODE(unit.stat().st_mode) == 0o600 for unit in home.units.iterdir())

    removed = home.manage("install_service", "--remove")
    assert removed.returncode == 0, removed.stderr
    assert str(home.data) in removed.stdout
    assert not is_up(home.port, "localhost", timeout=60)
    assert list(home.units.iterdir()) == []
    assert (home.data / "kidneycare.sqlite3").exists()


@pytest.mark.long
def test_with_https_it_serves_both_and_stops_both(home: Home) -> None:
    done = home.manage("install_service", HTTPS="1")
    assert done.returncode == 0, done.stderr
    root = authority.certificate(home.data)
    assert root is not None
    context = ssl.create_default_context(cadata=root.public_bytes(Encoding.DER))
    port = home.port + HTTPS_DISTANCE
    until = time.monotonic() + 180
    while not answers(port, context):
        assert time.monotonic() < until
        time.sleep(0.2)
    assert is_up(home.port, "localhost", timeout=60)
    assert home.manage("install_service", "--remove").returncode == 0
    assert not is_up(home.port, "localhost")
    assert not answers(port, context)


def answers(port: int, context: ssl.SSLContext) -> bool:
    line = http.client.HTTPSConnection("localhost", port, timeout=60, context=context)
    with closing(line), suppress(OSError):
        line.request("GET", "/livez")
        return line.getresponse().status == 200
    return False


@pytest.mark.long
def test_installed_again_it_is_started_anew_with_the_settings_of_now(home: Home) -> None:
    """As after an upgrade; what the system can't do is left out or told."""
    port = free_port()
    assert home.manage("install_service").returncode == 0
    again = home.manage("install_service", PORT=str(port), NO_SANDBOX="1", NO_LINGER="1")
    assert again.returncode == 0, again.stderr
    assert "sudo loginctl enable-linger" in again.stdout
    assert not is_up(home.port, "localhost")
    assert is_up(port, "localhost", timeout=60)
    for name in ("kidneycare.service", "kidneycare-backup.service"):
        text = (home.units / name).read_text(encoding="utf-8")
        assert f'"PORT={port}"' in text
        assert "ProtectSystem" not in text
        assert "NoNewPrivileges=yes" in text


def test_what_is_in_the_way_is_one_sentence(home: Home, tmp_path: Path) -> None:
    (home.folder / "bin" / "systemctl").write_text("#!/bin/sh\nexit 1\n")
    told = home.manage("install_service")
    assert (told.returncode, told.stderr.count("\n")) == (1, 1)
    assert "without sudo" in told.stderr
    (home.folder / "bin" / "systemctl").unlink()
    told = home.manage("install_service")
    assert (told.returncode, told.stderr.count("\n")) == (1, 1)
    assert "make run" in told.stderr
    assert not home.units.exists()


def place(folder: Path) -> Place:
    return Place(
        folder,
        {"PORT": "8000", "OPERATOR": ODD},
        [folder / "var", folder / "other 100%"],
        python=str(folder / ".venv" / "bin" / "python"),
    )


@pytest.mark.parametrize("sandbox", [True, False])
def test_systemd_itself_finds_nothing_wrong_with_the_units(tmp_path: Path, sandbox: bool) -> None:
    checker = shutil.which("systemd-analyze")
    if checker is None:
        pytest.skip("this system has no systemd-analyze")
    folder = tmp_path / "the house 5%"
    shutil.copytree(ROOT / "deploy", folder / "deploy")
    program = folder / ".venv" / "bin" / "python"
    program.parent.mkdir(parents=True)
    program.symlink_to(sys.executable)
    units = systemd_units(place(folder), sandbox=sandbox)
    for name, text in units.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        [checker, "--user", "verify", *(str(tmp_path / name) for name in units)],
        env={"XDG_RUNTIME_DIR": str(tmp_path), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    printed = (done.stdout + done.stderr).splitlines()
    # It reads what else this computer has too.
    assert [line for line in printed if "kidneycare" in line] == []
    assert done.returncode == 0, printed


def test_the_units_keep_the_site_up_and_give_it_no_rights_to_spare() -> None:
    units = systemd_units(place(ROOT), sandbox=True)
    site, backup, timer, reminders, often = units.values()
    assert [name for name in units if name.endswith(".timer")] == [*units][2::2]
    for line in ("Restart=always", "WantedBy=default.target", "KillMode=mixed"):
        assert f"{line}\n" in site
    for line in ("Persistent=true", "OnCalendar=*-*-* 03:30", "WantedBy=timers.target"):
        assert f"{line}\n" in timer
    assert "OnCalendar=*:0/2\n" in often
    for text in (site, backup, reminders):
        for line in (
            *("NoNewPrivileges=yes", "ProtectSystem=strict", "UMask=0077", "PrivateTmp=yes"),
            *("SystemCallFilter=@system-service", "RestrictNamespaces=yes"),
            f'ReadWritePaths="{ROOT}/var" "{ROOT}/other 100%%"',
        ):
            assert f"{line}\n" in text + "\n"
        # These need rights that a manager of a user's services doesn't have: nothing would start.
        assert not re.search("Capabilit|PrivateDevices|ProtectKernelModules|ProtectClock", text)


def test_what_a_unit_file_reads_differently_is_quoted() -> None:
    assert quoted('a "b" \\ 5% $c\nd') == '"a \\"b\\" \\\\ 5%% $c\\nd"'


def test_the_settings_that_are_taken_over_are_those_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme.partition("| name | what it does |")[2].partition("\n\n")[0]
    told = {
        name for row in table.splitlines() for name in re.findall(r"`([A-Z_]+)", row.split("|")[1])
    }
    assert set(SETTINGS) == told


def test_the_agents_of_a_mac_say_the_same(tmp_path: Path) -> None:
    agents = launchd_agents(place(ROOT), tmp_path / "log")
    told = [plistlib.loads(plistlib.dumps(agent)) for agent in agents.values()]
    site, backup, reminders = told
    assert list(agents) == [f"kidneycare{of}.plist" for of in ("", "-backup", "-reminders")]
    units = systemd_units(place(ROOT), sandbox=False)
    services = [text for name, text in units.items() if name.endswith(".service")]
    for agent, unit in zip(told, services, strict=True):
        _program, *words = agent["ProgramArguments"]
        assert f"{' '.join(words)}\n" in unit
        assert agent["EnvironmentVariables"] == {"PORT": "8000", "OPERATOR": ODD}
        assert agent["RunAtLoad"] is True
        assert agent["Umask"] == 0o077
    assert site["KeepAlive"] is True
    assert backup["StartCalendarInterval"] == {"Hour": 3, "Minute": 30}
    assert reminders["StartInterval"] == 120


@pytest.mark.long
def test_on_a_mac_it_is_served_and_backed_up_until_it_is_removed(tmp_path: Path) -> None:
    """By a stand-in for `launchctl`: so far nobody tried it on a Mac."""
    home = Home(tmp_path, "launchctl")
    agents = tmp_path / "Library" / "LaunchAgents"
    session = f"gui/{os.getuid()}"
    try:
        done = home.manage("install_service")
        assert done.returncode == 0, done.stderr
        assert is_up(home.port, "localhost", timeout=60)
        assert list((home.data / "backups").glob("daily-*.json"))
        assert all(stat.S_IMODE(agent.stat().st_mode) == 0o600 for agent in agents.iterdir())
        assert home.calls == [
            f"launchctl bootout {session}/kidneycare",
            f"launchctl bootstrap {session} {agents}/kidneycare.plist",
            f"launchctl bootout {session}/kidneycare-backup",
            f"launchctl bootstrap {session} {agents}/kidneycare-backup.plist",
            f"launchctl bootout {session}/kidneycare-reminders",
            f"launchctl bootstrap {session} {agents}/kidneycare-reminders.plist",
        ]
        assert home.manage("install_service", "--remove").returncode == 0
        assert not is_up(home.port, "localhost", timeout=60)
        assert list(agents.iterdir()) == []
    finally:
        home.stop()
