"""The documents are finished texts."""

import re
from pathlib import Path

import pytest
from django.conf import settings

DOCS = [
    *sorted((settings.BASE_DIR / "docs").glob("*.md")),
    *sorted(settings.BASE_DIR.glob("*.md")),
]


@pytest.mark.parametrize("file", DOCS, ids=lambda file: file.name)
def test_no_place_is_still_to_be_filled_in(file: Path) -> None:
    """A line of capitals alone stands where figures are to come."""
    lines = file.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if re.fullmatch(r"\s*[A-Z][A-Z _-]+\s*", line)] == []
