"""Http and https side by side: `python -m kidneycare.server.listeners`, which `serve` becomes.

A server of granian listens on one port; each of the two has processes, settings and so names of
cookies of its own.
"""

import argparse
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from types import FrameType

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.log import configure_logging

from kidneycare.server import authority
from kidneycare.server.network import own_names

RENEW_SECONDS = 600.0
"""A router may give this computer another address while it runs."""
LOOK_SECONDS = 0.5
log = logging.getLogger("kidneycare.server")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m kidneycare.server.listeners")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", default="8000")
    parser.add_argument("--https-port", default="8443")
    parser.add_argument("--workers", default="2", help="processes that speak https")
    parser.add_argument("--threads", default="4", help="of each process")
    options = parser.parse_args()
    server = [
        *(sys.executable, "-m", "kidneycare.server", "--with-parent"),
        *("--host", options.host, "--threads", options.threads),
    ]
    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)
    certificate = str(authority.server_file(settings.DATA))
    # Http is for the first minutes of a phone, and for those that can't be told whom to trust.
    http = [*server, "--port", options.port, "--workers", "1"]
    https = [
        *(*server, "--port", options.https_port, "--workers", options.workers),
        *("--certificate", certificate),
    ]
    sys.exit(run_both(start(http), start(https, TLS="listener"), renew))


def start(command: list[str], **environment: str) -> subprocess.Popen[bytes]:
    """In a process group of its own, which Ctrl+C does not reach.

    Its own processes would end by that before it knows why, and it would replace them.
    """
    return subprocess.Popen(  # noqa: S603 - our own interpreter and arguments, no shell
        command, env=os.environ | environment, process_group=0
    )


def renew() -> bool:
    """Whether the server has a new certificate."""
    return authority.renew(settings.DATA, own_names(), datetime.now(UTC))


def run_both(
    http: subprocess.Popen[bytes], https: subprocess.Popen[bytes], renew: Callable[[], bool]
) -> int:
    """Wait until one of them ends, then end the other; they are stopped together.

    Returns:
        The exit code: 0 only when they were asked to stop.
    """
    listeners = (http, https)
    asked = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        asked = True
        for each in listeners:
            each.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    due = time.monotonic() + RENEW_SECONDS
    while all(each.poll() is None for each in listeners):
        time.sleep(LOOK_SECONDS)
        if time.monotonic() >= due:
            due = time.monotonic() + RENEW_SECONDS
            try:
                if renew():
                    # It replaces its processes one by one; the new ones read the new certificate.
                    https.send_signal(signal.SIGHUP)
            except ImproperlyConfigured as error:
                # Of a full disk, say: what is served goes on with the certificate there is.
                log.error("%s", error)  # noqa: TRY400 - it is a plain sentence
    for each in listeners:
        each.terminate()
    for each in listeners:
        each.wait()
    return 0 if asked else 1


if __name__ == "__main__":
    main()
