"""Settings read from the environment: the database's address, the secret key, numbers."""

import contextlib
import os
import secrets
from collections.abc import Collection
from pathlib import Path
from typing import Any
from urllib.parse import quote

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

MOST_DAYS = 36_500
"""For how many days a backup can be kept: beyond them a date can't be counted back."""

SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
"""WAL lets readers go on while one writes; FULL keeps an acknowledged tick when the power goes a
moment later; secure_delete overwrites what is erased, in the file itself after the next checkpoint
(kidneycare.db.secure_erase)."""


def database(url: str | None, data: Path) -> dict[str, Any]:
    """Django's settings for the database at ``url`` (none: SQLite in ``data``).

    Raises:
        ImproperlyConfigured: the address is neither SQLite nor PostgreSQL.
    """
    # sqlite:///relative and sqlite:////absolute, as the usual tools read them
    address = url or f"sqlite:///{quote(str(data / 'kidneycare.sqlite3'))}"
    try:
        parsed: dict[str, Any] = {"OPTIONS": {}, **dj_database_url.parse(address)}
        engine = parsed["ENGINE"].rpartition(".")[2]
        defaults = {"sqlite3": _sqlite, "postgresql": _postgresql}[engine]()
    except (ValueError, KeyError) as error:
        message = "DATABASE_URL must begin with postgres:// or sqlite:///"
        raise ImproperlyConfigured(message) from error
    return {**parsed, **defaults, "OPTIONS": defaults["OPTIONS"] | parsed["OPTIONS"]}


def _sqlite() -> dict[str, Any]:
    return {
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": SQLITE_PRAGMAS,
        },
    }


def _postgresql() -> dict[str, Any]:
    # A connection for each thread. While the server is away a request waits
    # this long, not the half minute that is usual.
    threads = positive_int("WEB_THREADS", 4, most=64)
    return {
        # Without health checks a pooled connection outlives a restart of the server
        # and every request on it fails.
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": threads, "timeout": 5},
            "connect_timeout": 5,
        },
    }


def positive_int(name: str, default: int, most: int = 1_000_000) -> int:
    """The number in the variable ``name``, or ``default`` where it is unset.

    Raises:
        ImproperlyConfigured: it is no whole number from 1 to ``most``.
    """
    text = os.environ.get(name) or str(default)
    if text.isascii() and text.isdigit() and 1 <= int(text) <= most:
        return int(text)
    message = f"{name} is “{text}”: it must be a number from 1 to {most:,}."
    raise ImproperlyConfigured(message)


def one_of(name: str, choices: Collection[str], default: str) -> str:
    """The value of the variable ``name``, or ``default`` where it is unset.

    Raises:
        ImproperlyConfigured: it is none of ``choices``.
    """
    text = os.environ.get(name) or default
    if text in choices:
        return text
    *others, last = choices
    message = f"{name} is “{text}”: it must be {', '.join(others)} or {last}."
    raise ImproperlyConfigured(message)


def make_data_folder(data: Path) -> None:
    """Make the folder that holds the database and the secret key, for its owner alone.

    Raises:
        ImproperlyConfigured: it can't be made.
    """
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        message = f"The data folder {data} can't be made: {error.strerror}."
        raise ImproperlyConfigured(message) from error


def secret_key(data: Path) -> str:
    """The secret key of this data folder, generated where there is none.

    Raises:
        ImproperlyConfigured: it can't be written or read.
    """
    path = data / "secret-key"
    try:
        if not path.exists():
            # Written beside its place and linked into it: two processes that start
            # together agree on one key, and none reads half of it.
            fresh = data / f"secret-key.{os.getpid()}"
            fresh.touch(mode=0o600)
            fresh.write_text(secrets.token_urlsafe(64), encoding="ascii")
            with contextlib.suppress(FileExistsError):
                path.hardlink_to(fresh)
            fresh.unlink()
        return path.read_text(encoding="ascii")
    except OSError as error:
        message = f"The secret key can't be kept in {data}: {error.strerror}."
        raise ImproperlyConfigured(message) from error
