"""The table of faults: what was acknowledged, what was found again, what was lost."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from operation.phones import Key, Tally
from operation.sites import Site, on_postgresql, on_sqlite, served
from scripts.with_postgres import Cluster, free_port, temporary_cluster

TABLE = Path(__file__).resolve().parents[1] / "var" / "faults.json"


@dataclass
class Faults:
    """Rows of the table, written where the docs can take them from."""

    rows: list[dict[str, object]]

    def compare(self, fault: str, database: str, tally: Tally, kept: set[Key]) -> None:
        """Note a fault, and fail if anything acknowledged is not there."""
        lost = tally.acknowledged - kept
        self.note(
            fault,
            database,
            acknowledged=len(tally.acknowledged),
            found=len(tally.acknowledged & kept),
            lost=len(lost),
            errors=len(tally.troubles),
            p99=round(tally.within(0.99) * 1000),
        )
        assert not lost

    def note(self, fault: str, database: str, **numbers: int) -> None:
        """One row."""
        self.rows.append({"fault": fault, "database": database, **numbers})


@pytest.fixture(scope="session")
def faults() -> Iterator[Faults]:
    table = Faults([])
    yield table
    TABLE.parent.mkdir(exist_ok=True)
    known = json.loads(TABLE.read_text()) if TABLE.exists() else []
    names = {(row["fault"], row["database"]) for row in table.rows}
    rows = [row for row in known if (row["fault"], row["database"]) not in names] + table.rows
    TABLE.write_text(json.dumps(rows, indent=1) + "\n")
    print("\n| fault | database | acknowledged | found | lost | errors | p99 (ms) |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: |")
    for row in table.rows:
        cells = [f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in row.values()]
        print("| " + " | ".join(cells) + " |")


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
    with served(on_postgresql(tmp_path, cluster, name)) as found:
        yield found
