"""The check of packages says what it knows, and above all when it knows nothing."""

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from scripts import advisories as asked

ROOT = Path(__file__).parents[2]
Answer = Callable[[str, str], Any]


@pytest.fixture
def advisories() -> Any:
    """Starts a stand-in that answers for each package what it is told to."""
    servers: list[HTTPServer] = []

    def serve(answer: Answer | None) -> str:
        class Advisories(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                body = b"not this"
                if answer is not None:
                    results = [answer(q["package"]["name"], q["version"]) for q in asked["queries"]]
                    body = json.dumps({"results": results}).encode()
                self.send_response(200)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is given
                pass

        server = HTTPServer(("127.0.0.1", 0), Advisories)
        servers.append(server)
        threading.Thread(target=server.serve_forever).start()
        return f"http://127.0.0.1:{server.server_port}/"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def bad(*names: str) -> Answer:
    return lambda name, _version: {"vulns": [{"id": "X-2"}, {"id": "X-1"}]} if name in names else {}


def test_a_clean_answer_counts_when_a_known_hole_was_found(
    advisories: Callable[[Answer], str], capsys: pytest.CaptureFixture[str]
) -> None:
    def answer(name: str, version: str) -> Any:
        return {"vulns": [{"id": "old"}]} if (name, version) == asked.KNOWN_BAD else {}

    assert asked.main(advisories(answer)) == 0
    assert " packages asked about, 0 with known holes" in capsys.readouterr().out


def test_a_hole_in_a_package_of_ours_is_told_by_name(
    advisories: Callable[[Answer], str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked.main(advisories(bad("django", "segno"))) == 1
    out = capsys.readouterr().out
    assert "segno 1." in out
    assert "X-1, X-2" in out


@pytest.mark.parametrize(
    "answer", [bad(), None, lambda *_words: None], ids=["silence", "no", "odd"]
)
def test_advisories_that_know_nothing_are_no_check(
    advisories: Callable[[Answer | None], str],
    answer: Answer | None,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert asked.main(advisories(answer)) == 2
    assert "Nothing was checked" in capsys.readouterr().err


def test_nobody_there_is_no_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert asked.main("http://127.0.0.1:1/") == 2
    assert "Nothing was checked" in capsys.readouterr().err


def test_every_locked_package_is_asked_about() -> None:
    text = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")
    found = asked.locked(text)
    assert len(found) == sum("==" in line.split(" ")[0] for line in text.splitlines())
    assert all(version[0].isdigit() and "\\" not in version for _name, version in found)
