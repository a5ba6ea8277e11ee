"""Programs that run as nobody special, and what they are told of this computer."""

import os
import pwd
import re
import subprocess
from collections.abc import Mapping
from typing import TypeVar

from scripts.running import Running

K = TypeVar("K")


class Program(Running):
    """A program that may not run as the administrator."""

    owner: pwd.struct_passwd

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=self.log.parent,
                env=self.environment,
                stdout=log,
                stderr=log,
                user=self.owner.pw_uid if is_root() else None,
                group=self.owner.pw_gid if is_root() else None,
            )


def is_root() -> bool:
    return os.geteuid() == 0


def translated(environment: Mapping[K, str], known: Mapping[str, str]) -> dict[K, str]:
    """With the addresses of this computer."""
    pattern = re.compile("|".join(map(re.escape, known)))
    return {
        name: pattern.sub(lambda found: known[found[0]], value)
        for name, value in environment.items()
    }
