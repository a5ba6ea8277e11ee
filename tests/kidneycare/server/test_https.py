"""`make run HTTPS=1`: the same site by http and by https, one beside the other."""

from __future__ import annotations

import datetime as dt
import http.client
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.exceptions import ImproperlyConfigured

from kidneycare.server import authority, listeners
from kidneycare.server.environment import HTTPS_DISTANCE
from tests.kidneycare.server.served import Served, serving
from tests.sites import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("data"), HTTPS="1") as found:
        wait_for_https(found)
        yield found


def trusting(data: Path) -> ssl.SSLContext:
    """What a phone believes once the household's certificate is installed on it."""
    root = authority.certificate(data)
    assert root is not None
    return ssl.create_default_context(cadata=root.public_bytes(Encoding.DER))


def ask_https(
    served: Served, path: str, cookies: str = "", context: ssl.SSLContext | None = None
) -> tuple[int, list[tuple[str, str]], str]:
    line = http.client.HTTPSConnection(
        "localhost",
        served.port + HTTPS_DISTANCE,
        timeout=60,
        context=context or trusting(served.data),
    )
    with closing(line):
        line.request("GET", path, headers={"Cookie": cookies})
        answer = line.getresponse()
        return answer.status, answer.getheaders(), answer.read().decode()


def wait_for_https(served: Served) -> None:
    until = time.monotonic() + 180
    while time.monotonic() < until and served.process.poll() is None:
        try:
            if ask_https(served, "/livez")[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"https does not answer ({served.process.poll()})")


def names_of_cookies(headers: list[tuple[str, str]]) -> set[str]:
    return {v.partition("=")[0] for k, v in headers if k.lower() == "set-cookie"}


def test_both_serve_the_site_each_with_cookies_of_its_own(served: Served) -> None:
    status, page, cookies = served.ask("GET", "/", {})
    assert status == 200
    assert cookies.keys() == {"csrftoken"}
    status, headers, safe = ask_https(served, "/")
    assert status == 200
    assert names_of_cookies(headers) == {"__Host-csrftoken"}
    assert "data-stranger" in page
    assert "data-stranger" in safe
    # It would take the http of the same name away, on every port.
    assert "strict-transport-security" not in {name.lower() for name, _value in headers}


def test_over_https_a_form_begins_a_record_in_cookies_for_https_alone(served: Served) -> None:
    _status, headers, page = ask_https(served, "/")
    token = next(v for k, v in headers if k.lower() == "set-cookie").partition(";")[0]
    day = re.search(r'data-day="([0-9-]+)"', page)
    assert day is not None
    origin = f"https://localhost:{served.port + HTTPS_DISTANCE}"
    line = http.client.HTTPSConnection(
        "localhost", served.port + HTTPS_DISTANCE, timeout=60, context=trusting(served.data)
    )
    with closing(line):
        line.request(
            "POST",
            f"/day/{day[1]}/evening/sole-rub/1/",
            "done=1",
            {
                "Cookie": token,
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": origin,
                "X-CSRFToken": token.partition("=")[2],
            },
        )
        answer = line.getresponse()
        kept = [v for k, v in answer.getheaders() if k.lower() == "set-cookie"]
        assert answer.status == 303, answer.read()
    record = next(each for each in kept if each.startswith("__Host-kidneycare="))
    assert "secure" in record.lower()
    assert "data-stranger" not in ask_https(served, "/", record.partition(";")[0])[2]


def test_a_record_of_http_is_not_opened_by_the_cookie_that_everybody_could_hear(
    served: Served,
) -> None:
    """Cookies know no ports: the browser sends the one of http to https too."""
    _status, page, cookies = served.ask("GET", "/", {})
    day = re.search(r'data-day="([0-9-]+)"', page)
    assert day is not None
    path = f"/day/{day[1]}/evening/sole-rub/1/"
    status, _page, cookies = served.ask("POST", path, cookies, done="1")
    assert status == 303
    assert "data-stranger" not in served.ask("GET", "/", cookies)[1]
    heard = "; ".join(f"{name}={value}" for name, value in cookies.items())
    assert "data-stranger" in ask_https(served, "/", heard)[2]


def test_who_does_not_trust_the_household_is_told_by_the_browser(served: Served) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        ask_https(served, "/", context=ssl.create_default_context())


def test_a_phone_of_some_years_ago_is_served_too(served: Served) -> None:
    old = trusting(served.data)
    old.maximum_version = ssl.TLSVersion.TLSv1_2
    assert ask_https(served, "/livez", context=old)[0] == 200


