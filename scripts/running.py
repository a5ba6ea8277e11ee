"""A program that runs beside the tests: started, asked how it is, stopped and started anew."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class CannotRun(Exception):
    """The topology can't be run; the message says why, for the reader."""


@dataclass
class Running:
    """A program that runs, where it listens, and how to start it once more."""

    command: list[str]
    environment: dict[str, str]
    port: int
    log: Path
    healthcheck: list[str] = field(default_factory=list)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; its output goes to a file."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )

    def send(self, sign: signal.Signals) -> None:
        """Send it a signal."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(sign)

    def stop(self, sign: signal.Signals = signal.SIGTERM, seconds: float = 40) -> None:
        """Send it a signal and wait until it has ended."""
        self.send(sign)
        if self.process is not None:
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def listens(self) -> bool:
        """Whether its port takes connections."""
        with socket.socket() as line:
            return line.connect_ex(("127.0.0.1", self.port)) == 0

    def is_healthy(self) -> bool:
        """What its own health check says."""
        return (
            subprocess.run(
                self.healthcheck,
                cwd=ROOT,
                env=self.environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=False,
            ).returncode
            == 0
        )

    def wait_until_healthy(self, seconds: float = 300) -> None:
        """Raise CannotRun, with what it printed, when it does not become healthy in time."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.process is not None:
            # A check is a whole interpreter, which would take its time from the start it waits for.
            if self.listens() and self.is_healthy():
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise CannotRun(f"{self.command}\n{self.log.read_text(encoding='utf-8')[-3000:]}")
