"""What deploy/cluster says fits together; `make test-cluster` runs it."""

import configparser
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from ruamel.yaml import YAML

from kidneycare.server.environment import database
from scripts.topology import Composed

CLUSTER = settings.BASE_DIR / "deploy" / "cluster"
OF_THE_DATABASE = ("etcd", "db", "archive")
OF_THE_SITE = ("pgbouncer", "haproxy")
FIXED = r"debian:\d+\.\d+-slim|postgres:\d+\.\d+-[a-z]+"


def loaded(name: str) -> dict[str, Any]:
    found: dict[str, Any] = YAML(typ="safe").load((CLUSTER / name).read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    """Those of the cluster, of both kinds of machines."""
    of_the_site = loaded("site.yml")["services"]
    return {
        **loaded("database.yml")["services"],
        **{name: of_the_site[name] for name in OF_THE_SITE},
    }


def pgbouncer() -> configparser.ConfigParser:
    found = configparser.ConfigParser(inline_comment_prefixes=(";",))
    found.read(CLUSTER / "pgbouncer.ini", encoding="utf-8")
    return found


@pytest.mark.parametrize("name", [*OF_THE_DATABASE, *OF_THE_SITE])
def test_no_container_has_rights_or_memory_to_spare(services: dict[str, Any], name: str) -> None:
    service = services[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    limits = service["deploy"]["resources"]["limits"]
    assert re.fullmatch(r"(\$\{DB_MEMORY:-)?\d+[mg]\}?", limits["memory"])
    assert 0 < limits["pids"] <= 512


def test_every_image_is_of_a_version_written_down_and_runs_as_nobody_special() -> None:
    text = (CLUSTER / "Dockerfile").read_text(encoding="utf-8")
    stages = re.findall(r"^FROM (\S+) AS (\w+)\n(.*?)(?=^FROM |\Z)", text, re.MULTILINE | re.DOTALL)
    assert {name for _image, name, _body in stages} == {"etcd", "db", "haproxy", "pgbouncer"}
    for image, _name, body in stages:
        assert re.fullmatch(FIXED, image)
        assert re.findall(r"^USER (\d+):\d+$", body, re.MULTILINE)[-1] != "0"
    words = re.findall(r"--no-install-recommends (.*?)&&", text.replace("\\\n", " "))
    assert all("=" in package for line in words for package in line.split())


@pytest.mark.parametrize(
    ("file", "example"),
    [
        ("database.yml", CLUSTER / "database.env.example"),
        ("site.yml", settings.BASE_DIR / ".env.example"),
    ],
)
def test_every_variable_is_explained_and_no_secret_is_in_a_file(file: str, example: Path) -> None:
    text = (CLUSTER / file).read_text(encoding="utf-8")
    told = example.read_text(encoding="utf-8")
    for name in set(re.findall(r"\$\{(\w+)", text)):
        assert re.search(rf"^#? ?{name}=", told, re.MULTILINE), name
    for key, value in re.findall(r"(\w*(?:PASSWORD|PASS)): (.+)", text):
        assert re.fullmatch(r"\$\{\w+:\?[^}]+\}", value), key


def test_a_lost_machine_costs_seconds_and_no_tick() -> None:
    dcs = loaded("patroni.yml")["bootstrap"]["dcs"]
    # A tick is on two machines before it is acknowledged, or refused.
    assert dcs["synchronous_mode"] is True
    assert dcs["synchronous_mode_strict"] is True
    assert dcs["primary_start_timeout"] == 0
    # What Patroni demands of the three, and the least that its release 4 takes.
    assert dcs["loop_wait"] + 2 * dcs["retry_timeout"] <= dcs["ttl"] == 20
    parameters = dcs["postgresql"]["parameters"]
    assert parameters["wal_sender_timeout"] == "5s", "a hung replica is not waited for longer"
    assert (parameters["log_error_verbosity"], parameters["log_min_error_statement"]) == (
        *("terse", "panic"),
    )


def test_pgbouncer_gives_no_session_and_refuses_within_seconds() -> None:
    found = pgbouncer()
    assert found["pgbouncer"]["pool_mode"] == "transaction"
    for name in ("query_wait_timeout", "server_connect_timeout", "server_login_retry"):
        assert 0 < int(found["pgbouncer"][name]) <= 5, name
    database_line = found["databases"]["kidneycare"]
    assert database_line == "host=haproxy port=5432 dbname=kidneycare"
    # Its connections, those of commands and Patroni's own find room.
    parameters = loaded("patroni.yml")["bootstrap"]["dcs"]["postgresql"]["parameters"]
    assert int(found["pgbouncer"]["default_pool_size"]) * 5 <= parameters["max_connections"]


def test_the_site_goes_through_pgbouncer_and_its_commands_past_it(tmp_path: Path) -> None:
    made = {"POSTGRES_PASSWORD": "p", "DB1": "1", "DB2": "2", "DB3": "3"}
    composed = Composed(made, CLUSTER / "site.yml", CLUSTER / "Dockerfile")
    told = composed.services["web"]["environment"]
    pooled = database(composed.filled(told["DATABASE_URL"]), tmp_path)
    direct = database(composed.filled(told["DATABASE_DIRECT_URL"]), tmp_path)
    assert (pooled["HOST"], direct["HOST"]) == ("pgbouncer", "haproxy")
    # PgBouncer refuses a connection that sets more than these.
    assert not {"options", "server_side_binding"} & pooled["OPTIONS"].keys()
    text = (settings.BASE_DIR / "docker-compose.yml").read_text(encoding="utf-8")
    for name, service in YAML(typ="safe").load(text)["services"].items():
        if "DATABASE_URL" in service["environment"]:
            assert composed.services[name]["environment"] == told, name
    assert composed.services["db"] == {"profiles": ["one-machine"]}


def test_haproxy_asks_patroni_and_leaves_who_is_no_longer_primary() -> None:
    text = (CLUSTER / "haproxy.cfg").read_text(encoding="utf-8")
    assert "option httpchk OPTIONS /primary" in text
    assert "on-marked-down shutdown-sessions" in text
    asked = re.findall(r'server (db\d) "\$\{DB\d\}" check port "\$\{DB\d_PATRONI\}"', text)
    assert asked == ["db1", "db2", "db3"]
    environment = loaded("site.yml")["services"]["haproxy"]["environment"]
    for name in set(re.findall(r"\$\{(\w+)\}", text)):
        assert name in environment


def test_no_backup_is_kept_longer_than_the_pages_say() -> None:
    text = (CLUSTER / "pgbackrest.conf").read_text(encoding="utf-8")
    found = dict(re.findall(r"^([a-z0-9-]+)=(.+)$", text, re.MULTILINE))
    assert found["repo1-retention-full-type"] == "time"
    assert int(found["repo1-retention-full"]) + 1 <= settings.COPIES_KEPT_DAYS
    assert found["backup-standby"] == "y"
    assert found["pg1-path"] == loaded("patroni.yml")["postgresql"]["data_dir"]


def test_filled_in_settings_get_into_no_image_and_no_commit() -> None:
    assert "/deploy/cluster/*.env" in (settings.BASE_DIR / ".gitignore").read_text().splitlines()
    assert "**/*.env" in (settings.BASE_DIR / ".dockerignore").read_text().splitlines()
