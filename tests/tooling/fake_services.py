"""Stands in for `systemctl`, `systemd-run`, `loginctl` and `launchctl`: starts what it is told.

Each call is noted in the file CALLS; NO_SANDBOX and NO_LINGER make two of them fail.
"""

import os
import plistlib
import shlex
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

CALLS = Path(os.environ["CALLS"])
RUNS = CALLS.with_name("pid")


def start(command: list[str], folder: str, settings: dict[str, str], *, wait: bool) -> int:
    # Tests listen on this computer alone.
    host = ["--host", "127.0.0.1"] if "serve" in command else []
    process = subprocess.Popen(
        [*command, *host],
        cwd=folder,
        env={"PATH": os.defpath, **settings},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=CALLS.with_name("journal").open("ab"),
        start_new_session=True,
    )
    if wait:
        return process.wait()
    RUNS.write_text(str(process.pid), encoding="ascii")
    return 0


def stop() -> None:
    with suppress(FileNotFoundError, ProcessLookupError):
        number = int(RUNS.read_text(encoding="ascii"))
        RUNS.unlink()
        os.kill(number, signal.SIGTERM)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            os.kill(number, 0)
            time.sleep(0.1)


def start_unit(name: str) -> int:
    unit = Path(os.environ["XDG_CONFIG_HOME"]) / "systemd" / "user" / name
    lines = unit.read_text(encoding="utf-8").splitlines()
    pairs = [line.replace("%%", "%").partition("=")[::2] for line in lines if line[:1] != "#"]
    known = dict(pairs)
    settings = [shlex.split(value)[0] for key, value in pairs if key == "Environment"]
    return start(
        shlex.split(known["ExecStart"]),
        known["WorkingDirectory"],
        dict(each.split("=", 1) for each in settings),
        wait=known["Type"] == "oneshot",
    )


def systemctl(_user: str, verb: str, *units: str) -> int:
    if verb in {"stop", "restart"} or (verb == "disable" and "--now" in units):
        stop()
    return start_unit(units[0]) if verb in {"start", "restart"} else 0


def launchctl(verb: str, session: str, agent: str = "") -> int:
    if verb == "bootout" and session.endswith("/kidneycare"):
        stop()
    if verb != "bootstrap":
        return 0
    told = plistlib.loads(Path(agent).read_bytes())
    return start(
        told["ProgramArguments"],
        told["WorkingDirectory"],
        told["EnvironmentVariables"],
        wait="KeepAlive" not in told,
    )


def main(program: str, words: list[str]) -> int:
    with CALLS.open("a", encoding="utf-8") as calls:
        calls.write(" ".join([program, *words]) + "\n")
    if program == "systemd-run":
        return int("NO_SANDBOX" in os.environ)
    if program == "loginctl":
        return int("NO_LINGER" in os.environ)
    return systemctl(*words) if program == "systemctl" else launchctl(*words)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[0]).name, sys.argv[1:]))
