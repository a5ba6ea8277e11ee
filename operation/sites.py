"""The site as `make run` serves it, on a free port, and what its database holds."""

import asyncio
import http.client
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from operation.phones import Key, Phone, Place, Tally, kept_by_postgresql, kept_by_sqlite
from scripts.running import Running
from scripts.with_postgres import Cluster, free_port

PHONES = 16


class Site(Running):
    """The site with a database, and what that database holds."""

    kept: Callable[[], set[Key]]
    database: str

    @property
    def place(self) -> Place:
        return Place(self.port)


def site(folder: Path, url: str, kept: Callable[[], set[Key]]) -> Site:
    """As `make run` starts it, on a free port."""
    port = free_port()
    made = Site(
        command=[sys.executable, "manage.py", "serve", "--no-banner", "--host", "127.0.0.1"],
        environment={
            "PATH": os.environ["PATH"],
            "KIDNEYCARE_DATA": str(folder),
            "DATABASE_URL": url,
            "SECRET_KEY": "only for tests",
            "PORT": str(port),
        },
        port=port,
        log=folder / "log",
        healthcheck=[sys.executable, "-m", "kidneycare.server.healthcheck"],
    )
    made.kept = kept
    made.database = "PostgreSQL" if url.startswith("postgres") else "SQLite"
    return made


@contextmanager
def served(made: Site) -> Iterator[Site]:
    """Started, and stopped in the end."""
    made.start()
    try:
        made.wait_until_healthy()
        yield made
    finally:
        made.stop(signal.SIGTERM)


def on_sqlite(folder: Path, log: Path | None = None) -> Site:
    file = folder / "record.sqlite3"
    made = site(folder, f"sqlite:///{file}", lambda: kept_by_sqlite(file))
    made.log = log or made.log
    return made


def on_postgresql(folder: Path, cluster: Cluster, name: str) -> Site:
    url = cluster.url(name)
    return site(
        folder, url, lambda: kept_by_postgresql(url.replace("postgres://", "postgresql://"))
    )


def reads_today(found: Site) -> bool:
    async def ask() -> int:
        phone = Phone(found.place, Tally(), None)
        return await phone.ask("GET", "/")

    return asyncio.run(ask()) == 200


def ready(port: int, timeout: float = 10) -> tuple[int, str]:
    """What the site on that port says of itself; status 0 where it says nothing."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        line.request("GET", "/readyz", headers={"Host": "localhost"})
        answer = line.getresponse()
        return answer.status, answer.read().decode()
    except (OSError, http.client.HTTPException) as trouble:
        return 0, type(trouble).__name__
    finally:
        line.close()
