"""The cluster of deploy/cluster loses machines and programs, and no tick: `make test-cluster`."""

from __future__ import annotations

import json
import os
import shutil
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from kidneycare.backup.archive import Contents
from kidneycare.backup.postgresql import contents
from operation.cluster.machines import SMALL, ClusterOfThree, Machine
from operation.cluster.watch import RATE, Seen, watched
from operation.phones import QUESTION
from operation.test_disks import fill, small_disk
from scripts.cluster import missing
from scripts.topology import kill_with_children

pytestmark = [
    pytest.mark.operation,
    pytest.mark.skipif(bool(missing()), reason="make test-cluster INSTALL=--install"),
]

TABLE = Path(__file__).resolve().parents[1] / "var" / "cluster.json"
SECONDS = 20
LEASE_SECONDS = 20
"""`ttl` in deploy/cluster/patroni.yml: so long a primary that says nothing keeps the lead."""


@dataclass
class Faults:
    """Rows of the table, written where the docs can take them from."""

    rows: list[dict[str, object]] = field(default_factory=list)

    def compare(self, fault: str, cluster: ClusterOfThree, seen: Seen) -> None:
        """Note a fault, and fail if anything acknowledged is not there, or is there twice."""
        cluster.wait_until_whole()
        rows = kept(cluster)
        found = set(rows)
        lost = seen.tally.acknowledged - found
        said = seen.said_without_a_primary()
        self.rows.append(
            {
                "fault": fault,
                "acknowledged": len(seen.tally.acknowledged),
                "found": len(seen.tally.acknowledged & found),
                "lost": len(lost),
                "twice": len(rows) - len(found),
                "refusals": len(seen.tally.troubles),
                "seconds refused": round(seen.refused, 1),
                "longest silence": round(seen.silent, 1),
                "readyz without a primary": ", ".join(sorted({answers(each) for each in said})),
                "ticks a second": f"{seen.rate:.0f} of {RATE:.0f}",
            }
        )
        assert seen.tally.acknowledged
        print(fault, Counter(each.what for each in seen.tally.troubles))
        assert not lost
        assert seen.waiting == 0
        assert len(rows) == len(found)
        assert seen.two_primaries == []
        assert 200 not in said
        the_three_agree(cluster)


def answers(status: int) -> str:
    return str(status) if status else "none"


@pytest.fixture(scope="session")
def faults() -> Iterator[Faults]:
    table = Faults()
    yield table
    TABLE.parent.mkdir(exist_ok=True)
    known = json.loads(TABLE.read_text()) if TABLE.exists() else []
    names = {row["fault"] for row in table.rows}
    rows = [row for row in known if row["fault"] not in names] + table.rows
    TABLE.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n")
    for row in table.rows:
        if row is table.rows[0]:
            print("\n| " + " | ".join(row) + " |")
        print("| " + " | ".join(map(str, row.values())) + " |")


@pytest.fixture(scope="module")
def cluster() -> Iterator[ClusterOfThree]:
    with ExitStack() as stack:
        made = tempfile.TemporaryDirectory(prefix="kidneycare-cluster-")
        folder = Path(stack.enter_context(made))
        # The programs' own user must reach its folders inside.
        folder.chmod(0o755)
        if os.geteuid() == 0:
            # The third has a disk of its own, which one test fills.
            stack.enter_context(small_disk(folder / "db3", "500m"))
        found = ClusterOfThree(folder, SMALL)
        stack.callback(found.stop)
        found.start_database()
        found.start_site()
        yield found
        if keep := os.environ.get("KEEP_LOGS"):
            for log in folder.glob("**/*.log"):
                shutil.copy(log, Path(keep) / f"{log.parent.name}-{log.name}")


def kept(cluster: ClusterOfThree) -> list[tuple[object, ...]]:
    """Every tick that is done, straight from the primary."""
    with closing(psycopg.connect(cluster.address(cluster.primary_port))) as line:
        return [(bytes(row[0]), str(row[1]), *row[2:]) for row in line.execute(QUESTION)]


