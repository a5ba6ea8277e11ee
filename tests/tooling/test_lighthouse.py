"""`make audit` reads what Lighthouse says, and installs nothing but what is pinned."""

import json
import re
from typing import Any

import pytest

from scripts import lighthouse
from scripts.lighthouse import Found


def report(score: float, *, lcp: float, tbt: float, cls: float) -> dict[str, Any]:
    """As much of a report as is read: one check a category, the last of them only told."""
    figures = {
        "largest-contentful-paint": lcp,
        "total-blocking-time": tbt,
        "cumulative-layout-shift": cls,
    }
    audits: dict[str, dict[str, Any]] = {
        name: {"score": score, "scoreDisplayMode": "numeric", "numericValue": value}
        for name, value in figures.items()
    }
    refs = [{"id": name, "weight": 1} for name in figures]
    audits["told"] = {"score": None, "scoreDisplayMode": "informative"}
    refs.append({"id": "told", "weight": 0})
    return {
        "audits": audits,
        "categories": {name: {"score": score, "auditRefs": refs} for name in lighthouse.CATEGORIES},
    }


def test_points_times_and_what_took_points_away_are_read() -> None:
    assert lighthouse.read(report(1, lcp=900.4, tbt=0, cls=0)) == Found((100,) * 4, 900.4, 0, 0)
    faults = ("cumulative-layout-shift", "largest-contentful-paint", "total-blocking-time")
    slow = Found((62.0,) * 4, 5400, 1180, 0.1, faults)
    assert lighthouse.read(report(0.62, lcp=5400, tbt=1180, cls=0.1)) == slow


def test_the_middle_of_several_looks_counts_and_no_fault_is_lost() -> None:
    looks = [
        Found((100, 100, 100, 100), 900, 0, 0),
        Found((76, 100, 100, 100), 1500, 300, 0.01, ("total-blocking-time",)),
        Found((98, 100, 100, 100), 950, 10, 0),
    ]
    assert lighthouse.middle(looks) == Found(
        (98, 100, 100, 100), 950, 10, 0, ("total-blocking-time",)
    )


def test_the_table_has_a_row_a_page_and_goes_between_its_marks(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = tmp_path / "accessibility.md"
    document.write_text(
        f"before\n{lighthouse.BEGINNING}old\n{lighthouse.END}after\n", encoding="utf-8"
    )
    monkeypatch.setattr(lighthouse, "DOCUMENT", document)
    rows = [("Today", "en", Found((100, 99.5, 100, 100), 910.4, 0, 0.00188))]
    for _ in range(2):
        lighthouse.write_down(lighthouse.table(rows), times=3)
    text = document.read_text(encoding="utf-8")
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "old" not in text
    assert text.count("| Today | en | 100 | 99.5 | 100 | 100 | 910 | 0 | 0.00188 |") == 1


def test_without_node_it_says_what_is_missing_and_measures_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    with pytest.raises(lighthouse.CannotAsk, match="no node and no npm"):
        lighthouse.install()
    monkeypatch.setenv("KIDNEYCARE_DATA", "kept")
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "tests.settings")
    assert lighthouse.main() == 2
    assert "Nothing was measured" in capsys.readouterr().err


def test_every_package_is_pinned_by_its_hash_and_none_by_where_it_lies() -> None:
    text = (lighthouse.PINNED / "package-lock.json").read_text(encoding="utf-8")
    packages = {name: each for name, each in json.loads(text)["packages"].items() if name}
    assert len(packages) > 100
    assert [name for name, each in packages.items() if "integrity" not in each] == []
    assert '"resolved"' not in text
    assert not re.search(r"https?://(?!github\.com/)", text)
    pinned = json.loads((lighthouse.PINNED / "package.json").read_text(encoding="utf-8"))
    assert re.fullmatch(r"[\d.]+", pinned["dependencies"]["lighthouse"])
