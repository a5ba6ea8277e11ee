"""The release that is served: a version and a hash of the code."""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings

from kidneycare import __version__

APPS = ("content", "kidneycare", "offline", "people", "practice", "reminders", "sharing")
FOLDERS = ("templates", "static", "locale", *APPS)


@cache
def release() -> str:
    return release_of(settings.BASE_DIR)


def release_of(base: Path) -> str:
    """The version and a hash of what pages are made from, but for the library's texts."""
    digest = hashlib.sha256()
    for folder in FOLDERS:
        for path in sorted((base / folder).rglob("*")):
            if path.is_file() and path.suffix not in {".mo", ".pyc", ".toml"}:
                digest.update(str(path.relative_to(base)).encode())
                digest.update(path.read_bytes())
    return f"{__version__}-{digest.hexdigest()[:10]}"
