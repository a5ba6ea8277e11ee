"""Which browser the tests and pictures use, and what is said when there is none."""

from pathlib import Path

import pytest

from scripts import find_browser


def program(path: Path, code: int = 0) -> str:
    path.write_text(f"#!/bin/sh\necho 'Chromium 1.0'\nexit {code}\n", encoding="utf-8")
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
