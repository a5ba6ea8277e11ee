"""Collect the static files into the folder they are served from, when they changed."""

import hashlib
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.files import locks
from django.core.files.storage import Storage
from django.core.management import call_command

from kidneycare.server import storage as storage_module


def sources() -> list[tuple[str, Storage]]:
    """Every static file with the storage that holds it, in a stable order."""
    found = [item for finder in get_finders() for item in finder.list([])]
    # Two apps may have a file of the same name, and storages themselves cannot be compared.
    return sorted(found, key=lambda item: (item[0], str(getattr(item[1], "location", ""))))


def fingerprint() -> str:
    """A hash of everything that decides what is collected.

    Of contents, not of modification times, which differ in a fresh clone and a container image.
    """
    digest = hashlib.sha256(f"{django.__version__}\n{settings.STORAGES}\n".encode())
    digest.update(Path(storage_module.__file__).read_bytes())
    for path, storage in sources():
        with storage.open(path) as file:
            digest.update(f"{path}\n{hashlib.sha256(file.read()).hexdigest()}\n".encode())
    return digest.hexdigest()


def collect_when_changed() -> bool:
    """Collect the static files unless they are collected already; whether it was done.

    Files of earlier versions stay, since pages that are still open may load them.
    """
    root = Path(settings.STATIC_ROOT)
    # Beside the folder rather than in it, where it would be served to everybody.
    stamp = root.with_name(f"{root.name}.stamp")
    current = fingerprint()
    # Where nothing changed nothing is written: the disk may be read-only.
    if _is_collected(root, stamp, current):
        return False
    root.parent.mkdir(parents=True, exist_ok=True)
    with root.with_name(f"{root.name}.lock").open("w") as lock:
        # Two processes that start at the same moment would remove each other's files.
        locks.lock(lock, locks.LOCK_EX)
        if _is_collected(root, stamp, current):
            return False
        root.mkdir(exist_ok=True)
        for path, _storage in sources():
            # Django would leave a copy alone that is no older than its source, whatever it holds.
            (root / path).unlink(missing_ok=True)
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(current, encoding="ascii")
    return True


def _is_collected(root: Path, stamp: Path, current: str) -> bool:
    return root.is_dir() and stamp.is_file() and stamp.read_text(encoding="ascii") == current
