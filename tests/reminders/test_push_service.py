"""Whom the server speaks to when it sends a push message, and what it makes of the answers."""

from __future__ import annotations

import datetime as dt
import socket
import ssl
import time
from contextlib import closing
from pathlib import Path

import pytest

from reminders.push.addresses import NotAllowed, is_endpoint, is_public, resolve
from reminders.push.service import NOBODY, Fate, Outcome, Services, outcome_of, path_of
from tests.reminders.push_service import PushService

NOW = dt.datetime(2026, 11, 23, 20, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.178.20", "169.254.169.254", "0.0.0.0"),
        *("100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
        *("::1", "::", "fe80::1", "fe80::1%2", "fc00::1", "ff02::1", "2001:db8::1"),
        *("::ffff:10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1"),
        *("2002:7f00:1::", "2001::1", "::7f00:1"),
    ],
)
def test_no_address_of_an_inner_network_is_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["142.250.0.1", "17.57.144.1", "2607:f8b0::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_an_address_of_the_internet_is(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("endpoint", "allowed"),
    [
        ("https://fcm.googleapis.com/fcm/send/a:b", True),
        ("https://updates.push.services.mozilla.com:443/wpush/v2/x", True),
        ("http://fcm.googleapis.com/x", False),
        ("https://fcm.googleapis.com:8443/x", False),
        ("https://fcm.googleapis.com:99999/x", False),
        ("https://a@fcm.googleapis.com/x", False),
        ("https:///x", False),
        ("https://fcm.googleapis.com/x\r\nHost: y", False),
        ("https://fcm.googleapis.com\\@y/", False),
        ("https://fcm.googleapis.com/x#y", False),
        ("https://ｆｃｍ.example/x", False),
        ("file:///etc/passwd", False),
        ("https://a.example/" + "x" * 1000, False),
        ("", False),
    ],
)
def test_an_endpoint_is_https_on_its_usual_port(endpoint: str, *, allowed: bool) -> None:
    assert is_endpoint(endpoint) is allowed


