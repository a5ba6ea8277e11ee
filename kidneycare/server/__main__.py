"""The web server, granian: `python -m kidneycare.server`, which `manage.py serve` becomes."""

import argparse
import gc
import logging
import os
import re
import resource
import signal
import sys
import threading
import time
from functools import partial
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import close_old_connections, connections
from django.template.loader import render_to_string
from granian import Granian
from granian.constants import HTTPModes, Interfaces, Loops, SSLProtocols
from granian.http import HTTP1Settings
from granian.log import LogLevels

from kidneycare.server.bridge import Bridge, Limits

STOP_SECONDS = 25
"""The most that a process takes to stop; then it is killed. Containers are given 30."""
PROXY_NOTICES_SECONDS = 5.0
"""A proxy checks /livez every second and must have stayed away before the site stops accepting."""
LEAVE_SECONDS = 2.0
"""The same without a proxy: a request that has half arrived is there by then."""
CONNECTIONS = 4096
"""Of each process, idle ones included; more wait in the kernel."""
WHOLE_RECORDS = re.compile(r"POST .*/import/(?:loop/)?|\w+ .*/export\.(?:json|csv)")
"""Read or written whole: a second of work, or several, where they are of many years."""
HEALTH = re.compile(r"(?:GET|HEAD) /(?:livez|readyz)")
SPARE_FILES = 124
"""Open files of a process beside its connections."""


OPTIONS: dict[str, Any] = {
    "interface": Interfaces.ASGI,
    # Whatever else is installed: this is what was measured.
    "loop": Loops.asyncio,
    "http": HTTPModes.http1,
    "websockets": False,
    "http1_settings": HTTP1Settings(
        # Milliseconds; it ends idle connections too, later than a proxy does (deploy/Caddyfile).
        header_read_timeout=20_000,
        # Of all headers; kidneycare.server.bridge has the finer limits.
        max_buffer_size=32 * 1024,
    ),
    # Who asked for what and when is nobody's business. Errors are logged as Django's are.
    "log_access": False,
    "log_level": LogLevels.error,
    "log_dictconfig": {"loggers": {"_granian": {"handlers": [], "propagate": True}}},
    # Without this granian stops altogether when a process crashes.
    "respawn_failed_workers": True,
    "workers_kill_timeout": STOP_SECONDS,
    # Phones of 2018 know no later one.
    "ssl_protocol_min": SSLProtocols.tls12,
}


def max_connections() -> int:
    """Raise the limit of open files as far as the system allows; most are for connections."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS + SPARE_FILES
    limit = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))
    return limit - SPARE_FILES


def bridged(application: str, *, threads: int) -> Bridge:
    """Load the WSGI application, named as `module:attribute`; called in each process."""
    module, _, attribute = application.partition(":")
    return Bridge(
        getattr(import_module(module), attribute),
        Limits(
            body=settings.LARGEST_REQUEST,
            form=settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
            one_at_a_time=WHOLE_RECORDS,
            health=HEALTH,
        ),
        threads=threads,
        refused=render_to_string("refused.txt").encode(),
        leave_seconds=PROXY_NOTICES_SECONDS if settings.TLS_PROXY else LEAVE_SECONDS,
        upkeep=upkeep,
    )


def upkeep() -> None:
    """Remove what has been here long enough; the thread it runs in keeps no connection."""
    try:
        call_command("upkeep")
    finally:
        close_old_connections()


def load_before_fork(application: str) -> None:
    """Load once what every process then shares: less memory, and a mistake shows once."""
    bridged(application, threads=1)
    # No process may inherit an open connection to a database.
    connections.close_all()
    gc.collect()
    # Otherwise each garbage collection would copy what is loaded into every process.
    gc.freeze()


def log_what_python_prints() -> None:
    """Log warnings and exceptions that nobody catches; Python would print them in its own form."""
    log = logging.getLogger("kidneycare.server")

    def end(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        if isinstance(error, Exception):
            # granian adds a backtrace of its own to the first line.
            log.critical("%s", str(error).partition("\n")[0], exc_info=error)

    logging.captureWarnings(True)
    sys.excepthook = end
    threading.excepthook = lambda found: log.error("failed", exc_info=found.exc_value)
    sys.unraisablehook = lambda found: log.error("failed", exc_info=found.exc_value)


def end_with_parent() -> None:
    """Stop when the process that started this one was killed: nobody else would end it."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m kidneycare.server")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2, help="processes")
    parser.add_argument("--threads", type=int, default=4, help="of each process")
    parser.add_argument("--certificate", type=Path, help="file of a key and its certificate")
    parser.add_argument("--with-parent", action="store_true", help="end when the parent does")
    parser.add_argument("application", nargs="?", default="kidneycare.wsgi:application")
    options = parser.parse_args()
    # The database and all that is written beside it are for their owner alone.
    os.umask(0o077)
    load_before_fork(options.application)
    log_what_python_prints()
    server = Granian(
        options.application,
        address=options.host,
        port=options.port,
        workers=options.workers,
        backpressure=max_connections(),
        ssl_cert=options.certificate,
        ssl_key=options.certificate,
        **OPTIONS,
    )
    if options.with_parent:
        server.on_startup(end_with_parent)
    server.serve(target_loader=partial(bridged, threads=options.threads))


if __name__ == "__main__":
    main()
