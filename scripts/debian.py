"""Debian's packages, for what tests need beside Python's."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

POLICY = Path("/usr/sbin/policy-rc.d")
"""Debian asks this program whether a package may start its service; 101 is no."""


class NotInstalled(Exception):
    """What is missing, in one sentence."""


def install(what: str, *packages: str) -> None:
    """Install packages of Debian.

    Raises:
        NotInstalled: this is not Debian, its administrator is somebody else, or it failed.
    """
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise NotInstalled(f"Installing {what} needs Debian and its administrator.")
    with no_services():
        _install(what, packages)


@contextmanager
def no_services() -> Iterator[None]:
    """Let no package start its service meanwhile: tests start what they need."""
    if POLICY.exists():
        yield
        return
    POLICY.write_text("#!/bin/sh\nexit 101\n", encoding="ascii")
    POLICY.chmod(0o755)
    try:
        yield
    finally:
        POLICY.unlink()


def _install(what: str, packages: tuple[str, ...]) -> None:
    for words in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        done = subprocess.run(
            ["apt-get", "--quiet", *words],
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            sys.stderr.write(done.stdout + done.stderr)
            raise NotInstalled(f"{what} could not be installed; the lines above say why.")
