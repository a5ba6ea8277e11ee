"""The two sites as processes, on the same server and the same kind of database."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.asking import Ask
from scripts.with_postgres import free_port

ROOT = Path(__file__).resolve().parents[1]
CORES = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


def keep_to(cores: list[int]) -> None:
    """Let this process, and what it starts from now on, run on these cores alone."""
    if len(CORES) > 1:
        os.sched_setaffinity(0, cores)


def children_of(process: int) -> list[int]:
    """The processes that this one has started; none where the system doesn't tell."""
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    except OSError:
        return []
    return [int(child) for child in children.split()]


def processor_seconds(process: int) -> float:
    """Processor time of all threads of a process so far; 0 where the system doesn't tell."""
    try:
        threads = Path(f"/proc/{process}/task").iterdir()
        took = [(thread / "schedstat").read_text(encoding="ascii") for thread in threads]
    except OSError:
        return 0.0
    return sum(int(each.split()[0]) for each in took) / 1e9


@dataclass
class Site:
    """One of the two: how it is filled and started, and what can be asked of it."""

    name: str
    filled_by: str
    environment: dict[str, str]
    command: list[str]
    asks: dict[str, list[Ask]]
    queries: dict[str, int]
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    def fill(self) -> None:
        """Make its people, in a process of its own."""
        done = subprocess.run(
            [sys.executable, "-m", "bench.fill", self.filled_by],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            check=True,
        )
        told: dict[str, Any] = json.loads(done.stdout)
        self.queries = told["queries"]
        self.asks = {
            name: [Ask(**values) for values in asked] for name, asked in told["asks"].items()
        }

    @contextmanager
    def serving(self, *, workers: int, cores: list[int]) -> Iterator[None]:
        """Serve with so many workers of four threads each, on these cores."""
        self.port = free_port()
        counts = {"WEB_WORKERS": str(workers), "WEB_THREADS": "4", "PORT": str(self.port)}
        words = [word.format(port=self.port, workers=workers) for word in self.command]
        keep_to(cores)
        self.process = subprocess.Popen(words, cwd=ROOT, env=self.environment | counts)
        keep_to(CORES)
        try:
            self._wait()
            yield
        finally:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(60)

    def _wait(self) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=5).close()
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise RuntimeError(f"{self.name} does not answer")

    def worker_seconds(self) -> float:
        """Processor time that the one worker has taken so far.

        Where other programs take turns with this one, it tells more than the clock does.
        """
        return processor_seconds(self._worker())

    def _worker(self) -> int:
        assert self.process is not None
        return children_of(self.process.pid)[0]

    def worker_mebibytes(self) -> float | None:
        """Memory of one worker, with its share of what it has in common with the others.

        ``None`` where the system doesn't tell.
        """
        try:
            shares = Path(f"/proc/{self._worker()}/smaps_rollup").read_text(encoding="ascii")
        except (OSError, IndexError):
            return None
        return next(int(s.split()[1]) for s in shares.splitlines() if s.startswith("Pss:")) / 1024


def product(folder: Path, url: str) -> Site:
    """The product, started as `make run` starts it."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "kidneycare.settings",
        "KIDNEYCARE_DATA": str(folder),
        "DATABASE_URL": url,
        "SECRET_KEY": "only for measuring " * 3,
    }
    serve = [sys.executable, "manage.py", "serve", "--no-banner", "--host", "127.0.0.1"]
    return Site("product", "bench.people", environment, serve, {}, {})


def floor(folder: Path, url: str) -> Site:
    """The floor, on the product's own server with the product's settings of it."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "bench.floor.settings",
        "KIDNEYCARE_DATA": str(folder),
        "DATABASE_URL": url,
    }
    serve = [sys.executable, "-m", "kidneycare.server", "--port", "{port}"]
    serve += ["--workers", "{workers}", "--threads", "4", "bench.floor.wsgi:application"]
    return Site("floor", "bench.floor.fill", environment, serve, {}, {})
