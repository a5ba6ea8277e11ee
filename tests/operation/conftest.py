"""The table of faults: what was acknowledged, what was found again, what was lost."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.operation.phones import Key, Tally

TABLE = Path(__file__).resolve().parents[2] / "var" / "faults.json"


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
            refused=len(tally.troubles),
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
    print("\n| fault | database | acknowledged | found | lost | told to try again |")
    print("| --- | --- | ---: | ---: | ---: | ---: |")
    for row in table.rows:
        print("| " + " | ".join(str(value) for value in row.values()) + " |")
