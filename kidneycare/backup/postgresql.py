"""Backing up a PostgreSQL database and restoring it, by pg_dump and pg_restore."""

import contextlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from kidneycare.backup.archive import BackupError, Contents, checksum

ROWS_AT_A_TIME = 10_000
FOLDERS = "/usr/lib/postgresql"
"""Where Debian keeps the programs of each version."""


class PostgresDatabase:
    """A PostgreSQL database, which may be in use.

    The user of the site needs the right to make databases (CREATEDB) for checking backups.
    """

    kind = "PostgreSQL"
    suffix = ".dump"

    def __init__(self, settings: Mapping[str, Any]) -> None:
        """`settings`: one of Django's DATABASES."""
        self.name: str = settings["NAME"]
        own = {"pool", "connect_timeout"}
        self.parameters: dict[str, str] = {
            "host": settings["HOST"],
            "port": settings["PORT"],
            "user": settings["USER"],
            "password": settings["PASSWORD"],
            **{k: str(v) for k, v in settings["OPTIONS"].items() if k not in own},
        }
        self.parameters = {k: v for k, v in self.parameters.items() if v}

    @contextlib.contextmanager
    def connected(self, name: str | None = None, *, autocommit: bool = False) -> Iterator[Any]:
        """A connection to this database or another of the same server."""
        try:
            with psycopg.connect(
                dbname=name or self.name,
                autocommit=autocommit,
                connect_timeout=10,
                **self.parameters,  # type: ignore[arg-type]
            ) as line:
                yield line
        except psycopg.Error as error:
            raise BackupError(f"The database {self.name}: {str(error).strip()}.") from error

    def back_up_to(self, file: Path) -> Contents:
        """Dump the database as of one moment, which is also the moment of what is returned."""
        with self.connected() as line:
            line.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            line.read_only = True
            (snapshot,) = line.execute("SELECT pg_export_snapshot()").fetchone()
            # The dump sees what this transaction sees, so it must last until both are done.
            self._run(
                "pg_dump",
                *("--format", "custom", "--no-owner", "--no-privileges"),
                *("--snapshot", snapshot, "--file", str(file), "--dbname", self._address()),
            )
            return contents(line)

    def contents_of_backup(self, file: Path) -> Contents:
        """Restore the backup into a database of its own, which is gone afterwards."""
        name = f"kidneycare_check_{os.urandom(8).hex()}"
        with self.connected(autocommit=True) as line:
            line.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name))
            )
            try:
                self._restore(file, name)
                with self.connected(name) as restored:
                    return contents(restored)
            finally:
                line.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def restore_from(self, file: Path) -> Contents:
        """Restore a backup, all of it or nothing.

        Raises:
            BackupError: there are tables already.
        """
        with self.connected() as line:
            present = tables(line)
        if present:
            raise BackupError(
                f"The database {self.name} has tables already: restore into an empty one."
            )
        self._restore(file, self.name)
        with self.connected() as line:
            line.execute("ANALYZE")
            return contents(line)

    def _restore(self, file: Path, name: str) -> None:
        self._run(
            "pg_restore",
            *("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"),
            *("--dbname", self._address(name), str(file)),
        )

    def _address(self, name: str | None = None) -> str:
        """For a command line, which everybody on the machine can read: without the password."""
        public = {k: v for k, v in self.parameters.items() if k != "password"}
        return psycopg.conninfo.make_conninfo(dbname=name or self.name, **public)

    def _run(self, program: str, *words: str) -> None:
        with self.connected() as line:
            major = line.info.server_version // 10_000
        environment = {**os.environ, "PGPASSWORD": self.parameters.get("password", "")}
        done = subprocess.run(  # noqa: S603 - the words come from here
            [find(program, major), "--no-password", *words],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise BackupError(f"{program}: {done.stderr.strip()}")


def find(program: str, major: int) -> str:
    """The path of `program` in a version that can read a server of version `major`.

    Raises:
        BackupError: there is none; an older pg_dump refuses a newer server.
    """
    found: dict[int, str] = {}
    for path in Path(FOLDERS).glob(f"*/bin/{program}"):
        if path.parts[-3].isdigit():
            found[int(path.parts[-3])] = str(path)
    if (on_path := shutil.which(program)) is not None:
        answer = subprocess.run(  # noqa: S603
            [on_path, "--version"], capture_output=True, text=True, check=False
        )
        if number := re.search(r"\b(\d+)", answer.stdout):
            found.setdefault(int(number[1]), on_path)
    able = [version for version in found if version >= major]
    if not able:
        raise BackupError(
            f"{program} of PostgreSQL {major} or newer is needed "
            f"(Debian, Ubuntu: sudo apt install postgresql-client-{major})."
        )
    # The same version where it is there: an older server can't read what a newer one writes.
    return found[min(able)]


def tables(line: psycopg.Connection[Any]) -> list[str]:
    """The tables of the site."""
    rows = line.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
    return sorted(name for (name,) in rows)


def contents(line: psycopg.Connection[Any]) -> Contents:
    """What is in every table, each row as PostgreSQL writes it in one text."""
    line.execute("SET TIME ZONE 'UTC'; SET datestyle = 'ISO'; SET bytea_output = 'hex'")
    held: Contents = {}
    for name in tables(line):
        with line.cursor(name="contents") as cursor:
            cursor.itersize = ROWS_AT_A_TIME
            cursor.execute(sql.SQL("SELECT t::text FROM {} AS t").format(sql.Identifier(name)))
            held[name] = checksum(text for (text,) in cursor)
    return held