def the_three_agree(cluster: ClusterOfThree) -> None:
    """The replicas hold the same ticks, which nobody changes now."""
    question = (
        "SELECT count(*), md5(string_agg(t::text, '|' ORDER BY person_id, day, period, exercise, "
        '"set")) FROM practice_tick t'
    )

    def agree() -> bool:
        answers = [str(each.query(cluster, question, "kidneycare")) for each in cluster.machines]
        return len(set(answers)) == 1 and answers[0] != "None"

    cluster.wait_until(agree, 30)


def test_the_whole_answers(cluster: ClusterOfThree) -> None:
    cluster.wait_until_whole()
    assert cluster.haproxy.process is not None
    assert "Sync Standby" in cluster.patronictl("list")
    # Migrated past PgBouncer, where a lock holds for a session.
    text = (cluster.folder / "front" / "pgbouncer.log").read_text()
    assert "ERROR" not in text


def test_the_primary_is_killed(cluster: ClusterOfThree, faults: Faults) -> None:
    lost: list[Machine] = []

    def kill() -> None:
        lost.append(cluster.primary())
        kill_with_children(lost[0].postmaster)

    seen = watched(cluster, kill)
    faults.compare("`kill -9` of the primary", cluster, seen)
    assert cluster.primary() is not lost[0]
    assert seen.refused < SECONDS
    assert seen.silent < SECONDS


def test_the_primary_is_cut_off(cluster: ClusterOfThree, faults: Faults) -> None:
    """As a machine that lost its network, or its power: its lease must run out first."""
    lost = cluster.primary()

    def cut() -> None:
        cluster.cut(lost)
        cluster.wait_until(lambda: len(others(cluster, lost)) == 1, 60)
        assert not lost.is_primary(cluster), "it gave up before another took over"
        time.sleep(3)
        cluster.mend(lost)

    seen = watched(cluster, cut, after=30, out_of_reach=lost.name)
    faults.compare("primary cut off", cluster, seen)
    assert seen.said_without_a_primary(), "and none of it was 200"
    assert cluster.primary() is not lost
    assert seen.refused < LEASE_SECONDS + 6
    assert seen.silent < LEASE_SECONDS + 6


def others(cluster: ClusterOfThree, lost: Machine) -> list[Machine]:
    return [each for each in cluster.primaries() if each is not lost]


def lead_by(cluster: ClusterOfThree, machine: Machine) -> None:
    """Make it the primary. Only the one that ticks wait for can take over.

    Retried, because Patroni may change the synchronous standby and refuse the switchover.
    """
    for _attempt in range(5):
        cluster.wait_until_whole()
        if cluster.primary() is machine:
            return
        if (name := cluster.synchronous()[0]) != machine.name:
            (other,) = (each for each in cluster.machines if each.name == name)
            with hung(other):
                cluster.wait_until(lambda: machine.name in cluster.synchronous(), 30)
        cluster.wait_until_whole()
        cluster.patronictl("switchover", "--candidate", machine.name, "--force")
    cluster.wait_until_whole()
    assert cluster.primary() is machine


@contextmanager
def hung(machine: Machine) -> Iterator[None]:
    """Its PostgreSQL says nothing any more, but keeps its connections."""
    pids = family(machine.postmaster)
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


@pytest.mark.skipif(os.geteuid() != 0, reason="making a small disk needs the administrator")
def test_the_disk_of_the_primary_is_full(cluster: ClusterOfThree, faults: Faults) -> None:
    """Its journal needs a new file that finds no room: it stops, and another takes over."""
    full = cluster.machines[2]
    lead_by(cluster, full)

    def fill_and_free() -> None:
        ballast = fill(full.folder)
        until = time.monotonic() + 60
        while full.is_primary(cluster) and time.monotonic() < until:
            # As a busy evening would: uses up the files there are.
            full.query(cluster, "SELECT pg_switch_wal() FROM pg_create_restore_point('x')")
        cluster.wait_until(lambda: len(others(cluster, full)) == 1, 60)
        ballast.unlink()

    seen = watched(cluster, fill_and_free)
    faults.compare("primary's disk full", cluster, seen)
    assert seen.refused < SECONDS


def test_a_planned_switchover(cluster: ClusterOfThree, faults: Faults) -> None:
    lost = cluster.primary()

    def switch() -> None:
        cluster.patronictl("switchover", "--force")

    seen = watched(cluster, switch)
    faults.compare("planned switchover", cluster, seen)
    assert cluster.primary() is not lost
    assert seen.refused < SECONDS
    assert seen.silent < SECONDS


