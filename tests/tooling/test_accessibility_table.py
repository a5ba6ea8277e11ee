"""What docs/accessibility.md claims: each criterion once, and only tests that there are."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "accessibility.md").read_text(encoding="utf-8")

A_AND_AA = re.findall(
    r"[\d.]+",
    """
1.1.1 1.2.1 1.2.2 1.2.3 1.2.4 1.2.5 1.3.1 1.3.2 1.3.3 1.3.4 1.3.5
1.4.1 1.4.2 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11 1.4.12 1.4.13
2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1
2.4.1 2.4.2 2.4.3 2.4.4 2.4.5 2.4.6 2.4.7 2.4.11
2.5.1 2.5.2 2.5.3 2.5.4 2.5.7 2.5.8
3.1.1 3.1.2 3.2.1 3.2.2 3.2.3 3.2.4 3.2.6 3.3.1 3.3.2 3.3.3 3.3.4 3.3.7 3.3.8
4.1.2 4.1.3
""",
)
BEYOND = ["1.4.6", "2.2.6", "2.3.3", "2.4.12", "2.4.13", "2.5.5", "3.1.5"]


def rows() -> list[list[str]]:
    """The cells of each line that begins with a criterion's number."""
    lines = [line for line in TEXT.splitlines() if re.match(r"\| \d", line)]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_every_criterion_stands_there_once() -> None:
    assert len(A_AND_AA) == 55
    assert [number for number, *_rest in rows()] == A_AND_AA + BEYOND


def test_each_says_whether_it_is_met_and_how_that_was_found_out() -> None:
    for number, name, is_met, found in rows():
        assert is_met in {"met", "not met", "not applicable"}, number
        assert name, number
        assert found, number


def test_every_test_that_is_named_is_there() -> None:
    named = set(re.findall(r"`(tests/[\w/.-]+)`", TEXT))
    assert len(named) > 15
    assert [each for each in sorted(named) if not (ROOT / each).exists()] == []


def test_what_is_not_applicable_or_checked_by_hand_says_why() -> None:
    for number, _name, is_met, found in rows():
        tested = "`tests/" in found or found.split(", ")[-1].startswith("see ")
        if is_met == "not applicable" or not tested:
            assert len(found.removeprefix("by hand: ")) > 10, number
