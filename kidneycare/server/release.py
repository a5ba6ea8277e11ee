"""What is being served, as one short word that changes with it."""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings

from kidneycare import __version__


@cache
def release() -> str:
    """The release that this process serves."""
    return release_of(settings.BASE_DIR)


def release_of(base: Path) -> str:
    """The version and a hash of everything a page is made from.

    It stands in the ETag of cacheable pages, so it must change with any
    template, style sheet, script, translation or line of code. The texts of
    the document are not in it: the catalogue has a hash of its own.
    """
    digest = hashlib.sha256()
    for folder, pattern in (
        ("templates", "*"),
        ("static", "*"),
        ("locale", "*.po"),
        ("content", "*.py"),
        ("content", "*.css"),
        ("kidneycare", "*.py"),
        ("people", "*.py"),
        ("practice", "*.py"),
    ):
        for path in sorted((base / folder).rglob(pattern)):
            if path.is_file():
                digest.update(str(path.relative_to(base)).encode())
                digest.update(path.read_bytes())
    return f"{__version__}-{digest.hexdigest()[:10]}"
