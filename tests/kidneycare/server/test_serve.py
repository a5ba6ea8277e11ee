"""`manage.py serve`: what it does before it becomes the web server, and what it says."""

from __future__ import annotations

import datetime as dt
import io
import os
import socket
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django.fixtures import Settings

from kidneycare.management.commands import serve
from kidneycare.server import authority
from practice.models import PendingImport
from tests.factories import new_pending_import
from tests.kidneycare.db.test_database_trouble import only_reading


class Served(Exception):
    """The web server would have started here."""


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The command lines that would have replaced this process."""
    noted: list[list[str]] = []

    def note(command: list[str]) -> None:
        noted.append(command)
        raise Served

    monkeypatch.setattr(serve, "become", note)
    # The tests' own files must stay readable as they are.
    monkeypatch.setattr(os, "umask", lambda _mask: 0)
    return noted


@pytest.fixture
def prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Database and files are up to date."""
    monkeypatch.setattr(serve.Command, "prepare_database", lambda _self: None)
    monkeypatch.setattr(serve.Command, "prepare_files", lambda _self: None)


@pytest.fixture
def free_port(monkeypatch: pytest.MonkeyPatch) -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    monkeypatch.setenv("PORT", str(port))
    return port


def run(**options: Any) -> str:
    out = io.StringIO()
    with pytest.raises(Served):
        call_command("serve", stdout=out, skip_checks=True, **options)
    return out.getvalue()


def option(command: list[str], name: str) -> str:
    return command[command.index(name) + 1]


def test_it_becomes_the_web_server_for_the_whole_network(
    commands: list[list[str]], prepared: None, free_port: int
) -> None:
    run(no_banner=True)

    (command,) = commands
    assert command[1:3] == ["-m", "kidneycare.server"]
    assert option(command, "--host") == "0.0.0.0"
    assert option(command, "--port") == str(free_port)
    assert option(command, "--workers") == "2"
    assert option(command, "--threads") == "4"


