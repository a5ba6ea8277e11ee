"""Chromium believes the household's certificate once it is installed, and only about this home."""

from __future__ import annotations

import datetime as dt
import http.server
import os
import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from playwright.sync_api import Browser, Error, Playwright

from kidneycare.server import authority
from scripts import find_browser
from tests.browser.conftest import ARGUMENTS
from tests.kidneycare.server.test_authority import forged

TRUSTED = ("localhost", "box.local", "192.168.1.20")
BEYOND = ("example.com", "8.8.8.8")
NOW = dt.datetime.now(dt.UTC)


class Answer(http.server.BaseHTTPRequestHandler):
    """A page with nothing on it."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_words: object) -> None:
        """Nobody reads it."""


@contextmanager
def answering(certificate: Path) -> Iterator[int]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def ports(tmp_path: Path) -> Iterator[dict[str, int]]:
    """Each name at home by the server's own certificate, each beyond by a thief's of the key."""
    authority.renew(tmp_path, TRUSTED, NOW)
    with ExitStack() as stack:
        own = stack.enter_context(answering(authority.server_file(tmp_path)))
        found = dict.fromkeys(TRUSTED, own)
        for name in BEYOND:
            folder = tmp_path / name
            folder.mkdir()
            found[name] = stack.enter_context(answering(forged(tmp_path, folder, name)))
        yield found


@contextmanager
def chromium(playwright: Playwright, home: Path, ports: dict[str, int]) -> Iterator[Browser]:
    """With the certificates that are installed in this home, and all names on this computer."""
    rules = ",".join(f"MAP {name}:443 127.0.0.1:{port}" for name, port in ports.items())
    browser = playwright.chromium.launch(
        executable_path=find_browser.obtain(),
        args=[*ARGUMENTS, f"--host-resolver-rules={rules}"],
        env={**os.environ, "HOME": str(home)},
    )
    yield browser
    browser.close()


def opened(browser: Browser, name: str) -> str:
    """``secure``, or the name of the browser's complaint."""
    page = browser.new_page()
    try:
        page.goto(f"https://{name}/")
        return "secure" if page.evaluate("isSecureContext") else "plain"
    except Error as error:
        return error.message.partition("net::")[2].partition(" ")[0]
    finally:
        page.close()


def test_once_installed_it_is_believed_about_this_home_alone(
    tmp_path: Path, playwright: Playwright, ports: dict[str, int]
) -> None:
    """On Linux Chromium reads what is installed from the user's NSS database."""
    certutil = shutil.which("certutil")
    if certutil is None:
        pytest.skip("installing a certificate here takes certutil (libnss3-tools)")
    root = authority.certificate(tmp_path)
    assert root is not None
    file = tmp_path / "root.der"
    file.write_bytes(root.public_bytes(Encoding.DER))
    database = tmp_path / "home" / ".pki" / "nssdb"
    database.mkdir(parents=True)
    at = ("-d", f"sql:{database}")
    subprocess.run([certutil, "-N", *at, "--empty-password"], check=True)
    with chromium(playwright, tmp_path / "home", ports) as browser:
        assert {opened(browser, name) for name in ports} == {"ERR_CERT_AUTHORITY_INVALID"}
    subprocess.run([certutil, "-A", *at, "-t", "C,,", "-n", "home", "-i", file], check=True)
    with chromium(playwright, tmp_path / "home", ports) as browser:
        assert {name: opened(browser, name) for name in ports} == {
            **dict.fromkeys(TRUSTED, "secure"),
            **dict.fromkeys(BEYOND, "ERR_CERT_INVALID"),
        }
