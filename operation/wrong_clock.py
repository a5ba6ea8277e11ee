"""The site, in a process whose clock a file puts forward and back: `clock` in its data folder."""

from __future__ import annotations

import datetime as dt
import os
import threading
from collections.abc import Iterable
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

import time_machine

from kidneycare.wsgi import application as site

FILE = Path(os.environ["KIDNEYCARE_DATA"]) / "clock"


class Clock:
    """What the process takes for the time: so many seconds beside the truth."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.journey: time_machine.travel | None = None
        self.lock = threading.Lock()

    def follow(self, file: Path) -> None:
        """Step to where the file says."""
        seconds = float(file.read_text(encoding="ascii")) if file.exists() else 0.0
        with self.lock:
            if seconds == self.seconds:
                return
            if self.journey is not None:
                self.journey.stop()
            there = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=seconds)
            self.journey = time_machine.travel(there, tick=True)
            self.journey.start()
            self.seconds = seconds


clock = Clock()


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Look at the file, then answer."""
    clock.follow(FILE)
    return site(environ, start_response)