def answer_dns(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> None:
    """Let a name mean these addresses, the next time the next ones."""
    turns = list(answers)

    def getaddrinfo(_host: str, port: int, **_how: object) -> list[object]:
        found = turns.pop(0) if len(turns) > 1 else turns[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in found]

    monkeypatch.setattr("reminders.push.addresses.socket.getaddrinfo", getaddrinfo)


@pytest.mark.parametrize("found", [["127.0.0.1"], ["142.250.0.1", "10.0.0.1"]])
def test_a_name_with_one_inner_address_is_refused(
    monkeypatch: pytest.MonkeyPatch, found: list[str]
) -> None:
    answer_dns(monkeypatch, found)
    with closing(Services()) as services, pytest.raises(NotAllowed):
        services.connect("https://push.example.com/x")


def test_a_name_that_changes_its_mind_is_connected_to_where_it_was_checked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """DNS rebinding: public when asked, then the server's own network."""
    answer_dns(monkeypatch, ["142.250.0.1"], ["127.0.0.1"])
    connected = []

    def connect(_line: socket.socket, where: tuple[str, int]) -> None:
        connected.append(where)
        raise ConnectionRefusedError

    monkeypatch.setattr("reminders.push.service.socket.socket.connect", connect)
    with closing(Services()) as services, pytest.raises(ConnectionRefusedError):
        services.connect("https://push.example.com/x")
    assert connected == [("142.250.0.1", 443)]


def test_with_a_certificate_of_tests_nothing_but_this_computer_is_spoken_to(
    service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer_dns(monkeypatch, ["142.250.0.1"])
    with closing(Services(service.certificate)) as services, pytest.raises(NotAllowed):
        services.connect("https://push.example.com/x")


def test_without_it_this_computer_is_never_spoken_to(service: PushService) -> None:
    with closing(Services()) as services, pytest.raises(NotAllowed):
        services.connect(service.endpoint("/x"))
    assert resolve("localhost", 443, loopback=True)
    assert service.received == []


def test_a_certificate_that_nobody_vouches_for_is_refused(
    service: PushService, tmp_path: Path
) -> None:
    from tests.reminders.push_service import PushService as Another

    services = Services(Another(tmp_path).certificate)
    with pytest.raises(ssl.SSLCertVerificationError):
        services.connect(service.endpoint("/x"))
    assert service.received == []


def send(services: Services, service: PushService, path: str = "/x") -> Outcome:
    connection = services.connect(service.endpoint(path))
    connection.request("POST", path_of(service.endpoint(path)), b"body", {"TTL": "60"})
    return services.receive(connection, service.endpoint(path))


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("201 Created\r\nContent-Length: 0", Outcome(Fate.TAKEN, 201)),
        ("202 Accepted\r\nContent-Length: 2\r\n\r\nok", Outcome(Fate.TAKEN, 202)),
        ("404 Not Found\r\nContent-Length: 0", Outcome(Fate.GONE, 404)),
        ("410 Gone\r\nContent-Length: 0", Outcome(Fate.GONE, 410)),
        ("400 Bad Request\r\nContent-Length: 0", Outcome(Fate.GIVEN_UP, 400)),
        ("403 Forbidden\r\nContent-Length: 0", Outcome(Fate.GIVEN_UP, 403)),
        ("413 Too Large\r\nContent-Length: 0", Outcome(Fate.GIVEN_UP, 413)),
        (
            "307 Elsewhere\r\nLocation: https://10.0.0.1/\r\nContent-Length: 0",
            Outcome(Fate.GIVEN_UP, 307),
        ),
        (
            "429 Slow\r\nRetry-After: 120\r\nContent-Length: 0",
            Outcome(Fate.LATER, 429, dt.timedelta(minutes=2)),
        ),
        ("503 Down\r\nContent-Length: 0", Outcome(Fate.LATER, 503)),
        ("", NOBODY),
        ("nonsense", NOBODY),
    ],
)
def test_every_answer_says_what_becomes_of_a_message(
    service: PushService, answer: str, outcome: Outcome
) -> None:
    service.answers["/x"] = [answer]
    with closing(Services(service.certificate)) as services:
        assert send(services, service) == outcome


@pytest.mark.parametrize(
    ("text", "wait"),
    [
        ("0", dt.timedelta()),
        ("3600", dt.timedelta(hours=1)),
        ("999999999", dt.timedelta(days=1)),
        ("Mon, 23 Nov 2026 20:05:00 GMT", dt.timedelta(minutes=5)),
        ("Mon, 23 Nov 2026 19:00:00 GMT", dt.timedelta()),
        ("soon", None),
        (None, None),
    ],
)
def test_how_long_a_service_asks_to_be_left_alone(
    text: str | None, wait: dt.timedelta | None
) -> None:
    assert outcome_of(429, text, NOW) == Outcome(Fate.LATER, 429, wait)


def test_a_connection_serves_many_messages_and_a_closed_one_is_not_used(
    service: PushService,
) -> None:
    with closing(Services(service.certificate)) as services:
        first = services.connect(service.endpoint("/x"))
        first.request("POST", "/x", b"")
        services.receive(first, service.endpoint("/x"))
        assert services.connect(service.endpoint("/y")) is first
        first.request("POST", "/y", b"")
        services.receive(first, service.endpoint("/y"))
        # The service has closed it meanwhile, as it may.
        first.sock.shutdown(socket.SHUT_RD)
        second = services.connect(service.endpoint("/z"))
        assert second is not first
        second.close()


@pytest.mark.parametrize("how", ["never comes", "trickles"])
def test_an_answer_that_takes_its_time_holds_nobody_up(
    service: PushService, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr("reminders.push.service.SECONDS", 0.5)
    service.seconds = 60 if how == "never comes" else 0
    service.trickles = how == "trickles"
    with closing(Services(service.certificate)) as services:
        begun = time.monotonic()
        assert send(services, service) == NOBODY
        assert time.monotonic() - begun < 30
        # And nobody else waits for it meanwhile.
        with pytest.raises(OSError, match="moment ago"):
            services.connect(service.endpoint("/x"))
