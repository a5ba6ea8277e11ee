"""Run a command that needs the cluster's programs: `python -m scripts.cluster COMMAND …`.

With `--install`, Debian's packages are installed where they are missing and that is allowed; none
of their services is started.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from scripts import debian
from scripts.with_postgres import NoPostgres, programs

PROGRAMS = ("etcd", "etcdctl", "patroni", "patronictl", "haproxy", "pgbouncer", "pgbackrest")
PACKAGES = (
    *("etcd-server", "etcd-client", "patroni", "python3-etcd", "haproxy", "pgbouncer"),
    *("pgbackrest", "postgresql"),
)
PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
"""Debian keeps servers where only administrators look."""


def missing() -> list[str]:
    """The programs that are not here."""
    found = [name for name in PROGRAMS if shutil.which(name, path=PATH) is None]
    try:
        programs()
    except NoPostgres:
        found.append("postgres")
    return found


def main(words: list[str]) -> int:
    """Run the command; the exit code is its own, or 2 where programs are missing."""
    if words[:1] == ["--install"]:
        words = words[1:]
        try:
            if missing():
                debian.install("the cluster's programs", *PACKAGES)
        except debian.NotInstalled as trouble:
            print(trouble, file=sys.stderr)
            return 2
    if absent := missing():
        print(
            f"The cluster needs {', '.join(absent)} "
            f"(Debian, Ubuntu: sudo apt install {' '.join(PACKAGES)}).",
            file=sys.stderr,
        )
        return 2
    return subprocess.run(words, env={**os.environ, "PATH": PATH}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