def test_a_member_of_etcd_is_lost(cluster: ClusterOfThree, faults: Faults) -> None:
    lead = cluster.primary()

    def lose() -> None:
        # The one on the primary's machine, then all others in turn: one of them is etcd's leader.
        for machine in (lead, *(each for each in cluster.machines if each is not lead)):
            machine.etcd.stop(signal.SIGKILL)
            time.sleep(5)
            machine.etcd.start()
            machine.etcd.wait_until_healthy(30)

    seen = watched(cluster, lose)
    faults.compare("each etcd member lost in turn", cluster, seen)
    assert cluster.primary() is lead, "nothing was handed over"
    assert seen.silent < 10


@pytest.mark.parametrize("what", ["PgBouncer", "HAProxy"])
def test_what_stands_between_is_restarted(
    cluster: ClusterOfThree, faults: Faults, what: str
) -> None:
    def restart() -> None:
        program = {"PgBouncer": cluster.pgbouncer, "HAProxy": cluster.haproxy}[what]
        program.stop(signal.SIGTERM)
        program.start()

    seen = watched(cluster, restart, after=12)
    faults.compare(f"{what} restarted", cluster, seen)
    assert seen.refused < 10
    assert seen.silent < 10


def test_a_replica_lags(cluster: ClusterOfThree, faults: Faults) -> None:
    """The one that ticks wait for: another is waited for instead."""
    (name,) = cluster.synchronous()
    (replica,) = (each for each in cluster.machines if each.name == name)

    def hang() -> None:
        with hung(replica):
            time.sleep(20)
            assert name not in cluster.synchronous()

    seen = watched(cluster, hang, after=30)
    faults.compare("replica hangs for 20 s", cluster, seen)
    assert seen.refused < SECONDS
    assert seen.silent < SECONDS


def family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [pid, *map(int, children)]


def test_a_destroyed_cluster_comes_back_as_it_was_at_a_moment(cluster: ClusterOfThree) -> None:
    """From a backup that a replica gave, and the archive of what came after it."""
    cluster.wait_until_whole()
    replica = next(each for each in cluster.machines if not each.is_primary(cluster))
    said = cluster.pgbackrest(replica, "backup", "--type=full", "--log-level-console=info")
    assert "wait for replay on the standby" in said
    watched(cluster, lambda: None, before=2, after=5)
    then = everything(cluster)
    (moment,) = cluster.primary().query(cluster, "SELECT clock_timestamp()::text")[0]
    time.sleep(1)
    watched(cluster, lambda: None, before=1, after=5)
    with closing(psycopg.connect(cluster.address(cluster.primary_port))) as line:
        line.execute("DELETE FROM practice_tick")  # the mistake
        line.commit()
    assert everything(cluster) != then
    archived(cluster)

    cluster.stop()
    for machine in cluster.machines:
        for name in ("data", "etcd"):
            shutil.rmtree(machine.folder / name)

    back = ClusterOfThree(cluster.folder / "back", SMALL, after=cluster, moment=moment)
    try:
        back.start_database()
        assert everything(back) == then
        the_three_agree(back)
        back.start_site()
        seen = watched(back, lambda: None, before=1, after=5)
        assert not seen.tally.troubles
        assert seen.tally.acknowledged <= set(kept(back))
        rows = sum(table.rows for table in then.values())
        print(f"\nback at {moment}: {rows:,} rows in {len(then)} tables, counts and hashes equal")
    finally:
        back.stop()


def everything(cluster: ClusterOfThree) -> Contents:
    """Rows and hash of every table, as backups are checked."""
    with closing(psycopg.connect(cluster.address(cluster.primary_port))) as line:
        return contents(line)


def archived(cluster: ClusterOfThree) -> None:
    """Until what was written so far is in the archive."""
    primary = cluster.primary()
    (file,) = primary.query(cluster, "SELECT pg_walfile_name(pg_current_wal_lsn())")[0]
    primary.query(cluster, "SELECT pg_switch_wal()")

    def is_there() -> bool:
        rows = primary.query(cluster, "SELECT last_archived_wal FROM pg_stat_archiver")
        return bool(rows) and str(rows[0][0]) >= file

    cluster.wait_until(is_there, 60)
