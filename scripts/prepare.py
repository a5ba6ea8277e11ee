"""Make `.venv` ready, or say in one plain sentence what is in the way.

`python3 scripts/prepare.py` installs what running the site needs, with `--dev` also what testing
it needs. A stamp inside `.venv` records what is installed, so repeating it costs next to nothing.

This is the first program a newcomer runs, perhaps with an old Python. It therefore keeps to what
Python 3.6 understands: an old interpreter must be able to say that it is too old, and to start a
newer one that stands beside it.
"""

import argparse
import contextlib
import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Iterator

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
OLDEST = (3, 11)
#: Newest first. A Python above the first of these is used only when none of them is there,
#: because the locked packages may not be built for it yet.
NAMES = ("python3.14", "python3.13", "python3.12", "python3.11")
RUN_LOCK = "requirements.txt"
DEV_LOCK = "requirements-dev.txt"

#: Asked of every interpreter. `_base_executable` is the Python behind an active virtual
#: environment: an environment must not be built on another, least of all on itself.
QUESTION = """
import importlib.util, json, sys
print(json.dumps({
    "version": list(sys.version_info[:3]),
    "executable": getattr(sys, "_base_executable", None) or sys.executable,
    "prefix": sys.prefix,
    "venv": all(importlib.util.find_spec(m) is not None for m in ("venv", "ensurepip")),
    "pip": importlib.util.find_spec("pip") is not None,
}))
"""


class NotReady(Exception):
    """The environment cannot be made; the message says why and what to do, for the reader."""


class Interpreter:
    """A Python that was started once and answered."""

    def __init__(
        self, version: "tuple[int, ...]", executable: str, prefix: str, venv: bool, pip: bool
    ) -> None:
        """Keep what it answered to QUESTION."""
        self.version = version
        self.executable = executable
        self.prefix = prefix
        self.can_make_venv = venv
        self.has_pip = pip

    def is_recent_enough(self) -> bool:
        """Whether the site runs on it."""
        return self.version[:2] >= OLDEST

    def describe(self) -> str:
        """Its version as people write it: 3.13.1."""
        return ".".join(str(part) for part in self.version)


def ask(program: str) -> "Interpreter | None":
    """Start `program` and learn which Python it is; None when it does not start or answer.

    A name on PATH proves nothing: version managers leave programs there that only print an error.
    """
    try:
        answer = subprocess.run(
            # Isolated, so that a PYTHONPATH of the user's changes nothing.
            [program, "-I", "-c", QUESTION],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=30,
            check=True,
        )
        facts = json.loads(answer.stdout.decode("utf-8"))
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    facts["version"] = tuple(facts["version"])
    return Interpreter(**facts)


def candidates() -> "list[Interpreter]":
    """Every Python within reach: the one running this, and the usual names on PATH."""
    programs = [sys.executable] + [found for found in map(shutil.which, NAMES) if found]
    answers = [ask(program) for program in programs]
    return [answer for answer in answers if answer is not None]


def choose(found: "list[Interpreter]") -> Interpreter:
    """Return the newest Python that can make an environment.

    Raises NotReady when all are too old, or when those that are not lack the venv module.
    """
    recent = [one for one in found if one.is_recent_enough()]
    if not recent:
        newest = max(found, key=lambda one: one.version, default=None)
        have = "only Python " + newest.describe() if newest else "no Python that starts"
        raise NotReady(
            "Kidneycare needs Python 3.11 or newer and found {}: install a newer one "
            "(Debian, Ubuntu: `sudo apt install python3 python3-venv`; Mac: `brew install python`; "
            "or from python.org) and run this again.".format(have)
        )
    able = [one for one in recent if one.can_make_venv]
    if not able:
        newest = max(recent, key=lambda one: one.version)
        raise NotReady(
            "Python {} is here without its venv module, which Kidneycare needs: install it "
            "(Debian, Ubuntu: `sudo apt install python3-venv`, or `python{}.{}-venv`) "
            "and run this again.".format(newest.describe(), *newest.version[:2])
        )
    newest_known = tuple(int(part) for part in NAMES[0].replace("python", "").split("."))
    # Known versions first (True sorts after False), then the newest of them.
    return max(able, key=lambda one: (one.version[:2] <= newest_known, one.version))


def environment_python(venv: Path) -> Path:
    """Where the environment keeps its interpreter."""
    return venv / "bin" / "python"


