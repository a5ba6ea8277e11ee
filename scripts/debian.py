"""Debian's packages, for what tests need beside Python's."""

import os
import shutil
import subprocess
import sys


class NotInstalled(Exception):
    """What is missing, in one sentence."""


def install(what: str, *packages: str) -> None:
    """Install packages of Debian.

    Raises:
        NotInstalled: this is not Debian, its administrator is somebody else, or it failed.
    """
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise NotInstalled(f"Installing {what} needs Debian and its administrator.")
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
