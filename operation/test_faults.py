"""One computer, as `make run` serves it, on both databases, when things go wrong under it."""

import asyncio
import itertools
import signal
import sys
import time
from pathlib import Path

import pytest

from operation.conftest import Faults
from operation.crowd import crowd_beside
from operation.phones import Phone, Tally, while_ticking
from operation.sites import PHONES, Site, reads_today
from scripts.topology import kill_with_children
from scripts.with_postgres import Cluster

pytestmark = pytest.mark.operation


@pytest.mark.parametrize("seconds", [0, 50])
def test_a_thousand_phones_send_their_day_in_the_same_minute(
    any_site: Site, faults: Faults, seconds: int
) -> None:
    """All at the same moment, or spread over most of a minute: each opens Today and ticks its
    ten, one after the other.
    """
    tally = Tally()

    async def all_of_them() -> None:
        phones = [Phone(any_site.place, tally, None) for _ in range(1000)]

        async def day(phone: Phone, begins: float) -> None:
            await asyncio.sleep(begins)
            for number in range(10):
                for _attempt in range(3):
                    if await phone.tick(number, limit=240):
                        break
            phone.hang_up()

        each = seconds / len(phones)
        await asyncio.gather(*(day(phone, number * each) for number, phone in enumerate(phones)))

    begun = time.monotonic()
    asyncio.run(all_of_them())
    took = time.monotonic() - begun
    assert len(tally.acknowledged) == 10_000
    how = f"spread over {seconds} s" if seconds else "at once"
    faults.compare(
        f"1,000 phones × 10 ticks {how}: done after {took:.0f} s",
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
    """Without a proxy in front: 1,600 hold their connections in eight ways, sixteen tick."""
    with crowd_beside(any_site.place):
        tally = while_ticking(any_site.place, PHONES, lambda: time.sleep(6))
    assert tally.troubles == []
    assert tally.within(0.99) < 1
    faults.compare("1,600 who hold their connections", any_site.database, tally, any_site.kept())


STEPS = (-3600, 0, 86_400, 60, -86_400, 0, 3600, -60, 0)
"""Seconds that the clock is beside the truth, one after the other."""


def test_a_clock_that_steps_loses_no_tick_and_no_undo(
    any_site: Site, faults: Faults, tmp_path: Path
) -> None:
    """Each phone ticks, takes back and ticks again, while the clock jumps between and amid them."""
    file = tmp_path / "clock"
    any_site.stop()
    any_site.command = [
        *(sys.executable, "-m", "kidneycare.server", "--port", str(any_site.port)),
        "operation.wrong_clock:application",
    ]
    any_site.start()
    any_site.wait_until_healthy()
    tally = Tally()

    async def all_of_it() -> None:
        stepping = asyncio.create_task(step())
        await asyncio.gather(*(there_and_back(number) for number in range(PHONES)), stepping)

    async def step() -> None:
        for seconds in STEPS:
            part = file.with_suffix(".part")
            part.write_text(str(seconds), encoding="ascii")
            part.rename(file)
            await asyncio.sleep(1)

    async def there_and_back(number: int) -> None:
        phone = Phone(any_site.place, tally, None)
        until = time.monotonic() + len(STEPS) + 1
        for slot in itertools.count():
            if time.monotonic() > until:
                break
            for done in (True, False, True, False)[: 3 + (slot + number) % 2]:
                assert await phone.tick(slot, done=done)
                await asyncio.sleep(0.05)
        phone.hang_up()

    asyncio.run(all_of_it())
    assert tally.troubles == []
    kept = any_site.kept()
    assert kept == tally.acknowledged, "what was taken back is gone"
    what = f"clock stepped {len(STEPS)} times, up to a day"
    faults.compare(what, any_site.database, tally, kept)


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
