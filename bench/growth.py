"""What growing costs: more people in the database, more years in one record. `make growth`.

    python -m bench.growth [--postgres] [--rows N]

Two databases of one kind, one with 50 thousand ticks and one with 10 million, each asked by a
process of its own, in turn, so that a busy moment meets both; each request comes from somebody
else. Beside the crowd live people who ticked everything every day for 30 days and for ten years.
Prints the table of docs/growth.md; medians in milliseconds by Django's test client.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from bench.servers import ROOT
from scripts.with_postgres import Cluster, NoPostgres, temporary_cluster

FEW = 50_000
MANY = 10_000_000
ROUNDS = 15
EACH_ROUND = 5
PAGES = {
    "today": "Today",
    "tick": "tick",
    "history": "this week (/history/)",
    "week": "an earlier week",
    "weeks": "twelve weeks",
    "year": "a year",
}
LIMITS = {
    "sqlite": {"today": 1.1, "tick": 1.1, "history": 1.15, "week": 1.15},
    "postgresql": {"today": 1.1, "tick": 1.1, "history": 1.3, "week": 1.3},
}
BYTES = {"sqlite": 75, "postgresql": 120}
AGES = {"30 days": 30, "a year": 365, "10 years": 3653}
WHOLE_AFTER_A_YEAR = {"weeks", "year"}
"""After 30 days these have less to show: ten years are compared with one."""


class Asker:
    """A process that asks one database; it is told what, and answers with milliseconds."""

    def __init__(self, url: str, folder: Path, rows: int, ages: dict[str, int]) -> None:
        """Fill the database with so many ticks, which takes its time."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.asker", str(rows), json.dumps(ages)],
            cwd=ROOT,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "kidneycare.settings",
                "KIDNEYCARE_DATA": str(folder),
                "DATABASE_URL": url,
                "SECRET_KEY": "only for measuring " * 3,
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.told: dict[str, Any] = self._answer()

    def ask(self, who: str, page: str, times: int) -> list[float]:
        """So many answers, each to somebody else of that kind."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps([who, page, times]) + "\n")
        self.process.stdin.flush()
        return list(self._answer())

    def end(self) -> None:
        """Let it go."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(60)

    def _answer(self) -> Any:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("the process that asks has ended")
        return json.loads(line)


def main(words: list[str]) -> int:
    """Fill, measure, print, write."""
    parser = argparse.ArgumentParser(prog="python -m bench.growth")
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL instead of SQLite")
    parser.add_argument("--rows", type=int, default=MANY, help="ticks in the large database")
    options = parser.parse_args(words)
    kind = "postgresql" if options.postgres else "sqlite"
    with tempfile.TemporaryDirectory(prefix="kidneycare-growth-") as folder, ExitStack() as stack:
        kept = stack.enter_context(databases(Path(folder), postgres=options.postgres))
        began = dt.datetime.now(dt.UTC)
        few = Asker(kept.urls[0], Path(folder), FEW, AGES)
        many = Asker(kept.urls[1], Path(folder), options.rows, {})
        print(f"filled in {(dt.datetime.now(dt.UTC) - began).seconds} s", file=sys.stderr)
        copied = kept.copy_size()
        found = measure(few, many)
        packed = kept.size_once_packed()
        for each in (few, many):
            each.end()
    found |= {"database": kind, "rows": options.rows, "bytes_a_row": many.told["bytes_a_row"]}
    found["bytes_a_row_copied"] = copied / options.rows
    found["bytes_a_row_packed"] = (packed or 0) / options.rows or many.told["bytes_a_row"]
    place = ROOT / "bench" / f"growth-{kind}.json"
    place.parent.mkdir(exist_ok=True)
    place.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(table(found))
    return 0


