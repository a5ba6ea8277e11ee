"""Run a command beside a PostgreSQL of its own: `python -m scripts.with_postgres COMMAND …`.

The command finds `DATABASE_URL` and `SECRET_KEY` in its environment. The server lives in a
temporary folder, listens on a free port of this computer alone, and is gone afterwards. With
`--install`, Debian's package is installed where there is no PostgreSQL and that is allowed.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from scripts import debian

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

HOW = "Debian, Ubuntu: sudo apt install postgresql"


class NoPostgres(Exception):
    """There is no PostgreSQL to start; the message says what to do, for the reader."""


def programs() -> Path:
    """Where the newest PostgreSQL of this computer keeps its programs.

    Raises:
        NoPostgres: there is none.
    """
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    folders += [path.parent for path in Path("/opt/homebrew/opt").glob("postgresql*/bin/postgres")]
    if folders:
        return max(folders, key=lambda folder: (version_in(folder.parent.name), str(folder)))
    if (found := shutil.which("initdb")) is not None:
        return Path(found).resolve().parent
    raise NoPostgres(f"Testing with PostgreSQL needs its server ({HOW}).")


def version_in(name: str) -> int:
    """The number in `15` or `postgresql@17`; 0 without one."""
    digits = "".join(letter for letter in name if letter.isdigit())
    return int(digits or 0)


def install() -> None:
    """Install Debian's server package; raise NoPostgres where that is not possible."""
    try:
        debian.install("PostgreSQL", "postgresql")
    except debian.NotInstalled as trouble:
        raise NoPostgres(f"{trouble} ({HOW})") from trouble


def free_port() -> int:
    """A port of this computer that nobody listens on.

    Below those that the system hands out: one of them may be somebody's a moment later.
    """
    while True:
        port = 20_000 + secrets.randbelow(12_000)
        with closing(socket.socket()) as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


class Cluster:
    """A PostgreSQL server in a folder of its own, for this computer alone.

    PostgreSQL refuses to run as the administrator: then it runs as the user postgres, who comes
    with the package.
    """

    def __init__(
        self,
        folder: Path,
        *,
        user: str = "kidneycare",
        password: str = "",
        options: Sequence[str] = (),
    ) -> None:
        """Choose a port; `options` are words for the command line of `postgres`."""
        self.folder = folder
        self.user = user
        self.password = password or secrets.token_hex(16)
        self.options = list(options)
        self.port = free_port()
        self.bin = programs()
        self.process: subprocess.Popen[bytes] | None = None
        self.owner = pwd.getpwnam("postgres") if os.geteuid() == 0 else None

    @property
    def data(self) -> Path:
        """The folder of the cluster itself."""
        return self.folder / "data"

    def url(self, name: str = "kidneycare") -> str:
        """The address of one of its databases, as DATABASE_URL wants it."""
        return f"postgres://{self.user}:{self.password}@127.0.0.1:{self.port}/{name}"

    def environment(self) -> dict[str, str]:
        """What PostgreSQL's own programs read, so that they find this server."""
        return {
            "PGHOST": "127.0.0.1",
            "PGPORT": str(self.port),
            "PGUSER": self.user,
            "PGPASSWORD": self.password,
            "PATH": f"{self.bin}:{os.environ['PATH']}",
            "LC_ALL": "C.UTF-8",
        }

    def run(self, *words: str, **environment: str) -> str:
        """Run one of PostgreSQL's programs as the server's owner; return what it says."""
        done = subprocess.run(
            [str(self.bin / words[0]), *words[1:]],
            cwd=self.folder,
            env={**self.environment(), **environment},
            user=self.owner.pw_uid if self.owner else None,
            group=self.owner.pw_gid if self.owner else None,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise NoPostgres(f"{words[0]}: {done.stdout.strip()}")
        return done.stdout

    def make(self) -> None:
        """Make the cluster, with one user who may do everything in it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        secret = self.folder / "password"
        secret.write_text(self.password, encoding="ascii")
        if self.owner:
            for path in (self.folder, secret):
                os.chown(path, self.owner.pw_uid, self.owner.pw_gid)
        self.run(
            *("initdb", "--pgdata", str(self.data), "--username", self.user),
            *("--pwfile", str(secret), "--auth", "scram-sha-256", "--encoding", "UTF8"),
            *("--locale", "C.UTF-8", "--no-instructions"),
        )
        secret.unlink()

    def start(self) -> None:
        """Start the server and wait until it answers."""
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [
                    str(self.bin / "postgres"),
                    *("-D", str(self.data), "-k", str(self.folder), "-h", "127.0.0.1"),
                    *self.options,
                ],
                cwd=self.folder,
                env=self.environment(),
                user=self.owner.pw_uid if self.owner else None,
                group=self.owner.pw_gid if self.owner else None,
                stdout=log,
                stderr=log,
            )
        self.wait_until_ready()

    def wait_until_ready(self, seconds: float = 60) -> None:
        """Wait until it answers; raise NoPostgres with its log when it does not."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.process and self.process.poll() is None:
            try:
                self.run("pg_isready", "--quiet", "--dbname", "postgres")
            except NoPostgres:
                time.sleep(0.05)
            else:
                return
        raise NoPostgres((self.folder / "log").read_text(encoding="utf-8")[-2000:])

    def create(self, name: str = "kidneycare") -> None:
        """Make an empty database."""
        self.run("createdb", name)

    def stop(self, sign: signal.Signals = signal.SIGINT) -> None:
        """Stop the server: SIGINT breaks connections off and stops cleanly, SIGKILL is a crash."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(sign)
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


@contextmanager
def temporary_cluster(
    *, options: Sequence[str] = (), user: str = "kidneycare", password: str = ""
) -> Iterator[Cluster]:
    """A running cluster with an empty database `kidneycare`; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="kidneycare-postgres-") as folder:
        # The server's owner must be able to reach its folder inside.
        Path(folder).chmod(0o755)
        cluster = Cluster(Path(folder) / "pg", user=user, password=password, options=options)
        cluster.make()
        try:
            cluster.start()
            cluster.create()
            yield cluster
        finally:
            cluster.stop()


#: A test asks much and keeps nothing: no need to wait for the disk.
HURRIED = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")


def settings_for(cluster: Cluster) -> Mapping[str, str]:
    """What the product reads to use this cluster."""
    return {"DATABASE_URL": cluster.url(), "SECRET_KEY": "a key for tests alone " * 3}


def main(words: list[str]) -> int:
    """Run the command; the exit code is its own, or 2 without a PostgreSQL."""
    if words[:1] == ["--install"]:
        words = words[1:]
        try:
            programs()
        except NoPostgres:
            try:
                install()
            except NoPostgres as trouble:
                print(trouble, file=sys.stderr)
                return 2
    if not words:
        print(__doc__, file=sys.stderr)
        return 2
    # Stopped from outside, the server must not stay behind.
    signal.signal(signal.SIGTERM, lambda *_args: sys.exit(143))
    try:
        with temporary_cluster(options=HURRIED) as cluster:
            return subprocess.run(
                words, env={**os.environ, **settings_for(cluster)}, check=False
            ).returncode
    except NoPostgres as trouble:
        print(trouble, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
