"""Static files are collected once, and again when one of them changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kidneycare.assets import collect_when_changed

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import Settings


@pytest.fixture
def style(tmp_path: Path, settings: Settings) -> Path:
    """A style sheet among static files that are collected into a folder of their own."""
    source = tmp_path / "source"
    source.mkdir()
    settings.STATICFILES_DIRS = [source]
    settings.STATIC_ROOT = tmp_path / "collected"
    path = source / "style.css"
    path.write_text("main { color: black }", encoding="utf-8")
    return path


def test_only_a_change_is_collected(style: Path, settings: Settings) -> None:
    assert collect_when_changed()
    assert not collect_when_changed()

    style.write_text("main { color: navy }", encoding="utf-8")
    assert collect_when_changed()
    assert (settings.STATIC_ROOT / "style.css").read_text(encoding="utf-8").count("navy") == 1


def test_a_removed_folder_is_collected_again(style: Path, settings: Settings) -> None:
    collect_when_changed()
    for path in sorted(settings.STATIC_ROOT.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    settings.STATIC_ROOT.rmdir()

    assert collect_when_changed()
    assert (settings.STATIC_ROOT / "style.css").is_file()


def test_the_stamp_is_not_among_what_is_served(style: Path, settings: Settings) -> None:
    collect_when_changed()

    assert not list(settings.STATIC_ROOT.rglob("*stamp*"))