@dataclass
class Databases:
    """Two empty ones, the second of which will be large."""

    urls: tuple[str, str]
    cluster: Cluster | None = None
    file: Path | None = None

    def copy_size(self) -> int:
        """Bytes of a copy of the large one, as `manage.py backup` makes them."""
        if self.cluster is None:
            assert self.file is not None
            return self.file.stat().st_size
        copy = self.cluster.folder / "copy"
        self.cluster.run("pg_dump", "--format=custom", "--file", str(copy), "many")
        return copy.stat().st_size

    def size_once_packed(self) -> int | None:
        """Bytes of its ticks after REINDEX; SQLite keeps no index beside the rows."""
        if self.cluster is None:
            return None
        question = "SELECT pg_total_relation_size('practice_tick')"
        ask = ("psql", "--dbname", "many", "--no-align", "--tuples-only", "--command")
        self.cluster.run(*ask, "REINDEX TABLE practice_tick")
        return int(self.cluster.run(*ask, question))


@contextmanager
def databases(folder: Path, *, postgres: bool) -> Iterator[Databases]:
    """Of one kind."""
    if not postgres:
        files = [folder / f"{name}.sqlite3" for name in ("few", "many")]
        yield Databases((f"sqlite:///{files[0]}", f"sqlite:///{files[1]}"), file=files[1])
        return
    # With less memory than a server of this size has it would measure this machine's disk.
    with temporary_cluster(options=("-c", "shared_buffers=512MB", "-c", "max_wal_size=4GB")) as own:
        own.create("many")
        yield Databases((own.url(), own.url("many")), cluster=own)


def measure(few: Asker, many: Asker) -> dict[str, Any]:
    """Every page, round by round in turn; of a round the fastest answer, as in ``timeit``."""
    asked = [(few, "few", "crowd"), (many, "many", "crowd")]
    asked += [(few, age, age) for age in AGES]
    pages: dict[str, dict[str, float]] = {}
    for page in PAGES:
        took: dict[str, list[float]] = {name: [] for _asker, name, _who in asked}
        for number in range(ROUNDS + 1):
            for asker, name, who in asked:
                answers = asker.ask(who, page, EACH_ROUND)
                if number:  # The first round warms up.
                    took[name].append(min(answers))
        young = took["a year" if page in WHOLE_AFTER_A_YEAR else "30 days"]
        pages[page] = {name: round(median(each), 2) for name, each in took.items()} | {
            "rows": times_as_long(took["few"], took["many"]),
            "years": times_as_long(young, took["10 years"]),
        }
    return {"pages": pages}


def times_as_long(before: list[float], after: list[float]) -> float:
    """The median of the rounds' ratios."""
    return round(median(b / a for a, b in zip(before, after, strict=True)), 2)


def table(found: dict[str, Any]) -> str:
    """As Markdown; what is beyond its limit says so."""
    kind = found["database"]
    heads = [f"{kind}, ms", f"{FEW:,} rows", f"{found['rows']:,} rows", "×", *AGES, "×"]
    lines = [f"| {' | '.join(heads)} |", f"| --- |{' ---: |' * (len(heads) - 1)}"]
    for page, told in PAGES.items():
        row = found["pages"][page]
        limit = LIMITS[kind].get(page)
        beyond = [
            " **beyond**" if limit and row[name] > limit else "" for name in ("rows", "years")
        ]
        lines.append(
            f"| {told} | {row['few']:.2f} | {row['many']:.2f} | {row['rows']:.2f}{beyond[0]} "
            f"| {' | '.join(f'{row[age]:.2f}' for age in AGES)} | {row['years']:.2f}{beyond[1]} |"
        )
    much = found["bytes_a_row"]
    beyond = [" **beyond**"] if much > BYTES[kind] else [""]
    told = (
        f"A tick takes {much:.0f} bytes with its index (limit {BYTES[kind]}){beyond[0]}, "
        f"{found['bytes_a_row_packed']:.0f} once that is packed anew, and "
        f"{found['bytes_a_row_copied']:.0f} in a backup."
    )
    return "\n".join([*lines, "", told])


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except NoPostgres as trouble:
        sys.exit(str(trouble))
