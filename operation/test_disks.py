"""A disk that is full or may only be read, under SQLite and under PostgreSQL."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from operation.conftest import Faults
from operation.phones import while_ticking
from operation.sites import PHONES, on_postgresql, on_sqlite, reads_today, ready, served
from scripts.topology import kill_with_children
from scripts.with_postgres import Cluster

pytestmark = pytest.mark.operation


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Callable[[str], None]]:
    """A disk of its own, in memory; gives a function that mounts it anew with other options."""
    if os.geteuid() != 0:
        pytest.skip("making a small disk needs the administrator")
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    if made.returncode != 0:
        pytest.skip("this computer lets nobody mount a disk")

    def remount(options: str) -> None:
        subprocess.run(["mount", "-o", f"remount,{options}", str(folder)], check=True)

    try:
        yield remount
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder: Path) -> Path:
    """Use up what is left of a disk."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while file.write(b"\0" * 4096):
                pass
        except OSError:
            pass
    return ballast


def test_a_full_disk_refuses_ticks_and_keeps_those_it_took(tmp_path: Path, faults: Faults) -> None:
    disk = tmp_path / "disk"
    with small_disk(disk, "24m"), served(on_sqlite(disk, tmp_path / "log")) as found:

        def fill_and_free() -> None:
            ballast = fill(disk)
            time.sleep(2)
            assert reads_today(found), "reading goes on"
            ballast.unlink()

        tally = while_ticking(found.place, PHONES, fill_and_free, after=3)
        refused = [trouble for trouble in tally.troubles if trouble.what == "POST 503"]
        assert refused, "a full disk was met"
        assert len(refused) == len(tally.troubles), {each.what for each in tally.troubles}
        faults.compare("disk full for 2 s", "SQLite", tally, found.kept())


def test_a_full_disk_under_postgresql(tmp_path: Path, faults: Faults) -> None:
    """It stops itself when its journal can't grow, and comes back when there is room."""
    disk = tmp_path / "disk"
    tmp_path.chmod(0o755)
    for parent in tmp_path.parents[:2]:
        parent.chmod(0o755)
    with small_disk(disk, "200m") as _remount:
        cluster = Cluster(
            disk / "pg", options=["-c", "max_wal_size=64MB", "-c", "min_wal_size=32MB"]
        )
        cluster.make()
        cluster.start()
        cluster.create()
        (tmp_path / "data").mkdir()
        found = on_postgresql(tmp_path / "data", cluster, "kidneycare")
        try:
            with served(found):

                def fill_and_free() -> None:
                    ballast = fill(disk)
                    # Uses up the journal's file of the moment, so that a new one is needed.
                    for _ in range(3):
                        subprocess.run(
                            [
                                str(cluster.bin / "psql"),
                                *("-d", "kidneycare", "-c"),
                                "CREATE TABLE filler AS SELECT generate_series(1, 500000)",
                            ],
                            env=cluster.environment(),
                            capture_output=True,
                            check=False,
                        )
                    time.sleep(1)
                    ballast.unlink()
                    if cluster.process is None or cluster.process.poll() is not None:
                        cluster.start()
                    cluster.wait_until_ready()

                tally = while_ticking(found.place, PHONES, fill_and_free, after=4)
                assert tally.troubles, "a full disk was met"
                faults.compare("disk full", "PostgreSQL", tally, found.kept())
        finally:
            cluster.stop()


def test_a_disk_that_may_only_be_read(tmp_path: Path, faults: Faults) -> None:
    """As a worn memory card ends: after a crash the system mounts it read-only."""
    disk = tmp_path / "disk"
    with small_disk(disk, "64m") as remount:
        # Its log is not to be on that disk, or the disk can't be made read-only.
        found = on_sqlite(disk, tmp_path / "log")
        found.start()
        found.wait_until_healthy()
        tally = while_ticking(found.place, PHONES, lambda: None)
        assert found.process is not None
        kill_with_children(found.process.pid)
        found.process.wait()
        remount("ro")
        with served(found):
            assert reads_today(found), "reading goes on"
            assert ready(found.port) == (503, "database read-only\n")
            refused = while_ticking(found.place, 4, lambda: None)
        assert refused.acknowledged == set()
        assert {trouble.what for trouble in refused.troubles} == {"POST 503"}
        remount("rw")
        with served(found):
            after = while_ticking(found.place, PHONES, lambda: None)
        tally.acknowledged |= after.acknowledged
        tally.troubles += refused.troubles
        faults.compare("killed, then the disk read-only", "SQLite", tally, found.kept())
