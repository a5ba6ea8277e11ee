"""Three machines with etcd and PostgreSQL under Patroni, HAProxy, PgBouncer and the site twice.

Everything is set as deploy/cluster says: what is this computer's own are ports, folders and, on
small disks, how much of the journal is kept.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from ruamel.yaml import YAML

from operation.cluster.programs import Program, is_root, translated
from operation.cluster.relay import Network
from operation.sites import Site, ready, site
from scripts.running import ROOT, CannotRun
from scripts.topology import Composed, kill_with_children
from scripts.with_postgres import free_port, programs

DEPLOY = ROOT / "deploy" / "cluster"
NUMBERS = (1, 2, 3)
SMALL = {"wal_keep_size": "64MB", "max_wal_size": "96MB", "min_wal_size": "32MB"}
"""A disk of some hundred megabytes has no room for more journal."""


@dataclass
class Machine:
    """One of the three."""

    name: str
    folder: Path
    patroni: Program
    etcd: Program
    port: int
    """Of its PostgreSQL itself; everybody else reaches it by the network that can be cut."""

    @property
    def postmaster(self) -> int:
        """The process that is the database."""
        return int((self.folder / "data" / "postmaster.pid").read_text().split()[0])

    def query(self, cluster: ClusterOfThree, statement: str, name: str = "postgres") -> Any:
        """What it answers; None where it doesn't."""
        try:
            with closing(
                psycopg.connect(cluster.address(self.port, name), autocommit=True)
            ) as line:
                return line.execute(statement).fetchall()
        except psycopg.Error:
            return None

    def is_primary(self, cluster: ClusterOfThree) -> bool:
        return bool(self.query(cluster, "SELECT pg_is_in_recovery()") == [(False,)])


