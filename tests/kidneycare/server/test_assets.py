"""Static files are collected once, and again when one of them changes."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.files import locks
from django.core.management import call_command
from pytest_django.fixtures import Settings

from kidneycare import settings as product
from kidneycare.server.assets import collect_when_changed


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


def test_where_nothing_changed_nothing_is_written(style: Path, settings: Settings) -> None:
    """As in a container, whose files nobody may change."""
    collect_when_changed()
    lock = settings.STATIC_ROOT.with_name(f"{settings.STATIC_ROOT.name}.lock")
    lock.unlink()
    assert not collect_when_changed()
    assert not lock.exists()
    assert style.exists()


def test_a_removed_folder_is_collected_again(style: Path, settings: Settings) -> None:
    collect_when_changed()
    for path in sorted(settings.STATIC_ROOT.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    settings.STATIC_ROOT.rmdir()

    assert collect_when_changed()
    assert (settings.STATIC_ROOT / "style.css").is_file()


def test_of_two_starts_at_once_the_second_waits_for_the_first(
    style: Path, settings: Settings
) -> None:
    lock = settings.STATIC_ROOT.with_name(f"{settings.STATIC_ROOT.name}.lock")
    with lock.open("w") as first, ThreadPoolExecutor() as second:
        locks.lock(first, locks.LOCK_EX)
        collecting = second.submit(collect_when_changed)
        with pytest.raises(TimeoutError):
            collecting.result(0.3)
        assert not settings.STATIC_ROOT.exists()
        locks.unlock(first)
        assert collecting.result(20)
    assert style.name in {path.name for path in settings.STATIC_ROOT.iterdir()}


def test_the_stamp_is_not_among_what_is_served(style: Path, settings: Settings) -> None:
    collect_when_changed()

    assert not list(settings.STATIC_ROOT.rglob("*stamp*"))


def test_what_one_module_imports_of_another_has_its_fingerprint_too(
    tmp_path: Path, settings: Settings
) -> None:
    """Or a browser would mix modules of two releases."""
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STORAGES = product.STORAGES
    call_command("collectstatic", interactive=False, verbosity=0)

    modules = settings.STATIC_ROOT / "js" / "guided"
    names = {path.name for path in modules.iterdir()}
    (player,) = modules.glob("player.*.js")
    imported = re.findall(r'^import .*? from "\./(.*?)";$', player.read_text("utf-8"), re.MULTILINE)
    assert len(imported) >= 8
    for name in imported:
        assert re.fullmatch(r"\w+\.[0-9a-f]{12}\.js", name), name
        assert name in names
        assert f"{name}.br" in names


def test_our_scripts_and_styles_are_served_without_comments(
    tmp_path: Path, settings: Settings
) -> None:
    source = tmp_path / "source" / "js"
    source.mkdir(parents=True)
    (source / "some.js").write_text(
        "/** What it is for.\n * @type {string} */\nconst a = 'http://x'; // why\n"
        "/** @type {X} */ (b).c();\n{\n  // Because.\n  d();\n}\n/* The end. */\n",
        encoding="utf-8",
    )
    settings.STATICFILES_DIRS = [source.parent]
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STORAGES = product.STORAGES
    call_command("collectstatic", interactive=False, verbosity=0)
    (served,) = settings.STATIC_ROOT.glob("js/some.*.js")
    assert served.read_text(encoding="utf-8") == (
        "const a = 'http://x'; // why\n(b).c();\n{\nd();\n}\n"
    )


def test_no_template_of_our_scripts_goes_over_lines() -> None:
    """Its lines might look like comments, and what indents them is text."""
    for path in (product.BASE_DIR / "static" / "js").rglob("*.js"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            assert line.count("`") % 2 == 0, f"{path.name}:{number}"
