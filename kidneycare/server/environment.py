"""Settings read from the environment; all raise ImproperlyConfigured where they can't be used."""

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

HTTPS_DISTANCE = 443
"""From the port of http to that of https: 8443 beside 8000."""

SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
"""WAL lets readers go on while one writes; FULL keeps an acknowledged tick when the power goes a
moment later; secure_delete overwrites what is erased, in the file itself after the next checkpoint
(kidneycare.db.secure_erase)."""


def database(url: str | None, data: Path) -> dict[str, Any]:
    """Django's settings for the database at ``url``, by default SQLite in ``data``."""
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
    options = {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": SQLITE_PRAGMAS}
    return {"CONN_MAX_AGE": None, "OPTIONS": options}


def _postgresql() -> dict[str, Any]:
    # One connection a thread, and one for whole records (kidneycare.server.bridge). A request
    # waits 5 seconds for the database, not 30 as by default.
    threads = positive_int("WEB_THREADS", 4, most=64)
    pool = {"min_size": 1, "max_size": threads + 1, "timeout": 5}
    # Without health checks requests fail on pooled connections after a restart of the database.
    return {"CONN_HEALTH_CHECKS": True, "OPTIONS": {"pool": pool, "connect_timeout": 5}}


def positive_int(name: str, default: int, most: int = 1_000_000) -> int:
    """The number, from 1 to ``most``, in the environment variable ``name``."""
    text = os.environ.get(name) or str(default)
    if text.isascii() and text.isdigit() and 1 <= int(text) <= most:
        return int(text)
    message = f"{name} is “{text}”: it must be a number from 1 to {most:,}."
    raise ImproperlyConfigured(message)


def one_of(name: str, choices: Collection[str], default: str) -> str:
    text = os.environ.get(name) or default
    if text in choices:
        return text
    *others, last = choices
    message = f"{name} is “{text}”: it must be {', '.join(others)} or {last}."
    raise ImproperlyConfigured(message)


def https_port() -> int | None:
    """The port beside ``PORT`` on which ``HTTPS=1`` serves https; none without it."""
    if one_of("HTTPS", ("0", "1"), "0") == "0":
        return None
    if os.environ.get("TLS") == "proxy":
        message = "HTTPS=1 and TLS=proxy don't go together: behind a proxy the proxy speaks https."
        raise ImproperlyConfigured(message)
    port = positive_int("PORT", 8000, most=65535 - HTTPS_DISTANCE)
    return 443 if port == 80 else port + HTTPS_DISTANCE


def make_data_folder(data: Path) -> None:
    """Make the folder of the database and the secret key, for its owner alone."""
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        message = f"The data folder {data} can't be made: {error.strerror}."
        raise ImproperlyConfigured(message) from error


def secret_key(data: Path) -> str:
    """The secret key of this data folder, generated where there is none."""
    path = data / "secret-key"
    try:
        if not path.exists():
            # Written beside its place and linked into it, so that two processes which start
            # together use the same key.
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
