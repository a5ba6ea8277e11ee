"""Back to a moment: the recovery of docs/operation.md, with deploy/point-in-time.yml."""

import os
import time
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from ruamel.yaml import YAML

from scripts.running import ROOT
from scripts.with_postgres import Cluster

pytestmark = pytest.mark.operation


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One that the database's own user can reach."""
    for each in (tmp_path, *tmp_path.parents[:2]):
        each.chmod(0o755)
    return tmp_path


def words_of_the_command(archive: Path) -> list[str]:
    text = (ROOT / "deploy" / "point-in-time.yml").read_text(encoding="utf-8")
    command: list[str] = YAML(typ="safe").load(text)["services"]["db"]["command"]
    return [word.replace("/archive", str(archive)) for word in command[1:]]


def connected(cluster: Cluster) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(cluster.url().replace("postgres://", "postgresql://"), autocommit=True)


def test_a_mistake_is_undone_by_going_back_to_the_moment_before_it(folder: Path) -> None:
    archive = folder / "archive"
    archive.mkdir()
    cluster = Cluster(folder / "pg", options=words_of_the_command(archive))
    if cluster.owner is not None:
        os.chown(archive, cluster.owner.pw_uid, cluster.owner.pw_gid)
    cluster.make()
    cluster.start()
    try:
        cluster.create()
        with closing(connected(cluster)) as line:
            line.execute("CREATE TABLE tick (number INTEGER)")
            line.execute("INSERT INTO tick SELECT generate_series(1, 100)")
        cluster.run(
            *("pg_basebackup", "--pgdata", str(archive / "base"), "--checkpoint", "fast"),
        )
        with closing(connected(cluster)) as line:
            line.execute("INSERT INTO tick SELECT generate_series(101, 200)")
            (moment,) = line.execute("SELECT clock_timestamp()::text").fetchone() or ("",)
            time.sleep(0.1)
            line.execute("DELETE FROM tick")  # the mistake
            line.execute("SELECT pg_switch_wal()")
        until = time.monotonic() + 30
        while not list(archive.glob("0*")) or list(archive.glob("*.part")):
            assert time.monotonic() < until
            time.sleep(0.1)
    finally:
        cluster.stop()

    # A new place, the copy of the base in it, and the moment.
    cluster.data.rename(folder / "pg" / "set-aside")
    (archive / "base").rename(cluster.data)
    (cluster.data / "recovery.signal").touch()
    cluster.options = [
        *("-c", f"restore_command=cp {archive}/%f %p"),
        *("-c", f"recovery_target_time={moment}"),
        *("-c", "recovery_target_action=promote"),
    ]
    cluster.start()
    try:
        with closing(connected(cluster)) as line:
            until = time.monotonic() + 30
            while line.execute("SELECT pg_is_in_recovery()").fetchone() != (False,):
                assert time.monotonic() < until
                time.sleep(0.1)
            assert line.execute("SELECT count(*), max(number) FROM tick").fetchone() == (200, 200)
            line.execute("INSERT INTO tick VALUES (201)")
    finally:
        cluster.stop()