class ClusterOfThree:
    def __init__(
        self,
        folder: Path,
        parameters: Mapping[str, str] | None = None,
        *,
        after: ClusterOfThree | None = None,
        moment: str = "",
    ) -> None:
        """With `after` and a moment it begins as that cluster was then, from its backups."""
        self.folder = folder
        self.backups: Path = after.backups if after else self.folder / "backups"
        self.moment = moment
        self.owner = pwd.getpwnam("postgres") if is_root() else pwd.getpwuid(os.getuid())
        self.parameters = parameters or {}
        self.secret: dict[str, str] = (
            after.secret
            if after
            else {
                name: secrets.token_hex(16)
                for name in (
                    *("POSTGRES_PASSWORD", "SUPERUSER_PASSWORD", "REPLICATION_PASSWORD"),
                    *("PATRONI_PASSWORD", "BACKUP_PASSPHRASE"),
                )
            }
        )
        self.network = Network()
        # Where each machine is found: by the network, and by itself.
        self.known: dict[str, str] = {}
        self.inside = {
            (number, port): free_port() for number in NUMBERS for port in (2379, 2380, 5432, 8008)
        }
        for number in NUMBERS:
            for port in (2379, 2380):
                self.known[f"db{number}:{port}"] = f"127.0.0.1:{self.inside[number, port]}"
            for port in (5432, 8008):
                self.known[f"db{number}:{port}"] = self.by_network(number, number, port)
        self.machines = [self.machine(number) for number in NUMBERS]
        self.primary_port, self.pooled_port = free_port(), free_port()
        self.haproxy, self.pgbouncer = self.make_haproxy(), self.make_pgbouncer()
        self.webs: list[Site] = []

    # ------------------------------------------------------------ making

    def by_network(self, owner: int, target: int, port: int) -> str:
        """The address of a machine's port that goes when its owner is cut off."""
        relay = free_port()
        self.network.tell("open", f"db{owner}", relay, self.inside[target, port])
        return f"127.0.0.1:{relay}"

    def own(self, path: Path) -> Path:
        """Make a folder that the programs may write."""
        path.mkdir(parents=True, exist_ok=True)
        os.chown(path, self.owner.pw_uid, self.owner.pw_gid)
        return path

    def composed(self, number: int) -> Composed:
        others = [f"db{other}" for other in NUMBERS if other != number]
        return Composed(
            {
                **self.secret,
                "NAME": f"db{number}",
                "ADDRESS": f"db{number}",
                "OTHER1": others[0],
                "OTHER2": others[1],
                "MEMBERS": ",".join(f"db{each}=http://db{each}:2380" for each in NUMBERS),
                "BACKUPS": str(self.backups),
                "MOMENT": self.moment,
                "CERTIFICATES": "none",
            },
            DEPLOY / "database.yml",
            DEPLOY / "Dockerfile",
        )

    def program(self, command: list[str], environment: Mapping[str, str], log: Path) -> Program:
        made = Program(
            command,
            {
                "PATH": f"{programs()}:{os.environ['PATH']}:/usr/sbin",
                "LC_ALL": "C.UTF-8",
                "HOME": str(log.parent),
                **environment,
            },
            0,
            log,
        )
        made.owner = self.owner
        return made

    def machine(self, number: int) -> Machine:
        name = f"db{number}"
        folder = self.own(self.folder / name)
        (folder / "data").exists()  # A small disk may be mounted there.
        composed = self.composed(number)
        here = dict(self.known)
        for port in (2379, 2380, 5432, 8008):
            for own in ("0.0.0.0", "127.0.0.1"):
                here[f"{own}:{port}"] = f"127.0.0.1:{self.inside[number, port]}"
        etcd = composed.service("etcd")
        environment = translated(etcd.environment, here)
        environment["ETCD_DATA_DIR"] = str(self.own(folder / "etcd"))
        for other in NUMBERS:
            here[f"db{other}:2379"] = self.by_network(number, other, 2379)
        db = composed.service("db")
        of_patroni = {
            # Of its archive only places: three machines on one computer need no certificates.
            **{
                key: value
                for key, value in translated(db.environment, here).items()
                if not key.startswith("PGBACKREST")
            },
            "PATRONI_SUPERUSER_USERNAME": self.owner.pw_name,
            "PATRONI_ETCD3_USE_PROXIES": "true",
            **self.of_pgbackrest(number),
        }
        config = folder / "patroni.yml"
        self.write_patroni(config, folder, here)
        made = self.program(etcd.command, environment, folder / "etcd.log")
        made.port = self.inside[number, 2379]
        made.healthcheck = list(translated(dict(enumerate(etcd.healthcheck)), here).values())
        return Machine(
            name,
            folder,
            self.program([db.command[0], str(config)], of_patroni, folder / "patroni.log"),
            made,
            self.inside[number, 5432],
        )

    def write_patroni(self, file: Path, folder: Path, here: Mapping[str, str]) -> None:
        config = YAML(typ="safe").load((DEPLOY / "patroni.yml").read_text(encoding="utf-8"))
        config["restapi"]["listen"] = here[config["restapi"]["listen"]]
        # The programs' own user need not reach the folder of the project.
        for script in ("make-database", "restore"):
            shutil.copy(DEPLOY / script, folder)
        config["bootstrap"]["post_bootstrap"] = str(folder / "make-database")
        config["bootstrap"]["to_a_moment"]["command"] = str(folder / "restore")
        if self.moment:
            config["bootstrap"]["method"] = "to_a_moment"
        config["bootstrap"]["dcs"]["postgresql"]["parameters"] |= self.parameters
        mine = config["postgresql"]
        mine |= {
            "listen": here[mine["listen"]],
            "data_dir": str(folder / "data"),
            "bin_dir": str(programs()),
            "pgpass": str(folder / "pgpass"),
        }
        mine["parameters"]["unix_socket_directories"] = str(self.own(folder / "socket"))
        YAML().dump(config, file)

    def of_pgbackrest(self, number: int) -> dict[str, str]:
        """Of its settings those that are places; the file is that of deploy/cluster."""
        places = {
            "CONFIG": str(DEPLOY / "pgbackrest.conf"),
            "REPO1_PATH": str(self.own(self.backups)),
            "LOCK_PATH": str(self.own(self.folder / f"db{number}" / "lock")),
        }
        order = [number, *(other for other in NUMBERS if other != number)]
        for place, each in enumerate(order, 1):
            places[f"PG{place}_PATH"] = str(self.folder / f"db{each}" / "data")
            places[f"PG{place}_PORT"] = str(self.inside[each, 5432])
            places[f"PG{place}_SOCKET_PATH"] = str(self.folder / f"db{each}" / "socket")
            places[f"PG{place}_USER"] = self.owner.pw_name
        places["REPO1_CIPHER_PASS"] = self.secret["BACKUP_PASSPHRASE"]
        return {f"PGBACKREST_{name}": value for name, value in places.items()}

    def make_haproxy(self) -> Program:
        service = Composed(
            {"POSTGRES_PASSWORD": "-", **{f"DB{each}": f"db{each}" for each in NUMBERS}},
            DEPLOY / "site.yml",
            DEPLOY / "Dockerfile",
        ).service("haproxy")
        environment = translated(service.environment, self.known)
        environment["LISTEN"] = f"127.0.0.1:{self.primary_port}"
        for each in NUMBERS:
            environment[f"DB{each}_PATRONI"] = self.known[f"db{each}:8008"].rpartition(":")[2]
        command = [word.replace("/etc/haproxy", str(DEPLOY)) for word in service.command]
        return self.program(command, environment, self.own(self.folder / "front") / "haproxy.log")

    def make_pgbouncer(self) -> Program:
        front = self.own(self.folder / "front")
        users = front / "userlist.txt"
        users.write_text(f'"kidneycare" "{self.secret["POSTGRES_PASSWORD"]}"\n')
        text = (DEPLOY / "pgbouncer.ini").read_text(encoding="utf-8")
        for old, new in (
            ("host=haproxy port=5432", f"host=127.0.0.1 port={self.primary_port}"),
            ("listen_addr = *", "listen_addr = 127.0.0.1"),
            ("listen_port = 5432", f"listen_port = {self.pooled_port}"),
            ("/etc/pgbouncer/userlist.txt", str(users)),
        ):
            assert old in text
            text = text.replace(old, new)
        config = front / "pgbouncer.ini"
        config.write_text(text)
        return self.program(["pgbouncer", str(config)], {}, front / "pgbouncer.log")

    def address(self, port: int, name: str = "kidneycare") -> str:
        """Of a database, for the site's user, or for the one who may do everything."""
        user, password = "kidneycare", self.secret["POSTGRES_PASSWORD"]
        if name == "postgres":
            user, password = self.owner.pw_name, self.secret["SUPERUSER_PASSWORD"]
        return f"postgresql://{user}:{password}@127.0.0.1:{port}/{name}?connect_timeout=2"

    def url(self, port: int) -> str:
        return (
            f"postgres://kidneycare:{self.secret['POSTGRES_PASSWORD']}@127.0.0.1:{port}/kidneycare"
        )

    # ------------------------------------------------------------ running

    def start_database(self) -> None:
        for each in self.machines:
            each.etcd.start()
        for each in self.machines:
            each.etcd.wait_until_healthy(60)
        for each in self.machines:
            each.patroni.start()
        self.haproxy.start()
        self.pgbouncer.start()
        self.wait_until_whole(180)
        if not self.moment:
            self.pgbackrest(self.machines[0], "stanza-create")

    def start_site(self, count: int = 2) -> None:
        for number in range(count):
            folder = self.folder / f"web{number}"
            folder.mkdir(exist_ok=True)
            made = site(folder, self.url(self.pooled_port), set)
            made.environment["DATABASE_DIRECT_URL"] = self.url(self.primary_port)
            made.environment["NEW_RECORDS_AN_HOUR"] = "100000"
            self.webs.append(made)
            made.start()
        for made in self.webs:
            made.wait_until_healthy()

    def stop(self) -> None:
        for web in self.webs:
            web.send(signal.SIGTERM)
        for web in self.webs:
            web.stop()
        for each in (self.pgbouncer, self.haproxy):
            each.stop(seconds=10)
        for machine in self.machines:
            # A cluster that ends has nobody to hand its lead to: Patroni would wait.
            if machine.patroni.process is not None:
                machine.patroni.stop(signal.SIGKILL)
            with suppress(OSError, ValueError, IndexError):
                kill_with_children(machine.postmaster)
        for machine in self.machines:
            machine.etcd.stop(signal.SIGKILL)
        self.network.stop()

    # ------------------------------------------------------------ asking

    def primaries(self) -> list[Machine]:
        return [each for each in self.machines if each.is_primary(self)]

    def primary(self) -> Machine:
        (found,) = self.primaries()
        return found

    def synchronous(self) -> list[str]:
        """The names of the machines that a tick waits for."""
        rows = self.primary().query(
            self,
            "SELECT application_name FROM pg_stat_replication "
            "WHERE state = 'streaming' AND sync_state IN ('sync', 'quorum')",
        )
        return [row[0] for row in rows or []]

    def is_whole(self) -> bool:
        """One primary, two who follow it, one of them waited for, and the site's database there."""
        found = self.primaries()
        if len(found) != 1:
            return False
        rows = found[0].query(
            self, "SELECT sync_state FROM pg_stat_replication WHERE state = 'streaming'"
        )
        states = sorted(row[0] for row in rows or [])
        return states == ["async", "sync"] and self.front_answers()

    def front_answers(self) -> bool:
        try:
            with closing(psycopg.connect(self.address(self.pooled_port))) as line:
                return line.execute("SHOW transaction_read_only").fetchone() == ("off",)
        except psycopg.Error:
            return False

    def wait_until_whole(self, seconds: float = 120) -> None:
        self.wait_until(self.is_whole, seconds)
        self.wait_until(lambda: all(ready(web.port)[0] == 200 for web in self.webs), 30)

    def wait_until(self, is_so: Callable[[], bool], seconds: float) -> None:
        until = time.monotonic() + seconds
        while not is_so():
            if time.monotonic() > until:
                logs = [machine.patroni.log for machine in self.machines]
                raise CannotRun("\n".join(f"{log}\n{log.read_text()[-3000:]}" for log in logs))
            time.sleep(0.3)

    # ------------------------------------------------------------ doing

    def cut(self, machine: Machine) -> None:
        """Everything to and from a machine is refused: its database, its Patroni, its etcd."""
        self.network.tell("cut", machine.name)

    def mend(self, machine: Machine) -> None:
        self.network.tell("mend", machine.name)

    def patronictl(self, *words: str) -> str:
        return self.call(self.machines[0], "patronictl", *words)

    def pgbackrest(self, machine: Machine, *words: str) -> str:
        return self.call(machine, "pgbackrest", "--stanza=kidneycare", *words)

    def call(self, machine: Machine, program: str, *words: str, **environment: str) -> str:
        """Run one of the operator's programs as on that machine; what it says."""
        if program == "patronictl":
            words = ("-c", str(machine.folder / "patroni.yml"), *words)
        done = subprocess.run(
            [program, *words],
            cwd=machine.folder,
            env={**machine.patroni.environment, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=300,
            user=self.owner.pw_uid if is_root() else None,
            group=self.owner.pw_gid if is_root() else None,
        )
        if done.returncode != 0:
            raise CannotRun(f"{program} {' '.join(words)}: {done.stdout}")
        return done.stdout
