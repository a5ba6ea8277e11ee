"""Whole sites in processes of their own, on the kind of database that the tests run on."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).parents[1]
ON_POSTGRESQL = "postgresql" in settings.DATABASES["default"]["ENGINE"]


class Site:
    """A site with a database of its own, of the kind the tests run on."""

    def __init__(self, data: Path, url: str) -> None:
        self.data = data
        self.url = url

    @property
    def environment(self) -> dict[str, str]:
        """The site's own settings, nobody else's."""
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "kidneycare.settings",
            "KIDNEYCARE_DATA": str(self.data),
            "DATABASE_URL": self.url,
            "SECRET_KEY": "only for tests",
        }

    def manage(self, *words: str, timeout: float | None = None) -> subprocess.CompletedProcess[str]:
        """Run a management command."""
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=timeout,
        )

    def run_sql(self, script: str) -> None:
        """Run statements on the empty database."""
        if ON_POSTGRESQL:
            with psycopg.connect(self.url.replace("postgres://", "postgresql://")) as line:
                line.execute(script.encode())
        else:
            with closing(sqlite3.connect(self.url.removeprefix("sqlite:///"))) as file:
                file.executescript(script)


@contextmanager
def empty_site(folder: Path) -> Iterator[Site]:
    """An empty place: no file, or a database without tables."""
    folder.mkdir()
    if not ON_POSTGRESQL:
        yield Site(folder, f"sqlite:///{folder}/record.sqlite3")
        return
    known = connection.settings_dict
    name = f"kidneycare_{folder.name}_{os.getpid()}"
    server = f"{known['USER']}:{known['PASSWORD']}@{known['HOST']}:{known['PORT']}"
    with closing(
        psycopg.connect(f"postgresql://{server}/postgres", autocommit=True)
    ) as administrator:
        administrator.execute(f"CREATE DATABASE {name}")
        try:
            yield Site(folder, f"postgres://{server}/{name}")
        finally:
            administrator.execute(f"DROP DATABASE {name} WITH (FORCE)")
