"""Run what docker-compose.yml describes on this computer, without containers.

Settings, start commands and health checks are read from the compose file and the Dockerfile, so
that they are tried as they stand there; only folders, ports and the names of machines are this
computer's own. `python -m scripts.topology` runs it until Ctrl+C.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML

from scripts.running import ROOT, CannotRun, Running
from scripts.with_postgres import HURRIED, Cluster, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


@dataclass(frozen=True)
class Service:
    """What the compose file says of a service, its variables filled in."""

    command: list[str]
    environment: dict[str, str]
    healthcheck: list[str]


class Composed:
    """A compose file and the Dockerfile of its images, read with the variables of one `.env`."""

    def __init__(
        self,
        variables: Mapping[str, str],
        file: Path = ROOT / "docker-compose.yml",
        dockerfile: Path = ROOT / "Dockerfile",
    ) -> None:
        """Raises CannotRun when a required variable is missing."""
        self.variables = variables
        text = file.read_text(encoding="utf-8")
        self.services: dict[str, dict[str, Any]] = YAML(typ="safe").load(text)["services"]
        self.stages = stages(dockerfile.read_text(encoding="utf-8"))

    def service(self, name: str) -> Service:
        """One service; what the compose file leaves out is its image's."""
        said = self.services[name]
        stage = self.stages.get(said.get("build", {}).get("target", ""), {})
        check = said.get("healthcheck", {}).get("test") or ["CMD", *stage.get("HEALTHCHECK", [])]
        return Service(
            command=[self.filled(word) for word in said.get("command") or stage["CMD"]],
            environment={k: self.filled(str(v)) for k, v in said["environment"].items()},
            healthcheck=[self.filled(word) for word in check[1:]],
        )

    def filled(self, text: str) -> str:
        """Fill in `${NAME:-otherwise}` and `${NAME:?what is missing}`; empty counts as missing."""

        def value(found: re.Match[str]) -> str:
            name, sign, rest = found.groups()
            if given := self.variables.get(name, ""):
                return given
            if sign == ":?":
                raise CannotRun(rest)
            return rest or ""

        return re.sub(r"\$\{(\w+)(?:(:-|:\?)([^}]*))?\}", value, text)


def stages(dockerfile: str) -> dict[str, dict[str, list[str]]]:
    """The CMD and HEALTHCHECK of each stage of a Dockerfile, in its JSON form."""
    found: dict[str, dict[str, list[str]]] = {}
    name = ""
    for line in dockerfile.replace("\\\n", " ").splitlines():
        if begun := re.match(r"FROM \S+ AS (\w+)", line):
            name = begun[1]
            found[name] = {}
        elif told := re.match(r"CMD (\[.*\])", line):
            found[name]["CMD"] = json.loads(told[1])
        elif told := re.match(r"HEALTHCHECK .*CMD (\[.*\])", line):
            found[name]["HEALTHCHECK"] = json.loads(told[1])
    return found


def caddy_2_6_options() -> dict[str, str]:
    """How the Caddy of Debian 12 names an option that the image's names otherwise."""
    told = subprocess.run(["caddy", "version"], capture_output=True, text=True, check=True)
    major, minor = re.findall(r"\d+", told.stdout)[:2]
    if (int(major), int(minor)) >= (2, 7):
        return {}
    return {"REQUEST_BUFFERS": "buffer_requests\nmax_buffer_size 64KiB"}