def test_processes_and_threads_can_be_set(
    commands: list[list[str]],
    prepared: None,
    free_port: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WEB_WORKERS", "3")
    monkeypatch.setenv("WEB_THREADS", "")
    run(no_banner=True)

    assert option(commands[0], "--workers") == "3"
    assert option(commands[0], "--threads") == "4"


@pytest.mark.parametrize(
    "variable, value", [("WEB_WORKERS", "many"), ("WEB_THREADS", "0"), ("PORT", "http")]
)
def test_a_bad_setting_is_told_by_name_before_anything_is_touched(
    commands: list[list[str]],
    free_port: int,
    monkeypatch: pytest.MonkeyPatch,
    variable: str,
    value: str,
) -> None:
    monkeypatch.setattr(serve.Command, "prepare_database", lambda _self: pytest.fail("touched"))
    monkeypatch.setenv(variable, value)

    with pytest.raises(SystemExit) as told:
        call_command("serve", skip_checks=True)

    assert f"{variable} is “{value}”" in str(told.value)
    assert commands == []


def test_a_taken_port_ends_as_one_plain_sentence(
    commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serve.Command, "prepare_database", lambda _self: pytest.fail("touched"))
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        with pytest.raises(SystemExit) as told:
            call_command("serve", skip_checks=True)

    assert f"Port {port} is already used" in str(told.value)
    assert "make run PORT=" in str(told.value)
    assert str(told.value).strip().count("\n") == 0
    assert commands == []


def test_the_banner_leads_the_computer_and_the_phone_to_the_site(
    commands: list[list[str]], prepared: None, free_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serve, "lan_address", lambda: "192.168.1.20")
    told = run()

    assert f"http://localhost:{free_port}/" in told
    assert f"http://192.168.1.20:{free_port}/" in told
    assert "█" in told
    for word in ("listen in", "awake", "passkeys", "README", "Whoever owns this computer"):
        assert word in told


def test_without_a_network_the_banner_says_so(
    commands: list[list[str]], prepared: None, free_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serve, "lan_address", lambda: None)
    told = run()

    assert f"http://localhost:{free_port}/" in told
    assert "No address for phones was found" in told
    assert "█" not in told


def test_with_https_the_square_leads_to_the_page_that_leads_to_it(
    commands: list[list[str]],
    prepared: None,
    free_port: int,
    monkeypatch: pytest.MonkeyPatch,
    settings: Settings,
    tmp_path: Path,
) -> None:
    settings.DATA, settings.HTTPS_PORT = tmp_path, 8443
    monkeypatch.setattr(serve, "lan_address", lambda: "192.168.1.20")
    monkeypatch.setattr(serve, "own_names", lambda: {"localhost", "192.168.1.20"})
    squares: list[str] = []

    def note(_self: serve.Command, text: str) -> list[str]:
        squares.append(text)
        return []

    monkeypatch.setattr(serve.Command, "qr_code", note)
    told = run()

    assert squares == [f"http://192.168.1.20:{free_port}/trust/"]
    assert squares[0] in told
    assert "https://192.168.1.20:8443/" in told
    found = authority.certificate(tmp_path)
    assert found is not None
    assert authority.fingerprint(found) in told.replace("\n    ", "")
    assert "listen in" not in told
    (command,) = commands
    assert command[1:3] == ["-m", "kidneycare.server.listeners"]
    assert (option(command, "--port"), option(command, "--https-port")) == (str(free_port), "8443")


def test_an_address_no_certificate_can_be_for_is_not_offered_over_https(
    commands: list[list[str]],
    prepared: None,
    free_port: int,
    monkeypatch: pytest.MonkeyPatch,
    settings: Settings,
    tmp_path: Path,
) -> None:
    settings.DATA, settings.HTTPS_PORT = tmp_path, 8443
    monkeypatch.setattr(serve, "lan_address", lambda: "192.0.2.2")
    monkeypatch.setattr(serve, "own_names", lambda: {"localhost", "box.local", "192.0.2.2"})
    told = run()

    assert "https://192.0.2.2" not in told
    assert "https://box.local:8443/" in told


def test_an_address_the_site_refuses_is_not_offered(
    commands: list[list[str]],
    prepared: None,
    free_port: int,
    monkeypatch: pytest.MonkeyPatch,
    settings: Settings,
) -> None:
    settings.ALLOWED_HOSTS = ["practice.example"]
    settings.LOCAL_HOSTS_ONLY = False
    monkeypatch.setattr(serve, "lan_address", lambda: "192.168.1.20")

    assert "192.168.1.20" not in run()


def test_behind_a_proxy_no_plain_address_is_offered(
    commands: list[list[str]],
    prepared: None,
    free_port: int,
    monkeypatch: pytest.MonkeyPatch,
    settings: Settings,
) -> None:
    settings.TLS_PROXY = True
    monkeypatch.setattr(serve, "lan_address", lambda: "192.168.1.20")
    told = run()

    assert "http://" not in told
    assert "TLS=proxy" in told


class Elsewhere:
    """Stands in for the executor of migrations: one is pending, or none is."""

    pending: bool

    def __init__(self, _connection: object) -> None:
        self.loader = self
        self.graph = self
        self.applied_migrations: dict[tuple[str, str], object] = {}
        self.disk_migrations: dict[tuple[str, str], object] = {}

    def leaf_nodes(self) -> list[tuple[str, str]]:
        return [("practice", "0001_initial")]

    def migration_plan(self, targets: list[tuple[str, str]]) -> list[object]:
        return list(targets) if self.pending else []


@pytest.fixture
def migrating(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commands that were called to migrate."""
    called: list[str] = []
    monkeypatch.setattr(serve, "MigrationExecutor", Elsewhere)
    monkeypatch.setattr(serve, "call_command", lambda name, **_options: called.append(name))
    return called


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Path:
    """An SQLite database of an older version, in a data folder of its own."""
    settings.DATA = tmp_path
    file = tmp_path / "kidneycare.sqlite3"
    with closing(sqlite3.connect(file)) as old:
        old.execute("CREATE TABLE practice_tick (exercise INTEGER)")
        old.execute("INSERT INTO practice_tick VALUES (1)")
        old.commit()
    monkeypatch.setattr(serve, "database_file", lambda: file)
    return file


@pytest.mark.django_db
def test_the_record_is_copied_before_it_is_migrated(
    database: Path, migrating: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Elsewhere, "pending", True, raising=False)
    serve.Command().prepare_database()

    (copy,) = (database.parent / "backups").glob("*.sqlite3")
    assert copy.name.startswith("before-migration-")
    with closing(sqlite3.connect(copy)) as kept:
        assert kept.execute("SELECT exercise FROM practice_tick").fetchall() == [(1,)]
    assert migrating == ["migrate", "upkeep"]


@pytest.mark.django_db
def test_nothing_is_copied_when_nothing_is_to_be_migrated(
    database: Path, migrating: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Elsewhere, "pending", False, raising=False)
    serve.Command().prepare_database()

    assert not (database.parent / "backups").exists()
    assert migrating == ["upkeep"]


@pytest.mark.django_db
def test_a_record_that_may_only_be_read_is_served_to_be_read() -> None:
    """Nothing is to be migrated, and what waits for its import waits on."""
    waits = new_pending_import()
    PendingImport.objects.update(made_at=waits.made_at - dt.timedelta(days=1))
    with only_reading():
        serve.Command().prepare_database()
    assert PendingImport.objects.exists()


@pytest.mark.django_db
def test_a_database_that_is_still_empty_is_not_copied(
    database: Path, migrating: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Elsewhere, "pending", True, raising=False)
    monkeypatch.setattr(type(connection.introspection), "table_names", lambda *_args: [])
    serve.Command().prepare_database()

    assert not (database.parent / "backups").exists()
    assert migrating == ["migrate", "upkeep"]


@pytest.mark.django_db(transaction=True)
def test_after_preparing_the_database_no_other_server_is_kept_waiting() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one server")
    serve.Command().prepare_database()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")
        assert cursor.fetchone() == (0,)
