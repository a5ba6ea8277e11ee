"""The arithmetic of what is measured: wrong there, every table would be."""

from __future__ import annotations

import pytest

from bench.__main__ import ratio
from bench.asking import TOKEN, Ask
from bench.cost import A_DAY, cost, size
from bench.load import Load, percentile


@pytest.mark.parametrize(
    ("values", "percent", "expected"),
    [
        ([5.0], 99, 5.0),
        ([3.0, 1.0, 2.0, 4.0], 50, 2.0),
        ([float(n) for n in range(1, 101)], 99, 99.0),
        ([float(n) for n in range(1, 202)], 99, 199.0),
    ],
)
def test_a_percentile_is_a_value_that_was_measured(
    values: list[float], percent: int, expected: float
) -> None:
    assert percentile(values, percent) == expected


def loads(*answers: int) -> list[Load]:
    """Rounds of one second with so many answers each."""
    return [Load(took=[0.1] * number, seconds=1) for number in answers]


def test_a_ratio_is_the_median_of_rounds_side_by_side() -> None:
    """A slow moment that met both changes nothing; one that met one of them counts once."""
    assert ratio(loads(60, 30, 6), loads(100, 50, 100)) == 0.6


def test_a_post_is_sent_as_a_browser_sends_a_form() -> None:
    sent = Ask("/tick/", "who=me", {"done": "1"}).at(8000).decode()
    head, _empty, body = sent.partition("\r\n\r\n")
    assert head.startswith("POST /tick/ HTTP/1.1\r\nHost: 127.0.0.1:8000\r\n")
    assert f"Cookie: who=me; csrftoken={TOKEN}" in head
    assert f"Content-Length: {len(body)}" in head
    assert body == f"csrfmiddlewaretoken={TOKEN}&done=1"


def test_costs_by_hand() -> None:
    """10,800 people, 12 requests of 2 ms each in the web process and 1 ms in the database.

    A third of 129,600 requests in an hour: 12 a second, 24 ms of work a second, so 0.048 cores that
    are half busy. 6 ticks a day for a year are 2,190 rows: 219 kB of 100 bytes each, and 2 kB.
    """
    page = {"processor_ms": 2.0, "database_ms": 1.0}
    bench = {"product": dict.fromkeys(A_DAY, page)}
    found = cost(10_800, bench, {"bytes_a_row": 100, "bytes_a_row_copied": 10})
    assert found.requests_a_day == 129_600
    assert found.a_second == pytest.approx(12)
    assert found.web_cores == pytest.approx(0.048)
    assert found.database_cores == pytest.approx(0.024)
    assert found.disk == pytest.approx(10_800 * 221_000)
    assert found.copy == pytest.approx(10_800 * 23_900)


@pytest.mark.parametrize(
    ("number", "told"), [(2_386_800_000, "2.39 GB"), (5_000_000, "5 MB"), (26e12, "26 TB")]
)
def test_sizes_are_told_as_disks_are_sold(number: float, told: str) -> None:
    assert size(number) == told
