"""One computer with SQLite, as `make run` serves it, when things go wrong under it."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scripts.topology import Running, kill_with_children
from scripts.with_postgres import Cluster, free_port, temporary_cluster
from tests.operation.phones import (
    Phone,
    Place,
    Tally,
    kept_by_postgresql,
    kept_by_sqlite,
    while_ticking,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.operation.conftest import Faults
    from tests.operation.phones import Key

pytestmark = pytest.mark.operation

PHONES = 16


class Site(Running):
    """The site with a database, and what that database holds."""

    kept: Callable[[], set[Key]]
    database: str

    @property
    def place(self) -> Place:
        return Place(self.port)


def site(folder: Path, url: str, kept: Callable[[], set[Key]]) -> Site:
    """As `make run` starts it, on a free port."""
    port = free_port()
    made = Site(
        command=[sys.executable, "manage.py", "serve", "--no-banner", "--host", "127.0.0.1"],
        environment={
            "PATH": os.environ["PATH"],
            "KIDNEYCARE_DATA": str(folder),
            "DATABASE_URL": url,
            "SECRET_KEY": "only for tests",
            "PORT": str(port),
        },
        port=port,
        log=folder / "log",
        healthcheck=[sys.executable, "-m", "kidneycare.healthcheck"],
    )
    made.kept = kept
    made.database = "PostgreSQL" if url.startswith("postgres") else "SQLite"
    return made


@contextmanager
def served(made: Site) -> Iterator[Site]:
    """Started, and stopped in the end."""
    made.start()
    try:
        made.wait_until_healthy()
        yield made
    finally:
        made.stop(signal.SIGTERM)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with temporary_cluster() as found:
        yield found


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def any_site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """One after the other on both databases."""
    if request.param == "SQLite":
        with served(on_sqlite(tmp_path)) as found:
            yield found
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    name = f"site{free_port()}"
    cluster.create(name)
    url = cluster.url(name)
    found = site(
        tmp_path, url, lambda: kept_by_postgresql(url.replace("postgres://", "postgresql://"))
    )
    with served(found):
        yield found


def on_sqlite(folder: Path, log: Path | None = None) -> Site:
    file = folder / "record.sqlite3"
    made = site(folder, f"sqlite:///{file}", lambda: kept_by_sqlite(file))
    made.log = log or made.log
    return made


@pytest.fixture
def sqlite_site(tmp_path: Path) -> Iterator[Site]:
    with served(on_sqlite(tmp_path)) as found:
        yield found


def test_a_thousand_phones_send_their_day_in_the_same_minute(
    any_site: Site, faults: Faults
) -> None:
    """All begin at the same moment: each opens Today and ticks its ten, a first and nine more."""
    tally = Tally()

    async def all_of_them() -> None:
        phones = [Phone(any_site.place, tally, None) for _ in range(1000)]

        async def day(phone: Phone) -> None:
            for number in range(10):
                for _attempt in range(3):
                    if await phone.tick(number, limit=240):
                        break
            phone.hang_up()

        await asyncio.gather(*(day(phone) for phone in phones))

    begun = time.monotonic()
    asyncio.run(all_of_them())
    took = time.monotonic() - begun
    assert len(tally.acknowledged) == 10_000
    faults.compare(
        f"1,000 phones × 10 ticks at once (took {took:.0f} s)",
        any_site.database,
        tally,
        any_site.kept(),
    )


def test_a_site_that_is_killed_loses_nothing(any_site: Site, faults: Faults) -> None:
    def kill() -> None:
        for _ in range(3):
            assert any_site.process is not None
            kill_with_children(any_site.process.pid)
            any_site.process.wait()
            any_site.start()
            any_site.wait_until_healthy()
            time.sleep(1)

    tally = while_ticking(any_site.place, PHONES, kill)
    assert tally.acknowledged
    faults.compare("kill -9 of the whole site, 3 times", any_site.database, tally, any_site.kept())


def test_a_site_that_is_asked_to_stop_answers_what_it_has_begun(
    any_site: Site, faults: Faults
) -> None:
    """Half a tick has arrived when the signal comes; the other half follows."""
    tally = Tally()

    async def all_of_it() -> None:
        phones = [Phone(any_site.place, tally, None) for _ in range(PHONES)]
        for phone in phones:
            assert await phone.tick(0)
        halves = [asyncio.create_task(half(phone)) for phone in phones]
        await asyncio.sleep(0.5)
        any_site.send(signal.SIGTERM)
        await asyncio.gather(*halves)

    async def half(phone: Phone) -> None:
        assert phone.writer is not None
        whole = phone.writer.write

        def dawdling(data: bytes) -> None:
            whole(data[:60])
            asyncio.get_running_loop().call_later(1.5, whole, data[60:])

        phone.writer.write = dawdling  # type: ignore[method-assign,assignment]
        assert await phone.tick(1)

    asyncio.run(all_of_it())
    any_site.stop()
    assert any_site.process is not None
    assert any_site.process.returncode == 0
    assert len(tally.acknowledged) == 2 * PHONES
    faults.compare("asked to stop amid requests", any_site.database, tally, any_site.kept())


def test_slow_phones_keep_nobody_else_waiting(any_site: Site, faults: Faults) -> None:
    """Without a proxy in front: sixty connect and send a letter now and then, sixteen tick."""
    stop = threading.Event()

    def dawdle(line: socket.socket) -> None:
        for letter in b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\nCookie: a=":
            if stop.wait(0.3):
                return
            try:
                line.send(bytes([letter]))
            except OSError:
                return

    with ExitStack() as stack:
        lines = [
            stack.enter_context(socket.create_connection(("127.0.0.1", any_site.port)))
            for _ in range(60)
        ]
        threads = [threading.Thread(target=dawdle, args=(line,)) for line in lines]
        for thread in threads:
            thread.start()
        tally = while_ticking(any_site.place, PHONES, lambda: time.sleep(4))
        stop.set()
        for thread in threads:
            thread.join()
    assert tally.troubles == []
    assert tally.slowest < 10
    faults.compare("60 slow clients, no proxy", any_site.database, tally, any_site.kept())


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
        url = cluster.url()
        (tmp_path / "data").mkdir()
        found = site(
            tmp_path / "data",
            url,
            lambda: kept_by_postgresql(url.replace("postgres://", "postgresql://")),
        )
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


def reads_today(found: Site) -> bool:
    async def ask() -> int:
        phone = Phone(found.place, Tally(), None)
        return await phone.ask("GET", "/")

    return asyncio.run(ask()) == 200


def test_a_database_that_may_only_be_read_refuses_ticks_and_can_be_read(
    any_site: Site, faults: Faults, cluster: Cluster
) -> None:
    name = any_site.environment["DATABASE_URL"].rpartition("/")[2]

    def set_read_only(on: bool) -> None:
        if any_site.database == "SQLite":
            return
        psql(cluster, f"ALTER DATABASE {name} SET default_transaction_read_only = {on}")
        psql(
            cluster,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            f"WHERE datname = '{name}' AND pid <> pg_backend_pid()",
        )

    if any_site.database == "SQLite":
        pytest.skip("tried on a disk of its own below")

    def for_a_while() -> None:
        set_read_only(on=True)
        time.sleep(2)
        assert reads_today(any_site)
        set_read_only(on=False)

    tally = while_ticking(any_site.place, PHONES, for_a_while, after=3)
    assert {trouble.what for trouble in tally.troubles} == {"POST 503"}
    faults.compare("database read-only for 2 s", any_site.database, tally, any_site.kept())


def psql(cluster: Cluster, words: str) -> None:
    cluster.run("psql", "--quiet", "--dbname", "postgres", "--command", words)


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
            refused = while_ticking(found.place, 4, lambda: None)
        assert refused.acknowledged == set()
        assert {trouble.what for trouble in refused.troubles} == {"POST 503"}
        remount("rw")
        with served(found):
            after = while_ticking(found.place, PHONES, lambda: None)
        tally.acknowledged |= after.acknowledged
        tally.troubles += refused.troubles
        faults.compare("killed, then the disk read-only", "SQLite", tally, found.kept())


def test_the_database_restarted_ten_times(any_site: Site, cluster: Cluster, faults: Faults) -> None:
    if any_site.database == "SQLite":
        pytest.skip("there is no server to restart")

    def restart() -> None:
        for number in range(10):
            assert cluster.process is not None
            if number % 2:
                kill_with_children(cluster.process.pid)
                cluster.process.wait()
            else:
                cluster.stop(signal.SIGINT)
            cluster.start()
            time.sleep(0.5)

    tally = while_ticking(any_site.place, PHONES, restart)
    assert len(tally.troubles) <= 10 * PHONES
    faults.compare("database stopped 5 times, killed 5 times", "PostgreSQL", tally, any_site.kept())