class Topology:
    """The whole: a proxy, the site `replicas` times, PostgreSQL, and a backup job's command."""

    def __init__(self, folder: Path, *, replicas: int = 2, options: Sequence[str] = ()) -> None:
        """Choose ports and read the compose file; `options` are further words for `postgres`."""
        for program in ("caddy", "wget"):
            if shutil.which(program) is None:
                raise CannotRun(
                    f"{program} is missing (Debian, Ubuntu: sudo apt install {program})."
                )
        self.folder = folder
        ports = [free_port() for _ in range(replicas)]
        self.http_port, self.https_port = free_port(), free_port()
        self.composed = Composed(
            {
                "SITE": "localhost",
                "POSTGRES_PASSWORD": secrets.token_hex(16),
                "SECRET_KEY": secrets.token_hex(32),
                "UPSTREAMS": " ".join(f"127.0.0.1:{port}" for port in ports),
                "HTTP_PORT": str(self.http_port),
                "HTTPS_PORT": str(self.https_port),
                "REDIRECT_PORT": f":{self.https_port}",
                "LOG_LEVEL": "INFO",
            }
        )
        db = self.composed.service("db")
        self.db = Cluster(
            folder / "db",
            user=db.environment["POSTGRES_USER"],
            password=db.environment["POSTGRES_PASSWORD"],
            options=[*db.command[1:], *options],
        )
        self.db_healthcheck = db.healthcheck
        self.web = [self._web(port) for port in ports]
        proxy = self.composed.service("proxy")
        self.proxy = Running(
            command=[word.replace("/etc/caddy", str(ROOT / "deploy")) for word in proxy.command],
            environment={
                "PATH": os.environ["PATH"],
                **proxy.environment,
                **caddy_2_6_options(),
                "XDG_DATA_HOME": str(folder / "proxy-data"),
                "XDG_CONFIG_HOME": str(folder / "proxy-config"),
                "HOME": str(folder),
            },
            port=self.https_port,
            log=folder / "proxy.log",
            healthcheck=proxy.healthcheck,
        )

    def here(self, environment: Mapping[str, str], data: Path) -> dict[str, str]:
        """What a service of the site gets, with this computer's addresses and folders."""
        data.mkdir(exist_ok=True)
        return {
            "PATH": f"{self.db.bin}:{os.environ['PATH']}",
            "KIDNEYCARE_DATA": str(data),
            **{
                k: v.replace("@db:5432", f"@127.0.0.1:{self.db.port}")
                for k, v in environment.items()
            },
        }

    def _web(self, port: int) -> Running:
        service = self.composed.service("web")
        return Running(
            command=[own_python(word) for word in service.command],
            environment={
                **self.here(service.environment, self.folder / f"web-{port}"),
                "PORT": str(port),
            },
            port=port,
            log=self.folder / f"web-{port}.log",
            healthcheck=[own_python(word) for word in service.healthcheck],
        )

    def job(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command as the backup service would."""
        service = self.composed.service("backup")
        return subprocess.run(
            [own_python(word) for word in words],
            cwd=ROOT,
            env=self.here(service.environment, self.folder / "backup"),
            capture_output=True,
            text=True,
            check=False,
        )

    def compose(self, line: str) -> subprocess.CompletedProcess[str] | None:
        """Do what one `docker compose` line of the docs does; what the job said, if it runs one.

        `run` first starts what the service depends on, and that in turn, unless told `--no-deps`.
        """
        program, compose, command, *words = shlex.split(line, comments=True)
        if (program, compose) != ("docker", "compose"):
            raise CannotRun(f"not a line for docker compose: {line}")
        if command == "stop":
            for name in words:
                self.down(name)
        elif command == "up" and words == ["--detach"]:
            for name in ("web", "proxy"):
                self.up(name)
        elif command == "exec" and words[:2] == ["db", "psql"]:
            self.db.run(*words[1:])
        elif command == "run" and words[0] == "--rm" and "backup" in words:
            at = words.index("backup")
            if "--no-deps" not in words[:at]:
                for name in self.composed.services["backup"].get("depends_on", {}):
                    self.up(name)
            data = str(self.folder / "backup")
            return self.job(*(re.sub(r"^/data\b", data, word) for word in words[at + 1 :]))
        else:
            raise CannotRun(f"what does this do? {line}")
        return None

    def up(self, name: str) -> None:
        """Start a service unless it runs, after what it depends on; wait until it is healthy."""
        for other in self.composed.services[name].get("depends_on", {}):
            self.up(other)
        for each in self._processes(name):
            if each.process is None or each.process.poll() is not None:
                each.start()
                each.wait_until_healthy()

    def down(self, name: str) -> None:
        """Stop a service."""
        for each in self._processes(name):
            each.stop()

    def _processes(self, name: str) -> list[Running]:
        """What runs of a service; the database always does here, and jobs when they are called."""
        running = {"web": self.web, "proxy": [self.proxy]}
        return running.get(name, [])

    def start(self) -> None:
        """Start everything in the order that the compose file demands."""
        # What the Dockerfile does while it builds the image.
        subprocess.run(
            [sys.executable, "manage.py", "serve", "--files-only"],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "KIDNEYCARE_DATA": str(self.folder / "build")},
            check=True,
        )
        self.db.make()
        self.db.start()
        self.db.create(self.composed.service("db").environment["POSTGRES_DB"])
        self.db.run(*self.db_healthcheck)
        for web in self.web:  # Both at once: they must not stand in each other's way.
            web.start()
        for web in self.web:
            web.wait_until_healthy()
        self.proxy.start()
        self.proxy.wait_until_healthy()
        self._wait_for_certificate()

    def _wait_for_certificate(self) -> None:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(self.root_address, timeout=2) as answer:  # noqa: S310
                    self.root = answer.read().decode("ascii")
                    return
            except OSError:
                time.sleep(0.1)
        raise CannotRun((self.folder / "proxy.log").read_text(encoding="utf-8")[-3000:])

    @property
    def root_address(self) -> str:
        """Where a phone fetches the root certificate."""
        return f"http://localhost:{self.http_port}/root.crt"

    def stop(self) -> None:
        """Stop everything, the last started first."""
        self.proxy.stop()
        for web in self.web:
            web.send(signal.SIGTERM)
        for web in self.web:
            web.stop()
        self.db.stop()


def kill_with_children(pid: int) -> None:
    """Kill a process and its children, as a machine would lose them; wait until they are gone."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    killed = [pid, *map(int, children)]
    for each in killed:
        os.kill(each, signal.SIGKILL)
    while any(map(_is_alive, killed)):
        time.sleep(0.02)


def _is_alive(pid: int) -> bool:
    """Whether it still holds files and memory; one that only waits to be noticed does not.

    Of several threads the first may be gone before the others are.
    """
    files = list(Path(f"/proc/{pid}/task").glob("*/stat"))
    try:
        threads = [file.read_text(encoding="ascii", errors="replace") for file in files]
    except OSError:
        return Path(f"/proc/{pid}").exists()
    return any(told.rpartition(")")[2].split()[0] not in {"Z", "X"} for told in threads)


def own_python(word: str) -> str:
    """This project's Python in place of the image's."""
    return sys.executable if word == "python" else word


@contextmanager
def running(*, options: Sequence[str] = ()) -> Iterator[Topology]:
    """The topology in a temporary folder, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="kidneycare-topology-") as name:
        folder = Path(name)
        # The database's own user must reach its folder inside.
        folder.chmod(0o755)
        topology = Topology(folder, options=options)
        try:
            topology.start()
            yield topology
        finally:
            topology.stop()


def main() -> int:
    """Run until Ctrl+C."""
    try:
        with suppress(KeyboardInterrupt), running(options=HURRIED) as topology:
            print(f"https://localhost:{topology.https_port}/  (root: {topology.root_address})")
            signal.pause()
    except CannotRun as trouble:
        print(trouble, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
