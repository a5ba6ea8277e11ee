"""Lock files, container files and the check inside the container."""

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from ruamel.yaml import YAML

from kidneycare.server import __main__ as server
from kidneycare.server import environment, healthcheck
from kidneycare.server.bridge import Limits
from scripts.running import CannotRun
from scripts.topology import Composed

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.txt", "requirements-dev.txt")
SECRET = re.compile(r"PASSWORD|SECRET|TOKEN|KEY")


def requirements(name: str) -> list[str]:
    """Each requirement of a lock file with its continuation lines, comments left out."""
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_pinned_to_a_version_and_its_fingerprints(name: str) -> None:
    lines = requirements(name)

    assert lines
    for line in lines:
        assert re.match(r"[a-z0-9._-]+(\[[a-z,]+\])?==\S+ ", line), line
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", line), line


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_says_nothing_of_where_it_was_made(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")

    assert "://" not in text
    assert not re.search(r"--(extra-)?index-url|--find-links|--trusted-host", text)


def test_what_runs_is_tested_in_the_same_version() -> None:
    def versions(name: str) -> set[str]:
        return {line.split(" ", 1)[0] for line in requirements(name)}

    assert versions("requirements.txt") <= versions("requirements-dev.txt")


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    composed: dict[str, dict[str, Any]] = YAML(typ="safe").load(text)
    return composed["services"]


def test_no_container_takes_all_memory_or_all_processes_of_a_machine(
    services: dict[str, Any],
) -> None:
    for name, service in services.items():
        limits = service["deploy"]["resources"]["limits"]
        assert re.fullmatch(r"(\$\{[A-Z]+_MEMORY:-)?\d+[mg]\}?", limits["memory"]), name
        assert 0 < limits["pids"] <= 512, name


def test_no_secret_stands_in_the_compose_file(services: dict[str, Any]) -> None:
    secrets = {
        f"{service}.{name}": value
        for service, definition in services.items()
        for name, value in definition["environment"].items()
        if SECRET.search(name)
    }

    assert {"web.SECRET_KEY", "db.POSTGRES_PASSWORD"} <= set(secrets)
    for name, value in secrets.items():
        assert re.fullmatch(r"\$\{\w+:\?[^}]+\}", value), name
    address = services["web"]["environment"]["DATABASE_URL"]
    assert re.match(r"postgres://kidneycare:\$\{POSTGRES_PASSWORD:\?[^}]+\}@db", address)


def test_every_variable_of_the_compose_file_is_explained(services: dict[str, Any]) -> None:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    example = (ROOT / ".env.example").read_text(encoding="utf-8")

    for name in set(re.findall(r"\$\{(\w+)", text)):
        assert re.search(rf"^{name}=$", example, re.MULTILINE), name


@pytest.mark.parametrize("service", ["web", "proxy", "db", "backup", "reminders"])
def test_containers_have_no_rights_to_spare(services: dict[str, Any], service: str) -> None:
    assert services[service]["read_only"] is True
    assert services[service]["cap_drop"] == ["ALL"]
    assert services[service]["security_opt"] == ["no-new-privileges:true"]


def test_the_site_waits_for_its_database(services: dict[str, Any]) -> None:
    assert services["web"]["depends_on"]["db"]["condition"] == "service_healthy"


@pytest.mark.parametrize("service", ["web", "proxy", "db", "backup", "reminders"])
def test_each_container_says_whether_it_is_well(services: dict[str, Any], service: str) -> None:
    composed = Composed({"SITE": "a.example", "POSTGRES_PASSWORD": "p", "SECRET_KEY": "s"})

    assert composed.service(service).healthcheck


def test_the_helper_that_owns_the_archive_may_do_no_more() -> None:
    text = (ROOT / "deploy" / "point-in-time.yml").read_text(encoding="utf-8")
    helper = YAML(typ="safe").load(text)["services"]["archive-folder"]

    assert (helper["cap_drop"], helper["cap_add"]) == (["ALL"], ["CHOWN"])
    assert helper["read_only"] is True
    assert helper["network_mode"] == "none"


@pytest.mark.parametrize("target", ["web", "proxy", "backup"])
def test_each_image_runs_as_nobody_special(target: str) -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    stages = dict(
        re.findall(r"^FROM \S+ AS (\w+)\n(.*?)(?=^FROM |\Z)", text, re.MULTILINE | re.DOTALL)
    )

    users = re.findall(r"^USER (\S+)", stages[target], re.MULTILINE)
    assert users == ["1500:1500"]


def test_no_secret_is_in_an_image() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()

    assert not [line for line in lines if re.match(r"(ENV|ARG) .*(SECRET|PASSWORD)", line)]


def test_every_image_is_of_a_version_written_down(services: dict[str, Any]) -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    own = set(re.findall(r"^FROM \S+ AS (\w+)", text, re.MULTILINE))
    images = [image for image in re.findall(r"^FROM (\S+)", text, re.MULTILINE) if image not in own]
    images += [service["image"] for service in services.values() if "image" in service]

    assert len(images) >= 3
    for image in images:
        assert re.search(r":\d+\.\d+(\.\d+)?-[\w-]+$", image), image


def test_backups_are_copied_by_programs_of_the_servers_own_version(
    services: dict[str, Any],
) -> None:
    """An older pg_dump refuses a newer server."""
    version = re.fullmatch(r"postgres:(\d+)\..*", services["db"]["image"])
    assert version is not None
    assert f"postgresql-client-{version[1]}=" in (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_only_the_proxy_can_be_reached_from_outside(services: dict[str, Any]) -> None:
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    assert services["web"]["environment"]["TLS"] == "proxy"


def test_a_container_may_take_longer_to_stop_than_the_site_needs(services: dict[str, Any]) -> None:
    assert int(services["web"]["stop_grace_period"].rstrip("s")) > server.STOP_SECONDS
    needed = server.PROXY_NOTICES_SECONDS + Limits(body=0).form_seconds
    assert needed + 5 < server.STOP_SECONDS


@pytest.mark.parametrize("name", ["WEB_REPLICAS", "SITE"])
def test_what_is_missing_in_the_settings_is_filled_in_or_told(name: str) -> None:
    given = {"SITE": "a.example", "POSTGRES_PASSWORD": "p", "SECRET_KEY": "s"}
    del_site = {key: value for key, value in given.items() if key != name}
    composed = Composed(del_site)
    if name == "SITE":
        with pytest.raises(CannotRun, match=r"Set SITE in \.env"):
            composed.service("web")
    else:
        assert composed.filled("${WEB_REPLICAS:-2}") == "2"
        assert composed.service("web").environment["ALLOWED_HOSTS"] == "a.example"
        assert composed.service("web").command[-2:] == ["serve", "--no-banner"]


def test_only_what_the_site_runs_on_gets_into_the_image() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    let_through = {rule[1:] for rule in rules if rule.startswith("!")}
    own_apps = {app for app in settings.INSTALLED_APPS if (ROOT / app).is_dir()}

    assert rules[0] == "*"
    assert own_apps <= let_through
    assert let_through == own_apps | {
        "deploy",
        "locale",
        "manage.py",
        "requirements.txt",
        "static",
        "templates",
    }


def test_the_web_server_keeps_no_record_of_who_asked_for_what() -> None:
    assert server.OPTIONS["log_access"] is False
    assert server.OPTIONS["log_level"] == "error"


@pytest.mark.parametrize(
    "allowed, name",
    [
        ("", "localhost"),
        ("*", "localhost"),
        ("practice.example", "practice.example"),
        (" .practice.example ,other.example", "practice.example"),
    ],
)
def test_the_health_check_asks_by_a_name_the_site_answers_to(allowed: str, name: str) -> None:
    assert healthcheck.host_name(allowed) == name


class Site(BaseHTTPRequestHandler):
    """Answers its one name, and refuses every other."""

    def do_GET(self) -> None:
        known = self.headers["Host"] == "practice.example" and self.path == "/livez"
        self.send_response(200 if known else 400)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is given
        pass


@pytest.fixture
def site() -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def test_the_health_check_tells_up_from_down(site: int) -> None:
    assert healthcheck.is_up(site, "practice.example")
    assert not healthcheck.is_up(site, "other.example")


def test_nothing_there_is_down() -> None:
    assert not healthcheck.is_up(1, "localhost", timeout=1)


def test_a_copy_elsewhere_is_of_our_database_and_no_older_than_the_pages_say() -> None:
    """The fields are those of Litestream's own example; nothing here has run it."""
    text = (ROOT / "deploy" / "litestream.yml").read_text(encoding="utf-8")
    told = YAML(typ="safe").load(text)

    (database,) = told["dbs"]
    name = Path(database["path"].replace("${KIDNEYCARE_DATA}", "/data"))
    assert environment.database(None, Path("/data"))["NAME"] == str(name)
    assert told.keys() == {"logging", "snapshot", "dbs"}
    assert database["replica"].keys() == {"url", "key-path", "host-key"}
    interval, retention = (
        int(told["snapshot"][field].removesuffix("h")) for field in ("interval", "retention")
    )
    assert interval + retention <= settings.COPIES_KEPT_DAYS * 24
    guide = (ROOT / "docs" / "operation.md").read_text(encoding="utf-8")
    assert all(f"{name}=" in guide for name in re.findall(r"\$\{(COPY_\w+|K\w+)\}", text))
