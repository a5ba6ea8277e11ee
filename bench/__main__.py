"""This product beside the bare floor, in one run: `make bench`.

    python -m bench [--postgres] [--rounds N] [--seconds S]

Both sites are served by the product's own server with one worker, pinned to one core; what asks
runs on another. In every round each page of the product is measured right beside the floor's page
that it is compared with, so that a busy moment meets both; a ratio is the median of the rounds'
ratios. Writes `bench/results.json`
(`results-postgresql.json` there) and prints the tables of docs/performance.md.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from statistics import median
from typing import Any

from bench.load import Load, load
from bench.report import tables
from bench.servers import (
    CORES,
    ROOT,
    Site,
    children_of,
    floor,
    keep_to,
    processor_seconds,
    product,
)
from scripts.with_postgres import NoPostgres, temporary_cluster

RESULTS = {"sqlite": "results.json", "postgresql": "results-postgresql.json"}
"""In the folder `bench/`."""
COMPARED = {
    "technique": "page",
    "unchanged": "page",
    "today": "page",
    "tick": "tick",
    "fragment": "tick",
    "week": "weeks",
    "weeks": "weeks",
}
"""What of the product is compared with what of the floor."""
CLIENTS = (1, 8)
EXPECTED = {200, 302, 303, 304}

Measured = dict[str, dict[int, list[Load]]]


def main(words: list[str]) -> int:
    """Measure, write, print."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL instead of SQLite")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=1.0, help="of each measurement")
    options = parser.parse_args(words)
    with tempfile.TemporaryDirectory(prefix="kidneycare-bench-") as folder, ExitStack() as stack:
        kept = stack.enter_context(databases(Path(folder), postgres=options.postgres))
        ours, bare = product(Path(folder), kept.urls[0]), floor(Path(folder), kept.urls[1])
        for site in (ours, bare):
            site.fill()
        found = side_by_side(ours, bare, kept, options)
        found["contention"] = contention(ours, 4 * options.seconds)
    found |= {
        "database": "postgresql" if options.postgres else "sqlite",
        "machine": f"{os.cpu_count()} cores, Python {platform.python_version()}",
        "rounds": options.rounds,
        "seconds": options.seconds,
    }
    place = ROOT / "bench" / RESULTS[found["database"]]
    place.parent.mkdir(exist_ok=True)
    place.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(tables(found))
    return 0


@dataclass
class Databases:
    """Two empty ones of a kind, and the process that keeps them where there is one."""

    urls: tuple[str, str]
    process: int | None = None

    def processor_seconds(self) -> float:
        """Processor time of that process and of those it has started so far."""
        if self.process is None:
            return 0.0
        return sum(map(processor_seconds, [self.process, *children_of(self.process)]))


@contextmanager
def databases(folder: Path, *, postgres: bool) -> Iterator[Databases]:
    """One for the product and one for the floor."""
    if not postgres:
        yield Databases(
            (f"sqlite:///{folder}/product.sqlite3", f"sqlite:///{folder}/floor.sqlite3")
        )
        return
    with temporary_cluster() as cluster:
        cluster.create("floor")
        assert cluster.process is not None
        yield Databases((cluster.url(), cluster.url("floor")), cluster.process.pid)


def side_by_side(
    ours: Site, bare: Site, kept_in: Databases, options: argparse.Namespace
) -> dict[str, Any]:
    """Every page of both, in turn, round after round."""
    order = [
        (site, name)
        for theirs in dict.fromkeys(COMPARED.values())
        for site, name in (
            (bare, theirs),
            *((ours, name) for name, other in COMPARED.items() if other == theirs),
        )
    ]
    kept: dict[str, Measured] = {site.name: {} for site in (ours, bare)}
    with ours.serving(workers=1, cores=CORES[:1]), bare.serving(workers=1, cores=CORES[:1]):
        keep_to(CORES[1:])
        requests = {
            (site.name, name): cycle([ask.at(site.port) for ask in site.asks[name]])
            for site, name in order
        }
        for number in range(options.rounds + 1):
            for clients in CLIENTS:
                for site, name in order:
                    before = site.worker_seconds(), kept_in.processor_seconds()
                    got = load(
                        site.port,
                        requests[site.name, name],
                        clients=clients,
                        seconds=options.seconds,
                    )
                    got.processor = site.worker_seconds() - before[0]
                    got.database = kept_in.processor_seconds() - before[1]
                    require_expected(f"{site.name} {name}", got)
                    if number:  # The first round warms up.
                        by_clients = kept[site.name].setdefault(name, {})
                        by_clients.setdefault(clients, []).append(got)
        memory = {site.name: site.worker_mebibytes() for site in (ours, bare)}
        keep_to(CORES)
    ratios = {
        clients: {
            name: round(ratio(kept[ours.name][name][clients], kept[bare.name][other][clients]), 2)
            for name, other in COMPARED.items()
        }
        for clients in CLIENTS
    }
    return {
        "ratio": ratios[8],
        "ratio_of_one_client": ratios[1],
        "ratio_of_processor_time": {
            name: round(cheaper(kept[ours.name][name][8], kept[bare.name][other][8]), 2)
            for name, other in COMPARED.items()
        },
        "worker_mebibytes": memory,
        **{site.name: figures(kept[site.name], site.queries) for site in (ours, bare)},
    }


def ratio(ours: list[Load], theirs: list[Load]) -> float:
    """Answers a second of the product, as parts of the floor's: the median of the rounds."""
    return median(a.per_second / b.per_second for a, b in zip(ours, theirs, strict=True))


def cheaper(ours: list[Load], theirs: list[Load]) -> float:
    """The floor's processor time for an answer, as parts of the product's; 0 where unknown."""
    pairs = zip(ours, theirs, strict=True)
    return median(
        b.processor_milliseconds / a.processor_milliseconds if a.processor else 0.0
        for a, b in pairs
    )


def figures(measured: Measured, queries: dict[str, int]) -> dict[str, dict[str, float]]:
    """Medians of the rounds, by page."""
    return {
        name: {
            "per_second_1": round(median(each.per_second for each in by[1])),
            "per_second_8": round(median(each.per_second for each in by[8])),
            "p50_ms": round(median(each.milliseconds(50) for each in by[1]), 2),
            "p99_ms": round(median(each.milliseconds(99) for each in by[1]), 2),
            "processor_ms": round(median(each.processor_milliseconds for each in by[8]), 2),
            "database_ms": round(
                median(1000 * each.database / len(each.took) for each in by[8]), 2
            ),
            "queries": queries[name],
            "bytes": by[8][-1].size,
        }
        for name, by in measured.items()
    }


def contention(ours: Site, seconds: float) -> dict[str, float]:
    """Ticks of 16 clients at once on two workers that share one database."""
    with ours.serving(workers=2, cores=CORES):
        requests = cycle([ask.at(ours.port) for ask in ours.asks["tick"]])
        load(ours.port, requests, clients=16, seconds=1)
        got = load(ours.port, requests, clients=16, seconds=seconds)
    return {
        "workers": 2,
        "clients": 16,
        "ticks": len(got.took),
        "errors": sum(number for status, number in got.statuses.items() if status >= 400),
        "per_second": round(got.per_second),
        "p50_ms": round(got.milliseconds(50), 1),
        "p99_ms": round(got.milliseconds(99), 1),
    }


def require_expected(what: str, got: Load) -> None:
    """Stop where something else was measured than was meant."""
    if wrong := set(got.statuses) - EXPECTED:
        raise RuntimeError(f"{what} answered {wrong}")


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except NoPostgres as trouble:
        sys.exit(str(trouble))
