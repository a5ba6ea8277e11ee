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


class PostgresDatabase:
    """A PostgreSQL database, which may be in use; checking backups takes the right CREATEDB."""

    kind = "PostgreSQL"
    suffix = ".dump"

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self.name: str = settings["NAME"]
        parameters = {name: settings[name.upper()] for name in ("host", "port", "user", "password")}
        parameters |= settings["OPTIONS"]
        self.parameters = {
            key: str(value)
            for key, value in parameters.items()
            if key not in {"pool", "connect_timeout"} and value not in ("", None)
        }

    @contextlib.contextmanager
    def connected(self, name: str | None = None, *, autocommit: bool = False) -> Iterator[Any]:
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
        with self.connected() as line:
            line.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            line.read_only = True
            (snapshot,) = line.execute("SELECT pg_export_snapshot()").fetchone()
            # The dump uses the snapshot of this transaction, so that both are of one moment.
            self._run(
                "pg_dump",
                *("--format", "custom", "--no-owner", "--no-privileges"),
                *("--snapshot", snapshot, "--file", str(file), "--dbname", self._address()),
            )
            return contents(line)

    def contents_of_backup(self, file: Path) -> Contents:
        """Restore the backup into a temporary database, and read that."""
        name = f"kidneycare_check_{os.urandom(8).hex()}"
        identifier = sql.Identifier(name)
        with self.connected(autocommit=True) as line:
            line.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(identifier))
            try:
                self._restore(file, name)
                with self.connected(name) as restored:
                    return contents(restored)
            finally:
                line.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(identifier))

    def restore_from(self, file: Path) -> Contents:
        with self.connected() as line:
            if tables(line):
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

    Raises BackupError where there is none: an older pg_dump refuses a newer server.
    """
    found: dict[int, str] = {}
    # Debian keeps the programs of each version there.
    for path in Path("/usr/lib/postgresql").glob(f"[0-9][0-9]/bin/{program}"):
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
    rows = line.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
    return sorted(name for (name,) in rows)


def contents(line: psycopg.Connection[Any]) -> Contents:
    line.execute("SET TIME ZONE 'UTC'; SET datestyle = 'ISO'; SET bytea_output = 'hex'")
    held: Contents = {}
    for name in tables(line):
        with line.cursor(name="contents") as cursor:
            cursor.itersize = 10_000
            # Each row as PostgreSQL writes it in one text.
            cursor.execute(sql.SQL("SELECT t::text FROM {} AS t").format(sql.Identifier(name)))
            held[name] = checksum(text for (text,) in cursor)
    return held
