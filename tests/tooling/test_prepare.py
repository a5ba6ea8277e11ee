"""Setting up: what a newcomer reads when something is missing, and that repeating is cheap."""

import ast
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scripts import prepare


def interpreter(*version: int, venv: bool = True) -> prepare.Interpreter:
    name = f"/usr/bin/python{version[0]}.{version[1]}"
    return prepare.Interpreter(version, name, "/usr", venv=venv, pip=True)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project folder with lock files that ask for nothing."""
    for name in (prepare.RUN_LOCK, prepare.DEV_LOCK):
        (tmp_path / name).write_text(f"# {name}\n", encoding="utf-8")
    return tmp_path


@pytest.fixture(autouse=True)
def quick_environments(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put into new environments, instead of pip, a stand-in that can't reach anything.

    The real one takes seconds to arrive, for each environment made here.
    """
    run_hidden = prepare.run_hidden

    def run_quickly(command: list[str], trouble: str) -> None:
        if "venv" not in command:
            run_hidden(command, trouble)
            return
        run_hidden([*command, "--without-pip"], trouble)
        (packages,) = Path(command[-1]).glob("lib/python*/site-packages")
        (packages / "pip").mkdir()
        (packages / "pip" / "__init__.py").touch()
        (packages / "pip" / "__main__.py").write_text("raise SystemExit('no answer')\n")

    monkeypatch.setattr(prepare, "run_hidden", run_quickly)


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The lock files that were installed from; nothing is really installed."""
    done: list[str] = []
    monkeypatch.setattr(prepare, "install", lambda _python, lock: done.append(lock.name))
    return done


def run(project: Path, *, dev: bool = False) -> None:
    prepare.prepare(project, project / ".venv", dev=dev)


def test_it_can_be_read_by_a_python_that_is_too_old() -> None:
    source = Path(prepare.__file__).read_text(encoding="utf-8")

    ast.parse(source, feature_version=(3, 6))

    # Understood by newer ones only, though the grammar above lets it pass.
    assert "from __future__ import annotations" not in source
    assert "capture_output" not in source


@pytest.mark.parametrize(
    "found, words",
    [
        ([interpreter(3, 9, 6)], "found only Python 3.9.6"),
        ([interpreter(2, 7, 18), interpreter(3, 10, 1)], "found only Python 3.10.1"),
        ([], "found no Python that starts"),
    ],
)
def test_an_old_python_is_told_what_to_install(
    found: list[prepare.Interpreter], words: str
) -> None:
    with pytest.raises(prepare.NotReady) as told:
        prepare.choose(found)

    assert words in str(told.value)
    assert "Python 3.11 or newer" in str(told.value)
    assert "apt install python3 python3-venv" in str(told.value)
    assert "\n" not in str(told.value)


def test_a_missing_venv_module_is_told_by_its_package() -> None:
    with pytest.raises(prepare.NotReady) as told:
        prepare.choose([interpreter(3, 12, 4, venv=False)])

    assert "apt install python3-venv" in str(told.value)
    assert "python3.12-venv" in str(told.value)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    "found, chosen",
    [
        ([interpreter(3, 11, 2), interpreter(3, 13, 0)], (3, 13, 0)),
        ([interpreter(3, 14, 0, venv=False), interpreter(3, 12, 1)], (3, 12, 1)),
        ([interpreter(3, 10, 9), interpreter(3, 11, 0)], (3, 11, 0)),
        # Newer than the packages are known to work on: only when there is no other.
        ([interpreter(3, 16, 0), interpreter(3, 12, 1)], (3, 12, 1)),
        ([interpreter(3, 16, 0)], (3, 16, 0)),
    ],
)
def test_the_newest_python_that_can_is_chosen(
    found: list[prepare.Interpreter], chosen: tuple[int, ...]
) -> None:
    assert prepare.choose(found).version == chosen


def test_a_name_on_the_path_that_does_not_start_is_no_python(tmp_path: Path) -> None:
    stand_in = tmp_path / "python3.14"
    stand_in.write_text("#!/bin/sh\necho 'install me first' >&2\nexit 127\n", encoding="utf-8")
    stand_in.chmod(0o755)

    assert prepare.ask(str(stand_in)) is None
    assert prepare.ask(str(tmp_path / "absent")) is None


def test_repeating_installs_nothing(project: Path, installed: list[str]) -> None:
    run(project)
    run(project)

    assert installed == [prepare.RUN_LOCK]


def test_a_changed_lock_file_is_installed(project: Path, installed: list[str]) -> None:
    run(project)
    (project / prepare.RUN_LOCK).write_text("# changed\n", encoding="utf-8")
    run(project)

    assert installed == [prepare.RUN_LOCK] * 2


def test_what_testing_needs_includes_what_running_needs(
    project: Path, installed: list[str]
) -> None:
    run(project, dev=True)
    run(project)
    run(project, dev=True)

    assert installed == [prepare.DEV_LOCK]


def vanished(venv: Path) -> None:
    """The Python that the environment was made from is uninstalled."""
    program = prepare.environment_python(venv)
    program.unlink()
    program.symlink_to("/no/such/python3.11")


def interrupted(venv: Path) -> None:
    """The installation was stopped before its end."""
    prepare.stamp_path(venv).unlink()


def moved(venv: Path) -> None:
    """The project was copied from another folder, environment and all."""
    stamp = json.loads(prepare.stamp_path(venv).read_text(encoding="utf-8"))
    stamp["folder"] = "/elsewhere/.venv"
    prepare.stamp_path(venv).write_text(json.dumps(stamp), encoding="utf-8")


@pytest.mark.parametrize("spoil", [vanished, interrupted, moved])
def test_an_environment_that_no_longer_works_is_made_again(
    project: Path, installed: list[str], spoil: Callable[[Path], None]
) -> None:
    run(project)
    left_behind = project / ".venv" / "left-behind"
    left_behind.touch()
    spoil(project / ".venv")

    run(project)

    assert not left_behind.exists()
    assert prepare.usable(project / ".venv") is not None
    assert installed == [prepare.RUN_LOCK] * 2


def test_a_failed_installation_shows_why_and_is_not_taken_for_done(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(prepare, "ROOT", project)
    monkeypatch.setattr(prepare, "VENV", project / ".venv")

    assert prepare.main([]) == 1

    told = capsys.readouterr().err
    assert "no answer" in told
    assert "check that this computer is online" in told
    assert "Traceback" not in told
    assert prepare.read_stamp(project / ".venv") == {}


def test_packages_are_only_installed_by_fingerprint_and_ready_made(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    commands: list[list[str]] = []

    def note(command: list[str], _trouble: str) -> Any:
        commands.append(command)

    monkeypatch.setattr(prepare, "run_hidden", note)
    prepare.install(tmp_path / "python", tmp_path / prepare.RUN_LOCK)

    (command,) = commands
    assert "--require-hashes" in command
    assert command[command.index("--only-binary") + 1] == ":all:"
