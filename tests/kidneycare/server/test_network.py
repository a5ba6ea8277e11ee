"""Ports and addresses: told in plain words, and never a reason to fall over."""

import errno
import ipaddress
import socket
from collections.abc import Iterator
from typing import Any, Self

import pytest
from django.core.management.base import CommandError

from kidneycare.server import network


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


class NoNetwork:
    """A socket on a computer whose every network is switched off."""

    def __init__(self, *_args: Any) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_args: object) -> None:
        pass

    def connect(self, _address: Any) -> None:
        raise OSError(errno.ENETUNREACH, "Network is unreachable")


class OnlyItself(NoNetwork):
    """A socket on a computer that knows no address but its own."""

    address = "127.0.0.1"

    def connect(self, _address: Any) -> None:
        pass

    def getsockname(self) -> tuple[str, int]:
        return (self.address, 40000)


class Public(OnlyItself):
    """A socket on a server that stands in the open internet."""

    address = "8.8.4.4"


class Home(OnlyItself):
    """A socket on a computer at home."""

    address = "192.168.1.20"


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("Box", {"box.local"}),
        ("box.lan", {"box.local"}),
        ("localhost", set()),
        # Not a name that a certificate may have.
        ("老电脑", set()),
        ("my_box", set()),
        ("", set()),
    ],
)
def test_at_home_this_computer_is_known_by_its_name_and_address(
    monkeypatch: pytest.MonkeyPatch, name: str, known: set[str]
) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: name)
    monkeypatch.setattr(socket, "socket", Home)
    assert network.own_names() == {"localhost", "127.0.0.1", "192.168.1.20", *known}
    monkeypatch.setattr(socket, "socket", NoNetwork)
    assert network.own_names() == {"localhost", "127.0.0.1", *known}


@pytest.mark.parametrize(
    "kind, address",
    [(NoNetwork, None), (OnlyItself, None), (Public, None), (Home, "192.168.1.20")],
)
def test_the_lan_address_is_a_private_one_or_none(
    monkeypatch: pytest.MonkeyPatch, kind: type[NoNetwork], address: str | None
) -> None:
    monkeypatch.setattr(socket, "socket", kind)

    assert network.lan_address() == address


@pytest.mark.enable_socket
def test_the_lan_address_of_this_computer_never_raises() -> None:
    found = network.lan_address()

    assert found is None or ipaddress.ip_address(found).is_private


@pytest.mark.parametrize("text, port", [("8000", 8000), (" 8001\n", 8001), ("65535", 65535)])
def test_a_port_is_read_as_typed(text: str, port: int) -> None:
    assert network.read_port(text) == port


@pytest.mark.parametrize("text", ["", "abc", "0", "65536", "-1", "80.5", "٨٠", "1e3"])
def test_what_is_no_port_is_told_with_an_example(text: str) -> None:
    with pytest.raises(CommandError, match=r"make run PORT=8001"):
        network.read_port(text)


def test_a_free_port_passes(taken_port: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]

    network.require_free(port)


def test_a_taken_port_is_told_with_another(taken_port: int) -> None:
    with pytest.raises(CommandError) as told:
        network.require_free(taken_port)

    assert f"Port {taken_port} is already used" in str(told.value)
    assert f"make run PORT={taken_port + 1}" in str(told.value)
    assert "\n" not in str(told.value)