def usable(venv: Path) -> "Interpreter | None":
    """Return the interpreter of an existing environment, or None when it must be made (again).

    It must be remade when the Python behind it was uninstalled, when its making was interrupted,
    or when the folder was moved: the programs inside it hold their old address.
    """
    program = environment_python(venv)
    if not program.exists():
        return None
    interpreter = ask(str(program))
    if interpreter is None or not interpreter.has_pip or not interpreter.is_recent_enough():
        return None
    moved = read_stamp(venv).get("folder", str(venv)) != str(venv)
    return None if moved or Path(interpreter.prefix) != venv else interpreter


def digest(path: Path) -> str:
    """Fingerprint of a lock file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def stamp_path(venv: Path) -> Path:
    """Where an environment records what was installed into it."""
    return venv / "kidneycare.json"


def read_stamp(venv: Path) -> "dict[str, str]":
    """What the environment says it holds; empty when it says nothing readable."""
    try:
        stamp = json.loads(stamp_path(venv).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def run_hidden(command: "list[str]", trouble: str) -> None:
    """Run `command` unseen; when it fails, show what it printed and raise NotReady(trouble)."""
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode != 0:
        sys.stderr.write(done.stdout.decode("utf-8", "replace"))
        raise NotReady(trouble)


def make_environment(venv: Path) -> Interpreter:
    """Make the environment from nothing and return its interpreter."""
    chosen = choose(candidates())
    run_hidden(
        [chosen.executable, "-I", "-m", "venv", "--clear", str(venv)],
        "Kidneycare could not make its folder {}; the lines above say why "
        "(is the disk full, or the folder not yours?).".format(venv.name),
    )
    made = ask(str(environment_python(venv)))
    if made is None:
        raise NotReady(
            "Kidneycare made its folder {}, but the Python in it does not start: "
            "remove the folder and run this again.".format(venv.name)
        )
    return made


def install(python: Path, lock: Path) -> None:
    """Install exactly what the lock file lists, refusing anything whose fingerprint differs."""
    run_hidden(
        [
            str(python),
            "-I",
            "-m",
            "pip",
            "install",
            "--disable-pip-version-check",
            "--no-input",
            "--no-user",
            "--require-hashes",
            "--only-binary",
            ":all:",
            "--requirement",
            str(lock),
        ],
        "Kidneycare's packages could not be installed; the lines above say why. If they speak of "
        "connections or time-outs, check that this computer is online and run this again.",
    )


@contextlib.contextmanager
def one_at_a_time(lock: Path) -> "Iterator[None]":
    """Let a second `make` in another window wait instead of spoiling the first one's work.

    The lock file is only held, never written, so nothing is left behind.
    """
    try:
        import fcntl
    except ImportError:  # Not a Unix: nothing to hold; the worst is work done twice.
        yield
        return
    with lock.open("rb") as held:
        with contextlib.suppress(OSError):  # Some network folders cannot hold a file.
            fcntl.flock(held, fcntl.LOCK_EX)
        yield


def prepare(root: Path, venv: Path, dev: bool) -> None:
    """Bring the environment in line with the lock file; do nothing when it already is."""
    lock = root / (DEV_LOCK if dev else RUN_LOCK)
    with one_at_a_time(lock):
        interpreter = usable(venv)
        stamp = read_stamp(venv) if interpreter else {}
        locks = {lock.name: digest(lock)}
        if dev:
            # The development lock is made on top of the other and holds all of it.
            locks[RUN_LOCK] = digest(root / RUN_LOCK)
        wanted = dict(locks)
        if interpreter:
            wanted["python"] = interpreter.describe()
        if interpreter and all(stamp.get(key) == value for key, value in wanted.items()):
            return
        print("Setting up Kidneycare; the first time this takes about half a minute ...")
        sys.stdout.flush()
        if interpreter is None or stamp.get("python") != interpreter.describe():
            interpreter = make_environment(venv)
        with contextlib.suppress(FileNotFoundError):
            # An interrupted installation must not look finished.
            stamp_path(venv).unlink()
        install(environment_python(venv), lock)
        record = dict(locks, python=interpreter.describe(), folder=str(venv))
        stamp_path(venv).write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


def main(arguments: "list[str] | None" = None) -> int:
    """Prepare the environment; the exit code is 1 with a sentence on stderr when it cannot be."""
    parser = argparse.ArgumentParser(description="Make .venv ready for Kidneycare.")
    parser.add_argument("--dev", action="store_true", help="also install what the tests need")
    options = parser.parse_args(arguments)
    try:
        prepare(ROOT, VENV, dev=options.dev)
    except NotReady as trouble:
        sys.stderr.write("\n{}\n".format(trouble))
        return 1
    except OSError as trouble:
        sys.stderr.write("\nKidneycare could not be set up: {}.\n".format(trouble))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
