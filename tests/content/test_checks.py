"""`manage.py check` tells what is wrong with the content files."""

import shutil
from pathlib import Path

import pytest
from django.core.checks import run_checks
from pytest_django.fixtures import Settings

from content.checks import check_library


@pytest.fixture
def copy(tmp_path: Path, settings: Settings) -> Path:
    """The library, to be broken."""
    place = tmp_path / "library"
    shutil.copytree(settings.LIBRARY, place)
    settings.LIBRARY = place
    return place


def test_the_library_as_it_is_has_no_fault(copy: Path) -> None:
    assert check_library() == []


def test_a_fault_is_an_error_that_names_its_file(copy: Path) -> None:
    facts = copy / "foot-massage" / "facts.toml"
    facts.write_text(facts.read_text(encoding="utf-8") + 'colour = "red"\n', encoding="utf-8")
    (error,) = check_library()
    assert error.id == "content.E001"
    assert error.is_serious()
    assert "foot-massage/facts.toml" in error.msg


def test_every_fault_is_told_at_once(copy: Path) -> None:
    for name in ("foot-massage", "waist-massage"):
        (copy / name / "facts.toml").write_text("position = 'first'\n", encoding="utf-8")
    told = " ".join(error.msg for error in check_library())
    assert "foot-massage" in told
    assert "waist-massage" in told


def test_manage_check_runs_it(copy: Path) -> None:
    (copy / "en.toml").write_text("language = ", encoding="utf-8")
    assert "content.E001" in {message.id for message in run_checks()}