def serial_shown(served: Served) -> bytes:
    with (
        socket.create_connection(("127.0.0.1", served.port + HTTPS_DISTANCE), timeout=60) as line,
        trusting(served.data).wrap_socket(line, server_hostname="localhost") as safe,
    ):
        shown = safe.getpeercert(binary_form=True)
        assert shown is not None
        return shown


def children(process: int) -> list[int]:
    listed = Path(f"/proc/{process}/task/{process}/children")
    return [int(each) for each in listed.read_text(encoding="ascii").split()]


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="the tree of processes is Linux's")
def test_a_new_certificate_is_served_without_a_stop(served: Served) -> None:
    """As after another address: what `listeners` does every ten minutes."""
    before = serial_shown(served)
    authority.server_file(served.data).unlink()
    assert authority.renew(served.data, {"localhost"}, dt.datetime.now(dt.UTC))
    (_http, https) = children(served.process.pid)
    os.kill(https, signal.SIGHUP)
    until = time.monotonic() + 120
    while serial_shown(served) == before:
        assert time.monotonic() < until
        time.sleep(0.2)
    assert ask_https(served, "/livez")[0] == 200


def sleeper(*, seconds: int = 600, code: int = 0) -> subprocess.Popen[bytes]:
    script = f"import sys, time; time.sleep({seconds}); sys.exit({code})"
    return subprocess.Popen([sys.executable, "-c", script])


@pytest.fixture
def usual_signals() -> Iterator[None]:
    """`run_both` sets its own; processes begun by nohup would hand on that SIGHUP is ignored."""
    used = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    before = [(each, signal.getsignal(each)) for each in used]
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    for each, handler in before:
        signal.signal(each, handler)


@pytest.mark.usefixtures("usual_signals")
@pytest.mark.parametrize("first", [0, 1], ids=["http", "https"])
def test_when_one_of_the_two_ends_the_other_ends_too(first: int) -> None:
    """Whoever keeps the site up then starts both."""
    both = [sleeper(), sleeper()]
    both[first].kill()
    assert listeners.run_both(both[0], both[1], lambda: False) == 1
    assert all(each.poll() is not None for each in both)


@pytest.mark.usefixtures("usual_signals")
def test_while_it_runs_the_certificate_is_looked_after(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A disk that is full at that moment ends nothing."""
    monkeypatch.setattr(listeners, "RENEW_SECONDS", 0.0)
    monkeypatch.setattr(listeners, "LOOK_SECONDS", 0.01)
    looks = 0

    def renew() -> bool:
        nonlocal looks
        looks += 1
        if looks == 1:
            raise ImproperlyConfigured("The disk is full.")
        return looks == 3

    https = sleeper()
    # Only the third makes it read the new certificate; this one ends by the signal.
    assert listeners.run_both(sleeper(), https, renew) == 1
    assert https.returncode == -signal.SIGHUP
    assert looks >= 3
    assert [each.getMessage() for each in caplog.records] == ["The disk is full."]


@pytest.mark.long
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="the tree of processes is Linux's")
@pytest.mark.parametrize("ending", ["kill -9", "Ctrl+C"])
def test_however_it_ends_it_leaves_no_process_behind(tmp_path: Path, ending: str) -> None:
    with serving(tmp_path, HTTPS="1") as served:
        wait_for_https(served)
        listening = children(served.process.pid)
        working = [each for parent in listening for each in children(parent)]
        assert (len(listening), len(working)) == (2, 2)
        if ending == "Ctrl+C":
            # A terminal tells every process of its group.
            os.killpg(served.process.pid, signal.SIGINT)
            assert served.process.wait(60) == 0
        else:
            served.process.kill()
        until = time.monotonic() + 120
        while any(Path(f"/proc/{each}").exists() for each in [*listening, *working]):
            assert time.monotonic() < until
            time.sleep(0.2)


def started(tmp_path: Path, **settings: str) -> str:
    """What a site says that does not start."""
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env={**environment, "KIDNEYCARE_DATA": str(tmp_path), **settings},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr
    return done.stderr


def test_a_damaged_authority_ends_the_start_with_a_plain_sentence(tmp_path: Path) -> None:
    file = authority.authority_file(tmp_path)
    file.parent.mkdir()
    file.write_text("scribble", encoding="ascii")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(min(free.getsockname()[1], 65000))
    told = started(tmp_path, HTTPS="1", PORT=port)
    assert str(file) in told
    assert "damaged" in told


def test_a_taken_port_of_https_is_told_by_its_number(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert f"Port {port} is already used" in started(
            tmp_path, HTTPS="1", PORT=str(port - HTTPS_DISTANCE)
        )
