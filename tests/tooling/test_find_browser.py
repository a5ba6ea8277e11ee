"""Which browser the tests and pictures use, and what is said when there is none."""

from pathlib import Path

import pytest

from scripts import find_browser


def program(path: Path, code: int = 0, version: str = "1.0") -> str:
    path.write_text(f"#!/bin/sh\necho 'Chromium {version}'\nexit {code}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """No browser anywhere, and no way to get one."""
    monkeypatch.delenv(find_browser.VARIABLE, raising=False)
    monkeypatch.setattr(find_browser, "within_reach", lambda: iter(()))
    monkeypatch.setattr(find_browser, "attempt", lambda _command, _seconds: False)


def test_the_named_browser_goes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    named, other = program(tmp_path / "named"), program(tmp_path / "other")
    monkeypatch.setenv(find_browser.VARIABLE, named)
    monkeypatch.setattr(find_browser, "within_reach", lambda: iter((other,)))

    assert find_browser.find() == named


def test_a_wrong_name_is_told_rather_than_passed_over(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(find_browser.VARIABLE, str(tmp_path / "absent"))
    other = program(tmp_path / "other")
    monkeypatch.setattr(find_browser, "within_reach", lambda: iter((other,)))

    assert find_browser.main() == 1
    captured = capsys.readouterr()
    assert "correct it or unset it" in captured.err
    assert captured.out == ""


def test_a_stand_in_that_does_not_start_is_passed_over(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found = (program(tmp_path / "stand-in", code=1), program(tmp_path / "real"))
    monkeypatch.setattr(find_browser, "within_reach", lambda: iter(found))

    assert find_browser.find() == found[1]


def test_a_browser_that_could_be_installed_is_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def download(command: list[str], _seconds: float) -> bool:
        assert "playwright" in command
        fresh = program(tmp_path / "fresh")
        monkeypatch.setattr(find_browser, "within_reach", lambda: iter((fresh,)))
        return True

    monkeypatch.setattr(find_browser, "attempt", download)

    assert find_browser.obtain() == str(tmp_path / "fresh")


def test_none_at_all_ends_in_one_plain_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert find_browser.main() == 1

    captured = capsys.readouterr()
    assert captured.out == ""
    last = captured.err.strip().splitlines()[-1]
    assert "apt install chromium" in last
    assert find_browser.VARIABLE in last


def test_the_headless_shell_of_the_same_version_is_taken_where_windows_do_not_matter(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    whole = program(tmp_path / "chromium")
    assert find_browser.headless_shell(whole) == whole
    shell = program(tmp_path / find_browser.SHELL, code=1)
    assert find_browser.headless_shell(whole) == whole
    program(tmp_path / find_browser.SHELL)
    assert find_browser.headless_shell(whole) == shell
    # Another name of the same browser: the shell is found on PATH.
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    assert find_browser.headless_shell(program(elsewhere / "chrome")) == shell
    for other in (
        program(elsewhere / "newer", version="2.0"),
        program(elsewhere / "nameless", version="unknown"),
        program(elsewhere / "broken", code=1),
        str(elsewhere / "absent"),
    ):
        assert find_browser.headless_shell(other) == other


def test_the_headless_shell_is_installed_only_when_that_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[list[str]] = []
    whole = program(tmp_path / "chromium", version="1.2.3")
    monkeypatch.setattr(find_browser, "attempt", lambda command, _seconds: asked.append(command))
    monkeypatch.setattr(find_browser, "within_reach", lambda: iter((whole,)))
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    program(tmp_path / "apt-get")
    for arguments, commands in (([], 0), (["--install"], 1)):
        monkeypatch.setattr("sys.argv", ["find_browser", *arguments])
        assert find_browser.main() == 0
        assert capsys.readouterr().out == whole + "\n"
        assert len(asked) == commands
    assert asked[0][-1] == find_browser.SHELL
