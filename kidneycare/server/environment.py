"""Settings read from the environment; all raise ImproperlyConfigured where they can't be used."""

import contextlib
import os
import secrets
import sys
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

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
    # What is written aside in between is in no file, where nothing would overwrite it.
    "PRAGMA temp_store=MEMORY;"
)
"""WAL lets readers go on while one writes; FULL keeps an acknowledged tick when the power goes a
moment later; secure_delete overwrites what is erased, in the file itself after the next checkpoint
(kidneycare.db.secure_erase)."""


LOST_MACHINE = {
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 11_000,
}
"""A machine that is gone says nothing: a connection to it ends after 11 seconds, not two hours."""


def database_url() -> str | None:
    """The address of the database: behind a pooler of connections, a command's is direct.

    A command may hold a lock for its session (migrating) or need one session after the other to
    see the same moment (pg_dump), and a pooler in transaction mode gives nobody a session.
    """
    direct = os.environ.get("DATABASE_DIRECT_URL")
    is_command = Path(sys.argv[0]).name == "manage.py"
    return direct if direct and is_command else os.environ.get("DATABASE_URL")


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
    # One connection a thread, one for whole records and one for health checks
    # (kidneycare.server.bridge). A request waits 5 seconds for the database, not 30 as by default:
    # so long it takes to start again. Behind a pooler another takes over, later than anybody should
    # wait, and requests must not pile up until then.
    behind_a_pooler = bool(os.environ.get("DATABASE_DIRECT_URL"))
    threads = positive_int("WEB_THREADS", 4, most=64)
    pool = {
        "min_size": 1,
        "max_size": threads + 2,
        "timeout": 2 if behind_a_pooler else 5,
        # Else the pool waits twice as long after each try in vain: the database would be there
        # again for up to a quarter of a minute before it notices.
        "reconnect_timeout": 2,
    }
    return {
        # Without them requests fail on pooled connections after a restart of the database.
        "CONN_HEALTH_CHECKS": True,
        # A cursor of the server outlives its transaction, and a pooler in transaction mode with it.
        "DISABLE_SERVER_SIDE_CURSORS": behind_a_pooler,
        "OPTIONS": {"pool": pool, "connect_timeout": 5, **LOST_MACHINE},
    }


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
