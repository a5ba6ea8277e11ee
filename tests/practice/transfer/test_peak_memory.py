"""However a file is made, it costs less than 96 MiB: measured in processes of their own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, target
from hypothesis import strategies as st

from practice.transfer.schema import LARGEST
from tests.practice.transfer.bombs import BOMBS, PLACES, filled
from tests.practice.transfer.peak import BEGIN, END, Cost

ROOT = Path(__file__).resolve().parents[3]
MOST = 96
"""MiB, of which the file itself is a third."""

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/clear_refs").exists(), reason="this system doesn't tell the peak"
)


class Meter:
    """A site that takes one file after the other, each in a process of its own."""

    def __init__(self, process: subprocess.Popen[str], folder: Path) -> None:
        self.process = process
        self.file = folder / "bomb"

    def cost(self, content: bytes) -> Cost:
        assert len(content) <= LARGEST
        with self.file.open("wb") as file:
            file.writelines((BEGIN, content, END))
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{self.file}\n")
        self.process.stdin.flush()
        status, mebibytes = self.process.stdout.readline().split()
        return Cost(int(status), float(mebibytes))


@pytest.fixture(scope="module")
def meter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Meter]:
    folder = tmp_path_factory.mktemp("peak")
    with subprocess.Popen(
        [sys.executable, "-m", "tests.practice.transfer.peak", str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "\n"
        yield Meter(process, folder)
        assert process.stdin
        process.stdin.close()


WORST = {
    "as many ticks as there is room for",
    "notes of escaped letters",
    "escaped letters as long as a file",
    "two million keys",
    "an amount as long as a file",
    "brackets",
    "wide letters, then what is none",
}
"""Each of another kind, and those that cost most; `make test-bombs` tries all of them."""


@pytest.mark.long
@pytest.mark.parametrize(
    "name",
    [name if name in WORST else pytest.param(name, marks=pytest.mark.operation) for name in BOMBS],
)
def test_no_file_that_is_made_to_do_harm_takes_much_memory(meter: Meter, name: str) -> None:
    found = meter.cost(BOMBS[name]())
    print(f"{name}: {found.status}, {found.mebibytes:.0f} MiB")
    assert found.status in {303, 400}
    assert found.mebibytes < MOST


UNITS = st.one_of(
    st.sampled_from([b"[", b'{"":', b'{"a":1},', b"1,", b'"y",', b"\\u4e00", b'\\"', b"9", b" "]),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8).map(str.encode),
    st.binary(min_size=1, max_size=8),
)


@pytest.mark.operation
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(sorted(PLACES)), st.binary(max_size=4) | st.just("🦶".encode()), UNITS)
def test_nor_does_whatever_fills_a_file_anywhere_in_it(
    meter: Meter, place: str, begin: bytes, unit: bytes
) -> None:
    before, after = PLACES[place]
    found = meter.cost(filled((before + begin, after), unit))
    target(found.mebibytes)
    assert found.status in {303, 400}
    assert found.mebibytes < MOST
