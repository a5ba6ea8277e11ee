"""Reading the environment: the database's address and the secret key."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from pathlib import Path

MOST = 1_000_000
"""The largest number that a setting may be; far more than makes sense in any of them."""

SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
"""WAL lets readers go on while one writes; FULL keeps a tick that was
acknowledged when the power goes a moment later; what is erased is overwritten,
not only forgotten, in the file itself once ``kidneycare.db.secure_erase`` was there."""


def database(url: str | None, data: Path) -> dict[str, Any]:
    """Django's settings for the database at ``url`` (none: SQLite in ``data``).

    Raises:
        ImproperlyConfigured: the address is neither SQLite nor PostgreSQL.
    """
    parts = urlsplit(url or f"sqlite:///{data / 'kidneycare.sqlite3'}")
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            # sqlite:///relative and sqlite:////absolute, as the usual tools read them
            "NAME": unquote(parts.path[1:]) if url else str(data / "kidneycare.sqlite3"),
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": SQLITE_PRAGMAS,
            },
        }
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            # Without health checks a pooled connection outlives a restart of
            # the server and every request on it fails.
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {
                # A connection for each thread. While the server is away a
                # request waits this long, not the half minute that is usual.
                "pool": {"min_size": 1, "max_size": most_connections(), "timeout": 5},
                "connect_timeout": "5",
                **dict(parse_qsl(parts.query)),
            },
        }
    message = "DATABASE_URL must begin with postgres:// or sqlite:///"
    raise ImproperlyConfigured(message)


def most_connections() -> int:
    """How many connections a process may need: one for each of its threads."""
    text = os.environ.get("WEB_THREADS") or ""
    return int(text) if text.isascii() and text.isdigit() and int(text) > 0 else 4


MOST_DAYS = 36_500
"""For how many days a copy can be kept: beyond them a date can't be counted back."""


def amount(name: str, usual: int, most: int = MOST) -> int:
    """How many of something the variable ``name`` says; ``usual`` where it is unset.

    Raises:
        ImproperlyConfigured: it is no whole number from 1 to ``most``.
    """
    text = os.environ.get(name) or str(usual)
    if text.isascii() and text.isdigit() and 1 <= int(text) <= most:
        return int(text)
    message = f"{name} is “{text}”: it must be a number from 1 to {most:,}."
    raise ImproperlyConfigured(message)


def secret_key(data: Path, *, generate: bool) -> str:
    """The secret key: from the environment, else generated once and kept in ``data``.

    Several servers on one PostgreSQL must share a key, so there ``generate``
    is false and a missing key is an error.

    Raises:
        ImproperlyConfigured: no key is given and none may be made.
    """
    if key := os.environ.get("SECRET_KEY"):
        return key
    if not generate:
        message = "With PostgreSQL set SECRET_KEY: a long random text, the same on every server."
        raise ImproperlyConfigured(message)
    path = data / "secret-key"
    try:
        # Made whole beside its place and linked into it: two processes that
        # start together agree on one key, and none reads half of it.
        fresh = data / f"secret-key.{os.getpid()}"
        if not path.exists():
            fresh.touch(mode=0o600)
            fresh.write_text(secrets.token_urlsafe(64), encoding="ascii")
            try:
                path.hardlink_to(fresh)
            except FileExistsError:
                pass
            finally:
                fresh.unlink()
        return path.read_text(encoding="ascii")
    except OSError as error:
        message = f"The secret key can't be kept in {data}: {error.strerror}."
        raise ImproperlyConfigured(message) from error
