"""The topology of docker-compose.yml, run by hand: proxy, two times the site, PostgreSQL."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from operation.conftest import Faults
from operation.crowd import SLOW_FORM, crowd_beside
from operation.phones import Place, kept_by_postgresql, while_ticking
from scripts.running import ROOT, Running
from scripts.topology import Topology, kill_with_children, running
from tests.kidneycare.web.test_logs import health_words

pytestmark = pytest.mark.operation

PHONES = 16


@pytest.fixture(scope="module")
def topology() -> Iterator[Topology]:
    with running() as found:
        yield found


@pytest.fixture
def place(topology: Topology) -> Place:
    return Place(topology.https_port, topology.root)


def ask(place: Place, path: str, method: str = "GET") -> http.client.HTTPResponse:
    line = http.client.HTTPSConnection("localhost", place.port, context=place.context(), timeout=20)
    line.request(method, path)
    return line.getresponse()


def test_every_health_check_of_the_compose_file_passes(topology: Topology) -> None:
    topology.db.run(*topology.db_healthcheck)
    assert all(web.is_healthy() for web in topology.web)
    assert topology.proxy.is_healthy()


def test_https_is_trusted_with_the_certificate_a_phone_fetches(place: Place) -> None:
    answer = ask(place, "/")
    assert answer.status == 200
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert len(answer.headers["X-Request-ID"]) == 36, "the proxy's number"
    cookies = answer.headers.get_all("Set-Cookie") or []
    assert cookies
    assert all("Secure" in cookie and cookie.startswith("__Host-") for cookie in cookies)


def test_without_that_certificate_it_is_not_trusted(place: Place) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        http.client.HTTPSConnection("localhost", place.port, timeout=20).request("GET", "/")


def test_http_leads_to_https(topology: Topology) -> None:
    line = http.client.HTTPConnection("localhost", topology.http_port, timeout=20)
    line.request("GET", "/techniques/?x=1")
    answer = line.getresponse()
    wanted = f"https://localhost:{topology.https_port}/techniques/?x=1"
    assert (answer.status, answer.headers["Location"]) == (308, wanted)


def test_the_private_key_of_the_household_is_not_served(topology: Topology) -> None:
    line = http.client.HTTPConnection("localhost", topology.http_port, timeout=20)
    for path in ("/root.key", "/root.crt/../root.key", "/intermediate.key", "/root.crt/"):
        line.request("GET", path)
        answer = line.getresponse()
        assert answer.status != 200
        assert b"PRIVATE" not in answer.read()


def test_another_name_is_refused(place: Place) -> None:
    line = http.client.HTTPSConnection("localhost", place.port, context=place.context(), timeout=20)
    line.request("GET", "/", headers={"Host": "example.com"})
    answer = line.getresponse()
    assert b"Kidneycare" not in answer.read()


def test_more_than_anybody_sends_is_not_taken(place: Place) -> None:
    """Cut off in the middle, as proxies do, or refused; and then everything is as before."""
    line = http.client.HTTPSConnection("localhost", place.port, context=place.context(), timeout=30)
    line.putrequest("POST", "/import/")
    line.putheader("Content-Length", str(50 * 1024 * 1024))
    line.endheaders()
    try:
        for _ in range(50):
            line.send(bytes(1024 * 1024))
        assert line.getresponse().status in {413, 502}
    except TimeoutError:
        raise  # It took all of it in, and let us wait.
    except OSError:
        pass
    assert ask(place, "/").status == 200


def test_half_a_form_waits_at_the_proxy(place: Place) -> None:
    """The site, which gives one up after ten seconds, is asked once it is whole."""
    context = place.context()
    assert context is not None
    with (
        socket.create_connection(("127.0.0.1", place.port), timeout=60) as plain,
        context.wrap_socket(plain, server_hostname="localhost") as line,
    ):
        line.sendall(SLOW_FORM)
        time.sleep(14)
        line.sendall(b"y" * (30_000 - SLOW_FORM.count(b"y")))
        assert line.recv(64).startswith(b"HTTP/1.1 403 ")


def test_the_site_is_replaced_piece_by_piece_and_no_request_is_cut(
    topology: Topology, place: Place, faults: Faults
) -> None:
    """An upgrade: each process is asked to stop and started again while phones tick."""

    def replace() -> None:
        for web in topology.web:
            web.stop(signal.SIGTERM)
            assert web.process is not None
            assert web.process.returncode == 0
            web.start()
            wait_until_asked(web)

    tally = while_ticking(place, PHONES, replace)
    assert tally.troubles == [], topology.proxy.log.read_text(encoding="utf-8")[-3000:]
    faults.compare("each web process replaced", "PostgreSQL", tally, kept(topology))


def wait_until_asked(web: Running) -> None:
    """Until the proxy has noticed that it is there again, and sends it phones."""
    told = web.log.stat().st_size
    web.wait_until_healthy()
    until = time.monotonic() + 30
    while b'"POST 303 ' not in web.log.read_bytes()[told:]:
        assert time.monotonic() < until, "the proxy never came back to it"
        time.sleep(0.1)


def test_web_processes_that_are_killed_lose_nothing(
    topology: Topology, place: Place, faults: Faults
) -> None:
    def kill() -> None:
        for web in topology.web:
            assert web.process is not None
            kill_with_children(web.process.pid)
            web.process.wait()
            web.start()
            wait_until_asked(web)

    tally = while_ticking(place, PHONES, kill)
    # Those in flight, and those that met a kept connection until the proxy's check, one a second,
    # found it dead; a phone tries again after a twentieth of a second.
    assert {trouble.what for trouble in tally.troubles} == {"POST 502"}
    assert len(tally.troubles) <= len(topology.web) * 20 * PHONES
    faults.compare("kill -9 of web, one after the other", "PostgreSQL", tally, kept(topology))


@contextmanager
def away(times: list[float]) -> Iterator[None]:
    """Note how many seconds the database is away."""
    begun = time.monotonic()
    yield
    times.append(time.monotonic() - begun)


def may_fail(seconds: float) -> int:
    """Requests in flight when the database went; and once more for each five seconds that it
    stays away, for so long a request waits for it.
    """
    return PHONES * (1 + int(seconds // 5))


def test_a_restart_of_the_database_costs_no_more_than_the_requests_in_flight(
    topology: Topology, place: Place, faults: Faults
) -> None:
    times: list[float] = []

    def restart() -> None:
        with away(times):
            topology.db.stop(signal.SIGINT)
            topology.db.start()

    tally = while_ticking(place, PHONES, restart)
    assert len(tally.troubles) <= may_fail(times[0]), [trouble.what for trouble in tally.troubles]
    faults.compare("database restarted", "PostgreSQL", tally, kept(topology))


def test_a_database_that_is_killed_loses_nothing(
    topology: Topology, place: Place, faults: Faults
) -> None:
    times: list[float] = []

    def kill() -> None:
        assert topology.db.process is not None
        with away(times):
            kill_with_children(topology.db.process.pid)
            topology.db.process.wait()
            topology.db.start()

    tally = while_ticking(place, PHONES, kill)
    assert len(tally.troubles) <= may_fail(times[0]), [trouble.what for trouble in tally.troubles]
    faults.compare("kill -9 of the database", "PostgreSQL", tally, kept(topology))


def test_slow_phones_keep_nobody_else_waiting(
    topology: Topology, place: Place, faults: Faults
) -> None:
    """With the proxy in front: 1,600 hold their connections in eight ways, sixteen tick."""
    with crowd_beside(place):
        tally = while_ticking(place, PHONES, lambda: time.sleep(6))
    assert tally.troubles == []
    assert tally.within(0.99) < 1
    faults.compare(
        "1,600 who hold their connections, at the proxy", "PostgreSQL", tally, kept(topology)
    )


def test_the_backup_job_copies_what_is_ticked_and_its_health_check_sees_it(
    topology: Topology,
) -> None:
    service = topology.composed.service("backup")
    assert topology.job(*service.healthcheck).returncode == 1
    once = [word for word in service.command if word not in {"--every", "24"}]
    made = topology.job(*once)
    assert made.returncode == 0, made.stderr
    assert topology.job(*service.healthcheck).returncode == 0


def lines_for_bringing_back() -> list[str]:
    """As docs/operation.md tells them for containers."""
    text = (ROOT / "docs" / "operation.md").read_text(encoding="utf-8")
    (block,) = [each for each in text.split("```") if "manage.py restore /data" in each]
    return block.strip().splitlines()


def test_a_copy_is_brought_back_as_the_docs_say(topology: Topology, place: Place) -> None:
    """What was ticked before the copy is there again, what came after is in the old database."""
    copied = while_ticking(place, 4, lambda: None).acknowledged & kept(topology)
    at_that_moment = kept(topology)
    made = topology.job("python", "manage.py", "backup", "--label", "by-hand")
    assert made.returncode == 0, made.stderr
    (file,) = (topology.folder / "backup" / "backups").glob("*by-hand*.dump")
    later = while_ticking(place, 4, lambda: None).acknowledged
    assert copied
    assert later

    stop, rename, restore, up = lines_for_bringing_back()
    topology.compose(stop)
    topology.compose(rename)
    restored = topology.compose(restore.replace("<file>.dump", file.name))
    assert restored is not None
    assert restored.returncode == 0, restored.stderr
    assert kept(topology) == at_that_moment
    topology.compose(up)
    assert ask(place, "/").status == 200
    assert kept_by_postgresql(address_of(topology, "old")) >= at_that_moment | later
    assert not while_ticking(place, 4, lambda: None).troubles


def test_no_log_says_who_or_what_anybody_practised(topology: Topology) -> None:
    """After all of the above: each line of the site is JSON, and none holds a word about health."""
    lines = [
        json.loads(line)
        for web in topology.web
        for line in web.log.read_text(encoding="utf-8").splitlines()
        if line.startswith("{")
    ]
    answered = [line for line in lines if line["logger"] == "kidneycare.request"]
    assert answered
    assert {"time", "level", "message", "request", "method", "route", "status", "milliseconds"} <= (
        answered[-1].keys()
    )
    texts = [web.log.read_text(encoding="utf-8") for web in topology.web]
    texts += [
        (topology.folder / name).read_text(encoding="utf-8") for name in ("proxy.log", "db/log")
    ]
    for text in texts:
        for line in text.splitlines():
            message = json.loads(line)["message"] if line.startswith('{"time"') else line
            assert not health_words().search(message.replace("database", "")), line
            for secret in ("remote_ip", "remote_addr", '"uri"', "Cookie", "STATEMENT", "row con"):
                assert secret not in line


def kept(topology: Topology) -> set[tuple[bytes, str, int, int, int]]:
    return kept_by_postgresql(address_of(topology))


def address_of(topology: Topology, name: str = "kidneycare") -> str:
    return topology.db.url(name).replace("postgres://", "postgresql://")
