"""What so many people take: requests, cores, disk, copies. `python -m bench.cost`

Worked out from `bench/results-postgresql.json` (`make bench BENCH=--postgres`) and
`bench/growth-postgresql.json` (`make growth`), and from what is assumed of people below.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import Any

from bench.servers import ROOT

PEOPLE = (10_000, 1_000_000, 100_000_000)
A_DAY = {"today": 4, "fragment": 6, "week": 1, "technique": 1}
"""Requests of one person on one day; everybody practises every day."""
TICKS = A_DAY["fragment"]
BUSIEST_HOUR = 1 / 3
"""The part of a day's requests that comes within one hour: people practise in the evening."""
BUSY = 0.5
"""How much of its time a core may be busy then, so that nobody waits."""
REST = 2000
"""Bytes of a person beside the ticks: who, devices, plans, with their indexes."""
BACKUPS = 14


@dataclass(frozen=True)
class Cost:
    """Of one number of people, after a year."""

    people: int
    requests_a_day: float
    a_second: float
    web_cores: float
    database_cores: float
    disk: float
    copy: float


def cost(people: int, bench: dict[str, Any], growth: dict[str, Any]) -> Cost:
    """From milliseconds of a request and bytes of a tick to machines."""
    in_the_hour = people * BUSIEST_HOUR / 3600

    def cores(kind: str) -> float:
        a_person = sum(times * bench["product"][page][kind] for page, times in A_DAY.items())
        return float(in_the_hour * a_person / 1000 / BUSY)

    rows = people * TICKS * 365
    return Cost(
        people=people,
        requests_a_day=people * sum(A_DAY.values()),
        a_second=in_the_hour * sum(A_DAY.values()),
        web_cores=cores("processor_ms"),
        database_cores=cores("database_ms"),
        disk=rows * growth["bytes_a_row"] + people * REST,
        copy=rows * growth["bytes_a_row_copied"] + people * REST,
    )


def table(costs: list[Cost]) -> str:
    """As Markdown."""
    heads = ["people", "requests a day", "at the peak, a second", "web cores", "database cores"]
    heads += ["disk after a year", "one backup", f"{BACKUPS} backups"]
    lines = [f"| {' | '.join(heads)} |", "|" + " ---: |" * len(heads)]
    for each in costs:
        cells = [f"{each.people:,}", f"{each.requests_a_day:,.0f}", f"{each.a_second:,.0f}"]
        cells += [cores(each.web_cores), cores(each.database_cores)]
        cells += [size(number) for number in (each.disk, each.copy, BACKUPS * each.copy)]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def cores(number: float) -> str:
    """Whole ones from ten on."""
    return f"{number:,.0f}" if number >= 10 else f"{number:.2g}"


def size(number: float) -> str:
    """Bytes as disks are sold."""
    for unit in ("MB", "GB", "TB"):
        number /= 1000 if unit != "MB" else 1_000_000
        if number < 1000:
            break
    return f"{number:.3g} {unit}"


def main() -> int:
    """Read, work out, print."""
    read = [
        json.loads((ROOT / "bench" / name).read_text(encoding="utf-8"))
        for name in ("results-postgresql.json", "growth-postgresql.json")
    ]
    print(table([cost(people, *read) for people in PEOPLE]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
