"""A copy of the library that a test may spoil, and what its reader tells of it."""

import shutil
from pathlib import Path

import pytest

from content.parsing import LibraryError, parse_library

LIBRARY = Path(__file__).resolve().parents[2] / "content" / "library"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A copy of the English library that a test may spoil."""
    others = shutil.ignore_patterns("zh-*.toml")
    return Path(shutil.copytree(LIBRARY, tmp_path / "library", ignore=others))


def change(path: Path, old: str, new: str) -> None:
    """Replace one piece of a file, which must be there once."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{path.name} has {text.count(old)} × {old}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def faults_in(folder: Path) -> tuple[str, ...]:
    """The faults the reader tells about a folder."""
    with pytest.raises(LibraryError) as caught:
        parse_library(folder)
    return caught.value.faults


def the_fault_in(folder: Path) -> str:
    """The one fault the reader tells about a folder."""
    faults = faults_in(folder)
    assert len(faults) == 1, faults
    return faults[0]
