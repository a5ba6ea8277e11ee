"""Where Firefox and WebKitGTK are looked for, and what is said when they are not there."""

import sys

import pytest

from scripts import other_browsers
from scripts.other_browsers import NoBrowser, WebKit


def fail() -> None:
    raise NoBrowser("Installing browsers needs Debian and its administrator.")


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither browser is here, and nothing can be installed."""
    monkeypatch.setattr("shutil.which", lambda _program: None)
    monkeypatch.setattr(other_browsers, "install", fail)


def test_a_browser_that_is_not_here_is_named_with_its_packages() -> None:
    with pytest.raises(NoBrowser, match="sudo apt install firefox-esr"):
        other_browsers.firefox()
    with pytest.raises(NoBrowser, match="sudo apt install webkit2gtk-driver xvfb"):
        other_browsers.webkit()


def test_without_browsers_the_command_runs_and_its_tests_say_what_is_missing() -> None:
    assert other_browsers.main([sys.executable, "-c", "raise SystemExit(3)"]) == 3


def test_asked_to_install_it_fails_where_that_is_not_possible(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert other_browsers.main(["--install", sys.executable, "-c", "raise SystemExit(3)"]) == 2
    told = capsys.readouterr().err
    assert "needs Debian" in told
    assert "Firefox is not here" in told
    assert "WebKitGTK is not here" in told


def test_what_is_here_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(other_browsers, "firefox", lambda: "/usr/bin/firefox")
    monkeypatch.setattr(other_browsers, "webkit", lambda: WebKit("driver", "browser", "display"))
    assert other_browsers.main(["--install", sys.executable, "-c", "raise SystemExit(3)"]) == 3
