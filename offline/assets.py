"""The static files that pages need without a network."""

import hashlib
import json
from functools import cache

from django.templatetags.static import static

from kidneycare.server.assets import sources
from kidneycare.server.release import release

FOLDERS = ("css/", "figures/", "js/")
OTHERS = ("django_htmx/htmx-2.min.js",)


@cache
def assets() -> tuple[str, ...]:
    """Their addresses, which change with their content."""
    names = (name for name, _ in sources())
    return tuple(static(name) for name in names if name.startswith(FOLDERS) or name in OTHERS)


@cache
def version() -> str:
    """A hash of the files and the release: what was kept for another is out of date."""
    return hashlib.sha256(json.dumps([*assets(), release()]).encode()).hexdigest()[:12]
